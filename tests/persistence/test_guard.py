"""The first lock: whatever form a statement has, it reaches the rows of one province or it is refused."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    Executable,
    case,
    column,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from tests.persistence.seeds import owners, seed, session_row
from webapp.persistence import (
    Event,
    ForeignRow,
    ReadOnlyTransaction,
    ScopeChanged,
    UnscopedStatement,
    db,
    unit_of_work,
)
from webapp.persistence.session import ScopedSession
from webapp.tenancy import scope
from webapp.web.sessions import WebSession

pytestmark = pytest.mark.filterwarnings("ignore:SELECT statement has a cartesian product")

FOREIGN = "owner-of-beta"
REST = ("token_hash", "data", "idle_seconds", "ends_at")
bare = WebSession.__table__
other = aliased(WebSession)


@pytest.fixture
def seeded(app: Flask) -> Flask:
    seed(app)
    return app


@pytest.fixture
def alpha(seeded: Flask) -> Iterator[ScopedSession]:
    with seeded.app_context(), unit_of_work("alpha") as work:
        yield work


def recursive() -> Executable:
    tree = select(WebSession.id, WebSession.owner).cte("tree", recursive=True)
    return select(tree.union(select(WebSession.id, WebSession.owner).join(tree, WebSession.id == tree.c.id)).c.owner)


NARROWED: dict[str, Callable[[], Any]] = {
    "entity": lambda: select(WebSession),
    "column": lambda: select(WebSession.owner),
    "aggregate": lambda: select(func.max(WebSession.owner)),
    "count over nothing else": lambda: select(func.count()).select_from(WebSession),
    "condition only": lambda: select(literal("found")).where(WebSession.owner == FOREIGN),
    "exists": lambda: select(exists().where(WebSession.owner == FOREIGN)),
    "subquery": lambda: select(select(WebSession).subquery()),
    "column of a subquery": lambda: select(select(WebSession.owner).subquery().c.owner),
    "count of a subquery": lambda: select(func.count()).select_from(select(WebSession).subquery()),
    "common table expression": lambda: select(select(WebSession.owner).cte().c.owner),
    "recursive": recursive,
    "alias": lambda: select(other),
    "alias of a subquery": lambda: select(aliased(WebSession, select(WebSession).subquery()).owner),
    "self join": lambda: select(WebSession.owner, other.owner).join(other, true()),
    "join": lambda: select(WebSession.owner, Event.subject).join(Event, true()),
    "outer join": lambda: select(WebSession.owner, Event.subject).outerjoin(Event, true()),
    "cross": lambda: select(WebSession.owner, Event.subject),
    "union": lambda: union_all(select(WebSession.owner), select(Event.subject)),
    "scalar subquery": lambda: select(select(WebSession.owner).where(WebSession.owner == FOREIGN).scalar_subquery()),
    "membership": lambda: select(WebSession.owner).where(WebSession.id.in_(select(other.id))),
    "case": lambda: select(case((WebSession.owner != "", WebSession.owner))),
    "opened by or": lambda: select(WebSession.owner).where(or_(WebSession.jurisdiction == "beta", true())),
    "asked for the other": lambda: select(WebSession.owner).where(WebSession.jurisdiction == "beta"),
    "mapped class beside its own bare column": lambda: select(WebSession.owner).where(bare.c.owner == FOREIGN),
}

REFUSED: dict[str, Callable[[], Any]] = {
    "bare table": lambda: select(bare),
    "bare column": lambda: select(bare.c.owner),
    "bare table narrowed by hand": lambda: select(bare).where(bare.c.jurisdiction == "alpha"),
    "bare alias": lambda: select(bare.alias("q").c.owner),
    "bare subquery": lambda: select(select(bare.c.owner).subquery().c.owner),
    "bare common table expression": lambda: select(select(bare.c.owner).cte().c.owner),
    "bare join": lambda: select(Event.subject, bare.c.owner).join(bare, true()),
    "bare exists": lambda: select(Event.subject).where(exists().where(bare.c.owner == FOREIGN)),
    "bare column beside an alias": lambda: select(other.owner).where(bare.c.owner == FOREIGN),
    "bare column in a subquery": lambda: select(WebSession.owner, select(bare.c.owner.label("o")).subquery().c.o),
    "window function alone": lambda: select(func.max(WebSession.owner).over()),
    "text": lambda: text("SELECT owner FROM web_sessions"),
    "text as an entity": lambda: select(WebSession).from_statement(text("SELECT * FROM web_sessions")),
    "text with columns": lambda: text("SELECT owner FROM web_sessions").columns(bare.c.owner),
    "text as a condition": lambda: select(Event.subject).where(text("EXISTS (SELECT 1 FROM web_sessions)")),
    "text as a column": lambda: select(literal_column("(SELECT max(owner) FROM web_sessions)")),
    "table by its name": lambda: select(column("owner")).select_from(table("web_sessions")),
    "bare update": lambda: update(bare).values(owner="x"),
    "bare delete": lambda: delete(bare),
}


@pytest.mark.parametrize("form", NARROWED)
def test_isolation_of_queries_each_form_sees_one_province(alpha: ScopedSession, form: str) -> None:
    shown = [
        [getattr(value, "owner", value) for value in row] for row in alpha.execute(NARROWED[form]()).unique().all()
    ]
    assert "beta" not in str(shown)
    if "count" in form:
        assert shown == [[1]]


@pytest.mark.parametrize("form", REFUSED)
def test_isolation_of_queries_each_other_form_is_refused(alpha: ScopedSession, form: str) -> None:
    with pytest.raises(UnscopedStatement):
        alpha.execute(REFUSED[form]())


@pytest.mark.parametrize("road", ["session connection", "engine", "driver"])
@pytest.mark.parametrize("sql", ["SELECT owner FROM web_sessions", "DELETE FROM web_sessions", "select * from Events"])
def test_isolation_no_road_to_the_database_is_open(alpha: ScopedSession, road: str, sql: str) -> None:
    with pytest.raises(UnscopedStatement):
        if road == "session connection":
            alpha.connection().execute(text(sql))
        elif road == "driver":
            alpha.connection().exec_driver_sql(sql)
        else:
            alpha.rollback()
            with db.engine.connect() as connection:
                connection.execute(text(sql))


def test_without_a_jurisdiction_every_query_on_scoped_rows_is_refused(seeded: Flask) -> None:
    with seeded.app_context(), unit_of_work(None) as work, pytest.raises(UnscopedStatement):
        work.scalars(select(WebSession)).all()


def test_an_unscoped_statement_with_a_reason_passes_and_is_logged(
    alpha: ScopedSession, caplog: pytest.LogCaptureFixture, database: str
) -> None:
    with caplog.at_level(logging.INFO, "webapp.security"):
        found = alpha.scalars(select(WebSession.owner), execution_options={"unscoped": "a count for the test"}).all()
    # On PostgreSQL the second lock still holds.
    assert len(found) == (2 if database == "sqlite" else 1)
    assert "a count for the test" in caplog.text


def test_updates_and_deletes_of_mapped_classes_stay_in_the_province(seeded: Flask) -> None:
    with seeded.app_context():
        with unit_of_work("alpha") as work:
            work.execute(update(WebSession).values(owner="changed"))
        assert (owners(seeded, "alpha"), owners(seeded, "beta")) == (["changed"], [FOREIGN])
        with unit_of_work("alpha") as work:
            work.execute(delete(WebSession))
    assert (owners(seeded, "alpha"), owners(seeded, "beta")) == ([], [FOREIGN])


def test_an_update_by_keys_cannot_name_another_provinces_row(seeded: Flask) -> None:
    with seeded.app_context():
        with unit_of_work("beta") as work:
            key = work.scalars(select(WebSession.id)).one()
        with pytest.raises(UnscopedStatement), unit_of_work("alpha") as work:
            work.execute(update(WebSession), [{"jurisdiction": "beta", "id": key, "owner": "stolen"}])
    assert owners(seeded, "beta") == [FOREIGN]


@pytest.mark.parametrize("value", ["beta", literal("beta")], ids=["value", "expression"])
def test_an_update_cannot_move_rows_to_another_province(seeded: Flask, value: Any) -> None:
    with seeded.app_context(), pytest.raises(ForeignRow), unit_of_work("alpha") as work:
        work.execute(update(WebSession).values(jurisdiction=value).execution_options(synchronize_session=False))


def row_values(jurisdiction: str | None) -> dict[str, Any]:
    row = session_row("inserted")
    values = {key: getattr(row, key) for key in ("id", "owner", "token_hash", "data", "idle_seconds", "ends_at")}
    return values if jurisdiction is None else {**values, "jurisdiction": jurisdiction}


@pytest.mark.parametrize("target", [WebSession, bare], ids=["mapped", "bare"])
def test_an_insert_without_a_jurisdiction_gets_the_current_one(seeded: Flask, target: Any) -> None:
    with seeded.app_context(), unit_of_work("alpha") as work:
        work.execute(insert(target), [row_values(None)])
    assert owners(seeded, "alpha") == ["inserted", "owner-of-alpha"]


@pytest.mark.parametrize("target", [WebSession, bare], ids=["mapped", "bare"])
def test_an_insert_for_another_province_is_refused(seeded: Flask, target: Any) -> None:
    with seeded.app_context():
        for statement, rows in (
            (insert(target), [row_values("alpha"), row_values("beta")]),
            (insert(target).values([row_values("alpha"), row_values("beta")]), None),
            (insert(target).values(**{**row_values(None), "jurisdiction": func.lower("BETA")}), None),
        ):
            with pytest.raises(ForeignRow), unit_of_work("alpha") as work:
                work.execute(statement, rows)
    assert owners(seeded, "beta") == [FOREIGN]


def test_an_insert_from_a_query_copies_rows_of_the_province_only(seeded: Flask) -> None:
    values = row_values(None)
    copied = select(
        literal(values["id"]).label("id"),
        WebSession.owner,
        *(literal(values[name], bare.c[name].type) for name in REST),
    )
    with seeded.app_context(), unit_of_work("alpha") as work:
        work.execute(insert(WebSession).from_select(["id", "owner", *REST], copied))
    assert owners(seeded, "alpha") == ["owner-of-alpha", "owner-of-alpha"]


@pytest.mark.parametrize(
    ("columns", "query", "error"),
    [
        (["owner"], lambda: select(bare.c.owner), UnscopedStatement),
        (["owner", "jurisdiction"], lambda: select(WebSession.owner, literal("beta")), ForeignRow),
    ],
    ids=["from a bare table", "for another province"],
)
def test_an_insert_from_a_query_does_not_cross_provinces(
    alpha: ScopedSession, columns: list[str], query: Callable[[], Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        alpha.execute(insert(WebSession).from_select(columns, query()))


def test_a_new_row_of_another_province_is_refused_when_it_is_flushed(alpha: ScopedSession) -> None:
    alpha.add(session_row("x", jurisdiction="beta"))
    with pytest.raises(ForeignRow):
        alpha.flush()
    alpha.rollback()


def test_a_loaded_row_cannot_be_moved_to_another_province(alpha: ScopedSession) -> None:
    row = alpha.scalars(select(WebSession)).one()
    row.jurisdiction = "beta"
    with pytest.raises(ForeignRow):
        alpha.flush()
    alpha.rollback()


def test_a_row_is_found_by_its_id_only_in_its_own_province(seeded: Flask) -> None:
    with seeded.app_context():
        with unit_of_work("beta") as work:
            key = work.scalars(select(WebSession.id)).one()
            assert work.get(WebSession, key) is not None
        with unit_of_work("alpha") as work:
            assert work.get(WebSession, key) is None
            assert work.get(WebSession, ("beta", key)) is None


def test_a_foreign_row_in_the_identity_map_is_not_given_out(alpha: ScopedSession, database: str) -> None:
    rows = alpha.scalars(select(Event), execution_options={"unscoped": "fills the identity map"}).all()
    for row in rows:
        found = alpha.get(Event, (row.jurisdiction, row.id))
        assert (found is None) == (row.jurisdiction == "beta")
    assert len(rows) == (2 if database == "sqlite" else 1)


def test_one_session_serves_one_jurisdiction(alpha: ScopedSession) -> None:
    alpha.scalars(select(WebSession)).all()
    with scope("beta"), pytest.raises(ScopeChanged):
        alpha.scalars(select(WebSession)).all()
    with scope("beta"), pytest.raises(ScopeChanged):
        alpha.get(WebSession, alpha.scalars(select(WebSession.id)).one())


@pytest.mark.parametrize("way", ["row", "update", "delete", "insert"])
def test_nothing_is_written_outside_a_writing_unit(seeded: Flask, way: str) -> None:
    with seeded.app_context(), pytest.raises(ReadOnlyTransaction), unit_of_work("alpha", write=False) as work:
        if way == "row":
            work.add(session_row("x"))
        else:
            statements = {"update": update(WebSession).values(owner="x"), "delete": delete(WebSession)}
            work.execute(statements.get(way, insert(WebSession).values(**row_values("alpha"))))
