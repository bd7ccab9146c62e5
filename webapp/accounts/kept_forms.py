"""What was typed into a form whose sign-in has run out: kept for the same person, and offered again once he has signed in.

It lies in the browser's new session, encrypted like all of it, and goes with it. It is bound to whoever had the session that ended: on a
shared machine the next one sees nothing of it. Files cannot be kept by a form; they are named, to be chosen again. Nothing is sent
without a press of the button: what the form meant may have changed.
"""

from typing import Any

from flask import Flask, current_app, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from webapp.accounts.signed_in import current_officer, current_worker, page_left
from webapp.web import sessions
from webapp.web.access import GATED, audience_of
from webapp.web.errors import answer
from webapp.web.sessions import CSRF_FIELD

KEPT = "kept_form"
AGAIN = "kept"
"""In the address of the page to which somebody comes back: something may be kept for it."""
MOST_CHARACTERS = 40_000
NOBODY = ""


def init_app(app: Flask) -> None:
    """Keep forms whose token is no longer good, and offer them again."""
    app.register_error_handler(CSRFError, _keep)
    app.before_request(_offer)


def _keep(error: CSRFError) -> Any:
    """Where the session ended under a form that a page of this host sent, keep it and lead back; else the page has run out."""
    owner, page = _whose(), page_left()
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != CSRF_FIELD]
    small = sum(len(name) + len(value) for name, value in fields) <= MOST_CHARACTERS
    if owner is None or page is None or not fields or not small or _is_of_this_room():
        return answer(error)
    session[KEPT] = {
        "to": request.full_path.rstrip("?"),
        "owner": owner,
        "fields": [list(pair) for pair in fields],
        "files": [upload.filename for _, upload in request.files.items(multi=True) if upload.filename],
    }
    return redirect(f"{page}{'&' if '?' in page else '?'}{AGAIN}=1", 303)


def _is_of_this_room() -> bool:
    """Whether it is a form of signing in: passwords and codes are kept nowhere."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is None or view.__module__.startswith("webapp.accounts.")


def _whose() -> str | None:
    """Whose the form is: of the session that ended, nobody's where the page is for everybody, None where that is not known."""
    known = sessions.owner_of_ended()
    if known:
        return known
    gated = audience_of(current_app, request.endpoint or "") in GATED
    return None if gated or sessions.is_live() else NOBODY


def _offer() -> ResponseReturnValue | None:
    """On the page to which he comes back: what was kept, where it is his."""
    if request.method != "GET" or AGAIN not in request.args or KEPT not in session:
        return None
    kept = session.pop(KEPT)
    if kept["owner"] not in (NOBODY, _here()):
        return None
    back = request.full_path.replace(f"{AGAIN}=1", "").rstrip("?&")
    return render_template("accounts/kept_form.html", kept=kept, back=back, texts=_texts(kept["fields"]))


def _here() -> str | None:
    """The owner's name of who is signed in."""
    worker, officer = current_worker(), current_officer()
    return f"worker:{worker.id}" if worker else f"officer:{officer.id}" if officer else None


def _texts(fields: list[list[str]]) -> list[str]:
    """The words among what was typed, to be read again; numbers of persons and accounts stay out of sight."""
    return [value for _, value in fields if any("\u4e00" <= character <= "\u9fff" for character in value)]
