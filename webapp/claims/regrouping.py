"""What is the same accident: a reviewer joins two accidents, or takes a filing out of one; never the program. Nothing here commits."""

from uuid import UUID

from sqlalchemy import select

from webapp.accounts import owner_name
from webapp.cases import Case, State
from webapp.claims.assessment.reassessing import reassess
from webapp.claims.assessment.terms import edition_of
from webapp.claims.assessment.told import copy_told, join_told
from webapp.claims.models import Accident, Filing
from webapp.claims.store import accident_of, accidents_of, cases_by_id, filings_of, new_accident
from webapp.claims.workflow import STANDING
from webapp.members.store import person_by_id
from webapp.persistence import Event, db, record_event
from webapp.web.refused import Refused


class CannotRegroup(Refused):
    """The filings cannot be put together or apart so; the message is Chinese."""


def merge(filing: Filing, case: Case, into: Accident, *, officer_id: UUID, reason: str) -> None:
    """All filings of this filing's accident belong to `into` from now on. Raises CannotRegroup."""
    accident = accident_of(filing)
    if into.id == accident.id or into.person_id != filing.person_id or into.plan != accident.plan:
        raise CannotRegroup("只能并入同一位会员、同一个计划的另一件事。")
    edition = edition_of(into)
    if edition != edition_of(accident):
        raise CannotRegroup("两件事不在同一个版次里，不能合并。")
    join_told(into, accident)
    moved = [one for one in filings_of(filing.person_id) if one.accident_id == accident.id]
    for one in moved:
        one.accident_id = into.id
    db.session.flush()
    cases = cases_by_id(moved)
    for one in moved:
        data = {"from": accident.key, "into": into.key, "filings": len(moved)}
        _record("claim.merged", cases[one.case_id], officer_id, reason, data)
    _assess_again(filing, case)


def split(filing: Filing, case: Case, *, officer_id: UUID, reason: str) -> Accident:
    """This filing alone belongs to an accident of its own again: the one it was filed on, with its own day, where it was merged into
    the one it leaves; else a new one, told like that. Raises CannotRegroup.
    """
    accident = accident_of(filing)
    beside = [one for one in filings_of(filing.person_id) if one.accident_id == accident.id and one.id != filing.id]
    if not beside:
        raise CannotRegroup("这件事只有这一件申报，不用分开。")
    apart = _merged_from(filing, case) or _like(accident)
    filing.accident_id = apart.id
    db.session.flush()
    _record("claim.split", case, officer_id, reason, {"from": accident.key, "into": apart.key})
    _assess_again(filing, case)
    other = cases_by_id(beside)
    for one in beside:
        if other[one.case_id].state in STANDING:
            reassess(one, other[one.case_id])
            break
    return apart


def _merged_from(filing: Filing, case: Case) -> Accident | None:
    """The accident that the filing was on before it was merged into the present one, where nothing else is on it now."""
    merged = select(Event).where(Event.case_id == case.id, Event.kind == "claim.merged").order_by(Event.position.desc())
    last = db.session.scalars(merged.limit(1)).one_or_none()
    if last is None:
        return None
    taken = {one.accident_id for one in filings_of(filing.person_id)}
    accidents = accidents_of(filing.person_id)
    return next((one for one in accidents if one.key == last.data["from"] and one.id not in taken), None)


def _like(accident: Accident) -> Accident:
    """A new accident that is told like another."""
    apart = new_accident(person_by_id(accident.person_id), plan=accident.plan)
    for name in (
        "edition",
        "kind",
        "at",
        "time_known",
        "place",
        "story",
        "third_party",
        "answers",
        "rules",
        "ruled_on",
        "ruled_at",
    ):
        setattr(apart, name, getattr(accident, name))
    copy_told(accident, apart)
    return apart


def others_of(accident: Accident) -> list[Accident]:
    """The person's other accidents with something handed in: what it could be the same as."""
    filed = {one.accident_id for one in filings_of(accident.person_id) if one.filed_on is not None}
    return [one for one in accidents_of(accident.person_id) if one.id in filed and one.id != accident.id]


def _assess_again(filing: Filing, case: Case) -> None:
    if case.state in (State.UNDER_REVIEW, State.APPEALED):
        reassess(filing, case)


def _record(kind: str, case: Case, officer_id: UUID, reason: str, data: dict[str, object]) -> None:
    record_event(kind=kind, case_id=case.id, actor=owner_name(officer_id), data={**data, "reason": reason})
