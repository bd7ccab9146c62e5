"""The words every section of a profile is built from: rows, names, sources, days, money, and the three ways of
saying nothing.

`null` means the documents do not state it, `false` that they state it is not offered, `{refer: …}` that it is
governed by a document we do not hold. A key of a section is never missing, so that silence is always a decision
of the person who wrote the profile.
"""

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

T = TypeVar("T")

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Days of a profile lie in these years: from each, spans of years and days can be counted."""
MONEY, PERCENT = r"[0-9]{1,12}(\.[0-9]{1,2})?", r"[0-9]{1,3}(\.[0-9]{1,4})?%"
_DAY, _DIVISION = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{6}([0-9]{3})?"

Modality = Literal["must", "shall", "may", "encouraged", "explore", "pilot", "where_possible", "in_principle", "direct"]


class Row(BaseModel):
    """A row or section of a profile: unknown keys refused, nothing converted silently, never changed after
    loading.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def wrong(code: str, message: str, **context: Any) -> PydanticCustomError:
    """A fault of a value. `context` may hold `hint` (the mend) and `path` (where inside the value)."""
    return PydanticCustomError(code, message.replace("{", "{{").replace("}", "}}"), context)


def _several(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _one_or_several(value: object) -> object:
    if value is None:
        return value
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _name(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        raise wrong("name", "这里应当是一个编号（字母、数字、下划线）")
    if re.search("[，：；、]", value):
        raise wrong("name", f"“{value}” 里有全角标点", hint="列表里用半角逗号和空格 “, ”")
    return value


def _text(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise wrong("blank", "这里不能是空白", hint="文件没有规定的，请写 null")
    return value


def _day(value: object) -> object:
    if isinstance(value, datetime.date):
        return value
    if not isinstance(value, str) or not re.fullmatch(_DAY, value):
        raise wrong("day", "日期要写成 2021-09-07 这样")
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError as error:
        raise wrong("day", f"没有 {value} 这一天") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise wrong("day", f"{value} 不在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间")
    return day


def _money(value: object) -> object:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        raise wrong("money", "金额要加引号，并写到分", hint='例如 "20.00"')
    if not re.fullmatch(MONEY, value):
        raise wrong("money", f"“{value}” 不是金额", hint='例如 "20.00"')
    return Decimal(value).quantize(Decimal("0.01"))


def _division(value: object) -> object:
    if not isinstance(value, str):
        raise wrong("division", "行政区划代码要加引号", hint='例如 "440000"')
    if not re.fullmatch(_DIVISION, value):
        raise wrong("division", f"“{value}” 不是行政区划代码（6 位或 9 位数字）")
    return value


def percent(value: object) -> Decimal | None:
    """`80%` as 0.8; None for anything else."""
    return Decimal(value[:-1]) / 100 if isinstance(value, str) and re.fullmatch(PERCENT, value) else None


def _share(value: object) -> object:
    share = percent(value)
    if share is not None:
        return share
    raise wrong("share", "比例要写成百分数，最多四位小数", hint="例如 80%")


class _OneOrList:
    """In the JSON schema: one item, or a list of them."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        several = handler(core_schema)
        return {"anyOf": [several["items"], several]}


def _written_as(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


Many = Annotated[tuple[T, ...], BeforeValidator(_several)]
OneOrMany = Annotated[tuple[T, ...], BeforeValidator(_one_or_several), _OneOrList()]
Name = Annotated[str, BeforeValidator(_name)]
Text = Annotated[str, BeforeValidator(_text)]
Day = Annotated[datetime.date, BeforeValidator(_day), _written_as(f"^{_DAY}$")]
Money = Annotated[Decimal, BeforeValidator(_money), _written_as(f"^{MONEY}$")]
Division = Annotated[str, BeforeValidator(_division), _written_as(f"^{_DIVISION}$")]
Percent = Annotated[Decimal, BeforeValidator(_share), _written_as(f"^{PERCENT}$")]
Source = OneOrMany[Name]


class Refer(Row):
    """Governed by a document that is not among our sources. `refer` names it."""

    refer: Text
    source: Source = ()


def _stated(value: object) -> str:
    if value is None:
        return "silent"
    if value is False:
        return "not_offered"
    if isinstance(value, Refer) or (isinstance(value, dict) and "refer" in value and "id" not in value):
        return "refer"
    return "stated"


Stated = Annotated[
    Annotated[T, Tag("stated")]
    | Annotated[Refer, Tag("refer")]
    | Annotated[Literal[False], Tag("not_offered")]
    | Annotated[None, Tag("silent")],
    Discriminator(_stated),
]
"""A section that is stated, or one of the three ways of saying nothing."""


class Ruled(Row):
    """A row that rests on clauses: `source`, the readings it rests on, and what the row would say in another
    reading.
    """

    source: Source = ()
    interpretation: OneOrMany[Name] = ()
    other_reading: dict[str, dict[str, Any] | None] | None = None


class Accepted(Row):
    """Who took a reading on, when, and on whose advice."""

    by: Text
    on: Day
    advice: Text | None = None


class InterpretationRow(Row):
    """How an unclear text is read, why, and the clauses concerned. `otherwise` is the reading that was not taken."""

    reading: Text
    reason: Text
    otherwise: Text | None = None
    source: Source = ()
    accepted: Accepted | None = None


class Within(Row):
    """A time allowed, counted from the day behind the one on which it begins: so many days, working days or months.

    In a file also as text: `10d`, `1m`.
    """

    days: Annotated[int, Field(ge=1)] | None = None
    working_days: Annotated[int, Field(ge=1)] | None = None
    months: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _as_text(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        found = re.fullmatch(r"([0-9]{1,4})([dm])", data)
        if found is None:
            raise wrong("within", f"“{data}” 不是期限", hint=_meant_time(data))
        return {{"d": "days", "m": "months"}[found[2]]: int(found[1])}

    @model_validator(mode="after")
    def _one_length(self) -> "Within":
        if len(self.length) != 1:
            raise wrong("within", "期限要写 days（天）、working_days（工作日）或 months（月）中的一个")
        return self

    @property
    def length(self) -> dict[str, int]:
        """The unit and the number, as an answer holds them."""
        units = ("days", "working_days", "months")
        return {unit: number for unit in units if (number := getattr(self, unit)) is not None}


def _meant_time(text: str) -> str:
    """How a time written in words is meant."""
    found = re.fullmatch(r"([0-9]{1,4})\s*(?:个)?(工作日|自然日|日|天|月)(?:内|以内)?", text)
    unit = {"工作日": "working_days", "月": "months"}.get(found[2], "days") if found else "working_days"
    return f"{'请写' if found else '例如'} {{{unit}: {found[1] if found else 15}}}"


class _OrText:
    """In the JSON schema: the row, or a text such as `10d`."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "pattern": "^[0-9]{1,4}[dm]$"}, handler(core_schema)]}


TimeAllowed = Annotated[Within, _OrText()]
