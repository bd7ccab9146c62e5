"""Nobody is granted more than a cap, whatever the order and however many at once; the heads are the sums of the entries."""

import os
from collections import Counter
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cases.procedure import at_once
from tests.claims.conftest import PLAN, Stage
from webapp.cases import Case, EffectRefused, IllegalMove, withdraw
from webapp.claims.ledger import Caps, Movement, Place, enter, entries_of, hold, recompute
from webapp.claims.models import LedgerEntry, LedgerHead
from webapp.persistence import db

EDITION = "gd-newform-2022"
CAP = 1_000_000
MANY = 64


def heads(stage: Stage) -> list[LedgerHead]:
    return stage.read(lambda: list(db.session.scalars(select(LedgerHead))))  # type: ignore[no-any-return]


def entries(stage: Stage, person: UUID | None = None) -> list[LedgerEntry]:
    return stage.read(lambda: list(db.session.scalars(select(LedgerEntry))))  # type: ignore[no-any-return]


def test_64_grants_at_once_reach_the_cap_exactly_and_each_loser_is_told(stage: Stage) -> None:
    worker = stage.member()
    references = [stage.file(worker, (30_000, 200_001, 60_000)[number % 3]) for number in range(MANY)]
    messages: list[str] = []

    def press(number: int) -> None:
        try:
            stage.decide(references[number], login=("li", "zhang")[number % 2])
        except EffectRefused as refused:
            messages.append(str(refused))

    at_once(MANY, press)
    [head] = heads(stage)
    written = entries(stage)
    assert head.granted == head.cap == sum(one.amount for one in written) == CAP
    assert len(written) + len(messages) == MANY and len(messages) > 0
    assert all("累计给付已经付满，责任终止" in one for one in messages)
    states = Counter(stage.read(lambda: list(db.session.scalars(select(Case.state).where(Case.kind == "claim")))))
    assert states == {"granted": len(written), "under_review": len(messages)}


def test_the_database_itself_refuses_a_head_above_its_cap_and_an_entry_changed(stage: Stage) -> None:
    worker = stage.member()
    reference = stage.file(worker, 60_000)
    stage.decide(reference)
    with stage.app.app_context():
        with pytest.raises(Exception, match="within_cap|CHECK"), stage.work() as work:
            work.scalars(select(LedgerHead)).one().granted = CAP + 1
            work.flush()
        with pytest.raises(Exception, match="append-only|permission denied"), stage.work() as work:
            work.scalars(select(LedgerEntry)).one().amount = 1
            work.flush()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_entering_again_changes_nothing_and_heads_can_be_worked_out_anew(stage: Stage) -> None:
    worker = stage.member()
    reference = stage.file(worker, 60_000)
    stage.decide(reference)
    with stage.app.app_context(), stage.work():
        person, case = stage.person(worker), stage.case(reference)
        place = Place(person.id, PLAN, EDITION)
        hold(place, Caps(CAP))
        again = Movement("medical", 50_000, case.id, None, f"payment:{case.id}:medical")
        assert enter(place, [again]) == []
        head = db.session.scalars(select(LedgerHead)).one()
        head.granted = 1
        recompute(place)
        assert head.granted == 50_000
        contra = Movement(
            "medical", -50_000, case.id, None, "reversal:1", "reversal", reverses_id=entries_of(person.id)[0].id
        )
        assert len(enter(place, [contra, contra])) == 1
        assert head.granted == 0


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["file", "file", "grant", "grant", "grant", "return", "withdraw", "refuse"]),
        st.integers(0, 9),
        st.sampled_from([15_000, 20_000, 60_000, 300_000, 1_200_000]),
    ),
    min_size=4,
    max_size=14,
)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(
    max_examples=200 if os.environ.get("GONGHUI_TEST_ALL") else 10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(acts=ACTS)
def test_whatever_the_order_the_head_is_the_sum_and_never_above_the_cap(
    stage: Stage, acts: list[tuple[str, int, int]]
) -> None:
    worker = stage.member()
    filed: list[str] = []
    accidents = 0
    for act, pick, amount in acts:
        if act == "file":
            new = accidents == 0 or pick < 7
            accidents += new
            filed.append(stage.file(worker, amount, accident=None if new else 1 + pick % accidents))
        elif filed:
            _act(stage, act, filed[pick % len(filed)])
        _is_right(stage, worker)


def _act(stage: Stage, act: str, reference: str) -> None:
    try:
        if act == "withdraw":
            with stage.app.app_context(), stage.work():
                withdraw(stage.case(reference))
        else:
            stage.decide(reference, act)
    except (EffectRefused, IllegalMove, StopIteration):
        pass


def _is_right(stage: Stage, worker: UUID) -> None:
    def read() -> tuple[int, int, dict[UUID, int]]:
        person = stage.person(worker)
        found = list(db.session.scalars(select(LedgerHead).where(LedgerHead.person_id == person.id)))
        written = entries_of(person.id, PLAN)
        by_case: Counter[UUID] = Counter()
        for one in written:
            by_case[one.case_id] += one.amount
        return sum(head.granted for head in found), sum(one.amount for one in written), dict(by_case)

    head, total, by_case = stage.read(read)
    assert head == total <= CAP
    assert all(amount <= 600_000 for amount in by_case.values())
