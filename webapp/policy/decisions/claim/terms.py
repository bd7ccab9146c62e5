"""The terms of an edition laid out for deciding, and the same terms in another reading of an unclear text."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from webapp.policy.language.conditions import Condition, FactRef
from webapp.policy.language.facts import FactType
from webapp.policy.language.spans import Span
from webapp.policy.profile.benefits.components import Cap, Tiers
from webapp.policy.profile.benefits.facts import QUESTION_TYPES
from webapp.policy.profile.benefits.plans import Cover, Edition, Plan
from webapp.policy.profile.benefits.rows import BillRow, ConditionRow, Document, Exclusion, Readable, TestRow, WindowRow

R = TypeVar("R", bound=Readable)
_COVER_DAYS = frozenset({"start", "cover_from", "cover_to"})


@dataclass(frozen=True, slots=True)
class Terms:
    """One edition in one reading. The rows are those of the profile, sorted by what they are tested on."""

    edition: Edition
    cover: Cover
    conditions: tuple[ConditionRow, ...]
    windows: tuple[WindowRow, ...]
    on_event: tuple[ConditionRow, ...]
    on_filing: tuple[ConditionRow, ...]
    event_windows: tuple[WindowRow, ...]
    bill_windows: tuple[WindowRow, ...]
    filing_windows: tuple[WindowRow, ...]
    refiling_windows: tuple[WindowRow, ...]
    decision_windows: tuple[WindowRow, ...]
    bills: tuple[BillRow, ...]
    components: tuple[Any, ...]
    caps: tuple[Any, ...]
    exclusions: Mapping[str, Exclusion]
    documents: tuple[Document, ...]
    reads_cover_days: bool

    @property
    def id(self) -> str:
        """The edition's id."""
        return self.edition.id

    def covers(self, day: datetime.date) -> bool:
        """Whether the edition's days hold `day`."""
        return self.cover.from_ <= day <= self.cover.to

    def until(self, start: datetime.date) -> datetime.date:
        """The last day of a cover that begins on `start`."""
        lasts = self.cover.lasts
        if lasts is None:
            return self.cover.to
        months = (lasts.months or 0) + 12 * (lasts.years or 0)
        return Span(months, lasts.days or 0).after(start) - datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Flip:
    """The terms in the other reading of one interpretation, and each row that differs beside its other form."""

    amb: str
    terms: tuple[Terms, ...]
    covers: tuple[tuple[Terms, Terms], ...]
    tests: tuple[tuple[TestRow, TestRow], ...]
    windows: tuple[tuple[WindowRow, WindowRow], ...]
    components: tuple[tuple[Any, Any], ...]
    caps: tuple[tuple[Cap, Cap], ...]
    money_only: bool
    """Whether components and caps alone differ, so that nothing has to be tested again."""


@dataclass(frozen=True, slots=True)
class Readings:
    """All editions of a plan as read, and once more for each interpretation that has another reading."""

    plan: Plan
    terms: tuple[Terms, ...]
    flips: tuple[Flip, ...]
    answers: Mapping[str, FactType]
    tried: frozenset[str]
    """The interpretations that have another reading."""


def readings_of(plan: Plan) -> Readings:
    """The plan laid out; made once per plan."""
    found: Readings = plan.once("readings", _readings)
    return found


def _readings(plan: Plan) -> Readings:
    editions = plan.editions or ()
    ids = dict.fromkeys(amb for edition in editions for row in _rows(edition) for amb in row.other_reading or ())
    questions = (one for edition in editions for one in edition.questions or ())
    terms = tuple(_terms(edition, None) for edition in editions)
    return Readings(
        plan,
        terms,
        tuple(_flip(amb, terms, tuple(_terms(edition, amb) for edition in editions)) for amb in ids),
        {one.id: QUESTION_TYPES[one.type] for one in questions},
        frozenset(ids),
    )


def _flip(amb: str, terms: tuple[Terms, ...], other: tuple[Terms, ...]) -> Flip:
    pairs = list(zip(terms, other, strict=True))
    covers = tuple((one, two) for one, two in pairs if one.cover is not two.cover)
    tests = _changed((one.conditions + one.bills, two.conditions + two.bills) for one, two in pairs)
    windows = _changed((one.windows, two.windows) for one, two in pairs)
    components = _changed((one.components, two.components) for one, two in pairs)
    caps = _changed((one.caps, two.caps) for one, two in pairs)
    return Flip(amb, other, covers, tests, windows, components, caps, not (covers or tests or windows))


def _changed(pairs: Iterable[tuple[tuple[Any, ...], tuple[Any, ...]]]) -> tuple[tuple[Any, Any], ...]:
    return tuple((own, read) for one, two in pairs for own, read in zip(one, two, strict=True) if own is not read)


def _rows(edition: Edition) -> Iterable[Readable]:
    yield edition.cover
    yield from edition.conditions
    yield from edition.windows
    yield from edition.bills
    yield from edition.caps
    for component in edition.components:
        yield component
        if isinstance(component, Tiers):
            yield from component.tiers


def _terms(edition: Edition, reading: str | None) -> Terms:
    conditions = _read(edition.conditions, reading)
    windows = _read(edition.windows, reading)
    bills = _read(edition.bills, reading)
    components = tuple(_component(one, reading) for one in edition.components)
    tests = [row.holds for row in (*conditions, *bills)]
    tests += [component.when for component in components if component.when is not None]
    return Terms(
        edition=edition,
        cover=edition.cover if reading is None else edition.cover.read_as(reading),
        conditions=conditions,
        windows=windows,
        on_event=tuple(row for row in conditions if row.tested in ("entry", "event")),
        on_filing=tuple(row for row in conditions if row.tested == "filing"),
        event_windows=_of("event", windows),
        bill_windows=_of("bill", windows),
        filing_windows=_of("filing", windows),
        refiling_windows=_of("refiling", windows),
        decision_windows=_of("decision", windows),
        bills=bills,
        components=components,
        caps=_read(edition.caps, reading),
        exclusions={row.id: row for row in edition.exclusions},
        documents=edition.documents,
        reads_cover_days=_reads_cover_days(tests, windows),
    )


def _of(of: str, windows: tuple[WindowRow, ...]) -> tuple[WindowRow, ...]:
    return tuple(row for row in windows if row.of == of)


def _read(rows: tuple[R, ...], reading: str | None) -> tuple[R, ...]:
    return rows if reading is None else tuple(row.read_as(reading) for row in rows)


def _component(component: Any, reading: str | None) -> Any:
    if reading is None:
        return component
    read = component.read_as(reading)
    if isinstance(read, Tiers) and any(reading in (tier.other_reading or ()) for tier in read.tiers):
        read = read.with_keys({"tiers": _read(read.tiers, reading)})
    return read


def _reads_cover_days(tests: Iterable[Condition], windows: Iterable[WindowRow]) -> bool:
    named: set[str | None] = {day for row in windows for day in (row.after, row.not_after)}
    for condition in tests:
        for test in condition.all_tests():
            named.add(test.until)
            if isinstance(test.bound, FactRef):
                named.add(test.bound.fact)
    return bool(named & _COVER_DAYS)
