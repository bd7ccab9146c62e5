"""What is wrong with the rows of a province is told."""

from datetime import timedelta

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from tests.operations.doctor.conftest import KEYS, Examine, let_administrators_in, postgresql
from tests.world import World
from webapp.accounts import Officer
from webapp.accounts.models import SUSPENDED
from webapp.jobs import Job
from webapp.persistence import now, seal_heads, unit_of_work


def test_a_key_that_opens_nothing_and_a_value_without_its_key_are_told(
    app: Flask, world: World, examined: Examine
) -> None:
    right = app.extensions["gonghui.settings"].field_keys
    found = examined()
    assert (found["alpha", "encrypted values"].trouble, found["server", "field key 1"].trouble) == ("", "")
    found = examined(field_keys=KEYS[:1])
    assert "GONGHUI_FIELD_KEYS does not hold" in found["alpha", "encrypted values"].trouble
    found = examined(field_keys=(KEYS[0], *right))
    assert found["alpha", "encrypted values"].trouble == ""
    assert "gonghui keys rotate" in found["server", "field key 1"].trouble
    assert found["server", "field key 2"].trouble == ""
    found = examined(field_keys=(*right, KEYS[0]))
    assert "take it out" in found["server", "field key 2"].trouble


@postgresql
def test_a_value_moved_from_another_province_is_told(
    app: Flask, world: World, examined: Examine, inside: psycopg.Connection
) -> None:
    inside.execute("UPDATE workers a SET phone = (SELECT phone FROM workers b WHERE b.jurisdiction = 'beta' LIMIT 1)")
    assert "workers.phone do not open" in examined()["alpha", "encrypted values"].trouble
    assert examined()["beta", "encrypted values"].trouble == ""


def test_a_wrong_index_key_is_told_by_the_seals(app: Flask, world: World, examined: Examine) -> None:
    assert "nothing is sealed" in examined()["alpha", "index key"].trouble
    with app.app_context(), unit_of_work("alpha"):
        seal_heads()
    assert examined()["alpha", "index key"].trouble == ""
    assert "is not the key" in examined(index_key=KEYS[2])["alpha", "index key"].trouble


def test_two_administrators_must_be_able_to_sign_in(app: Flask, world: World, examined: Examine) -> None:
    def able() -> str:
        return examined()["alpha", "administrators"].trouble.partition(" can")[0]

    before = able()
    let_administrators_in(app, "alpha", password="only one has a password", number=1)
    assert (before, able()) == ("0 of 2", "1 of 2")
    let_administrators_in(app, "alpha", password="both have one")
    assert able() == ""
    with app.app_context(), unit_of_work("alpha") as work:
        work.scalars(select(Officer).where(Officer.login.startswith("boss"))).first().state = SUSPENDED
    assert able() == "1 of 2"


@pytest.mark.parametrize(
    ("what", "state", "says"), [("failed jobs", "failed", "1 given up"), ("late jobs", "waiting", "1 are late")]
)
def test_work_that_was_given_up_or_waits_for_nobody_is_trouble(
    app: Flask, examined: Examine, what: str, state: str, says: str
) -> None:
    assert examined()["beta", what].trouble == ""
    long_ago = now() - timedelta(hours=1)
    with app.app_context(), unit_of_work("beta") as work:
        work.add(Job(kind="x", state=state, run_at=long_ago, created_at=long_ago))
    assert says in examined()["beta", what].trouble
