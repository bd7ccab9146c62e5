"""The officers' pages of stations: those of their unions, proposing, changing, nominating. HTTP only."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.acting import DECIDING, used_by
from webapp.cases import IllegalMove
from webapp.cases.timeline import events_of
from webapp.cases.words import modality_words
from webapp.files import files_of, get, keep, remove, takes_files
from webapp.policy import Decision, StationAnswer
from webapp.stations import feedback, opening, recognition, store
from webapp.stations.depots.branches import branch_kinds
from webapp.stations.desk import actor, own_unions, reach, seen_unions, station_seen
from webapp.stations.facilities import labels
from webapp.stations.forms import OTHER, NominationForm, StateForm, StationForm
from webapp.stations.models import ServiceStation
from webapp.stations.photo_forms import PhotoForm
from webapp.stations.routes import PHOTOS, subject
from webapp.stations.service_lists import asked_for
from webapp.stations.workflow import STATION_LABELS, NotPossible, StationState, possible_by_hand
from webapp.tenancy import business_date
from webapp.unions import divisions
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.pagination import Page, page_number

bp = Blueprint("office_stations", __name__, url_prefix="/office/stations")
PAGE_SIZE = 50


def tabs(here: str) -> dict[str, Any]:
    """What the tabs of these pages show, and whether he acts for a union."""
    return {
        "here": here,
        "waiting": len(feedback.unanswered(own_unions())),
        "has_branches": bool(branch_kinds()),
        "has_lists": asked_for() is not None and bool(reach().employers),
        "acts": bool(own_unions()),
    }


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """The stations of his unions and of those below, and what waits for an answer."""
    wanted = request.args.get("state", "")
    state = wanted if wanted in STATION_LABELS else ""
    number, counts = page_number(), store.count_kept(seen_unions())
    rows = store.kept_by(seen_unions(), state=state, offset=Page.offset(number, PAGE_SIZE), limit=PAGE_SIZE)
    return page_or_fragment(
        "stations/office/index.html",
        page=Page(rows, number, PAGE_SIZE, counts.get(state, 0) if state else sum(counts.values())),
        state=state,
        counts=counts,
        labels=STATION_LABELS,
        unions=store.union_names({row.union_id for row in rows}),
        unanswered=feedback.unanswered(own_unions()),
        about=feedback.ABOUT,
        kind_label=opening.kind_label,
        place_name=divisions.full_name,
        **tabs("stations"),
    )


def _flagged() -> set[str]:
    return {row.id for row in opening.kinds() if row.where is not None}


def _offered(form: StationForm) -> StationForm:
    """The profile's kinds and hosts, and the officer's unions, as what can be chosen."""
    names = store.union_names(own_unions())
    form.union.offer(sorted(((str(one), name) for one, name in names.items()), key=lambda row: row[1]))
    form.kind.offer([*((row.id, row.label) for row in opening.kinds()), (OTHER, "其他类型")])
    form.host.offer([*((row.id, row.label) for row in opening.hosts()), (OTHER, "其他")])
    if not _flagged():
        del form.many_women
        del form.reason
    if not form.is_submitted() and len(names) == 1:
        form.union.data = str(next(iter(names)))
    return form


def _form_page(
    form: StationForm, station: ServiceStation | None, decision: Decision[StationAnswer] | None
) -> ResponseReturnValue:
    return page_or_fragment(
        "stations/office/form.html",
        form=form,
        station=station,
        decision=decision,
        flagged=[row for row in opening.kinds() if row.where is not None],
        words=modality_words(),
    )


@bp.route("/new", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def add() -> ResponseReturnValue:
    """Propose a station."""
    if not own_unions():
        raise Problem(403, "设立站点由工会的管理员或经办人提出。")
    form, refused = _offered(StationForm()), None
    if form.validate_on_submit():
        values = form.values(_flagged())
        try:
            decision = opening.require_allowed(values)
        except opening.NotAllowed as problem:
            refused = _say(form, problem.decision)
        else:
            station = store.add_station(values, union_id=UUID(form.union.data), actor=actor())
            case = opening.send_in(station, decision, actor=actor())
            flash(f"已提交审核，编号 {case.reference}。")
            return redirect(url_for("office_stations.show", station_id=station.id), 303)
    return _form_page(form, None, refused)


def _say(form: StationForm, decision: Decision[StationAnswer]) -> Decision[StationAnswer]:
    """Hang the policy's refusal on the field it is about."""
    missing_reason = "reason" in decision.answer.missing
    name, message = ("reason", "请写明理由") if missing_reason else ("kind", "不能设立这一类站点，依据见下")
    form.add_error(name, message)
    return decision


@bp.get("/<uuid:station_id>")
@audience("officer")
def show(station_id: UUID) -> ResponseReturnValue:
    """One station with its case, what people said, its photographs."""
    return _station_page(station_seen(station_id))


def _station_page(station: ServiceStation, **bound: Any) -> ResponseReturnValue:
    case = opening.case_of(station)
    acts = station.union_id in own_unions()
    verbs = possible_by_hand(station.state) if acts else []
    states = bound.pop("states", None) or _state_form(verbs)
    return page_or_fragment(
        "stations/office/show.html",
        station=station,
        case=case,
        events=events_of(case) if case is not None else [],
        summary=[{"label": term, "value": value, "change": None} for term, value in opening.summary(case)]
        if case
        else [],
        state_label=STATION_LABELS[StationState(station.state)],
        acts=acts,
        verbs=verbs,
        states=states,
        photos=files_of(subject(station)),
        upload=bound.pop("upload", None) or PhotoForm(formdata=None),
        said=feedback.of_station(station.id),
        about=feedback.ABOUT,
        scores=feedback.SCORES,
        nominations=recognition.of_station(station.id),
        recognition_label=recognition.label_of,
        can_nominate=acts and station.state == "open" and recognition.decision_of(station).outcome == "allowed",
        facility_labels=labels,
        form=bound.pop("form", None),
        public=station.state in ("open", "suspended"),
    )


