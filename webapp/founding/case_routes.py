"""One founding from its list of papers to the registered union. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.links import NoChannel
from webapp.cases import Case, IllegalMove, State, StepPlan, case_by_reference, resubmit, steps_of
from webapp.cases.inbox import may_see, open_step
from webapp.cases.words import modality_words
from webapp.cases.workflow import LABELS
from webapp.files import FileRefused, StoredFile, files_of, get, keep, send, takes_files
from webapp.founding import moves
from webapp.founding.counting import below_now
from webapp.founding.forms import (
    DetailsForm,
    ItemForm,
    details_form,
)
from webapp.founding.granting import count_rows, first_of, send_again, standing_of, upper_of
from webapp.founding.models import Founding
from webapp.founding.opening import KIND
from webapp.founding.records import duty_record_by_id
from webapp.founding.signed_in import actor, desk, officer
from webapp.founding.store import (
    case_of,
    do_item,
    founding_of,
    item_by_id,
    items_done,
    set_details,
    transfers_to,
)
from webapp.founding.workflow import STATES, Item
from webapp.persistence import record_event
from webapp.tenancy import business_date, profile
from webapp.unions import descendant_ids, divisions, employer_by_id, union_by_id
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("foundings", __name__, url_prefix="/office/founding")
SHOWN = 50


def _founding(reference: str, *, to_change: bool = False) -> tuple[Case, Founding]:
    """The founding with this number, if it concerns the officer; only the deciding union changes it."""
    case, here = case_by_reference(reference), desk()
    if case is None or case.kind != KIND or not may_see(case, here):
        abort(404)
    if to_change and case.union_id not in here.unions:
        abort(403)
    return case, founding_of(case)


@bp.route("/<reference>", methods=["GET", "POST"])
@audience("officer")
def show(reference: str) -> ResponseReturnValue:
    """The workbench of one founding: the union to be registered, the list, who will be transferred; then what became of it."""
    case, founding = _founding(reference, to_change=request.method == "POST")
    act = request.form.get("act", "")
    if act == "invite" and founding.union_id is not None:
        return _invite(founding)
    if act == "resubmit" and case.state == State.RETURNED:
        return _resubmit(case)
    form = details_form(founding)
    if form.is_submitted() and (case.closed_at is not None or founding.union_id is not None):
        raise Problem(409, "这件建会已经办结，不能再修改。")
    if form.validate_on_submit():
        return _save(case, founding, form)
    return _page(case, founding, form)


def _save(case: Case, founding: Founding, form: DetailsForm) -> ResponseReturnValue:
    changed = set_details(founding, form.values())
    if changed:
        record_event(kind="founding.details", case_id=case.id, actor=actor(), data={"changed": changed})
    flash("已保存。")
    return redirect(url_for("foundings.show", reference=case.reference), 303)


def _resubmit(case: Case) -> ResponseReturnValue:
    plans = [StepPlan(step.order, step.union_id, step.role, tuple(step.basis)) for step in steps_of(case)]
    try:
        resubmit(case, plans, actor=actor())
    except IllegalMove:
        raise Problem(409, "这件建会有了新的进展，请重新打开。") from None
    flash("已重新提交。")
    return redirect(url_for("foundings.show", reference=case.reference), 303)


def _invite(founding: Founding) -> ResponseReturnValue:
    union = union_by_id(founding.union_id) if founding.union_id else None
    assert union is not None, "checked by the view"
    try:
        flash(f"新的链接已发到他本人的手机（{send_again(founding, union, actor=actor())}），旧的作废。")
    except NoChannel as refused:
        raise Problem(409, str(refused)) from None
    return redirect(url_for("foundings.show", reference=case_of(founding).reference), 303)


def _page(case: Case, founding: Founding, form: DetailsForm) -> ResponseReturnValue:
    standing, done = standing_of(founding), items_done(founding)
    union = union_by_id(founding.union_id) if founding.union_id else None
    employer = employer_by_id(founding.employer_id) if founding.employer_id else None
    members = moves.batch(employer.id, but=founding.union_id) if employer else []
    return page_or_fragment(
        "founding/founding.html",
        case=case,
        founding=founding,
        form=form,
        standing=standing,
        done=done,
        cited=profile().register.cited,
        files={name: files_of(f"founding_item:{row.id}") for name, row in done.items()},
        employer=employer,
        upper=upper_of(founding),
        union=union,
        first=first_of(founding, union) if union else None,
        kind=profile().label("union_kind", founding.union_kind),
        place=divisions.full_name(founding.division),
        counts=count_rows(founding),
        watched=below_now(founding),
        members=members[:SHOWN],
        totals=_totals(members),
        transfers=transfers_to(union.id) if union else {},
        labels=LABELS,
        states=LABELS | STATES,
        modality_words=modality_words(),
        can_change=case.union_id in desk().unions,
        step=open_step(case, desk()),
    )


def _totals(members: list[moves.Move]) -> list[tuple[str, int]]:
    words = [member.words for member in members]
    return [(word, words.count(word)) for word in dict.fromkeys(words)]


@bp.route("/<reference>/items/<item>", methods=["GET", "POST"])
@audience("officer")
@takes_files
def item(reference: str, item: str) -> ResponseReturnValue:
    """One item of the list: when it was done, a note, papers."""
    case, founding = _founding(reference, to_change=True)
    found = _item(founding, item)
    row = items_done(founding).get(item)
    form = ItemForm(obj=row)
    if form.validate_on_submit() and _not_in_future(form):
        row = do_item(founding, item, done_on=form.done_on.data, note=form.note.data, by=officer().id)
        record_event(kind="founding.item", case_id=case.id, actor=actor(), data={"name": found.label})
        if keep_files(form, f"founding_item:{row.id}", item):
            flash(f"“{found.label}”已记下。")
            return redirect(url_for("foundings.show", reference=reference, _anchor="list"), 303)
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


@bp.get("/files/<uuid:file_id>")
@audience("officer")
def file(file_id: UUID) -> ResponseReturnValue:
    """A paper of a founding or of a yearly duty, for officers whom it concerns."""
    found = get(file_id)
    if found is None or not _may_open(found):
        abort(404)
    return send(found)


def _may_open(found: StoredFile) -> bool:
    kind, _, identity = found.subject.partition(":")
    here = desk()
    if kind == "founding_item":
        row = item_by_id(UUID(identity))
        return row is not None and may_see(case_of(row[1]), here)
    if kind == "duty":
        record = duty_record_by_id(UUID(identity))
        return record is not None and record.union_id in descendant_ids(here.unions)
    return False
