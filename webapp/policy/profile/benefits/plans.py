"""Benefits (权益): plan → edition → component. What a province's mutual-aid plans promise, to whom, when and how much.

A plan without editions is one whose terms we do not hold: it is shown with its clause and never computed. `null` always
means that the document does not state it.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from webapp.policy.language.rows import Day, Division, Many, Modality, Money, Name, OneOrMany, Row, Ruled, Text, wrong
from webapp.policy.profile.benefits.components import AnyComponent, Cap, Payee, Rate, Stacking
from webapp.policy.profile.benefits.facts import ClaimWhen, claim_condition, with_questions
from webapp.policy.profile.benefits.rows import (
    BillRow,
    ConditionRow,
    Days,
    Document,
    Exclusion,
    Months,
    Positive,
    Question,
    Readable,
    WindowRow,
    Years,
)


class RunBy(Ruled):
    """The body that runs a plan."""

    label: Text


class Promised(Ruled):
    """The time for which the plan is promised, both days in. An event in it but in no edition has no terms."""

    from_: Day = Field(alias="from")
    to: Day


class Earmarked(Ruled):
    """When a share is set aside for a person, before the cover is effective."""

    holds: ClaimWhen


class FundedBy(Ruled):
    """One of those who pay into a plan."""

    label: Text


class Lasts(Row):
    """How long a person's own cover lasts."""

    days: Annotated[Days, Field(ge=1)] | None = None
    months: Annotated[Months, Field(ge=1)] | None = None
    years: Annotated[Years, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if sum(one is not None for one in (self.days, self.months, self.years)) != 1:
            raise wrong("lasts", "保障时长要写 days、months 或 years 中的一个")
        return self


class Cover(Readable):
    """The edition's days, both in; a person's cover begins with the last of the days in `starts`."""

    from_: Day = Field(alias="from")
    to: Day
    starts: Many[Name]
    lasts: Lasts | None = None

    @model_validator(mode="before")
    @classmethod
    def _stated(cls, value: Any) -> Any:
        for end in ("from", "to"):
            if isinstance(value, dict) and end in value and value[end] is None:
                hint = "文件没有写明期间的计划，editions 写 null：只作介绍，不能申报"
                raise wrong("cover", "保障期间要写明首日和末日", path=(end,), hint=hint)
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ > self.to:
            raise wrong("cover", f"首日 {self.from_} 晚于末日 {self.to}", path=("from",))
        return self


class Waiting(Readable):
    """Days after the start in which an event is not covered. The first row that fits is taken."""

    id: Name
    label: Text
    when: ClaimWhen | None = None
    days: Days
    code: Name = "waiting"


class Shares(Readable):
    """How many shares a person may hold in an edition; more are void."""

    max: Positive


class Price(Readable):
    """What a share costs and who pays which part. The first row whose `when` and `divisions` fit is taken."""

    id: Name | None = None
    when: ClaimWhen | None = None
    divisions: Many[Division] | None = None
    each: Money
    per: Literal["person", "share", "month"]
    paid_by: dict[Name, Money]

    @model_validator(mode="after")
    def _parts_add_up(self) -> Self:
        if sum(self.paid_by.values()) != self.each:
            raise wrong(
                "price", f"各方出资合计 {sum(self.paid_by.values())}，与每份 {self.each} 不符", path=("paid_by",)
            )
        return self


class Quota(Readable):
    """How many persons or how much money the edition holds, and what follows when that is reached."""

    id: Name = "quota"
    persons: Positive | None = None
    budget: Money | None = None
    reached: Literal["flag", "manual", "refused"]


class BorneBy(Readable):
    """Who carries a payment, in parts of the whole. The first row whose `when` holds is taken."""

    when: ClaimWhen | None = None
    shares: dict[Name, Rate]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(self.shares.values(), Fraction(0)) != 1:
            raise wrong("borne_by", "各方承担的比例合计要等于 100%", path=("shares",))
        return self


class Edition(Row):
    """The terms of one period. Every key is there; null = not stated."""

    id: Name
    label: Text
    cover: Cover
    waiting: Many[Waiting]
    shares: Shares | None
    price: OneOrMany[Price] | None
    quota: Quota | None
    borne_by: Many[BorneBy] | None
    payee: Payee | None
    questions: Many[Question] | None
    conditions: Many[ConditionRow]
    windows: Many[WindowRow]
    bills: Many[BillRow]
    components: Annotated[Many[AnyComponent], Field(min_length=1)]
    caps: Many[Cap]
    stacking: Many[Stacking] | None
    exclusions: Many[Exclusion]
    documents: Many[Document]

    @model_validator(mode="before")
    @classmethod
    def _conditions_know_the_questions(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("questions"), list):
            vocabulary = with_questions(data["questions"])
            return _with_conditions(data, lambda raw: claim_condition(raw, vocabulary), ())
        return data


_CONDITIONS = ("holds", "when", "only")


def _with_conditions(data: Any, read: Callable[[Any], Any], path: tuple[str | int, ...]) -> Any:
    """`data` with every condition that names a question of the edition's own already read."""
    if isinstance(data, list):
        return [_with_conditions(one, read, (*path, at)) for at, one in enumerate(data)]
    if not isinstance(data, dict):
        return data
    found = {}
    for key, value in data.items():
        here = (*path, key)
        if key in _CONDITIONS and isinstance(value, dict) and "answers." in str(value):
            try:
                found[key] = read(value)
            except PydanticCustomError as error:
                context = dict(error.context or {})
                inside = context.pop("path", ())
                raise wrong(error.type, error.message(), path=(*here, *inside), **context) from error
        else:
            found[key] = _with_conditions(value, read, here)
    return found


class Plan(Readable):
    """A plan. `divisions` = a city's or county's own; of plans with the same word in `one_of` a person has one.

    `editions: null` = the terms are not held: information only.
    """

    id: Name
    label: Text
    benefit_kind: Name
    modality: Modality | None = None
    run_by: RunBy | None
    divisions: Many[Division] | None
    one_of: Name | None
    funded_by: Many[FundedBy] | None
    promised: Promised | None
    earmarked: Earmarked | None
    editions: Many[Edition] | None
    _built: dict[str, Any] = PrivateAttr(default_factory=dict)

    def once(self, name: str, build: Callable[["Plan"], Any]) -> Any:
        """What `build` makes of this plan; made on the first call and kept as long as the plan."""
        if name not in self._built:
            self._built[name] = build(self)
        return self._built[name]
