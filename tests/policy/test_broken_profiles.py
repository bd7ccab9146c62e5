"""Every kind of fault is reported at its place. The first line of each broken profile says where and what."""

import re
import shutil
from pathlib import Path

import pytest

from webapp import cli

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_fault_is_reported_with_its_line_column_and_mend(
    path: Path,
    four_provinces: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    expected = re.match(r"# (\d+):(\d+): (.+)", path.read_text())
    assert expected, f"{path} does not say which fault it has"
    line, column, message = expected.groups()
    profile = tmp_path / "donghai.yaml"
    shutil.copy(path, profile)
    monkeypatch.setenv("GONGHUI_POLICIES", str(four_provinces))

    assert cli.main(["policy", "check", str(profile)]) == 1

    printed = capsys.readouterr().out.splitlines()
    at_place = [one for one in printed if one.startswith(f"{profile}:{line}:{column}: ")]
    assert at_place and message in at_place[0], "\n".join(printed)


def test_there_is_one_broken_profile_for_each_kind_of_fault() -> None:
    assert len(BROKEN) >= 30
