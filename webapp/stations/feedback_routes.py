"""A worker says something of a station, its union answers, he reads the answer. Any phone will do: membership is not asked. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker, officer
from webapp.accounts.acting import DECIDING, used_by
from webapp.stations import feedback
from webapp.stations.desk import own_unions, station_seen
from webapp.stations.forms import AnswerForm, FeedbackForm
from webapp.stations.routes import shown_station
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("station_feedback", __name__, url_prefix="/stations")
office = Blueprint("office_station_feedback", __name__, url_prefix="/office/stations/feedback")


def _worker() -> Worker:
    worker = current_worker()
    if worker is None:
        abort(403)
    return worker


@bp.route("/<uuid:station_id>/feedback", methods=["GET", "POST"])
@audience("worker")
def write(station_id: UUID) -> ResponseReturnValue:
    """Report a fault or rate a visit."""
    station, worker = shown_station(station_id), _worker()
    form = FeedbackForm()
    if not form.is_submitted() and request.args.get("about") in feedback.ABOUT:
        form.about.data = request.args["about"]
    if form.validate_on_submit():
        score = int(form.score.data) if form.score.data else None
        try:
            feedback.say(worker, station, about=form.about.data, score=score, text=form.text.data or "")
        except feedback.TooMany as refused:
            form.form_errors.append(str(refused))
        else:
            flash("已经告诉管理这个站点的工会。答复后会发消息给您，在这一页也能看到。")
            return redirect(url_for("station_feedback.mine"), 303)
    return page_or_fragment("stations/feedback.html", form=form, station=station)


@bp.get("/feedback")
@audience("worker")
def mine() -> ResponseReturnValue:
    """What he said of stations, with the answers."""
    rows = feedback.of_worker(_worker().id)
    return page_or_fragment("stations/mine.html", rows=rows, about=feedback.ABOUT, scores=feedback.SCORES)


@office.route("/<uuid:feedback_id>", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def answer(feedback_id: UUID) -> ResponseReturnValue:
    """Answer what a worker said."""
    row = feedback.feedback_by_id(feedback_id)
    if row is None:
        abort(404)
    station = station_seen(row.station_id, acts=request.method == "POST")
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            feedback.answer(row, form.text.data, officer_id=officer().id)
        except feedback.AlreadyAnswered:
            raise Problem(409, "同事已经答复了这一条。") from None
        flash("已答复，职工会收到消息。")
        return redirect(url_for("office_stations.index"), 303)
    return page_or_fragment(
        "stations/office/answer.html",
        form=form,
        row=row,
        station=station,
        acts=station.union_id in own_unions() and row.answered_at is None,
        about=feedback.ABOUT,
        scores=feedback.SCORES,
    )
