"""Pages at size: with twenty thousand cases and members at a few unions no statement reads more than a page's worth of rows.

Counted are the rows that the plan of a statement reads from tables and indexes (EXPLAIN ANALYZE on PostgreSQL), never its time.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import Engine, event

from bench.grow import COPIED, grow
from tests.conftest import WORLD, Served
from tests.databases import IN_USE
from tests.postgres import ROLE, Cluster
from tests.test_every_page import Opened
from tests.world import World
from webapp.cases.inbox import VIEWS
from webapp.persistence import stretches

COPIES = 1500
MOST_READ = 3_000
"""Rows that one statement may read: a list shows fifty, and a count ends at a bound, here at a hundred."""
NOBODY = UUID(int=0)
Plan = dict[str, Any]
PAGES = [
    *(f"office.index?view={view}" for view in VIEWS),
    *("members_office.index", "office_follow_ups.index", "office_cases.show", "home.me", "office_events.index"),
    f"office.index?view=open&after=9999-12-31~{{then}}~{NOBODY}~{NOBODY}",
    f"office.index?view=closed&after={{then}}~{NOBODY}",
    f"office_follow_ups.index?after={{then}}~{NOBODY}",
    f"office_events.index?after={{then}}~{NOBODY}",
    f"members_office.index?after={{day}}~{NOBODY}",
]
"""Lists from their beginning and from deep inside."""


@pytest.fixture(scope="module")
def grown(request: pytest.FixtureRequest, cluster: Cluster) -> Iterator[tuple[Flask, World]]:
    """The world on PostgreSQL, its provinces big."""
    served: Served = request.getfixturevalue("_postgresql")
    world = served.world()
    served.reset(WORLD)
    with psycopg.connect(host=str(cluster.folder), user="postgres", dbname=IN_USE, autocommit=True) as owner:
        assert grow(owner, world.alpha.jurisdiction, COPIES) > 100 * COPIES
        yield served.app, world
        served.reset(WORLD)
        for name in COPIED:
            owner.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(name)))


@pytest.mark.parametrize("page", PAGES)
def test_no_statement_reads_more_than_a_page_needs(
    grown: tuple[Flask, World], cluster: Cluster, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "BOUND", 100)
    app, world = grown
    endpoint, _, query = page.partition("?")
    opened = Opened(app, world.alpha, endpoint)
    then = datetime.now(UTC) - timedelta(hours=8)
    query = query.format(then=quote(then.isoformat()), day=then.date() - timedelta(days=200))
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")) and "set_config" not in statement:
            sent.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        answer = opened.browser.get(f"{opened.path}?{query}")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    read = {statement: _rows_read(cluster, world.alpha.jurisdiction, statement, values) for statement, values in sent}
    assert {statement: rows for statement, rows in read.items() if rows > MOST_READ} == {}


def _rows_read(cluster: Cluster, jurisdiction: str, statement: str, values: Any) -> int:
    with psycopg.connect(host=str(cluster.folder), user=ROLE, dbname=IN_USE) as connection:
        connection.execute("SELECT set_config('app.jurisdiction', %s, true)", (jurisdiction,))
        row = connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values).fetchone()
        assert row is not None
        found = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return sum(_read_by(node) for node in _nodes(found[0]["Plan"]))


def _nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for one in plan.get("Plans", ()):
        yield from _nodes(one)


def _read_by(node: Plan) -> int:
    if node["Node Type"] not in {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Bitmap Index Scan"}:
        return 0
    left_out = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int((node["Actual Rows"] + left_out) * node["Actual Loops"])
