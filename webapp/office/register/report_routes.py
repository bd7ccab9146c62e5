"""The queue of units that workers could not find on the register. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR
from webapp.accounts.acting import used_by
from webapp.cases import cases_of_application
from webapp.join.mending import Mended, application_of_report, mend, note_unknown
from webapp.office.register.forms import EmployerForm, ReportForm
from webapp.office.register.routes import actor, may_write, part, tabs
from webapp.office.register.store import count_reports
from webapp.tenancy import profile
from webapp.unions import Employer, EmployerReport, employer_by_id, find_employers
from webapp.unions.store import BadCreditCode, EmployerExists
from webapp.unions.upkeep import (
    ReportSettled,
    register_employer,
    report_by_id,
    reports_alike,
    reports_waiting,
    settle_report,
)
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.pagination import Page, page_number

bp = Blueprint("register_reports", __name__, url_prefix="/office/register/reports")
PAGE_SIZE = 50
SUGGESTED = 5


def _report(report_id: UUID) -> EmployerReport:
    found = report_by_id(report_id)
    if found is None or not part().keeps_place(found.division):
        abort(404)
    return found


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """Those of the officer's part that nobody has looked into, oldest first."""
    keeper, number = part(), page_number()
    rows = reports_waiting(
        keeper.stems, everywhere=keeper.whole, offset=Page.offset(number, PAGE_SIZE), limit=PAGE_SIZE
    )
    return page_or_fragment(
        "office/register/reports.html",
        page=Page(rows, number, PAGE_SIZE, count_reports(keeper)),
        unit=_unit,
        **tabs("reports"),
    )


def _unit(report: EmployerReport) -> str:
    return profile().label("unit", report.unit)


@bp.get("/<uuid:report_id>")
@audience("officer")
def show(report_id: UUID) -> ResponseReturnValue:
    """One of them: what the worker wrote, what waits for it, what the register has that is like it."""
    report, form = _report(report_id), ReportForm()
    form.employer.query = report.name
    form.employer.matches = find_employers(report.name, limit=SUGGESTED)
    return _page(report, form)


@bp.post("/<uuid:report_id>/match")
@audience("officer")
@used_by(ADMINISTRATOR)
def match(report_id: UUID) -> ResponseReturnValue:
    """It is this employer of the register."""
    report, form = _report(report_id), ReportForm()
    if not form.validate_on_submit():
        return _page(report, form)
    employer = employer_by_id(form.employer.data.id)
    if employer is None:
        abort(404)
    return _settle(report, employer, alike=bool(form.alike.data))


@bp.route("/<uuid:report_id>/new-employer", methods=["GET", "POST"])
@audience("officer")
@used_by(ADMINISTRATOR)
def new_employer(report_id: UUID) -> ResponseReturnValue:
    """It is an employer the register did not have."""
    report = _report(report_id)
    form = EmployerForm(data={"name": report.name, "division": report.division, "platform": report.unit == "platform"})
    if form.validate_on_submit() and may_write(form):
        try:
            employer = register_employer(form.values(), actor=actor())
        except (BadCreditCode, EmployerExists) as refused:
            form.add_error("credit_code", str(refused))
        else:
            return _settle(report, employer, alike=True)
    return page_or_fragment(
        "office/register/employer_form.html", **(tabs("reports") | {"form": form, "employer": None, "report": report})
    )


@bp.post("/<uuid:report_id>/unknown")
@audience("officer")
@used_by(ADMINISTRATOR)
def unknown(report_id: UUID) -> ResponseReturnValue:
    """Looked for and not found: the application goes on as it was written."""
    report = _report(report_id)
    _close(report, None)
    note_unknown(report, actor=actor())
    flash(f"“{report.name}”已记为查不到。")
    return redirect(url_for("register_reports.index"), 303)


def _settle(report: EmployerReport, employer: Employer, *, alike: bool) -> ResponseReturnValue:
    """Settle this report and, where asked for, those that say the same; the next of the queue comes up."""
    mended: list[Mended] = []
    for one in [report, *(reports_alike(report) if alike else [])]:
        _close(one, employer)
        mended += mend(one, employer, actor=actor())
    changes = "；".join(f"{one.reference} {one.what}" for one in mended[:3])
    more = f"；另有 {len(mended) - 3} 件" if len(mended) > 3 else ""
    flash(f"“{report.name}”已对上{employer.name}。{changes}{more}")
    return redirect(url_for("register_reports.index"), 303)


def _close(report: EmployerReport, employer: Employer | None) -> None:
    try:
        settle_report(report, employer, actor=actor())
    except ReportSettled:
        raise Problem(409, f"“{report.name}”刚刚已由另一位工作人员处理。") from None


def _page(report: EmployerReport, form: ReportForm) -> ResponseReturnValue:
    application = application_of_report(report)
    return page_or_fragment(
        "office/register/report.html",
        form=form,
        unit=_unit(report),
        alike=len(reports_alike(report)),
        cases=cases_of_application(application.id) if application else [],
        settled_with=employer_by_id(report.employer_id) if report.employer_id else None,
        **(tabs("reports") | {"report": report}),
    )
