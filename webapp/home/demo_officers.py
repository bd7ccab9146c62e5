"""The demo's officers with their password, on a page of the bare domain; outside a demo the page does not exist."""

from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.accounts import Officer, Role
from webapp.cases.models import Step
from webapp.cases.workflow import StepState
from webapp.home.directory import ProvinceLink
from webapp.persistence import db, unit_of_work
from webapp.unions import Union

PASSWORD = "demo-gonghui-2026"
SHOWN = 8


@dataclass(frozen=True)
class DemoOfficer:
    """One login to try: his union and how many cases wait for it."""

    login: str
    union: str
    waiting: int


def demo_officers(links: list[ProvinceLink]) -> list[tuple[ProvinceLink, list[DemoOfficer]]]:
    """For each province the officers with the most cases to decide, the busiest first."""
    return [(link, _busiest(link.jurisdiction)) for link in links]


def _busiest(jurisdiction: str) -> list[DemoOfficer]:
    with unit_of_work(jurisdiction, write=False):
        waiting = (
            select(Step.jurisdiction, Step.union_id, func.count().label("waiting"))
            .where(Step.state == StepState.OPEN)
            .group_by(Step.jurisdiction, Step.union_id)
            .subquery()
        )
        statement = (
            select(Officer.login, Union.name, func.coalesce(waiting.c.waiting, 0).label("waiting"))
            .join(Role, (Role.officer_id == Officer.id) & (Role.jurisdiction == Officer.jurisdiction))
            .join(Union, (Union.id == Role.union_id) & (Union.jurisdiction == Role.jurisdiction))
            .outerjoin(waiting, (waiting.c.union_id == Union.id) & (waiting.c.jurisdiction == Union.jurisdiction))
            .order_by(func.coalesce(waiting.c.waiting, 0).desc(), Officer.login)
            .limit(SHOWN)
        )
        return [DemoOfficer(*row) for row in db.session.execute(statement)]
