"""The officer's page of a claim: bills, papers, what a reviewer finds, which accident it is. HTTP only."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import officer, owner_name
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases import Case, State, Step, case_by_reference, looked_at, second_look
from webapp.cases.inbox import Desk, desk_of, may_see, open_step
from webapp.cases.moving import locked
from webapp.cases.second_officer import SECOND
from webapp.cases.seen import Looker, turn_of
from webapp.cases.words import modality_words
from webapp.claims.assessment.plans import rows_to_find_on
from webapp.claims.assessment.reassessing import reassess, sync_second
from webapp.claims.assessment.terms import edition_of
from webapp.claims.assessment.told import tell
from webapp.claims.cover import accident_title
from webapp.claims.flags import flags_of
from webapp.claims.forms import answers_in
from webapp.claims.models import Accident, Filing
from webapp.claims.more import told_of, told_rows
from webapp.claims.office_forms import (
    NEW,
    AnswersForm,
    FindingForm,
    OriginalForm,
    PlacementForm,
    answers_form,
    finding_form,
    placement_form,
)
from webapp.claims.pages import accident_rows, filing_page
from webapp.claims.regrouping import CannotRegroup, merge, others_of, split
from webapp.claims.reviewing import FINDING_TAKEN_BACK, find, found_rows, see_original, take_back
from webapp.claims.store import KIND, accident_of, bills_of, filing_of, subject_of
from webapp.claims.told_forms import ToldForm, told_in
from webapp.files import get, send
from webapp.persistence import db, record_event, writes
from webapp.policy.profile.benefits.rows import Question
from webapp.unions.settings import second_approval
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("office_claims", __name__, url_prefix="/office/claims")


def seen(reference: str) -> tuple[Filing, Case, Desk]:
    """The claim, or the one that a case looks at again, if that concerns this officer; 404 otherwise."""
    case, desk = case_by_reference(reference), desk_of(officer())
    if case is None or not may_see(case, desk) or (claim := looked_at(case)).kind != KIND:
        abort(404)
    return filing_of(claim), claim, desk


def held(reference: str) -> tuple[Filing, Case]:
    """The claim, held until the end, if it is this officer's turn to decide it."""
    filing, case, desk = seen(reference)
    case = locked(case)
    if _turn(case, desk) is None:
        raise Problem(409, "这件申报现在没有轮到您办理，不能写认定。")
    return filing, case


def _turn(case: Case, desk: Desk) -> Step | None:
    """The officer's open step on the claim, or on the case that looks again at what it was granted."""
    again = second_look(case) if case.state == State.GRANTED else None
    return open_step(again or case, desk)


def _asked_of_union(accident: Accident) -> list[Question]:
    edition = edition_of(accident)
    return [one for one in (edition.questions if edition is not None else None) or () if one.who != "member"]


@bp.get("/<reference>")
@audience("officer")
@writes
def show(reference: str) -> ResponseReturnValue:
    """Everything about a claim, and the forms of its reviewer; a limit that the union set meanwhile brings its second officer."""
    filing, case, desk = seen(reference)
    sync_second(filing, case)
    return _page(filing, case, desk)


def _page(
    filing: Filing,
    case: Case,
    desk: Desk,
    *,
    finding: FindingForm | None = None,
    placement: PlacementForm | None = None,
    answers: AnswersForm | None = None,
    told: ToldForm | None = None,
) -> ResponseReturnValue:
    accident = accident_of(filing)
    edition = edition_of(accident)
    others = [(one, accident_title(one)) for one in others_of(accident)]
    questions = _asked_of_union(accident)
    rows = rows_to_find_on(edition) if edition is not None else []
    wrong = next((form for form in (finding, placement, answers, told) if form is not None), None)
    return page_or_fragment(
        "claims/office.html",
        form=wrong,
        finding=finding or finding_form(rows, bills_of([filing.id])),
        placement=placement or placement_form(accident, others),
        others=others,
        answers=(answers or answers_form(accident, questions)) if questions else None,
        told_form=told or told_of(accident)[0],
        findings=found_rows(filing, edition),
        flags=flags_of(filing),
        accident_rows=accident_rows(accident),
        union=turn_of(case),
        limit=second_approval(case.union_id) if case.union_id else None,
        step=_turn(case, desk),
        second=SECOND,
        modality_words=modality_words(),
        **filing_page(filing, case, Looker.OFFICER) | {"told": told_rows(accident, notes=True)},
    )


