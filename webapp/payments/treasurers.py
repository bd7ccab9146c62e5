"""Which officers handle money, and where: the treasurers of a union act, its administrators look on."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort

from webapp.accounts import ADMINISTRATOR, TREASURER, Officer, officer, officer_unions
from webapp.accounts.four_eyes import second_humans, why_not_own_person
from webapp.accounts.officers import officers_of
from webapp.cases import Case, case_by_reference
from webapp.payments.batches import batch_by_reference
from webapp.payments.models import PaymentBatch
from webapp.web import Problem

NOT_YOURS = "付款由本工会的财务人员办理。需要这个角色，请找管理员。"


def acting_unions() -> set[UUID]:
    """The unions whose money he handles."""
    return officer_unions(officer(), TREASURER)


def seen_unions() -> set[UUID]:
    """Those, and the ones he runs."""
    return acting_unions() | officer_unions(officer(), ADMINISTRATOR)


def checkers(union_id: UUID, *firsts: UUID) -> list[Officer]:
    """The treasurers of a union who can be the second human beside these officers, by name."""
    others = [one for one in officers_of(union_id, TREASURER) if one.id not in firsts]
    return [one for one in others if not why_not_own_person(one)]


def who_checks(union_id: UUID, *firsts: UUID) -> str:
    """Who can look at what these officers did, as a Chinese sentence; where nobody can, who appoints somebody."""
    found = checkers(union_id, *firsts)
    if found:
        return f"请{_names(found)}复核。" if len(found) == 1 else f"请{_names(found)}中的一位复核。"
    return f"本工会没有另一位可以复核的财务人员。{_appoint(union_id)}"


def who_pays(union_id: UUID) -> str:
    """Who pays here, as a Chinese sentence for who may not; where nobody does, who appoints somebody."""
    found = officers_of(union_id, TREASURER)
    return f"付款由{_names(found)}办理。" if found else f"本工会还没有财务人员，不能付款。{_appoint(union_id)}"


def _appoint(union_id: UUID) -> str:
    admins = second_humans(union_id, asker=None, concerned=None)
    return f"请管理员（{_names(admins)}）在“工会与人员”里任命。" if admins else "请上级工会的管理员任命。"


def _names(officers: Sequence[Officer]) -> str:
    return "、".join(one.name for one in officers)


def seen_batch(reference: str, *, act: bool = False) -> PaymentBatch:
    """The batch, if it concerns this officer; 404 otherwise, a Problem where he may only look on and is to act."""
    batch = batch_by_reference(reference)
    if batch is None or batch.union_id not in seen_unions():
        abort(404)
    if act and batch.union_id not in acting_unions():
        raise Problem(403, NOT_YOURS)
    return batch


def seen_claim(reference: str, *, act: bool = False) -> Case:
    """The same for a claim or a request for relief."""
    case = case_by_reference(reference)
    if case is None or case.kind not in ("claim", "relief") or case.union_id not in seen_unions():
        abort(404)
    if act and case.union_id not in acting_unions():
        raise Problem(403, NOT_YOURS)
    return case
