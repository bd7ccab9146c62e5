"""A member disputes what was granted: another officer looks again, and his outcome supersedes. Nothing here commits.

A refused claim is appealed like every case. What was granted is looked at anew in a case of its own, once for each claim; no document
states a last day, so there is none. Granting it means that the first amount does not stand: the claim is worked out anew on the findings
as they are then, and the difference is entered, above zero as one more payment, below as a contra entry.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.four_eyes import Act, require_two
from webapp.cases import (
    Case,
    EffectRefused,
    Kind,
    LooksAgain,
    Own,
    Step,
    open_case_once,
    record_decision,
    register_kind,
    submit,
)
from webapp.cases.moving import deciders_of
from webapp.cases.registry import always
from webapp.cases.second_officer import first_step
from webapp.cases.store import CLOSED, all_steps
from webapp.cases.telling import tell
from webapp.cases.workflow import State, StepState
from webapp.claims.assessment.assessing import Assessment
from webapp.claims.assessment.dossier import dossier_of
from webapp.claims.assessment.facts import decision_on
from webapp.claims.assessment.plans import caps_of
from webapp.claims.assessment.terms import edition_of
from webapp.claims.ledger import Movement, Place, enter, entries_of_case, hold
from webapp.claims.models import Filing
from webapp.claims.procedure import settled, summary
from webapp.claims.store import KIND as CLAIM
from webapp.claims.store import accident_of, filing_of
from webapp.claims.workflow import PAYABLE
from webapp.members.store import person_by_id
from webapp.notices import register_template
from webapp.payments.batches import hold_cases
from webapp.payments.reversals import left_of, standing, take_back
from webapp.persistence import db, record_event
from webapp.policy import ClaimAnswer, Decision, PaymentAnswer
from webapp.policy.decisions.claim.values import money
from webapp.policy.profile.benefits.facts import yuan
from webapp.tenancy import business_date
from webapp.unions import ancestors, union_by_id

KIND = "claim_review"
FREED = "申报 {reference} 的款已冲正或改定，同一保障的额度空出来了，这一件重新核算"
TOO_MUCH = "申报 {reference} 的款已冲正或改定，按现在的台账这一件核定得多了，重新核算"

register_template("claim_review_filed", "您对保障申报 {reference} 核定金额的异议已收到，会由另一位工作人员复核。")
register_template(
    "claim_review_opened",
    "同一保障的另一笔款已冲正或改定，您的保障申报 {reference} 会由另一位工作人员重新核算，结果会通知您。",
)
register_template(
    "claim_review_changed", "您的保障申报 {reference} 复核后改定为 {amount} 元，怎么算的请登录 {site} 查看。"
)
register_template("claim_review_stands", "您的保障申报 {reference} 复核后维持原来核定的金额，理由请登录 {site} 查看。")


def ask_review(claim: Case, *, reason: str) -> Case:
    """Open the one review of a granted claim; a second request finds the first."""
    case, opened = open_case_once(
        kind=KIND,
        key=str(claim.id),
        worker_id=claim.worker_id,
        union_id=_union_with_another(claim),
        title=claim.title,
        governed_on=business_date(),
        data={"claim": claim.reference, "reason": reason},
    )
    if opened:
        submit(case, first_step(case.union_id))
        record_event(kind="claim.review_asked", case_id=claim.id, actor="worker", data={"reason": reason})
        tell(claim, "claim_review_filed")
    return case


def look_again_beside(claim: Case) -> list[Case]:
    """After a contra entry on a claim: a review of every granted claim of the person under the plan that would come out otherwise now.

    More may be owed, as a cap has room again; or what was granted stood on what is gone. Nothing is paid or taken back by that: another
    officer works it out anew and decides. What was taken back itself stays so.
    """
    if claim.kind != CLAIM:
        return []
    filing = filing_of(claim)
    plan = accident_of(filing).plan
    beside = select(Filing, Case).join(Case, (Case.id == Filing.case_id) & (Case.jurisdiction == Filing.jurisdiction))
    beside = beside.where(Filing.person_id == filing.person_id, Case.state == State.GRANTED, Case.id != claim.id)
    opened = []
    for other, case in db.session.execute(beside.order_by(Case.closed_at, Case.id)):
        if accident_of(other).plan == plan and edition_of(accident_of(other)) is not None:
            opened += _open_if_changed(other, case, claim)
    return opened


def _open_if_changed(filing: Filing, case: Case, because_of: Case) -> list[Case]:
    entries = entries_of_case(case.id)
    stands = sum(one.amount for one in entries)
    if entries and not stands:
        return []
    found = worked_out_anew(filing, case)[0]
    due = found.amount if found.state in PAYABLE else 0
    if due == stands:
        return []
    known = review_of(case)
    if known is not None and known.state not in CLOSED:
        return []
    review, opened = open_case_once(
        kind=KIND,
        key=f"{case.id}:{because_of.id}",
        worker_id=case.worker_id,
        union_id=_union_with_another(case),
        title=case.title,
        governed_on=business_date(),
        data={
            "claim": case.reference,
            "reason": (FREED if due > stands else TOO_MUCH).format(reference=because_of.reference),
        },
    )
    if not opened:
        return []
    submit(review, first_step(review.union_id))
    record_event(kind="claim.review_asked", case_id=case.id, actor="system", data={"reason": review.data["reason"]})
    tell(case, "claim_review_opened")
    return [review]


def _union_with_another(claim: Case) -> UUID | None:
    """The claim's union where it has another officer, else the nearest above that has one (系统默认)."""
    union = union_by_id(claim.union_id) if claim.union_id else None
    for one in [union, *ancestors(union)] if union is not None else []:
        if deciders_of(one.id) - deciders(claim):
            return one.id
    return claim.union_id


