"""A kind of case of the tests' own, unions with officers who can sign in, and cases before them, in the province alpha."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from tests.client import Browser, browse
from tests.officers import person
from webapp.accounts import ADMINISTRATOR, AUDITOR, REVIEWER, Worker, give_role
from webapp.accounts.passwords import hash_password
from webapp.cases import Case, Kind, Left, Step, StepPlan, leave, open_case, register_kind, submit
from webapp.notices import messages_of
from webapp.persistence import blind_index, db, unit_of_work
from webapp.tenancy import business_date
from webapp.unions import EmployerReport, Union, report_employer

HOME = "alpha"
PASSWORD = "correct horse battery"
PHONE = "13800138000"
SUBJECT = "employer:01890000-0000-7000-8000-000000000001"
PEOPLE = {
    "top": ("top", ADMINISTRATOR, "总工会管理员"),
    "auditor": ("top", AUDITOR, "审计员丁"),
    "chief": ("street", ADMINISTRATOR, "街道主任"),
    "li": ("street", REVIEWER, "李经办"),
    "zhang": ("street", REVIEWER, "张经办"),
    "far": ("far", ADMINISTRATOR, "外街管理员"),
}


def _grant(case: Case, _step: Step) -> None:
    """The effect that must happen once: one row named after the case, and one follow-up."""
    report_employer(name=case.reference)
    leave(case, [Left("trial_count", str(case.id), SUBJECT, {"at_least": 3}, case.union_id)])


TRIAL = Kind(
    name="trial",
    called="试办",
    grant=_grant,
    summary=lambda case: [("编号", case.reference), ("身份证号", "9900**********0018")],
    addressee=lambda _case: "王小明",
    secrets=lambda _case: [("身份证号", "990000199001010018")],
)


@dataclass
class Stage:
    """Unions and officers by name; `signed_in` gives a browser of an officer."""

    app: Flask
    unions: dict[str, UUID] = field(default_factory=dict)
    officers: dict[str, UUID] = field(default_factory=dict)
    worker: UUID | None = None
    browsers: dict[str, Browser] = field(default_factory=dict)

    def signed_in(self, login: str) -> Browser:
        """The browser in which this officer has signed in."""
        if login not in self.browsers:
            self.browsers[login] = self._sign_in(login)
        return self.browsers[login]

    def _sign_in(self, login: str) -> Browser:
        browser = browse(self.app, HOME)
        answer = browser.submit("/officers/login", {"login": login, "password": PASSWORD})
        assert answer.status_code == 303
        return browser

    def worker_signed_in(self) -> Browser:
        """The browser in which the worker of all cases has signed in."""
        if "" not in self.browsers:
            self.browsers[""] = self._sign_in_worker()
        return self.browsers[""]

    def _sign_in_worker(self) -> Browser:
        browser = browse(self.app, HOME)
        browser.submit("/login", {"phone": PHONE})
        with self.app.app_context(), unit_of_work(HOME, write=False):
            found = re.search(r"\d{6}", messages_of()[0].text)
        assert found is not None
        assert browser.submit("/login/code", {"code": found[0]}, button="登录").status_code == 303
        return browser

    def open(self, count: int = 1, *, plans: list[tuple[int, str]] | None = None) -> list[str]:
        """So many cases handed in to the street union (or as planned: order and union); their references."""
        plans = plans or [(1, "street")]
        with self.app.app_context(), unit_of_work(HOME):
            return [self._open_one(plans) for _ in range(count)]

    def _open_one(self, plans: list[tuple[int, str]]) -> str:
        case = open_case(
            kind="trial",
            application_id=uuid7(),
            worker_id=self.worker,
            union_id=self.unions[plans[0][1]],
            title="王**",
            governed_on=business_date(),
            data={},
        )
        submit(case, [StepPlan(order, self.unions[name]) for order, name in plans])
        return case.reference

    def case(self, reference: str) -> Case:
        """The case as it is now."""
        with self.app.app_context(), unit_of_work(HOME, write=False) as work:
            return work.scalars(select(Case).where(Case.reference == reference)).one()

    def steps(self, reference: str) -> list[Step]:
        """Its steps of all rounds."""
        with self.app.app_context(), unit_of_work(HOME, write=False) as work:
            case = work.scalars(select(Case).where(Case.reference == reference)).one()
            statement = select(Step).where(Step.case_id == case.id).order_by(Step.round, Step.order, Step.id)
            return list(work.scalars(statement))

    def effects(self, reference: str) -> int:
        """How often the grant of a case has taken effect."""
        return self.count(EmployerReport, EmployerReport.name == reference)

    def count(self, model: Any, *conditions: Any) -> int:
        """How many rows there are."""
        with self.app.app_context(), unit_of_work(HOME, write=False) as work:
            return work.scalar(select(func.count(model.id)).where(*conditions)) or 0

    def decide(self, browser: Browser, reference: str, verdict: str, reason: str = "", **kwargs: Any) -> Any:
        """Fill in the verdict form of a case."""
        fields = {"verdict": verdict, "reason": reason}
        path = f"/office/cases/{reference}"
        page = browser.get(path).text
        button = "办理，看下一件" if "办理，看下一件" in page else "办理"
        return browser.send(page, path, fields, button=button, **kwargs)


@cache
def _password_hash() -> str:
    """Worked out once: it is slow on purpose."""
    return hash_password(PASSWORD)


def build_stage(app: Flask) -> Stage:
    """Everything in alpha's empty database."""
    register_kind(TRIAL)
    stage = Stage(app)
    with app.app_context(), unit_of_work(HOME):
        for name, parent in (("top", None), ("street", "top"), ("far", "top"), ("lonely", "top")):
            union = Union(
                name=f"{name}工会",
                kind="township_street_union",
                division="440605124",
                parent_id=stage.unions.get(parent or ""),
            )
            db.session.add(union)
            stage.unions[name] = union.id
        db.session.flush()
        for login, (place, role, name) in PEOPLE.items():
            officer = person(name=name, login=login)
            officer.password_hash = _password_hash()
            give_role(officer, stage.unions[place], role)
            stage.officers[login] = officer.id
        worker = Worker(phone=PHONE, phone_index=blind_index("workers.phone", PHONE))
        db.session.add(worker)
        stage.worker = worker.id
    return stage


def at_once(count: int, act: Callable[[int], None]) -> None:
    """Run `act(number)` in so many threads at once; a failure of one fails the test."""
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            act(number)
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures[0]
