"""Whatever people ask for, officers decide and people take back, in any order, also leaving and coming again: one seat a person,
everybody counted once, nobody lost.
"""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from tests import officers
from tests.conftest import Served
from tests.databases import EMPTY
from tests.join.conftest import REAL, grow_one
from webapp.accounts import Officer, Worker
from webapp.cases import (
    AlreadyDecided,
    AppealRefused,
    Case,
    EffectRefused,
    IllegalMove,
    NotYours,
    Verdict,
    appeal,
    cases_of_application,
    decide_step,
    resubmit,
    steps_of,
    withdraw,
)
from webapp.cases.workflow import OPEN_STATES, StepPlan
from webapp.demo.people import identity_number
from webapp.join.consider import consider
from webapp.join.models import JoinApplication
from webapp.join.placing import pick_key
from webapp.join.store import (
    AccountTaken,
    AlreadyMember,
    DuplicateApplication,
    new_draft,
    open_application,
    save_answers,
    save_identity,
)
from webapp.join.submitting import submit_application
from webapp.members import Membership, Person, active_seat, affiliations_of, count_members, seats_of
from webapp.members.endings import Ending, NotMember, end_membership, would_stop
from webapp.members.real_name import real_name_share
from webapp.members.transfers import AlreadyThere, Ask, NoSeat, TransferOpen, ask_transfer, open_transfer
from webapp.members.workflow import EndReason, Trigger
from webapp.persistence import blind_index, db, unit_of_work
from webapp.tenancy import business_date

PEOPLE = 3
EXAMPLES, STEPS = (150, 40) if os.environ.get("GONGHUI_TEST_ALL") else (8, 24)
REFUSED = (
    *(AccountTaken, AlreadyMember, DuplicateApplication),
    *(AlreadyDecided, AppealRefused, EffectRefused, IllegalMove, NotYours),
    *(NoSeat, AlreadyThere, TransferOpen, NotMember),
)
SOMEBODY = st.integers(0, PEOPLE - 1)
SOMETHING = st.integers(0, 30)


class _Undo(Exception):
    """Ends an example without a trace."""


