"""Persons, their one seat of membership, and their affiliations.

A person is what an account registered under an identity document; for one of those who name a document it counts (a unique key).
A granted application gives him a seat at exactly one union (a partial unique index holds it to one), or an affiliation that carries
no seat. Seats are never deleted: they end, and the history stays.
Statistics count persons with a seat, never affiliations.
"""

from webapp.members.models import Affiliation, Consent, Membership, Person
from webapp.members.numbers import NumberHeld, person_by_identity
from webapp.members.store import (
    SeatTaken,
    active_seat,
    affiliate,
    affiliations_of,
    count_members,
    give_seat,
    hold_person,
    keep_consents,
    person_of_worker,
    register_person,
    seats_of,
)

__all__ = [
    "Affiliation",
    "Consent",
    "Membership",
    "NumberHeld",
    "Person",
    "SeatTaken",
    "active_seat",
    "affiliate",
    "affiliations_of",
    "count_members",
    "give_seat",
    "hold_person",
    "keep_consents",
    "person_by_identity",
    "person_of_worker",
    "register_person",
    "seats_of",
]
