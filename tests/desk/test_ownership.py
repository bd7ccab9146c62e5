"""A text belongs to one desk: another's is neither opened nor written, and that somebody tried stays as an event there."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, insert, select, text

from tests.client import Browser, browse
from tests.desk.conftest import PRODUCTION, Office, fields, text_of
from tests.desk.test_publishing import ON_SQLITE, publish, rows, seen, send
from webapp.cli import main
from webapp.desk.models import PROFILE, SOURCE, Draft, Published
from webapp.desk.store import Written, save
from webapp.desk.workflow import NotNow
from webapp.persistence import Event, now, unit_of_work
from webapp.policy import Register

DESKS = ("national", "guangdong", "jiangsu")


def source_of(office: Office, name: str) -> str:
    return (office.folder / "sources" / f"{name}.yaml").read_text("utf-8")


def refusals(office: Office, desk: str) -> list[str]:
    """The texts of others that somebody at a desk tried to write, in order."""
    with office.app.app_context(), unit_of_work(desk, write=False) as work:
        found = work.scalars(select(Event).where(Event.kind == "policy.refused").order_by(Event.at)).all()
        assert all(event.actor and event.actor.startswith("officer:") for event in found)
        return [event.data["name"] for event in found]


def token_of(browser: Browser, page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)
    assert found, page
    return found[1]


def post(browser: Browser, path: str, token: str, data: dict[str, Any]) -> Any:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": browser.origin}
    return browser.post(path, data={"csrf_token": token, **data}, headers=headers)


def clauses(office: Office, document: str) -> str:
    return seen(browse(office.app, "guangdong").get(f"/policy/clauses/{document}").text)


def old_draft(office: Office, desk: str, name: str, text: str) -> None:
    """A proposal that lies on a desk since before a text had one owner."""
    words = {"state": "proposed", "text": text, "author": "甲", "reason": "旧", "effective": date(2025, 1, 1)}
    with office.app.app_context(), unit_of_work(desk) as work:
        work.add(Draft(kind=SOURCE, name=name, open_key=f"{SOURCE}:{name}", **words))


def test_a_province_rewrites_nothing_of_another_or_of_the_nation(office: Office) -> None:
    """X-01: take another's document into one's own list, open it at one's own desk, change a clause, publish."""
    author, approver = office.editors("jiangsu")
    before = {name: clauses(office, name) for name in ("GD30", "NAT16")}
    text = text_of(office, "jiangsu")
    line = text.split("\n").index("documents: [JS47]") + 1

    answer = send(author, "jiangsu", "propose", text.replace("documents: [JS47]", "documents: [JS47, GD30]"))
    assert answer.status_code == 422
    assert f"第 {line} 行第 19 列：“GD30” 是 guangdong 的文件" in seen(answer.text)
    publish(author, approver, "jiangsu", text.replace("documents: [JS47]", "documents: [JS47, NAT16]"))

    for name in ("GD30", "NAT16"):
        stolen = re.sub(r"text: \S", "text: 改", source_of(office, name), count=1)
        assert stolen != source_of(office, name)
        assert author.get(f"/desk/texts/{name}").status_code == 404
        assert name not in author.get("/desk").text
        token = token_of(author, "/desk/texts/jiangsu")
        for act in ("save", "propose", "file"):
            assert post(author, f"/desk/texts/{name}", token, fields(stolen, act=act)).status_code == 404
        old_draft(office, "jiangsu", name, stolen)
        page = approver.get(f"/desk/texts/{name}").text
        assert "这份文本不归这里" in page and "同意并发布" not in page
        token, vote = token_of(approver, f"/desk/texts/{name}"), {"act": "publish", "version": "1"}
        answer = post(approver, f"/desk/texts/{name}/decision", token, vote)
        assert answer.status_code == 409 and "只由那里的政策台起草和发布" in answer.text
        assert [row.desk for row in rows(office, name)] == ["national"]
        assert clauses(office, name) == before[name]
    assert refusals(office, "jiangsu") == ["GD30"] * 4 + ["NAT16"] * 4
    assert refusals(office, "guangdong") == refusals(office, "national") == []

    with office.app.app_context(), unit_of_work("jiangsu", write=False) as work:
        noted = work.scalars(select(Event).where(Event.kind == "policy.refused").limit(1)).one()
        assert (noted.subject, noted.data) == ("policy:GD30", {"name": "GD30", "owner": "广东省"})


