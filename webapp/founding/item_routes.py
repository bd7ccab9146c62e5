"""One item of a founding's list: when it was done, a note, papers. HTTP only."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import officer
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases.words import modality_words
from webapp.files import FileRefused, files_of, keep, takes_files
from webapp.founding.forms import ItemForm
from webapp.founding.granting import standing_of
from webapp.founding.models import Founding
from webapp.founding.routes import founding_here
from webapp.founding.signed_in import actor
from webapp.founding.store import do_item, items_done
from webapp.founding.workflow import Item
from webapp.persistence import record_event
from webapp.tenancy import business_date, profile
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.shown import overtaken

bp = Blueprint("founding_items", __name__, url_prefix="/office/founding/<reference>/items")


@bp.route("/<item>", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
@takes_files
def show(reference: str, item: str) -> ResponseReturnValue:
    """One item of the list: when it was done, a note, papers."""
    case, founding = founding_here(reference, to_change=True)
    found = _item(founding, item)
    row = items_done(founding).get(item)
    form = ItemForm(obj=row)
    if form.validate_on_submit() and _not_in_future(form) and not overtaken(form):
        row = do_item(founding, item, done_on=form.done_on.data, note=form.note.data, by=officer().id)
        record_event(kind="founding.item", case_id=case.id, actor=actor(), data={"name": found.label})
        if keep_files(form, f"founding_item:{row.id}", item):
            flash(f"“{found.label}”已记下。")
            return redirect(url_for("founding.show", reference=reference, _anchor="list"), 303)
    return page_or_fragment(
        "founding/item.html",
        case=case,
        item=found,
        form=form,
        clauses=profile().register.cited(found.clauses),
        files=files_of(f"founding_item:{row.id}") if row else [],
        modality_words=modality_words(),
    )


def _item(founding: Founding, name: str) -> Item:
    found = next((one for one in standing_of(founding).items if one.id == name), None)
    if found is None:
        abort(404)
    if found.later and founding.union_id is None:
        raise Problem(409, f"“{found.label}”要等工会登记以后办理。")
    return found


def _not_in_future(form: ItemForm) -> bool:
    if form.done_on.data <= business_date():
        return True
    form.add_error("done_on", "日期不能晚于今天")
    return False


def keep_files(form: ItemForm, subject: str, purpose: str) -> bool:
    """Keep the papers that came with a form; False where one is refused, and the form says why."""
    try:
        for upload in form.files.data:
            keep(upload, subject=subject, purpose=purpose, by=actor())
    except FileRefused as refused:
        form.add_error("files", str(refused))
        return False
    return True
