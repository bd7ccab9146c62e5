"""A database of an earlier release, with data in it, is brought up to date."""

from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tests.persistence.conftest import ROLE
from webapp.persistence import append_only, safeguards, schema

NEW_ROW = """INSERT INTO policy_published (id, desk, kind, name, text, examples, digest, effective, reopens, reason, author, approver,
published_at) VALUES (:id, :desk, :kind, :name, :text, '{}', 'x', '2024-01-01', false, '', '', '', :at)"""


def published(connection: Connection, at: int, desk: str, name: str, said: str) -> None:
    """A row as releases before migration 0005 wrote it."""
    kind = "source" if name.isupper() else "profile"
    lines = f"document: {{id: {name}, jurisdiction: {said}}}" if kind == "source" else f"jurisdiction: {said}"
    row: dict[str, Any] = {"desk": desk, "kind": kind, "name": name, "text": f"{lines}\n"}
    identity = str(uuid4()) if connection.dialect.name == "postgresql" else uuid4().hex
    connection.execute(text(NEW_ROW), {"id": identity, "at": f"2024-01-{at:02} 00:00:00+00:00", **row})


def test_texts_published_before_are_given_their_owner(fresh: Engine) -> None:
    with fresh.begin() as connection:
        command.upgrade(schema._config(connection), "0002")
        for statement in append_only.statements("policy_published", connection.dialect.name):
            connection.execute(text(statement))
        for at, (desk, name, said) in enumerate(
            [
                ("national", "AA01", "alpha"),
                ("national", "NAT1", "national"),
                ("national", "alpha", "alpha"),
                ("beta", "AA01", "alpha"),
                ("beta", "AA01", "beta"),
                ("alpha", "AA01", "alpha"),
                ("beta", "NAT1", "beta"),
                ("national", "BB01", "national"),
                ("national", "BB01", "beta"),
                ("beta", "BB01", "beta"),
            ],
            1,
        ):
            published(connection, at, desk, name, said)
    with fresh.begin() as connection:
        schema.upgrade(connection)
        safeguards.lay(connection, ROLE)
    with fresh.connect() as connection:
        assert schema.differences(connection) == []
        found = connection.execute(
            text("SELECT name, owner, count(*) FROM policy_published GROUP BY name, owner")
        ).all()
        assert sorted(map(tuple, found)) == [
            ("AA01", "alpha", 4),
            ("BB01", "beta", 3),
            ("NAT1", "national", 2),
            ("alpha", "alpha", 1),
        ]
    with fresh.begin() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("UPDATE policy_published SET owner = 'beta'"))
