"""Shapes of what officers fill in when a union is founded and led."""

from decimal import Decimal
from typing import Any

from webapp.files import UploadField
from webapp.founding.models import Founding
from webapp.founding.terms import years_allowed
from webapp.policy import Profile
from webapp.policy.profile.governance import Governance
from webapp.policy.profile.listed import Listing
from webapp.policy.profile.organisations import Election
from webapp.policy.reading.layered import stated_rows
from webapp.tenancy import profile
from webapp.unions.forms import DivisionField
from webapp.web.forms import (
    CheckboxField,
    ChoiceField,
    ChoicesField,
    DateField,
    Form,
    LongTextField,
    PhoneField,
    SelectField,
    TextField,
    WholeForm,
)
from webapp.web.typed.yuan import YuanField

MOST_YUAN = Decimal(999_999_999)
"""Nobody decides more than that: a slip of the finger."""
PERIODS = (("month", "每月"), ("year", "每年"))


def kind_choices(rules: Profile) -> list[tuple[str, str]]:
    """The kinds of union that the profile names."""
    return [(kind, rules.label("union_kind", kind)) for kind in rules.union_kinds if kind != "any"]


class FilterForm(Form):
    """Which district of the plan is wanted; sent with the address."""

    class Meta:
        """A filter changes nothing."""

        csrf = False

    place = SelectField("地区", optional=True, empty="全部地区")


class PlanForm(Form):
    """What was done about an employer, and who is responsible."""

    responsible = SelectField("由谁负责", optional=True, empty="不变")
    note = LongTextField("做了什么", hint="例如：上门、开会、对方的意见、下一步", optional=True, max_length=500, rows=3)

    def validate_note(self, _field: LongTextField) -> None:
        """One of the two."""
        if not self.note.data and not self.responsible.data:
            self.add_error("note", "请写明做了什么，或者选由谁负责")


class BeginForm(Form):
    """Which of the officer's unions guides the founding."""

    upper = SelectField("由哪个工会指导", missing="请选择由哪个工会指导")


class AreaForm(Form):
    """The founding of a union that is no employer's."""

    upper = SelectField("上级工会", missing="请选择上级工会")
    union_kind = SelectField("工会类型", missing="请选择工会类型")
    division = DivisionField("所在地", at_least="province", missing="请选择工会所在的地方")
    name = TextField("工会名称", optional=True, max_length=120, autocomplete="off")


class DetailsForm(WholeForm):
    """The union to be registered. What the profile does not state for its kind is not asked (`without_unstated`)."""

    union_kind = SelectField("工会类型", missing="请选择工会类型")
    name = TextField("工会名称", max_length=120, autocomplete="off")
    address = TextField("地址", optional=True, max_length=200)
    mode = SelectField("建会方式", optional=True, empty="未定")
    chair = TextField("主席", optional=True, max_length=60, autocomplete="off")
    chair_from = SelectField("主席的来源", optional=True, empty="未定")
    elected_on = DateField("选举日期", optional=True)
    term_years = SelectField("每届任期", optional=True, empty="未定")
    funds_independent = CheckboxField("经费独立管理", optional=True)
    many_women = CheckboxField("女职工较多", optional=True)
    stands_in_named = CheckboxField("由它代为受理，到联合会成立为止", optional=True)
    officer_name = TextField(
        "首任管理员的姓名", hint="批准成立以前要填", optional=True, max_length=60, autocomplete="off"
    )
    officer_login = TextField(
        "首任管理员的登录名",
        hint="批准成立以前要填。字母、数字和 . _ -，以后不能改",
        optional=True,
        max_length=60,
        autocomplete="off",
        attributes={"autocapitalize": "none"},
    )
    officer_phone = PhoneField(
        "首任管理员的手机号",
        hint="批准成立以前要填，要是他本人在用的：设置密码的链接只发到这里",
        optional=True,
        autocomplete="off",
    )

    def validate_officer_login(self, field: TextField) -> None:
        """Only what can be typed on every keyboard."""
        if not all(character.isascii() and (character.isalnum() or character in "._-") for character in field.data):
            self.add_error("officer_login", "登录名只能用字母、数字和 . _ -")

    def values(self) -> dict[str, Any]:
        """What to write: the fields that were asked."""
        found = {field.short_name: field.data for field in self if field.short_name != "csrf_token"}
        if "term_years" in found:
            found["term_years"] = int(found["term_years"]) if found["term_years"] else None
        return {name: "" if value is None and name not in NULLABLE else value for name, value in found.items()}


