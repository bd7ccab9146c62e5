"""Who may open a page: every view names exactly one audience, and a gate decides for each request."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, get_args

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.web.htmx import is_fragment_request

Audience = Literal["public", "worker", "officer", "directory", "any"]
AUDIENCES: tuple[str, ...] = get_args(Audience)
GATED = ("worker", "officer")

Gate = Callable[[], ResponseReturnValue | None]
View = TypeVar("View", bound=Callable[..., Any])


def audience(name: Audience) -> Callable[[View], View]:
    """Name the audience of a view; write it below the route decorator.

    public: anybody, on a province's host; worker, officer: signed in there; directory: anybody, on the bare domain;
    any: machinery that works on every host (static files, display settings).
    """
    if name not in AUDIENCES:
        raise ValueError(f"unknown audience {name!r}")

    def mark(view: View) -> View:
        if hasattr(view, "audience"):
            raise ValueError(f"{view.__name__} has an audience already")
        view.audience = name  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(app: Flask, endpoint: str) -> str | None:
    """The audience an endpoint names, or None if it names none."""
    name: str | None = getattr(app.view_functions.get(endpoint), "audience", None)
    return name


def endpoints_without_audience(app: Flask) -> list[str]:
    """Endpoints nobody may open because they name no audience (a test wants this empty)."""
    return sorted(endpoint for endpoint in app.view_functions if audience_of(app, endpoint) is None)


def register_gate(app: Flask, name: Audience, check: Gate) -> None:
    """Run `check` before every view of an audience: None lets the request pass, a response answers it instead."""
    _gates(app)[name] = check


def _gates(app: Flask) -> dict[str, Gate]:
    gates: dict[str, Gate] = app.extensions.setdefault("gonghui.gates", {})
    return gates


def _enforce() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    name = audience_of(current_app, request.endpoint)
    if name is None:
        current_app.logger.error("endpoint %s names no audience", request.endpoint)
        abort(404)
    check = _gates(current_app).get(name)
    if check is None:
        return abort(403) if name in GATED else None
    answer = check()
    if isinstance(answer, Response) and is_fragment_request():
        answer.htmx_status = 401  # type: ignore[attr-defined]
    return answer


def init_app(app: Flask) -> None:
    """Check the audience of every request; without a gate, worker and officer pages stay shut."""
    app.before_request(_enforce)
