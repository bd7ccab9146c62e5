"""A changed file is picked up at once; a broken edit leaves the rules that run in force and is told."""

import datetime
import os
import shutil
from pathlib import Path

import pytest

from tests.policy.conftest import FOURTH
from webapp.policy import Faulty
from webapp.policy.live import LiveLibrary

ON = datetime.date(2024, 8, 1)


@pytest.fixture
def folder(four_provinces: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "policies"
    shutil.copytree(four_provinces, copy)
    return copy


def edit(path: Path, old: str, new: str) -> None:
    """Change a text; the clock of the file moves on even where the file system's is coarse."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


def test_an_edit_is_in_force_with_the_next_question(folder: Path) -> None:
    library = LiveLibrary(folder, every=0)
    assert library.profile("donghai", ON).rules.thresholds[0].at_least == 10  # type: ignore[index]

    edit(folder / "donghai.yaml", "at_least: 10", "at_least: 12")

    assert library.profile("donghai", ON).rules.thresholds[0].at_least == 12  # type: ignore[index]
    assert library.faults == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("at_least: 10", "at_lest: 10", "您是否想写 “at_least”"),
        ("name: 东海省", "name：东海省", "全角冒号"),
        ("freelance, dispatched]", "freelance]", "没有一行规定这种情形"),
    ],
)
def test_a_broken_edit_changes_nothing_and_is_told(folder: Path, old: str, new: str, message: str) -> None:
    library = LiveLibrary(folder, every=0)
    before = library.profile("donghai", ON)

    edit(folder / "donghai.yaml", old, new)

    assert library.profile("donghai", ON).digest == before.digest
    assert message in str(library.faults["donghai"][0])
    edit(folder / "donghai.yaml", new, old)
    assert library.profile("donghai", ON).digest == before.digest
    assert library.faults == {}


def test_a_new_province_is_served_as_soon_as_its_file_is_there(folder: Path) -> None:
    (folder / "donghai.yaml").unlink()
    library = LiveLibrary(folder, every=0)
    assert "donghai" not in library.jurisdictions()

    shutil.copy(FOURTH / "donghai.yaml", folder)

    assert "donghai" in library.jurisdictions()


def test_a_clause_of_the_register_is_followed_too(folder: Path) -> None:
    library = LiveLibrary(folder, every=0)

    edit(folder / "sources" / "DH01.yaml", "港口工会面向港口一带的劳动者", "港口工会收港口的人")

    assert library.register.clauses["DH01-1"].text == "港口工会收港口的人"


def test_a_province_that_is_broken_from_the_start_is_not_served_and_the_others_are(folder: Path) -> None:
    others = set(LiveLibrary(folder, every=0).jurisdictions()) - {"donghai"}
    edit(folder / "donghai.yaml", "format: 1", "format: one")

    library = LiveLibrary(folder, every=0)

    assert set(library.jurisdictions()) == others
    assert list(library.faults) == ["donghai"]


def test_a_nation_that_is_broken_from_the_start_is_refused(folder: Path) -> None:
    edit(folder / "national.yaml", "format: 1", "format: one")

    with pytest.raises(Faulty, match=r"national\.yaml"):
        LiveLibrary(folder, every=0)


def test_a_change_of_the_nation_that_would_break_a_province_does_not_come_into_force(folder: Path) -> None:
    library = LiveLibrary(folder, every=0)
    before = library.profile("jiangsu", ON)

    edit(folder / "sources" / "NAT16.yaml", "id: NAT16-9c", "id: NAT16-9x")

    assert library.profile("jiangsu", ON).digest == before.digest
    assert "national" in library.faults


def test_between_two_looks_the_files_are_left_alone(folder: Path) -> None:
    library = LiveLibrary(folder, every=3600)
    before = library.profile("donghai", ON)

    edit(folder / "donghai.yaml", "at_least: 10", "at_least: 12")

    assert library.profile("donghai", ON) is before
