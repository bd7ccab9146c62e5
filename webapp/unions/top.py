"""The top federation of a jurisdiction, made where there is none yet."""

from webapp.persistence import db
from webapp.tenancy import profile
from webapp.unions.models import Union
from webapp.unions.store import top_union

TOP_KIND = "provincial_federation"


def found_top_union() -> Union:
    """The federation at the top of the jurisdiction in scope; a new one is named after its place."""
    known = top_union()
    if known is not None:
        return known
    rules = profile()
    union = Union(name=f"{rules.name}总工会", kind=TOP_KIND, division=rules.division or "")
    db.session.add(union)
    db.session.flush()
    return union
