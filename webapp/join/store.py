"""Queries and writes of joining. Nothing here commits."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from webapp.accounts import Worker
from webapp.cases import Case, cases_of_application
from webapp.cases.store import CLOSED
from webapp.cases.workflow import OPEN_STATES
from webapp.join.models import JoinApplication, JoinDraft
from webapp.members import Person, active_seat, register_person
from webapp.members.models import Membership
from webapp.members.numbers import identity_index
from webapp.members.store import persons_of_worker
from webapp.persistence import Taken, db, mask_name, now, unless_taken


class DuplicateApplication(Exception):
    """The account has an application that is still open; `reference` is its first case, None where it was faster just now."""

    def __init__(self, reference: str | None) -> None:
        super().__init__(reference)
        self.reference = reference


class AccountTaken(Exception):
    """The account is that of another person, who has a seat or an open application."""


class AlreadyMember(Exception):
    """The person has a seat; joining again is a transfer."""

    def __init__(self, seat: Membership) -> None:
        super().__init__(str(seat.id))
        self.seat = seat


def new_draft(
    *,
    channel: str,
    worker_id: UUID | None,
    origin: dict[str, Any] | None = None,
    entered_by: UUID | None = None,
    answers: dict[str, Any] | None = None,
) -> JoinDraft:
    """A draft with no answers but those that the way in gives."""
    draft = JoinDraft(
        channel=channel, answers=answers or {}, worker_id=worker_id, origin=origin or {}, entered_by=entered_by
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def draft_by_id(draft_id: str | None) -> JoinDraft | None:
    """The browser's draft, or None."""
    return db.session.get(JoinDraft, UUID(draft_id)) if draft_id else None


