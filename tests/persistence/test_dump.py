"""Whoever gets a copy of the database reads no identity number, phone or account in it."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from tests.postgres import Cluster
from tests.world import World
from webapp.demo import people
from webapp.persistence import Base, db

PEOPLE = 60
PHONE = re.compile(rb"(?<![\da-fA-F])1[3-9]\d{9}(?![\da-fA-F])")
IDENTITY_NUMBER = re.compile(rb"(?<![\da-fA-F])\d{17}[\dXx](?![\da-fA-F])")


def dump(app: Flask, database: str, request: pytest.FixtureRequest) -> bytes:
    """Everything that is stored, as bytes: the file, or the text of every row."""
    if database == "sqlite":
        with app.app_context():
            db.engine.dispose()
        path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
        return b"".join(part.read_bytes() for part in sorted(path.parent.glob(f"{path.name}*")))
    cluster: Cluster = request.getfixturevalue("cluster")
    engine = create_engine(cluster.url("in_use", "postgres"))
    with engine.connect() as connection:
        rows = [
            row
            for table in Base.metadata.sorted_tables
            for row in connection.scalars(text(f"SELECT t::text FROM {table.name} t"))
        ]
    engine.dispose()
    return "\n".join(rows).encode()


def test_a_dump_holds_no_personal_number_in_clear(
    app: Flask, world: World, database: str, request: pytest.FixtureRequest
) -> None:
    stored = dump(app, database, request)
    assert world.alpha.canary.encode() in stored, "the dump shows what is not encrypted"
    for number in range(PEOPLE):
        assert people.phone(number).encode() not in stored
        assert people.identity_number(number).encode() not in stored
    assert PHONE.findall(stored) == []
    assert IDENTITY_NUMBER.findall(stored) == []
