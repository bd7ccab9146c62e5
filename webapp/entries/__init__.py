"""Joining on paper: officers enter applications for workers, one at a time at their desk or many at an enrolment drive."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the officers' entry pages."""
    from webapp.entries import routes

    app.register_blueprint(routes.bp)
