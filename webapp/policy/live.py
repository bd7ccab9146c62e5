"""Libraries that follow what changes: the files of a folder, or whatever a source publishes.

For development and the demo a changed file is picked up at once; a broken edit leaves its jurisdiction's rules in force as
they were, is told to its editors (`faults`) and concerns nobody else. In production the library follows the published revisions instead, and a
changed file is a draft.
"""

import datetime
import threading
import time
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Protocol

from webapp.policy.checking.standing import Faults, Proofs
from webapp.policy.faults import Faulty
from webapp.policy.reading.layered import Profile
from webapp.policy.reading.library import NATIONAL, Library, Revision
from webapp.policy.reading.loading import Loaded
from webapp.policy.reading.register import Register

Stamp = tuple[tuple[str, int, int], ...]


class Source(Protocol):
    """What a library follows."""

    def stamp(self) -> Hashable:
        """Something cheap that differs whenever the library would."""
        ...

    def library(self, behind: Library | None = None) -> Library:
        """The library as it is now, texts that cannot be used as they are in `behind`. Raises Faulty, and OSError where it
        cannot be read right now.
        """
        ...


class FollowingLibrary(Library):
    """The library of a source as it is now, or as it was when it last could be used."""

    def __init__(self, source: Source, *, every: float) -> None:
        """Nothing is read before it is first asked for.

        `every` = how many seconds may pass before the source is looked at again.
        """
        self._source = source
        self._every = every
        self._looked = float("-inf")
        self._lock = threading.RLock()
        self._stamp: Hashable = None
        self._current: Library | None = None
        self.faults: Faults = {}

    @property
    def register(self) -> Register:  # type: ignore[override]
        """The clause register in use."""
        return self._fresh().register

    def refresh(self) -> None:
        """As Library."""
        self._looked = float("-inf")

    def jurisdictions(self) -> list[str]:
        """As Library."""
        return self._fresh().jurisdictions()

    def shut(self) -> list[str]:
        """As Library."""
        return self._fresh().shut()

    def loaded(self, jurisdiction: str) -> Sequence[Loaded]:
        """As Library."""
        return self._fresh().loaded(jurisdiction)

    def revisions(self) -> list[Revision]:
        """As Library."""
        return self._fresh().revisions()

    def revisions_of(self, jurisdiction: str) -> list[Revision]:
        """As Library."""
        return self._fresh().revisions_of(jurisdiction)

    def trying(self, *more: Revision, register: Register | None = None) -> Library:
        """As Library."""
        return self._fresh().trying(*more, register=register)

    def in_force(self, jurisdiction: str, on: datetime.date | None = None) -> Revision | None:
        """As Library."""
        return self._fresh().in_force(jurisdiction, on)

    def reopened(self, jurisdiction: str, on: datetime.date, since: datetime.datetime) -> bool:
        """As Library."""
        return self._fresh().reopened(jurisdiction, on, since)

    def profile(
        self, jurisdiction: str, on: datetime.date | None = None, *, known: datetime.datetime | None = None
    ) -> Profile:
        """As Library."""
        return self._fresh().profile(jurisdiction, on, known=known)

    def pinned(self, jurisdiction: str, digest: str) -> Profile:
        """As Library."""
        return self._fresh().pinned(jurisdiction, digest)

    def _fresh(self) -> Library:
        current, now = self._current, time.monotonic()
        if current is not None and now - self._looked < self._every:
            return current
        # Whoever finds another one looking goes on with what is there: nobody waits who may hold a connection.
        if not self._lock.acquire(blocking=current is None):
            assert current is not None
            return current
        try:
            self._looked = now
            stamp = self._source.stamp()
            if self._current is None or stamp != self._stamp:
                self._reload()
                self._stamp = stamp
            assert self._current is not None, "the first load raises what is wrong"
            return self._current
        finally:
            self._lock.release()

    def _reload(self) -> None:
        try:
            library = self._source.library(self._current)
        except (Faulty, OSError) as error:
            if self._current is None:
                raise
            if isinstance(error, Faulty):
                self.faults = {NATIONAL: error.faults}
            return
        self._current, self.faults = self._usable(library)

    def _usable(self, library: Library) -> tuple[Library, Faults]:
        """The part of a changed library that may govern, and what is wrong with the rest; what was published has been
        proved before.
        """
        return library, library.faults


class FolderFollowed:
    """A folder of profiles as something to follow."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stamp(self) -> Stamp:
        """Every file with the time of its last change and its size."""
        files = [*self.folder.glob("*.yaml"), *(self.folder / "sources").glob("*.yaml")]
        return tuple(sorted((str(path), *_changed(path)) for path in files))

    def library(self, behind: Library | None = None) -> Library:
        """As Library.from_folder."""
        return Library.from_folder(self.folder, behind)


class LiveLibrary(FollowingLibrary):
    """The library of a folder, or of a source with a folder in it, as it is now: what cannot be proved is as it was."""

    def __init__(self, folder: Path | Source, *, every: float = 0.5) -> None:
        """Load the folder; raises Faulty if the nation's rules cannot be used from the start."""
        super().__init__(FolderFollowed(folder) if isinstance(folder, Path) else folder, every=every)
        self._proofs = Proofs()
        if isinstance(folder, Path):
            self._fresh()

    def _usable(self, library: Library) -> tuple[Library, Faults]:
        return self._proofs.best(library, self._current)


def _changed(path: Path) -> tuple[int, int]:
    """When a file changed and its size; zeros for one that is being replaced right now."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size
