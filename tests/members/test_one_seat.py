"""Whatever people apply for, officers decide and people withdraw, in any order: one seat a person, everybody counted once, nobody lost."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.conftest import Served
from tests.databases import EMPTY
from tests.join.conftest import REAL, grow_one
from webapp.accounts import Officer, Worker
from webapp.cases import IllegalMove, Verdict, cases_of_application, decide_step, resubmit, steps_of, withdraw
from webapp.cases.registry import EffectRefused
from webapp.cases.workflow import OPEN_STATES, StepPlan
from webapp.demo.organisations import Land
from webapp.demo.people import identity_number
from webapp.join.consider import consider
from webapp.join.models import JoinApplication
from webapp.join.placing import pick_key
from webapp.join.store import (
    AlreadyMember,
    DuplicateApplication,
    IdentityTaken,
    new_draft,
    open_application,
    save_answers,
    save_identity,
)
from webapp.join.submitting import submit_application
from webapp.members import Membership, Person, active_seat, count_members
from webapp.persistence import blind_index, db, unit_of_work

PEOPLE = 3
REFUSALS = (AlreadyMember, DuplicateApplication, IdentityTaken)
ACTS = st.one_of(
    st.tuples(st.just("apply"), st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)),
    st.tuples(st.sampled_from([*Verdict, "withdraw", "resubmit"]), st.integers(0, 9), st.just(0)),
)


class Register:
    """One province in which things happen: `apply` by a phone under a name, then verdicts on the open cases."""

    def __init__(self, land: Land) -> None:
        self.land = land
        self.officer = Officer(name="王审核", login="officer")
        db.session.add(self.officer)
        self.workers = [self._worker(number) for number in range(PEOPLE)]
        self.applied: set[UUID] = set()

    def _worker(self, number: int) -> Worker:
        phone = f"138{number:08d}"
        worker = Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
        db.session.add(worker)
        db.session.flush()
        return worker

    def do(self, act: str, which: int, who: int) -> None:
        if act == "apply":
            self._apply(self.workers[which], who)
            return
        cases = [case for identity in sorted(self.applied) for case in cases_of_application(identity)]
        if not cases:
            return
        case = cases[which % len(cases)]
        try:
            with db.session.begin_nested():
                self._move(case, act)
        except (IllegalMove, EffectRefused):
            return

    def _move(self, case: Any, act: str) -> None:
        steps = [step for step in steps_of(case) if step.state == "open"]
        if act == "withdraw":
            withdraw(case)
        elif act == "resubmit":
            resubmit(case, [StepPlan(step.order, step.union_id, step.role) for step in steps_of(case)])
        elif steps:
            verdict = Verdict(act)
            decide_step(case, steps[0], verdict, officer_id=self.officer.id, reason="理由", seen_version=case.version)

    def _apply(self, worker: Worker, who: int) -> None:
        draft = new_draft(channel="online", worker_id=worker.id)
        save_answers(draft, self._situation())
        outcome = consider(draft)
        if outcome.question == "place":
            save_answers(draft, {"place_basis": outcome.bases[0], "place_division": self.land.streets[0].code})
            outcome = consider(draft)
        assert outcome.question is None, outcome.question
        save_answers(draft, {pick_key(leg.plan): str(leg.candidates[0].id) for leg in outcome.legs if leg.candidates})
        try:
            save_identity(
                draft, worker_id=worker.id, name="陈小明", kind="resident_identity_card", number=identity_number(who)
            )
            self.applied.add(submit_application(draft, worker, consider(draft)).id)
        except REFUSALS:
            return

    def _situation(self) -> dict[str, Any]:
        return {
            "worker_group": "courier",
            "relation_kind": "partial",
            "platform_ids": [str(self.land.employers["platform_food"].id)],
            "platform_features": [],
            "employer_none": "yes",
            "affiliation_firm_none": "yes",
            "station_branch": "no",
        }

    def check(self) -> None:
        """What must hold after every act."""
        lasting = select(func.count(Membership.id)).where(Membership.until.is_(None)).group_by(Membership.person_id)
        assert set(db.session.scalars(lasting)) <= {1}
        people = list(db.session.scalars(select(Person)))
        assert count_members() == sum(active_seat(person.id) is not None for person in people)
        for person in people:
            self._check_person(person)

    def _check_person(self, person: Person) -> None:
        theirs = db.session.scalars(select(JoinApplication).where(JoinApplication.person_id == person.id))
        open_ones = [
            each for each in theirs if any(case.state in OPEN_STATES for case in cases_of_application(each.id))
        ]
        assert len(open_ones) <= 1
        held = open_application(person)
        assert (held.id if held else None) == (open_ones[0].id if open_ones else None)


class Province:
    """A province with unions and nobody in it."""

    def __init__(self, served: Served, jurisdiction: str) -> None:
        self.app, self.jurisdiction = served.app, jurisdiction
        served.reset(EMPTY)
        with self.app.app_context():
            self.land = grow_one(jurisdiction)

    def __repr__(self) -> str:
        return self.jurisdiction


@pytest.fixture(scope="module", params=REAL)
def province(request: pytest.FixtureRequest, _sqlite: Served) -> Province:
    """Each province that is served."""
    return Province(_sqlite, request.param)


class _Undo(Exception):
    """Ends an example without a trace."""


@given(acts=st.lists(ACTS, min_size=1, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_nobody_gets_two_seats_is_counted_twice_or_is_lost(
    province: Province, acts: list[tuple[str, int, int]]
) -> None:
    with province.app.app_context(), pytest.raises(_Undo), unit_of_work(province.jurisdiction):
        register = Register(province.land)
        for act in acts:
            register.do(*act)
            register.check()
        raise _Undo
