"""正在办理: who has a case on his screen. Others are told; nobody is stopped, for the decision itself is safe."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from webapp.cases.models import Case, CaseClaim
from webapp.cases.store import add_once
from webapp.persistence import db, now

LIFE = timedelta(minutes=10)


def claim(case: Case, officer_id: UUID) -> UUID | None:
    """Note that the officer has opened the case; the officer who had it open already is given back and keeps it."""
    row = db.session.scalars(select(CaseClaim).where(CaseClaim.case_id == case.id)).one_or_none()
    if row is None:
        if add_once(CaseClaim(case_id=case.id, officer_id=officer_id, until=now() + LIFE)):
            return None
        row = db.session.scalars(select(CaseClaim).where(CaseClaim.case_id == case.id)).one()
    if row.officer_id != officer_id and row.until > now():
        return row.officer_id
    row.officer_id, row.until = officer_id, now() + LIFE
    return None


def release(case: Case) -> None:
    """Nobody has the case open any more: it moved."""
    statement = delete(CaseClaim).where(CaseClaim.case_id == case.id)
    db.session.execute(statement.execution_options(synchronize_session=False))


def claims_of(case_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Case id -> the officer who has it open, for those of the cases that somebody has."""
    statement = select(CaseClaim).where(CaseClaim.case_id.in_(case_ids), CaseClaim.until > now())
    return {row.case_id: row.officer_id for row in db.session.scalars(statement)}
