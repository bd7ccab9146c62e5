"""While the file of one province is broken in every way, workers of another join and file, its jobs run, and its editors hear of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request_started

from tests.claims.conftest import Stage, build_stage
from tests.claims.walking import Walk
from tests.client import browse
from tests.join.walking import walker
from tests.officers import person
from tests.policy.breaking import BREAKINGS, break_file
from tests.policy.conftest import POLICIES
from webapp.accounts import POLICY_AUTHOR, give_role
from webapp.jobs.worker import run_due
from webapp.persistence import unit_of_work
from webapp.unions import Union

BROKEN = "shanghai"
FIRST_WORDS = "文件改动没有生效"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "policies"
    shutil.copytree(POLICIES, copy)
    return copy


@pytest.fixture
def trying_out(app_with: Callable[..., Flask], folder: Path) -> Flask:
    """An application that follows the files of the folder."""
    return app_with(GONGHUI_MODE="development", GONGHUI_POLICIES=str(folder))


@pytest.fixture
def breaking(trying_out: Flask, folder: Path) -> Iterator[list[str]]:
    """The kinds of broken files that requests came upon: with each request that begins the file is broken in the next way."""
    path = folder / f"{BROKEN}.yaml"
    good = path.read_text("utf-8")
    met: list[str] = []
    kinds = list(BREAKINGS)

    def break_next(_sender: Any, **_more: Any) -> None:
        met.append(kinds[len(met) % len(kinds)])
        break_file(path, met[-1], good)
        trying_out.extensions["gonghui.library"].refresh()

    with request_started.connected_to(break_next, trying_out):
        yield met


def test_a_worker_of_another_province_joins_and_files_meanwhile(trying_out: Flask, breaking: list[str]) -> None:
    stage = build_stage(trying_out)

    joined = walker(trying_out, stage.jurisdiction, 1).to_check().submit()
    assert "/join/applications/" in joined.path
    reference = Walk(stage, stage.member()).file({"self_paid_in_scope": "600.00"})
    assert stage.filing(reference).case_id is not None
    assert run_due(trying_out) > 0

    assert set(breaking) == set(BREAKINGS)


def test_its_own_pages_stand_on_the_last_good_text_and_its_editors_are_told(
    trying_out: Flask, breaking: list[str]
) -> None:
    assert browse(trying_out, BROKEN).get("/policy/join").status_code == 200
    editor = _editor(trying_out, BROKEN)
    other = _editor(trying_out, Stage(trying_out).jurisdiction)
    for _ in BREAKINGS:
        page = editor.get("/desk").text
        assert FIRST_WORDS in page and f"{BROKEN}.yaml:" in page, breaking[-1]
        assert FIRST_WORDS not in other.get("/desk").text
        assert browse(trying_out, BROKEN).get("/policy/join").status_code == 200, breaking[-1]


def _editor(app: Flask, jurisdiction: str) -> Any:
    with app.app_context(), unit_of_work(jurisdiction) as work:
        union = Union(name="总工会", kind="provincial_federation", division="310000")
        work.add(union)
        work.flush()
        officer = person(name="陈起草", login="chen")
        give_role(officer, union.id, POLICY_AUTHOR)
        officer_id = officer.id
    return browse(app, jurisdiction).sign_in("officer", officer_id)
