"""Forms for what a plan has to be told (assessment/told.py): the member's page of a filing, and an officer who puts it right."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from webapp.claims.assessment.told import Ask
from webapp.claims.forms import UNCLEAR
from webapp.claims.models import Filing
from webapp.policy.profile.benefits.facts import yuan
from webapp.tenancy import profile
from webapp.web.forms import ChoiceField, DateField, Form, SelectField, TextField
from webapp.web.typed.yuan import YuanField

NOT_KNOWN = "不清楚的可以不填，由工作人员核对；核对清楚以前，和它有关的给付先不付。"
YES_NO = [("yes", "是"), ("no", "不是"), (UNCLEAR, "不清楚")]


class MoreForm(Form):
    """What the plan has to be told besides; everything may be left open."""


class ToldForm(Form):
    """The same, put right by an officer."""

    note = TextField("依据", hint="看了什么材料、向谁核实的，会记入这件申报", max_length=300, missing="请写明依据")


_MAKE: Mapping[str, Callable[[Ask], Any]] = {
    "money": lambda one: YuanField(f"{one.words}（元）", hint=f"没有赔付的填 0。{NOT_KNOWN}", optional=True),
    "bool": lambda one: ChoiceField(f"{one.words}？", choices=YES_NO, inline=True, optional=True),
    "day": lambda one: DateField(one.words, hint=NOT_KNOWN, optional=True),
    "int": lambda one: TextField(
        one.words,
        hint=f"填整数。{NOT_KNOWN}",
        inputmode="numeric",
        width=6,
        max_length=6,
        optional=True,
        reject=lambda text: None if text.isdecimal() else "请填写数字",
    ),
}


def _fields(asks: Sequence[Ask]) -> dict[str, Any]:
    return {one.field: _MAKE[one.type](one) for one in asks}


def more_form(
    asks: Sequence[Ask], values: Mapping[str, Any], filing: Filing, degrees: Sequence[str], death: bool
) -> Any:
    """The member's form, with what was told before; the degree and death are of the filing."""
    fields = _fields(asks)
    if degrees:
        choices = [(one, degree_words(one)) for one in degrees]
        fields["degree"] = SelectField("鉴定的等级", optional=True, empty="还没有鉴定，或没有等级", choices=choices)
    if death:
        fields["death"] = ChoiceField("人已经去世了吗？", choices=[("no", "没有"), ("yes", "是的")], optional=True)
    died = filing.result.get("death")
    data = _shown(asks, values) | {"degree": filing.result.get("degree")}
    data["death"] = None if died is None else "yes" if died else "no"
    return type("MoreForm", (MoreForm,), fields)(data=data)


def degree_words(degree: str) -> str:
    """A degree in words: the profile's, or a number with 级."""
    return f"{degree} 级" if degree.isdecimal() else profile().label("degree", degree)


def told_form(asks: Sequence[Ask], values: Mapping[str, Any]) -> Any:
    """The officer's form, with what stands."""
    return type("ToldForm", (ToldForm,), _fields(asks))(prefix="told-", data=_shown(asks, values))


def _shown(asks: Sequence[Ask], values: Mapping[str, Any]) -> dict[str, Any]:
    return {one.field: _as_shown(one, values.get(one.fact)) for one in asks}


def _as_shown(one: Ask, value: Any) -> Any:
    if value is None:
        return None
    if one.type == "bool":
        return "yes" if value else "no"
    return date.fromisoformat(value) if one.type == "day" else str(value)


def told_in(form: Form, asks: Sequence[Ask]) -> dict[str, Any]:
    """What was filled in, as the facts of a claim hold it; None = left open."""
    return {one.fact: _as_fact(one, form[one.field]) for one in asks}


def _as_fact(one: Ask, field: Any) -> Any:
    given = field.data
    if given in (None, "", UNCLEAR):
        return None
    if one.type == "bool":
        return given == "yes"
    if one.type == "money":
        return yuan(field.fen)
    return given.isoformat() if one.type == "day" else int(given)


def result_in(form: Form, filing: Filing) -> dict[str, Any]:
    """The degree and death that were said, beside what stood."""
    found = dict(filing.result)
    if "degree" in form:
        found["degree"] = form["degree"].data or None
    if "death" in form and form["death"].data:
        found["death"] = form["death"].data == "yes"
    return found


def told_words(one: Ask, value: Any) -> str:
    """A told value, as a page says it."""
    if value is None:
        return "还不知道"
    if one.type == "bool":
        return "是" if value else "不是"
    return f"{value} 元" if one.type == "money" else str(value)
