"""What operators do with a running deployment: verify the record, rotate keys."""

import base64
import os
import re

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, create_engine, select, text, type_coerce

from tests.operations.conftest import Gonghui, Work
from tests.persistence.seeds import session_row
from webapp.persistence import record_event, unit_of_work
from webapp.web.sessions import WebSession

NEW_KEY = base64.b64encode(os.urandom(32)).decode()
OLD_KEY = base64.b64encode(os.urandom(32)).decode()


def test_verify_passes_a_whole_record_and_prints_the_seal_to_note(
    gonghui: Gonghui, start: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    with start().app_context(), unit_of_work("alpha"):
        record_event(kind="something", subject="x")
    assert gonghui("jobs", "--once") == 0
    assert gonghui("audit", "verify") == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("alpha"))
    noted = line.rpartition(" ")[2]
    assert gonghui("audit", "verify", "--expect", f"alpha={noted}") == 0
    assert gonghui("audit", "verify", "--expect", f"alpha=1:{'0' * 64}") == 1
    assert gonghui("audit", "verify", "--expect", f"alpha=2:{noted.partition(':')[2]}") == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_verify_fails_on_a_changed_row(gonghui: Gonghui, start: Work, capsys: pytest.CaptureFixture[str]) -> None:
    app = start()
    with app.app_context(), unit_of_work("beta"):
        record_event(kind="something", subject="x", actor="officer:1")
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER events_no_update"))
        connection.execute(text("UPDATE events SET actor = 'officer:2' WHERE subject = 'x'"))
    engine.dispose()
    assert gonghui("audit", "verify") == 1
    assert "x 1: the event was changed" in capsys.readouterr().out


@pytest.fixture
def old_key(environment: pytest.MonkeyPatch) -> None:
    """The deployment begins under the old key."""
    environment.setenv("GONGHUI_FIELD_KEYS", OLD_KEY)


def test_rotation_puts_every_value_under_the_first_key_and_the_old_key_can_go(
    gonghui: Gonghui,
    environment: pytest.MonkeyPatch,
    old_key: None,
    deployed: list[str],
    start: Work,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with start().app_context(), unit_of_work("alpha") as work:
        work.add_all([session_row(f"owner {number}", data=f"secret {number}") for number in range(3)])
    environment.setenv("GONGHUI_FIELD_KEYS", f"{NEW_KEY},{OLD_KEY}")
    assert gonghui("keys", "rotate") == 0
    rows = re.search(r"alpha: (\d+) rows", capsys.readouterr().out)
    assert rows is not None and int(rows[1]) >= 3
    assert gonghui("keys", "rotate") == 0
    assert "alpha: 0 rows" in capsys.readouterr().out
    environment.setenv("GONGHUI_FIELD_KEYS", NEW_KEY)
    app = start()
    with app.app_context(), unit_of_work("alpha") as work:
        assert sorted(work.scalars(select(WebSession.data))) == ["secret 0", "secret 1", "secret 2"]
        stored = work.scalars(select(type_coerce(WebSession.data, LargeBinary))).all()
        assert all(app.extensions["gonghui.keyring"].is_current(bytes(value)) for value in stored)


def test_rotation_does_not_touch_the_time_of_the_last_change(app: Flask) -> None:
    from webapp.join.models import JoinDraft
    from webapp.persistence.crypto import Keyring
    from webapp.persistence.rotation import rotate_keys

    with app.app_context():
        with unit_of_work("alpha") as work:
            draft = JoinDraft(channel="online", identity_number="99000019900101123X")
            work.add(draft)
        before = draft.saved_at
        kept = app.extensions["gonghui.keyring"]
        settings = app.extensions["gonghui.settings"]
        app.extensions["gonghui.keyring"] = Keyring([os.urandom(32), *settings.field_keys], settings.index_key)
        try:
            assert rotate_keys("alpha") == 1
            with unit_of_work("alpha") as work:
                found = work.get(JoinDraft, draft.id)
                assert (found.identity_number, found.saved_at) == ("99000019900101123X", before)
        finally:
            app.extensions["gonghui.keyring"] = kept
