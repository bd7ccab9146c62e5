"""From a draft to the rules in force: checks, four eyes, every process, two editors at once, and the way back."""

import time
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.client import Browser, browse
from tests.desk.conftest import ALICE, Office, fields, text_of
from webapp.desk.models import Draft, Published
from webapp.persistence import unit_of_work
from webapp.policy import decide
from webapp.policy.reading.upgrades import upgraded

PATIENCE = 100
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
BROKEN = sorted((Path(__file__).parents[1] / "policy" / "broken").glob("*.yaml"))


def seen(text: str) -> str:
    """The words of a page's main part."""
    main = BeautifulSoup(text, "lxml").find("main")
    return " ".join(main.get_text(" ", strip=True).split()) if main else text


def send(browser: Browser, name: str, act: str, body: str, **more: Any) -> Any:
    """Open a text and send its form with a button."""
    return browser.submit(f"/desk/texts/{name}", {**fields(body), "act": act, **more}, button="保存草稿")


def publish(author: Browser, approver: Browser, name: str, body: str, **more: Any) -> None:
    """The whole way, by two people."""
    answer = send(author, name, "propose", body, **more)
    assert answer.status_code == 303, seen(answer.text)
    answer = approver.submit(f"/desk/texts/{name}", {"act": "publish"}, button="同意并发布")
    assert answer.status_code == 303, seen(answer.text)


def rows(office: Office, name: str) -> list[Published]:
    """What was published of a text, the oldest first."""
    with office.app.app_context(), unit_of_work(None, write=False) as work:
        return list(work.query(Published).filter_by(name=name).order_by(Published.published_at))


def soon(condition: Any) -> bool:
    """Whether something becomes true within seconds."""
    for _ in range(PATIENCE):
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_two_people_publish_and_every_process_follows(office: Office) -> None:
    author, approver = office.editors("donghai")
    other = office.another().extensions["gonghui.library"]
    text = text_of(office, "donghai")
    changed = text.replace("at_least: 10", "at_least: 12") + "# 注释也要保留\n"
    assert other.profile("donghai").rules.thresholds[0].at_least == 10

    answer = send(author, "donghai", "propose", changed.replace("\n", "\r\n"))
    assert answer.status_code == 303, seen(answer.text)
    assert "改动 thresholds[" in seen(author.get(answer.location).text)
    refused = author.post("/desk/texts/donghai/decision", data={"act": "publish"})
    assert refused.status_code in (400, 403)
    assert other.profile("donghai").rules.thresholds[0].at_least == 10
    answer = approver.submit("/desk/texts/donghai", {"act": "publish"}, button="同意并发布")
    assert answer.status_code == 303, seen(answer.text)

    assert soon(lambda: other.profile("donghai").rules.thresholds[0].at_least == 12)
    first, second = rows(office, "donghai")
    assert (first.text, second.text) == (text, changed)
    assert (second.author, second.approver, second.reason) == (ALICE, "林复核", "照文件改")


@ON_SQLITE
def test_what_was_published_cannot_be_changed(office: Office) -> None:
    with office.app.app_context(), pytest.raises(Exception, match="append-only"), unit_of_work(None) as work:
        work.query(Published).first().text = "别的"


@ON_SQLITE
def test_nobody_approves_his_own_text(office: Office) -> None:
    author, approver = office.editors("donghai")
    with office.app.app_context(), unit_of_work("donghai") as work:
        from webapp.accounts import POLICY_APPROVER, Officer, give_role
        from webapp.unions import top_union

        alice, top = work.query(Officer).filter_by(login="alice").one(), top_union()
        assert top is not None
        give_role(alice, top.id, POLICY_APPROVER)
    assert send(author, "donghai", "propose", text_of(office, "donghai") + "# 改\n").status_code == 303
    answer = author.submit("/desk/texts/donghai", {"act": "publish"}, button="同意并发布")
    assert answer.status_code == 409 and "起草的人不能复核自己的文本" in answer.text
    assert len(rows(office, "donghai")) == 1
    assert approver.submit("/desk/texts/donghai", {"act": "publish"}, button="同意并发布").status_code == 303


@pytest.fixture(scope="module")
def running() -> dict[str, Any]:
    """The deployment that all broken edits are tried on."""
    return {}


@ON_SQLITE
def test_a_broken_edit_never_reaches_the_running_site(office: Office) -> None:
    author, _ = office.editors("donghai")
    before = office.app.extensions["gonghui.library"].profile("donghai").digest
    assert len(BROKEN) >= 15
    for path in BROKEN:
        first, _, broken = path.read_text("utf-8").partition("\n")
        line, column, message = first.removeprefix("# ").split(":", 2)
        answer = send(author, "donghai", "propose", f"{first}\n{broken}")
        page = seen(answer.text)
        assert answer.status_code == 422, path.name
        assert f"第 {line} 行第 {column} 列" in page and message.strip() in page, f"{path.name}: {page[:400]}"
        fault = BeautifulSoup(answer.text, "lxml").select_one(f".fault[data-line='{line}']")
        assert fault is not None and fault["data-column"] == column
    assert office.app.extensions["gonghui.library"].profile("donghai").digest == before
    with office.app.app_context(), unit_of_work("donghai", write=False) as work:
        assert work.query(Draft).count() == 0


