"""The policy that governs the jurisdiction in scope, and its business date."""

from datetime import UTC, date, datetime, timedelta

from flask import current_app

from webapp.config import EVERYWHERE, Settings
from webapp.policy import Library, Profile
from webapp.tenancy.hosts import NATIONAL
from webapp.tenancy.scope import current, maybe_current

CHINA_TIME = timedelta(hours=8)


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["gonghui.settings"]
    return found


def library() -> Library:
    """The policy library of the running application."""
    found: Library = current_app.extensions["gonghui.library"]
    return found


def scopes() -> list[str]:
    """Every scope that has rows: the provinces', and that of the nation's editors."""
    return [NATIONAL, *library().jurisdictions()]


def profile(on: date | None = None) -> Profile:
    """The profile in force for the current jurisdiction on a date (the business date unless given); raises
    NoJurisdiction.
    """
    return library().profile(current(), on or business_date())


def business_date() -> date:
    """Today by the calendar of the offices: the date set for the jurisdiction, else today in China."""
    today = settings().today
    for key in (maybe_current(), EVERYWHERE):
        if key is not None and key in today:
            return today[key]
    return (datetime.now(UTC) + CHINA_TIME).date()
