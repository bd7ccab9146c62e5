"""The officers' pages of depots and their branches: coverage, proposing a branch, its duties. HTTP only."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import officer
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases.timeline import events_of
from webapp.cases.words import modality_words
from webapp.policy import Decision, OrganisationAnswer
from webapp.stations.depots import branches
from webapp.stations.depots import store as depots
from webapp.stations.depots.branches import branch_kinds
from webapp.stations.depots.forms import BranchForm, DepotForm, DissolveForm, DutyForm
from webapp.stations.desk import actor, depot_seen, own_unions, reach
from webapp.stations.models import Depot, DepotBranch
from webapp.stations.office_routes import tabs
from webapp.stations.workflow import BRANCH_LABELS, BranchState, NotPossible
from webapp.tenancy import business_date, profile
from webapp.unions import divisions, employer_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.shown import overtaken

bp = Blueprint("office_depots", __name__, url_prefix="/office/depots")


def _require() -> None:
    if not branch_kinds():
        raise Problem(404, "本地文件没有规定站点上的工会组织，所以没有这一页。")


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """How far the depots of each firm have a branch, and which have none."""
    _require()
    found = depots.depots_in(reach())
    shares = depots.shares(found)
    return page_or_fragment(
        "stations/office/depots.html",
        shares=shares,
        total=len(found),
        without=sum(len(share.without) for share in shares),
        found=found,
        covered=depots.depots_with_branch([depot.id for depot in found]),
        target=next((share.of_depots for share in shares if share.of_depots), None),
        place_name=divisions.full_name,
        words=modality_words(),
        **tabs("depots"),
    )


@bp.route("/new", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def add() -> ResponseReturnValue:
    """Put a depot on the register."""
    _require()
    return _edit(None)


@bp.route("/<uuid:depot_id>/correction", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def correction(depot_id: UUID) -> ResponseReturnValue:
    """Correct a depot and its counts."""
    return _edit(depot_seen(depot_id))


def _edit(depot: Depot | None) -> ResponseReturnValue:
    form = DepotForm(data=_known(depot)) if depot else DepotForm()
    del form[("employer" if depot else "closed")]
    if form.validate_on_submit() and not overtaken(form):
        values = form.values(depot)
        if not reach().covers_place(values["employer_id"], values["division"]):
            form.add_error("division", "这家企业和这个地方都不在您的工会范围内")
        elif depot is not None and values["state"] == "closed" and branches.branch_of(depot) is not None:
            form.add_error("closed", "站点上还有工会组织，请先撤销它")
        else:
            try:
                saved = depots.save_depot(values, actor=actor(), depot=depot)
            except depots.DepotExists:
                form.add_error("name", "这家企业已有同名的站点")
            else:
                flash("已保存。")
                return redirect(url_for("office_depots.show", depot_id=saved.id), 303)
    return page_or_fragment("stations/office/depot_form.html", form=form, depot=depot)


def _known(depot: Depot) -> dict[str, Any]:
    plain = {name: getattr(depot, name) for name in ("name", "division", "address")}
    plain["closed"] = depot.state == "closed"
    return {**plain, "workers": str(depot.workers), "members": str(depot.members)}


@bp.get("/<uuid:depot_id>")
@audience("officer")
def show(depot_id: UUID) -> ResponseReturnValue:
    """A depot, its branch with each parent's answer, and what the branch did of its duties."""
    return _depot_page(depot_seen(depot_id))


def _depot_page(depot: Depot, **bound: Any) -> ResponseReturnValue:
    branch = branches.branch_of(depot)
    case = branches.case_of(branch) if branch else None
    duties = _duties(branch)
    return page_or_fragment(
        "stations/office/depot.html",
        depot=depot,
        firm=employer_by_id(depot.employer_id),
        branch=branch,
        branch_state=BRANCH_LABELS[BranchState(branch.state)] if branch else "",
        parents=branches.parents_of(branch) if branch else [],
        decision=_incomplete(branch, depot) if branch else None,
        events=events_of(case) if case else [],
        duties=[(duty, profile().clauses([duty])) for duty in duties],
        records=depots.records_of(branch) if branch else {},
        duty_form=bound.get("duty_form") or _duty_form(branch),
        may_dissolve=branch is not None and _may_dissolve(branch),
        dissolve_form=bound.get("dissolve_form") or DissolveForm(),
        form=bound.get("form"),
        kind_label=lambda kind: profile().label("union_kind", kind),
        place_name=divisions.full_name,
        words=modality_words(),
    )


