"""The running server asked from outside, as a visitor's browser would: what of the request arrives."""

import json
import ssl
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from webapp.config import Settings
from webapp.web.serving.health import PASS_HEADER, SEEN, pass_of

PATIENCE_SECONDS = 10


def trouble_on_the_way(app: Flask, settings: Settings, address: str) -> str:
    """Ask for the bare domain at an address, and compare the proxies that passed the request on with the settings."""
    try:
        status, body = _ask(app, settings, address)
    except (OSError, HTTPException) as error:
        return f"{address} does not answer ({error}): is the server running? name another way in with --at"
    if status != 200:
        return (
            f"{address} answers {status}: another program, or one with another GONGHUI_SECRET_KEY or GONGHUI_INDEX_KEY"
        )
    return _compared(settings, json.loads(body))


def _compared(settings: Settings, seen: dict[str, Any]) -> str:
    if seen["forwarded"] != settings.trusted_proxies:
        return (
            f"{seen['forwarded']} wrote X-Forwarded-For, GONGHUI_TRUSTED_PROXIES is {settings.trusted_proxies}: "
            "whom limits and logs name is wrong, or can be made up"
        )
    if seen["scheme"] != "https":
        return "the server takes the request for http: let the proxy pass X-Forwarded-Proto"
    if seen["host"].partition(":")[0] != settings.base_domain:
        return f"the server takes the request for {seen['host']}: let the proxy pass Host or X-Forwarded-Host"
    return ""


def _ask(app: Flask, settings: Settings, address: str) -> tuple[int, bytes]:
    with closing(_connection(address, settings.base_domain)) as connection:
        connection.request("GET", SEEN, headers={"Host": settings.base_domain, PASS_HEADER: pass_of(app)})
        answer = connection.getresponse()
        return answer.status, answer.read()


def _connection(address: str, name: str) -> HTTPConnection:
    parts = urlsplit(address)
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
    return _Named(
        parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS, context=ssl.create_default_context(), name=name
    )


class _Named(HTTPSConnection):
    """A connection to one host that asks for, and wants the certificate of, another name."""

    def __init__(self, host: str, port: int | None, *, timeout: float, context: ssl.SSLContext, name: str) -> None:
        super().__init__(host, port, timeout=timeout, context=context)
        self._context, self._name = context, name

    def connect(self) -> None:
        """Connect, then speak TLS."""
        HTTPConnection.connect(self)
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self._name)
