"""What targets (目标), yearly duties and statutory returns (报表) answer."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from webapp.policy.answers.stored import Stored


@dataclass(frozen=True, slots=True)
class IndicatorAnswer(Stored):
    """A number to reach as the text states it: `target` a count, `share` a percentage in words; inclusive or more than."""

    id: str
    label: str
    target: int | None
    share: str | None
    inclusive: bool
    by: datetime.date | None
    every: str | None
    headline: bool


@dataclass(frozen=True, slots=True)
class DutiesAnswer(Stored):
    """How many of a year's duties are done, and the ids of those that are not."""

    done: int
    of: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetAnswer(Stored):
    """One indicator and how far it is (`rate` in words, `fraction` exact), or the list of them, or a union's duties."""

    id: str | None = None
    label: str | None = None
    target: int | None = None
    share: str | None = None
    inclusive: bool | None = None
    by: datetime.date | None = None
    every: str | None = None
    headline: bool | None = None
    count: int | None = None
    rate: str | None = None
    reached: bool | None = None
    division: str | None = None
    fraction: Fraction | None = None
    indicators: tuple[IndicatorAnswer, ...] | None = None
    duties: DutiesAnswer | None = None


@dataclass(frozen=True, slots=True)
class CoversAnswer(Stored):
    """The days that a return covers."""

    from_: datetime.date
    to: datetime.date
    cumulative: bool


@dataclass(frozen=True, slots=True)
class ReportAnswer(Stored):
    """When a return is due, whether it came in time, and its table: row -> column -> number, words, or None."""

    report: str | None = None
    label: str | None = None
    due: datetime.date | None = None
    next_due: datetime.date | None = None
    on_time: bool | None = None
    table: Mapping[str, Mapping[str, int | str | None]] | None = None
    covers: CoversAnswer | None = None
