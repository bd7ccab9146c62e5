"""What a claim (互助保障申报) and the cover before it (保障) answer. Sums are yuan with two decimals, as text; days are ISO text."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.policy.answers.stored import Stored


@dataclass(frozen=True, slots=True)
class EventAnswer(Stored):
    """What is said of an event: the edition it falls under, its state and codes, what counts on it, what was paid, what the caps leave.

    `last_days`: the last day of a window, by the row's id.
    """

    edition: str | None
    state: str | None
    codes: tuple[str, ...]
    counted: str
    paid: str
    cap_left: str | None
    last_days: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FilingAnswer(Stored):
    """What is said of a filing: a claim_state with its codes, the ids of papers that are missing, of originals not seen yet."""

    state: str
    codes: tuple[str, ...]
    missing: tuple[str, ...]
    originals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SumLine(Stored):
    """One line of the arithmetic, with the ids of what it rests on."""

    step: str
    text: str
    amount: str | None
    row: str | None
    clauses: tuple[str, ...]
    interpretations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaymentAnswer(Stored):
    """What a filing brings under one component.

    `due` on all that counts so far, before earlier payments and caps; `amount` is paid now; `would_be` once nothing of `held_by` holds
    it back, None where nothing does; `borne`: which payer carries which part.
    """

    filing: str
    event: str
    edition: str
    component: str
    due: str
    amount: str
    would_be: str | None
    held_by: tuple[str, ...]
    cut_by: str | None
    pays_to: str | None
    borne: Mapping[str, str] | None
    before_payment: tuple[str, ...]
    lines: tuple[SumLine, ...]


@dataclass(frozen=True, slots=True)
class NotCounted(Stored):
    """A bill that does not count, with the ids of the rows against it; `manual`: a person decides."""

    bill: str
    filing: str
    rows: tuple[str, ...]
    manual: bool


@dataclass(frozen=True, slots=True)
class Flagged(Stored):
    """A row that a person should look at: what it is about, and why (`flag`, `edge`, `overpaid`)."""

    row: str
    about: str
    why: str


@dataclass(frozen=True, slots=True)
class OtherReading(Stored):
    """What the other reading of an unclear text comes to: the sum, and the state of each filing."""

    total: str
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClaimAnswer(Stored):
    """What is due on the filings of a claim. Where nothing is computed there is nothing but the plan and who funds it."""

    plan: str | None
    total: str
    events: Mapping[str, EventAnswer]
    filings: Mapping[str, FilingAnswer]
    payments: tuple[PaymentAnswer, ...]
    not_counted: tuple[NotCounted, ...] | None = None
    flags: tuple[Flagged, ...] | None = None
    void_enrolments: tuple[int, ...] | None = None
    turned_by: Mapping[str, OtherReading] | None = None
    funded_by: tuple[str, ...] | None = None

    def left_out(self) -> frozenset[str]:
        """Who funds a plan is said only of one that is introduced without its terms."""
        return frozenset({"funded_by"}) if self.funded_by is None else frozenset()


@dataclass(frozen=True, slots=True)
class PriceAnswer(Stored):
    """What a share costs: `each` per `per` (person, share, month), divided among payers."""

    each: str
    per: str
    paid_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CoverAnswer(Stored):
    """Whether a member is covered, from when to when: `codes` refuse, `asks` are facts still to be known."""

    plan: str | None
    edition: str | None = None
    codes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    price: PriceAnswer | None = None
    void_enrolments: tuple[int, ...] = ()
    flags: tuple[Flagged, ...] = ()
    earmarked: bool | None = None
    shares: int | None = None
