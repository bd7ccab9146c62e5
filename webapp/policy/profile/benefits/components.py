"""What a plan pays: components, each with its kind and basis; caps over them; how several of them stand together."""

import functools
import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, InstanceOf, Tag, WithJsonSchema, model_validator

from webapp.policy.language.rows import MONEY, PERCENT, Many, Money, Name, Row, Ruled, Text, percent, wrong
from webapp.policy.profile.benefits.facts import ClaimWhen, fen
from webapp.policy.profile.benefits.rows import Days, Positive, Readable

BillMoney = Literal["total", "in_scope", "reimbursed", "self_paid_in_scope", "out_of_scope", "self_paid"]


def _rate(value: object) -> object:
    if isinstance(value, Fraction):
        return value
    share = percent(value)
    if share is not None:
        return Fraction(share)
    raise wrong("share", "比例要写成百分数，最多四位小数", hint="例如 80%")


Rate = Annotated[
    InstanceOf[Fraction],
    BeforeValidator(_rate),
    WithJsonSchema({"type": "string", "pattern": f"^{PERCENT}$"}),
]


class Basis(Row):
    """What a component is reckoned on: an amount of the bills that count, or their days in hospital, summed up.

    `only` leaves out bills it does not hold for; `less` takes off what other plans paid.
    """

    amount: BillMoney | Literal["hospital_days"]
    per: Literal["bill", "event", "edition"]
    only: ClaimWhen | None = None
    less: Many[Name] | None = None

    @model_validator(mode="after")
    def _less_needs_a_sum(self) -> Self:
        if self.less and self.per == "bill":
            raise wrong("less", "按单张票据计算时不能写 less（别的保障付的不分票据）", path=("less",))
        return self


class Band(Readable):
    """One band of an amount: `from` and `to` with the end, `over` and `below` without. `to: null` = no upper end."""

    from_: Money | None = Field(None, alias="from")
    over: Money | None = None
    to: Money | None = None
    below: Money | None = None

    @model_validator(mode="after")
    def _one_lower_end(self) -> Self:
        if (self.from_ is None) == (self.over is None):
            raise wrong("band", "每一档要写一个下端：from（含）或 over（不含）")
        if self.to is not None and self.below is not None:
            raise wrong("band", "每一档只写一个上端：to（含）或 below（不含）")
        if self.upper is not None and not self.lower <= self.upper:
            raise wrong("band", f"下端 {yuan_of(self.lower)} 大于上端 {yuan_of(self.upper)}")
        return self

    @functools.cached_property
    def lower(self) -> int:
        """The lower end in fen."""
        end = self.from_ if self.from_ is not None else self.over
        assert end is not None
        return fen(end)

    @functools.cached_property
    def upper(self) -> int | None:
        """The upper end in fen, None where it is open."""
        end = self.to if self.to is not None else self.below
        return None if end is None else fen(end)

    def holds(self, amount: int) -> bool:
        """Whether an amount in fen lies in the band."""
        lower, upper = self.lower, self.upper
        above = amount >= lower if self.from_ is not None else amount > lower
        return above and (upper is None or (amount <= upper if self.to is not None else amount < upper))


def yuan_of(amount: int) -> str:
    """Fen as yuan, for a message."""
    return f"{amount / 100:.2f}"


class Tier(Band):
    """A band with the lump sum it pays. `on_edge: flag` = exactly on its lower end a person should look."""

    pays: Money
    on_edge: Literal["flag"] | None = None


class Slice(Band):
    """A band with the rate that is paid for the part of the amount inside it."""

    rate: Rate


class Under(Ruled):
    """What is said of an amount below the first tier: nothing is due yet, the claim accumulates."""


class Payee(Ruled):
    """Who receives the money: `self` = the member's own account."""

    who: Name


class Component(Readable):
    """What every component has. `per_share` = the amount is multiplied by the shares held."""

    id: Name
    label: Text
    when: ClaimWhen | None = None
    payee: Payee | None = None
    per_share: bool = False
    at_most: Money | None = None


class Tiers(Component):
    """A lump sum by band of the basis."""

    kind: Literal["tiers"]
    basis: Basis
    tiers: Annotated[Many[Tier], Field(min_length=1)]
    under: Under | None = None

    @functools.cached_property
    def bands(self) -> tuple[tuple[Tier, int, bool, int | None, bool, int], ...]:
        """Each tier with its ends and what it pays, in fen: lower, whether it is in, upper, whether it is in, pays. Lowest first."""
        return tuple(
            (tier, tier.lower, tier.from_ is not None, tier.upper, tier.to is not None, fen(tier.pays))
            for tier in sorted(self.tiers, key=lambda tier: tier.lower)
        )

    @functools.cached_property
    def lowers(self) -> tuple[int, ...]:
        """Where each band begins, in fen."""
        return tuple(lower for _, lower, *_ in self.bands)

    @model_validator(mode="after")
    def _money_only(self) -> Self:
        _needs_money(self.basis)
        return self


