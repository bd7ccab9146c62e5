"""The world of the tests: two made-up provinces with the same rows, each with a word of its own in every text.

A room adds its rows with `@part` (run in the given order, in one unit of work a province) in tests/parts/<room>.py and says
there how each of its rules is reached. A page of one province that shows the other's word is a leak.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.officers import person
from webapp.accounts import ADMINISTRATOR, AUDITOR, REVIEWER, Officer, Worker, give_role, one_time_link
from webapp.cases import Case, Verdict, decide_step, steps_of
from webapp.cases.follow_ups import open_follow_ups
from webapp.cases.phrases import add_phrase, phrases_of
from webapp.cases.store import cases_of_application
from webapp.demo import people
from webapp.demo.organisations import grow
from webapp.demo.stories import situations
from webapp.join.consider import consider
from webapp.join.doors.drives import open_drive
from webapp.join.models import JoinApplication, JoinDraft
from webapp.join.placing import pick_key
from webapp.join.store import new_draft, save_answers, save_identity
from webapp.join.submitting import submit_application
from webapp.members import person_of_worker
from webapp.members.card import new_code
from webapp.members.models import CardCode
from webapp.members.transfers import Ask, ask_transfer
from webapp.members.workflow import Trigger
from webapp.persistence import blind_index, db, unit_of_work
from webapp.tenancy import business_date, profile
from webapp.unions import Employer, Union, add_employer, report_employer, top_union
from webapp.unions.merging import merge_employers

SOURCE = "guangdong"


@dataclass
class Province:
    """One of the two: its id, its canary word, and what the parts put into it (ids by name)."""

    jurisdiction: str
    canary: str
    rows: dict[str, Any] = field(default_factory=dict)

    def text(self, words: str) -> str:
        """Any text of this province's rows: the words and the canary."""
        return f"{words}{self.canary}"


@dataclass
class World:
    """Both provinces."""

    alpha: Province
    beta: Province

    def other(self, province: Province) -> Province:
        """The one that is not this one."""
        return self.beta if province is self.alpha else self.alpha


Part = Callable[[Province], None]
PARTS: list[Part] = []


def part(build: Part) -> Part:
    """Add a room's rows to both provinces."""
    PARTS.append(build)
    return build


def build_world(app: Flask) -> World:
    """Write all parts into the application's database."""
    import_module("tests.parts")
    world = World(Province("alpha", "阿尔法甲"), Province("beta", "贝塔乙"))
    with app.app_context():
        for province in (world.alpha, world.beta):
            with unit_of_work(province.jurisdiction):
                for build in PARTS:
                    build(province)
    return world


def policy_texts(folder: Path) -> dict[str, str]:
    """The two provinces' policy files by their path in the folder, from those of a real one: each with documents of its own."""
    profile = (folder / f"{SOURCE}.yaml").read_text("utf-8")
    theirs = [
        path for path in sorted((folder / "sources").glob("*.yaml")) if f"jurisdiction: {SOURCE}" in path.read_text()
    ]
    found = {}
    for name in ("alpha", "beta"):
        texts = {f"{name}.yaml": profile} | {
            f"sources/{_own(name, path.stem)}.yaml": path.read_text("utf-8") for path in theirs
        }
        for path, text in texts.items():
            text = text.replace(f"jurisdiction: {SOURCE}", f"jurisdiction: {name}", 1)
            found[path] = functools.reduce(
                lambda so_far, one: so_far.replace(one.stem, _own(name, one.stem)), theirs, text
            )
    return found


def _own(name: str, document: str) -> str:
    """The id of a document as the province's own."""
    return f"{name[:2].upper()}{document[2:]}"


@part
def organisations(province: Province) -> None:
    """The tree of unions and the units, each with the canary in its name."""
    land = grow(profile())
    for kind in (Union, Employer):
        for row in db.session.scalars(select(kind)):
            row.name = province.text(row.name)
    db.session.flush()
    province.rows["situation"] = situations(land)[2]
    province.rows["union"] = next(iter(land.unions.values())).id


@part
def applications(province: Province) -> None:
    """One application under review, one returned, one granted, one refused, each of its own worker; and a draft."""
    for number, (name, verdict) in enumerate(
        {"open": None, "returned": Verdict.RETURN, "granted": Verdict.GRANT, "refused": Verdict.REFUSE}.items()
    ):
        worker, case = _apply(province, number)
        province.rows |= {f"{name}_worker": worker.id, f"{name}_reference": case.reference, f"{name}_case": case.id}
        step = steps_of(case)[0]
        officer = _officer_of(province, step.union_id)
        if verdict is not None:
            reason = province.text("请补充材料")
            decide_step(case, step, verdict, officer_id=officer.id, reason=reason, seen_version=case.version)
        if name == "open":
            province.rows |= {"open_step": step.id, "deciding_union": step.union_id}
    draft = _draft(province, None)
    province.rows["draft"] = draft.id


