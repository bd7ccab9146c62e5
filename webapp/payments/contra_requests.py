"""A contra entry takes two humans: one treasurer asks with reason and clause, another looks and confirms. Nothing here commits."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import owner_name
from webapp.accounts.four_eyes import Act, require_two
from webapp.cases import Case
from webapp.cases.telling import tell
from webapp.notices import register_template
from webapp.payments.balances import Balance, balances_of
from webapp.payments.batches import hold_cases
from webapp.payments.models import ReversalRequest
from webapp.payments.reversals import CannotReverse, reverse, standing
from webapp.payments.reviews import look_again_beside
from webapp.persistence import add_once, db, now, record_event
from webapp.policy.profile.benefits.facts import yuan

register_template(
    "payment_reversed", "{reference} 核定的 {amount} 元已冲正，不再付款。理由请登录 {site} 查看，不同意可以联系工会。"
)
register_template(
    "payment_reversed_paid",
    "{reference} 核定的 {amount} 元已冲正，要退回 {back} 元。理由请登录 {site} 查看，怎么退请联系工会。",
)

WAITING, DONE, REFUSED = "waiting", "done", "refused"


def ask(case: Case, entry_id: UUID, *, reason: str, clause: str, officer_id: UUID) -> ReversalRequest:
    """Ask that what stands of one payment is taken back; a second click finds the first. Raises CannotReverse."""
    hold_cases([case.id])
    if entry_id not in {entry.id for entry in standing(case.id)}:
        raise CannotReverse("这一笔已经冲正过了，或者不是这件申报的。")
    row = ReversalRequest(
        case_id=case.id,
        entry_id=entry_id,
        open_key=str(entry_id),
        reason=reason,
        clause=clause,
        state=WAITING,
        asked_by=officer_id,
    )
    if not add_once(row):
        known = db.session.scalars(select(ReversalRequest).where(ReversalRequest.open_key == str(entry_id))).one()
        if known.asked_by != officer_id:
            raise CannotReverse("这一笔的冲正已经有人提出，请核对他写的理由后复核。")
        return known
    _note("claim.reversal_asked", row, officer_id)
    return row


def confirm(row: ReversalRequest, *, officer_id: UUID) -> None:
    """Another human has looked: the contra entry is written, and what is owed on others now is opened as a task.

    Raises CannotReverse and NeedsAnother.
    """
    row, case = _held(row)
    require_two(Act.CONTRA_ENTRY, [row.asked_by], officer_id)
    contra = reverse(
        case, row.entry_id, reason=row.reason, clause=row.clause, officer_id=row.asked_by, checked_by=officer_id
    )
    _tell(case, -contra.amount)
    look_again_beside(case)
    _end(row, DONE, officer_id)


def _tell(case: Case, amount: int) -> None:
    """Tell the member, with what comes back where the bank has paid."""
    back = -balances_of([case.id]).get(case.id, Balance()).open
    if back > 0:
        tell(case, "payment_reversed_paid", amount=yuan(amount), back=yuan(back))
    else:
        tell(case, "payment_reversed", amount=yuan(amount))


def refuse(row: ReversalRequest, *, officer_id: UUID) -> None:
    """The second officer does not agree, or the first takes it back; the ledger stays as it is. Raises CannotReverse."""
    row, _case = _held(row)
    _end(row, REFUSED, officer_id)
    _note("claim.reversal_refused", row, officer_id)


def waiting(case_id: UUID) -> list[ReversalRequest]:
    """What waits on a claim, the oldest first."""
    statement = select(ReversalRequest).where(ReversalRequest.case_id == case_id, ReversalRequest.state == WAITING)
    return list(db.session.scalars(statement.order_by(ReversalRequest.asked_at, ReversalRequest.id)))


def waiting_at(union_ids: Collection[UUID]) -> list[Case]:
    """The claims of these unions on which a contra entry waits for a second officer, the oldest first."""
    asked = (ReversalRequest.case_id == Case.id) & (ReversalRequest.jurisdiction == Case.jurisdiction)
    statement = select(Case).join(ReversalRequest, asked)
    wanted = statement.where(Case.union_id.in_(union_ids), ReversalRequest.state == WAITING)
    return list(db.session.scalars(wanted.order_by(ReversalRequest.asked_at, Case.id)).unique())


def request_by_id(case: Case, identity: UUID) -> ReversalRequest | None:
    """A request on this claim, or None."""
    statement = select(ReversalRequest).where(ReversalRequest.id == identity, ReversalRequest.case_id == case.id)
    return db.session.scalars(statement).one_or_none()


def _held(row: ReversalRequest) -> tuple[ReversalRequest, Case]:
    hold_cases([row.case_id])
    statement = select(ReversalRequest).where(ReversalRequest.id == row.id).with_for_update()
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if found.state != WAITING:
        raise CannotReverse("这一笔冲正已经办过了，请刷新看看结果。")
    return found, db.session.scalars(select(Case).where(Case.id == found.case_id)).one()


def _end(row: ReversalRequest, state: str, officer_id: UUID) -> None:
    row.state, row.open_key = state, None
    row.decided_by, row.decided_at = officer_id, now()
    db.session.flush()


def _note(kind: str, row: ReversalRequest, officer_id: UUID) -> None:
    data = {"reason": row.reason, "clause": row.clause}
    record_event(kind=kind, case_id=row.case_id, actor=owner_name(officer_id), data=data)
