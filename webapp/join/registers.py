"""What joining asks of the registers of unions and employers."""

from uuid import UUID

from sqlalchemy import select

from webapp.persistence import db
from webapp.unions import Employer, Union, top_union, unions_in
from webapp.unions.models import OPEN
from webapp.unions.spelling import read_unit

GENERAL_FEDERATIONS = ("street_federation", "district_federation", "city_federation_general", "provincial_federation")


def guide_union(place: str | None) -> UUID | None:
    """The general federation that looks after an application no union can take yet: the nearest one over the place, else the top."""
    near = unions_in(GENERAL_FEDERATIONS, place, inside=False) if place else []
    guide = near[0] if near else top_union()
    return guide.id if guide else None


def branch_of(union: Union, kind: str) -> Union | None:
    """The open union of this kind inside a union (a depot's branch), if there is one."""
    query = select(Union).where(Union.parent_id == union.id, Union.kind == kind, Union.state == OPEN)
    return db.session.scalars(query.order_by(Union.name, Union.id).limit(1)).one_or_none()


def platforms() -> list[Employer]:
    """The platforms on the register, by name."""
    query = select(Employer).where(Employer.platform.is_(True), Employer.state == OPEN)
    return sorted(db.session.scalars(query.order_by(Employer.id)), key=lambda employer: read_unit(employer.name))
