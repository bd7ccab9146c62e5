"""One look at a draft: what the policy decides on it, what is still to ask, which unions can take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from webapp.join.facts import UNLISTED, facts_of
from webapp.join.models import JoinApplication, JoinDraft
from webapp.join.placing import Leg, legs_of, place_is_open
from webapp.join.questions import next_question
from webapp.join.workflow import LegPlan, leg_plans, transfer_plans
from webapp.policy import Channel, Decision, JoinAnswer, decide
from webapp.tenancy import business_date, profile
from webapp.unions import divisions, employers_by_id, unions_in

FORMED, STAND_IN, MISSING = "formed", "stand_in_named", "missing"


@dataclass(frozen=True)
class Outcome:
    """The state of a draft: `question` is the next page (None: nothing left to ask), `bases` the places that may be asked for.

    With only the place left to ask the legs are there already; those that need none have their unions.
    """

    decision: Decision[JoinAnswer]
    question: str | None
    bases: tuple[str, ...]
    legs: tuple[Leg, ...]

    @property
    def chosen(self) -> bool:
        """Whether each leg that has candidates has its union."""
        return all(leg.picked is not None for leg in self.legs if leg.candidates)


def consider(draft: JoinDraft | JoinApplication, seat_kind: str | None = None, *, on: date | None = None) -> Outcome:
    """Decide on the answers under the profile in force today, or on the day that governs an application.

    `seat_kind` where the worker is known to have a seat.
    """
    on = on or business_date()
    answers = draft.answers
    facts = facts_of(answers, draft.channel)
    if seat_kind is not None:
        facts["seat_kind"] = seat_kind
    decision = _decide(facts, on)
    question = next_question(answers, _needed(decision))
    if question is not None:
        return Outcome(decision, question, _bases([], decision), ())
    plans = _plans(decision, answers)
    if place_is_open(plans, answers, facts):
        return Outcome(decision, "place", _bases(plans, decision), tuple(legs_of(plans, answers, facts)))
    decision = _with_receiver(decision, facts, plans, on)
    plans = _plans(decision, answers)
    return Outcome(decision, None, _bases(plans, decision), tuple(legs_of(plans, answers, facts)))


def _needed(decision: Decision[JoinAnswer]) -> list[str]:
    """The facts the rows still need, and what the channel asks besides."""
    channel = decision.answer.channel
    return [*decision.ask, *(channel.asks if channel is not None else ())]


def _decide(facts: dict[str, Any], on: date) -> Decision[JoinAnswer]:
    return decide("join", facts, profile(on), on)


def _plans(decision: Decision[JoinAnswer], answers: Mapping[str, Any]) -> list[LegPlan]:
    if decision.outcome == "transfer":
        return transfer_plans(decision.answer)
    plans = leg_plans(decision.answer, waits=decision.outcome == "waits")
    return _named(plans, answers) if any(plan.of for plan in plans) else plans


def _named(plans: Sequence[LegPlan], answers: Mapping[str, Any]) -> list[LegPlan]:
    """The plans with the unit that each is for in its name, so that three of one kind are told apart."""
    known = employers_by_id({UUID(plan.of) for plan in plans if plan.of and plan.of != UNLISTED})
    names = {str(identity): employer.name for identity, employer in known.items()}
    names[UNLISTED] = answers.get("platform_name") or ""
    return [
        replace(plan, label=f"{plan.label}（{names[plan.of]}）") if plan.of and names.get(plan.of) else plan
        for plan in plans
    ]


def _bases(plans: Sequence[LegPlan], decision: Decision[JoinAnswer]) -> tuple[str, ...]:
    """The location bases to offer on the place page, each once, in the order of the rule."""
    found = [place for plan in plans for place in plan.places] or list(decision.answer.at or ())
    return tuple(dict.fromkeys(found)) or ("work_place", "residence")


def _with_receiver(
    decision: Decision[JoinAnswer], facts: dict[str, Any], plans: Sequence[LegPlan], on: date
) -> Decision[JoinAnswer]:
    """Tell the policy whether the receiver that the channel names exists in the worker's place, and decide again."""
    receiver = decision.answer.receiver
    if receiver is None or receiver.by != "channel" or receiver.kind is None:
        return decision
    place = next((facts[base] for plan in plans for base in plan.places if facts.get(base)), None)
    return _decide(facts | {"receiver_state": _receiver_state(receiver.kind, place, on)}, on)


def _receiver_state(kind: str, place: str | None, on: date) -> str:
    if place is None:
        return MISSING
    if unions_in([kind], place):
        return FORMED
    stand_ins = [one.id for one in profile(on).union_kinds.values() if one.stands_in and one.stands_in.for_ == kind]
    named = [union for union in unions_in(stand_ins, place) if union.is_stand_in_named] if stand_ins else []
    return STAND_IN if named else MISSING


def place_name(code: str | None) -> str:
    """A division's full name without the province, for a page: 佛山市南海区桂城街道."""
    if not code:
        return ""
    return "".join(division.name for division in divisions.table().path(code)[1:])


def door_of(kind: str) -> Channel | None:
    """The province's first door of a channel kind (online, offline, …), or None where it has none."""
    return next((channel for channel in profile().channels if channel.kind == kind), None)
