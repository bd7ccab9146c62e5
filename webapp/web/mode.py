"""In which mode the program runs: development, demo, test or production."""

from flask import Flask


def mode_of(app: Flask) -> str:
    """The mode of the settings that create_app stored; production, the strictest, when nobody said."""
    settings = app.extensions.get("gonghui.settings")
    return str(getattr(settings, "mode", None) or app.config.get("GONGHUI_MODE") or "production")
