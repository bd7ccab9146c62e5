"""Members and officers for the tests of founding, made by the rooms' own functions; nothing here names a province."""

from datetime import date
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, browse
from tests.join.conftest import REAL, Grown
from tests.officers import person
from webapp.accounts import ADMINISTRATOR, Worker, give_role
from webapp.cases import Case, Verdict, decide_step, steps_of
from webapp.cases.follow_ups import sweep_follow_ups
from webapp.cases.store import cases_of_application
from webapp.demo import people
from webapp.demo.stories import situations
from webapp.founding.models import Founding
from webapp.jobs import run_due
from webapp.join.consider import consider
from webapp.join.placing import pick_key
from webapp.join.store import new_draft, save_answers, save_identity
from webapp.join.submitting import submit_application
from webapp.members import give_seat, register_person
from webapp.persistence import blind_index, db, unit_of_work
from webapp.policy import Library, Profile
from webapp.policy.reading.layered import stated_rows
from webapp.tenancy import business_date
from webapp.unions import Union

EMPLOYER = "agent_without"


def rules(app: Flask, jurisdiction: str) -> Profile:
    """The profile of a province."""
    library: Library = app.extensions["gonghui.library"]
    return library.profile(jurisdiction)


def with_threshold(app: Flask) -> list[str]:
    """The provinces that state a threshold."""
    return [name for name in REAL if stated_rows(rules(app, name).rules.thresholds)]


def without_threshold(app: Flask) -> list[str]:
    """The others."""
    return [name for name in REAL if name not in with_threshold(app)]


def add_guide(grown: Grown, jurisdiction: str) -> UUID:
    """The federation that the threshold names, at the street of the employer."""
    row = stated_rows(rules(grown.app, jurisdiction).rules.thresholds)[0]
    place = grown.lands[jurisdiction].employers[EMPLOYER].division
    with grown.app.app_context(), unit_of_work(jurisdiction):
        top = db.session.scalars(select(Union).where(Union.parent_id.is_(None))).first()
        assert top is not None
        union = Union(name="本街总工会", kind=row.by, division=place, parent_id=top.id, address="街道职工服务中心")
        db.session.add(union)
        return union.id


def apply(grown: Grown, jurisdiction: str, number: int, *, employer: str = EMPLOYER, **answers: Any) -> UUID:
    """A worker of the employer applies; the id of his seat's case."""
    land = grown.lands[jurisdiction]
    with grown.app.app_context(), unit_of_work(jurisdiction):
        phone = people.phone(number)
        worker = Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
        db.session.add(worker)
        draft = new_draft(channel="online", worker_id=worker.id)
        known = situations(land)[1] | {"employer_id": str(land.employers[employer].id)} | answers
        places = {key: value for key, value in known.items() if key.startswith("place_")}
        save_answers(draft, {key: value for key, value in known.items() if key not in places})
        if consider(draft).question == "place":
            save_answers(draft, places | {"place_basis": consider(draft).bases[0]})
        outcome = consider(draft)
        assert outcome.question is None, outcome.question
        save_answers(draft, {pick_key(leg.plan): str(leg.candidates[0].id) for leg in outcome.legs if leg.candidates})
        save_identity(
            draft,
            worker_id=worker.id,
            name=people.name(number),
            kind="resident_identity_card",
            number=people.identity_number(number),
        )
        application = submit_application(draft, worker, consider(draft))
        return next(case.id for case in cases_of_application(application.id) if case.data["seat"])


def grant(app: Flask, jurisdiction: str, case_id: UUID, officer_id: UUID) -> None:
    """Grant what waits on a case; the officer needs no role: who may decide is the web's check."""
    with app.app_context(), unit_of_work(jurisdiction):
        case = db.session.scalars(select(Case).where(Case.id == case_id)).one()
        step = next(step for step in steps_of(case) if step.state == "open" and step.role == "decides")
        decide_step(case, step, Verdict.GRANT, officer_id=officer_id, reason="", seen_version=case.version)


def clerk(grown: Grown, jurisdiction: str, login: str = "clerk") -> UUID:
    """An officer without a union."""
    with grown.app.app_context(), unit_of_work(jurisdiction):
        return person(name="李经办", login=login).id


def members(grown: Grown, jurisdiction: str, numbers: range, **answers: Any) -> None:
    """These people become members; what their grants leave waits for `look`."""
    who = clerk(grown, jurisdiction, f"clerk-{numbers.start}")
    for number in numbers:
        grant(grown.app, jurisdiction, apply(grown, jurisdiction, number, **answers), who)


def seats(grown: Grown, jurisdiction: str, numbers: range, **facts: Any) -> None:
    """These people have a seat as workers of the employer, as members who came with a list do."""
    land = grown.lands[jurisdiction]
    with grown.app.app_context(), unit_of_work(jurisdiction):
        union = next(one for one in land.unions.values() if one.employer_id is None and one.parent_id is not None)
        for number in numbers:
            identity = people.identity_number(number)
            person = register_person(
                worker_id=None,
                name=people.name(number),
                identity_kind="resident_identity_card",
                identity_number=identity,
                phone=people.phone(number),
            )
            given = {"join_form": "individual_join", "relation_kind": "employment", "worker_group": "courier"} | facts
            give_seat(
                person,
                union_id=union.id,
                seat_kind="full",
                since=business_date(),
                channel="online",
                employer_id=land.employers[EMPLOYER].id,
                **given,
            )


def look(grown: Grown, jurisdiction: str, *, nightly: bool = False) -> None:
    """What the jobs after the commits do, and perhaps the nightly sweep."""
    with grown.app.app_context():
        if nightly:
            with unit_of_work(jurisdiction):
                sweep_follow_ups()
        run_due(grown.app)


def tasks(app: Flask, jurisdiction: str) -> list[tuple[str, str, UUID | None]]:
    """The founding cases of a province: number, state, union asked."""
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        found = db.session.scalars(select(Case).where(Case.kind == "founding").order_by(Case.created_at, Case.id))
        return [(case.reference, case.state, case.union_id) for case in found]


def founded(app: Flask, jurisdiction: str) -> list[Founding]:
    """The rows of all foundings."""
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        return list(db.session.scalars(select(Founding).order_by(Founding.created_at)))


def administrator(grown: Grown, jurisdiction: str, *unions: UUID, login: str = "keeper") -> Browser:
    """The browser of an administrator of these unions, signed in."""
    with grown.app.app_context(), unit_of_work(jurisdiction):
        officer = person(name="赵主席", login=login)
        for union_id in unions:
            give_role(officer, union_id, ADMINISTRATOR)
    return browse(grown.app, jurisdiction).sign_in("officer", officer.id)


def words(page: str) -> str:
    """The visible words of a page's main part."""
    main = BeautifulSoup(page, "lxml").find("main")
    return " ".join(main.get_text(" ", strip=True).split()) if main else page


def day(name: str, value: date) -> dict[str, str]:
    """The three boxes of a date."""
    return {f"{name}-year": str(value.year), f"{name}-month": str(value.month), f"{name}-day": str(value.day)}
