"""正在办理: who has a case on his screen. Others are told; nobody is stopped, for the decision itself is safe."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from webapp.cases.models import Case, CaseClaim
from webapp.jobs import sweep
from webapp.persistence import db, delete_some, insert, now

LIFE = timedelta(minutes=10)


def claim(case: Case, officer_id: UUID) -> UUID | None:
    """Note that the officer has opened the case; the officer who had it open already is given back and keeps it.

    Noted by one statement, because another may open or settle the case between two of them.
    """
    statement = insert(CaseClaim).values(case_id=case.id, officer_id=officer_id, until=now() + LIFE)
    free = (CaseClaim.officer_id == officer_id) | (CaseClaim.until <= now())
    taken = {name: statement.excluded[name] for name in ("officer_id", "until")}
    keys = ("jurisdiction", "case_id")
    noted = statement.on_conflict_do_update(index_elements=keys, set_=taken, where=free)
    if db.session.execute(noted.returning(CaseClaim.officer_id)).all():
        return None
    holder: UUID | None = db.session.scalar(select(CaseClaim.officer_id).where(CaseClaim.case_id == case.id))
    return holder


def release(case: Case) -> None:
    """Nobody has the case open any more: it moved."""
    statement = delete(CaseClaim).where(CaseClaim.case_id == case.id)
    db.session.execute(statement.execution_options(synchronize_session=False))


def claims_of(case_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Case id -> the officer who has it open, for those of the cases that somebody has."""
    statement = select(CaseClaim).where(CaseClaim.case_id.in_(case_ids), CaseClaim.until > now())
    return {row.case_id: row.officer_id for row in db.session.scalars(statement)}


@sweep("cases.forget_claims", every=timedelta(days=1))
def forget_claims() -> bool:
    """Of cases that nobody has had open for long."""
    return delete_some(CaseClaim, CaseClaim.until < now() - timedelta(days=1))
