"""Money in the demo: two treasurers at the union with the most members, one claim in a batch, two requests for hardship relief."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from webapp.accounts import TREASURER, Officer, give_role
from webapp.claims.models import Filing
from webapp.demo import people
from webapp.members import Membership, Person
from webapp.payments.batches import approve, export, freeze, payables
from webapp.persistence import db
from webapp.relief.plan import Bounds, service_of
from webapp.relief.procedure import Asked, ask, hand_in, set_bounds
from webapp.tenancy import profile
from webapp.unions import top_union

SECOND_TREASURER = 9001
BOUNDS = Bounds(50_000, 500_000, second=300_000)
ASKED = (
    ("一家四口，只有本人有收入，每月四千多元", "父亲脑梗住院，自己付了三万多元，孩子还在上学"),
    ("夫妻二人和一个孩子，妻子在家照看", "送餐时摔伤，两个月不能跑单，房租交不上"),
)


def pay(officers: Mapping[Any, Officer]) -> None:
    """Tell it, where somebody is a member."""
    top = top_union()
    seats = select(Membership.union_id).where(Membership.until.is_(None), Membership.union_id.in_(list(officers)))
    union_id = db.session.scalars(seats.group_by(Membership.union_id).order_by(func.count().desc()).limit(1)).first()
    if union_id is None or top is None:
        return
    checker = _treasurers(officers, union_id)
    _batch(union_id, officers[union_id], checker)
    if service_of(profile()) is not None:
        set_bounds(top.id, BOUNDS, officer_id=officers[union_id].id)
        _relief(union_id)


def _treasurers(officers: Mapping[Any, Officer], union_id: Any) -> Officer:
    """The union's administrator handles money too; the second is a colleague of the same password."""
    first = officers[union_id]
    second = Officer(name="财务 林敏", login="treasurer", password_hash=first.password_hash)
    db.session.add(second)
    db.session.flush()
    people.own_person(second, SECOND_TREASURER)
    for one in (first, second):
        give_role(one, union_id, TREASURER)
    return second


def _batch(union_id: Any, maker: Officer, checker: Officer) -> None:
    """The first claim that is owed money has gone to the bank; the next waits for its original."""
    owed = payables(union_id)
    if not owed:
        return
    filing = db.session.scalars(select(Filing).where(Filing.case_id == owed[0].case.id)).one()
    filing.originals = ["invoice"]
    db.session.flush()
    batch = freeze(union_id, [owed[0].case.id], officer_id=maker.id)
    approve(batch, officer_id=checker.id, seen_digest=batch.digest)
    export(batch, officer_id=maker.id)


def _relief(union_id: Any) -> None:
    members = select(Person).join(
        Membership, (Membership.person_id == Person.id) & (Membership.jurisdiction == Person.jurisdiction)
    )
    wanted = members.where(Membership.union_id == union_id, Membership.until.is_(None), Person.worker_id.is_not(None))
    for person, (household, reason) in zip(
        db.session.scalars(wanted.order_by(Person.id).limit(2)), ASKED, strict=False
    ):
        number = f"6222{person.id.int % 10**12:012d}"
        request, case = ask(person, Asked(household, reason, "工商银行", person.name, number))
        hand_in(request, case)
