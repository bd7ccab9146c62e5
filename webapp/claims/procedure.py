"""The procedure of a claim on `cases`: handing in, second officer, grant, and what each verdict leads to. Nothing here commits.

No document says which union reviews a claim, so the one where the member's seat is does (系统默认). A grant holds its case, the
numbers of letters, then the person's ledger heads, and is assessed anew under them: what is granted is what is due at that moment.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from webapp.cases import (
    Case,
    EffectRefused,
    Kind,
    Own,
    State,
    Step,
    latest_decision,
    register_kind,
    resubmit,
    submit,
)
from webapp.cases.course import Stage, Turn, note_time, register_turns
from webapp.cases.second_officer import first_step, needs_second, two_agreed
from webapp.cases.telling import tell, tell_verdict
from webapp.claims.assessment.assessing import COMPLETE, LACKING, Assessment, assess, keep_assessment
from webapp.claims.assessment.membership import union_for
from webapp.claims.assessment.plans import caps_of
from webapp.claims.assessment.reassessing import assess_others, assess_with_others, sync_second
from webapp.claims.assessment.terms import edition_of
from webapp.claims.cover import kind_words
from webapp.claims.flags import flags_of
from webapp.claims.ledger import Movement, Place, contra_of_case, enter, hold, payment_key
from webapp.claims.models import Accident, Filing
from webapp.claims.store import KIND, accident_of, filing_of, filings_of_cases, subject_of
from webapp.claims.workflow import STANDING, own_words, why_not_granted
from webapp.files import files_of
from webapp.members.store import person_by_id
from webapp.notices import register_template
from webapp.persistence import mask_account, mask_identity_number, mask_name, mask_phone, record_event
from webapp.policy import ClaimAnswer, PaymentAnswer
from webapp.policy.decisions.claim.values import money
from webapp.policy.profile.benefits.facts import yuan
from webapp.tenancy import business_date, profile
from webapp.unions import union_by_id
from webapp.unions.settings import second_approval
from webapp.web.dates import CHINA
from webapp.web.identity_number import document_label

register_template("claim_filed", "您的保障申报已提交，编号 {reference}。可登录 {site} 查看进度。")
register_template(
    "claim_granted", "您的保障申报 {reference} 已核定，本次给付 {amount} 元。怎么算的请登录 {site} 查看。"
)
register_template(
    "claim_waits_for_originals",
    "您的保障申报 {reference} 已核定，本次给付 {amount} 元。付款前要核对原件，请带原件到{union}，要带什么、怎么去请登录 {site} 查看。",
)
register_template(
    "claim_counted", "您的保障申报 {reference} 已批准并计入累计，还没有达到给付的金额，以后的票据可以接着申报。"
)
register_template("claim_returned", "您的保障申报 {reference} 需要补充材料，请登录 {site} 查看理由。")
register_template("claim_refused", "您的保障申报 {reference} 不予给付，理由和复核办法请登录 {site} 查看。")


def hand_in(filing: Filing, case: Case) -> Assessment:
    """Submit a draft, or a returned filing again: pin its edition, assess it, keep the decision, plan who decides."""
    person, today = person_by_id(filing.person_id), business_date()
    again = case.state == State.RETURNED
    if again:
        filing.refiled_on = today
        resubmit(case, first_step(case.union_id))
    else:
        filing.filed_on = today
        case.union_id = union_for(person)
        submit(case, first_step(case.union_id))
    kept = assess_with_others(filing, case)
    kept.dossier.accident.edition = kept.found.edition.id if kept.found.edition is not None else None
    case.title = f"{mask_name(person.name)} · {kept.dossier.day} {kind_words(kept.dossier.accident)}"
    if not again:
        tell(case, "claim_filed")
    return kept.found


def grant(case: Case, step: Step) -> None:
    """Enter what is due into the ledger. Raises EffectRefused where nothing can be granted, or one officer may not alone."""
    filing = filing_of(case)
    accident = accident_of(filing)
    edition = edition_of(accident)
    if edition is None:
        raise EffectRefused(why_not_granted("no_edition", ()) or "")
    place = Place(filing.person_id, accident.plan, edition.id)
    hold(place, caps_of(edition))
    kept = keep_assessment(filing, case)
    found = kept.found
    problem = why_not_granted(found.state, found.codes)
    if problem is not None:
        raise EffectRefused(problem)
    _two_officers(case, step, found.amount)
    enter(place, [_movement(case, kept.row.id, one) for one in found.payments if money(one.amount)])
    originals = sorted({name for payment in found.payments for name in payment.before_payment})
    record_event(
        kind="claim.granted",
        case_id=case.id,
        data={"plan": accident.plan, "edition": edition.id, "amount": found.amount, "originals": originals},
    )
    assess_others(filing)
    note_time(case, Stage.DECIDED, filing.filed_on or case.governed_on)
    _tell_granted(case, found.amount, waits=bool(set(originals) - set(filing.originals)))


def _tell_granted(case: Case, amount: int, *, waits: bool) -> None:
    """The sum, and where payment waits for originals to be seen, that and where."""
    if amount and waits:
        union = union_by_id(case.union_id) if case.union_id else None
        tell_verdict(case, "claim_waits_for_originals", amount=yuan(amount), union=union.name if union else "工会")
    else:
        tell_verdict(case, "claim_granted" if amount else "claim_counted", amount=yuan(amount))


def _movement(case: Case, decision_id: UUID, payment: PaymentAnswer) -> Movement:
    component = payment.component
    return Movement(
        component=component,
        amount=money(payment.amount),
        case_id=case.id,
        decision_id=decision_id,
        key=payment_key(case.id, component),
        borne={payer: money(part) for payer, part in (payment.borne or {}).items()},
    )


def _two_officers(case: Case, step: Step, amount: int) -> None:
    limit = second_approval(step.union_id)
    if not needs_second(limit, amount):
        return
    if not two_agreed(case, step):
        raise EffectRefused(
            f"本次要付 {yuan(amount)} 元，超过本工会规定的 {yuan(limit or 0)} 元，"
            "要由两位工作人员先后同意，第二位不能是同一个人。请打开这件申报的办理页，由另一位同事办理第二步。"
        )


def settled(case: Case, verb: str) -> None:
    """Tell the member of a return or refusal; what stood beside this filing is assessed without it."""
    filing = filing_of(case)
    if filing.filed_on is not None:
        if verb == "appeal":
            assess_with_others(filing, case)
        else:
            assess_others(filing)
    if verb == "refuse":
        note_time(case, Stage.DECIDED, filing.filed_on or case.governed_on)
    template = {"refuse": "claim_refused", "return": "claim_returned"}.get(verb)
    if template is not None:
        tell_verdict(case, template)


def undo(case: Case, verb: str) -> None:
    """What a grant entered is answered by contra entries; the filing is assessed with those beside it as before."""
    filing = filing_of(case)
    accident = accident_of(filing)
    edition = edition_of(accident)
    if verb == "grant" and edition is not None:
        place = Place(filing.person_id, accident.plan, edition.id)
        hold(place, caps_of(edition))
        enter(place, contra_of_case(case.id))
    assess_with_others(filing, case)


def summary(case: Case) -> list[tuple[str, Any]]:
    """What an officer reads first: whose accident, what is due now and why not more, what to look at; numbers masked."""
    filing = filing_of(case)
    accident, person = accident_of(filing), person_by_id(filing.person_id)
    rows: list[tuple[str, Any]] = [
        ("会员", person.name),
        (document_label(person.identity_kind), mask_identity_number(person.identity_number)),
        ("手机号", mask_phone(person.phone)),
        ("发生", _when(accident)),
        ("收款账户", _account(filing)),
    ]
    found = assess(filing, case) if case.state in STANDING else None
    if found is not None:
        rows += [
            ("现在的核算", "、".join([profile().label("claim_state", found.state), *found.code_words])),
            ("本次可付", f"{yuan(found.amount)} 元"),
        ]
    elif case.state == State.GRANTED:
        rows.append(("本次核定", f"{yuan(filing.amount)} 元"))
    rows += [("请看一眼", "；".join(flag.words for flag in flags_of(filing)))]
    return [(term, value) for term, value in rows if value]


def _when(accident: Accident) -> str:
    if accident.at is None:
        return ""
    local = accident.at.astimezone(CHINA)
    kind = profile().label("event_kind", accident.kind) if accident.kind else ""
    return f"{local:%Y-%m-%d}{f' {local:%H:%M}' if accident.time_known else ''} {kind}"


def _account(filing: Filing) -> str:
    if not filing.account_number:
        return "还没有填写"
    return f"{filing.account_holder} {filing.bank} {mask_account(filing.account_number)}"


def secrets(case: Case) -> list[tuple[str, str]]:
    """What the summary masks."""
    filing = filing_of(case)
    person = person_by_id(filing.person_id)
    rows = [(document_label(person.identity_kind), person.identity_number), ("手机号", person.phone)]
    return [*rows, ("银行账号", filing.account_number)] if filing.account_number else rows


def addressee(case: Case) -> str:
    """The member's name, for a letter."""
    return person_by_id(filing_of(case).person_id).name


