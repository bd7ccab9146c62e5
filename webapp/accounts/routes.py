"""Workers' pages: phone, code, sign-out. HTTP only."""

from datetime import timedelta
from math import ceil
from uuid import UUID

from flask import Blueprint, Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import account_routes, act_routes, kept_forms, officer_routes
from webapp.accounts import housekeeping as housekeeping
from webapp.accounts.codes import NoCode, TooOften, code_sent, good_for, redeem, send_code, sent_to
from webapp.accounts.forms import CodeForm, PhoneForm
from webapp.accounts.limits import WRONG_CODES_FROM_ADDRESS, address_prefix, count, wait_for
from webapp.accounts.signed_in import (
    current_officer,
    current_worker,
    directory_gate,
    forget_who,
    led_on,
    names_somebody,
    officer_gate,
    province_gate,
    safe_path,
    sign_in_worker,
    sign_out,
    worker_gate,
)
from webapp.persistence import when_undone
from webapp.web import audience, page_or_fragment, register_gate, sessions
from webapp.web.serving.security import csrf

bp = Blueprint("accounts", __name__)
CODE, NEXT = "login_code", "login_next"
HOME = "/me"


def in_words(wait: timedelta) -> str:
    """How long to wait: seconds up to two minutes, then minutes, then hours."""
    seconds = max(1, ceil(wait.total_seconds()))
    if seconds <= 120:
        return f"{seconds} 秒"
    return f"{ceil(seconds / 60)} 分钟" if seconds <= 7200 else f"{ceil(seconds / 3600)} 小时"


@bp.get("/login")
@audience("public")
def login() -> ResponseReturnValue:
    """Ask for the phone."""
    return page_or_fragment("accounts/login.html", form=PhoneForm(), next=safe_path(request.args.get("next")))


@bp.post("/login")
@audience("public")
def send() -> ResponseReturnValue:
    """Send a code and go on to its page; the answer is the same for known and unknown numbers."""
    form = PhoneForm()
    target = safe_path(request.form.get("next"))
    if not form.validate_on_submit():
        return page_or_fragment("accounts/login.html", form=form, next=target)
    try:
        row = send_code(form.phone.data, address=address_prefix(request.remote_addr))
    except TooOften as error:
        kept = code_sent(_asked_for())
        if kept is not None and kept.phone == form.phone.data and good_for(kept):
            session[NEXT] = target
            return redirect(url_for("accounts.code", sent="before"), 303)
        form.add_error("phone", f"获取验证码太频繁，请 {in_words(error.wait)}后再试")
        return page_or_fragment("accounts/login.html", form=form, next=target, status=429)
    session[CODE] = str(row.id)
    session[NEXT] = target
    sessions.keep()
    return redirect(url_for("accounts.code"), 303)


@bp.get("/login/code")
@audience("public")
def code() -> ResponseReturnValue:
    """Ask for the code."""
    return _code_page(CodeForm())


@bp.post("/login/code")
@audience("public")
def confirm() -> ResponseReturnValue:
    """Sign in with the right code. A second tap is led on: it brings the form token of a session that is gone, so that the
    token is looked at here.
    """
    form = CodeForm()
    if _asked_for() is None:
        return _onwards() if _is_second_tap(form) else redirect(url_for("accounts.login"), 303)
    csrf.protect()
    if not form.validate_on_submit():
        return _code_page(form)
    try:
        worker = redeem(_asked_for(), form.code.data, address=address_prefix(request.remote_addr))
    except NoCode as error:
        if led_on(form.code.data):
            return _onwards()
        form.add_error("code", str(error))
        return _code_page(form)
    except TooOften as error:
        form.add_error("code", f"输错次数太多，请 {in_words(error.wait)}后再试")
        return _code_page(form, status=429)
    session.pop(CODE, None)
    sign_in_worker(worker, code=form.code.data)
    return _onwards()


csrf.exempt(confirm)


def _is_second_tap(form: CodeForm) -> bool:
    """Whether this very code signed in a moment ago. Guessing is counted like any wrong code."""
    counted = [(WRONG_CODES_FROM_ADDRESS, address_prefix(request.remote_addr))]
    if current_worker() is not None:
        return True
    if not form.code.data or wait_for(counted):
        return False
    if led_on(form.code.data):
        return True
    count(counted)
    return False


def _onwards() -> ResponseReturnValue:
    return redirect(session.get(NEXT) or HOME, 303)


@bp.post("/login/code/again")
@audience("public")
def send_again() -> ResponseReturnValue:
    """Send a new code to the same phone; the earlier one is void."""
    row = code_sent(_asked_for())
    if row is None:
        return redirect(url_for("accounts.login"), 303)
    try:
        session[CODE] = str(send_code(row.phone, address=address_prefix(request.remote_addr)).id)
        sessions.keep()
    except TooOften as error:
        form = CodeForm(formdata=None)
        form.form_errors.append(f"还不能重新发送，请 {in_words(error.wait)}后再试")
        return _code_page(form, status=429)
    return redirect(url_for("accounts.code", sent="again"), 303)


@bp.get("/logout")
@audience("public")
def leave() -> ResponseReturnValue:
    """Ask before signing out; where a plain link leads."""
    return page_or_fragment("accounts/logout.html", signed_in=bool(current_worker() or current_officer()))


@bp.post("/logout")
@audience("public")
def logout() -> ResponseReturnValue:
    """End the session on the server. Who is signed out already has no token to show, and nothing to end."""
    if names_somebody():
        csrf.protect()
        sign_out()
    return redirect("/", 303)


csrf.exempt(logout)


def _asked_for() -> UUID | None:
    kept = session.get(CODE)
    return UUID(kept) if kept else None


def _code_page(form: CodeForm, *, status: int = 200) -> ResponseReturnValue:
    row = code_sent(_asked_for())
    if row is None:
        return redirect(url_for("accounts.login") if current_worker() is None else HOME, 303)
    return page_or_fragment(
        "accounts/code.html",
        form=form,
        status=status,
        phone=sent_to(row),
        minutes=ceil(good_for(row) / timedelta(minutes=1)),
        sent=request.args.get("sent", ""),
        next=session.get(NEXT),
    )


def init_app(app: Flask) -> None:
    """Install pages, gates and sweeps."""
    app.register_blueprint(bp)
    app.register_blueprint(officer_routes.bp)
    app.register_blueprint(act_routes.bp)
    app.register_blueprint(account_routes.bp)
    when_undone(app, forget_who)
    kept_forms.init_app(app)
    register_gate(app, "public", province_gate)
    register_gate(app, "directory", directory_gate)
    register_gate(app, "worker", worker_gate)
    register_gate(app, "officer", officer_gate)
