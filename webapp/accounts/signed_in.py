"""Who is signed in to this browser, what that opens, and the way to the sign-in page for whoever is not."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from flask import abort, g, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.acting import refuse_other_roles
from webapp.accounts.codes import worker_by_id
from webapp.accounts.models import Officer, Worker
from webapp.accounts.officers import ADMINISTRATOR, REVIEWER, officer_by_id, owner_name, roles_held, unions_of
from webapp.persistence import now
from webapp.persistence.transactions import SAFE
from webapp.tenancy import maybe_current
from webapp.web import is_fragment_request, sessions

WORKER, OFFICER = "worker", "officer"
RECHECK = "same_person"
"""The blueprint of the pages on which a worker who was away for long shows that the number is still his."""
WORKER_IDLE = timedelta(hours=2)
OFFICER_IDLE = timedelta(minutes=60)
ADMINISTRATOR_IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=20)


def current_worker() -> Worker | None:
    """The worker signed in to this browser; one who was away for long is nobody until he has shown that the number is his."""
    worker = _kept_worker()
    if worker is not None and worker.was_long_away(now()) and request.blueprint != RECHECK:
        return None
    return worker


def _kept_worker() -> Worker | None:
    if "accounts_worker" not in g:
        identity = _identity(WORKER)
        g.accounts_worker = worker_by_id(identity) if identity else None
    worker: Worker | None = g.accounts_worker
    return worker


def current_officer() -> Officer | None:
    """The officer signed in to this browser; a suspended one is nobody."""
    if "accounts_officer" not in g:
        identity = _identity(OFFICER)
        officer = officer_by_id(identity) if identity else None
        g.accounts_officer = officer if officer is not None and officer.active else None
    found: Officer | None = g.accounts_officer
    return found


def officer() -> Officer:
    """The officer signed in, on a page whose gate let nobody else in; 403 where it did."""
    found = current_officer()
    if found is None:
        abort(403)
    return found


def officer_unions(officer: Officer | None = None, role: str | None = None) -> set[UUID]:
    """The unions at which the officer (the signed-in one unless given) has a role, or this role."""
    officer = officer or current_officer()
    if officer is None:
        return set()
    if not has_request_context() or request.method not in SAFE:
        return unions_of(officer, role)
    return {union_id for union_id, held in _roles_read(officer) if role in (None, held)}


def deciding_unions(officer: Officer | None = None) -> set[UUID]:
    """The unions for which the officer (the signed-in one unless given) handles what comes to them; where he only reads is none."""
    return officer_unions(officer, ADMINISTRATOR) | officer_unions(officer, REVIEWER)


def officer_roles(officer: Officer) -> set[str]:
    """Every role he has, at whatever union, for a page."""
    return {role for _union_id, role in _roles_read(officer)}


def _roles_read(officer: Officer) -> list[tuple[UUID, str]]:
    """His roles, read once in a request that changes none."""
    read: dict[UUID, list[tuple[UUID, str]]] = g.setdefault("accounts_roles", {})
    if officer.id not in read:
        read[officer.id] = roles_held(officer)
    return read[officer.id]


def sign_in_worker(worker: Worker, *, code: str = "") -> None:
    """Make this browser the worker's. The same `code` sent once more by a second tap leads on (`led_on`)."""
    _become(WORKER, worker.id)
    sessions.rotate(owner=f"worker:{worker.id}", idle=WORKER_IDLE, absolute=ABSOLUTE, answer=code)


def led_on(code: str) -> bool:
    """Whether the worker is signed in already: in this browser, or by the same code a moment ago."""
    if current_worker() is None and code and sessions.lead_on(code):
        forget_who()
    return current_worker() is not None


def sign_in_officer(officer: Officer, *, password: str = "") -> None:
    """Make this browser the officer's; an administrator's session ends sooner when idle. The same `password` sent once more by a
    second tap leads on (`officer_led_on`).
    """
    idle = ADMINISTRATOR_IDLE if unions_of(officer, ADMINISTRATOR) else OFFICER_IDLE
    _become(OFFICER, officer.id)
    answer = _officers_answer(officer.login, password) if password else ""
    sessions.rotate(owner=owner_name(officer.id), idle=idle, absolute=ABSOLUTE, answer=answer)


def officer_led_on(login: str, password: str) -> bool:
    """Whether the officer of this login is signed in already: in this browser, or by the same password a moment ago."""
    if current_officer() is None and sessions.lead_on(_officers_answer(login, password)):
        forget_who()
    officer = current_officer()
    return officer is not None and officer.login == login.strip().lower()


def _officers_answer(login: str, password: str) -> str:
    return f"{login.strip().lower()}\n{password}"


def names_somebody() -> bool:
    """Whether this browser's session names anybody, be it one who may not go on."""
    return bool(session.get(WORKER) or session.get(OFFICER))


def sign_out() -> None:
    """End this browser's session on the server."""
    sessions.end()
    forget_who()


def forget_who() -> None:
    """Look again who is signed in: somebody else is, or the rows that said so are of a transaction that failed."""
    for name in ("accounts_worker", "accounts_officer", "accounts_roles"):
        g.pop(name, None)


def safe_path(target: str | None) -> str | None:
    """A path of this host, or None: never another site, however it is spelled."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(character) < 0x21 or character == "\\" for character in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def province_gate() -> None:
    """A province's pages are on its own host only."""
    if maybe_current() is None:
        abort(404)


def directory_gate() -> None:
    """The directory's pages are on the bare domain only."""
    if maybe_current() is not None:
        abort(404)


def worker_gate() -> ResponseReturnValue | None:
    """Let workers pass; others sign in by phone first, and who was away for long shows first that he is the same person."""
    province_gate()
    if _kept_worker() is None:
        return _to_sign_in("accounts.login")
    if current_worker() is None:
        return redirect(url_for(f"{RECHECK}.show", next=page_left()), 303)
    return None


def officer_gate() -> ResponseReturnValue | None:
    """Let officers pass whose role the view names; others sign in with their password first."""
    province_gate()
    officer = current_officer()
    if officer is None:
        return _to_sign_in("officers.login")
    refuse_other_roles(officer)
    return None


def _identity(kind: str) -> UUID | None:
    if maybe_current() is None:
        return None
    kept = session.get(kind)
    return UUID(kept) if kept else None


def _become(kind: str, identity: UUID) -> None:
    """One browser is one person: signing in as a worker ends being an officer, and the other way round."""
    for other in (WORKER, OFFICER):
        session.pop(other, None)
    session[kind] = str(identity)
    forget_who()


def _to_sign_in(endpoint: str) -> ResponseReturnValue:
    return redirect(url_for(endpoint, next=page_left()), 303)


def page_left() -> str | None:
    """The page to come back to: this one, or for a form or a fragment the page it stands on."""
    if request.method in ("GET", "HEAD") and not is_fragment_request():
        return safe_path(request.full_path.rstrip("?"))
    came_from = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if came_from.netloc != request.host:
        return None
    return safe_path(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