def latest_draft(worker_id: UUID) -> JoinDraft | None:
    """The newest draft of a signed-in worker that has not become an application: picked up again on another phone."""
    submitted = exists().where(JoinApplication.draft_id == JoinDraft.id)
    statement = (
        select(JoinDraft)
        .where(JoinDraft.worker_id == worker_id, ~submitted)
        .order_by(JoinDraft.saved_at.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def save_answers(draft: JoinDraft, answers: dict[str, Any]) -> None:
    """Write answers into the draft; a None forgets a key."""
    merged = {**draft.answers, **answers}
    draft.answers = {key: value for key, value in merged.items() if value is not None}
    draft.saved_at = now()


def save_identity(draft: JoinDraft, *, worker_id: UUID, name: str, kind: str, number: str) -> None:
    """Write down who the worker is, or refuse: AccountTaken, AlreadyMember, DuplicateApplication.

    Looks at what this account registered and at nothing else: whose the number is, no page of a worker tells.
    """
    _check(identity_index(kind, number), worker_id, draft)
    draft.worker_id = worker_id
    draft.name, draft.identity_kind, draft.identity_number = name, kind, number


def _check(index: str, worker_id: UUID, draft: JoinDraft) -> None:
    for person in persons_of_worker(worker_id):
        seat, application = active_seat(person.id), open_application(person)
        if person.identity_index != index:
            if seat is not None or application is not None:
                raise AccountTaken
        elif seat is not None:
            raise AlreadyMember(seat)
        elif application is not None and application.draft_id != draft.id:
            raise DuplicateApplication(reference_in_the_way(application))


def reference_in_the_way(application: JoinApplication) -> str:
    """The case of an open application that blocks another one: the open one that carries the seat."""
    cases = cases_of_application(application.id)
    return next((case for case in cases if case.data.get("seat") and case.state not in CLOSED), cases[0]).reference


def open_application(person: Person) -> JoinApplication | None:
    """The person's application that still has an undecided leg; an appeal of one that was settled holds nobody up."""
    statement = select(JoinApplication).where(
        JoinApplication.person_id == person.id, JoinApplication.open_key.is_not(None)
    )
    return db.session.scalars(statement).one_or_none()


def application_of_draft(draft: JoinDraft) -> JoinApplication | None:
    """What the draft became, if it was submitted."""
    return db.session.scalars(select(JoinApplication).where(JoinApplication.draft_id == draft.id)).one_or_none()


def application_by_id(application_id: UUID) -> JoinApplication:
    """The application of a case."""
    return db.session.scalars(select(JoinApplication).where(JoinApplication.id == application_id)).one()


def new_application(
    draft: JoinDraft, worker: Worker, *, submitted_on: date, join_form: str | None
) -> tuple[JoinApplication, Person]:
    """Turn the draft into an application. Raises as `save_identity` does; a race with a second window ends in DuplicateApplication."""
    assert draft.name and draft.identity_kind and draft.identity_number
    _check(identity_index(draft.identity_kind, draft.identity_number), worker.id, draft)
    try:
        with unless_taken():
            person = register_person(
                worker_id=worker.id,
                name=draft.name,
                identity_kind=draft.identity_kind,
                identity_number=draft.identity_number,
                phone=worker.phone,
            )
            application = _application(draft, worker, person, submitted_on, join_form)
            db.session.add(application)
    except Taken:
        raise DuplicateApplication(None) from None
    draft.identity_number = None
    return application, person


def overtaken_legs(person_id: UUID, application_id: UUID) -> list[Case]:
    """Legs without a seat that earlier applications of a person left open: the new application says anew where he belongs."""
    earlier = select(JoinApplication.id).where(
        JoinApplication.person_id == person_id, JoinApplication.id != application_id
    )
    legs = select(Case).where(Case.kind == "join", Case.application_id.in_(earlier), Case.state.in_(OPEN_STATES))
    return [case for case in db.session.scalars(legs.order_by(Case.id)) if not case.data.get("seat")]


def _application(
    draft: JoinDraft, worker: Worker, person: Person, submitted_on: date, join_form: str | None
) -> JoinApplication:
    return JoinApplication(
        draft_id=draft.id,
        worker_id=worker.id,
        person_id=person.id,
        open_key=worker.id.hex,
        channel=draft.channel,
        join_form=join_form,
        worker_group=draft.answers["worker_group"],
        relation_kind=draft.answers["relation_kind"],
        employer_id=_uuid(draft.answers.get("employer_id") or draft.answers.get("agency_id")),
        answers=dict(draft.answers),
        drive_id=_uuid(draft.origin.get("drive")),
        origin=dict(draft.origin),
        entered_by=draft.entered_by,
        submitted_on=submitted_on,
    )


def drive_applications(drive_id: UUID) -> list[tuple[str, str, str]]:
    """Who applied through a drive: reference, masked name and state of each case, the newest first."""
    query = (
        select(Case.reference, Person.name, Case.state)
        .join(
            JoinApplication,
            (JoinApplication.id == Case.application_id) & (JoinApplication.jurisdiction == Case.jurisdiction),
        )
        .join(Person, (Person.id == JoinApplication.person_id) & (Person.jurisdiction == JoinApplication.jurisdiction))
        .where(JoinApplication.drive_id == drive_id)
        .order_by(Case.created_at.desc(), Case.id.desc())
        .limit(500)
    )
    return [(reference, mask_name(name), state) for reference, name, state in db.session.execute(query)]


def close_if_settled(application_id: UUID) -> None:
    """Free the person's key when no leg that carries the seat is open, so that he may apply again after a refusal: a leg without a
    seat holds nobody up.

    Two legs may be decided at once: the application is held first, so that the later one sees the other's verdict.
    """
    held = select(JoinApplication).where(JoinApplication.id == application_id).with_for_update()
    application = db.session.scalars(held).one()
    if not any(case.data.get("seat") and case.state not in CLOSED for case in cases_of_application(application_id)):
        application.open_key = None
        db.session.flush()


def reopen(application: JoinApplication) -> None:
    """A part is undecided again: the account's key is held again, unless it has another application now (then Taken)."""
    if application.worker_id is not None and application.open_key is None:
        application.open_key = application.worker_id.hex
        db.session.flush()


def application_of_worker(reference: str, worker_id: UUID) -> tuple[JoinApplication, Sequence[Case]] | None:
    """The worker's application that one of its cases' references names, with all its cases; None if it is not his."""
    statement = select(Case).where(Case.reference == reference, Case.worker_id == worker_id, Case.kind == "join")
    case = db.session.scalars(statement).one_or_none()
    if case is None:
        return None
    return application_by_id(case.application_id), cases_of_application(case.application_id)


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None
