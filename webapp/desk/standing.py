"""What the signed-in officer may do at this desk."""

from dataclasses import dataclass

from flask import abort, g

from webapp.accounts import ADMINISTRATOR, POLICY_APPROVER, POLICY_AUTHOR, Officer, current_officer, officer_unions
from webapp.unions import top_union
from webapp.web import Problem


@dataclass(frozen=True)
class Standing:
    """His roles at the top federation, which alone keeps a desk."""

    officer: Officer
    writes: bool
    approves: bool
    appoints: bool


def standing() -> Standing:
    """Worked out once a request; nobody without one of the roles gets in (403)."""
    if "desk_standing" not in g:
        officer, top = current_officer(), top_union()
        if officer is None or top is None:
            abort(403)
        has = {
            role: top.id in officer_unions(officer, role) for role in (POLICY_AUTHOR, POLICY_APPROVER, ADMINISTRATOR)
        }
        if not any(has.values()):
            raise Problem(403, "政策台只对本级的政策起草人、复核人开放。请联系最上级工会的管理员。")
        g.desk_standing = Standing(officer, has[POLICY_AUTHOR], has[POLICY_APPROVER], has[ADMINISTRATOR])
    found: Standing = g.desk_standing
    return found


def author() -> Officer:
    """The signed-in author; others may look only."""
    here = standing()
    if not here.writes:
        raise Problem(403, "您可以查看，不能修改。修改要由政策起草人办理。")
    return here.officer


def approver() -> Officer:
    """The signed-in approver."""
    here = standing()
    if not here.approves:
        raise Problem(403, "复核要由政策复核人办理。")
    return here.officer