def test_two_editors_at_once_the_second_is_told_and_nothing_is_lost(office: Office) -> None:
    author, approver = office.editors("donghai")
    with office.app.app_context(), unit_of_work("donghai") as work:
        from webapp.accounts import POLICY_AUTHOR, Officer, give_role
        from webapp.unions import top_union

        bob, top = work.query(Officer).filter_by(login="bob").one(), top_union()
        assert top is not None
        give_role(bob, top.id, POLICY_AUTHOR)
    text = text_of(office, "donghai")
    pages = [one.get("/desk/texts/donghai").text for one in (author, approver)]
    sent = [
        one.send(page, "/desk/texts/donghai", {"act": "save", "body": f"{text}# {who}写的\n"}, button="保存草稿")
        for one, page, who in zip((author, approver), pages, ("第一位", "第二位"), strict=True)
    ]
    assert [answer.status_code for answer in sent] == [303, 409]
    told = seen(sent[1].text)
    assert f"{ALICE} 在您打开页面后保存了另一份草稿" in told and "# 第二位写的" in sent[1].text
    with office.app.app_context(), unit_of_work("donghai", write=False) as work:
        assert [draft.text for draft in work.query(Draft)] == [f"{text}# 第一位写的\n"]


@ON_SQLITE
def test_the_way_back_is_to_publish_the_earlier_text(office: Office) -> None:
    editors = office.editors("donghai")
    library = office.app.extensions["gonghui.library"]
    text = text_of(office, "donghai")
    publish(*editors, "donghai", text.replace("at_least: 10", "at_least: 12"), effective="2024-07-01")
    assert soon(lambda: library.profile("donghai").rules.thresholds[0].at_least == 12)
    first = rows(office, "donghai")[0]
    author, approver = editors
    answer = author.submit(f"/desk/texts/donghai?at={first.id}", {"act": f"restore:{first.id}"})
    assert answer.status_code == 303, seen(answer.text)
    page = author.get("/desk/texts/donghai").text
    answer = author.send(page, "/desk/texts/donghai", {"act": "propose", "opens": "keep"}, button="保存草稿")
    assert answer.status_code == 303, seen(answer.text)
    approver.submit("/desk/texts/donghai", {"act": "publish"}, button="同意并发布")
    assert soon(lambda: library.profile("donghai").rules.thresholds[0].at_least == 10)
    assert [row.digest == first.digest for row in rows(office, "donghai")] == [True, False, True]


@ON_SQLITE
def test_decisions_before_and_after_explain_themselves_by_their_own_revision(office: Office) -> None:
    editors = office.editors("donghai")
    library = office.app.extensions["gonghui.library"]
    facts = {"employer_union": False, "members": [{"relation_kind": "employment", "count": 10}]}
    import datetime

    on = datetime.date(2025, 1, 1)
    before = decide("threshold", facts, library.profile("donghai", on), on)
    publish(
        *editors, "donghai", text_of(office, "donghai").replace("at_least: 10", "at_least: 12"), effective="2024-01-01"
    )
    assert soon(lambda: library.profile("donghai", on).digest != before.digest)
    source = (office.folder / "sources" / "DH01.yaml").read_text("utf-8")
    publish(*editors, "DH01", source.replace("DH01-1, place: ", "DH01-1, place: 新"), effective="2025-01-01")
    after = decide("threshold", facts, library.profile("donghai", on), on)
    assert (before.outcome, after.outcome) == ("opens", "none")
    for decision in (before, after):
        again = decide("threshold", facts, library.pinned("donghai", decision.digest), on)
        assert again.as_dict() == decision.as_dict()


@ON_SQLITE
def test_a_revision_of_an_old_format_still_loads(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(data: dict[str, Any]) -> dict[str, Any]:
        return {"name" if key == "title" else key: value for key, value in data.items()}

    monkeypatch.setattr("webapp.policy.reading.loading.upgraded", lambda document: upgraded(document, {0: renamed}))
    old = text_of(office, "donghai").replace("format: 1", "format: 0").replace("name: 东海省", "title: 旧东海省")
    publish(*office.editors("donghai"), "donghai", old)
    library = office.app.extensions["gonghui.library"]
    assert soon(lambda: library.profile("donghai").name == "东海省" and library.in_force("donghai").text == old)
    assert browse(office.app, "donghai").get("/").status_code == 200


@ON_SQLITE
def test_in_production_a_changed_file_is_a_draft_to_publish(office: Office, tmp_path: Path) -> None:
    author, _ = office.editors("national")
    file = office.folder / "nanhai.yaml"
    file.write_text(text_of(office, "donghai").replace("jurisdiction: donghai", "jurisdiction: nanhai"), "utf-8")
    try:
        assert browse(office.another(), "nanhai").get("/").status_code == 404
        assert "新的省级规则 nanhai" in author.get("/desk").text
        answer = author.submit("/desk/texts/nanhai", {"act": "file"}, button="用文件里的文本建立草稿")
        assert answer.status_code == 303, seen(answer.text)
        with office.app.app_context(), unit_of_work("national", write=False) as work:
            assert [draft.text for draft in work.query(Draft)] == [file.read_text("utf-8")]
    finally:
        file.unlink()
