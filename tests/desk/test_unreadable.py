"""A stored text that a later, stricter program can no longer read concerns its own jurisdiction alone, also at the first start."""

from datetime import date
from pathlib import Path

import pytest

from tests.client import browse
from tests.desk.conftest import Office, sign_in, text_of
from tests.desk.test_commands import as_settings
from tests.desk.test_publishing import ON_SQLITE
from tests.officers import person
from webapp.accounts import POLICY_APPROVER, POLICY_AUTHOR, give_role
from webapp.accounts.officers import officer_by_login
from webapp.cli import main
from webapp.desk.models import PROFILE, SOURCE, Published
from webapp.operations.doctor import examine
from webapp.persistence import unit_of_work
from webapp.tenancy import NATIONAL, library
from webapp.unions import Union

PROVINCE, OTHER, NEW = "shanghai", "guangdong", "fifth"
UNKNOWN = "\na_key_that_is_no_more: 1\n"


def stored(
    office: Office, name: str, text: str, *, kind: str = PROFILE, owner: str = PROVINCE, desk: str = PROVINCE
) -> None:
    """A text in the record as an earlier program published it."""
    with office.app.app_context(), unit_of_work(desk) as work:
        work.add(
            Published(
                kind=kind,
                name=name,
                text=text,
                owner=owner,
                examples={},
                digest="0" * 64,
                reason="照文件改",
                author="甲",
                approver="乙",
                effective=date(2021, 9, 24),
                reopens=False,
            )
        )


def diagnosis(office: Office) -> dict[str, str]:
    """What the doctor of a server that was just started says of texts."""
    app = office.another()
    with app.app_context():
        found = [(one.what, one.trouble) for one in examine(app) if one.what.startswith("policy ")]
    return {what.removeprefix("policy "): trouble for what, trouble in found}


@pytest.mark.parametrize("broken", [UNKNOWN, "\nrules: [", "\ufffe"], ids=["stricter", "no yaml", "no text"])
def test_the_last_good_text_stays_in_force_and_the_desk_is_told(office: Office, broken: str) -> None:
    office.editors(PROVINCE)
    stored(office, PROVINCE, text_of(office, PROVINCE).replace("name: 上海市", "name: 读不出的", 1) + broken)
    app = office.another()
    for name in (PROVINCE, OTHER):
        page = browse(app, name).get("/policy")
        assert page.status_code == 200 and "读不出的" not in page.text
    assert list(diagnosis(office)) == [PROVINCE]
    with app.app_context(), unit_of_work(PROVINCE, write=False):
        author = officer_by_login("alice")
        assert author is not None
        who = author.id
    assert f"{PROVINCE}.yaml" in sign_in(app, PROVINCE, who).get("/desk").text


def test_a_province_without_any_good_text_is_shut_and_the_others_serve(office: Office) -> None:
    text = text_of(office, PROVINCE).replace(f"jurisdiction: {PROVINCE}", f"jurisdiction: {NEW}", 1)
    stored(office, NEW, text + UNKNOWN, owner=NEW, desk=NATIONAL)
    app = office.another()
    shut = browse(app, NEW).get("/")
    assert shut.status_code == 503 and "这里暂停服务" in shut.text and "Traceback" not in shut.text
    assert browse(app, NEW).post("/join", data={}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 503
    assert [browse(app, name).get("/").status_code for name in (PROVINCE, OTHER, None)] == [200] * 3
    assert browse(app, "nowhere").get("/").status_code == 404
    assert "its host is shut" in diagnosis(office)[NEW]


def as_new(text: str) -> str:
    """A text of the made-up province as one of another."""
    return text.replace("donghai", NEW).replace("DH01", "FI01").replace("DH", "FI")


@ON_SQLITE
def test_a_shut_province_is_opened_again_by_the_command_line(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = as_new((office.folder / "sources" / "DH01.yaml").read_text("utf-8"))
    stored(office, "FI01", document, kind=SOURCE, owner=NEW, desk=NATIONAL)
    text, file = as_new(text_of(office, "donghai")), tmp_path / f"{NEW}.yaml"
    stored(office, NEW, text + UNKNOWN, owner=NEW, desk=NATIONAL)
    assert browse(office.another(), NEW).get("/").status_code == 503
    with office.app.app_context(), unit_of_work(NEW) as work:
        work.add(top := Union(name="第五总工会", kind="provincial_federation", division="990000"))
        work.flush()
        for login, role in (("alice", POLICY_AUTHOR), ("bob", POLICY_APPROVER)):
            give_role(person(name=login, login=login), top.id, role)
    for name, value in as_settings(office, tmp_path).items():
        monkeypatch.setenv(name, value)
    file.write_text(text, "utf-8")
    done = main(["policy", "publish", str(file), "--author", "alice", "--approver", "bob", "--reason", "改好"])
    assert done == 0, capsys.readouterr().out
    assert browse(office.another(), NEW).get("/").status_code == 200


def test_a_document_that_cannot_be_read_any_more_stands_as_it_did(office: Office) -> None:
    name = next(path.stem for path in sorted((office.folder / "sources").glob("SH*.yaml")))
    good = (office.folder / "sources" / f"{name}.yaml").read_text("utf-8")
    with office.another().app_context():
        before = library().profile(PROVINCE).digest
    stored(office, name, good + UNKNOWN, kind=SOURCE)
    app = office.another()
    with app.app_context():
        assert library().profile(PROVINCE).digest == before and name in library().register.documents
    assert [browse(app, one).get("/policy").status_code for one in (PROVINCE, OTHER)] == [200, 200]
    assert list(diagnosis(office)) == [name]
