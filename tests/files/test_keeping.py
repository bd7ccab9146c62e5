"""Where files lie, who can read them there, and when they go."""

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from tests.files import bad
from webapp import files
from webapp.files import FileRefused, StoredFile, storage, store
from webapp.files.limits import FILES_OF_SUBJECT
from webapp.jobs import run_due
from webapp.persistence import db, is_outage, unit_of_work
from webapp.persistence.crypto import Keyring
from webapp.persistence.rotation import rotate_keys
from webapp.tenancy import scope

ONE = "accident:1"


@pytest.fixture
def app(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The application with a data folder of this test's own."""
    app.extensions["gonghui.settings"] = replace(app.extensions["gonghui.settings"], data_dir=tmp_path)
    with app.app_context():
        yield app


def kept(jurisdiction: str = "alpha", subject: str = ONE, name: str = "王小明的伤.jpg") -> StoredFile:
    with unit_of_work(jurisdiction):
        return files.keep(bad.upload(bad.picture(), name), subject=subject, purpose="injury", by="worker:1")


def contents(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_kept_file_is_found_by_its_subject_and_read_again(app: Flask) -> None:
    first, second, _ = kept(), kept(name="另一张.jpg"), kept(subject="accident:2")
    with unit_of_work("alpha", write=False):
        found = files.files_of(ONE)
        assert [(file.id, file.name, file.purpose, file.kept_by) for file in found] == [
            (first.id, "王小明的伤.jpg", "injury", "worker:1"),
            (second.id, "另一张.jpg", "injury", "worker:1"),
        ]
        content = store.content_of(found[0])
        assert (len(content), content[:3]) == (first.size, b"\xff\xd8\xff")
        assert files.get(first.id) is not None and files.get(uuid4()) is None


def test_a_file_of_one_province_is_none_of_another(app: Flask) -> None:
    file = kept()
    with unit_of_work("beta", write=False):
        assert files.get(file.id) is None and files.files_of(ONE) == []
        with pytest.raises(storage.ContentLost):
            store.content_of(file)


def test_neither_the_disk_nor_the_database_tells_what_was_kept(app: Flask, tmp_path: Path) -> None:
    file = kept()
    (path,) = contents(tmp_path / "files" / "alpha")
    assert path.name == file.place and path.stat().st_mode & 0o077 == 0
    assert b"JFIF" not in path.read_bytes()
    with unit_of_work("alpha", write=False) as work:
        row = work.execute(
            text("SELECT * FROM stored_files"), execution_options={"unscoped": "reads the stored bytes"}
        ).one()
    assert "王小明" not in str(row) and "王小明".encode() not in b"".join(
        bytes(value) for value in row if isinstance(value, bytes | memoryview)
    )


def test_a_content_that_was_swapped_or_changed_is_not_shown(app: Flask, tmp_path: Path) -> None:
    first, second = kept(), kept()
    places = {path.name: path for path in contents(tmp_path / "files")}
    places[first.place].write_bytes(places[second.place].read_bytes())
    with unit_of_work("alpha", write=False), pytest.raises(storage.ContentLost):
        store.content_of(first)


def test_a_new_key_reaches_files_without_touching_them(app: Flask) -> None:
    file = kept()
    ring, new = app.extensions["gonghui.keyring"], os.urandom(32)
    settings = app.extensions["gonghui.settings"]
    try:
        app.extensions["gonghui.keyring"] = Keyring([new, *settings.field_keys], settings.index_key)
        assert rotate_keys("alpha") == 1
        app.extensions["gonghui.keyring"] = Keyring([new], settings.index_key)
        with unit_of_work("alpha", write=False):
            (found,) = files.files_of(ONE)
            assert len(store.content_of(found)) == file.size
    finally:
        app.extensions["gonghui.keyring"] = ring


def test_a_removed_file_goes_after_the_commit_and_stays_when_it_is_undone(app: Flask, tmp_path: Path) -> None:
    file = kept()
    with pytest.raises(ZeroDivisionError), unit_of_work("alpha"):
        files.remove(db.session.get_one(StoredFile, ("alpha", file.id)))
        raise ZeroDivisionError
    run_due(app)
    assert len(contents(tmp_path / "files")) == 1
    with unit_of_work("alpha"):
        files.remove(db.session.get_one(StoredFile, ("alpha", file.id)))
    assert len(contents(tmp_path / "files")) == 1
    run_due(app)
    assert contents(tmp_path / "files") == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_no_row_knows_is_swept_away_once_its_request_must_be_over(app: Flask, tmp_path: Path) -> None:
    file = kept()
    with pytest.raises(ZeroDivisionError), unit_of_work("alpha"):
        files.keep(bad.upload(bad.picture()), subject=ONE, purpose="injury", by="worker:1")
        raise ZeroDivisionError
    with scope("alpha"):
        storage.put("half", os.urandom(32), b"half written")
        next(path for path in contents(tmp_path) if path.name == "half").rename(tmp_path / "files/alpha/ha/half.part")
    with unit_of_work("alpha"):
        store.erase_orphans()
    assert len(contents(tmp_path / "files")) == 3
    long_ago = time.time() - 2 * store.LONGEST_REQUEST.total_seconds()
    for path in contents(tmp_path / "files"):
        os.utime(path, (long_ago, long_ago))
    with unit_of_work("beta"):
        store.erase_orphans()
    with unit_of_work("alpha"):
        store.erase_orphans()
    assert [path.name for path in contents(tmp_path / "files")] == [file.place]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_keeps_nothing_half_written(app: Flask, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with scope("alpha"), pytest.raises(OSError) as caught:
            storage.put("long", os.urandom(32), os.urandom(50_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert is_outage(caught.value)
    assert contents(tmp_path) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_subject_holds_so_many_files_and_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FILES_OF_SUBJECT > 10
    monkeypatch.setattr(store, "FILES_OF_SUBJECT", 2)
    kept()
    kept()
    with pytest.raises(FileRefused, match="已经有 2 个文件.*先删除"):
        kept()
    kept(subject="accident:2")
