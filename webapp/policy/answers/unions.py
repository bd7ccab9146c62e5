"""What is answered of unions: a count towards founding one, its dues, its registration, its stations."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from webapp.policy.answers.stored import Stored


@dataclass(frozen=True, slots=True)
class TaskAnswer(Stored):
    """A task that a threshold opens: what, by which kind of union, where."""

    kind: str
    by: str
    at: str
    modality: str | None
    threshold: str


@dataclass(frozen=True, slots=True)
class ThresholdAnswer(Stored):
    """How many members count, street by street (the empty text = unknown), and the number asked for, by the row's id."""

    count: int | None = None
    split: Mapping[str, int] | None = None
    at_least: int | None = None
    per: str | None = None
    threshold: str | None = None
    follow_ups: tuple[TaskAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class DuesAnswer(Stored):
    """What a member pays, in yuan; `screen`: whether members have a page, which is never before an amount is known."""

    amount: Decimal | None = None
    base: Decimal | None = None
    per: str | None = None
    use: str | None = None
    paying: bool | None = None
    set_by: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    modes: tuple[str, ...] | None = None
    screen: bool = False


@dataclass(frozen=True, slots=True)
class TermAnswer(Stored):
    """The term of office: the years allowed, its last day, the first day on which it is overdue; nothing where no term is asked."""

    asked: bool
    one_of: tuple[int, ...] | None = None
    ends: datetime.date | None = None
    overdue_from: datetime.date | None = None
    overdue: bool | None = None

    def left_out(self) -> frozenset[str]:
        """Of a kind without a term nothing else is written."""
        return frozenset() if self.asked else frozenset({"one_of", "ends", "overdue_from", "overdue"})


@dataclass(frozen=True, slots=True)
class OrganisationAnswer(Stored):
    """Whether a union may be registered: ids of what is missing, the name as it is to be written, its levels and what it is inside of."""

    missing: tuple[str, ...] = ()
    name: str | None = None
    term: TermAnswer | None = None
    level: str | tuple[str, ...] | None = None
    inside: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class StationKindAnswer(Stored):
    """A kind of station."""

    id: str
    label: str
    modality: str | None


@dataclass(frozen=True, slots=True)
class HostAnswer(Stored):
    """What a station leans on; `label` is None where the list is open and does not name it."""

    id: str
    label: str | None
    listed: bool


@dataclass(frozen=True, slots=True)
class ApprovalAnswer(Stored):
    """Who opens a station; the basis is a document or our default."""

    by: str
    basis: str


@dataclass(frozen=True, slots=True)
class RecognitionAnswer(Stored):
    """What a station may be put forward for, and the level that gives it."""

    id: str
    label: str
    by: str


@dataclass(frozen=True, slots=True)
class OpenToAnswer(Stored):
    """For whom stations are; the basis is a document or our default."""

    id: str
    label: str
    basis: str


@dataclass(frozen=True, slots=True)
class StationAnswer(Stored):
    """Whether a station may be opened, recognised or used; `flags` are facts that people judged, `missing` what is asked for."""

    kind: StationKindAnswer | None = None
    host: HostAnswer | None = None
    approval: ApprovalAnswer | None = None
    recognition: RecognitionAnswer | None = None
    open_to: OpenToAnswer | None = None
    missing: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
