"""How large a request may be: small, unless its view takes files."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from webapp.files.limits import OTHER_REQUEST_BYTES, REQUEST_BYTES

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Mark a view whose form holds files; write it below the route decorator."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def may_take_files() -> bool:
    """Whether the view of the running request is marked, or the request sends nothing."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "takes_files", False)) or request.method == "GET"


def _limit() -> None:
    if may_take_files():
        request.max_content_length = REQUEST_BYTES


def init_app(app: Flask) -> None:
    """Install before anything that reads a form: the check of the form's token does."""
    app.config["MAX_CONTENT_LENGTH"] = OTHER_REQUEST_BYTES
    app.before_request(_limit)
