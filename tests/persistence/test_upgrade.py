"""A database of an earlier release, with data in it, is brought up to date."""

from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, MetaData, text
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


def insert(connection: Connection, tables: MetaData, name: str, **given: Any) -> Any:
    """A row as an earlier release wrote it: what is not given and not optional is filled with anything. Its id."""
    filled: dict[str, Any] = {}
    for column in tables.tables[name].columns:
        kind = type(column.type).__name__
        if column.name not in given and not column.nullable:
            filled[column.name] = ANYTHING.get(kind, "x")
    identity = uuid4()
    filled["id"] = str(identity) if connection.dialect.name == "postgresql" else identity.hex
    row = filled | given
    words = f"INSERT INTO {name} ({', '.join(row)}) VALUES ({', '.join(f':{one}' for one in row)})"
    connection.execute(text(words), row)
    return filled["id"]


ANYTHING = {"BLOB": b"x", "BYTEA": b"x", "JSON": "{}", "BOOLEAN": False, "DATE": "2024-01-01"} | dict.fromkeys(
    ("DATETIME", "TIMESTAMP"), "2024-01-01 00:00:00+00:00"
)


def test_a_number_goes_on_counting_for_members_and_those_compared_and_an_open_application_is_its_accounts(
    fresh: Engine,
) -> None:
    with fresh.begin() as connection:
        command.upgrade(schema._config(connection), "0005")
        safeguards.lay(connection, ROLE)
    accounts = {}
    for province in ("alpha", "beta"):
        with fresh.begin() as connection:
            tables = _scope(connection, province)
            here = {"jurisdiction": province}
            account = accounts[province] = insert(connection, tables, "workers", **here)
            union = insert(connection, tables, "unions", **here)
            seen = {"real_name_state": "verified", "verification_method": "officer"}
            member, typed, _ = (
                insert(connection, tables, "persons", **here, identity_index=name, **(seen if name == "seen" else {}))
                for name in ("member", "typed", "seen")
            )
            insert(connection, tables, "memberships", **here, person_id=member, union_id=union)
            draft = insert(connection, tables, "join_drafts", **here)
            application = {"draft_id": draft, "worker_id": account, "person_id": typed, "open_key": "typed"}
            insert(connection, tables, "join_applications", **here, **application)
    with fresh.begin() as connection:
        schema.upgrade(connection)
        safeguards.lay(connection, ROLE)
    for province in ("alpha", "beta"):
        with fresh.begin() as connection:
            _scope(connection, province)
            found = connection.execute(
                text("SELECT identity_index, number_key FROM persons WHERE jurisdiction = :name"), {"name": province}
            )
            assert dict(found.all()) == {"member": "member", "seen": "seen", "typed": None}
            keys = "SELECT open_key FROM join_applications WHERE jurisdiction = :name"
            assert connection.scalar(text(keys), {"name": province}) == accounts[province].replace("-", "")


def _scope(connection: Connection, province: str) -> MetaData:
    """Go on in one province, with keys kept as the program keeps them; the tables as they are now."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('app.jurisdiction', :name, true)"), {"name": province})
    tables = MetaData()
    tables.reflect(connection)
    return tables


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
