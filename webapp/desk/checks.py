"""One check for everything an editor writes: the same validator as the command line's, the proof, and the examples. No database."""

import functools
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from webapp.desk.models import SOURCE
from webapp.policy import Fault, Faulty, Library, Profile, Register, Revision
from webapp.policy.checking.profiles import Report, check
from webapp.policy.checking.scenarios import Scenario, scenarios_of
from webapp.policy.reading.library import NATIONAL, NoProfile
from webapp.policy.reading.loading import load
from webapp.policy.yaml_text import Document, read

SOON = datetime.max.replace(tzinfo=UTC)
"""A draft is tried as if it were published last."""


@dataclass(frozen=True)
class Tried:
    """One example with what it found: nothing where it holds."""

    scenario: Scenario
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Checked:
    """What a check found. `trial` is the library with the draft in it; None while the text cannot be read.

    `others` are faults that the draft would bring into other profiles, by jurisdiction.
    """

    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    situations: Mapping[str, int] = field(default_factory=dict)
    tried: tuple[Tried, ...] = ()
    others: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    trial: Library | None = None

    @property
    def good(self) -> bool:
        """Whether the text may be proposed and published."""
        return not self.faults and not self.others and not self.failed

    @property
    def failed(self) -> list[Tried]:
        """The examples that do not come out."""
        return [one for one in self.tried if one.faults]

    def profile(self, name: str) -> Profile | None:
        """The profile of the draft, once it can be read."""
        try:
            return self.trial.profile(name) if self.trial else None
        except NoProfile:
            return None


def digest_of(text: str) -> str:
    """The digest of a text, as revisions are named by."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_text(
    kind: str,
    name: str,
    text: str,
    library: Library,
    examples: Mapping[str, str] | None = None,
    *,
    owners: Collection[str] = (),
) -> Checked:
    """Check a profile or a document of the register. `examples` are scenario texts by file name; `owners` are the
    jurisdictions whose documents the desk may add.
    """
    try:
        if kind == SOURCE:
            return _check_source(name, text, library, owners)
        return _check_profile(name, text, library, examples or {})
    except Faulty as error:
        return Checked(faults=error.faults)


def _check_profile(name: str, text: str, library: Library, examples: Mapping[str, str]) -> Checked:
    file = f"{name}.yaml"
    own = load(text, file).rules
    if own.jurisdiction != name:
        fault = load(text, file).document.fault(("jurisdiction",), "file_name", f"这份文本是 “{name}” 的，不能改名")
        return Checked(faults=(fault,))
    trial = library.trying(Revision(file, text, SOON, _last(library, name, own.effective)))
    report = _proved(trial.profile(name))
    others: dict[str, tuple[Fault, ...]] = {}
    if name == NATIONAL and not report.faults:
        found = {one: _proved(trial.profile(one)).faults for one in trial.jurisdictions()}
        others = {one: faults for one, faults in found.items() if faults}
    faults = report.faults
    tried: tuple[Tried, ...] = ()
    if not faults:
        faults, tried = _try(examples, trial)
    return Checked(faults, report.warnings, report.situations, tried, others, trial)


def _last(library: Library, name: str, effective: date) -> date:
    """The day from which a draft is tried: never before the latest revision, so that it is the draft that governs."""
    try:
        revision, loaded = library.in_force(name), library.loaded(name)
    except NoProfile:
        return effective
    return max(effective, (revision.effective if revision else None) or loaded[-1].rules.effective)


def _check_source(name: str, text: str, library: Library, owners: Collection[str]) -> Checked:
    file = f"{name}.yaml"
    said = Register.from_texts({file: text}).documents[name].jurisdiction
    known = library.register.documents.get(name)
    if said not in ([known.jurisdiction] if known else owners):
        return Checked(faults=(_wrong_owner(read(text, file), said, known.jurisdiction if known else None, owners),))
    texts = {key: one for key, one in library.register.texts.items() if key.rsplit("/", 1)[-1] != file}
    trial = library.trying(register=Register.from_texts({**texts, file: text}))
    found = {one: _proved(trial.profile(one)).faults for one in (NATIONAL, *trial.jurisdictions())}
    return Checked(others={one: faults for one, faults in found.items() if faults}, trial=trial)


def _wrong_owner(document: Document, said: str, owner: str | None, owners: Collection[str]) -> Fault:
    """A document keeps its owner; a new one is of somebody whose documents this desk writes."""
    message = f"这份文件是 “{owner}” 的，归属不能改" if owner else f"“{said}” 的文件不能在这里登记"
    hint = f"请写 {owner or '、'.join(sorted(owners))}"
    return document.fault(("document", "jurisdiction"), "owner", message, hint=hint)


def _try(examples: Mapping[str, str], trial: Library) -> tuple[tuple[Fault, ...], tuple[Tried, ...]]:
    faults: list[Fault] = []
    tried: list[Tried] = []
    for name, text in examples.items():
        if not text.strip():
            continue
        try:
            tried += (Tried(one, tuple(_run(one, trial))) for one in scenarios_of(text, f"scenarios/{name}"))
        except Faulty as error:
            faults += error.faults
    return tuple(faults), tuple(tried)


def _run(scenario: Scenario, trial: Library) -> Iterable[Fault]:
    return scenario.run(trial)


@dataclass(frozen=True)
class _Proof:
    """A profile to prove, known by its texts: the same texts are proved once."""

    jurisdiction: str
    digest: str
    profile: Profile = field(compare=False)


@functools.lru_cache(maxsize=32)
def _report(proof: _Proof) -> Report:
    return check(proof.profile)


def _proved(profile: Profile) -> Report:
    return _report(_Proof(profile.jurisdiction, profile.digest, profile))
