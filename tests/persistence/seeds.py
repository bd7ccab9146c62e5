"""Rows of the ground's own tables, by which its promises are tried: a session and an event a province."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from webapp.persistence import now, record_event, unit_of_work
from webapp.web.sessions import WebSession

PROVINCES = ("alpha", "beta")


def session_row(owner: str, **values: object) -> WebSession:
    """A row with every column filled."""
    filled = {"token_hash": owner, "data": "{}", "idle_seconds": 60, "ends_at": now() + timedelta(hours=1)}
    return WebSession(owner=owner, **(filled | values))


def seed(app: Flask) -> None:
    """One row of `web_sessions` and one event in each province; the owner names the province."""
    with app.app_context():
        for jurisdiction in PROVINCES:
            with unit_of_work(jurisdiction) as work:
                work.add(session_row(f"owner-of-{jurisdiction}"))
                record_event(kind="seeded", subject=f"event-of-{jurisdiction}")


def owners(app: Flask, jurisdiction: str) -> list[str]:
    """What one province holds."""
    with app.app_context(), unit_of_work(jurisdiction) as work:
        return sorted(owner or "" for owner in work.scalars(select(WebSession.owner)))
