"""A library that follows its folder: for development and the demo, where a changed file is picked up at once.

A broken edit leaves the rules that are running in force and is told to the editors (`faults`). In production
the library follows the published revisions instead, and a changed file is a draft.
"""

import datetime
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from webapp.policy.checking import check
from webapp.policy.faults import Fault, Faulty
from webapp.policy.layered import Profile
from webapp.policy.library import NATIONAL, Library
from webapp.policy.loading import Loaded
from webapp.policy.register import Register

Stamp = tuple[tuple[str, int, int], ...]


class LiveLibrary(Library):
    """The library of a folder as it is now, or as it was when it last could be used."""

    def __init__(self, folder: Path, *, every: float = 0.5) -> None:
        """Load the folder; raises Faulty if it cannot be used from the start.

        `every` = how many seconds may pass before the files are looked at again.
        """
        self._folder = folder
        self._every = every
        self._looked = time.monotonic()
        self._lock = threading.Lock()
        self._stamp = self._now()
        self._current = Library.from_folder(folder)
        self.faults: tuple[Fault, ...] = ()

    @property
    def register(self) -> Register:  # type: ignore[override]
        """The clause register in use."""
        return self._fresh().register

    def jurisdictions(self) -> list[str]:
        """As Library."""
        return self._fresh().jurisdictions()

    def loaded(self, jurisdiction: str) -> Sequence[Loaded]:
        """As Library."""
        return self._fresh().loaded(jurisdiction)

    def profile(
        self, jurisdiction: str, on: datetime.date | None = None, *, known: datetime.datetime | None = None
    ) -> Profile:
        """As Library."""
        return self._fresh().profile(jurisdiction, on, known=known)

    def pinned(self, jurisdiction: str, digest: str) -> Profile:
        """As Library."""
        return self._fresh().pinned(jurisdiction, digest)

    def _fresh(self) -> Library:
        now = time.monotonic()
        if now - self._looked < self._every:
            return self._current
        self._looked = now
        stamp = self._now()
        if stamp != self._stamp:
            with self._lock:
                if stamp != self._stamp:
                    self._reload()
                    self._stamp = stamp
        return self._current

    def _reload(self) -> None:
        try:
            library = Library.from_folder(self._folder)
            names = (NATIONAL, *library.jurisdictions())
            self.faults = tuple(fault for name in names for fault in check(library.profile(name)).faults)
        except Faulty as error:
            self.faults = error.faults
        except OSError:
            return
        if not self.faults:
            self._current = library

    def _now(self) -> Stamp:
        files = [*self._folder.glob("*.yaml"), *(self._folder / "sources").glob("*.yaml")]
        return tuple(sorted((str(path), *_changed(path)) for path in files))


def _changed(path: Path) -> tuple[int, int]:
    """When a file changed and its size; zeros for one that is being replaced right now."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size
