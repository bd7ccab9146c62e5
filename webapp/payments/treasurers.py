"""Which officers handle money, and where: the treasurers of a union act, its administrators look on."""

from uuid import UUID

from flask import abort

from webapp.accounts import ADMINISTRATOR, TREASURER, officer, officer_unions
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
