"""The application: what it is made of, in order."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask

from webapp import persistence, tenancy, web
from webapp.config import Settings
from webapp.web import sessions


def create_app(settings: Settings | None = None) -> Flask:
    """Build the server from settings (the environment's unless given)."""
    settings = settings or Settings.from_env(os.environ)
    app = persistence.TransactionalFlask("webapp", template_folder=str(settings.templates_dir), static_folder=None)
    app.extensions["gonghui.settings"] = settings
    app.config.update(SECRET_KEY=settings.secret_key, GONGHUI_MODE=settings.mode, TESTING=settings.mode == "test")
    app.extensions["gonghui.library"] = _library(settings)
    tenancy.init_app(app)
    persistence.init_app(app)
    sessions.init_app(app)
    web.install(app)
    return app


def _library(settings: Settings) -> Any:
    return _FileNames(settings.policies_dir)


class _FileNames:
    """Knows the served jurisdictions by the names of the policy files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def jurisdictions(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.yaml") if path.stem != "national")

    def profile(self, jurisdiction: str, on: date) -> Any:
        raise LookupError(jurisdiction)
