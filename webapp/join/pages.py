"""What the join templates show, made ready: rows of the check page, legs with their unions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from webapp.accounts import Worker
from webapp.join.consider import Outcome, place_name
from webapp.join.models import JoinDraft
from webapp.join.placing import Leg
from webapp.join.questions import QUESTIONS, answered
from webapp.join.wording import (
    PLACES,
    PLATFORM_FEATURES,
    RELATION_LABELS,
    SIGNED,
    WORDING,
    YES_NO_UNSURE,
)
from webapp.persistence import mask_identity_number, mask_phone
from webapp.policy import JoinAnswer
from webapp.tenancy import profile
from webapp.unions import Union, employer_by_id
from webapp.web.identity_number import document_label

NOT_GIVEN = "未填写"


@dataclass(frozen=True)
class LegShown:
    """One leg as the result and check pages show it."""

    label: str | None
    seat: bool
    seat_kind: str
    unions: tuple[Union, ...]
    picked: Union | None
    waits: bool
    basis: str | None
    place: str


@dataclass(frozen=True)
class AnswerRow:
    """One row of the check page with the page that changes it."""

    label: str
    value: str
    change: str


def legs_shown(outcome: Outcome) -> list[LegShown]:
    """The legs of an outcome in words."""
    return [_shown(leg) for leg in outcome.legs]


def _shown(leg: Leg) -> LegShown:
    return LegShown(
        label=leg.plan.label,
        seat=leg.plan.seat,
        seat_kind=leg.plan.seat_kind,
        unions=leg.candidates,
        picked=leg.picked,
        waits=not leg.candidates,
        basis=PLACES.get(leg.basis or ""),
        place=place_name(leg.place),
    )


def check_rows(draft: JoinDraft, outcome: Outcome, worker: Worker | None) -> list[tuple[str, list[AnswerRow]]]:
    """The sections of the check page: heading and rows."""
    person = [
        AnswerRow("姓名", draft.name or NOT_GIVEN, url_for("join.identity")),
        AnswerRow(
            document_label(draft.identity_kind),
            mask_identity_number(draft.identity_number or ""),
            url_for("join.identity"),
        ),
        AnswerRow("手机号", mask_phone(worker.phone) if worker else NOT_GIVEN, url_for("join.identity")),
    ]
    return [*situation_rows(draft, outcome), ("您的身份", person)]


def situation_rows(draft: JoinDraft, outcome: Outcome) -> list[tuple[str, list[AnswerRow]]]:
    """Which unions, and what he said of his work: what a member who is moved checks too."""
    situation = [
        AnswerRow(
            WORDING[question.id].row,
            answer_words(question.id, draft.answers),
            url_for("join.question", question=question.id),
        )
        for question in QUESTIONS
        if answered(question, draft.answers)
    ]
    unions = [
        AnswerRow(
            leg.plan.label or "申请加入", leg.picked.name if leg.picked else "待确定受理工会", url_for("join.result")
        )
        for leg in outcome.legs
    ]
    return [("要加入的工会", unions), ("您的情况", situation)]


def answer_words(question: str, answers: Mapping[str, Any]) -> str:
    """An answer as the worker would say it."""
    words: dict[str, Callable[[], str]] = {
        "group": lambda: profile().label("worker_group", answers["worker_group"]),
        "relation": lambda: RELATION_LABELS[answers["relation_kind"]],
        "contract": lambda: dict(SIGNED)[answers["has_labour_contract"]],
        "station-branch": lambda: dict(YES_NO_UNSURE)[answers["station_branch"]],
        "platforms": lambda: _platforms(answers),
        "platform-work": lambda: _features(answers),
        "place": lambda: (
            f"{PLACES.get(answers.get('place_basis', ''), '')} {place_name(answers.get('place_division'))}".strip()
        ),
    }
    if question in words:
        return words[question]() or NOT_GIVEN
    unit = question.removesuffix("-details").replace("-", "_")
    return _details(unit, answers) if question.endswith("-details") else _unit(unit, answers)


def _unit(unit: str, answers: Mapping[str, Any]) -> str:
    known = answers.get(f"{unit}_id")
    employer = employer_by_id(UUID(known)) if known else None
    nothing = "没有" if f"{unit}_none" in answers else NOT_GIVEN
    return employer.name if employer else answers.get(f"{unit}_name") or nothing


def _details(unit: str, answers: Mapping[str, Any]) -> str:
    union = dict(YES_NO_UNSURE).get(answers.get(f"{unit}_has_union", ""), "")
    return f"{union}工会，{place_name(answers.get(f'{unit}_location'))}"


def _platforms(answers: Mapping[str, Any]) -> str:
    names = [employer.name for known in answers.get("platform_ids") or [] if (employer := employer_by_id(UUID(known)))]
    if answers.get("platform_name"):
        names.append(answers["platform_name"])
    return "、".join(names)


def _features(answers: Mapping[str, Any]) -> str:
    labels = dict(PLATFORM_FEATURES)
    return "；".join(labels[feature] for feature in answers.get("platform_features") or [])


OBLIGING = frozenset({"must", "shall"})


@dataclass(frozen=True)
class Verdict:
    """The decision in one plain sentence; tone: good | wait | no (as in components/decision.html)."""

    text: str
    note: str
    tone: str


def verdict_of(outcome: Outcome) -> Verdict:
    """What a worker reads first on the result page."""
    decision, legs = outcome.decision, outcome.legs
    if decision.outcome == "transfer":
        return Verdict(
            "您已是工会会员，不用重新入会", "会籍只有一个，可以接转到下面的工会。办成之前原会籍不变。", "wait"
        )
    if decision.outcome in ("refers", "closed"):
        return Verdict("这种情况，现在不能在网上申请", "请到工会现场咨询，或拨打页面下方的电话。", "no")
    if not any(leg.candidates for leg in legs):
        return Verdict("这里还没有登记能受理的工会", "您可以先提交申请，由上级工会确定受理工会后再审核。", "wait")
    if len(legs) > 1:
        return Verdict(
            f"您要办 {len(legs)} 件：{'、'.join(leg.plan.label or '' for leg in legs)}",
            f"{len(legs)} 件分别由各自的工会审核；会籍只有一个，在“{legs[0].plan.label}”那一件。",
            "good",
        )
    said = bool(decision.warnings)
    return _single(decision.answer, legs[0], note_needed=not said)


def _single(answer: JoinAnswer, leg: Leg, *, note_needed: bool) -> Verdict:
    """`note_needed` is False where a warning of the decision says the same already."""
    if answer.receiver is not None and answer.receiver.by == "channel":
        note = _reservoir_note(answer) if note_needed else ""
        return Verdict(f"在网上申请，由{leg.candidates[0].name}受理", note, "good")
    obliging = answer.modality in OBLIGING
    verb = "您应当加入" if obliging else "您可以加入"
    if len(leg.candidates) == 1:
        return Verdict(f"{verb}{leg.candidates[0].name}", "", "good")
    return Verdict(f"{verb}下面任何一个工会，由您来选", "离得近的排在前面，同一行业的优先。", "good")


def _reservoir_note(answer: JoinAnswer) -> str:
    route = answer.route
    if answer.seat is None or answer.seat.kind != "reservoir":
        return ""
    kinds = [profile().label("union_kind", kind) for kind in route.to] if route is not None else []
    if route is not None and route.modality in OBLIGING and len(kinds) == 1:
        return f"按规定您应当加入{kinds[0]}：批准后会籍先放在这里，再接转过去。"
    return "批准后会籍先放在这里，再帮您接转到合适的工会。"
