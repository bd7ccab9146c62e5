"""The application: what it is made of, in order."""

import os

from flask import Flask

from webapp import accounts, jobs, join, notices, persistence, tenancy, web
from webapp.config import Settings
from webapp.home.routes import bp as home
from webapp.home.shell import identity_of_host
from webapp.office.routes import bp as office
from webapp.policy import Library
from webapp.unions.routes import bp as unions
from webapp.web import sessions
from webapp.web.shell import register_identity


def create_app(settings: Settings | None = None) -> Flask:
    """Build the server from settings (the environment's unless given)."""
    settings = settings or Settings.from_env(os.environ)
    app = persistence.TransactionalFlask("webapp", template_folder=str(settings.templates_dir), static_folder=None)
    app.extensions["gonghui.settings"] = settings
    app.config.update(SECRET_KEY=settings.secret_key, GONGHUI_MODE=settings.mode, TESTING=settings.mode == "test")
    app.extensions["gonghui.library"] = Library.from_folder(settings.policies_dir)
    tenancy.init_app(app)
    persistence.init_app(app)
    sessions.init_app(app)
    web.install(app)
    jobs.init_app(app)
    _install_rooms(app)
    return app


def _install_rooms(app: Flask) -> None:
    """Every room that answers a browser."""
    accounts.init_app(app)
    notices.init_app(app)
    join.init_app(app)
    for blueprint in (unions, home, office):
        app.register_blueprint(blueprint)
    register_identity(app, identity_of_host)
