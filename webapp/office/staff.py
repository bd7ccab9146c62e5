"""A union's officers: who they are, who may change what. Nothing here commits."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from webapp.accounts import (
    ADMINISTRATOR,
    AUDITOR,
    REVIEWER,
    TREASURER,
    Officer,
    Role,
    officer_unions,
    officers_of,
    take_role,
)
from webapp.accounts.acts import Newcomer, ask_appointment, when_done
from webapp.accounts.four_eyes import Act, why_not_own_person
from webapp.accounts.models import AccountAct
from webapp.accounts.officers import ROLES, LoginTaken, officer_by_login
from webapp.cases import give_back
from webapp.cases.models import Step
from webapp.cases.workflow import StepState
from webapp.persistence import db, record_event
from webapp.unions import Union, descendant_ids
from webapp.web.typed.readings import read_person

INVITED = (ADMINISTRATOR, REVIEWER, TREASURER)
"""The roles that every union gives; the top federation also has auditors."""


@dataclass(frozen=True)
class Standing:
    """What the signed-in officer may do at a union: see it, run it, or appoint its first administrator."""

    administers: bool
    appoints: bool


@dataclass(frozen=True)
class Member:
    """One officer of a union: his roles there in Chinese, how many undecided steps were handed to him, whether all his unions are ours,
    and why his account is nobody's second pair of eyes yet (Chinese; empty where it is).
    """

    officer: Officer
    roles: str
    handed: int
    is_administrator: bool
    ours_alone: bool
    wanting: str


def standing_at(union: Union, officer: Officer) -> Standing | None:
    """What the officer may do here, or None where the union does not concern him."""
    own = officer_unions(officer)
    if union.id not in own and union.id not in descendant_ids(own):
        return None
    administers = union.id in officer_unions(officer, ADMINISTRATOR)
    above = union.parent_id in officer_unions(officer, ADMINISTRATOR) if union.parent_id else False
    return Standing(administers, appoints=above and not officers_of(union.id, ADMINISTRATOR))


def members_of(union_id: UUID, administered: set[UUID]) -> list[Member]:
    """All officers of a union, the suspended ones too, by name."""
    rows = db.session.execute(
        select(Officer, Role)
        .join(Role, (Role.officer_id == Officer.id) & (Role.jurisdiction == Officer.jurisdiction))
        .where(Role.union_id == union_id)
        .order_by(Officer.id, Role.role)
    ).all()
    rows = sorted(rows, key=lambda row: read_person(row[0].name))
    officers = {officer.id: officer for officer, _role in rows}
    handed = _handed(union_id)
    return [
        Member(
            officer=officer,
            roles="、".join(ROLES[role.role] for one, role in rows if one.id == identity),
            handed=handed.get(identity, 0),
            is_administrator=any(role.role == ADMINISTRATOR for one, role in rows if one.id == identity),
            ours_alone=officer_unions(officer) <= administered,
            wanting=why_not_own_person(officer),
        )
        for identity, officer in officers.items()
    ]


def _handed(union_id: UUID) -> dict[UUID, int]:
    statement = (
        select(Step.assigned_to, func.count(Step.id))
        .where(
            Step.union_id == union_id,
            Step.assigned_to.is_not(None),
            Step.state.in_((StepState.OPEN, StepState.PENDING)),
        )
        .group_by(Step.assigned_to)
    )
    return _counts(statement)


def member_of(union_id: UUID, officer_id: UUID) -> Officer | None:
    """The officer, if he has a role at this union."""
    has_role = select(Role.officer_id).where(Role.union_id == union_id)
    statement = select(Officer).where(Officer.id == officer_id, Officer.id.in_(has_role))
    return db.session.scalars(statement).one_or_none()


def invited_roles(union: Union, standing: Standing) -> dict[str, str]:
    """The roles that may be given here, with their words: from above only the first administrator's."""
    if not standing.administers:
        return {ADMINISTRATOR: ROLES[ADMINISTRATOR]} if standing.appoints else {}
    roles = (*INVITED, AUDITOR) if union.parent_id is None else INVITED
    return {role: ROLES[role] for role in roles}


