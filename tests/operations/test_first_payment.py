"""From an empty database to the first paid batch: by the command line, by links on phones and by pages alone.

Nobody is put into a table and nobody is signed in by hand, so what a first deployment cannot do, this cannot do either.
"""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from tests.claims.papers import PAPERS, picture
from tests.claims.walking import ACCOUNT, BILL, WHAT
from tests.client import Browser
from tests.conftest import KINDS
from tests.join.conftest import give_verdict
from tests.join.walking import Walk, text, walker
from tests.officers import WORDS, confirm_waiting, links_to, set_password
from tests.operations.conftest import Gonghui, people_file
from webapp.accounts.officers import ROLES
from webapp.app import create_app
from webapp.persistence import db

HERE = "alpha"
FIRST_DAY, ACCIDENT, LATER = datetime(2022, 3, 1, 2, tzinfo=UTC), "2022-03-10", datetime(2022, 3, 12, 2, tzinfo=UTC)
UNION = {
    "kind": "newform_trade_federation",
    "name": "广州市新业态行业工联合会",
    "division": "440100",
    "address": "市总工会一楼",
    "done": ["preconditions", "leadership", "election"],
    "committees": ["funds_audit", "women"],
}
OPERATOR = "系统运维"


class Officer(Browser):
    """A browser that keeps everything an officer was shown; the page that his own link opens is nobody's but his."""

    def __init__(self, app: Flask, name: str, shown: list[bytes]) -> None:
        super().__init__(app, app.response_class)
        self.jurisdiction, self.name, self.shown = HERE, name, shown

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request to this browser's host."""
        answer = super().open(*args, **kwargs)
        if not answer.request.path.startswith("/officers/password/"):
            self.shown.append(str(answer.headers).encode() + answer.data)
        return answer


@dataclass(frozen=True)
class Appointment:
    """Who got a role, who asked for it, who confirmed it: their names."""

    name: str
    role: str
    asked_by: str
    confirmed_by: str