def acts_on(name: str, row: Any) -> list[dict[str, str]]:
    """Everything an author's page can send for a text."""
    acts = ["save", "propose", "drop", "file", "case", f"restore:{row}", "show:history", "check"]
    return [{**fields("jurisdiction: 假\n"), "act": act, "version": "0", "name": name} for act in acts]


@ON_SQLITE
@pytest.mark.parametrize("desk", DESKS)
def test_isolation_no_desk_writes_a_text_of_another(office: Office, desk: str) -> None:
    """The matrix: every text, by every act of an author and of an approver, and by its restored publications."""
    author, approver = office.editors(desk)
    with office.app.app_context(), unit_of_work(None, write=False) as work:
        texts = {row.name: row for row in work.scalars(select(Published))}
    own = [row for row in texts.values() if row.owner == desk]
    foreign = [row for row in texts.values() if row.owner != desk]
    assert len(own) >= 2 and len(foreign) >= 8
    waiting = next(row.name for row in own if row.kind == SOURCE)
    old_draft(office, desk, waiting, "改")
    token, vote = token_of(author, f"/desk/texts/{desk}"), token_of(approver, f"/desk/texts/{waiting}")

    expected: list[str] = []
    for row in foreign:
        path = f"/desk/texts/{row.name}"
        assert author.get(path).status_code == 404
        for data in acts_on(row.name, row.id):
            assert post(author, path, token, data).status_code == 404, data["act"]
        for act in ("publish", "send_back"):
            data = {"act": act, "version": "1", "note": "退"}
            assert post(approver, f"{path}/decision", vote, data).status_code == 404
        data = {**fields(""), "act": f"restore:{row.id}", "version": "0"}
        assert post(author, f"/desk/texts/{desk}", token, data).status_code == 404
        expected += [row.name] * 10
        if row.kind == SOURCE:
            new = {
                "document": row.name,
                "number": "假",
                "title": "假",
                "dated": "2024-01-01",
                "issuers": "假",
                "full_text": "一、",
            }
            answer = post(author, "/desk", token, new)
            assert answer.status_code == 422 and "只由那里的政策台起草和发布" in answer.text
            expected.append(row.name)
        elif desk == "national":
            answer = post(author, "/desk", token, {"name": row.name, "division": ""})
            assert answer.status_code == 422 and "由它自己的政策台修改" in answer.text

    assert refusals(office, desk) == expected
    for other in DESKS:
        assert other == desk or refusals(office, other) == []
    with office.app.app_context(), unit_of_work(desk, write=False) as work:
        assert [draft.name for draft in work.scalars(select(Draft))] == [waiting]
        assert len(work.scalars(select(Published)).all()) == len(texts)


@ON_SQLITE
def test_an_old_draft_of_anothers_text_can_only_be_given_back_and_dropped(office: Office) -> None:
    author, approver = office.editors("jiangsu")
    old_draft(office, "jiangsu", "GD30", source_of(office, "GD30") + "# 改\n")
    answer = approver.submit("/desk/texts/GD30", {"act": "send_back", "note": "不归我们"}, button="退回")
    assert answer.status_code == 303, seen(answer.text)
    page = author.get("/desk/texts/GD30").text
    assert "现在归广东省" in page and "保存草稿" not in page
    assert author.submit("/desk/texts/GD30", button="放弃草稿").status_code == 303
    assert author.get("/desk/texts/GD30").status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(
    ("desk", "name", "said", "told"),
    [
        ("guangdong", "GD30", "jiangsu", "这份文件是 “guangdong” 的，归属不能改（请写 guangdong）"),
        ("guangdong", "GD30", "national", "这份文件是 “guangdong” 的，归属不能改（请写 guangdong）"),
        ("national", "NAT16", "guangdong", "这份文件是 “national” 的，归属不能改（请写 national）"),
    ],
)
def test_a_draft_does_not_change_whose_a_document_is(
    office: Office, desk: str, name: str, said: str, told: str
) -> None:
    author, _ = office.editors(desk)
    text = source_of(office, name).replace(f"jurisdiction: {desk}", f"jurisdiction: {said}")
    answer = send(author, name, "propose", text)
    assert answer.status_code == 422
    message, hint = told.rstrip("）").split("（")
    page = seen(answer.text)
    assert f"第 8 行第 17 列：{message}" in page and hint in page