def invite(union: Union, *, name: str, login: str, role: str, phone: str | None, asker: Officer) -> AccountAct:
    """Ask that somebody gets a role here: a known officer by his name and login, else somebody new. Raises LoginTaken and PhoneTaken."""
    known = officer_by_login(login)
    if known is not None and known.name != name:
        raise LoginTaken(f"登录名“{login}”已有人使用，姓名不是“{name}”")
    return ask_appointment(union, role, known or Newcomer(name, login, phone or ""), asker=asker)


def remove(union_id: UUID, officer: Officer, *, actor: str, role: str | None = None) -> None:
    """Take an officer's roles at a union (or one role); without any left there, what was handed to him goes back to the union."""
    statement = select(Role).where(Role.union_id == union_id, Role.officer_id == officer.id)
    for row in db.session.scalars(statement if role is None else statement.where(Role.role == role)).all():
        take_role(row, actor=actor)
    if db.session.scalars(statement).first() is None:
        give_back(officer.id, unions=[union_id])


def ask_handover(
    union: Union, *, incoming: Officer | None, name: str, login: str, phone: str, asker: Officer
) -> AccountAct:
    """换届: a colleague, or somebody new, is to be the only administrator. Raises LoginTaken and PhoneTaken."""
    who = incoming or Newcomer(name, login, phone)
    return ask_appointment(union, ADMINISTRATOR, who, asker=asker, kind=Act.HANDOVER)


def hand_over(act: AccountAct, incoming: Officer) -> None:
    """The new administrator is in; every other administrator of the union goes out in the same transaction."""
    union_id, actor = act.union_id, act.asked_by
    outgoing = [officer for officer in administrators(union_id) if officer.id != incoming.id]
    for officer in outgoing:
        remove(union_id, officer, actor=actor)
    record_event(
        kind="union.hand_over",
        subject=f"union:{union_id}",
        actor=actor,
        data={"in": str(incoming.id), "out": [str(officer.id) for officer in outgoing]},
    )


def administrators(union_id: UUID) -> list[Officer]:
    """Every administrator of a union, also suspended ones."""
    bound = select(Role.officer_id).where(Role.union_id == union_id, Role.role == ADMINISTRATOR)
    found = db.session.scalars(select(Officer).where(Officer.id.in_(bound)).order_by(Officer.id))
    return sorted(found, key=lambda officer: read_person(officer.name))


@dataclass(frozen=True)
class UnionRow:
    """One union of the list: whether the officer works for it, how many can decide there, and how many steps wait."""

    union: Union
    own: bool
    officers: int
    waiting: int


def unions_around(officer: Officer) -> list[UnionRow]:
    """The officer's own unions and those directly below the ones he administers, those that need somebody first."""
    own, run = officer_unions(officer), officer_unions(officer, ADMINISTRATOR)
    unions = list(db.session.scalars(select(Union).where(Union.id.in_(own) | Union.parent_id.in_(run))))
    ids = [union.id for union in unions]
    manned = _counts(
        select(Role.union_id, func.count(func.distinct(Officer.id)))
        .join(Officer, (Officer.id == Role.officer_id) & (Officer.jurisdiction == Role.jurisdiction))
        .where(Role.union_id.in_(ids), Officer.state == "active", Role.role.in_((ADMINISTRATOR, REVIEWER)))
        .group_by(Role.union_id)
    )
    waiting = _counts(
        select(Step.union_id, func.count(Step.id))
        .where(Step.union_id.in_(ids), Step.state == StepState.OPEN)
        .group_by(Step.union_id)
    )
    rows = [UnionRow(union, union.id in own, manned.get(union.id, 0), waiting.get(union.id, 0)) for union in unions]
    return sorted(rows, key=lambda row: (not row.own, row.officers > 0, -row.waiting, row.union.name))


def _counts(statement: object) -> dict[UUID, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}  # type: ignore[call-overload]


when_done(Act.HANDOVER, hand_over)