class Lives(RuleBasedStateMachine):
    """What happens to a few people in one province. Refusals are part of life; what holds after each act is below."""

    province: "Province"

    @initialize()
    def begin(self) -> None:
        """Officers and phones in a province that has unions and nobody else."""
        self.stack = ExitStack()
        self.stack.enter_context(self.province.app.app_context())
        self.work = unit_of_work(self.province.jurisdiction)
        self.work.__enter__()
        self.settings = self.province.app.extensions["gonghui.settings"]
        self.officers = [officers.person(name="王审核", login=f"officer-{number}") for number in range(2)]
        self.workers = [self._worker(number) for number in range(PEOPLE)]
        self.unions = sorted(self.province.land.unions.values(), key=lambda union: union.name)
        self.known: set[str] = set()

    def teardown(self) -> None:
        """Undo it all."""
        if not hasattr(self, "work"):
            return
        self.province.app.extensions["gonghui.settings"] = self.settings
        assert not self.work.__exit__(_Undo, _Undo(), None)
        self.stack.close()

    @rule(phone=SOMEBODY, who=SOMEBODY)
    def apply(self, phone: int, who: int) -> None:
        """Somebody applies, perhaps from another's phone."""
        if self._try(lambda: self._apply(self.workers[phone], who)):
            self.known.add(identity_number(who))

    @rule(which=SOMETHING, verdict=st.sampled_from([*Verdict, Verdict.GRANT, Verdict.GRANT]), officer=st.integers(0, 1))
    def decide(self, which: int, verdict: Verdict, officer: int) -> None:
        """An officer says something about one of the open cases."""
        self._on_case(which, lambda case: self._decide(case, verdict, self.officers[officer]), OPEN_STATES)

    @rule(which=SOMETHING)
    def take_back(self, which: int) -> None:
        """Somebody takes a case back."""
        self._on_case(which, withdraw, OPEN_STATES)

    @rule(which=SOMETHING)
    def hand_in_again(self, which: int) -> None:
        """Somebody mends a returned case."""
        self._on_case(which, self._resubmit, {"returned"})

    @rule(which=SOMETHING)
    def appeal(self, which: int) -> None:
        """Somebody asks for another look."""
        self._on_case(which, lambda case: appeal(case, reason="请再看看"), {"refused"})

    @rule(who=SOMEBODY, union=SOMETHING)
    def ask_to_move(self, who: int, union: int) -> None:
        """A transfer to any union is asked for."""
        target = self.unions[union % len(self.unions)].id
        self._on_person(who, lambda person: ask_transfer(Ask(person, target, Trigger.ASKED)))

    @rule(who=SOMEBODY, reason=st.sampled_from(EndReason))
    def end(self, who: int, reason: EndReason) -> None:
        """Somebody leaves, or his union ends his membership."""
        self._on_person(who, lambda person: self._end(person, reason))

    @rule(days=st.integers(1, 400))
    def wait(self, days: int) -> None:
        """Time goes by."""
        today = {"*": business_date() + timedelta(days=days)}
        self.province.app.extensions["gonghui.settings"] = replace(self.settings, today=today)

    @invariant()
    def one_seat_each(self) -> None:
        """Never two seats at once, also not of one number from two phones; each begins when the one before has ended."""
        lasting = (
            select(func.count(Membership.id))
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.until.is_(None))
        )
        for kept_to_one in (Membership.person_id, Person.identity_index):
            assert set(db.session.scalars(lasting.group_by(kept_to_one))) <= {1}
        for person in self._persons():
            history = seats_of(person.id)[::-1]
            for seat, following in zip(history, history[1:], strict=False):
                assert seat.until is not None and seat.since <= seat.until <= following.since
            moving = open_transfer(person.id)
            assert moving is None or (history[-1].id, history[-1].state) == (moving.seat_id, "transferring")

    @invariant()
    def counted_once(self) -> None:
        """Statistics know persons with a seat, each once, at one union."""
        members = sum(active_seat(person.id) is not None for person in self._persons())
        per_union = select(func.count(Membership.id)).where(Membership.until.is_(None)).group_by(Membership.union_id)
        assert count_members() == real_name_share().members == members
        assert sum(db.session.scalars(per_union)) == members

    @invariant()
    def nobody_lost(self) -> None:
        """Who applied is known for good; who was granted something has it, or left; open applications are found, one each."""
        persons = self._persons()
        assert {person.identity_number for person in persons} == self.known
        for person in persons:
            self._check_applications(person)

    def _check_applications(self, person: Person) -> None:
        theirs = db.session.scalars(select(JoinApplication).where(JoinApplication.person_id == person.id)).all()
        cases = [case for each in theirs for case in cases_of_application(each.id)]
        open_ones = {case.application_id for case in cases if case.state in OPEN_STATES and case.state != "appealed"}
        assert len(open_ones) <= 1
        held = open_application(person)
        # A leg without the seat does not hold a person up, nor does an appeal: he may apply anew beside it, and the second
        # grant finds the seat taken.
        seats = {case.application_id: case.state for case in cases if case.state in OPEN_STATES and case.data["seat"]}
        assert held is None or held.id in seats
        assert {identity for identity, state in seats.items() if state != "appealed"} <= {held.id if held else None}
        if any(case.state == "granted" and case.data["seat"] for case in cases):
            assert (active_seat(person.id) is None) == any_last_ended(person)

    def _persons(self) -> list[Person]:
        return list(db.session.scalars(select(Person))) if hasattr(self, "work") else []

    def _try(self, act: Callable[[], object]) -> bool:
        """Whether it was done; a refusal changes nothing."""
        try:
            with db.session.begin_nested():
                act()
        except REFUSED:
            return False
        return True

    def _on_case(self, which: int, act: Callable[[Case], object], states: Any) -> None:
        found = select(Case).where(Case.state.in_(states)).order_by(Case.created_at, Case.id)
        cases = list(db.session.scalars(found))
        if cases:
            self._try(lambda: act(cases[which % len(cases)]))

    def _on_person(self, who: int, act: Callable[[Person], object]) -> None:
        found = next((person for person in self._persons() if person.identity_number == identity_number(who)), None)
        if found is not None:
            self._try(lambda: act(found))

    def _worker(self, number: int) -> Worker:
        phone = f"138{number:08d}"
        worker = Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
        db.session.add(worker)
        db.session.flush()
        return worker

    def _decide(self, case: Case, verdict: Verdict, officer: Officer) -> None:
        for step in [step for step in steps_of(case) if step.state == "open"][:1]:
            decide_step(case, step, verdict, officer_id=officer.id, reason="理由", seen_version=case.version)

    def _resubmit(self, case: Case) -> None:
        resubmit(case, [StepPlan(step.order, step.union_id, step.role) for step in steps_of(case)])

    def _end(self, person: Person, reason: EndReason) -> None:
        end_membership(person, Ending(reason, actor="worker"))
        assert active_seat(person.id) is None and affiliations_of(person.id) == [] and would_stop(person) == []

    def _apply(self, worker: Worker, who: int) -> None:
        draft = new_draft(channel="online", worker_id=worker.id)
        save_answers(draft, self._situation())
        outcome = consider(draft)
        if outcome.question == "place":
            street = self.province.land.streets[0].code
            save_answers(draft, {"place_basis": outcome.bases[0], "place_division": street})
            outcome = consider(draft)
        assert outcome.question is None, outcome.question
        save_answers(draft, {pick_key(leg.plan): str(leg.candidates[0].id) for leg in outcome.legs if leg.candidates})
        save_identity(
            draft, worker_id=worker.id, name="陈小明", kind="resident_identity_card", number=identity_number(who)
        )
        submit_application(draft, worker, consider(draft))

    def _situation(self) -> dict[str, Any]:
        return {
            "worker_group": "courier",
            "relation_kind": "partial",
            "platform_ids": [str(self.province.land.employers["platform_food"].id)],
            "platform_features": [],
            "employer_none": "yes",
            "affiliation_firm_none": "yes",
            "station_branch": "no",
        }


def any_last_ended(person: Person) -> bool:
    """Whether his last seat ended together with his membership."""
    history = seats_of(person.id)
    return bool(history) and history[0].until is not None and history[0].ended_because is not None


class Province:
    """A province with unions and nobody in it."""

    def __init__(self, served: Served, jurisdiction: str) -> None:
        self.app: Flask = served.app
        self.jurisdiction = jurisdiction
        served.reset(EMPTY)
        with self.app.app_context():
            self.land = grow_one(jurisdiction)


@pytest.mark.parametrize(("kind", "real"), [*(("sqlite", real) for real in REAL), ("postgresql", REAL[1])])
def test_nobody_gets_two_seats_is_counted_twice_or_is_lost(
    request: pytest.FixtureRequest, kind: str, real: str
) -> None:
    province = Province(request.getfixturevalue(f"_{kind}"), real)
    machine = type("LivesHere", (Lives,), {"province": province})
    few = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=few)
