"""From a checked draft to an application with its cases, and from a grant to a seat."""

from typing import Any
from uuid import UUID

from webapp.accounts import Worker, owner_name
from webapp.cases import Case, Kind, Step, StepPlan, open_case, record_decision, register_kind, submit, withdraw
from webapp.cases.registry import EffectRefused
from webapp.cases.telling import tell_verdict
from webapp.jobs import enqueue
from webapp.join import same_number
from webapp.join.consider import Outcome, place_name
from webapp.join.models import JoinApplication, JoinDraft
from webapp.join.pages import answer_words
from webapp.join.placing import Leg
from webapp.join.questions import QUESTIONS, Question, answered
from webapp.join.registers import branch_of, guide_union
from webapp.join.reporting import report_units
from webapp.join.seats.follow_ups import leave_at_grant, leave_at_submission
from webapp.join.store import (
    application_by_id,
    application_of_draft,
    close_if_settled,
    new_application,
    overtaken_legs,
    reopen,
)
from webapp.join.wording import CONSENTS, RELATION_LABELS, WORDING
from webapp.join.workflow import deciders
from webapp.members import NumberHeld, Person, SeatTaken, affiliate, give_seat, keep_consents
from webapp.members.endings import left_since
from webapp.members.store import person_by_id, undo_given
from webapp.notices import register_template, send
from webapp.persistence import mask_identity_number, mask_phone
from webapp.tenancy import business_date, profile
from webapp.unions import union_by_id
from webapp.unions.privacy import notice_in_force
from webapp.web.identity_number import age_words, document_label

WAITING = "还没有能受理的工会，已通知上级工会"

register_template("join_submitted", "您的入会申请已提交，编号 {reference}。可登录 {site} 查看进度。")
register_template("join_granted", "您的入会申请 {reference} 已由{union}批准。")
register_template("join_returned", "您的入会申请 {reference} 需要补充，请登录 {site} 查看理由。")
register_template("join_refused", "您的入会申请 {reference} 未通过，理由和复核办法请登录 {site} 查看。")


def submit_application(draft: JoinDraft, worker: Worker, outcome: Outcome) -> JoinApplication:
    """Submit once: a draft that became an application already gives that one back, so a second click changes nothing.

    Raises DuplicateApplication, AccountTaken, AlreadyMember (webapp.join.store).
    """
    existing = application_of_draft(draft)
    if existing is not None:
        return existing
    today = business_date()
    form = outcome.decision.answer.form
    application, person = new_application(draft, worker, submitted_on=today, join_form=form)
    keep_consents(worker.id, CONSENTS, channel=f"{draft.channel}:paper" if draft.entered_by else draft.channel)
    for leg in overtaken_legs(person.id, application.id):
        withdraw(leg, actor="system")
    told = notice_in_force().label
    cases = [_open_leg(application, person, leg, outcome, told) for leg in outcome.legs]
    report_units(application, near=outcome.legs[0].place)
    send(to=worker, template="join_submitted", reference=cases[0].reference)
    enqueue(same_number.JOB, application_id=str(application.id))
    return application


def _open_leg(application: JoinApplication, person: Person, leg: Leg, outcome: Outcome, told: str) -> Case:
    plan, union = leg.plan, leg.picked
    case = open_case(
        kind="join",
        application_id=application.id,
        leg=plan.leg,
        worker_id=application.worker_id,
        union_id=union.id if union else guide_union(leg.place),
        title=f"{person.name[:1]}{'*' * max(len(person.name) - 1, 1)} · {profile().label('worker_group', application.worker_group)}"
        + (f" · {plan.label}" if plan.label else ""),
        governed_on=application.submitted_on,
        data={
            "seat": plan.seat,
            "seat_kind": plan.seat_kind,
            "leg_label": plan.label,
            "kinds": list(plan.kinds),
            "place": leg.place,
            "basis": leg.basis,
            "privacy_notice": told,
        },
    )
    record_decision(case, outcome.decision)
    actor = owner_name(application.entered_by) if application.entered_by else "worker"
    submit(case, step_plans(leg, outcome), actor=actor, why_waiting=None if union else WAITING)
    leave_at_submission(case, application)
    return case


def step_plans(leg: Leg, outcome: Outcome) -> list[StepPlan]:
    """The profile's steps for this leg's union, none where nobody is picked; a default decider carries the id that says it is one."""
    if leg.picked is None:
        return []
    steps = outcome.decision.answer.steps or ()
    who = {"receiver": leg.picked.id}
    for step in steps:
        branch = branch_of(leg.picked, step.by) if step.by != "receiver" else None
        if branch is not None:
            who[step.by] = branch.id
    return [StepPlan(one.order, one.union_id, one.role, one.basis, one.within) for one in deciders(steps, who)]


