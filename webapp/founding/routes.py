"""The plan of founding: what is being founded, employers without a union, taking a founding up. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.cases import colleagues
from webapp.cases.words import modality_words
from webapp.cases.workflow import LABELS
from webapp.founding import plan
from webapp.founding.counting import counted
from webapp.founding.forms import (
    AreaForm,
    BeginForm,
    FilterForm,
    PlanForm,
    kind_choices,
)
from webapp.founding.granting import count_rows, upper_of
from webapp.founding.models import Founding
from webapp.founding.opening import HasUnion, begin, begin_area, guiding_union
from webapp.founding.signed_in import actor, desk, officer
from webapp.founding.store import (
    case_of,
    founding_under_way,
    foundings_under_way,
)
from webapp.founding.workflow import STATES
from webapp.tenancy import profile
from webapp.unions import Employer, Union, divisions, employer_by_id, union_by_id, union_of_employer
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.pagination import Page, page_number

bp = Blueprint("founding", __name__, url_prefix="/office/founding")
PAGE_SIZE = 30
SHOWN = 50


def _area() -> plan.Area:
    return plan.area_of(desk().unions)


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """What is being founded, and the employers without a union; `place` and `page` stand in the address."""
    here, area, number = desk(), _area(), page_number()
    form = FilterForm(request.args)
    form.place.offer(area.parts())
    place = form.place.data if form.place.data in dict(area.parts()) else None
    rows = plan.blanks(area, place, offset=Page.offset(number, PAGE_SIZE), limit=PAGE_SIZE)
    running = foundings_under_way(upper_ids=here.unions | here.below, limit=SHOWN)
    return page_or_fragment(
        "founding/index.html",
        filters=form,
        page=Page(rows, number, PAGE_SIZE, plan.count_blanks(area, place)),
        running=[_line(founding) for founding in running],
        unions=[union for union in map(union_by_id, sorted(here.unions)) if union is not None][:SHOWN],
        labels=LABELS | STATES,
    )


def _line(founding: Founding) -> dict[str, object]:
    case = case_of(founding)
    counts = dict(count_rows(founding))
    return {"founding": founding, "case": case, "upper": upper_of(founding), "count": counts.get("计入人数", "")}


@bp.route("/units/<uuid:employer_id>", methods=["GET", "POST"])
@audience("officer")
def unit(employer_id: UUID) -> ResponseReturnValue:
    """One employer: its members counted, who is responsible, what was done; note down more, or begin to found."""
    employer = _employer(employer_id)
    note, start = _plan_form(), _begin_form(employer)
    if request.form.get("act") == "begin" and start.validate_on_submit():
        return _begin(employer, start)
    if request.form.get("act") == "note" and note.validate_on_submit():
        responsible = UUID(note.responsible.data) if note.responsible.data else None
        plan.note_down(employer, note=note.note.data, responsible_id=responsible, by=officer().id)
        flash("已记下。")
        return redirect(url_for("founding.unit", employer_id=employer.id), 303)
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
    if employer is None or not _area().holds(employer.division):
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
    unions = sorted(_uppers(), key=lambda union: (guide is None or union.id != guide.id, union.name))
    form.upper.offer([(str(union.id), union.name) for union in unions])
    if not form.is_submitted() and unions:
        form.upper.data = str(unions[0].id)
    return form


def _uppers() -> list[Union]:
    found = [union_by_id(identity) for identity in desk().unions]
    return [union for union in found if union is not None and union.open and union.employer_id is None]


def _begin(employer: Employer, form: BeginForm) -> ResponseReturnValue:
    upper = union_by_id(UUID(form.upper.data))
    assert upper is not None, "one of those offered"
    try:
        case = begin(employer, upper, actor=actor())
    except HasUnion:
        raise Problem(409, "这个单位已有工会，会员办理会籍接转。") from None
    return redirect(url_for("foundings.show", reference=case.reference), 303)


@bp.route("/new", methods=["GET", "POST"])
@audience("officer")
def new() -> ResponseReturnValue:
    """Take up the founding of a federation, a joint union or another union that is no employer's."""
    form = AreaForm()
    form.upper.offer([(str(union.id), union.name) for union in sorted(_uppers(), key=lambda one: one.name)])
    form.union_kind.offer(kind_choices(profile()))
    if form.validate_on_submit():
        upper = union_by_id(UUID(form.upper.data))
        assert upper is not None, "one of those offered"
        if divisions.within(form.division.data, upper.division):
            case = begin_area(
                upper,
                union_kind=form.union_kind.data,
                division=form.division.data,
                name=form.name.data,
                actor=actor(),
            )
            return redirect(url_for("foundings.show", reference=case.reference), 303)
        form.add_error("division", f"所在地应在{upper.name}管理的地方之内，请重新选择")
    return page_or_fragment("founding/new.html", form=form)