@dataclass
class Province:
    """The officers of a province that has just been set up, and all that they were shown."""

    app: Flask
    officers: dict[str, Officer] = field(default_factory=dict)
    appointments: list[Appointment] = field(default_factory=list)
    shown: list[bytes] = field(default_factory=list)

    def arrive(self, login: str, name: str) -> Officer:
        """He opens the link on his phone, chooses a password and signs in."""
        self.officers[login] = browser = Officer(self.app, name, self.shown)
        set_password(self.app, HERE, login, browser)
        return browser

    def come_back(self) -> None:
        """On another day everybody signs in again."""
        for login, browser in self.officers.items():
            went(browser.submit("/officers/login", {"login": login, "password": WORDS}))

    def appoint(self, union: str, login: str, name: str, role: str, *, by: Officer, confirmed_by: Officer) -> Officer:
        """One officer asks for somebody new at a union, another confirms; then the newcomer has a link, and arrives."""
        phone = f"1390013900{len(self.appointments)}"
        fields = {"new-name": name, "new-login": login, "new-role": role, "new-phone": phone}
        asked = by.submit(union, fields, button="指定" if role == "administrator" else "邀请", follow_redirects=True)
        assert confirmed_by.name in text(asked.text) and "等另一位管理员确认" in text(asked.text)
        assert confirm_waiting(by) == [] and links_to(self.app, HERE, login) == []
        assert [answer.status_code for answer in confirm_waiting(confirmed_by)] == [303]
        assert [to for to, _path in links_to(self.app, HERE, login)] == [phone]
        self.appointments.append(Appointment(name, ROLES[role], by.name, confirmed_by.name))
        return self.arrive(login, name)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The first day, in a year whose terms the plan knows; it goes on from there."""
    with time_machine.travel(FIRST_DAY) as travel:
        yield travel


@pytest.fixture
def province(
    clock: time_machine.Traveller, gonghui: Gonghui, environment: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Province]:
    """The command line on an empty database, and its two first administrators at work."""
    assert gonghui("init", "--administrators", people_file(tmp_path, HERE)) == 0
    environment.delenv("DATABASE_OWNER_URL", raising=False)
    province = Province(create_app())
    try:
        province.arrive(f"{HERE}.zhang", "张三")
        province.arrive(f"{HERE}.li", "李四")
        yield province
    finally:
        with province.app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("database", KINDS if os.environ.get("GONGHUI_TEST_ALL") else ["postgresql"], indirect=True)
def test_from_an_empty_database_to_the_first_paid_batch(province: Province, clock: time_machine.Traveller) -> None:
    one, other = province.officers.values()
    top = only_union(one)
    auditor = province.appoint(top, "zhou", "周审计", "auditor", by=one, confirmed_by=other)
    union = register_union(one, top)
    chief = province.appoint(union, "wang", "王主席", "administrator", by=one, confirmed_by=other)
    people = (("zhao", "赵经办", "reviewer"), ("qian", "钱出纳", "treasurer"), ("sun", "孙会计", "treasurer"))
    reviewer, maker, checker = (province.appoint(union, *person, by=chief, confirmed_by=other) for person in people)
    member = joined(province.app)
    verify_and_grant(reviewer, member.reference)
    assert "您在保障之内" in text(member.browser.get("/claims").text)
    clock.move_to(LATER)
    province.come_back()
    claim = filed(member)
    went(give_verdict(reviewer, claim, "grant"))
    pay(claim, reviewer, maker, checker)
    assert "银行已付款" in text(member.browser.get(f"/claims/{claim}").text)
    everybody_knows_who_appointed_whom(province, auditor)
    no_page_ever_showed_a_link(province)


def went(answer: TestResponse) -> str:
    """Where it led."""
    assert answer.status_code == 303, text(answer.text)[:800]
    return answer.location


def only_union(officer: Officer) -> str:
    """The page of the only union there is."""
    [path] = set(re.findall(r"/office/unions/[0-9a-f-]{36}", officer.get("/office/unions").text))
    return path


def register_union(officer: Officer, top: str) -> str:
    """A union below, which may receive who applies online; its page."""
    identity = top.rpartition("/")[2]
    path = went(officer.submit(f"/office/register/unions/{identity}/below", UNION, button="登记"))
    assert UNION["name"] in text(officer.get("/office/unions").text)
    return f"/office/unions/{path.rpartition('/')[2]}"


def joined(app: Flask) -> Walk:
    """A worker in one of its places who has applied."""
    walk = walker(app, HERE, relation_kind="partial", place="440103")
    walk.go("/join").send(button="开始").answer_questions()
    assert UNION["name"] in text(walk.page)
    return walk.choose().sign_in().identify().submit()


def verify_and_grant(reviewer: Officer, reference: str) -> None:
    """The case is in his inbox; he has seen the document, and says yes."""
    assert reference in reviewer.get("/office").text
    path = f"/office/cases/{reference}"
    went(reviewer.submit(f"{path}/real-name", {"outcome": "verified"}, button="记下核验结果"))
    went(give_verdict(reviewer, reference, "grant"))


def filed(member: Walk) -> str:
    """The member says what happened, shows the bill and hands it in; the reference."""
    worker = member.browser
    member.go("/login?next=/claims").sign_in()
    claim = went(worker.submit("/claims", button="开始申报"))
    went(worker.submit(f"{claim}/when", {"day": ACCIDENT, "time": "10:00"}))
    went(worker.submit(f"{claim}/what", WHAT))
    went(worker.submit(f"{claim}/bills/new", {**BILL, "begins_on": ACCIDENT, "total": "600.00"}))
    for paper in PAPERS:
        sent = {"purpose": paper, f"{paper}-files": [picture()]}
        went(worker.submit(f"{claim}/papers", sent, content_type="multipart/form-data"))
    went(worker.submit(f"{claim}/account", {"payee": "self", **ACCOUNT, "holder": member.name}))
    went(worker.submit(claim, {"consent": "1"}, button="提交申报"))
    return claim.rpartition("/")[2]


def pay(claim: str, reviewer: Officer, maker: Officer, checker: Officer) -> None:
    """The original is seen; one freezes the list and cannot approve it, another does; the bank pays it."""
    went(reviewer.submit(f"/office/claims/{claim}", button="已核对“医疗收费票据”原件"))
    batch = went(maker.submit("/office/payments", button="冻结选中的名单"))
    alone = maker.submit(batch, {"act": "approve"}, button="取消本批次")
    assert alone.status_code == 409 and "名单是您自己冻结的" in alone.text
    assert maker.submit(batch, {"act": "export"}, button="取消本批次").status_code == 409
    went(checker.submit(batch, button="名单无误，复核通过"))
    went(maker.submit(batch, button="导出给银行"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(maker.get(f"{batch}/list.xlsx").data)).get_sheet_by_index(0)
    [_heading, line] = rows.to_python()
    content = f"行号,金额（元）,付款结果\n{line[0]},{line[5]},成功".encode()
    upload = {"answer": (io.BytesIO(content), "结果.csv")}
    answer = maker.submit(batch, upload, button="读入结果", content_type="multipart/form-data")
    assert "付款成功 1 笔" in text(answer.text) and "已对账" in text(checker.get(batch).text)


def everybody_knows_who_appointed_whom(province: Province, auditor: Officer) -> None:
    """Each reads on his own page who asked for him and who confirmed it; auditors read it of everybody."""
    for browser in province.officers.values():
        known = [one for one in province.appointments if one.name == browser.name]
        story = lines(browser.get("/officers/account").text, ".timeline__item")
        for title, who in [(f"授予职责：{one.role}", one.asked_by) for one in known] or [
            ("授予职责：管理员", OPERATOR)
        ]:
            assert any(title in line and who in line for line in story), (browser.name, title, who, story)
        assert all(any("账号事项生效" in line and one.confirmed_by in line for line in story) for one in known)
    given, confirmed = (
        lines(auditor.get(f"/office/events?kind={kind}").text, "#events tbody tr")
        for kind in ("role_given", "account.confirmed")
    )
    assert (len(given), len(confirmed)) == (len(province.appointments) + 2, len(province.appointments))
    for one in province.appointments:
        assert any(one.asked_by in line and f"对象：{one.name}" in line and one.role in line for line in given), one
        assert any(one.confirmed_by in line and f"对象：{one.name}" in line for line in confirmed), one


def lines(page: str, selector: str) -> list[str]:
    """The words of each such part of a page."""
    return [one.get_text(" ", strip=True) for one in BeautifulSoup(page, "html.parser").select(selector)]


def no_page_ever_showed_a_link(province: Province) -> None:
    """Of all that was sent to any officer's browser nothing holds a link that went to a phone."""
    tokens = [
        path.rpartition("/")[2] for login in province.officers for _to, path in links_to(province.app, HERE, login)
    ]
    assert len(tokens) == len(province.officers)
    assert not [token for token in tokens for page in province.shown if token.encode() in page]
