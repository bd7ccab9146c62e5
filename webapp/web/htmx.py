"""One URL, two bodies: the whole page for a browser, its changing part for htmx."""

from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask_htmx import HTMX

htmx = HTMX()

VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def is_fragment_request() -> bool:
    """Whether htmx wants a part of the page: boosted and history-restore requests replace the whole page."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_fragment(page: str, /, fragment: str | None = None, *, status: int = 200, **context: Any) -> Response:
    """Render template `page`, or `fragment` (the partial which `page` includes) when htmx asks for a part.

    A `form` in the context that holds errors turns a plain 200 into 422, so a view need not say it.
    """
    form = context.get("form")
    if status == 200 and form is not None and form.errors:
        status = 422
    template = fragment if fragment is not None and is_fragment_request() else page
    response = make_response(render_template(template, **context), status)
    response.vary.update(VARY)
    return response


def _redirect_whole_page(response: Response) -> Response:
    """Tell htmx to follow a redirect itself: followed by XHR, the next page would land inside the target element."""
    if not is_fragment_request() or response.status_code not in (301, 302, 303, 307, 308):
        return response
    status = getattr(response, "htmx_status", 204)
    replacement = make_response("", status, {"HX-Redirect": response.location or request.path})
    for cookie in response.headers.getlist("Set-Cookie"):
        replacement.headers.add("Set-Cookie", cookie)
    replacement.vary.update(VARY)
    return replacement


def init_app(app: Flask) -> None:
    """Read htmx headers on each request and translate redirects."""
    htmx.init_app(app)
    app.after_request(_redirect_whole_page)
