"""The worker's own page: what to do next, cases, membership, messages, consents, his data. HTTP only."""

import json

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker
from webapp.cases import cases_of_worker
from webapp.claims.beside import links
from webapp.claims.covered import cover_lines
from webapp.founding.dues_routes import dues_of_worker
from webapp.home.consents import NotWithdrawable, consents_of, withdraw_consent
from webapp.home.mine import Copy, affiliated, case_lines, messages, seat_seen, seats, todos
from webapp.home.records import records_of
from webapp.home.routes import bp
from webapp.members import person_of_worker
from webapp.members.real_name import LABELS as REAL_NAME_LABELS
from webapp.persistence import mask_phone
from webapp.tenancy import business_date
from webapp.web import audience, page_or_fragment

IN_WECHAT = "MicroMessenger"


def _worker() -> Worker:
    worker = current_worker()
    assert worker is not None, "the gate lets workers pass"
    return worker


def in_wechat() -> bool:
    """Whether the page is open inside WeChat, which downloads nothing."""
    return IN_WECHAT in request.user_agent.string


@bp.get("/me")
@audience("worker")
def me() -> ResponseReturnValue:
    """What to do next, his cases, his membership, his messages."""
    worker = _worker()
    cases, person = cases_of_worker(worker.id), person_of_worker(worker.id)
    lines = case_lines(cases)
    return page_or_fragment(
        "home/me/index.html",
        phone=mask_phone(worker.phone),
        todos=todos(worker, person, lines),
        cases=lines,
        seat_seen=seat_seen(lines),
        seats=seats(person),
        beside=links(),
        covers=cover_lines(person) if person is not None else [],
        affiliations=affiliated(person),
        has_dues=dues_of_worker(worker) is not None,
        real_name=REAL_NAME_LABELS[person.real_name_state] if person else None,
        messages=messages(worker),
    )


@bp.get("/me/consents")
@audience("worker")
def consents() -> ResponseReturnValue:
    """What he consented to, when, in which words; and the way back."""
    return page_or_fragment("home/me/consents.html", consents=consents_of(_worker().id))


@bp.post("/me/consents")
@audience("worker")
def withdraw_a_consent() -> ResponseReturnValue:
    """Withdraw the consent for one purpose."""
    try:
        withdraw_consent(_worker().id, request.form.get("purpose", ""))
    except NotWithdrawable as refusal:
        flash(str(refusal))
    else:
        flash("已撤回。")
    return redirect(url_for("home.consents"), 303)


@bp.get("/me/data")
@audience("worker")
def data() -> ResponseReturnValue:
    """A copy of his data to read, print or keep as a picture; numbers are masked on the screen."""
    return page_or_fragment(
        "home/me/data.html", data=Copy(_worker(), screen=True).whole(), in_wechat=in_wechat(), today=business_date()
    )


@bp.get("/me/data.<kind>")
@audience("worker")
def data_file(kind: str) -> Response:
    """The same as a file, in full: `json` for programs, with every row that names him; `html` for people."""
    if kind not in ("json", "html"):
        abort(404)
    found = Copy(_worker(), screen=False).whole()
    if kind == "json":
        found["全部记录"] = records_of(_worker())
        response = make_response(json.dumps(found, ensure_ascii=False, indent=2))
        response.mimetype = "application/json"
    else:
        response = page_or_fragment("home/me/file.html", data=found, today=business_date())
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{business_date():%Y%m%d}.{kind}"'
    return response
