"""Every view that takes files, found by the URL map: too many are refused before any is decoded, too large a sum by their heads."""

import ast
import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

import webapp
from tests.client import Browser, browse
from tests.decoding.large import flat_png
from tests.decoding.watching import decoders, wait_for
from tests.examples import EXAMPLES
from tests.files import bad
from tests.test_isolation import become
from tests.world import Province, World
from webapp.decoding import turns
from webapp.decoding.limits import CSV_BYTES, PIXELS_AT_ONCE
from webapp.files import StoredFile
from webapp.files.limits import FILES_AT_ONCE
from webapp.persistence import record_event, unit_of_work

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

Fields = Callable[[Province], dict[str, Any]]
SENT: dict[str, tuple[str, str, Fields]] = {
    "cases.send_appeal": ("worker", "files", lambda _: {"reason": "请再看一遍"}),
    "join_applications.amendment": ("worker", "files", lambda _: {"note": "补上了"}),
    "claim_entries.papers": ("worker", "invoice-files", lambda _: {"purpose": "invoice"}),
    "claim_relief.index": ("worker", "files", lambda _: {}),
    "claim_relief.show": ("worker", "files", lambda _: {}),
    "office_relief.visit": (
        "officer",
        "files",
        lambda _: {"visited_on": "2022-03-20", "note": "看过", "amount": "600"},
    ),
    "office_payments.answers": ("officer", "answer", lambda _: {}),
    "founding_items.show": ("officer", "files", lambda _: {"done_on": "2022-02-01"}),
    "founding_unions.show": (
        "officer",
        "duty-files",
        lambda _: {"act": "duty", "duty-duty": "training", "duty-held_on": "2022-02-01"},
    ),
    "office_stations.photos": ("officer", "photos", lambda _: {}),
}
"""Who sends, the name of the file's field, the other fields."""
OWNERS = {"cases.send_appeal": "refused_worker", "join_applications.amendment": "returned_worker"}
"""Whose it is that these views are about, in the world."""
ENDS_BEFORE = {"claim_relief.show"}
"""In the world's state these views end before they look at their form."""
SIDE = 6_000
LARGE = flat_png(SIDE, SIDE)


@pytest.fixture
def site(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with the form token off and a data folder of the test's own."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    app.extensions["gonghui.settings"] = replace(app.extensions["gonghui.settings"], data_dir=tmp_path)
    return app


def send(app: Flask, endpoint: str, province: Province, contents: list[bytes], suffix: str) -> TestResponse:
    """Send the files to a view, in one field."""
    role, name, fields = SENT[endpoint]
    browser = browse(app, province.jurisdiction)
    if endpoint in OWNERS:
        browser.sign_in(role, province.rows[OWNERS[endpoint]])
    else:
        become(browser, role, province)
    values = EXAMPLES[endpoint](province) if endpoint in EXAMPLES else {}
    with app.test_request_context(base_url=browser.origin):
        path = app.url_for(endpoint, **values).removeprefix(browser.origin)
    files = [FileStorage(bad.upload(content).stream, f"{at}.{suffix}") for at, content in enumerate(contents)]
    return post(browser, path, MultiDict([*fields(province).items(), *((name, file) for file in files)]))


def post(browser: Browser, path: str, data: MultiDict[str, Any]) -> TestResponse:
    boundary, body = encode_multipart(data)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return browser.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=headers)


def kept(app: Flask, province: Province) -> int:
    with app.app_context(), unit_of_work(province.jurisdiction, write=False) as work:
        return work.scalar(select(func.count()).select_from(StoredFile)) or 0


@SQLITE
def test_every_view_that_takes_files_is_tried_here(app: Flask) -> None:
    marked = {endpoint for endpoint, view in app.view_functions.items() if hasattr(view, "takes_files")}
    assert marked == SENT.keys()


UNREAD = ("webapp/web/serving/intake.py", "webapp/web/once.py", "webapp/accounts/kept_forms.py")
"""Look at what files are called, or tell one file from another by its digest; what is in them they never read."""


def test_nobody_reads_files_past_the_one_reader() -> None:
    for path in Path(webapp.__file__).parent.rglob("*.py"):
        read = [
            node.lineno
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute) and node.attr == "files" and ast.unparse(node.value) == "request"
        ]
        assert not read or any(map(path.match, ("webapp/files/*", *UNREAD))), f"{path}:{read}"


@SQLITE
@pytest.mark.parametrize("endpoint", SENT)
def test_too_many_and_too_large_files_are_refused_undecoded(
    site: Flask, world: World, tmp_path: Path, endpoint: str
) -> None:
    before = kept(site, world.alpha)
    sheet = endpoint == "office_payments.answers"
    with open(tmp_path / turns.LOCK, "ab") as lock:
        # Somebody else decodes: what had to be decoded would wait.
        fcntl.flock(lock, fcntl.LOCK_EX)
        many = send(site, endpoint, world.alpha, [bad.picture()] * (FILES_AT_ONCE + 1), "csv" if sheet else "jpg")
    if sheet:
        large = send(site, endpoint, world.alpha, [b"," * (CSV_BYTES + 1)], "csv")
    else:
        large = send(site, endpoint, world.alpha, [LARGE] * (PIXELS_AT_ONCE // SIDE**2 + 1), "png")
    if endpoint in ENDS_BEFORE:
        assert (many.status_code, large.status_code) == (409, 409)
    else:
        assert (many.status_code, large.status_code) == (422, 422)
        assert f"一次最多 {1 if sheet else FILES_AT_ONCE} 个文件，您选了 7 个" in many.text
        assert ("太大。一次最多" if sheet else "合起来像素太多") in large.text
    assert kept(site, world.alpha) == before


@SQLITE
def test_whoever_waits_for_the_decoder_holds_no_lock_of_the_database(site: Flask, world: World, tmp_path: Path) -> None:
    def send_one() -> TestResponse:
        return send(site, "claim_entries.papers", world.alpha, [bad.picture()], "jpg")

    before = kept(site, world.alpha)
    with ThreadPoolExecutor(1) as pool, open(tmp_path / turns.LOCK, "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = pool.submit(send_one)
        wait_for(lambda: [1] if others_wait(tmp_path) else [])
        with site.app_context(), unit_of_work(world.alpha.jurisdiction):
            record_event(kind="something", subject="meanwhile")
        assert not waiting.done()
        fcntl.flock(lock, fcntl.LOCK_UN)
        assert waiting.result().status_code == 303
    assert kept(site, world.alpha) == before + 1


def others_wait(folder: Path) -> bool:
    """Whether another thread has opened the lock's file and waits."""
    return sum(link == str(folder / turns.LOCK) for link in _open_files()) > 1


def _open_files() -> Iterator[str]:
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            yield os.readlink(entry)


@SQLITE
def test_no_turn_and_a_dead_decoder_are_sentences_on_the_page(
    site: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send_one() -> TestResponse:
        return send(site, "claim_entries.papers", world.alpha, [bad.picture()], "jpg")

    with open(tmp_path / turns.LOCK, "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        monkeypatch.setattr(turns, "TURN_SECONDS", 0.05)
        answer = send_one()
        assert answer.status_code == 422 and "过一两分钟再传一次" in answer.text
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send_one)
        [pid] = wait_for(decoders)
        os.kill(pid, signal.SIGKILL)
        answer = sending.result()
        assert answer.status_code == 422 and "打不开，可能损坏了" in answer.text
    assert send_one().status_code == 303
