"""Believing the proxies in front of the server, exactly as many as there are."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask, *, count: int) -> None:
    """Take address, scheme and host from the last `count` proxies; with none, from the connection itself."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
