"""The demo's officers with their password, on a page of the bare domain; outside a demo the page does not exist."""

from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.accounts import Officer, Role
from webapp.cases.models import Case, Step
from webapp.cases.registry import kinds
from webapp.cases.workflow import StepState
from webapp.home.directory import ProvinceLink
from webapp.persistence import db, unit_of_work
from webapp.unions import Union

PASSWORD = "demo-gonghui-2026"
SHOWN = 20


@dataclass(frozen=True)
class DemoOfficer:
    """One login to try: his union, how many cases of which kinds wait for it (the kind's word → number), and whether he
    has no password yet, but a link among the messages."""

    login: str
    union: str
    waiting: dict[str, int]
    by_link: bool


def demo_officers(links: list[ProvinceLink]) -> list[tuple[ProvinceLink, list[DemoOfficer]]]:
    """For each province the officers with the most to decide, the busiest first, for every kind of case at least one; where
    nothing waits for anybody, as in a province that is new, whoever there is."""
    return [(link, _worth_trying(link.jurisdiction)) for link in links]


def _worth_trying(jurisdiction: str) -> list[DemoOfficer]:
    found = _officers(jurisdiction)
    busy = [one for one in found if one.waiting]
    everybody = sorted(busy or found[:SHOWN], key=lambda one: (-sum(one.waiting.values()), one.login))
    shown, known = everybody[:SHOWN], {kind for one in everybody[:SHOWN] for kind in one.waiting}
    for one in everybody[SHOWN:]:
        if one.waiting.keys() - known:
            shown.append(one)
            known |= one.waiting.keys()
    return shown


def _officers(jurisdiction: str) -> list[DemoOfficer]:
    found = dict[str, DemoOfficer]()
    with unit_of_work(jurisdiction, write=False):
        labels = {kind.name: kind.label for kind in kinds()}
        statement = (
            select(Officer.login, Union.name, Officer.password_hash, Case.kind, func.count(Case.id.distinct()))
            .join(Role, (Role.officer_id == Officer.id) & (Role.jurisdiction == Officer.jurisdiction))
            .join(Union, (Union.id == Role.union_id) & (Union.jurisdiction == Role.jurisdiction))
            .outerjoin(
                Step,
                (Step.union_id == Union.id)
                & (Step.jurisdiction == Union.jurisdiction)
                & (Step.state == StepState.OPEN),
            )
            .outerjoin(Case, (Case.id == Step.case_id) & (Case.jurisdiction == Step.jurisdiction))
            .group_by(Officer.login, Union.name, Officer.password_hash, Case.kind)
            .order_by(Officer.login, Union.name, Case.kind)
        )
        for login, union, password_hash, kind, waiting in db.session.execute(statement):
            officer = found.setdefault(login, DemoOfficer(login, union, {}, by_link=not password_hash))
            if kind is not None:
                label = labels.get(kind, kind)
                officer.waiting[label] = officer.waiting.get(label, 0) + waiting
    return list(found.values())
