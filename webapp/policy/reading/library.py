"""The library of profiles: which rules are in force in a jurisdiction on a day.

Fed by a RevisionSource. The folder source reads `policies/*.yaml`; in production the application hands in one
that reads published revisions from its database. A revision governs from its `effective` day; before the first
one the nation's rules do, and say so. What was published later can be left out with `known`, to decide as
things were known at a moment.
"""

import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from webapp.policy.faults import Fault, Faulty
from webapp.policy.reading.layered import Profile
from webapp.policy.reading.loading import Loaded, load
from webapp.policy.reading.register import NATIONAL as NATIONAL
from webapp.policy.reading.register import Register, text_of, texts_in


class NoProfile(LookupError):
    """No such jurisdiction in the library, or no revision with that digest."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One published text of a profile.

    `published_at` (aware) is when it became known; None = known from the start. `effective` is the first day it governs; None = the
    day its text names. `reopens`: what is still open is to be decided anew under it.
    """

    name: str
    text: str
    published_at: datetime.datetime | None = None
    effective: datetime.date | None = None
    reopens: bool = False


class RevisionSource(Protocol):
    """Where revisions come from."""

    def revisions(self) -> Iterable[Revision]:
        """Every revision of every jurisdiction, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class FolderSource:
    """The files of a folder, each the only revision of its jurisdiction."""

    folder: Path

    def revisions(self) -> Iterable[Revision]:
        """Each `*.yaml` of the folder, by name."""
        for path in sorted(self.folder.glob("*.yaml")):
            yield Revision(str(path), text_of(path))


@dataclass(frozen=True, slots=True)
class Given:
    """Revisions at hand."""

    all: tuple[Revision, ...]

    def revisions(self) -> Iterable[Revision]:
        """As they are."""
        return self.all


load_once = functools.lru_cache(maxsize=256)(load)
"""A revision never changes: what was read once is kept for the next library."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A revision that has been loaded."""

    loaded: Loaded
    revision: Revision

    @property
    def effective(self) -> datetime.date:
        """The first day it governs."""
        return self.revision.effective or self.loaded.rules.effective

    def order(self) -> tuple[datetime.date, float]:
        """By the day it takes effect, then by publication: the later one of the same day supersedes."""
        published = self.revision.published_at
        return self.effective, published.timestamp() if published else float("-inf")


def _loaded(revision: Revision, name: str) -> Loaded:
    """The text read; a file speaks for the jurisdiction that it is named after, and for no other. Raises Faulty."""
    loaded = load_once(revision.text, revision.name)
    said = loaded.rules.jurisdiction
    if said != name:
        message = f"jurisdiction 是 “{said}”，文件名却是 “{name}”"
        raise Faulty([loaded.document.fault(("jurisdiction",), "file_name", message, hint="两者要一致")])
    return loaded


