"""Hardship relief: asking, visit and amount, a second officer above the union's own threshold, grant. Nothing here commits.

A request is a case like any other, decided by the union of the person's seat. A grant enters the ledger, and the money desk pays it
beside the claims.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from webapp.accounts import owner_name
from webapp.accounts.officers import officer_by_id
from webapp.cases import (
    Case,
    EffectRefused,
    Kind,
    State,
    Step,
    open_case,
    record_decision,
    register_kind,
    resubmit,
    submit,
)
from webapp.cases.course import Stage, note_time
from webapp.cases.moving import locked
from webapp.cases.registry import Own, always
from webapp.cases.second_officer import first_step, needs_second, two_agreed, want_second
from webapp.cases.telling import tell, tell_verdict
from webapp.claims.assessment.membership import union_for
from webapp.claims.beside import Link, set_beside
from webapp.claims.ledger import Caps, Movement, Place, contra_of_case, enter, hold, payment_key
from webapp.files import files_of
from webapp.members import Person
from webapp.members.store import person_by_id
from webapp.notices import register_template
from webapp.persistence import add_once, db, mask_account, mask_identity_number, mask_name, mask_phone, record_event
from webapp.policy import ClaimAnswer, Decision
from webapp.policy.decisions.claim.values import money
from webapp.policy.profile.benefits.facts import yuan
from webapp.relief.models import ReliefRequest, ReliefTerms
from webapp.relief.plan import COMPONENT, PLAN, Bounds, decided, edition_id, service_of, word
from webapp.tenancy import business_date, profile
from webapp.unions import ancestors, union_by_id
from webapp.web.identity_number import document_label

KIND = "relief"
NO_TERMS = "本工会和上级工会都还没有设定救助金额的范围，不能批准。请管理员先在“付款”里设定。"

register_template("relief_filed", "您的{relief}申请已提交，编号 {reference}。可登录 {site} 查看进度。")
register_template("relief_granted", "您的{relief}申请 {reference} 已批准，救助 {amount} 元，会付到您填写的账户。")
register_template("relief_returned", "您的{relief}申请 {reference} 需要补充，请登录 {site} 查看理由。")
register_template("relief_refused", "您的{relief}申请 {reference} 未通过，理由和复核办法请登录 {site} 查看。")


@dataclass(frozen=True)
class Asked:
    """What a worker says and where the money goes."""

    household: str
    reason: str
    bank: str
    holder: str
    number: str


def subject_of(request: ReliefRequest) -> str:
    """Under which name the papers of a request are kept."""
    return f"relief:{request.id}"


def relief_of(case: Case) -> ReliefRequest:
    """The request of a case of the kind `relief`."""
    return db.session.scalars(select(ReliefRequest).where(ReliefRequest.case_id == case.id)).one()


def requests_of(person_id: UUID) -> list[tuple[ReliefRequest, Case]]:
    """A person's requests with their cases, the newest first."""
    joined = select(ReliefRequest, Case).join(
        Case, (Case.id == ReliefRequest.case_id) & (Case.jurisdiction == ReliefRequest.jurisdiction)
    )
    rows = db.session.execute(joined.where(ReliefRequest.person_id == person_id).order_by(Case.created_at.desc()))
    return [(request, case) for request, case in rows]


def terms_row(union_id: UUID) -> ReliefTerms | None:
    """What the union itself has set."""
    return db.session.scalars(select(ReliefTerms).where(ReliefTerms.union_id == union_id)).one_or_none()


def bounds_of(union_id: UUID | None) -> Bounds | None:
    """The bounds that hold at a union: its own, else those of the nearest above; None where nobody has set any."""
    union = union_by_id(union_id) if union_id is not None else None
    for one in [union, *ancestors(union)] if union is not None else []:
        row = terms_row(one.id)
        if row is not None:
            return Bounds(row.least, row.most, row.second_approval)
    return None


def set_bounds(union_id: UUID, bounds: Bounds, *, officer_id: UUID) -> None:
    """Set them for one union."""
    if terms_row(union_id) is None:
        add_once(ReliefTerms(union_id=union_id, least=bounds.least, most=bounds.most))
    row = terms_row(union_id)
    assert row is not None
    row.least, row.most, row.second_approval = bounds.least, bounds.most, bounds.second
    db.session.flush()
    data = {"changed": ["relief_terms"], "least": bounds.least, "most": bounds.most, "second": bounds.second}
    record_event(kind="settings.changed", subject=f"union:{union_id}", actor=owner_name(officer_id), data=data)