def _duties(branch: DepotBranch | None) -> list[Any]:
    row = branch_kinds().get(branch.kind) if branch else None
    return list(row.duties) if row is not None else []


def _duty_form(branch: DepotBranch | None) -> DutyForm:
    form = DutyForm()
    form.duty.offer([(row.id, row.label) for row in _duties(branch)])
    if not form.is_submitted():
        form.done_on.process(None, business_date())
    return form


def _incomplete(branch: DepotBranch, depot: Depot) -> Decision[OrganisationAnswer] | None:
    """What is missing of a proposed branch, in the policy's words."""
    if branch.state != BranchState.PROPOSED:
        return None
    chosen = [parent.union for parent in branches.parents_of(branch) if parent.union is not None]
    decision = branches.decision_of(branch.kind, depot, chosen)
    return decision if decision.outcome != "allowed" else None


@bp.route("/<uuid:depot_id>/branch", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def branch(depot_id: UUID) -> ResponseReturnValue:
    """Propose the depot's branch, or mend the one proposed."""
    depot = depot_seen(depot_id)
    known = branches.branch_of(depot)
    kinds = branch_kinds()
    _require()
    if known is not None and known.state != BranchState.PROPOSED:
        raise _exists()
    form = BranchForm(data={"kind": known.kind, "name": known.name} if known else {"name": f"{depot.name}分工会"})
    form.kind.offer([(row.id, row.label) for row in kinds.values()])
    asked = list(dict.fromkeys(parent for row in kinds.values() for parent in row.needs.parents))
    form.ask_for([(parent, profile().label("union_kind", parent)) for parent in asked], depot, known)
    if form.validate_on_submit():
        return _propose(depot, form)
    return page_or_fragment("stations/office/branch_form.html", form=form, depot=depot, branch=known)


def _exists() -> Problem:
    return Problem(409, "这个站点的工会组织已经成立，或正在等上级确认。")


def _propose(depot: Depot, form: BranchForm) -> ResponseReturnValue:
    try:
        decision = branches.propose(
            depot, kind=form.kind.data, name=form.name.data, parents=form.parents(), actor=actor()
        )
    except branches.BranchExists:
        raise _exists() from None
    complete = decision.outcome == "allowed"
    flash("已提交，各上级可以同时确认，先后不限。" if complete else "已保存，还不完整：缺少的上级见下。")
    return redirect(url_for("office_depots.show", depot_id=depot.id), 303)


@bp.post("/<uuid:depot_id>/duties")
@audience("officer")
@used_by(*DECIDING)
def duty(depot_id: UUID) -> ResponseReturnValue:
    """Write down what the branch did."""
    depot = depot_seen(depot_id)
    known = branches.branch_of(depot)
    if known is None or known.state != BranchState.ACTIVE:
        raise Problem(409, "站点的工会组织成立以后才能登记。")
    form = _duty_form(known)
    if not form.validate_on_submit():
        return _depot_page(depot, duty_form=form, form=form)
    values = {"duty": form.duty.data, "done_on": form.done_on.data, "note": form.note.data or ""}
    depots.write_duty(known, officer_id=officer().id, **values)
    flash("已登记。")
    return redirect(url_for("office_depots.show", depot_id=depot_id), 303)


def _may_dissolve(branch: DepotBranch) -> bool:
    return bool({str(one) for one in branch.parents.values() if one} & {str(one) for one in own_unions()})


@bp.post("/<uuid:depot_id>/dissolution")
@audience("officer")
@used_by(*DECIDING)
def dissolution(depot_id: UUID) -> ResponseReturnValue:
    """撤销 the branch: one of its parents does it."""
    depot = depot_seen(depot_id)
    known = branches.branch_of(depot)
    if known is None:
        raise Problem(409, "这个站点没有工会组织。")
    if not _may_dissolve(known):
        raise Problem(403, "撤销由它的上级工会办理。")
    form = DissolveForm()
    if not form.validate_on_submit():
        return _depot_page(depot, dissolve_form=form, form=form)
    try:
        branches.dissolve(known, reason=form.reason.data, actor=actor())
    except NotPossible as refused:
        raise Problem(409, str(refused)) from None
    flash("已撤销。")
    return redirect(url_for("office_depots.show", depot_id=depot_id), 303)
