"""Both locks of what was published: the guard of the program, and the database itself, whatever SQL it is sent."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, delete, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.desk.conftest import Office
from webapp.desk.models import PROFILE, SOURCE, Published
from webapp.persistence import ForeignRow, UnscopedStatement, db, guard, now, unit_of_work
from webapp.persistence.session import ScopedSession

Row = dict[str, Any]


def row(owner: str, desk: str, name: str) -> Row:
    """A row with every column filled: a document where the name is in capitals, else a profile."""
    kind = SOURCE if name.isupper() else PROFILE
    words = dict.fromkeys(("text", "digest", "reason", "author", "approver"), "假")
    return {"id": uuid4(), "owner": owner, "desk": desk, "kind": kind, "name": name, **words} | {
        "examples": {},
        "effective": date(2025, 1, 1),
        "reopens": False,
        "published_at": now(),
    }


FOREIGN: dict[str, tuple[str, Row]] = {
    "another's document": ("jiangsu", row("guangdong", "jiangsu", "GD30")),
    "the nation's document": ("jiangsu", row("national", "jiangsu", "NAT16")),
    "another's profile": ("jiangsu", row("guangdong", "jiangsu", "guangdong")),
    "a new province's profile": ("jiangsu", row("zhejiang", "jiangsu", "zhejiang")),
    "a new document of another": ("jiangsu", row("guangdong", "jiangsu", "GD99")),
    "the nation for a province with a desk": ("national", row("guangdong", "national", "GD30")),
    "the nation with a new document for one": ("national", row("guangdong", "national", "GD99")),
    "the nation with its profile": ("national", row("guangdong", "national", "guangdong")),
}
TAKEN_OVER: dict[str, tuple[str, Row]] = {
    "another's document as one's own": ("jiangsu", row("jiangsu", "jiangsu", "GD30")),
    "the nation's document as one's own": ("jiangsu", row("jiangsu", "jiangsu", "NAT16")),
    "a province's document as the nation's": ("national", row("national", "national", "JS47")),
    "a profile as one's own": ("jiangsu", row("jiangsu", "jiangsu", "guangdong")),
    "a new profile as one's own": ("jiangsu", row("jiangsu", "jiangsu", "zhejiang")),
}
FORGED: dict[str, tuple[str, Row]] = {
    "as if another had done it": ("jiangsu", row("guangdong", "guangdong", "GD30")),
    "as if the nation had done it": ("jiangsu", row("zhejiang", "national", "ZJ01")),
    "without a scope": ("", row("guangdong", "guangdong", "GD30")),
    "in a scope that nobody has": ("GUANGDONG", row("guangdong", "guangdong", "GD30")),
}
OWN = [
    ("jiangsu", row("jiangsu", "jiangsu", "JS47")),
    ("jiangsu", row("jiangsu", "jiangsu", "JS48")),
    ("jiangsu", row("jiangsu", "jiangsu", "jiangsu")),
    ("national", row("national", "national", "NAT16")),
    ("national", row("zhejiang", "national", "ZJ01")),
    ("national", row("zhejiang", "national", "zhejiang")),
    ("zhejiang", row("zhejiang", "zhejiang", "ZJ01")),
]


@pytest.fixture
def raw(office: Office, database: str) -> Iterator[Connection]:
    """A connection as the application has it, without any of our code in between."""
    engine = create_engine(office.app.extensions["gonghui.settings"].database_url)
    with engine.connect() as connection:
        if database == "sqlite":
            connection.exec_driver_sql("PRAGMA recursive_triggers=ON")  # as persistence/engines.py
        yield connection
        connection.rollback()
    engine.dispose()


def told(raw: Connection, scope: str, sql: Any, parameters: Row | None = None) -> str:
    """What the database answers in a scope; nothing where it does as it is told, and then it is done."""
    if raw.dialect.name == "postgresql":
        raw.execute(text("SELECT set_config('app.jurisdiction', :scope, true)"), {"scope": scope})
    step = raw.begin_nested()
    try:
        raw.execute(sql, parameters or {})
    except DBAPIError as error:
        step.rollback()
        return str(error.orig)
    step.commit()
    return ""


def test_the_database_lets_only_the_owner_write_a_text(raw: Connection, database: str) -> None:
    refused = "row-level security" if database == "postgresql" else "written by its owner only"
    attempts = FOREIGN | TAKEN_OVER | (FORGED if database == "postgresql" else {})
    for what, (scope, one) in attempts.items():
        assert refused in told(raw, scope, insert(Published.__table__), one), what
    for scope, one in OWN:
        assert told(raw, scope, insert(Published.__table__), one) == "", one["name"]
    assert refused in told(raw, "national", insert(Published.__table__), row("zhejiang", "national", "ZJ02"))
    assert refused in told(raw, "national", insert(Published.__table__), row("zhejiang", "national", "zhejiang"))


def test_the_database_changes_and_deletes_no_text_for_anybody(raw: Connection, database: str) -> None:
    columns = ", ".join(column.name for column in Published.__table__.columns)
    own = row("jiangsu", "jiangsu", "JS48")
    assert told(raw, "jiangsu", insert(Published.__table__), own) == ""
    again = f"SELECT {columns} FROM policy_published WHERE name = 'JS48'"
    attempts = {
        "sqlite": [f"INSERT OR REPLACE INTO policy_published ({columns}) {again}"],
        "postgresql": ["TRUNCATE policy_published", "DROP POLICY read_by_all ON policy_published"],
    }[database] + [
        "UPDATE policy_published SET text = '假'",
        "DELETE FROM policy_published",
        f"INSERT INTO policy_published ({columns}) {again} ON CONFLICT (id) DO UPDATE SET reason = '假的'",
    ]
    for scope in ("jiangsu", "guangdong", "national"):
        for attempt in attempts:
            assert re.search("append-only|permission denied|must be owner", told(raw, scope, text(attempt))), attempt
    assert raw.execute(text("SELECT count(*) FROM policy_published WHERE name = 'JS48'")).scalar_one() == 1


def test_everybody_reads_every_text(raw: Connection) -> None:
    everything = select(Published.__table__.c.name)
    for scope in ("jiangsu", "national", ""):
        assert told(raw, scope, everything) == ""
        assert {"GD30", "NAT16", "guangdong"} <= set(raw.execute(everything).scalars())


@pytest.mark.parametrize("what", FOREIGN)
def test_the_guard_refuses_a_foreign_text_before_the_database_sees_it(office: Office, what: str) -> None:
    scope, one = FOREIGN[what]
    for write in (
        lambda work: (work.add(Published(**one)), work.flush()),
        lambda work: work.execute(insert(Published), [one]),
        lambda work: work.execute(insert(Published.__table__), [one]),
        lambda work: work.execute(insert(Published.__table__).values([one])),
    ):
        with office.app.app_context(), pytest.raises(ForeignRow), unit_of_work(scope) as work:
            write(work)


FORMS: dict[str, Callable[[ScopedSession], Any]] = {
    "a text": lambda work: work.execute(text("INSERT INTO policy_published (name) VALUES ('GD30')")),
    "a text that reads": lambda work: work.execute(text("SELECT text FROM policy_published")),
    "raw SQL": lambda work: work.connection().exec_driver_sql("DELETE FROM policy_published"),
    "a bare table's rows": lambda work: work.execute(select(Published.__table__)),
    "a bare update": lambda work: work.execute(update(Published.__table__).values(text="假")),
    "a bare delete": lambda work: work.execute(delete(Published.__table__)),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_guard_lets_no_statement_around_the_mapped_class(office: Office, form: str) -> None:
    with office.app.app_context(), pytest.raises(UnscopedStatement), unit_of_work("guangdong") as work:
        FORMS[form](work)


def test_a_row_that_names_another_desk_or_comes_from_rows_is_refused(office: Office) -> None:
    forged = row("guangdong", "guangdong", "GD30")
    copied = insert(Published.__table__).from_select(["name"], select(Published.name))
    for write in (lambda work: (work.add(Published(**forged)), work.flush()), lambda work: work.execute(copied)):
        with office.app.app_context(), pytest.raises(ForeignRow), unit_of_work("jiangsu") as work:
            write(work)


@contextmanager
def no_guard(app: Flask) -> Iterator[None]:
    """The first lock taken off."""
    with app.app_context():
        event.remove(ScopedSession, "before_flush", guard.check_rows)
        event.remove(db.engine, "before_cursor_execute", guard.check_statement)
        try:
            yield
        finally:
            guard.watch_sessions()
            guard.watch_engine(db.engine)


def test_without_the_guard_the_database_still_holds(office: Office) -> None:
    with no_guard(office.app):
        for what, (scope, one) in (FOREIGN | TAKEN_OVER).items():
            with (
                pytest.raises(DBAPIError, match="row-level security|written by its owner only"),
                unit_of_work(scope) as work,
            ):
                work.add(Published(**one))
                work.flush()
                pytest.fail(what)