def ask(person: Person, asked: Asked) -> tuple[ReliefRequest, Case]:
    """A new draft of a request."""
    case = open_case(
        kind=KIND,
        application_id=uuid7(),
        worker_id=person.worker_id,
        union_id=union_for(person),
        title=mask_name(person.name),
        governed_on=business_date(),
        data={},
    )
    request = ReliefRequest(case_id=case.id, person_id=person.id, **columns_of(asked))
    db.session.add(request)
    db.session.flush()
    return request, case


def columns_of(asked: Asked) -> dict[str, str]:
    """What was said, by the column that holds it."""
    return {
        "household": asked.household,
        "reason": asked.reason,
        "bank": asked.bank,
        "account_holder": asked.holder,
        "account_number": asked.number,
    }


def hand_in(request: ReliefRequest, case: Case) -> None:
    """Submit a draft, or a returned request again."""
    plans = first_step(case.union_id)
    again = case.state == State.RETURNED
    if again:
        resubmit(case, plans)
    else:
        submit(case, plans)
        tell(case, "relief_filed", relief=word())
    _sync_second(request, case)


@dataclass(frozen=True)
class Visit:
    """One visit to a household: the day (2022-05-05), what was seen, and the name of the officer who wrote it down."""

    on: str
    note: str
    by: str


def visits_of(request: ReliefRequest) -> list[Visit]:
    """The visits to a household, the first first."""
    if request.visits is None and request.visited_on is not None:
        return [Visit(request.visited_on.isoformat(), request.visit_note, "")]
    return [Visit(**one) for one in json.loads(request.visits or "[]")]


def _note_visit(request: ReliefRequest, visited_on: date, note: str, officer_id: UUID) -> None:
    """Add a visit; the same words of the same day stand there once."""
    known = visits_of(request)
    if any((one.on, one.note) == (visited_on.isoformat(), note) for one in known):
        return
    who = officer_by_id(officer_id)
    known.append(Visit(visited_on.isoformat(), note, who.name if who is not None else ""))
    request.visits = json.dumps([asdict(one) for one in known], ensure_ascii=False)


def propose(
    request: ReliefRequest, case: Case, *, visited_on: date, note: str, amount: int | None, officer_id: UUID
) -> None:
    """What an officer found on a visit and the amount he proposes; None: none yet, or that of before. Raises EffectRefused outside
    the union's bounds, and where the request was decided meanwhile.
    """
    case = locked(case)
    if case.state not in (State.UNDER_REVIEW, State.APPEALED):
        raise EffectRefused("这件申请刚刚已经由同事办理，金额没有改动。请重新打开查看。")
    if amount is not None:
        _within(bounds_of(case.union_id), amount)
        request.amount = amount
    _note_visit(request, visited_on, note, officer_id)
    request.visited_on, request.visit_note = visited_on, note
    case.version += 1
    db.session.flush()
    _sync_second(request, case)
    record_event(kind="relief.proposed", case_id=case.id, actor=owner_name(officer_id), data={"amount": amount})


def _within(bounds: Bounds | None, amount: int) -> None:
    if bounds is None:
        raise EffectRefused(NO_TERMS)
    if not bounds.least <= amount <= bounds.most:
        raise EffectRefused(f"金额要在本工会设定的 {yuan(bounds.least)} 元到 {yuan(bounds.most)} 元之间。")


def _sync_second(request: ReliefRequest, case: Case) -> None:
    """A second step where the amount is above what the union lets one officer grant."""
    bounds = bounds_of(case.union_id)
    if bounds is not None:
        want_second(case, needs_second(bounds.second, request.amount or 0))


def word_on(request: ReliefRequest, case: Case) -> Decision[ClaimAnswer] | None:
    """The policy's word on a request as it stands; None while nobody has set bounds."""
    bounds = bounds_of(case.union_id)
    if bounds is None or service_of(profile()) is None:
        return None
    return decided(profile(), bounds, case.reference, case.governed_on, request.amount, business_date())