@bp.post("/<reference>/findings")
@audience("officer")
@used_by(*DECIDING)
def findings(reference: str) -> ResponseReturnValue:
    """Write a finding, or take one back (`taken_back`); the claim is assessed anew."""
    filing, case = held(reference)
    gone = request.form.get("taken_back")
    if gone:
        take_back(filing, case, gone, officer_id=officer().id)
        flash(FINDING_TAKEN_BACK, "success")
        return redirect(url_for("office_claims.show", reference=reference), 303)
    edition = edition_of(accident_of(filing))
    rows = rows_to_find_on(edition) if edition is not None else []
    form = finding_form(rows, bills_of([filing.id]))
    if not form.validate_on_submit():
        return _page(filing, case, desk_of(officer()), finding=form)
    find(filing, case, form, rows, officer_id=officer().id)
    if form.errors:
        return _page(filing, case, desk_of(officer()), finding=form)
    flash("认定已写入，金额已重新核算。", "success")
    return redirect(url_for("office_claims.show", reference=reference), 303)


@bp.post("/<reference>/originals")
@audience("officer")
@used_by(*DECIDING)
def originals(reference: str) -> ResponseReturnValue:
    """The original of a paper was seen, or was not after all."""
    filing, case, desk = seen(reference)
    if not desk.unions:
        abort(403)
    form = OriginalForm()
    if not form.validate_on_submit():
        raise Problem(422, "没有选中材料，请返回重试。")
    see_original(filing, locked(case), form.document.data or "", bool(form.seen.data), officer_id=officer().id)
    flash("已记录。", "success")
    return redirect(url_for("office_claims.show", reference=reference), 303)


@bp.post("/<reference>/placement")
@audience("officer")
@used_by(*DECIDING)
def placement(reference: str) -> ResponseReturnValue:
    """Merge its accident with another, or split the filing off."""
    filing, case = held(reference)
    accident = accident_of(filing)
    others = [(one, accident_title(one)) for one in others_of(accident)]
    form = placement_form(accident, others)
    if form.validate_on_submit():
        try:
            _place(filing, case, form, {str(one.id): one for one, _title in others})
            flash("已记录，金额已重新核算。", "success")
            return redirect(url_for("office_claims.show", reference=reference), 303)
        except CannotRegroup as refused:
            form.add_error("to", str(refused))
    return _page(filing, case, desk_of(officer()), placement=form)


def _place(filing: Filing, case: Case, form: PlacementForm, others: dict[str, Accident]) -> None:
    if form.to.data == NEW:
        split(filing, case, officer_id=officer().id, reason=form.note.data or "")
    else:
        merge(filing, case, others[form.to.data], officer_id=officer().id, reason=form.note.data or "")


@bp.post("/<reference>/answers")
@audience("officer")
@used_by(*DECIDING)
def answers(reference: str) -> ResponseReturnValue:
    """What the union says to the edition's own questions."""
    filing, case = held(reference)
    accident = accident_of(filing)
    questions = _asked_of_union(accident)
    form = answers_form(accident, questions)
    if not form.validate_on_submit():
        return _page(filing, case, desk_of(officer()), answers=form)
    accident.answers = {**accident.answers, **answers_in(form, questions)}
    db.session.flush()
    record_event(kind="claim.answered", case_id=case.id, actor=owner_name(officer().id))
    reassess(filing, case)
    flash("已保存，金额已重新核算。", "success")
    return redirect(url_for("office_claims.show", reference=reference), 303)


@bp.post("/<reference>/told")
@audience("officer")
@used_by(*DECIDING)
def told(reference: str) -> ResponseReturnValue:
    """Put right what was told of the claim, on evidence that is named; the claim is assessed anew."""
    filing, case = held(reference)
    accident = accident_of(filing)
    form, asks = told_of(accident)
    if not form.validate_on_submit():
        return _page(filing, case, desk_of(officer()), told=form)
    by = owner_name(officer().id)
    changed = tell(accident, told_in(form, asks), said_by=by, note=form.note.data or "")
    if changed:
        record_event(kind="claim.told", case_id=case.id, actor=by, data={"facts": changed})
        reassess(filing, case)
    flash("已保存，金额已重新核算。" if changed else "没有改动。", "success")
    return redirect(url_for("office_claims.show", reference=reference), 303)


@bp.get("/<reference>/papers/<uuid:file_id>")
@audience("officer")
def paper(reference: str, file_id: UUID) -> Response | ResponseReturnValue:
    """One paper of the claim."""
    filing, _case, _desk = seen(reference)
    file = get(file_id)
    if file is None or file.subject != subject_of(filing):
        abort(404)
    return send(file)
