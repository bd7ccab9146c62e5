"""What of a changed library may govern: each jurisdiction's new text where it is proved, else the one it had.

The nation's rules and the clause register are shared: a change of them stands if every jurisdiction has a text, its new one
or its old one, that is proved with it.
"""

from collections.abc import Iterable, Mapping

from webapp.policy.checking.profiles import check
from webapp.policy.faults import Fault, Faulty
from webapp.policy.reading.layered import Profile
from webapp.policy.reading.library import NATIONAL, Given, Library

Faults = Mapping[str, tuple[Fault, ...]]
"""By the name of a profile or of a document of the register, as its file is called."""


_PROVED: set[tuple[str, str]] = set()
"""Jurisdiction and digest, which is of all texts that a proof looks at, of what this process found without a fault."""


class Proofs:
    """Proves profiles, each once as long as its texts are the same; without a fault, once in this process."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[Fault, ...]] = {}

    def best(self, new: Library, old: Library | None) -> tuple[Library, Faults]:
        """The library that may govern in the place of `old`, and what is wrong with `new`. Raises Faulty where `old` is
        none and the nation's rules of `new` cannot be proved.
        """
        names = new.jurisdictions()
        found = {name: faults for name in (NATIONAL, *names) if (faults := self._faults(new.profile(name)))}
        told = {**new.faults, **found}
        if not found:
            return new, told
        for shared in (new, old):
            chosen = (
                {} if shared is None else {name: self._first(shared, name, (new, old)) for name in (NATIONAL, *names)}
            )
            complete = chosen.get(NATIONAL) is not None and all(chosen[one] for one in names if _serves(old, one))
            if shared is not None and (complete or shared is old):
                if shared is old and NATIONAL not in told:
                    told[NATIONAL] = (_shared_fault(new, found),)
                texts = [revision for name, text in chosen.items() if text for revision in text.revisions_of(name)]
                return Library(Given(tuple(texts)), shared.register, new.earlier), told
        raise Faulty(found.get(NATIONAL) or [fault for faults in told.values() for fault in faults])

    def _first(self, shared: Library, name: str, libraries: Iterable[Library | None]) -> Library | None:
        """The first library whose text of a jurisdiction is proved with what is shared."""
        for one in (shared,) if name == NATIONAL else libraries:
            if one is None or not _serves(one, name):
                continue
            nation = shared.revisions_of(NATIONAL)
            texts = nation if name == NATIONAL else [*nation, *one.revisions_of(name)]
            if not self._faults(Library(Given(tuple(texts)), shared.register).profile(name)):
                return one
        return None

    def _faults(self, profile: Profile) -> tuple[Fault, ...]:
        key = (profile.jurisdiction, profile.digest)
        if key in _PROVED:
            return ()
        if key not in self._found:
            self._found[key] = check(profile).faults
        if not self._found[key]:
            _PROVED.add(key)
        return self._found[key]


def _shared_fault(new: Library, found: Iterable[str]) -> Fault:
    """What the nation's editors are told of a change that would break others."""
    document = new.profile(NATIONAL).loaded.document
    message = f"全国规则或文件登记的改动会让 {'、'.join(found)} 的规则出错，没有生效"
    return document.fault(("jurisdiction",), "breaks_others", message)


def _serves(library: Library | None, name: str) -> bool:
    return library is not None and (name == NATIONAL or name in library.jurisdictions())
