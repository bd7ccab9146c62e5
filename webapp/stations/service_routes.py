"""Service lists: workers read what firms and platforms offer, the firms' unions publish it. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.acting import DECIDING, used_by
from webapp.cases.words import modality_words
from webapp.policy.profile.listed import Listed
from webapp.stations import service_lists
from webapp.stations.depots.forms import ServiceItemForm
from webapp.stations.desk import actor, reach
from webapp.tenancy import profile
from webapp.unions import Employer, employer_by_id
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("service_lists", __name__)


def _asked() -> Listed:
    row = service_lists.asked_for()
    if row is None:
        raise Problem(404, "本地文件没有要求企业列服务清单，所以没有这一页。")
    return row


@bp.get("/stations/services")
@audience("public")
def show() -> ResponseReturnValue:
    """What each firm offers to its workers."""
    row = _asked()
    return page_or_fragment(
        "stations/services.html",
        asked=row,
        clauses=profile().clauses([row]),
        lists=service_lists.lists(),
        words=modality_words(),
    )


def _firms() -> list[Employer]:
    found = [employer_by_id(identity) for identity in reach().employers]
    return sorted((one for one in found if one is not None), key=lambda one: one.name)


@bp.route("/office/stations/services", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def edit() -> ResponseReturnValue:
    """A firm's union publishes a line of its list."""
    row, firms = _asked(), _firms()
    if not firms:
        raise Problem(403, "服务清单由企业、平台自己的工会发布。")
    form = ServiceItemForm()
    form.employer.offer([(str(one.id), one.name) for one in firms])
    if not form.is_submitted() and len(firms) == 1:
        form.employer.data = str(firms[0].id)
    if form.validate_on_submit():
        service_lists.publish(UUID(form.employer.data), form.values(), actor=actor())
        flash("已发布，职工可以看到。")
        return redirect(url_for("service_lists.edit"), 303)
    lists = [(one, service_lists.items_of(one.id)) for one in firms]
    return page_or_fragment("stations/office/services.html", form=form, asked=row, lists=lists)


@bp.post("/office/stations/services/<uuid:item_id>/end")
@audience("officer")
@used_by(*DECIDING)
def end(item_id: UUID) -> ResponseReturnValue:
    """Take a line back."""
    item = service_lists.item_by_id(item_id)
    if item is None or item.employer_id not in reach().employers:
        abort(404)
    service_lists.end(item, actor=actor())
    flash("已撤下。")
    return redirect(url_for("service_lists.edit"), 303)
