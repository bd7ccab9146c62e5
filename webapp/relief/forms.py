"""What workers fill in about hardship, and officers after their visit."""

from datetime import date

from webapp.claims.accounts import HolderField, bank_field, check_account, check_again, number_field
from webapp.files import UploadField
from webapp.policy.profile.benefits.facts import yuan
from webapp.relief.models import ReliefRequest
from webapp.relief.plan import Bounds, word
from webapp.web.forms import CheckboxField, DateField, Form, LongTextField, TextField, WholeForm
from webapp.web.typed.yuan import YuanField

FORMER_WORD = "困难救助"


def consent_text(called: str) -> str:
    """What is agreed to; `called` is the word of the province for relief."""
    return f"我同意工会为办理这次{called}，收集、核对我的家庭、收入、健康情况和银行账户。这些属于敏感个人信息，只用于审核和付款。"


def consent_texts() -> list[str]:
    """Every text that may have been agreed to here: an earlier version had one word for all provinces."""
    return [consent_text(word()), consent_text(FORMER_WORD)]


class ReliefForm(Form):
    """One request for hardship relief, on one page."""

    household = LongTextField(
        "家里的情况", hint="几口人、谁有收入、每月大约多少", max_length=500, missing="请写明家里的情况"
    )
    reason = LongTextField(
        "遇到了什么困难？", hint="例如：生病、受伤、家人去世、失去收入", max_length=500, missing="请写明遇到的困难"
    )
    files = UploadField("证明材料", hint="病历、收费单、低保证等，有什么交什么，可以以后再补", at_most=6, optional=True)
    holder = HolderField(hint="要和本人的姓名一致")
    bank = bank_field()
    number = number_field()
    again = number_field("再填一遍账号")
    consent = CheckboxField("", missing="要同意，才能在网上申请；不同意可以到工会现场办理")

    def validate_number(self, _field: TextField) -> None:
        """What an account's number is."""
        check_account(self)

    def validate_again(self, _field: TextField) -> None:
        """The same number."""
        check_again(self)


def relief_form(request: ReliefRequest | None, name: str) -> ReliefForm:
    """The form, filled with what was said before; the account's number is typed anew."""
    data = {"holder": name}
    if request is not None:
        data |= {"household": request.household, "reason": request.reason, "bank": request.bank}
    form = ReliefForm(data=data)
    form.consent.label.text = consent_text(word())
    return form


class VisitForm(Form):
    """What an officer saw at the worker's home, and the amount he proposes."""

    visited_on = DateField("入户（走访）日期")
    note = LongTextField("入户情况", hint="看到了什么、核实了什么", max_length=800, missing="请写明入户情况")
    amount = YuanField("建议救助金额（元）", hint="还没有定的，可以先只记走访情况", optional=True)
    files = UploadField("入户照片和材料", at_most=6, optional=True)

    def __init__(self, today: date, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_visited_on(self, field: DateField) -> None:
        """Not a day to come."""
        if field.data is not None and field.data > self._today:
            self.add_error("visited_on", "入户日期不能在今天之后")


class TermsForm(WholeForm):
    """What a union sets for hardship relief."""

    least = YuanField("一次最少（元）")
    most = YuanField("一次最多（元）")
    second = YuanField("超过多少元要两人审批", hint="不填就不用第二个人", optional=True)

    def validate_most(self, field: YuanField) -> None:
        """Not below the least."""
        if field.fen is not None and self.least.fen is not None and not 0 < self.least.fen <= field.fen:
            self.add_error("most", "最多的金额不能小于最少的，最少的要大于零")

    def bounds(self) -> Bounds:
        """The same as values."""
        return Bounds(self.least.fen or 0, self.most.fen or 0, self.second.fen)


def terms_form(bounds: Bounds | None) -> TermsForm:
    """The form with what is set."""
    if bounds is None:
        return TermsForm()
    second = None if bounds.second is None else yuan(bounds.second)
    return TermsForm(data={"least": yuan(bounds.least), "most": yuan(bounds.most), "second": second})