def deciders(claim: Case) -> set[UUID]:
    """Who granted the claim."""
    return {one.decided_by for one in all_steps(claim) if one.state == StepState.GRANTED and one.decided_by}


def review_of(claim: Case) -> Case | None:
    """The review of a claim that is under way, else the last one; None where there never was one."""
    rows = db.session.scalars(
        select(Case).where(Case.kind == KIND, Case.worker_id == claim.worker_id).order_by(Case.created_at, Case.id)
    )
    found = [one for one in rows if one.data.get("claim") == claim.reference]
    return next((one for one in found if one.state not in CLOSED), found[-1] if found else None)


def claim_of(review: Case) -> Case:
    """The claim that a review is about."""
    return db.session.scalars(select(Case).where(Case.reference == review.data["claim"])).one()


def worked_out_anew(filing: Filing, claim: Case) -> tuple[Assessment, Decision[ClaimAnswer]]:
    """What the claim would bring today, as if nothing had been granted on it."""
    dossier = dossier_of([filing])
    assert dossier is not None, "a granted claim has a day"
    dossier = replace(dossier, entries=[one for one in dossier.entries if one.case_id != claim.id])
    decision = decision_on(dossier)
    return Assessment(claim.reference, dossier.terms, decision), decision


def grant(case: Case, step: Step) -> None:
    """The first amount does not stand: enter the difference. Raises EffectRefused for who granted it, or where there is none."""
    claim = claim_of(case)
    hold_cases([claim.id])
    assert step.decided_by is not None, "a review has its officer"
    require_two(Act.REVIEW, deciders(claim), step.decided_by)
    filing = filing_of(claim)
    edition = edition_of(accident_of(filing))
    assert edition is not None, "a granted claim has its terms"
    place = Place(filing.person_id, accident_of(filing).plan, edition.id)
    hold(place, caps_of(edition))
    found, decision = worked_out_anew(filing, claim)
    due = {one.component: one for one in found.payments} if found.state in PAYABLE else {}
    reason = step.reason or "复核改定"
    changed = _reduce(claim, due, reason, _clause(decision), step)
    row = record_decision(claim, decision)
    changed |= _raise(claim, place, case.id, row.id, due)
    if not changed:
        raise EffectRefused("重新核算的金额和原来一样。要改定，请先在审核页写明新的认定；要维持，请选“不同意”。")
    filing.amount = sum(one.amount for one in entries_of_case(claim.id))
    db.session.flush()
    settled(claim, "review")
    tell(claim, "claim_review_changed", amount=yuan(filing.amount))
    look_again_beside(claim)


