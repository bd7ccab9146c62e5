"""`/health` and its kin, for whoever watches over the server: on every host and on none, before sessions and provinces.

`/health` says that the process answers; `/health/ready` that every database does too, else 503. `/health/seen` tells
`gonghui doctor` alone what arrived of its request, so that it can count the proxies on the way; its key is derived from the
settings. None of them tells anything about anybody.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import literal, select
from werkzeug.wrappers import Request, Response

from webapp.persistence import db, is_outage
from webapp.persistence.outage import RETRY_SECONDS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READY = "/health/ready"
SEEN = "/health/seen"
PASS_HEADER = "X-Gonghui-Pass"
PASS_SECONDS = 120
_PURPOSE = "doctor"


def pass_of(app: Flask) -> str:
    """What opens SEEN for a moment, made by whoever has the same settings."""
    return str(_passes(app).dumps(_PURPOSE))


class Health:
    """The addresses in front of an application; everything else goes to it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._inner: WSGIApplication = app.wsgi_app
        self._answers: dict[str, Callable[[Request], Response]] = {
            "/health": lambda _request: _plain("ok"),
            READY: self._ready,
            SEEN: self._seen,
        }

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or pass on."""
        answer = self._answers.get(environ.get("PATH_INFO", ""))
        if answer is None:
            return self._inner(environ, start_response)
        request = Request(environ)
        response = answer(request) if request.method in ("GET", "HEAD") else _plain("GET", 405)
        return response(environ, start_response)

    def _ready(self, _request: Request) -> Response:
        try:
            with self._app.app_context():
                for engine in db.engines.values():
                    with engine.connect() as connection:
                        connection.execute(select(literal(1)))
        except Exception as error:
            if not is_outage(error):
                self._app.logger.exception("not ready")
            return _plain("a database does not answer", 503)
        return _plain("ok")

    def _seen(self, request: Request) -> Response:
        try:
            _passes(self._app).loads(request.headers.get(PASS_HEADER, ""), max_age=PASS_SECONDS)
        except BadSignature:
            return _plain("not found", 404)
        seen = {"forwarded": _hops(request), "scheme": request.scheme, "host": request.host}
        return Response(self._app.json.dumps(seen), mimetype="application/json", headers=_HEADERS)


_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def _plain(words: str, status: int = 200) -> Response:
    headers: dict[str, Any] = _HEADERS | ({"Retry-After": RETRY_SECONDS} if status == 503 else {})
    return Response(f"{words}\n", status, headers, "text/plain")


def _hops(request: Request) -> int:
    """How many proxies wrote down whom they had the request from."""
    return len(
        [name for line in request.headers.getlist("X-Forwarded-For") for name in line.split(",") if name.strip()]
    )


def _passes(app: Flask) -> URLSafeTimedSerializer:
    key = app.extensions["gonghui.keyring"].derive(_PURPOSE) + str(app.secret_key).encode()
    return URLSafeTimedSerializer(key, salt=_PURPOSE)


def init_app(app: Flask) -> None:
    """Stand in front of the application, behind the belief in proxies."""
    app.wsgi_app = Health(app)  # type: ignore[method-assign]
