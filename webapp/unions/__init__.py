"""Unions, employers and places: records and queries only.

A union is an organisation in its federation's tree, in a division, perhaps for a trade or for one employer. An employer
is known by its credit code and may have a union. A place is an administrative division. Workflows ask here who could
receive a worker; who may do so is the profile's word. An employer nobody finds is reported and looked into later.
"""

from webapp.unions.employers import employer_by_id, employers_by_id, find_employers
from webapp.unions.models import Employer, EmployerReport, Union
from webapp.unions.store import (
    add_employer,
    ancestors,
    descendant_ids,
    employers_with_union,
    open_reports,
    place_under,
    report_employer,
    top_union,
    union_by_id,
    union_of_employer,
    unions_in,
)

__all__ = [
    "Employer",
    "EmployerReport",
    "Union",
    "add_employer",
    "ancestors",
    "descendant_ids",
    "employer_by_id",
    "employers_by_id",
    "employers_with_union",
    "find_employers",
    "open_reports",
    "place_under",
    "report_employer",
    "top_union",
    "union_by_id",
    "union_of_employer",
    "unions_in",
]
