"""What the doctor finds in the rows of one province."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import distinct, func, select

from webapp.accounts import ADMINISTRATOR, Officer, Role
from webapp.accounts.models import ACTIVE
from webapp.jobs import Job
from webapp.jobs.models import FAILED, WAITING
from webapp.operations.doctor.findings import Finding, look
from webapp.operations.doctor.keys import KeyUse
from webapp.persistence import db, newest_seal_holds, now, unit_of_work
from webapp.unions import top_union

LATE = timedelta(minutes=10)
LEAST_ADMINISTRATORS = 2


def examine_province(jurisdiction: str, use: KeyUse) -> Iterator[Finding]:
    """Look at a province's rows, in its scope."""
    checks: dict[str, Callable[[], str]] = {
        "administrators": _administrators,
        "encrypted values": use.look_here,
        "index key": _index_key,
        "failed jobs": _failed_jobs,
        "late jobs": _late_jobs,
    }
    for what, check in checks.items():
        yield look(jurisdiction, what, lambda check=check: _in_scope(jurisdiction, check))  # type: ignore[misc]


def _in_scope(jurisdiction: str, check: Callable[[], str]) -> str:
    with unit_of_work(jurisdiction, write=False):
        return check()


def _administrators() -> str:
    """Of the federation at the top: what needs two people cannot be done by one."""
    top = top_union()
    able = (
        select(func.count(distinct(Officer.id)))
        .join(Role, Role.officer_id == Officer.id)
        .where(Role.role == ADMINISTRATOR, Role.union_id == (top.id if top else None))
        .where(Officer.state == ACTIVE, Officer.password_hash.is_not(None))
    )
    count = db.session.scalar(able) or 0
    if count >= LEAST_ADMINISTRATORS:
        return ""
    return f"{count} of {LEAST_ADMINISTRATORS} can sign in: `gonghui init` appoints them, a password is set by the link they got"


def _index_key() -> str:
    """The newest seal was made under it."""
    holds = newest_seal_holds()
    if holds is None:
        return "nothing is sealed by it yet: background work does that within the hour; is `gonghui jobs` running?"
    return (
        ""
        if holds
        else "GONGHUI_INDEX_KEY is not the key the seals were made with (or the newest seal was changed): put it back"
    )


def _failed_jobs() -> str:
    count = db.session.scalar(select(func.count()).select_from(Job).where(Job.state == FAILED))
    return f"{count} given up; their errors are in the table jobs" if count else ""


def _late_jobs() -> str:
    since = now() - LATE
    late = select(func.count()).select_from(Job).where(Job.state == WAITING, Job.run_at < since, Job.created_at < since)
    count = db.session.scalar(late)
    return f"{count} are late: is `gonghui jobs` running?" if count else ""
