"""One employer without a union: its members counted, what was done, and the beginning of its founding. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import officer
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases import colleagues
from webapp.cases.words import modality_words
from webapp.founding import plan
from webapp.founding.counting import counted
from webapp.founding.forms import BeginForm, PlanForm
from webapp.founding.opening import HasUnion, begin, guiding_union
from webapp.founding.signed_in import actor, desk, led_unions
from webapp.founding.store import case_of, founding_under_way
from webapp.unions import Employer, divisions, employer_by_id, union_by_id, union_of_employer
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("founding_units", __name__, url_prefix="/office/founding/units/<uuid:employer_id>")


@bp.route("", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def show(employer_id: UUID) -> ResponseReturnValue:
    """One employer: its members counted, who is responsible, what was done; note down more, or begin to found."""
    employer = _employer(employer_id)
    note, start = _plan_form(), _begin_form(employer)
    if request.form.get("act") == "begin" and start.validate_on_submit():
        return _begin(employer, start)
    if request.form.get("act") == "note" and note.validate_on_submit():
        responsible = UUID(note.responsible.data) if note.responsible.data else None
        plan.note_down(employer, note=note.note.data, responsible_id=responsible, by=officer().id)
        flash("已记下。")
        return redirect(url_for("founding_units.show", employer_id=employer.id), 303)
    running, entries = founding_under_way(employer.id), plan.entries_of(employer.id)
    names = plan.names_in(entries)
    return page_or_fragment(
        "founding/unit.html",
        employer=employer,
        place=divisions.full_name(employer.division),
        union=union_of_employer(employer.id),
        running=case_of(running) if running else None,
        decision=counted(employer, task_open=running is not None),
        modality_words=modality_words(),
        place_name=divisions.full_name,
        entries=entries,
        names=names,
        responsible=names.get(plan.responsible_for(entries)),
        note=note,
        start=start,
        form=start if request.form.get("act") == "begin" else note,
    )


def _employer(employer_id: UUID) -> Employer:
    employer = employer_by_id(employer_id)
    if employer is None or not plan.area_of(desk().unions).holds(employer.division):
        abort(404)
    return employer


def _plan_form() -> PlanForm:
    form = PlanForm(prefix="plan")
    people = {one.id: one.name for union in desk().unions for one in colleagues(union)}
    form.responsible.offer([(str(identity), name) for identity, name in sorted(people.items(), key=lambda row: row[1])])
    return form


def _begin_form(employer: Employer) -> BeginForm:
    """The officer's unions, the one that guides this place first."""
    form = BeginForm(prefix="begin")
    guide = guiding_union(None, employer.registered_place or employer.division)
    unions = sorted(led_unions(), key=lambda union: (guide is None or union.id != guide.id, union.name))
    form.upper.offer([(str(union.id), union.name) for union in unions])
    if not form.is_submitted() and unions:
        form.upper.data = str(unions[0].id)
    return form


def _begin(employer: Employer, form: BeginForm) -> ResponseReturnValue:
    upper = union_by_id(UUID(form.upper.data))
    assert upper is not None, "one of those offered"
    try:
        case = begin(employer, upper, actor=actor())
    except HasUnion:
        raise Problem(409, "这个单位已有工会，会员办理会籍接转。") from None
    return redirect(url_for("founding.show", reference=case.reference), 303)
