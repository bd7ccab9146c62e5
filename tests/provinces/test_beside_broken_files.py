"""A worker joins and files while the file of another province is broken in one way after the other: nothing of it reaches him."""

from pathlib import Path

import pytest

from tests.claims.conftest import Stage
from tests.client import browse
from tests.join.register import legs
from tests.join.test_fourth_province import NAME
from tests.policy.breaking import BREAKINGS, break_file
from tests.provinces.conftest import Open
from tests.provinces.test_walks import PROVINCES, filing
from webapp.tenancy import library

BROKEN = "shanghai"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_province_goes_on_while_another_is_broken_in_every_way(province: Open, tmp_path: Path) -> None:
    grown = province("family", GONGHUI_MODE="development")
    path = tmp_path / "policies" / f"{BROKEN}.yaml"
    good = path.read_text("utf-8")
    ways = iter(BREAKINGS)
    told = PROVINCES["family"]

    def break_next(*_page: object) -> None:
        """The next way of breaking it, seen by the running server; its own host goes on with the last good text."""
        if (kind := next(ways, None)) is None:
            return
        break_file(path, kind, good)
        with grown.app.app_context():
            library().refresh()  # type: ignore[attr-defined]
            assert BROKEN in library().jurisdictions() and list(library().faults) == [BROKEN], kind
        assert browse(grown.app, BROKEN).get("/join").status_code == 200, kind

    joining = grown.walk(NAME, worker_group="sailor", relation_kind="partial", place="330102")
    for step in (joining.begin, joining.choose, joining.sign_in, joining.identify, joining.submit):
        break_next()
        step()
    [leg] = legs(grown.app, NAME, joining.reference)
    break_next()
    grown.decide(NAME, leg.reference, "grant")
    break_next()
    stage = Stage(grown.app, NAME)
    walk = filing(stage, joining, told, between=break_next)
    assert next(ways, None) is None, "every way was tried"
    assert stage.filing(walk.references[0]).amount == told.fen
