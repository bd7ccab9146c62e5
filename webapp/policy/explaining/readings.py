"""The other reading: a profile as it would be if an unclear text were read the other way, and what that would
change.

A row states under `other_reading` which of its keys would then be different, or null if the row would not be
there. Deciding twice shows which readings really turned a decision; only those deserve a reader's attention.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from webapp.policy.answers.stored import S
from webapp.policy.decision import Decision
from webapp.policy.profile.rules import Rules
from webapp.policy.reading.layered import Profile
from webapp.policy.reading.loading import Loaded
from webapp.policy.reading.validation import validated

APART = ("benefits", "interpretations", "words", "questions")
"""Sections that have no readings of this kind, or weigh their own."""
READ_BY: Mapping[str, frozenset[str]] = {
    "seat": frozenset({"join", "seat"}),
    "threshold": frozenset({"thresholds"}),
    "dues": frozenset({"dues"}),
    "organisation": frozenset({"union_kinds"}),
    "station": frozenset({"stations", "defaults"}),
    "target": frozenset({"targets", "duties"}),
    "report": frozenset({"reports", "targets"}),
}
"""The sections that a kind of decision reads; a kind that is not here may read any."""
_GONE = object()


def readings(loaded: Loaded, sections: frozenset[str] | None = None) -> frozenset[str]:
    """The ids of the readings whose alternative is stated in `sections` (None = all but those apart)."""
    stated = loaded.readings
    if not stated:
        stated.update(
            (key, frozenset(_named(value))) for key, value in loaded.document.data.items() if key not in APART
        )
    return frozenset().union(*(found for key, found in stated.items() if sections is None or key in sections))


def under(profile: Profile, amb: str) -> Profile | None:
    """The profile in the other reading of `amb`; None where no row states it.

    Raises Faulty if that is no valid profile.
    """
    if amb not in profile.alternatives:
        profile.alternatives[amb] = _under(profile, amb)
    return profile.alternatives[amb]


def _under(profile: Profile, amb: str) -> Profile | None:
    own, nation = _flipped(profile.loaded, amb), _flipped(profile.nation_loaded, amb)
    if own is None and nation is None:
        return None
    loaded, nation_loaded = own or profile.loaded, nation or profile.nation_loaded
    if profile.loaded is profile.nation_loaded:
        loaded = nation_loaded
    return dataclasses.replace(
        profile,
        rules=loaded.rules,
        nation=nation_loaded.rules,
        loaded=loaded,
        nation_loaded=nation_loaded,
        alternatives={},
        answers_only=True,
    )


def weighed(decision: Decision[S], profile: Profile, again: Callable[[Profile], Decision[S]]) -> Decision[S]:
    """`decision` with each reading marked: did the other one turn the result? `again` decides under another
    profile.
    """
    found = {one.id: one for one in decision.interpretations}
    sections = READ_BY.get(decision.kind)
    for amb in sorted(readings(profile.loaded, sections) | readings(profile.nation_loaded, sections)):
        other = under(profile, amb)
        if other is None:
            continue
        result = again(other)
        turned = (decision.outcome, decision.answer) != (result.outcome, result.answer)
        if turned or amb in found:
            found[amb] = profile.interpretation(amb, turned=turned)
    return dataclasses.replace(decision, interpretations=tuple(found.values()))


def _flipped(loaded: Loaded, amb: str) -> Loaded | None:
    if amb not in readings(loaded):
        return None
    data = {key: value if key in APART else _flip(value, amb) for key, value in loaded.document.data.items()}
    document = dataclasses.replace(loaded.document, data=data)
    return Loaded(validated(Rules, document), document)


def _flip(data: Any, amb: str) -> Any:
    if isinstance(data, list):
        return [one for one in (_flip(one, amb) for one in data) if one is not _GONE]
    if not isinstance(data, Mapping):
        return data
    other = (data.get("other_reading") or {}).get(amb, data) if isinstance(data.get("other_reading"), Mapping) else data
    if other is None:
        return _GONE
    merged = {**data, **other} if other is not data else data
    flipped = {key: value if key == "other_reading" else _flip(value, amb) for key, value in merged.items()}
    return {key: None if value is _GONE else value for key, value in flipped.items()}


def _named(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        if isinstance(data.get("other_reading"), Mapping):
            yield from data["other_reading"]
        for value in data.values():
            yield from _named(value)
    elif isinstance(data, list):
        for value in data:
            yield from _named(value)
