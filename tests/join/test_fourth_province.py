"""A province that exists by YAML alone: its own host, its own words, its own unions, and a worker who joins there."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from tests.client import browse
from tests.conftest import BuildApp, Served
from tests.databases import EMPTY
from tests.join.conftest import POLICIES, REAL, Grown, grow_one
from tests.join.register import legs, standing
from tests.join.walking import text
from webapp.join.wording import RELATION_LABELS
from webapp.persistence import db

FOURTH = Path(__file__).parent / "fourth"
NAME = "minghai"


@pytest.fixture
def fourth(served: Served, build_app: BuildApp, tmp_path: Path) -> Iterator[Grown]:
    """An application with one province more, on the same database."""
    served.reset(EMPTY)
    shutil.copytree(POLICIES, tmp_path / "policies")
    shutil.copytree(FOURTH, tmp_path / "policies", dirs_exist_ok=True)
    say_the_rest(tmp_path / "policies" / f"{NAME}.yaml")
    app: Flask = build_app(DATABASE_URL=served.databases.url, GONGHUI_POLICIES=str(tmp_path / "policies"))
    with app.app_context():
        land = grow_one(NAME)
    yield Grown(app, {NAME: land})
    with app.app_context():
        db.engine.dispose()


def say_the_rest(path: Path) -> None:
    """A profile says of every section that it has nothing on it; what the language has gained since is said here."""
    own, full = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in (path, POLICIES / f"{REAL[0]}.yaml"))
    path.write_text(yaml.safe_dump(_completed(own, full), allow_unicode=True, sort_keys=False), encoding="utf-8")


def _completed(own: Any, full: Any, sections: tuple[str, ...] = ("join", "seat", "channels")) -> Any:
    rows = {key: own.get(key) for key in full} | own
    return {key: _completed(row, full[key]) if key in sections and row else row for key, row in rows.items()}


def test_its_host_serves_it_and_the_directory_lists_it(fourth: Grown) -> None:
    assert "明海省" in text(browse(fourth.app, None).get("/").text)
    assert "明海省" in browse(fourth.app, NAME).get("/").text
    assert "明海网上入会" in text(browse(fourth.app, NAME).get("/join").text)


@pytest.mark.parametrize("relation", sorted(set(RELATION_LABELS) - {"dispatched"}))
def test_a_worker_joins_there_and_is_a_member(fourth: Grown, relation: str) -> None:
    walk = fourth.walk(NAME, worker_group="sailor", relation_kind=relation, employer="迅达").to_end()
    page = text(walk.page)
    assert "明海工办" in page
    [leg] = legs(fourth.app, NAME, walk.reference)
    union = next(union for union in fourth.lands[NAME].unions.values() if union.id == leg.union_id)
    has_unit = relation in ("employment", "meets_employment")
    assert union.kind == ("employer_union" if has_unit else "zone_union")
    fourth.decide(NAME, leg.reference, "grant")
    assert standing(fourth.app, NAME, walk.number).seat == (union.id, "full", "active", None)
    assert union.name in text(walk.go("/me").page)


def test_what_it_leaves_to_the_nation_and_has_no_union_for_waits(fourth: Grown) -> None:
    walk = fourth.walk(NAME, worker_group="sailor", relation_kind="dispatched").to_end()
    assert [leg.state for leg in legs(fourth.app, NAME, walk.reference)] == ["waiting"]
