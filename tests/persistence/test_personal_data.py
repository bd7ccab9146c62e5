"""Personal data: sealed in the row, found by a keyed index, shown masked."""

import base64
import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from tests.persistence.seeds import session_row
from webapp.persistence import (
    blind_index,
    mask_account,
    mask_identity_number,
    mask_name,
    mask_phone,
    unit_of_work,
)
from webapp.persistence.crypto import Keyring, UnknownKey
from webapp.tenancy import scope
from webapp.web.sessions import WebSession

OLD, NEW = (os.urandom(32) for _ in range(2))
INDEX = os.urandom(32)


def test_a_sealed_text_is_opened_again_and_never_looks_the_same_twice() -> None:
    ring = Keyring([OLD], INDEX)
    first, second = ring.seal("13800138000", "here"), ring.seal("13800138000", "here")
    assert first != second
    assert ring.open(first, "here") == ring.open(second, "here") == "13800138000"


@pytest.mark.parametrize("damage", ["moved", "changed", "unknown key"])
def test_a_sealed_text_opens_nowhere_else(damage: str) -> None:
    ring = Keyring([OLD], INDEX)
    sealed = ring.seal("13800138000", "alpha:people.phone")
    if damage == "changed":
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    opener = Keyring([NEW], INDEX) if damage == "unknown key" else ring
    with pytest.raises(UnknownKey):
        opener.open(sealed, "beta:people.phone" if damage == "moved" else "alpha:people.phone")


def test_after_a_new_key_is_put_first_old_values_open_and_new_ones_use_it() -> None:
    sealed = Keyring([OLD], INDEX).seal("text", "here")
    ring = Keyring([NEW, OLD], INDEX)
    assert ring.open(sealed, "here") == "text"
    assert (ring.is_current(sealed), ring.is_current(ring.seal("text", "here"))) == (False, True)


def test_an_index_is_equal_for_equal_values_of_one_purpose_in_one_province_only(app: Flask) -> None:
    found = set()
    with app.app_context():
        for jurisdiction in ("alpha", "beta"):
            with scope(jurisdiction):
                for purpose in ("phone", "identity_number"):
                    for value in ("13800138000", "13900139000"):
                        found |= {blind_index(purpose, value), blind_index(purpose, value)}
    assert len(found) == 8


def test_the_database_holds_no_personal_text_in_clear(app: Flask, database: str) -> None:
    secret = "13800138000"
    with app.app_context():
        with unit_of_work("alpha") as work:
            work.add(session_row("x", data=secret))
        with unit_of_work("alpha") as work:
            assert work.scalars(select(WebSession.data)).one() == secret
            stored = work.execute(
                text("SELECT data FROM web_sessions"), execution_options={"unscoped": "reads the stored bytes"}
            ).scalar_one()
    assert secret.encode() not in bytes(stored)


def test_settings_take_several_keys_the_newest_first(build_app: Callable[..., Flask], tmp_path: Path) -> None:
    keys = ",".join(base64.b64encode(key).decode() for key in (NEW, OLD))
    ring: Keyring = build_app(GONGHUI_FIELD_KEYS=keys).extensions["gonghui.keyring"]
    assert ring.open(Keyring([OLD], INDEX).seal("text", "here"), "here") == "text"


@pytest.mark.parametrize(
    ("mask", "plain", "shown"),
    [
        (mask_phone, "13800138000", "138****8000"),
        (mask_phone, "12351", "*****"),
        (mask_identity_number, "99000019900101123X", "9900**********123X"),
        (mask_identity_number, "E12345678", "E******78"),
        (mask_identity_number, "E1234", "*****"),
        (mask_account, "6222020000001234", "************1234"),
        (mask_account, "1234", "****"),
        (mask_name, "张三", "张*"),
        (mask_name, "欧阳小明", "欧***"),
        (mask_name, "", ""),
    ],
)
def test_masks_hide_what_identifies(mask: Callable[[str], str], plain: str, shown: str) -> None:
    assert mask(plain) == shown


def test_an_error_of_the_database_does_not_repeat_what_was_written(app: Flask) -> None:
    rows = [session_row("王小明", token_hash=name) for name in ("same", "same")]
    with app.app_context(), pytest.raises(IntegrityError) as caught, unit_of_work("alpha") as work:
        work.add_all(rows)
    assert "王小明" not in str(caught.value)


def test_a_failed_statement_is_told_of_without_what_was_sent_with_it(app: Flask) -> None:
    with pytest.raises(SQLAlchemyError) as failure, app.app_context(), unit_of_work("alpha") as work:
        work.add(session_row("王小明", ends_at=None))
    told = "".join(traceback.format_exception(failure.value))
    assert "web_sessions" in told
    assert "王小明" not in told
