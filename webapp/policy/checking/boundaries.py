"""Examples generated from a profile's own numbers: each threshold, bound, target and due day is tried on, below and above the line.

They are run by `gonghui policy check`, so that a number that does not do what it says is found before anybody meets it.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from webapp.policy.checking.spaces import space_of, speaks
from webapp.policy.decisions.dues import decide_dues
from webapp.policy.decisions.report import decide_report, due_days
from webapp.policy.decisions.target import decide_target
from webapp.policy.decisions.threshold import decide_threshold
from webapp.policy.language.vocabularies import COUNTED, DUES_FACTS, THRESHOLD_FACTS
from webapp.policy.profile.targets import Targets
from webapp.policy.reading.layered import Profile, stated_rows
from webapp.policy.yaml_text import Path

FEN = Decimal("0.01")
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Boundary:
    """One generated example: where its number stands, the facts, and the outcome the number promises."""

    path: Path
    kind: str
    facts: Mapping[str, Any]
    promised: str
    on: datetime.date

    def outcome(self, profile: Profile) -> str:
        """What the profile really decides."""
        return _DECIDERS[self.kind](self.facts, profile, self.on).outcome


_DECIDERS = {"threshold": decide_threshold, "dues": decide_dues, "target": decide_target, "report": decide_report}


def boundaries(profile: Profile) -> Iterator[Boundary]:
    """Every generated example of a profile."""
    on = profile.rules.effective
    yield from _thresholds(profile, on)
    yield from _dues(profile, on)
    yield from _targets(profile, on)
    yield from _reports(profile)


def _thresholds(profile: Profile, on: datetime.date) -> Iterator[Boundary]:
    rows = stated_rows(profile.rules.thresholds)
    for index, row in enumerate(rows[:1]):
        situation = next((one for one in space_of([row.when], THRESHOLD_FACTS, {}) if row.when.holds(one)), None)
        member = next((one for one in space_of([row.counts], COUNTED, {}) if row.counts.holds(one)), None)
        if situation is None or member is None or row.divisions is not None:
            continue
        for count, promised in ((row.at_least - 1, "none"), (row.at_least, "opens"), (row.at_least + 1, "opens")):
            facts = {**situation, "members": [{**member, "count": count}]}
            yield Boundary(("thresholds", index, "at_least"), "threshold", facts, promised, on)


def _dues(profile: Profile, on: datetime.date) -> Iterator[Boundary]:
    names = {"union_kind": [one for one in profile.union_kinds if one != "any"]}
    for index, row in enumerate(stated_rows(profile.rules.dues)):
        situations = space_of([row.when], DUES_FACTS, names)
        situation = next((one for one in situations if row.divisions is None and speaks(row, one)), None)
        if situation is None or "fixed" not in row.modes:
            continue
        for key, inward in (("min", FEN), ("max", -FEN)):
            bound = getattr(row, key)
            if bound is None:
                continue
            for amount, promised in ((bound, "valid"), (bound + inward, "valid"), (bound - inward, "invalid")):
                facts = {**situation, "mode": "fixed", "amount": amount}
                yield Boundary(("dues", index, key), "dues", facts, promised, on)


def _targets(profile: Profile, on: datetime.date) -> Iterator[Boundary]:
    section = profile.rules.targets
    if not isinstance(section, Targets):
        return
    for index, row in enumerate(section.indicators):
        path: Path = ("targets", "indicators", index)
        if row.share_at_least is not None:
            share = row.share_at_least.normalize()
            whole = 10 ** (max(0, -int(share.as_tuple().exponent)) + 1)
            part = int(share * whole)
            tried = [(part - 1, "not_reached"), (part, "reached")]
            for count, promised in tried:
                yield Boundary(path, "target", {"indicator": row.id, "count": count, "of": whole}, promised, on)
            continue
        line = row.at_least if row.at_least is not None else row.over
        assert line is not None, "checked at load: an indicator has one mark"
        first = line if row.over is None else line + 1
        for count, promised in ((first - 1, "not_reached"), (first, "reached")):
            yield Boundary(path, "target", {"indicator": row.id, "count": count}, promised, on)


def _reports(profile: Profile) -> Iterator[Boundary]:
    for index, row in enumerate(stated_rows(profile.rules.reports)):
        start = (row.first_due or profile.rules.effective).year
        last = row.day_counts
        for due in (day for year in (start, start + 1) for day in due_days(row, year)):
            path: Path = ("reports", index, "day")
            for filed, promised in (
                (due - DAY, "submitted"),
                (due, "submitted" if last else "late"),
                (due + DAY, "late"),
            ):
                facts = {"report": row.id, "filed_at": filed.isoformat(), "due": due}
                yield Boundary(path, "report", facts, promised, filed)
