"""Two entries of one employer become one and two again; every row that names them follows, and comes back exactly."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import Served
from tests.databases import EMPTY
from webapp.cases.models import FollowUp
from webapp.join.models import JoinDraft
from webapp.persistence import Event, unit_of_work
from webapp.unions import Employer, EmployerReport, Union
from webapp.unions.merging import NotMergeable, NotUndoable, merge_employers, undo_merge
from webapp.unions.models import OPEN

CODE = "91110000600037341L"
STREET = "440106006"


@pytest.fixture
def work(app: Flask) -> Iterator[Any]:
    """A unit of work of one province."""
    with app.app_context(), unit_of_work("alpha") as session:
        yield session


def employer(work: Any, name: str, **values: Any) -> Employer:
    row = Employer(name=name, kind="agent", division=STREET, **values)
    work.add(row)
    work.flush()
    return row


def named(work: Any, one: Employer, other: Employer) -> list[Any]:
    """Rows that name the first, in each of the ways there are; one names both."""
    rows = [
        Union(name="工会", kind="employer_union", division=STREET, employer_id=one.id),
        EmployerReport(name="某单位", employer_id=one.id),
        JoinDraft(channel="online", answers={"employer_id": str(one.id), "platform_ids": [str(other.id), str(one.id)]}),
        FollowUp(kind="watch", key=str(uuid4()), subject=f"employer:{one.id}", data={}),
    ]
    work.add_all(rows)
    work.flush()
    return rows


def snapshot(work: Any) -> dict[tuple[str, UUID], dict[str, Any]]:
    """Every row that could change, as it is in the database."""
    work.flush()
    work.expire_all()
    return {
        (model.__tablename__, row.id): {column.key: getattr(row, column.key) for column in model.__table__.columns}
        for model in (Employer, Union, EmployerReport, JoinDraft, FollowUp)
        for row in work.scalars(select(model))
    }


def test_every_row_that_named_the_entry_given_up_names_the_one_kept(work: Any) -> None:
    gone, kept = employer(work, "顺丰速运", credit_code=CODE), employer(work, "顺丰速运有限公司")
    union, report, draft, follow_up = named(work, gone, kept)
    merge_employers(gone, kept, actor="officer:x")
    assert union.employer_id == report.employer_id == kept.id
    assert draft.answers == {"employer_id": str(kept.id), "platform_ids": [str(kept.id)]}
    assert follow_up.subject == f"employer:{kept.id}"
    assert (gone.state, gone.credit_code, kept.credit_code) == ("merged", None, CODE)


def test_undoing_restores_exactly(work: Any) -> None:
    gone, kept = employer(work, "顺丰速运", credit_code=CODE), employer(work, "顺丰速运有限公司")
    named(work, gone, kept)
    before = snapshot(work)
    merge = merge_employers(gone, kept, actor="officer:x")
    assert snapshot(work) != before
    undo_merge(merge, actor="officer:y")
    assert snapshot(work) == before
    with pytest.raises(NotUndoable):
        undo_merge(merge, actor="officer:y")


def test_what_was_changed_after_the_merge_stays_as_it_is(work: Any) -> None:
    gone, kept, third = (employer(work, name) for name in ("甲公司", "乙公司", "丙公司"))
    report = EmployerReport(name="某单位", employer_id=gone.id)
    work.add(report)
    merge = merge_employers(gone, kept, actor="officer:x")
    report.employer_id = third.id
    undo_merge(merge, actor="officer:x")
    assert report.employer_id == third.id
    assert gone.state == OPEN


def test_a_merge_is_refused_with_itself_with_a_closed_one_and_where_both_have_unions(work: Any) -> None:
    one, two, closed = employer(work, "甲公司"), employer(work, "乙公司"), employer(work, "丙公司", state="closed")
    for gone, kept in ((one, one), (one, closed), (closed, one)):
        with pytest.raises(NotMergeable):
            merge_employers(gone, kept, actor="officer:x")
    for each in (one, two):
        work.add(Union(name=each.name, kind="employer_union", division=STREET, employer_id=each.id))
    work.flush()
    with pytest.raises(NotMergeable, match="都登记了工会"):
        merge_employers(one, two, actor="officer:x")


def test_an_earlier_merge_is_undone_only_after_a_later_one_of_the_same_rows(work: Any) -> None:
    one, two, three = (employer(work, name) for name in ("甲公司", "乙公司", "丙公司"))
    work.add(EmployerReport(name="某单位", employer_id=one.id))
    before = snapshot(work)
    first = merge_employers(one, two, actor="officer:x")
    second = merge_employers(two, three, actor="officer:x")
    with pytest.raises(NotUndoable, match="后来的合并"):
        undo_merge(first, actor="officer:x")
    undo_merge(second, actor="officer:x")
    undo_merge(first, actor="officer:x")
    assert snapshot(work) == before


def test_both_acts_are_events_of_the_employer_kept(work: Any) -> None:
    gone, kept = employer(work, "甲公司"), employer(work, "乙公司")
    undo_merge(merge_employers(gone, kept, actor="officer:x"), actor="officer:x")
    kinds = work.scalars(select(Event.kind).where(Event.subject == f"employer:{kept.id}").order_by(Event.position))
    assert list(kinds) == ["employer.merged", "employer.merge_undone"]


class _Enough(Exception):
    """Ends an example and takes everything in it back."""


@pytest.fixture
def clean(served: Served) -> Flask:
    """An empty database; each example leaves it empty."""
    served.reset(EMPTY)
    return served.app


CHOICES = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4)), max_size=12)
LINKS = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True), max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=CHOICES, links=LINKS, coded=st.sets(st.integers(0, 4)))
def test_after_any_merges_and_undoings_all_undone_is_as_at_first(
    clean: Flask, acts: Any, links: Any, coded: Any
) -> None:
    with pytest.raises(_Enough), clean.app_context(), unit_of_work("alpha") as work:
        _play(work, acts, links, coded)
        raise _Enough


def _play(work: Any, acts: Any, links: Any, coded: set[int]) -> None:
    units = [employer(work, f"公司{one}", credit_code=f"CODE{one}" if one in coded else None) for one in range(5)]
    for link in links:
        ids = [str(units[one].id) for one in link]
        work.add(JoinDraft(channel="online", answers={"employer_id": ids[0], "platform_ids": ids}))
        work.add(EmployerReport(name="某单位", employer_id=units[link[0]].id))
    before, standing = snapshot(work), []
    for is_merge, one, other in acts:
        if is_merge:
            standing += _try(NotMergeable, merge_employers, units[one], units[other])
        elif standing:
            merge = standing[one % len(standing)]
            if _try(NotUndoable, undo_merge, merge):
                standing.remove(merge)
        _nobody_is_lost(work, units)
    for merge in reversed(standing):
        undo_merge(merge, actor="officer:x")
    assert snapshot(work) == before


def _nobody_is_lost(work: Any, units: list[Employer]) -> None:
    """Every row names an entry that stands."""
    standing = {unit.id for unit in units if unit.state == OPEN}
    assert {row.employer_id for row in work.scalars(select(EmployerReport))} <= standing
    for draft in work.scalars(select(JoinDraft)):
        assert {UUID(one) for one in draft.answers["platform_ids"]} <= standing


def _try(refused: type[Exception], act: Callable[..., Any], *rows: Any) -> list[Any]:
    try:
        return [act(*rows, actor="officer:x")]
    except refused:
        return []
