"""The signed-in officer, as the pages of founding need him."""

from webapp.accounts import officer, owner_name
from webapp.cases.inbox import Desk, desk_of
from webapp.unions import Union, union_by_id


def actor() -> str:
    """How events name him."""
    return owner_name(officer().id)


def desk() -> Desk:
    """The unions he decides for, and those below that have nobody."""
    return desk_of(officer())


def led_unions() -> list[Union]:
    """The unions he decides for under which others can be founded: open, and no employer's own."""
    found = [union_by_id(identity) for identity in desk().unions]
    return [union for union in found if union is not None and union.open and union.employer_id is None]
