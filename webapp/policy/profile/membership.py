"""The seat of membership (会籍), dues (会费) and the thresholds at which something has to be done."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from webapp.policy.language.conditions import ALWAYS
from webapp.policy.language.rows import (
    Many,
    Modality,
    Money,
    Name,
    OneOrMany,
    Percent,
    Row,
    Ruled,
    Stated,
    Text,
    TimeAllowed,
    wrong,
)
from webapp.policy.profile.join import Scoped, Where
from webapp.policy.profile.when import Counts, DuesWhen, SeatWhen, ThresholdWhen


class Single(Ruled):
    """Whether a person has one seat only: who has one and asks again is offered a transfer."""

    value: bool


class SeatChange(Scoped):
    """What an event does to a seat: a transfer, an offer of one, or nothing. No row = the seat stays."""

    when: SeatWhen
    as_: Literal["national"] | None = Field(None, alias="as")
    then: Literal["transfer", "offer", "stays"] | None = None
    to: OneOrMany[Name] | None = None
    at: Where | None = None
    modality: Modality | None = None

    @property
    def national(self) -> bool:
        """Whether the row says `as: national`."""
        return self.as_ is not None

    @model_validator(mode="before")
    @classmethod
    def _acts_or_is_silent(cls, data: Any) -> Any:
        if isinstance(data, dict) and (data.get("as") is None) == (data.get("then") is None):
            raise wrong(
                "no_effect", "这一行要写明 then（transfer、offer 或 stays）", hint="或写 as: national，二者只写一个"
            )
        return data


class Seat(Row):
    """The seat section. `within: null` = no number of days is stated."""

    single: Stated[Single]
    within: Stated[TimeAllowed]
    changes: Stated[Many[SeatChange]]


class Percentage(Row):
    """Dues in proportion: of the wage, at a rate, above an exempt part, on a base rounded down to a step."""

    of: Literal["wage"]
    rate: Percent
    exempt: Money | None = None
    step: Money | None = None


class Dues(Scoped):
    """How dues are paid.

    `amount`, `per` and `set_by` null = not stated: configured by the union that has to set them.
    """

    when: DuesWhen = ALWAYS
    modes: Annotated[Many[Literal["none", "fixed", "voluntary", "percentage"]], Field(min_length=1)]
    amount: Money | None = None
    min: Money | None = None
    max: Money | None = None
    percentage: Percentage | None = None
    per: Literal["month", "year"] | None
    set_by: Name | None
    use: Text | None

    @model_validator(mode="after")
    def _bounds_in_order(self) -> "Dues":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise wrong("bounds", f"下限 {self.min} 大于上限 {self.max}", path=("min",))
        return self


class Threshold(Scoped):
    """A count that opens a task: `at_least` members that `counts` describes, of one unit, inclusive."""

    when: ThresholdWhen = ALWAYS
    counts: Counts
    per: Literal["employer"]
    at_least: Annotated[int, Field(ge=1)]
    opens: Literal["founding"]
    by: Name
    at: Literal["employer_registered"]
    falls_below: Literal["stays_open", "closes"]
    modality: Modality