@part
def desk(province: Province) -> None:
    """What an officer's other pages show: he runs his union and the top one and audits; a colleague, a phrase, a follow-up."""
    top, union_id = top_union(), province.rows["deciding_union"]
    officer = _officer_of(province, union_id)
    assert top is not None
    for place, role in ((union_id, ADMINISTRATOR), (top.id, ADMINISTRATOR), (top.id, AUDITOR)):
        give_role(officer, place, role)
    colleague = person(name=province.text("同事"), login=f"colleague-{province.jurisdiction}")
    give_role(colleague, union_id, REVIEWER)
    add_phrase(union_id, province.text("请补充劳动合同。"))
    province.rows |= {
        "top": top.id,
        "colleague": colleague.id,
        "phrase": phrases_of([union_id])[0].id,
        "follow_up": open_follow_ups([union_id])[0].id,
    }


@part
def register(province: Province) -> None:
    """A unit nobody found, two entries of a unit that became one, and two more."""
    place = db.session.scalars(select(Employer.division).order_by(Employer.name).limit(1)).one()
    units = [
        add_employer(name=province.text(f"江畔配送{number}有限公司"), kind="agent", division=place)
        for number in range(4)
    ]
    merge = merge_employers(units[0], units[1], actor="officer:world")
    application = db.session.scalars(select(JoinApplication.id).order_by(JoinApplication.id).limit(1)).one()
    report = report_employer(name=province.text("没听说的公司"), division=place, subject=f"application:{application}")
    province.rows |= {
        "merge": merge.id,
        "employer": units[2].id,
        "other_employer": units[3].id,
        "report": report.id,
    }


@part
def cards(province: Province) -> None:
    """A code that a member's card shows."""
    person = person_of_worker(province.rows["granted_worker"])
    assert person is not None
    province.rows["card_token"] = new_code(person).token
    for code in db.session.scalars(select(CardCode)):
        code.ends_at += timedelta(days=1)


@part
def links(province: Province) -> None:
    """A one-time link by which an officer sets a password."""
    officer = person(name=province.text("新来的"), login=f"new-{province.jurisdiction}")
    province.rows["password_link"] = one_time_link(officer)


@part
def ways_in(province: Province) -> None:
    """An enrolment drive, a draft that an officer fills in, and a member's transfer under way."""
    union_id, officer_id = province.rows["deciding_union"], province.rows["officer"]
    day, place = business_date(), db.session.scalars(select(Union.division).where(Union.id == union_id)).one()
    drive = open_drive(
        channel="collective_registration",
        union_id=union_id,
        name=province.text("集体入会"),
        place=province.text("配送站"),
        division=place,
        opens_on=day,
        closes_on=day,
        officer_id=officer_id,
    )
    entry = _draft(province, None)
    entry.entered_by = officer_id
    person = person_of_worker(province.rows["granted_worker"])
    assert person is not None
    transfer = ask_transfer(Ask(person, province.rows["union"], Trigger.ASKED))
    transfer.worker_id = province.rows["open_worker"]
    platforms = select(Employer.id).where(Employer.platform.is_(True)).order_by(Employer.name).limit(1)
    province.rows |= {
        "drive_code": drive.code,
        "entry_draft": entry.id,
        "transfer_reference": transfer.reference,
        "platform": db.session.scalars(platforms).one(),
    }


def _officer_of(province: Province, union_id: Any) -> Officer:
    if "officer" not in province.rows:
        officer = person(name=province.text("李审核"), login=f"officer-{province.jurisdiction}")
        province.rows["officer"] = officer.id
    found = db.session.get(Officer, province.rows["officer"])
    assert found is not None
    give_role(found, union_id, REVIEWER)
    return found


def _draft(province: Province, worker: Worker | None) -> JoinDraft:
    draft = new_draft(channel="online", worker_id=worker.id if worker else None)
    situation = province.rows["situation"]
    places = {key: value for key, value in situation.items() if key.startswith("place_")}
    save_answers(draft, {key: value for key, value in situation.items() if key not in places})
    if consider(draft).question == "place":
        save_answers(draft, places | {"place_basis": consider(draft).bases[0]})
    outcome = consider(draft)
    assert outcome.question is None, f"the world answers all questions but {outcome.question}"
    save_answers(draft, {pick_key(leg.plan): str(leg.candidates[0].id) for leg in outcome.legs if leg.candidates})
    return draft


def _apply(province: Province, number: int) -> tuple[Worker, Case]:
    phone = people.phone(number)
    worker = Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
    db.session.add(worker)
    draft = _draft(province, worker)
    save_identity(
        draft,
        worker_id=worker.id,
        name=province.text("王"),
        kind="resident_identity_card",
        number=people.identity_number(number),
    )
    application = submit_application(draft, worker, consider(draft))
    return worker, cases_of_application(application.id)[0]