class Share(Component):
    """A part of the basis above a deductible: one rate, or slices each with its own."""

    kind: Literal["share"]
    basis: Basis
    rate: Rate | None = None
    slices: Many[Slice] = ()
    deductible: Money = Decimal("0.00")
    rounding: Literal["half_up", "down"] = "half_up"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.rate is None) == (not self.slices):
            raise wrong("share", "按比例给付要写 rate（一个比例）或 slices（分段比例），二者写一个")
        _needs_money(self.basis)
        return self


class PerDay(Component):
    """So much for each day in hospital beyond a deductible number of days, for at most so many."""

    kind: Literal["per_day"]
    basis: Basis
    each: Money
    deductible: Days = 0
    max_days: Positive | None = None

    @model_validator(mode="after")
    def _days_only(self) -> Self:
        if self.basis.amount != "hospital_days":
            raise wrong("basis", "按天给付的 basis.amount 只能是 hospital_days", path=("basis", "amount"))
        return self


class LumpSum(Component):
    """A fixed sum, or one by a fact's value (`by`, `table`): money, or a percentage of `of`."""

    kind: Literal["lump_sum"]
    each: Money | None = None
    by: Name | None = None
    table: dict[str, str] | None = None
    of: Money | None = None

    @model_validator(mode="after")
    def _each_or_table(self) -> Self:
        if (self.each is None) == (self.table is None) or (self.table is None) != (self.by is None):
            raise wrong("lump_sum", "一次性给付要写 each（固定金额），或写 by 和 table（按等级的对照表）")
        for key, value in (self.table or {}).items():
            if self.amount_of(value) is None:
                raise wrong(
                    "lump_sum", f"“{value}” 不是金额，也不是百分数", path=("table", key), hint='例如 "5000.00" 或 50%'
                )
        return self

    def amount_of(self, value: str) -> Fraction | None:
        """What a cell of the table pays, in fen; None where it is neither money nor a percentage of `of`."""
        if re.fullmatch(MONEY, value):
            return Fraction(Decimal(value)) * 100
        share = percent(value)
        return Fraction(share) * fen(self.of) if share is not None and self.of is not None else None


class Bounds(Row):
    """The bounds inside which a person decides, both included; None: the documents state none."""

    from_: Money | None = Field(alias="from")
    to: Money | None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise wrong("bounds", f"下限 {self.from_} 大于上限 {self.to}", path=("from",))
        return self

    def hold(self, amount: int) -> bool:
        """Whether an amount in fen lies inside; no amount is zero."""
        least = max(1, fen(self.from_)) if self.from_ is not None else 1
        return least <= amount and (self.to is None or amount <= fen(self.to))


class Discretionary(Component):
    """An amount that a person decides: inside bounds, or by himself where the documents state none."""

    kind: Literal["discretionary"]
    bounds: Bounds


def _kind(value: Any) -> str | None:
    return value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)


AnyComponent = Annotated[
    Annotated[Tiers, Tag("tiers")]
    | Annotated[Share, Tag("share")]
    | Annotated[PerDay, Tag("per_day")]
    | Annotated[LumpSum, Tag("lump_sum")]
    | Annotated[Discretionary, Tag("discretionary")],
    Discriminator(_kind),
]


def _needs_money(basis: Basis) -> None:
    if basis.amount == "hospital_days":
        raise wrong("basis", "这种给付要按金额计算，basis.amount 不能是 hospital_days", path=("basis", "amount"))


class Cap(Readable):
    """The most that is paid over some components or all: an `amount`, or a number of `times`."""

    id: Name
    label: Text
    amount: Money | None = None
    times: Positive | None = None
    over: Many[Name] | None = None
    per: Literal["event", "edition", "person"]
    crossing: Literal["cut", "refuse", "manual"]
    reached: Literal["ends"] | None = None
    code: Name = "liability_ended"

    @functools.cached_property
    def most(self) -> int | None:
        """The amount in fen; None for a number of times."""
        return None if self.amount is None else fen(self.amount)

    @model_validator(mode="after")
    def _amount_or_times(self) -> Self:
        if (self.amount is None) == (self.times is None):
            raise wrong("cap", "上限要写 amount（金额）或 times（次数），二者写一个")
        return self


class Stacking(Ruled):
    """How components that fall due on one event stand together."""

    between: Annotated[Many[Name], Field(min_length=2)]
    rule: Literal["add", "highest"]