NULLABLE = ("elected_on", "term_years")


OTHER_CHAIR = "其他"


def _chair_from(rule: Election) -> list[tuple[str, str]]:
    """Where a chair may come from; also elsewhere where the profile's list is open."""
    return [(one, one) for one in (*rule.chair_from, *([OTHER_CHAIR] if rule.chair_open else []))]


def details_form(founding: Founding) -> DetailsForm:
    """The form as the profile asks it for the founding's kind, filled with what is known."""
    form, rules = DetailsForm(obj=founding), profile()
    form.union_kind.offer(kind_choices(rules))
    form.mode.offer(_modes(rules))
    row = rules.union_kinds[founding.union_kind]
    form.chair_from.offer(_chair_from(row.election) if row.election else [])
    form.term_years.offer([(str(years), f"{years} 年") for years in years_allowed(founding.union_kind)])
    if not form.is_submitted():
        form.term_years.data = str(founding.term_years or "")
    conditions = (
        {rule.required for rule in (row.committees.funds_audit, row.committees.women) if rule is not None}
        if row.committees
        else set()
    )
    asked = {
        "mode": bool(form.mode.choices),
        "chair": row.election is not None,
        "chair_from": bool(form.chair_from.choices),
        "elected_on": row.election is not None or row.term_years is not None,
        "term_years": row.term_years is not None,
        "funds_independent": "if_funds_independent" in conditions,
        "many_women": "if_many_women" in conditions,
        "stands_in_named": row.stands_in is not None,
    }
    for name, is_asked in asked.items():
        if not is_asked:
            del form[name]
    return form


def _modes(rules: Profile) -> list[tuple[str, str]]:
    governance = rules.rules.governance
    modes = governance.building_modes if isinstance(governance, Governance) else None
    return [(row.id, row.label) for row in modes.rows] if isinstance(modes, Listing) else []


class ItemForm(Form):
    """One item of the list, done."""

    done_on = DateField("日期")
    note = LongTextField("说明", optional=True, max_length=500, rows=3)
    files = UploadField("材料", optional=True, at_most=6)


class TermForm(Form):
    """An election."""

    elected_on = DateField("选举日期")
    years = ChoiceField("每届任期", inline=True, missing="请选择任期")
    chair = TextField("主席", optional=True, max_length=60, autocomplete="off")


class DutyForm(Form):
    """A yearly duty that was held."""

    duty = SelectField("事项", missing="请选择办了哪一项")
    held_on = DateField("日期")
    note = LongTextField("说明", hint="地点、人数、内容", optional=True, max_length=500, rows=2)
    files = UploadField("材料", optional=True, at_most=6)


class UnitForm(Form):
    """A member unit of a federation."""

    unit = TextField("会员单位", hint="写工会的名称", max_length=120, missing="请写工会的名称", autocomplete="off")


class DuesForm(WholeForm):
    """How the union collects dues."""

    mode = ChoiceField("会费怎么收？", missing="请选择会费的收法")
    amount = YuanField("金额（元）", optional=True, most=MOST_YUAN)
    per = SelectField("周期", choices=PERIODS, optional=True, empty="未定")


class ChannelsForm(WholeForm):
    """Which of the province's channels the union uses."""

    channels = ChoicesField("本工会使用哪些？", hint="不勾选的，扫码和活动不能再从本工会入会", optional=True)


class SecondForm(WholeForm):
    """Above which amount a second officer has to agree."""

    amount = YuanField(
        "超过多少元要另一位经办人复核",
        hint="不填，就不要求复核",
        optional=True,
        most=MOST_YUAN,
    )


def duty_choices(rows: Any) -> list[tuple[str, str]]:
    """The yearly duties to choose from."""
    return [(row.id, row.label) for row in stated_rows(tuple(rows))]
