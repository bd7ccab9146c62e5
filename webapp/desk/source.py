"""What was published, as the library's source: read from every database, asked at most once a second whether there is more."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from webapp.desk.models import PROFILE, SOURCE, Published
from webapp.persistence import DatabaseAway, db, is_outage, unit_of_work
from webapp.policy import Fault, Faulty, Library, Register, Revision
from webapp.policy.decisions.claim.calendar import calendar
from webapp.policy.live import FolderFollowed, FollowingLibrary, LiveLibrary
from webapp.policy.reading.library import Given, load_once
from webapp.policy.reading.register import text_of, texts_in
from webapp.tenancy import NATIONAL, business_date, library

EVERY_SECONDS = 1.0
AHEAD = timedelta(days=45)


class PublishedSource:
    """The published revisions of all databases; over `folder`'s files where nothing was published yet.

    With `mixed` (development, demo) a file counts beside what was published: whatever is newer governs.
    """

    def __init__(self, app: Flask, folder: Path, *, mixed: bool) -> None:
        self._app = app
        self._folder = FolderFollowed(folder)
        self._mixed = mixed
        self._seen = False
        self._places: tuple[str | None, ...] = (None, *app.extensions["gonghui.settings"].database_urls)

    def stamp(self) -> Hashable:
        """How much was published where, and when last; with the folder's where that counts."""
        return (self._folder.stamp() if self._mixed else None, tuple(self._counts()))

    def library(self, behind: Library | None = None) -> Library:
        """The library of it all; the folder's alone while nothing was published. What cannot be used is as in `behind`."""
        rows = self._rows()
        if not rows:
            return self._folder.library(behind)
        self._seen = True
        folder = self._folder.folder if self._mixed else None
        law = [row for row in rows if _is_law(row)]
        registers = _registers(law, folder, behind.register if behind else None)
        earlier = registers[:-1] if len(law) == len(rows) else [*_registers(rows, folder), *registers[:-1]]
        revisions = [
            Revision(f"{row.name}.yaml", row.text, row.published_at, row.effective, row.reopens)
            for row in law
            if row.kind == PROFILE
        ]
        if folder is not None:
            revisions += _files(folder, {row.name for row in law if row.kind == PROFILE})
        return Library(Given(tuple(revisions)), registers[-1], earlier, behind)

    def _counts(self) -> Iterable[Hashable]:
        with self._app.app_context():
            for place in self._places:
                try:
                    with unit_of_work(place, write=False):
                        counted = select(func.count(Published.id), func.max(Published.published_at))
                        yield tuple(db.session.execute(counted).one())
                except SQLAlchemyError:
                    yield None

    def _rows(self) -> list[Published]:
        found: list[Published] = []
        with self._app.app_context():
            for place in self._places:
                try:
                    with unit_of_work(place, write=False):
                        found += [row for row in db.session.scalars(select(Published)) if _speaks_for(place, row)]
                except SQLAlchemyError as error:
                    # Before `gonghui init` there are no tables; a database that is away must not bring the files back.
                    if self._seen or is_outage(error):
                        raise DatabaseAway(f"what was published at {place or 'home'} cannot be read") from error
        return sorted(found, key=lambda row: (row.published_at, row.id))


def _speaks_for(place: str | None, row: Published) -> bool:
    """A province's own database speaks for that province only."""
    return place in (None, NATIONAL, row.owner)


def _is_law(row: Published) -> bool:
    """Whether a row counts: its owner's desk or the nation's wrote it, and its text says the same name and owner.

    No other can be written (`models.RULE`); before that rule there may have been. Decisions that rest on one are still found.
    A text that cannot be read any more says nobody's name: it is told as a fault of its owner's.
    """
    try:
        if row.kind == PROFILE:
            said = load_once(row.text, f"{row.name}.yaml").rules.jurisdiction
        else:
            said = Register.from_texts({f"{row.name}.yaml": row.text}).documents[row.name].jurisdiction
    except Faulty:
        said = row.owner
    return said == row.owner and row.desk in (row.owner, NATIONAL)


def _registers(rows: Sequence[Published], folder: Path | None, behind: Register | None = None) -> list[Register]:
    """The clause register after each publication of a document, the present one last."""
    texts: dict[str, str] = {}
    if folder is not None:
        texts = {Path(name).name: text for name, text in texts_in(folder / "sources").items()}
    moments: dict[datetime, dict[str, str]] = {}
    for row in rows:
        if row.kind == SOURCE:
            texts = {**texts, f"{row.name}.yaml": row.text}
            moments[row.published_at] = texts
    registers: list[Register] = []
    for one in moments.values() or (texts,):
        registers.append(Register.usable(one, registers[-1] if registers else behind))
    return registers


def _files(folder: Path, published: set[str]) -> Iterable[Revision]:
    """The folder's profiles; beside a published one a file counts from the moment it was saved."""
    for path in sorted(folder.glob("*.yaml")):
        saved = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.stem in published else None
        yield Revision(str(path), text_of(path), saved)


def faults_of(owner: str) -> tuple[Fault, ...]:
    """What is wrong with the texts of a desk that did not come into force; the nation's desk hears of texts that are nobody's yet."""
    known = library()
    served, documents = known.jurisdictions(), known.register.documents
    owners = {name: documents[name].jurisdiction if name in documents else name for name in known.faults}
    owners = {name: one if one in served else NATIONAL for name, one in owners.items()}
    return tuple(fault for name, faults in known.faults.items() if owners[name] == owner for fault in faults)


def unknown_year() -> int | None:
    """The year that is here or comes within weeks, if its holidays are not known: what counts working days counts wrong in it."""
    today = business_date()
    return next((year for year in (today.year, (today + AHEAD).year) if year not in calendar().years), None)


def library_of(app: Flask) -> Library:
    """The library an application works by: in production what was published; where people try things out, also the files
    as they are now. Raises Faulty where the nation's rules cannot be used from the start.
    """
    settings = app.extensions["gonghui.settings"]
    if settings.mode == "test":
        return Library.from_folder(settings.policies_dir)
    if settings.mode == "production":
        return FollowingLibrary(PublishedSource(app, settings.policies_dir, mixed=False), every=EVERY_SECONDS)
    Library.from_folder(settings.policies_dir)
    return LiveLibrary(PublishedSource(app, settings.policies_dir, mixed=True), every=EVERY_SECONDS / 2)
