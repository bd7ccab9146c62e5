"""One line a request, which tells what was done and how it went, and nothing about anybody.

Not the path, but the rule it matched: a path may hold a one-time link or the number of somebody's case. No query, no
address, no name. In production the lines go to standard output.
"""

import logging
import sys
import time
from typing import Any, TextIO

from flask import Flask, Response, current_app, g, request

from webapp.tenancy import maybe_current
from webapp.web.mode import mode_of

log = logging.getLogger("webapp.access")


class _StandardOutput(logging.StreamHandler[TextIO]):
    """Writes to whatever standard output is at the moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(logging.Formatter("%(asctime)s %(message)s"))

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Standard output."""
        return sys.stdout


def _rule() -> str:
    return str(request.url_rule) if request.url_rule else "-"


def _start() -> None:
    g.started = time.monotonic()


def _write(response: Response) -> Response:
    milliseconds = round((time.monotonic() - g.pop("started", time.monotonic())) * 1000)
    log.info("%s %s %s %d %d ms", maybe_current() or "-", request.method, _rule(), response.status_code, milliseconds)
    return response


def _log_exception(exc_info: Any) -> None:
    """Flask's own would write the path."""
    current_app.logger.error("Exception on %s [%s]", _rule(), request.method, exc_info=exc_info)


def init_app(app: Flask) -> None:
    """Install before everything else that looks at responses: hooks after a request run in reverse order."""
    app.before_request(_start)
    app.after_request(_write)
    app.log_exception = _log_exception  # type: ignore[method-assign]
    if mode_of(app) == "production" and not log.handlers:
        log.addHandler(_StandardOutput())
        log.setLevel(logging.INFO)
        log.propagate = False
