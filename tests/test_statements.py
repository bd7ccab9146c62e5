"""How many statements a page costs: no page asks the same twice, none more than its budget; a decision neither.

Counted is what reaches the database, but for the statement with which each transaction begins.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from tests.test_every_page import STATUS, Opened, pages
from tests.world import World

BEGINS = ("BEGIN", "SELECT set_config(")
BUDGETS = {"public": 6, "any": 6, "directory": 0, "worker": 12, "officer": 12}
"""By audience; a page of its own has its own below."""
LISTS = dict.fromkeys(
    [
        *("office.index", "members_office.index", "office_follow_ups.index", "office_payments.index"),
        *("office_unions.index", "office_stations.index", "register.index", "register_unions.index"),
        *("office_events.index", "join_entries.index", "account.acts"),
    ],
    8,
)
OWN = {**LISTS, "office_cases.show": 15}
"""What a page may cost that is no ordinary one of its audience."""
FALL_SHORT = {
    "account.acts": 9,
    "card.check": 10,
    "claim_entries.papers": 23,
    "claims.show": 26,
    "founding.index": 14,
    "founding.show": 16,
    "founding_items.show": 13,
    "founding_unions.show": 15,
    "founding_units.show": 17,
    "home.data": 23,
    "join.result": 8,
    "leaving.show": 14,
    "members_office.show": 14,
    "office.index": 15,
    "office_cases.paper": 14,
    "office_cases.show": 27,
    "office_claims.show": 36,
    "office_events.index": 9,
    "office_follow_ups.index": 10,
    "office_corrections.show": 13,
    "office_money.claim": 21,
    "office_payments.index": 34,
    "office_relief.visit": 14,
    "office_stations.index": 9,
    "office_stations.show": 13,
    "office_unions.show": 14,
    "register.show": 15,
    "register_reports.show": 14,
    "register_unions.index": 9,
    "register_unions.show": 16,
    "join.question place": 8,
}
"""Pages that cost more than they should, with what they cost: they may cost less, never more (docs/performance.md)."""


class Sent(NamedTuple):
    """A statement with its values."""

    sql: str
    values: str


@contextmanager
def counting() -> Iterator[list[Sent]]:
    """The statements that this process sends from now on."""
    sent: list[Sent] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if not statement.startswith(BEGINS):
            sent.append(Sent(statement, repr(values)))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def reads_of(sent: list[Sent], table: str) -> int:
    """How many of them read rows of a table first of all."""
    return sum(f"FROM {table} " in one.sql.replace("\n", " ") for one in sent)


def budget_of(opened: Opened) -> int:
    return OWN.get(opened.endpoint, BUDGETS[str(opened.audience)])


def twice(sent: list[Sent]) -> list[str]:
    return [one.sql for one, times in Counter(sent).items() if times > 1]


def test_no_page_asks_the_same_twice_and_none_more_than_its_budget(app: Flask, world: World) -> None:
    costs: dict[str, int] = {}
    repeated: dict[str, list[str]] = {}
    for name in pages():
        opened = Opened(app, world.alpha, name)
        if opened.endpoint in STATUS:
            continue
        with counting() as sent:
            opened.get()
        repeated[name] = twice(sent)
        if len(sent) > budget_of(opened):
            costs[name] = len(sent)
    assert {name: sql for name, sql in repeated.items() if sql} == {}
    assert costs.keys() <= FALL_SHORT.keys() and all(FALL_SHORT[name] >= cost for name, cost in costs.items()), str(
        costs
    )


FORMS = {
    "submission": ("join.check", {"join": "1", "identity": "1"}, 30),
    "decide": ("office_cases.show", {"verdict": "grant"}, 30),
}
"""Pages, what is filled in there, and what sending it may cost."""
FORMS_FALL_SHORT = {"submission": 38}


@pytest.mark.parametrize("form", FORMS)
def test_no_form_costs_more_than_its_budget(app: Flask, world: World, form: str) -> None:
    name, fields, budget = FORMS[form]
    opened = Opened(app, world.alpha, name)
    page = opened.get().text
    with counting() as sent:
        status = opened.browser.send(page, opened.path, fields).status_code
    assert status == 303
    assert twice(sent) == []
    assert len(sent) <= FORMS_FALL_SHORT.get(form, budget), len(sent)
