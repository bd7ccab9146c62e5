"""实名核验: whether somebody has made sure that a person is who he says, who it was, and how.

An officer who saw the document says so (the manual path, always there), or a provider of the installation's own is asked by a job
after the person is registered and again whenever an officer wants it. A provider is an entry point of the group `gonghui.real_name`
that gives a `Provider`; there is none by default. A changed name has to be verified anew. Every outcome is an event.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Protocol
from uuid import UUID

from sqlalchemy import and_, case, func, select

from webapp.accounts import owner_name
from webapp.jobs import enqueue, job
from webapp.members.acts import standing_changed
from webapp.members.models import Membership, Person
from webapp.members.numbers import NumberHeld, belongs_somewhere, give_up_number, hold_number
from webapp.persistence import db, now, record_event

UNVERIFIED, VERIFIED, FAILED = "unverified", "verified", "failed"
LABELS = {UNVERIFIED: "未核验", VERIFIED: "已核验", FAILED: "核验未通过"}
BY_OFFICER, BY_PROVIDER = "officer", "provider"
GROUP = "gonghui.real_name"
JOB = "members.real_name"


class Provider(Protocol):
    """A service that knows whether a name and a document belong together."""

    name: str

    def check(self, *, name: str, identity_kind: str, identity_number: str, phone: str) -> bool | None:
        """True: they do; False: they do not; None: it cannot tell this kind of document. Errors are tried again later."""


@cache
def provider() -> Provider | None:
    """The provider installed beside this program, or None."""
    found = next(iter(entry_points(group=GROUP)), None)
    loaded: Provider | None = found.load()() if found is not None else None
    return loaded


def ask_provider(person: Person) -> bool:
    """Have the provider asked by a job; whether there is one. Nobody is asked about who is verified."""
    if provider() is None or person.real_name_state == VERIFIED:
        return False
    enqueue(JOB, person_id=str(person.id))
    return True


@job(JOB)
def check(person_id: str) -> None:
    """Ask the provider about one person. A failure of the provider is tried again by the queue."""
    asked = provider()
    person = db.session.scalars(select(Person).where(Person.id == UUID(person_id)).with_for_update()).one_or_none()
    if asked is None or person is None or person.real_name_state == VERIFIED:
        return
    answer = asked.check(
        name=person.name,
        identity_kind=person.identity_kind,
        identity_number=person.identity_number,
        phone=person.phone,
    )
    if answer is not None:
        _settle(person, answer, BY_PROVIDER, asked.name)


def verify(person: Person, *, passed: bool, officer_id: UUID, document: str, case_id: UUID | None = None) -> None:
    """An officer has compared the person with the document (a kind of webapp.web.identity_number.DOCUMENTS)."""
    _settle(person, passed, BY_OFFICER, owner_name(officer_id), document=document, case_id=case_id)


def forget_verification(person: Person) -> None:
    """What was verified is not what is said now."""
    if person.real_name_state not in (None, UNVERIFIED):
        person.real_name_state, person.verified_at = UNVERIFIED, None
        person.verification_method = person.verified_by = None


def _settle(
    person: Person, passed: bool, method: str, by: str, *, document: str | None = None, case_id: UUID | None = None
) -> None:
    person.real_name_state = VERIFIED if passed else FAILED
    person.verified_at, person.verification_method, person.verified_by = now(), method, by
    db.session.flush()
    if method == BY_OFFICER:
        _let_number_count(person, passed, by)
    record_event(
        kind=f"real_name.{person.real_name_state}",
        case_id=case_id,
        subject=f"person:{person.id}",
        actor=by if method == BY_OFFICER else "system",
        data={"method": method, "by": by, "document": document or person.identity_kind},
    )
    if passed:
        standing_changed(person)


def _let_number_count(person: Person, passed: bool, by: str) -> None:
    """Who stood before an officer with the document has its number; a provider only knows that name and number exist."""
    if not passed and not belongs_somewhere(person):
        give_up_number(person, actor=by)
    elif passed:
        with suppress(NumberHeld):
            hold_number(person)


@dataclass(frozen=True)
class Share:
    """Of so many members, so many verified."""

    verified: int
    members: int


def real_name_share(union_id: UUID | None = None) -> Share:
    """Members (persons with a lasting seat) of one union or of the whole jurisdiction, and how many of them are verified."""
    statement = select(
        func.count(Membership.id), func.sum(case((Person.real_name_state == VERIFIED, 1), else_=0))
    ).join(Person, and_(Person.id == Membership.person_id, Person.jurisdiction == Membership.jurisdiction))
    statement = statement.where(Membership.until.is_(None))
    if union_id is not None:
        statement = statement.where(Membership.union_id == union_id)
    members, verified = db.session.execute(statement).one()
    return Share(verified or 0, members or 0)