def _state_form(verbs: list[tuple[str, str]]) -> StateForm:
    form = StateForm()
    form.verb.offer(verbs)
    return form


@bp.route("/<uuid:station_id>/correction", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def correction(station_id: UUID) -> ResponseReturnValue:
    """Correct a station; one that was returned goes to its deciders again."""
    station = station_seen(station_id, acts=True)
    if station.state in ("under_review", "closed"):
        raise Problem(409, f"站点现在的状态是“{STATION_LABELS[StationState(station.state)]}”，不能更正。")
    form, refused = _offered(_filled(station)), None
    del form.union
    if form.validate_on_submit():
        values = form.values(_flagged())
        try:
            decision = opening.require_allowed(values)
        except opening.NotAllowed as problem:
            refused = _say(form, problem.decision)
        else:
            store.change_station(station, values, actor=actor())
            if station.state == "proposed":
                opening.send_in(station, decision, actor=actor())
            flash("已更正。" if station.state == "open" else "已保存。")
            return redirect(url_for("office_stations.show", station_id=station.id), 303)
    return _form_page(form, station, refused)


def _filled(station: ServiceStation) -> StationForm:
    plain = ("name", "kind", "division", "address", "facilities", "phone", "datum", "host_words")
    data = {name: getattr(station, name) for name in plain}
    position = f"{station.longitude:.6f},{station.latitude:.6f}"
    known = station.host if station.host in {row.id for row in opening.hosts()} else OTHER
    return StationForm(
        data={**data, **station.answers, "host": known, "position": position, "hours": station.opening.text()}
    )


@bp.post("/<uuid:station_id>/state")
@audience("officer")
@used_by(*DECIDING)
def state(station_id: UUID) -> ResponseReturnValue:
    """Suspend it, open it again, close it; or withdraw what is under review."""
    station = station_seen(station_id, acts=True)
    if request.form.get("verb") == "withdraw":
        try:
            opening.take_back(station, actor=actor())
        except IllegalMove:
            raise Problem(409, "这个站点已经审核完毕，不能撤回。") from None
        flash("已撤回。")
        return redirect(url_for("office_stations.show", station_id=station_id), 303)
    form = _state_form(possible_by_hand(station.state))
    if not form.validate_on_submit():
        return _station_page(station, states=form, form=form)
    try:
        store.move(station, form.verb.data, actor=actor(), note=form.note.data or "")
    except NotPossible as refused:
        raise Problem(409, str(refused)) from None
    flash("已办理，职工看到的站点信息同时更新。")
    return redirect(url_for("office_stations.show", station_id=station_id), 303)


@bp.post("/<uuid:station_id>/photos")
@audience("officer")
@used_by(*DECIDING)
@takes_files
def photos(station_id: UUID) -> ResponseReturnValue:
    """Add photographs."""
    station = station_seen(station_id, acts=True)
    form = PhotoForm()
    if not form.validate_on_submit():
        return _station_page(station, upload=form, form=form)
    for sent in form.photos.data:
        keep(sent, subject=subject(station), purpose=PHOTOS, by=actor())
    flash("照片已上传。")
    return redirect(url_for("office_stations.show", station_id=station_id), 303)


@bp.post("/<uuid:station_id>/photos/<uuid:file_id>/removal")
@audience("officer")
@used_by(*DECIDING)
def photo_removal(station_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Delete a photograph."""
    station, file = station_seen(station_id, acts=True), get(file_id)
    if file is None or file.subject != subject(station):
        abort(404)
    remove(file)
    flash("照片已删除。")
    return redirect(url_for("office_stations.show", station_id=station_id), 303)


@bp.route("/<uuid:station_id>/nomination", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def nomination(station_id: UUID) -> ResponseReturnValue:
    """Nominate a station for the recognition that the profile has for its kind."""
    station = station_seen(station_id, acts=True)
    decision = recognition.decision_of(station)
    given = decision.answer.recognition
    known = recognition.under_way(station.id, given.id if given is not None else "")
    form = NominationForm(data={"evidence": known.evidence if known else ""})
    if decision.outcome == "allowed" and station.state == "open" and form.validate_on_submit():
        try:
            case = recognition.nominate(station, form.evidence.data, actor=actor())
        except recognition.AlreadyNominated:
            raise Problem(409, "这个站点已经推荐或已经获得这项认定。") from None
        flash(f"已推荐，编号 {case.reference}。")
        return redirect(url_for("office_stations.show", station_id=station_id), 303)
    return page_or_fragment(
        "stations/office/nomination.html",
        form=form,
        known=known,
        station=station,
        decision=decision,
        words=modality_words(),
    )


@bp.get("/targets")
@audience("officer")
def targets() -> ResponseReturnValue:
    """What was recognised this year against the year's targets."""
    year = business_date().year
    return page_or_fragment(
        "stations/office/targets.html",
        year=year,
        rows=recognition.progress(year),
        words=modality_words(),
        **tabs("targets"),
    )