def grant(case: Case, _step: Step) -> None:
    """A granted leg gives the seat, or an affiliation. Raises EffectRefused where the person got a seat elsewhere meanwhile."""
    application = application_by_id(case.application_id)
    person = person_by_id(application.person_id)
    today = business_date()
    assert case.union_id is not None
    if left_since(person.id, application.submitted_at):
        raise EffectRefused("申请人提交这件申请之后已经退会或终止会籍。请不予同意；他还想入会的，请他重新申请。")
    try:
        if not case.data["seat"]:
            affiliate(person, union_id=case.union_id, leg=case.leg, since=today, case_id=case.id)
        else:
            _give_seat(case, application, person)
    except NumberHeld:
        raise EffectRefused(
            "这个证件号码已经算作另一位登记人的。请本人带证件来，先“核对同号登记”，再办这一件。"
        ) from None
    leave_at_grant(case, application)
    close_if_settled(application.id)
    tell_verdict(case, "join_granted", union=_union_name(case.union_id))


def _give_seat(case: Case, application: JoinApplication, person: Person) -> None:
    assert case.union_id is not None
    try:
        give_seat(
            person,
            union_id=case.union_id,
            seat_kind=case.data["seat_kind"],
            since=business_date(),
            case_id=case.id,
            worker_group=application.worker_group,
            relation_kind=application.relation_kind,
            join_form=application.join_form,
            channel=application.channel,
            employer_id=application.employer_id,
        )
    except SeatTaken as taken:
        union = union_by_id(taken.seat.union_id)
        name = union.name if union else "另一个工会"
        raise EffectRefused(f"申请人的会籍已在{name}，一个人只有一个会籍。请退回，请他办理会籍接转。") from None


def settled(case: Case, verb: str) -> None:
    """Tell the worker of a return or refusal, and free him to apply again once every leg is settled."""
    if verb in ("refuse", "withdraw"):
        close_if_settled(case.application_id)
    if verb in ("refuse", "return"):
        tell_verdict(
            case, {"refuse": "join_refused", "return": "join_returned"}[verb], union=_union_name(case.union_id)
        )


def undo(case: Case, verb: str) -> None:
    """The seat or affiliation that a grant gave is gone, and the account has its application open again. Raises EffectRefused."""
    application = application_by_id(case.application_id)
    if verb == "grant":
        undo_given(case.id, person_by_id(application.person_id))
    reopen(application)


def _union_name(union_id: UUID | None) -> str:
    union = union_by_id(union_id) if union_id else None
    return union.name if union else ""


def summary(case: Case) -> list[tuple[str, Any]]:
    """What an officer reads first: who, doing what, where, under which relation; numbers masked."""
    application = application_by_id(case.application_id)
    person = person_by_id(application.person_id)
    answers, rules = application.answers, profile()
    rows: list[tuple[str, Any]] = [
        ("姓名", person.name),
        (document_label(person.identity_kind), mask_identity_number(person.identity_number)),
        ("年龄", age_words(person.identity_number, business_date())),
        ("手机号", mask_phone(person.phone)),
        ("从事行业", rules.label("worker_group", application.worker_group)),
        ("用工关系（本人所选）", RELATION_LABELS[application.relation_kind]),
        ("入会渠道", _channel_words(application)),
        ("入会地点", place_name(case.data.get("place"))),
        ("申请的工会", _union_name(case.union_id)),
    ]
    if case.data.get("leg_label"):
        rows.append(("这一件办理", f"{case.data['leg_label']}（{'取得会籍' if case.data['seat'] else '不占会籍'}）"))
    rows += [
        (WORDING[question.id].row + _known(question, answers), answer_words(question.id, answers))
        for question in QUESTIONS
        if (question.unit or question.id in ("contract", "platforms")) and answered(question, answers)
    ]
    return [(term, value) for term, value in rows if value]


def _known(question: Question, answers: dict[str, Any]) -> str:
    """Whether a unit is one of the register or a name that the worker typed."""
    if question.unit is None or question.id.endswith("-details"):
        return ""
    if answers.get(f"{question.unit}_id"):
        return "（名录里的单位）"
    return "（本人填写，名录里没有）" if answers.get(f"{question.unit}_name") else ""


def _channel_words(application: JoinApplication) -> str:
    words = profile().label("channel", application.channel)
    return f"{words}（工会工作人员代为录入，有纸质申请书）" if application.entered_by else words


def addressee(case: Case) -> str:
    """The applicant's name, for a letter."""
    return person_by_id(application_by_id(case.application_id).person_id).name


def full_numbers(case: Case) -> list[tuple[str, str]]:
    """What the summary masks; reading it is an event."""
    person = person_by_id(application_by_id(case.application_id).person_id)
    return [(document_label(person.identity_kind), person.identity_number), ("手机号", person.phone)]


def register() -> None:
    """Make joining known to the one procedure."""
    register_kind(
        Kind(
            name="join",
            called="入会",
            grant=grant,
            settled=settled,
            summary=summary,
            edit_endpoint="join_applications.amendment",
            show_endpoint="join_applications.show",
            addressee=addressee,
            secrets=full_numbers,
            person=lambda case: application_by_id(case.application_id).person_id,
            of_membership=True,
            undo=undo,
        )
    )
