"""What stands in the registers after a walk, read through the rooms' own queries."""

from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask

from webapp.cases import case_by_reference, cases_of_application, steps_of
from webapp.join.store import application_by_id
from webapp.members import active_seat, affiliations_of, count_members, person_by_identity
from webapp.persistence import unit_of_work


class Leg(NamedTuple):
    """One case of an application."""

    reference: str
    state: str
    seat: bool
    union_id: UUID | None
    data: dict[str, Any]


class Standing(NamedTuple):
    """What a person has: the union, kind, state and form of his seat (or None), and the unions he is affiliated with."""

    seat: tuple[UUID, str, str, str | None] | None
    affiliations: list[UUID]
    members: int


def legs(app: Flask, jurisdiction: str, reference: str) -> list[Leg]:
    """All cases of the application that this reference belongs to."""
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        case = case_by_reference(reference)
        assert case is not None
        return [
            Leg(one.reference, one.state, one.data["seat"], one.union_id, dict(one.data))
            for one in cases_of_application(case.application_id)
        ]


def open_steps(app: Flask, jurisdiction: str, reference: str) -> list[UUID]:
    """The unions whose turn it is to decide this case."""
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        case = case_by_reference(reference)
        assert case is not None
        if case.state != "under_review":
            return []
        return [step.union_id for step in steps_of(case) if step.state == "open" and step.role == "decides"]


def answers_of(app: Flask, jurisdiction: str, reference: str) -> dict[str, Any]:
    """The answers kept with an application."""
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        case = case_by_reference(reference)
        assert case is not None
        return dict(application_by_id(case.application_id).answers)


def standing(app: Flask, jurisdiction: str, number: str) -> Standing:
    """What the person with this identity number has, and how many members the province counts."""
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        person = person_by_identity("resident_identity_card", number)
        seat = active_seat(person.id) if person else None
        return Standing(
            (seat.union_id, seat.seat_kind, seat.state, seat.join_form) if seat else None,
            [row.union_id for row in affiliations_of(person.id)] if person else [],
            count_members(),
        )
