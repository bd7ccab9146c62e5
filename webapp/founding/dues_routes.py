"""What a member pays (会费): the page exists only where the rules and the union's setting give an amount or a choice. HTTP only."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker
from webapp.cases.words import modality_words
from webapp.founding.dues import Dues, dues_of, yuan
from webapp.members import active_seat, person_of_worker
from webapp.tenancy import profile
from webapp.unions import union_by_id
from webapp.web import audience, page_or_fragment

bp = Blueprint("dues", __name__)


def dues_of_worker(worker: Worker) -> Dues | None:
    """The dues of the union where the worker's seat is, where there is a page for them."""
    person = person_of_worker(worker.id)
    seat = active_seat(person.id) if person else None
    union = union_by_id(seat.union_id) if seat else None
    found = dues_of(union) if union else None
    return found if found is not None and found.screen else None


@bp.get("/me/dues")
@audience("worker")
def show() -> ResponseReturnValue:
    """How much, how often, what for, by which clause."""
    worker = current_worker()
    found = dues_of_worker(worker) if worker else None
    if found is None:
        abort(404)
    answer = found.decision.answer
    return page_or_fragment(
        "founding/dues.html",
        dues=found,
        mode=profile().label("dues_mode", found.setting.mode),
        amount=yuan(found.setting.amount) if found.setting.amount is not None else "",
        per=profile().label("per", found.per) if found.per else "",
        bounds=f"{yuan(answer.min)}至{yuan(answer.max)}" if answer.min is not None and answer.max else "",
        use=answer.use,
        modality_words=modality_words(),
    )
