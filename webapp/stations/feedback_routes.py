"""A worker says something of a station and reads the answer. Any phone will do: membership is not asked. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker
from webapp.stations import feedback
from webapp.stations.forms import FeedbackForm
from webapp.stations.routes import shown_station
from webapp.web import audience, page_or_fragment

bp = Blueprint("station_feedback", __name__, url_prefix="/stations")


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
