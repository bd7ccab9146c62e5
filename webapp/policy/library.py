"""The library of profiles: which rules are in force in a jurisdiction on a day.

Fed by a RevisionSource. The folder source reads `policies/*.yaml`; in production the application hands in one
that reads published revisions from its database. A revision governs from its `effective` day; before the first
one the nation's rules do, and say so.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from webapp.policy.faults import Fault, Faulty
from webapp.policy.layered import Profile
from webapp.policy.loading import Loaded, load
from webapp.policy.register import Register

NATIONAL = "national"


class NoProfile(LookupError):
    """No such jurisdiction in the library."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One published text of a profile.

    `published_at` is when it became known to us; None for a file of the folder.
    """

    name: str
    text: str
    published_at: datetime.datetime | None = None


class RevisionSource(Protocol):
    """Where revisions come from."""

    def revisions(self) -> Iterable[Revision]:
        """Every revision, of every jurisdiction, the older publication first."""
        ...


@dataclass(frozen=True, slots=True)
class FolderSource:
    """The files of a folder, each the only revision of its jurisdiction."""

    folder: Path

    def revisions(self) -> Iterable[Revision]:
        """Each `*.yaml` of the folder, by name."""
        for path in sorted(self.folder.glob("*.yaml")):
            yield Revision(str(path), path.read_text(encoding="utf-8"))


class Library:
    """All profiles, ready to decide. Immutable: a changed source makes a new library."""

    def __init__(self, source: RevisionSource, register: Register | None = None) -> None:
        self.register = register or Register()
        self._revisions: dict[str, list[Loaded]] = {}
        faults: list[Fault] = []
        for revision in source.revisions():
            try:
                loaded = load(revision.text, revision.name)
            except Faulty as error:
                faults += error.faults
                continue
            self._revisions.setdefault(loaded.rules.jurisdiction, []).append(loaded)
        if faults:
            raise Faulty(faults)
        if NATIONAL not in self._revisions:
            raise Faulty([Fault(f"{NATIONAL}.yaml", 1, 1, "no_nation", "缺少全国规则 national.yaml")])
        for loaded_revisions in self._revisions.values():
            loaded_revisions.sort(key=lambda one: one.rules.effective)
        self._profiles: dict[tuple[int, int, str], Profile] = {}

    @classmethod
    def from_folder(cls, folder: Path) -> "Library":
        """The library of a policies folder: its profiles and, under `sources/`, its clause register.

        Raises Faulty.
        """
        return cls(FolderSource(folder), Register.from_folder(folder / "sources"))

    def jurisdictions(self) -> list[str]:
        """The jurisdictions served, each on its own host; the nation is a layer and has none."""
        return sorted(name for name in self._revisions if name != NATIONAL)

    def loaded(self, jurisdiction: str) -> Sequence[Loaded]:
        """Every revision of a jurisdiction, the earliest in force first. Raises NoProfile."""
        if jurisdiction not in self._revisions:
            raise NoProfile(jurisdiction)
        return tuple(self._revisions[jurisdiction])

    def profile(self, jurisdiction: str, on: datetime.date | None = None) -> Profile:
        """The profile in force on the day `on` (None = the latest). Raises NoProfile."""
        own = _in_force(self.loaded(jurisdiction), on)
        nation = _in_force(self._revisions[NATIONAL], on) or self._revisions[NATIONAL][0]
        key = (id(own), id(nation), jurisdiction)
        if key not in self._profiles:
            self._profiles[key] = Profile.of(
                jurisdiction, own, nation, self.register, named_by=self.loaded(jurisdiction)[0]
            )
        return self._profiles[key]


def _in_force(revisions: Sequence[Loaded], on: datetime.date | None) -> Loaded | None:
    reached = [one for one in revisions if on is None or one.rules.effective <= on]
    return reached[-1] if reached else None
