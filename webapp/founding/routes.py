"""Foundings: what is being founded, taking one up, and one founding from its list of papers to the registered union. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.acting import DECIDING, used_by
from webapp.accounts.links import NoChannel
from webapp.cases import Case, IllegalMove, State, case_by_reference, resubmit, steps_of
from webapp.cases.inbox import may_see, open_step
from webapp.cases.seen import Looker, seen_in_list
from webapp.cases.words import modality_words
from webapp.cases.workflow import plan_again
from webapp.files import StoredFile, files_of, get, send
from webapp.founding import moves, plan
from webapp.founding.counting import below_now
from webapp.founding.forms import AreaForm, DetailsForm, FilterForm, details_form, kind_choices
from webapp.founding.granting import count_rows, first_of, send_again, standing_of, upper_of
from webapp.founding.models import Founding
from webapp.founding.opening import KIND, begin_area
from webapp.founding.records import duty_record_by_id
from webapp.founding.signed_in import actor, desk, led_unions
from webapp.founding.store import (
    case_of,
    founding_of,
    foundings_under_way,
    item_by_id,
    items_done,
    set_details,
    transfers_to,
)
from webapp.persistence import record_event
from webapp.tenancy import profile
from webapp.unions import descendant_ids, divisions, employer_by_id, union_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.pagination import Page, page_number

bp = Blueprint("founding", __name__, url_prefix="/office/founding")
PAGE_SIZE = 30
SHOWN = 50


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """What is being founded, and the employers without a union; `place` and `page` stand in the address."""
    here, area, number = desk(), plan.area_of(desk().unions), page_number()
    form = FilterForm(request.args)
    form.place.offer(area.parts())
    place = form.place.data if form.place.data in dict(area.parts()) else None
    rows = plan.blanks(area, place, offset=Page.offset(number, PAGE_SIZE), limit=PAGE_SIZE)
    running = foundings_under_way(upper_ids=here.unions | here.below, limit=SHOWN)
    return page_or_fragment(
        "founding/index.html",
        filters=form,
        page=Page(rows, number, PAGE_SIZE, plan.count_blanks(area, place)),
        running=_lines(running),
        may_begin=bool(led_unions()),
        unions=[union for union in map(union_by_id, sorted(here.unions)) if union is not None][:SHOWN],
    )


def _lines(running: list[Founding]) -> list[dict[str, object]]:
    cases = [case_of(founding) for founding in running]
    seen = seen_in_list(cases, Looker.OFFICER)
    return [
        {
            "founding": founding,
            "case": case,
            "seen": seen[case.id],
            "upper": upper_of(founding),
            "count": dict(count_rows(founding)).get("计入人数", ""),
        }
        for founding, case in zip(running, cases, strict=True)
    ]


@bp.route("/new", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def new() -> ResponseReturnValue:
    """Take up the founding of a federation, a joint union or another union that is no employer's."""
    form = AreaForm()
    form.upper.offer([(str(union.id), union.name) for union in sorted(led_unions(), key=lambda one: one.name)])
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
            return redirect(url_for("founding.show", reference=case.reference), 303)
        form.add_error("division", f"所在地应在{upper.name}管理的地方之内，请重新选择")
    return page_or_fragment("founding/new.html", form=form)


def founding_here(reference: str, *, to_change: bool = False) -> tuple[Case, Founding]:
    """The founding with this number, if it concerns the officer; only the deciding union changes it."""
    case, here = case_by_reference(reference), desk()
    if case is None or case.kind != KIND or not may_see(case, here):
        abort(404)
    if to_change and case.union_id not in here.unions:
        abort(403)
    return case, founding_of(case)


@bp.route("/<reference>", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def show(reference: str) -> ResponseReturnValue:
    """The workbench of one founding: the union to be registered, the list, who will be transferred; then what became of it."""
    case, founding = founding_here(reference, to_change=request.method == "POST")
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
    return redirect(url_for("founding.show", reference=case.reference), 303)


def _resubmit(case: Case) -> ResponseReturnValue:
    plans = [plan_again(step) for step in steps_of(case)]
    try:
        resubmit(case, plans, actor=actor())
    except IllegalMove:
        raise Problem(409, "这件建会有了新的进展，请重新打开。") from None
    flash("已重新提交。")
    return redirect(url_for("founding.show", reference=case.reference), 303)


def _invite(founding: Founding) -> ResponseReturnValue:
    union = union_by_id(founding.union_id) if founding.union_id else None
    assert union is not None, "checked by the view"
    try:
        flash(f"新的链接已发到他本人的手机（{send_again(founding, union, actor=actor())}），旧的作废。")
    except NoChannel as refused:
        raise Problem(409, str(refused)) from None
    return redirect(url_for("founding.show", reference=case_of(founding).reference), 303)


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
        seen=seen_in_list([case], Looker.OFFICER)[case.id],
        modality_words=modality_words(),
        can_change=case.union_id in desk().unions,
        step=open_step(case, desk()),
    )


def _totals(members: list[moves.Move]) -> list[tuple[str, int]]:
    words = [member.words for member in members]
    return [(word, words.count(word)) for word in dict.fromkeys(words)]


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
