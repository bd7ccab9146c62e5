"""A person's requests for relief as a part of the copy of his data. Reads only."""

from collections.abc import Iterable

from sqlalchemy import select

from webapp.cases import Case
from webapp.members import Person
from webapp.persistence import db, mask_account
from webapp.policy.profile.benefits.facts import yuan
from webapp.relief.models import ReliefRequest
from webapp.relief.procedure import visits_of

Copied = dict[str, str | list[dict[str, str]]]


def copy_of(person: Person, cases: Iterable[Case], *, screen: bool) -> list[Copied]:
    """Every request of a person, the first first, with what was seen on visits; account numbers masked for a screen.

    `cases`: the worker's cases, among which those of his requests are.
    """
    references = {case.id: case.reference for case in cases}
    rows = select(ReliefRequest).where(ReliefRequest.person_id == person.id)
    found = db.session.scalars(rows.order_by(ReliefRequest.created_at, ReliefRequest.id))
    return [_request(one, references.get(one.case_id, ""), screen) for one in found]


def _request(request: ReliefRequest, reference: str, screen: bool) -> Copied:
    number = mask_account(request.account_number) if screen else request.account_number
    return {
        "编号": reference,
        "家里的情况": request.household,
        "遇到的困难": request.reason,
        "收款账户": f"{request.account_holder} {request.bank} {number}".strip(),
        "走访": [{"日期": one.on, "情况": one.note} for one in visits_of(request)],
        "建议救助": f"{yuan(request.amount)} 元" if request.amount is not None else "还没有定",
    }
