"""Puts the edge on an application, in the order in which a request meets it."""

from flask import Flask

from webapp.web import access, errors, htmx, once, shell, styleguide, templating
from webapp.web.mode import mode_of
from webapp.web.serving import access_log, assets, compression, intake, security


def install(app: Flask) -> None:
    """Install everything of this room. Sessions are installed before it, so that their hooks run around these."""
    access_log.init_app(app)
    compression.init_app(app)
    templating.init_app(app)
    htmx.init_app(app)
    errors.init_app(app)
    security.refuse_foreign(app)
    intake.init_app(app)
    security.init_app(app)
    access.init_app(app)
    once.init_app(app)
    assets.init_app(app)
    shell.init_app(app)
    if mode_of(app) != "production":
        app.register_blueprint(styleguide.blueprint)