def grant(case: Case, step: Step) -> None:
    """Enter the amount into the ledger. Raises EffectRefused without a visit, outside the bounds, or for one officer alone."""
    request = relief_of(case)
    if request.amount is None:
        raise EffectRefused("还没有写入户情况和救助金额。请先打开“入户和金额”填写。")
    decision = word_on(request, case)
    if decision is None:
        raise EffectRefused(NO_TERMS)
    place = Place(request.person_id, PLAN, edition_id(case.governed_on.year))
    hold(place, Caps())
    [payment] = decision.answer.payments
    if payment.held_by or not money(payment.amount):
        raise EffectRefused("救助金额不在本工会现在设定的范围之内，请重新填写金额。")
    _two_officers(case, step, request.amount)
    row = record_decision(case, decision)
    movement = Movement(
        component=COMPONENT,
        amount=money(payment.amount),
        case_id=case.id,
        decision_id=row.id,
        key=payment_key(case.id, COMPONENT),
    )
    enter(place, [movement])
    record_event(kind="relief.granted", case_id=case.id, data={"amount": movement.amount})
    note_time(case, Stage.DECIDED, case.governed_on)
    tell_verdict(case, "relief_granted", relief=word(), amount=yuan(movement.amount))


def _two_officers(case: Case, step: Step, amount: int) -> None:
    bounds = bounds_of(case.union_id)
    if bounds is None or not needs_second(bounds.second, amount):
        return
    if not two_agreed(case, step):
        raise EffectRefused(
            f"救助 {yuan(amount)} 元，超过本工会规定的 {yuan(bounds.second or 0)} 元，"
            "要由两位工作人员先后同意，第二位不能是同一个人。请另一位同事办理这一步。"
        )


def settled(case: Case, verb: str) -> None:
    """Tell the worker of a return or a refusal."""
    template = {"refuse": "relief_refused", "return": "relief_returned"}.get(verb)
    if verb == "appeal":
        _sync_second(relief_of(case), case)
    if template is not None:
        tell_verdict(case, template, relief=word())


def undo(case: Case, verb: str) -> None:
    """What a grant entered is answered by a contra entry."""
    request = relief_of(case)
    if verb == "grant":
        place = Place(request.person_id, PLAN, edition_id(case.governed_on.year))
        hold(place, Caps())
        enter(place, contra_of_case(case.id))
    _sync_second(request, case)


def summary(case: Case) -> list[tuple[str, object]]:
    """What an officer reads first; numbers masked."""
    request = relief_of(case)
    person = person_by_id(request.person_id)
    proposed = f"{yuan(request.amount)} 元" if request.amount is not None else "还没有填写"
    rows = [
        ("申请人", person.name),
        (document_label(person.identity_kind), mask_identity_number(person.identity_number)),
        ("手机号", mask_phone(person.phone)),
        ("家庭情况", request.household),
        ("困难原因", request.reason),
        ("收款账户", f"{request.account_holder} {request.bank} {mask_account(request.account_number)}"),
        ("入户情况", "；".join(f"{one.on} {one.by}：{one.note}" for one in visits_of(request)) or request.visit_note),
        ("建议救助", proposed),
    ]
    return [(term, value) for term, value in rows if value]


def secrets(case: Case) -> list[tuple[str, str]]:
    """What the summary masks."""
    request = relief_of(case)
    person = person_by_id(request.person_id)
    numbers = [(document_label(person.identity_kind), person.identity_number), ("手机号", person.phone)]
    return [*numbers, ("银行账号", request.account_number)]


def at_stake(case: Case) -> list[str]:
    """The sum that is proposed and how many papers there are, where many requests are decided at once."""
    request = relief_of(case)
    amount = f"建议救助 {yuan(request.amount)} 元" if request.amount is not None else "还没有建议金额"
    return [amount, f"材料 {len(files_of(subject_of(request)))} 份"]


def _link() -> Link | None:
    row = service_of(profile())
    return Link("claim_relief.index", f"{row.label}：家里有困难，请工会帮一把") if row is not None else None


def register() -> None:
    """Make relief known to the one procedure, and beside the cover of members."""
    set_beside(_link)
    register_kind(
        Kind(
            name=KIND,
            called=word,
            grant=grant,
            settled=settled,
            summary=summary,
            edit_endpoint="claim_relief.show",
            show_endpoint="claim_relief.show",
            work_endpoint="office_relief.visit",
            addressee=lambda case: person_by_id(relief_of(case).person_id).name,
            secrets=secrets,
            person=lambda case: relief_of(case).person_id,
            prepare=lambda case: _sync_second(relief_of(case), case),
            at_stake=at_stake,
            undo=undo,
            own=always({State.GRANTED: Own("已批准", "good")}),
            stages=(Stage.DRAFT, Stage.SUBMITTED, Stage.DECIDED, Stage.SENT, Stage.ARRIVED),
        )
    )
