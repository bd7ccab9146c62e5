"""Puts every web request into the scope of its host."""

from contextlib import ExitStack

from flask import Flask, current_app, g, has_request_context, request

from webapp.tenancy.hosts import HostMap
from webapp.tenancy.profiles import library, settings
from webapp.tenancy.scope import scope


def init_app(app: Flask) -> None:
    """Resolve the host before anything else of a request and leave the scope when it ends. Unknown host: UnknownHost
    (404).
    """
    with app.app_context():
        app.extensions["gonghui.hosts"] = HostMap(library().jurisdictions, settings().base_domain, library().shut)
    app.before_request(_enter)
    app.teardown_request(_leave)


def hosts() -> HostMap:
    """The host map of the running application."""
    found: HostMap = current_app.extensions["gonghui.hosts"]
    return found


def address_of(jurisdiction: str | None, path: str) -> str:
    """The full address of a page of a province, or of the bare domain (None); scheme and port of the present request are kept.

    Without a request (jobs, commands) it is the public one: https.
    """
    if not has_request_context():
        return f"https://{hosts().host_of(jurisdiction) if jurisdiction else hosts().base_domain}{path}"
    port = f":{request.host.rsplit(':', 1)[1]}" if ":" in request.host else ""
    host = hosts().host_of(jurisdiction) if jurisdiction else hosts().base_domain
    return f"{request.scheme}://{host}{port}{path}"


def _enter() -> None:
    with ExitStack() as stack:
        stack.enter_context(scope(hosts().scope_of(request.host, request.path)))
        g.tenancy = stack.pop_all()


def _leave(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("tenancy", None)
    if stack is not None:
        stack.close()
