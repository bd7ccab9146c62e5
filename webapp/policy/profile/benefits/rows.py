"""The rows that test a claim: conditions, windows, bill tests, exclusions and documents.

`else` says what follows where a row does not hold: refused · not_counted · ask (a paper, an act) · manual (a person
decides) · next (the next edition) · flag (goes on, marked). A fact that nobody knows: ask or flag where `else` says so,
otherwise manual.
"""

import functools
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from webapp.policy.language.rows import Day, Many, Name, Row, Ruled, Text, wrong
from webapp.policy.profile.benefits.compiled import Check, compiled
from webapp.policy.profile.benefits.facts import ClaimWhen

Else = Literal["refused", "not_counted", "ask", "manual", "next", "flag"]
DayName = Literal["event", "filing", "discharge", "start", "cover_from", "cover_to"]
Positive = Annotated[int, Field(ge=1)]
LONGEST = 100
Days = Annotated[int, Field(ge=0, le=LONGEST * 365)]
Months = Annotated[int, Field(ge=0, le=LONGEST * 12)]
Years = Annotated[int, Field(ge=0, le=LONGEST)]
"""Lengths of up to a hundred years: from every day of a profile they can be counted."""
_OPPOSITES = {"from": "over", "over": "from", "to": "below", "below": "to"}


class Readable(Ruled):
    """A row that may be read in another way: `other_reading` names the ids and the keys the row would then have."""

    @model_validator(mode="after")
    def _other_readings_are_rows_too(self) -> Self:
        for reading in self.other_reading or ():
            try:
                self.read_as(reading)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                path = ("other_reading", reading, *first["loc"])
                raise wrong(
                    "other_reading", f"按 {reading} 的另一读法，这一行不成立：{first['msg']}", path=path
                ) from error
        return self

    def read_as(self, reading: str) -> Self:
        """The row in the other reading of `reading` (an interpretation id); the row itself where it names none."""
        keys = (self.other_reading or {}).get(reading)
        return self if keys is None else self.with_keys(keys)

    def with_keys(self, keys: dict[str, Any]) -> Self:
        """The row with these keys in place of its own. Raises ValidationError."""
        own = {
            field.alias or name: getattr(self, name)
            for name, field in type(self).model_fields.items()
            if name in self.model_fields_set and name != "other_reading"
        }
        for key in keys:
            own.pop(_OPPOSITES.get(key, ""), None)
        return type(self).model_validate({**own, **keys})

    @property
    def readings(self) -> tuple[str, ...]:
        """Every interpretation the row rests on: those it names and those it could be read otherwise by."""
        return tuple(dict.fromkeys((*self.interpretation, *(self.other_reading or ()))))


class Waiver(Ruled):
    """What passes a row that does not hold, and why."""

    when: ClaimWhen
    label: Text


class TestRow(Readable):
    """A row with a condition: what has to hold, what lifts it, what follows if not; `code` = the refusal's name."""

    id: Name
    label: Text
    holds: ClaimWhen
    waived: Many[Waiver] = ()
    else_: Else = Field(alias="else")
    code: Name | None = None
    on_edge: Literal["flag"] | None = None

    @functools.cached_property
    def check(self) -> Check:
        """`holds` as a function of the facts."""
        return compiled(self.holds)

    @property
    def reason_code(self) -> str:
        """What a refusal is called."""
        return self.code or self.id


class ConditionRow(TestRow):
    """A condition of the plan, tested at enrolment, on the event or on each filing."""

    tested: Literal["entry", "event", "filing"] = "event"


class BillRow(TestRow):
    """A condition that every bill has to meet by itself."""


class WindowRow(Readable):
    """A window of days, whole local days. Fixed (`from`, `to`), or so long after a named day.

    `count: same_day` counts the named day as the first; `inclusive: false` leaves the last day out; `not_after` cuts
    it off. `straddle`: a bill with days on both sides. `after_first`: a later filing of an event once filed in time.
    `rest_day`: the last day is a day of rest — a filing in the gap goes to a person, or the last day moves behind it.
    """

    id: Name
    label: Text
    of: Literal["event", "bill", "filing", "refiling", "decision"]
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    after: DayName | None = None
    days: Days | None = None
    working_days: Days | None = None
    months: Months | None = None
    years: Years | None = None
    count: Literal["next_day", "same_day"] = "next_day"
    inclusive: bool = True
    not_after: DayName | None = None
    straddle: Literal["manual", "counted", "not_counted"] = "manual"
    after_first: Literal["manual"] | None = None
    rest_day: Literal["manual", "moves"] | None = None
    else_: Else = Field(alias="else")
    code: Name | None = None

    @property
    def reason_code(self) -> str:
        """What a refusal is called."""
        return self.code or self.id

    @functools.cached_property
    def length(self) -> tuple[str, int] | None:
        """The unit and the number of the window's length, None for a fixed window."""
        units = ("days", "working_days", "months", "years")
        return next(((unit, number) for unit in units if (number := getattr(self, unit)) is not None), None)

    @model_validator(mode="after")
    def _fixed_or_counted(self) -> Self:
        lengths = [one for one in (self.days, self.working_days, self.months, self.years) if one is not None]
        fixed = self.from_ is not None or self.to is not None
        if self.after is None and (lengths or not fixed):
            raise wrong(
                "window", "期限要写 from、to，或写 after（从哪天起）加一个长度", hint="例如 after: event, days: 180"
            )
        if self.after is not None and (len(lengths) != 1 or fixed):
            raise wrong("window", "写了 after 就要写一个长度（days、working_days、months 或 years），不写 from、to")
        if self.from_ and self.to and self.from_ > self.to:
            raise wrong("window", f"首日 {self.from_} 晚于末日 {self.to}", path=("from",))
        return self


class Exclusion(Readable):
    """A case the plan does not pay for. Set by a reviewer only; `either` = the bills he names, else the whole event.

    `except` is what the row does not reach, `checklist` what the reviewer goes through.
    """

    id: Name
    label: Text
    scope: Literal["event", "bill", "either"]
    except_: Text | None = Field(None, alias="except")
    checklist: Many[Name] = ()


class Document(Readable):
    """A paper of a filing. `per: event` = one for all filings of the event; `original` = when the original is seen."""

    id: Name
    label: Text
    per: Literal["filing", "event"] = "filing"
    original: Literal["before_payment", "filing"] | None = None
    if_asked: bool = False
    for_: Many[Name] | None = Field(None, alias="for")
    when: ClaimWhen | None = None


class Question(Row):
    """A fact of the edition's own: `answers.<id>`. `who` answers it."""

    id: Name
    label: Text
    type: Literal["date", "money", "bool", "int", "choice", "division"]
    who: Literal["member", "union", "reviewer"]
    choices: Many[Name] = ()
