"""Puts the edge on an application, in the order in which a request meets it."""

from flask import Flask
from jinja2 import StrictUndefined

from webapp.web import access, assets, errors, htmx, security, shell


def install(app: Flask) -> None:
    """Install everything of this room. Sessions are installed before it, so that their hooks run around these."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    htmx.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    access.init_app(app)
    assets.init_app(app)
    shell.init_app(app)
