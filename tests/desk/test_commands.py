"""`gonghui policy publish FILE`: a file waits for an approver, or is published by two named officers; a faulty one is refused."""

from pathlib import Path

import pytest

from tests.desk.conftest import PRODUCTION, Office, text_of
from tests.desk.test_publishing import ON_SQLITE, rows, seen
from webapp.cli import main


def as_settings(office: Office, folder: Path) -> dict[str, str]:
    """The environment in which a command works for this deployment."""
    return {
        **PRODUCTION,
        "DATABASE_URL": office.app.extensions["gonghui.settings"].database_url,
        "GONGHUI_DATA": str(folder / "data"),
        "GONGHUI_POLICIES": str(office.folder),
        "GONGHUI_SECRET_KEY": "a secret of the tests",
    }


@ON_SQLITE
def test_a_file_is_a_draft_until_two_people_publish_it(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, approver = office.editors("donghai")
    for name, value in as_settings(office, tmp_path).items():
        monkeypatch.setenv(name, value)
    text, file = text_of(office, "donghai"), tmp_path / "donghai.yaml"

    file.write_text(text.replace("at_least: 10", "at_lest: 10"), "utf-8")
    assert main(["policy", "publish", str(file)]) == 1
    assert "您是否想写 “at_least”" in capsys.readouterr().out
    file.write_text(text.replace("at_least: 10", "at_least: 12"), "utf-8")
    assert main(["policy", "publish", str(file), "--author", "bob"]) == 1
    assert main(["policy", "publish", str(file), "--reason", "提高人数"]) == 0
    assert "等复核人在 https://donghai.localhost/desk/texts/donghai 发布" in capsys.readouterr().out
    assert len(rows(office, "donghai")) == 1
    assert main(["policy", "publish", str(file)]) == 1
    answer = approver.submit("/desk/texts/donghai", {"act": "publish"}, button="同意并发布")
    assert answer.status_code == 303, seen(answer.text)
    file.write_text(text, "utf-8")
    assert main(["policy", "publish", str(file), "--author", "alice", "--approver", "bob"]) == 0
    assert [row.author for row in rows(office, "donghai")] == ["首次部署", "命令行", "陈起草"]