class Library:
    """All profiles, ready to decide. A changed source makes a new library.

    `earlier` are clause registers that were in use before: decisions that rest on them are found by their digest.
    A text that cannot be used concerns its own jurisdiction alone: it is left out and told in `faults`, by the name of its
    file, and the jurisdiction stands as it does in `behind`. Without the nation there is no library: raises Faulty.
    """

    def __init__(
        self,
        source: RevisionSource,
        register: Register | None = None,
        earlier: Sequence[Register] = (),
        behind: "Library | None" = None,
    ) -> None:
        self.register = register or Register()
        self.earlier = tuple(earlier)
        self._revisions: dict[str, list[Kept]] = {}
        faults: dict[str, list[Fault]] = {}
        for fault in self.register.faults:
            faults.setdefault(Path(fault.file).stem, []).append(fault)
        for revision in source.revisions():
            name = Path(revision.name).stem
            try:
                self._revisions.setdefault(name, []).append(Kept(_loaded(revision, name), revision))
            except Faulty as error:
                faults.setdefault(name, []).extend(error.faults)
        self.faults: Mapping[str, tuple[Fault, ...]] = {name: tuple(found) for name, found in faults.items()}
        for name in faults:
            if behind is not None and name in behind._revisions:
                self._revisions[name] = list(behind._revisions[name])
        self._shut = sorted(name for name, kept in self._revisions.items() if not kept)
        self._revisions = {name: kept for name, kept in self._revisions.items() if kept}
        if NATIONAL not in self._revisions:
            none = Fault(f"{NATIONAL}.yaml", 1, 1, "no_nation", "缺少全国规则 national.yaml")
            raise Faulty([one for found in self.faults.values() for one in found] or [none])
        for revisions in self._revisions.values():
            revisions.sort(key=Kept.order)
        self._profiles: dict[tuple[int, int, str, str], Profile] = {}

    @classmethod
    def from_folder(cls, folder: Path, behind: "Library | None" = None) -> "Library":
        """The library of a policies folder: its profiles and, under `sources/`, its clause register.

        Raises Faulty where the nation's rules cannot be used.
        """
        register = Register.usable(texts_in(folder / "sources"), behind.register if behind else None)
        return Library(FolderSource(folder), register, behind=behind)

    def jurisdictions(self) -> list[str]:
        """The jurisdictions served, each on its own host; the nation is a layer and has none."""
        return sorted(name for name in self._revisions if name != NATIONAL)

    def shut(self) -> list[str]:
        """The jurisdictions that have texts of which none can be used: not served until one has a good text again."""
        return self._shut

    def loaded(self, jurisdiction: str) -> Sequence[Loaded]:
        """Every revision of a jurisdiction, the earliest in force first. Raises NoProfile."""
        return tuple(one.loaded for one in self._kept(jurisdiction))

    def refresh(self) -> None:
        """Look at the source with the next question, however lately that was done; a library that follows none stays."""

    def revisions(self) -> list[Revision]:
        """Every revision of every jurisdiction: a library is a source too."""
        return [kept.revision for revisions in self._revisions.values() for kept in revisions]

    def revisions_of(self, jurisdiction: str) -> list[Revision]:
        """Every revision of one jurisdiction, or of the nation. Raises NoProfile."""
        return [kept.revision for kept in self._kept(jurisdiction)]

    def trying(self, *more: Revision, register: Register | None = None) -> "Library":
        """This library with revisions more, or with another register: to see what a draft would do."""
        return Library(Given((*self.revisions(), *more)), register or self.register)

    def in_force(self, jurisdiction: str, on: datetime.date | None = None) -> Revision | None:
        """The revision that governs a day (None = the latest); None before the first. Raises NoProfile."""
        kept = _in_force(self._kept(jurisdiction), on, None)
        return kept.revision if kept else None

    def reopened(self, jurisdiction: str, on: datetime.date, since: datetime.datetime) -> bool:
        """Whether something published after `since` that governs the day `on` wants open cases decided anew."""
        return any(
            kept.revision.reopens
            and kept.effective <= on
            and kept.revision.published_at is not None
            and kept.revision.published_at > since
            for name in (jurisdiction, NATIONAL)
            for kept in self._revisions.get(name, ())
        )

    def profile(
        self, jurisdiction: str, on: datetime.date | None = None, *, known: datetime.datetime | None = None
    ) -> Profile:
        """The profile in force on the day `on` (None = the latest), of what was published by `known` (None = all
        of it).

        Raises NoProfile.
        """
        own = _in_force(self._kept(jurisdiction), on, known)
        nations = self._kept(NATIONAL)
        return self._profile(jurisdiction, own, _in_force(nations, on, known) or nations[0])

    def pinned(self, jurisdiction: str, digest: str) -> Profile:
        """The profile that a stored decision names by its digest. Raises NoProfile where no revision has it."""
        for register in (self.register, *reversed(self.earlier)):
            for nation in reversed(self._kept(NATIONAL)):
                for own in (*reversed(self._kept(jurisdiction)), None):
                    profile = self._profile(jurisdiction, own, nation, register)
                    if profile.digest == digest:
                        return profile
        raise NoProfile(f"{jurisdiction} {digest}")

    def _kept(self, jurisdiction: str) -> list[Kept]:
        if jurisdiction not in self._revisions:
            raise NoProfile(jurisdiction)
        return self._revisions[jurisdiction]

    def _profile(self, jurisdiction: str, own: Kept | None, nation: Kept, register: Register | None = None) -> Profile:
        register = register or self.register
        key = (id(own), id(nation), jurisdiction, register.digest)
        if key not in self._profiles:
            self._profiles[key] = Profile.of(
                jurisdiction,
                own.loaded if own else None,
                nation.loaded,
                register,
                named_by=self._kept(jurisdiction)[0].loaded,
            )
        return self._profiles[key]


def _in_force(revisions: Sequence[Kept], on: datetime.date | None, known: datetime.datetime | None) -> Kept | None:
    reached = [
        one
        for one in revisions
        if (on is None or one.effective <= on)
        and (known is None or one.revision.published_at is None or one.revision.published_at <= known)
    ]
    return reached[-1] if reached else None
