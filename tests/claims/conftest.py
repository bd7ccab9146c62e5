"""A province with a plan: unions, officers, and members who are covered since 2022-01-05."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.claims.papers import PAPERS, picture
from tests.client import Browser, browse
from tests.officers import person
from webapp.accounts import ADMINISTRATOR, REVIEWER, Worker, give_role
from webapp.cases import Case, Verdict, decide_step, steps_of
from webapp.cases.workflow import StepState
from webapp.claims.models import Accident, Filing
from webapp.claims.procedure import hand_in
from webapp.claims.store import accidents_of, filing_of, new_accident, new_filing, save_account, save_bill, subject_of
from webapp.demo import people
from webapp.files import keep
from webapp.files.checking import Checked, check
from webapp.files.fields import CheckedUpload
from webapp.members import Person, give_seat, register_person
from webapp.persistence import blind_index, db, unit_of_work
from webapp.unions import Union

HOME = "guangdong"
PLAN = "newform-accident"
TODAY = date(2022, 4, 1)
NOON = datetime(2022, 3, 10, 2, tzinfo=UTC)
BILL: dict[str, Any] = {
    "hospital": "市第一人民医院",
    "hospital_public": "yes",
    "hospital_grade": 2,
    "hospital_kind": "general",
    "care": "outpatient",
    "begins_on": date(2022, 3, 10),
    "ends_on": date(2022, 3, 10),
}


@dataclass
class Stage:
    """One province as it is served; `today` moves its business date."""

    app: Flask
    jurisdiction: str = HOME
    unions: dict[str, UUID] = field(default_factory=dict)
    officers: dict[str, UUID] = field(default_factory=dict)
    workers: int = 0
    browsers: dict[str, Browser] = field(default_factory=dict)

    def today(self, day: date) -> None:
        settings = self.app.extensions["gonghui.settings"]
        self.app.extensions["gonghui.settings"] = replace(settings, today={"*": day})

    def work(self, *, write: bool = True) -> Any:
        """A unit of work in the province; needs `with app.app_context()` around it."""
        return unit_of_work(self.jurisdiction, write=write)

    def member(
        self,
        *,
        since: date | None = date(2022, 1, 5),
        real_name: date | None = date(2022, 1, 5),
        group: str = "courier",
    ) -> UUID:
        """A new worker, a member of the street union; the worker's id."""
        self.workers += 1
        number = 300 + self.workers
        phone = people.phone(number)
        with self.app.app_context(), self.work():
            worker = Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
            db.session.add(worker)
            db.session.flush()
            person = register_person(
                worker_id=worker.id,
                name="王小明",
                identity_kind="resident_identity_card",
                identity_number=people.identity_number(number),
                phone=phone,
            )
            if real_name is not None:
                person.real_name_state = "verified"
                person.verified_at = datetime(real_name.year, real_name.month, real_name.day, 4, tzinfo=UTC)
            if since is not None:
                give_seat(
                    person,
                    union_id=self.unions["street"],
                    seat_kind="full",
                    since=since,
                    worker_group=group,
                    relation_kind="partial",
                    channel="online",
                )
            return worker.id

    def worker(self, worker_id: UUID) -> Browser:
        """The browser of a worker."""
        return browse(self.app, self.jurisdiction).sign_in("worker", worker_id)

    def officer(self, login: str = "li") -> Browser:
        """The browser of an officer."""
        if login not in self.browsers:
            self.browsers[login] = browse(self.app, self.jurisdiction).sign_in("officer", self.officers[login])
        return self.browsers[login]

    def person(self, worker_id: UUID) -> Person:
        return db.session.scalars(select(Person).where(Person.worker_id == worker_id)).one()

    def file(self, worker_id: UUID, *amounts: int, accident: int | None = None, at: datetime = NOON) -> str:
        """A filing handed in without the pages: bills of these amounts (fen), on a new accident or the one numbered so."""
        with self.app.app_context(), self.work():
            person = self.person(worker_id)
            if accident is None:
                event = new_accident(person, plan=PLAN)
                event.at, event.kind, event.third_party = at, "accident", "no"
            else:
                event = next(one for one in accidents_of(person.id) if one.number == accident)
            filing, case = new_filing(person, event, union_id=None)
            for amount in amounts:
                save_bill(filing, None, BILL | {"total": amount, "self_paid_in_scope": amount})
            save_account(
                filing, payee="self", bank="工商银行", holder=person.name, number=f"62220000{person.id.int % 10**8}"
            )
            keep_papers(filing)
            hand_in(filing, case)
            return case.reference

    def decide(self, reference: str, verdict: str = "grant", login: str = "li", reason: str = "已核对") -> None:
        """One officer's verdict without the pages; raises what `decide_step` raises."""
        with self.app.app_context(), self.work():
            case = self.case(reference)
            step = next(one for one in steps_of(case) if one.state == StepState.OPEN)
            officer_id = self.officers[login]
            decide_step(case, step, Verdict(verdict), officer_id=officer_id, reason=reason, seen_version=case.version)

    def case(self, reference: str) -> Case:
        return db.session.scalars(select(Case).where(Case.reference == reference)).one()

    def read(self, read: Callable[[], Any]) -> Any:
        """What a function reads in the province."""
        with self.app.app_context(), self.work(write=False):
            return read()

    def filing(self, reference: str) -> Filing:
        """The filing as it is now."""
        return self.read(lambda: filing_of(self.case(reference)))  # type: ignore[no-any-return]

    def accident(self, reference: str) -> Accident:
        """Its accident as it is now."""
        return self.read(lambda: db.session.get_one(Accident, (self.jurisdiction, self.filing(reference).accident_id)))  # type: ignore[no-any-return]


def keep_papers(filing: Filing) -> None:
    """All papers of the plan, as one small picture that was checked once."""
    for purpose in PAPERS:
        keep(CheckedUpload(picture(), _checked()), subject=subject_of(filing), purpose=purpose, by="worker:test")


@cache
def _checked() -> Checked:
    return check(picture())


def build_stage(app: Flask, jurisdiction: str = HOME) -> Stage:
    """Unions and officers in an empty province."""
    stage = Stage(app, jurisdiction)
    stage.today(TODAY)
    division = {"jiangsu": "320100", "shanghai": "310100"}.get(jurisdiction, "440100")
    with app.app_context(), stage.work():
        for name, parent in (("top", None), ("street", "top")):
            union = Union(
                name={"top": "省总工会", "street": "沙面街道总工会"}[name],
                kind="township_street_union",
                division=division,
                parent_id=stage.unions.get(parent or ""),
                phone="020-12345678",
            )
            db.session.add(union)
            stage.unions[name] = union.id
        db.session.flush()
        for login, name, role in (
            ("li", "李经办", REVIEWER),
            ("zhang", "张经办", REVIEWER),
            ("chief", "主任", ADMINISTRATOR),
        ):
            officer = person(name=name, login=login)
            give_role(officer, stage.unions["street"], role)
            stage.officers[login] = officer.id
    return stage


@pytest.fixture
def stage(app: Flask) -> Stage:
    """Guangdong's plan on an empty database, on 2022-04-01."""
    return build_stage(app)