def said(case: Case) -> list[str]:
    """How the sum came about, for the letter of a grant."""
    row = latest_decision(case, "claim")
    payments = row.answered(ClaimAnswer).payments if row is not None else ()
    return [line.text for one in payments if one.filing == case.reference for line in one.lines]


def at_stake(case: Case) -> list[str]:
    """The sum and how many papers there are, where many claims are decided at once."""
    filing = filing_of(case)
    more = f"，补齐或判定后 {yuan(filing.would_be)} 元" if filing.would_be > filing.amount else ""
    return [f"本次可付 {yuan(filing.amount)} 元{more}", f"材料 {len(files_of(subject_of(filing)))} 份"]


def own(cases: Sequence[Case]) -> dict[UUID, Own]:
    """What the assessment says of these claims, in the profile's words."""
    found = {}
    filings = filings_of_cases(cases)
    for case in cases:
        filing = filings[case.id]
        words = profile().label("claim_state", filing.state) if filing.state else ""
        said = own_words(case.state, filing.state, words, filing.amount, tuple(filing.originals))
        if said is not None:
            found[case.id] = said
    return found


def register() -> None:
    """Make claims known to the one procedure, and what of theirs is a turn on the way to the money."""
    register_turns(
        {
            COMPLETE: Turn(Stage.COMPLETE),
            LACKING: Turn(undoes=(Stage.COMPLETE,)),
            "claim.granted": Turn(Stage.DECIDED),
            "claim.original": Turn(Stage.ORIGINALS),
        }
    )
    register_kind(
        Kind(
            name=KIND,
            called="保障申报",
            grant=grant,
            settled=settled,
            summary=summary,
            edit_endpoint="claims.show",
            show_endpoint="claims.show",
            work_endpoint="office_claims.show",
            addressee=addressee,
            said=said,
            secrets=secrets,
            person=lambda case: filing_of(case).person_id,
            prepare=lambda case: sync_second(filing_of(case), case),
            at_stake=at_stake,
            own=own,
            undo=undo,
            stages=tuple(Stage),
        )
    )
