"""The databases of the settings: the home one and those of placed provinces, for work outside the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import URL, Connection, Engine, create_engine, make_url

from webapp.config import BadSettings, Settings

HOME = "home"


class Place(NamedTuple):
    """One database: its name (HOME or a jurisdiction) and the addresses of the application and of the owner."""

    name: str
    url: URL
    owner_url: URL

    @property
    def is_postgresql(self) -> bool:
        """PostgreSQL, else SQLite."""
        return self.url.get_backend_name() == "postgresql"


def places(settings: Settings) -> list[Place]:
    """Every database; SQLite has no owner but its file's."""
    named = {HOME: settings.database_url, **settings.database_urls}
    owners = {HOME: settings.database_owner_url, **settings.database_owner_urls}
    return [Place(name, make_url(url), make_url(owners.get(name) or url)) for name, url in named.items()]


def owner_url(place: Place) -> URL:
    """The owner's address; raises BadSettings where PostgreSQL's owner is not named."""
    if place.is_postgresql and place.owner_url == place.url:
        suffix = "" if place.name == HOME else f"__{place.name.upper()}"
        raise BadSettings(f"DATABASE_OWNER_URL{suffix} is needed, and names another role than DATABASE_URL{suffix}")
    return place.owner_url


@contextmanager
def as_owner(place: Place) -> Iterator[Connection]:
    """A transaction of the owner; raises BadSettings where PostgreSQL's owner is not named."""
    with engine(owner_url(place)) as owner, owner.begin() as connection:
        yield connection


@contextmanager
def engine(url: URL) -> Iterator[Engine]:
    """An engine that is gone afterwards."""
    made = create_engine(url)
    try:
        yield made
    finally:
        made.dispose()
