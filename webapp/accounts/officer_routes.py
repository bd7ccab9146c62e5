"""Officers' pages: sign-in, the first password by a one-time link, a new password. HTTP only."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from webapp.accounts.acting import EVERY_OFFICER, used_by
from webapp.accounts.codes import TooOften
from webapp.accounts.forms import ChangePasswordForm, NewPasswordForm, OfficerLoginForm
from webapp.accounts.known_browsers import COOKIE, LIFE, knows, remember
from webapp.accounts.limits import address_prefix, minutes
from webapp.accounts.links import officer_of_link, use_link
from webapp.accounts.models import Officer
from webapp.accounts.officers import WrongPassword, set_password, sign_in
from webapp.accounts.second_tap import has_just_set, signed_in_before
from webapp.accounts.signed_in import current_officer, safe_path, sign_in_officer
from webapp.tenancy import NATIONAL, maybe_current
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.serving.security import csrf

bp = Blueprint("officers", __name__, url_prefix="/officers")
HOME, NATIONAL_HOME = "/office", "/desk"
LINK_GONE = "这个链接已经用过、已过期，或者不完整。请联系上级工会的管理员重新获取。"


@bp.get("/login")
@audience("public")
def login() -> ResponseReturnValue:
    """Ask for login name and password."""
    return _login_page(OfficerLoginForm(), safe_path(request.args.get("next")))


@bp.post("/login")
@audience("public")
def enter() -> ResponseReturnValue:
    """Sign in; a wrong name and a wrong password are answered alike. A second tap is led on: it brings the form token of a
    session that is gone, so that the token is looked at here.
    """
    form = OfficerLoginForm()
    target = safe_path(request.form.get("next"))
    try:
        csrf.protect()
    except CSRFError:
        if not signed_in_before(form.login.data, form.password.data):
            raise
        return redirect(target or _home(), 303)
    if not form.validate_on_submit():
        return _login_page(form, target)
    try:
        officer = sign_in(
            form.login.data,
            form.password.data,
            address=address_prefix(request.remote_addr),
            browser=request.cookies.get(COOKIE, ""),
        )
    except WrongPassword:
        form.add_error("login", "登录名或密码不正确")
        return _login_page(form, target)
    except TooOften as error:
        form.form_errors.append(f"尝试次数太多，请 {minutes(error.wait)} 分钟后再试")
        return _login_page(form, target, status=429)
    if officer.wrong_tries:
        flash(
            f"上次登录以来，有人用您的登录名输错了 {officer.wrong_tries} 次密码。不是您本人的，请修改密码，并告诉管理员。"
        )
        officer.wrong_tries = 0
    sign_in_officer(officer, password=form.password.data)
    return _remembering(officer, redirect(target or _home(), 303))


csrf.exempt(enter)


def _remembering(officer: Officer, response: Response) -> Response:
    """This browser is known to be his from now on."""
    if not knows(request.cookies.get(COOKIE, ""), officer.login):
        token, life = remember(officer), int(LIFE.total_seconds())
        response.set_cookie(COOKIE, token, max_age=life, path="/", secure=True, httponly=True, samesite="Strict")
    return response


@bp.get("/password/<token>")
@audience("public")
def link(token: str) -> ResponseReturnValue:
    """A one-time link; opening it uses nothing up."""
    officer = _holder(token)
    return _password_page(NewPasswordForm(login=officer.login), officer)


@bp.post("/password/<token>")
@audience("public")
def set_first(token: str) -> ResponseReturnValue:
    """Set the password and use the link up; a second tap finds it set."""
    officer = officer_of_link(token)
    form = NewPasswordForm(login=officer.login if officer is not None else "")
    if officer is not None and not form.validate_on_submit():
        return _password_page(form, officer)
    if officer is not None and use_link(token) is not None:
        set_password(officer, form.password.data)
    elif not has_just_set(token, form.password.data):
        raise Problem(404, LINK_GONE)
    flash("密码已设置，请登录。")
    return redirect(url_for("officers.login"), 303)


@bp.get("/password")
@audience("officer")
@used_by(*EVERY_OFFICER)
def password() -> ResponseReturnValue:
    """Ask for a new password."""
    officer = _signed_in()
    return _password_page(ChangePasswordForm(login=officer.login), officer)


@bp.post("/password")
@audience("officer")
@used_by(*EVERY_OFFICER)
def change() -> ResponseReturnValue:
    """Change the password; other browsers are signed out."""
    officer = _signed_in()
    form = ChangePasswordForm(login=officer.login)
    if not form.validate_on_submit():
        return _password_page(form, officer)
    try:
        sign_in(
            officer.login,
            form.present.data,
            address=address_prefix(request.remote_addr),
            browser=request.cookies.get(COOKIE, ""),
        )
    except WrongPassword:
        form.add_error("present", "现在的密码不正确")
        return _password_page(form, officer)
    except TooOften as error:
        form.add_error("present", f"尝试次数太多，请 {minutes(error.wait)} 分钟后再试")
        return _password_page(form, officer, status=429)
    set_password(officer, form.password.data, keep_this_session=True)
    sign_in_officer(officer)
    flash("密码已修改，其他设备上的登录已退出。")
    return redirect(_home(), 303)


def _home() -> str:
    return NATIONAL_HOME if maybe_current() == NATIONAL else HOME


def _signed_in() -> Officer:
    officer = current_officer()
    if officer is None:
        abort(403)
    return officer


def _holder(token: str) -> Officer:
    officer = officer_of_link(token)
    if officer is None:
        raise Problem(404, LINK_GONE)
    return officer


def _login_page(form: OfficerLoginForm, target: str | None, *, status: int = 200) -> ResponseReturnValue:
    return page_or_fragment("accounts/officer_login.html", form=form, next=target, status=status)


def _password_page(form: NewPasswordForm, officer: Officer, *, status: int = 200) -> ResponseReturnValue:
    return page_or_fragment("accounts/password.html", form=form, officer=officer, status=status)
