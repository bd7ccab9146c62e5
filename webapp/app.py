"""The application: what it is made of, in order."""

import os

from flask import Flask

from webapp import (
    accounts,
    claims,
    desk,
    entries,
    files,
    founding,
    home,
    jobs,
    join,
    notices,
    office,
    payments,
    persistence,
    relief,
    stations,
    tenancy,
    web,
)
from webapp.cases.routes import bp as cases
from webapp.config import Settings
from webapp.home.shell import identity_of_host
from webapp.members import routes as members
from webapp.notices import register_signature
from webapp.policy.decisions.claim import calendar as holidays
from webapp.unions.routes import bp as unions
from webapp.unions.settings import province_settings
from webapp.web import sessions
from webapp.web.serving import health, proxies
from webapp.web.shell import register_identity


def create_app(settings: Settings | None = None) -> Flask:
    """Build the server from settings (the environment's unless given)."""
    settings = settings or Settings.from_env(os.environ)
    app = persistence.TransactionalFlask("webapp", template_folder=str(settings.templates_dir), static_folder=None)
    app.extensions["gonghui.settings"] = settings
    app.config.update(SECRET_KEY=settings.secret_key, GONGHUI_MODE=settings.mode, TESTING=settings.mode == "test")
    holidays.follow(settings.reference_dir)
    app.extensions["gonghui.library"] = desk.library_of(app)
    tenancy.init_app(app)
    persistence.init_app(app)
    sessions.init_app(app)
    files.init_app(app)
    web.install(app)
    health.init_app(app)
    proxies.init_app(app, count=settings.trusted_proxies)
    jobs.init_app(app)
    _install_rooms(app)
    notices.channel(app)
    return app


def _install_rooms(app: Flask) -> None:
    """Every room that answers a browser."""
    accounts.init_app(app)
    notices.init_app(app)
    members.init_app(app)
    join.init_app(app)
    entries.init_app(app)
    claims.init_app(app)
    relief.init_app(app)
    payments.init_app(app)
    stations.init_app(app)
    founding.init_app(app)
    office.init_app(app)
    desk.init_app(app)
    home.init_app(app)
    for blueprint in (unions, cases):
        app.register_blueprint(blueprint)
    register_identity(app, identity_of_host)
    register_signature(app, lambda: province_settings()["signature"])