@ON_SQLITE
def test_what_another_desk_once_published_counts_no_more_but_old_decisions_still_find_it(office: Office) -> None:
    """A row from before the rule: its owner is named by the migration, its desk is not his."""
    stolen = re.sub(r"text: \S", "text: 改", source_of(office, "GD30"), count=1)
    before, library = clauses(office, "GD30"), office.app.extensions["gonghui.library"]
    texts = {**library.register.texts, "GD30.yaml": stolen}
    meanwhile = library.trying(register=Register.from_texts(texts)).profile("guangdong").digest
    digest = library.profile("guangdong").digest
    engine = create_engine(office.app.extensions["gonghui.settings"].database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER policy_published_owner"))
        row = {"owner": "guangdong", "desk": "jiangsu", "kind": SOURCE, "name": "GD30", "text": stolen, "examples": {}}
        words = {"digest": "0" * 64, "reason": "旧", "author": "甲", "approver": "乙", "reopens": False}
        connection.execute(
            insert(Published.__table__), row | words | {"effective": date(2025, 1, 1), "published_at": now()}
        )
    engine.dispose()
    library = office.another().extensions["gonghui.library"]
    assert library.profile("guangdong").digest == digest != meanwhile
    assert library.pinned("guangdong", meanwhile).digest == meanwhile and clauses(office, "GD30") == before
    author, _ = office.editors("guangdong")
    assert "由jiangsu的政策台发布" in seen(author.get("/desk/texts/GD30?show=history").text)


@ON_SQLITE
def test_the_command_line_takes_a_text_to_its_owners_desk_and_changes_no_owner(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office.editors("jiangsu")
    office.editors("guangdong")
    settings = office.app.extensions["gonghui.settings"]
    for name, value in {
        **PRODUCTION,
        "DATABASE_URL": settings.database_url,
        "GONGHUI_DATA": str(tmp_path / "data"),
        "GONGHUI_POLICIES": str(office.folder),
        "GONGHUI_SECRET_KEY": "a secret of the tests",
    }.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "GD30.yaml"
    file.write_text(source_of(office, "GD30").replace("jurisdiction: guangdong", "jurisdiction: jiangsu"), "utf-8")
    assert main(["policy", "publish", str(file)]) == 1
    assert "GD30.yaml:8:17: 这份文件是 “guangdong” 的，归属不能改" in capsys.readouterr().out
    profile = tmp_path / "jiangsu.yaml"
    profile.write_text(text_of(office, "jiangsu").replace("[JS47]", "[JS47, GD30]"), "utf-8")
    assert main(["policy", "publish", str(profile)]) == 1
    assert "“GD30” 是 guangdong 的文件" in capsys.readouterr().out
    file.write_text(source_of(office, "GD30") + "# 注\n", "utf-8")
    assert main(["policy", "publish", str(file)]) == 0
    assert "https://guangdong.localhost/desk/texts/GD30" in capsys.readouterr().out
    new = tmp_path / "ZJ09.yaml"
    new.write_text(source_of(office, "JS47").replace("JS47", "ZJ09").replace("n: jiangsu", "n: zhejiang"), "utf-8")
    assert main(["policy", "publish", str(new)]) == 1
    assert "“zhejiang” 的文件不能在这里登记" in capsys.readouterr().out


@ON_SQLITE
@pytest.mark.parametrize(("kind", "name"), [(SOURCE, "GD30"), (PROFILE, "guangdong"), (PROFILE, "zhejiang")])
def test_no_program_saves_a_draft_of_anothers_text(office: Office, kind: str, name: str) -> None:
    with office.app.app_context(), pytest.raises(NotNow, match="只由那里的政策台"), unit_of_work("jiangsu"):
        save(kind, name, Written("假", {}), seen_version=0, author=None)
    with office.app.app_context(), unit_of_work("jiangsu", write=False) as work:
        (noted,) = work.scalars(select(Event).where(Event.kind == "policy.refused"))
        assert (noted.data["name"], noted.actor) == (name, None)
        assert work.query(Draft).count() == 0
