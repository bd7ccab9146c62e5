"""Puts databases, guard and keys on an application."""

from flask import Flask

from webapp.config import Settings
from webapp.persistence import engines, guard, reading
from webapp.persistence.crypto import Keyring
from webapp.persistence.models import db


def init_app(app: Flask) -> None:
    """Needs the settings in `app.extensions`."""
    settings: Settings = app.extensions["gonghui.settings"]
    app.extensions["gonghui.keyring"] = Keyring(settings.field_keys, settings.index_key)
    engines.configure(app, settings)
    db.init_app(app)
    reading.watch()
    guard.watch_sessions()
    with app.app_context():
        for engine in db.engines.values():
            engines.prepare(engine, settings)
            guard.watch_engine(engine)