def _granted(claim: Case, component: str) -> int:
    return sum(one.amount for one in entries_of_case(claim.id) if one.component == component)


def _reduce(claim: Case, due: Mapping[str, PaymentAnswer], reason: str, clause: str, step: Step) -> bool:
    changed = False
    assert step.decided_by is not None
    for entry in reversed(standing(claim.id)):
        wanted = money(due[entry.component].amount) if entry.component in due else 0
        much = min(left_of(entry), _granted(claim, entry.component) - wanted)
        if much > 0:
            take_back(claim, entry, much, reason=reason, clause=clause, by=(step.decided_by, None))
            changed = True
    return changed


def _raise(claim: Case, place: Place, review_id: UUID, decision_id: UUID, due: Mapping[str, PaymentAnswer]) -> bool:
    movements = []
    for component, payment in due.items():
        whole = money(payment.amount)
        more = whole - _granted(claim, component)
        if more > 0:
            borne = _more_of_each(claim, component, payment.borne or {})
            key = f"review:{review_id}:{component}"
            movements.append(Movement(component, more, claim.id, decision_id, key, borne=borne))
    return bool(enter(place, movements))


def _more_of_each(claim: Case, component: str, borne: Mapping[str, str]) -> dict[str, int]:
    """What each payer still has to carry, so that his parts add up to his part of the whole."""
    if not borne:
        return {}
    carried = [one.borne for one in entries_of_case(claim.id) if one.component == component]
    return {payer: money(part) - sum(one.get(payer, 0) for one in carried) for payer, part in borne.items()}


def _clause(decision: Decision[ClaimAnswer]) -> str:
    return next((one.id for one in decision.clauses), "")


def told(case: Case, verb: str) -> None:
    """Tell the member that the first amount stands."""
    if verb == "refuse":
        tell(claim_of(case), "claim_review_stands")


def review_summary(case: Case) -> list[tuple[str, Any]]:
    """What the claim was granted, what it would bring anew, and why the member disputes it."""
    claim = claim_of(case)
    filing = filing_of(claim)
    anew = worked_out_anew(filing, claim)[0]
    amount = anew.amount if anew.state in PAYABLE else 0
    now_granted = sum(one.amount for one in entries_of_case(claim.id))
    rows = [
        ("复核的申报", claim.reference),
        ("会员的理由", case.data["reason"]),
        ("原来核定", f"{yuan(now_granted)} 元"),
        ("按现在的认定重新核算", f"{yuan(amount)} 元"),
    ]
    return [*rows, *[row for row in summary(claim) if row[0] in ("会员", "发生", "收款账户")]]


def register() -> None:
    """Make reviews known to the one procedure."""
    register_kind(
        Kind(
            name=KIND,
            called="核定金额复核",
            grant=grant,
            settled=told,
            summary=review_summary,
            show_endpoint="claim_reviews.show",
            work_endpoint="office_claims.show",
            addressee=lambda case: person_by_id(filing_of(claim_of(case)).person_id).name,
            person=lambda case: filing_of(claim_of(case)).person_id,
            again=LooksAgain(at=claim_of, of=review_of),
            own=always({State.GRANTED: Own("已改定", "good"), State.REFUSED: Own("维持原来核定的金额", "calm")}),
        )
    )
