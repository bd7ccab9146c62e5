"""A worker who walks the join pages as they come: reads each page, answers whatever it asks, and goes where it leads."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, browse
from tests.web.lint import page_faults, question_faults
from webapp.demo.people import identity_number
from webapp.join.models import JoinDraft
from webapp.join.store import new_draft
from webapp.notices import messages_of
from webapp.persistence import unit_of_work

MAX_PAGES = 40
ENOUGH = 1
_linted: Counter[tuple[str | None, str, int]] = Counter()

Fields = dict[str, Any]
_walked: dict[tuple[int, str | None, str], Fields] = {}


@dataclass
class Walk:
    """One browser on the way to a membership.

    `wants` says what to choose: a field's name -> its value (radios, boxes), the text to look up (units), or a division
    code (places). What it does not say is answered with the first choice, 不确定 or nothing.
    """

    browser: Browser
    app: Flask
    wants: Mapping[str, Any] = field(default_factory=dict)
    phone: str = "13800138000"
    name: str = "陈小明"
    number: str = identity_number(1)
    seen: list[str] = field(default_factory=list)
    page: str = ""
    path: str = ""
    address: str = ""

    def go(self, path: str) -> "Walk":
        """Open a page; redirects are followed."""
        return self._arrive(self.browser.get(path))

    def begin(self) -> "Walk":
        """Start on /join and answer all questions: ends on the result page."""
        way = (id(self.app), self.browser.jurisdiction, repr(sorted(self.wants.items())))
        if way in _walked and not self.seen:
            return self._take_up(_walked[way])
        fresh = not self.seen
        self.go("/join")
        self.send(button="开始" if "重新开始" not in self.page else "重新开始")
        self.answer_questions()
        if fresh and self.path == "/join/result":
            _walked[way] = self._given()
        return self

    def _take_up(self, answers: Fields) -> "Walk":
        """A way that was walked already is not walked again: its answers stand in a new draft."""
        assert self.browser.jurisdiction is not None
        with self.app.app_context(), unit_of_work(self.browser.jurisdiction):
            draft_id = new_draft(channel="online", worker_id=None, answers=answers).id
        with self.browser.session_transaction(base_url=self.browser.origin) as session:
            session["join_draft"] = str(draft_id)
        return self.go("/join/result")

    def _given(self) -> Fields:
        """The answers of the newest draft, which is this browser's."""
        assert self.browser.jurisdiction is not None
        newest = select(JoinDraft.answers).order_by(JoinDraft.id.desc()).limit(1)
        with self.app.app_context(), unit_of_work(self.browser.jurisdiction, write=False) as work:
            return dict(work.scalars(newest).one())

    def answer_questions(self) -> "Walk":
        """Answer page by page until no question is left."""
        for _ in range(MAX_PAGES):
            if not self.path.startswith("/join/questions/"):
                return self
            self.answer_one()
        raise AssertionError(f"the questions do not end: {self.seen}")

    def answer_one(self) -> "Walk":
        """Answer the question of this page."""
        return self.send(self._answers(self.form))

    def choose(self) -> "Walk":
        """On the result page: pick a union for each leg that has several, and apply."""
        return self.send(self._answers(self.form), button="申请加入")

    def sign_in(self) -> "Walk":
        """Through the phone and code pages, if they come."""
        if self.path == "/login":
            self.send({"phone": self.phone}).sign_in_with_code()
        return self

    def sign_in_with_code(self) -> "Walk":
        """On the code page: type the code of the newest message."""
        return self.send({"code": last_code(self.app, self.browser.jurisdiction)}, button="登录")

    def identify(self) -> "Walk":
        """Give name and identity number."""
        return self.send({"name": self.name, "identity_number": self.number})

    def submit(self) -> "Walk":
        """Consent and hand in: ends on the confirmation page."""
        return self.send({"join": "1", "identity": "1"}, button="提交入会申请")

    def to_check(self) -> "Walk":
        """From nothing to the check page."""
        return self.begin().choose().sign_in().identify()

    def to_end(self) -> "Walk":
        """From nothing to the confirmation."""
        self.to_check().submit()
        assert "/join/applications/" in self.path, text(self.page)
        return self

    def send(self, fields: Fields | None = None, *, button: str | None = None) -> "Walk":
        """Fill in the page's form and send it."""
        return self._arrive(self.browser.send(self.page, self.address or self.path, fields, button=button))

    @property
    def reference(self) -> str:
        """The reference of the application whose page this is."""
        return self.path.rsplit("/", 1)[1]

    @property
    def form(self) -> Tag:
        """The page's form."""
        found = BeautifulSoup(self.page, "lxml").select("main form")
        return found[-1]

    @property
    def token(self) -> Fields:
        """The token of the page's form."""
        found = self.form.find("input", attrs={"name": "csrf_token"})
        assert isinstance(found, Tag)
        return {"csrf_token": str(found["value"])}

    def _arrive(self, answer: TestResponse) -> "Walk":
        for _ in range(10):
            self.path = urlsplit(answer.request.url).path
            self.address = answer.request.full_path.rstrip("?")
            if answer.status_code not in (302, 303):
                break
            answer = self.browser.get(answer.location)
        self.status, self.page = answer.status_code, answer.text
        assert self.status in (200, 422), f"{self.path}: {self.status} {text(self.page)}"
        self._lint()
        self.seen.append(self.path)
        return self

    def _lint(self) -> None:
        """Each kind of page keeps to the rules of every page; the first few of a kind are enough."""
        kind = (self.browser.jurisdiction, self.path.rsplit("-", 1)[0], self.status)
        _linted[kind] += 1
        if _linted[kind] <= ENOUGH:
            assert page_faults(self.page) == [], self.path
            if "/questions/" in self.path:
                assert question_faults(self.page) == [], self.path

    def _answers(self, form: Tag) -> Fields:
        answers: Fields = {}
        names = dict.fromkeys(str(each["name"]) for each in form.find_all(["input", "select", "textarea"]))
        for name in names:
            if name != "csrf_token":
                answers |= self._answer(form, name)
        return answers

    def _answer(self, form: Tag, name: str) -> Fields:
        inputs = form.find_all(["input", "select", "textarea"], attrs={"name": name})
        kind = str(inputs[0].get("type") or inputs[0].name)
        if kind == "search":
            return self._search(form, name.removesuffix("-q"))
        if kind == "select":
            return {name: self._place(inputs[0], name)}
        if kind == "radio" and any(each.has_attr("checked") for each in inputs) and name not in self.wants:
            return {}
        if kind == "radio":
            return self._radio(form, name, [str(each["value"]) for each in inputs])
        if kind == "checkbox":
            return {name: [str(each["value"]) for each in inputs if str(each["value"]) in self.wants.get(name, ())]}
        return {name: self.wants.get(name, "")}

    def _radio(self, form: Tag, name: str, values: list[str]) -> Fields:
        if form.find("input", attrs={"name": f"{name}-q"}):
            return {}
        wanted = self.wants.get(name)
        return {name: wanted if wanted in values else values[0]}

    def _search(self, form: Tag, name: str) -> Fields:
        """Look up the unit wanted on this page, then take the one found; without one say 不确定, or nothing where it may be left out."""
        if form.find("select", attrs={"name": f"{name}-1"}):
            return {}
        wanted = self.wants.get(self.path.rsplit("/", 1)[1], "")
        found = [str(each["value"]) for each in form.find_all("input", attrs={"name": name, "type": "radio"})]
        if wanted and found and found[0] != "unknown":
            return {name: found[0]}
        if wanted and self.seen[-2:] != [self.path] * 2:
            return {f"{name}-q": wanted}
        optional = "选填" in form.get_text()
        return {f"{name}-q": wanted, name: "" if optional and not wanted else "unknown"}

    def _place(self, select: Tag, name: str) -> str:
        codes = [str(option["value"]) for option in select.find_all("option") if option.get("value")]
        wanted = str(self.wants.get(name.rsplit("-", 1)[0], self.wants.get("place", "")))
        inside = [code for code in codes if wanted == code or wanted.startswith(code.rstrip("0")) and wanted]
        return (inside or codes)[0]


def last_code(app: Flask, jurisdiction: str | None) -> str:
    """The code in the newest message of a province."""
    assert jurisdiction is not None
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        found = re.search(r"\d{6}", messages_of(1)[0].text)
    assert found is not None
    return found[0]


def walker(app: Flask, jurisdiction: str, person: int = 1, **wants: Any) -> Walk:
    """A new browser of the person with this number; `wants` as in Walk, with `_` for `-` in names of pages."""
    named = {name.replace("__", "-"): value for name, value in wants.items()}
    return Walk(browse(app, jurisdiction), app, named, f"138{person:08d}", number=identity_number(person))


def text(page: str) -> str:
    """The visible words of a page's main part."""
    main = BeautifulSoup(page, "lxml").find("main")
    return " ".join(main.get_text(" ", strip=True).split()) if main else page


def errors(page: str) -> list[str]:
    """The messages beside the fields."""
    found = BeautifulSoup(page, "lxml").select("main .field-error")
    return [" ".join(each.get_text(" ", strip=True).split()).removeprefix("错误：").strip() for each in found]
