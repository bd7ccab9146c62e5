"""Shapes of what the keepers of the register fill in."""

from typing import Any
from uuid import UUID

from wtforms import HiddenField

from webapp.unions.credit_codes import clean_credit_code, credit_code_doubt, credit_code_fault
from webapp.unions.forms import DivisionField, EmployerField
from webapp.web.forms import (
    CheckboxField,
    ChoicesField,
    DateField,
    Form,
    SelectField,
    TextField,
    WholeForm,
)
from webapp.web.identity_number import is_personal

EMPLOYER_KINDS = (
    ("courier_firm", "快递企业"),
    ("agent", "配送、代理服务企业"),
    ("supply_chain", "货运物流企业"),
    ("platform", "平台企业"),
    ("dispatch", "劳务派遣单位"),
    ("affiliation", "挂靠企业"),
    ("other", "其他单位"),
)
KIND_LABELS = dict(EMPLOYER_KINDS)


class SearchForm(Form):
    """What is looked for; sent with the address."""

    class Meta:
        """A search changes nothing."""

        csrf = False

    q = TextField("名称", optional=True, max_length=120, attributes={"type": "search"})


class CreditCodeField(TextField):
    """A credit code. A person's number that was typed for one is refused and not shown again."""

    def clean(self, value: str) -> str:
        """Capitals and digits."""
        return clean_credit_code(value)

    @property
    def shown(self) -> str:
        """What was typed, unless it is a person's number."""
        return "" if is_personal(self.data or "") else super().shown

    def fault(self) -> str | None:
        """No code at all."""
        return credit_code_fault(self.data)


class EmployerForm(WholeForm):
    """One employer."""

    name = TextField("单位全称", hint="和营业执照一致", max_length=120, autocomplete="off")
    credit_code = CreditCodeField(
        "统一社会信用代码",
        hint="18 位；暂时不知道可以不填",
        optional=True,
        width=22,
        autocomplete="off",
        attributes={"autocapitalize": "characters", "spellcheck": "false"},
    )
    kind = SelectField("单位类型", choices=EMPLOYER_KINDS)
    division = DivisionField("经营地", at_least="county", missing="请选择单位经营地的区县或街镇")
    platform = CheckboxField("职工在它的平台上接单", optional=True)

    def validate_credit_code(self, field: TextField) -> None:
        """A code that a check does not fit is asked about: some in use are such."""
        if field.data and not field.errors and (doubt := credit_code_doubt(field.data)):
            self.ask("credit_code", f"末四位 {field.data[-4:]} 的{doubt}")

    def values(self) -> dict[str, Any]:
        """What to write; an empty code is none."""
        return {
            "name": self.name.data,
            "credit_code": self.credit_code.data or None,
            "kind": self.kind.data,
            "division": self.division.data,
            "platform": bool(self.platform.data),
        }


class MergerForm(Form):
    """The employer that is kept."""

    class Meta:
        """Looking for it changes nothing."""

        csrf = False

    into = EmployerField("并入哪个单位？", missing="请填写要保留的单位")


class DetailsForm(WholeForm):
    """What of a union can be corrected at any time."""

    name = TextField("工会名称", max_length=120, autocomplete="off")
    trades = ChoicesField("面向的行业", hint="都不选，就是面向所有行业", optional=True)
    address = TextField("地址", hint="职工要去办事的地方", optional=True, max_length=200)
    hours = TextField("办公时间", optional=True, max_length=100)
    phone = TextField("电话", optional=True, max_length=40, inputmode="tel")

    def details(self) -> dict[str, Any]:
        """What to write."""
        return {
            "name": self.name.data,
            "trades": list(self.trades.data or ()),
            "address": self.address.data or "",
            "hours": self.hours.data or "",
            "phone": self.phone.data or "",
        }


class UnionForm(DetailsForm):
    """A new union, with what the profile asks of its kind."""

    kind = SelectField("工会类型")
    division = DivisionField("所在地", at_least="province", missing="请选择工会所在的地方")
    employer = EmployerField("是哪个单位的工会？", optional=True)
    done = ChoicesField(
        "已经办妥",
        hint="按规定要先办的，办妥了再登记",
        choices=[
            ("preconditions", "上级工会核查了组建条件"),
            ("leadership", "明确了由谁领导，有批复或者意见"),
            ("election", "选举产生了委员会和主席"),
        ],
        optional=True,
    )
    committees = ChoicesField(
        "已设立", choices=[("funds_audit", "经费审查委员会"), ("women", "女职工委员会")], optional=True
    )
    funds_independent = CheckboxField("经费独立核算", optional=True)
    many_women = CheckboxField("女会员较多", optional=True)
    term_years = SelectField(
        "每届任期", choices=[(str(years), f"{years} 年") for years in (3, 5)], optional=True, empty="未定"
    )
    elected_on = DateField("选举日期", optional=True)

    def validate_employer(self, field: EmployerField) -> None:
        """A union of a unit nobody knows would never receive its workers."""
        if field.data is not None and field.data.id is None:
            self.add_error("employer", "请选择名录里的单位；名录里没有的，请先登记单位")

    def employer_id(self) -> UUID | None:
        """The employer chosen."""
        return self.employer.data.id if self.employer.data else None

    def facts(self) -> dict[str, Any]:
        """What the policy is asked about."""
        return {
            "kind": self.kind.data,
            "division": self.division.data,
            "address": self.address.data,
            "employer_id": self.employer_id(),
            "done": list(self.done.data or ()),
            "committees": list(self.committees.data or ()),
            "funds_independent": bool(self.funds_independent.data),
            "many_women": bool(self.many_women.data),
            "term_years": int(self.term_years.data) if self.term_years.data else None,
            "elected_on": self.elected_on.data,
        }


class ParentForm(Form):
    """The union that another is hung under."""

    parent = HiddenField()


class ReportForm(Form):
    """Which employer of the register a worker meant."""

    employer = EmployerField("名录里的哪个单位？", missing="请填写单位名称查找")
    alike = CheckboxField("写得一模一样的其他申请也一起处理", optional=True)

    def validate_employer(self, field: EmployerField) -> None:
        """不确定 is no answer here."""
        if field.data is not None and field.data.id is None:
            self.add_error("employer", "请选择名录里的单位；名录里没有的，请登记新单位或记为查不到")
