"""Headers on every response, and the refusal of requests that another site made the browser send.

Provinces are sibling subdomains, so `same-site` is as hostile as `cross-site`: cookies flagged SameSite would travel.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFProtect

from webapp.web.access import GATED, audience_of
from webapp.web.errors import UNSAFE
from webapp.web.mode import mode_of

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
HSTS = "max-age=31536000; includeSubDomains"

csrf = CSRFProtect()


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _came_from_here() -> bool:
    """Whether a browser says the request started on this very origin.

    With no Sec-Fetch-Site the Origin counts, then the Referer. A client that sends none of the three is no browser that
    another site could steer; the session-bound token still decides about it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    claimed = request.headers.get("Origin") or request.headers.get("Referer")
    return claimed is None or _origin_of(claimed) == _origin_of(request.host_url)


def _refuse_foreign() -> None:
    if request.method in UNSAFE and not _came_from_here():
        abort(403)


def _session_was_read() -> bool:
    # Asking `flask.session` itself would count as reading it.
    return bool(getattr(getattr(request_ctx, "_session", None), "accessed", True))


def _is_personal(response: Response) -> bool:
    audience = audience_of(current_app, request.endpoint) if request.endpoint else None
    return audience in GATED or _session_was_read() or request.method in UNSAFE or response.status_code >= 400


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if mode_of(current_app) == "production":
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if _is_personal(response) else "private, no-cache"
    return response


def refuse_foreign(app: Flask) -> None:
    """Install the origin check, which reads nothing of what was sent: it comes before all that does."""
    app.before_request(_refuse_foreign)


def init_app(app: Flask) -> None:
    """Install headers and the token that every unsafe request must carry on `app`."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config.setdefault("WTF_CSRF_SSL_STRICT", False)
    csrf.init_app(app)
    app.after_request(_add_headers)
