"""A broken file concerns its own jurisdiction alone: commands and rules of the others go on, its own last good text stays."""

import datetime
import io
import json
import shutil
from pathlib import Path

import pytest

from tests.policy.breaking import BREAKINGS, break_file
from tests.policy.conftest import POLICIES
from webapp import cli
from webapp.policy.checking.attempts import attempted
from webapp.policy.live import LiveLibrary
from webapp.policy.yaml_text import read

ON = datetime.date(2024, 8, 1)
BROKEN, OTHER = "shanghai", "guangdong"
OUTSIDE = (
    '{id: outside, label: 本市以外的医院, holds: {hospital.division: {none_of: ["440100"]}}, '
    "else: not_counted, source: GD29-16a}"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the policies, which the commands use."""
    copy = tmp_path / "policies"
    shutil.copytree(POLICIES, copy)
    monkeypatch.setenv("GONGHUI_POLICIES", str(copy))
    return copy


@pytest.mark.parametrize("kind", BREAKINGS)
def test_a_running_library_keeps_the_last_good_text_and_disturbs_nobody(folder: Path, kind: str) -> None:
    library = LiveLibrary(folder, every=0)
    names = library.jurisdictions()
    before = {name: library.profile(name, ON).digest for name in names}
    path = folder / f"{BROKEN}.yaml"

    break_file(path, kind, path.read_text("utf-8"))

    assert {name: library.profile(name, ON).digest for name in names} == before
    assert library.jurisdictions() == names
    assert list(library.faults) == [BROKEN]
    fault = library.faults[BROKEN][0]
    assert fault.file.endswith(f"{BROKEN}.yaml") and fault.line >= 1 and fault.column >= 1


@pytest.mark.parametrize("kind", BREAKINGS)
def test_commands_about_another_province_answer_as_ever(
    folder: Path, kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / f"{BROKEN}.yaml"
    break_file(path, kind, path.read_text("utf-8"))

    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"relation_kind": "partial"})))
    assert cli.main(["policy", "decide", OTHER, "join"]) == 0
    assert cli.main(["policy", "test", str(folder / "scenarios" / f"{OTHER}.yaml"), "--quiet"]) == 0
    assert cli.main(["policy", "check", str(folder / f"{OTHER}.yaml")]) == 0
    capsys.readouterr()

    assert cli.main(["policy", "check"]) == 1
    printed = capsys.readouterr().out
    assert f"{BROKEN}.yaml:" in printed and f"{OTHER}.yaml: 通过" in printed
    monkeypatch.setattr("sys.stdin", io.StringIO("{}"))
    if kind not in ("another's document", "a row that is not there"):
        assert cli.main(["policy", "decide", BROKEN, "join"]) == 1
        assert f"{BROKEN}.yaml:" in capsys.readouterr().out


def test_a_test_of_hospitals_by_place_is_proved_and_holds_inside_the_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / f"{OTHER}.yaml"
    text = path.read_text("utf-8")
    rows = text.index("        bills:\n") + len("        bills:\n")
    path.write_text(f"{text[:rows]}          - {OUTSIDE}\n{text[rows:]}", "utf-8")

    assert cli.main(["policy", "check", str(path)]) == 0, capsys.readouterr().out


def test_a_broken_document_of_the_register_stands_as_it_was(folder: Path) -> None:
    library = LiveLibrary(folder, every=0)
    before = {name: library.profile(name, ON).digest for name in library.jurisdictions()}

    (folder / "sources" / "GD30.yaml").write_bytes(b"document: [")

    assert {name: library.profile(name, ON).digest for name in library.jurisdictions()} == before
    assert list(library.faults) == ["GD30"]


def test_a_check_that_fails_itself_is_a_fault_at_the_place_it_looked_at() -> None:
    document = read("benefits:\n  - id: plan\n", "donghai.yaml")

    def fail() -> None:
        raise ZeroDivisionError

    (fault,) = attempted(document, ("benefits", 0, "id"), fail)

    assert str(fault).startswith("donghai.yaml:2:5: ") and fault.code == "broke"
