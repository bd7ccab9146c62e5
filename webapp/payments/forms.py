"""What officers fill in about money, and members who dispute a sum."""

from collections.abc import Sequence
from datetime import date

from wtforms import HiddenField

from webapp.claims.forms import AccountForm
from webapp.claims.models import LedgerEntry
from webapp.files import SheetField
from webapp.web.forms import ChoiceField, DateField, Form, LongTextField, SelectField, TextField
from webapp.web.typed.yuan import YuanField


class ChosenForm(Form):
    """A list to choose from, or a file of many rows: what is wrong with it hangs on the form as a whole."""


class AnswerForm(Form):
    """What the bank answered."""

    answer = SheetField(
        "银行返回的结果",
        hint="银行的 .xlsx、.xls、.ods、.csv 或 .txt。在导出的 .xlsx 里填“付款结果”（成功或失败）和“失败原因”也可以。同一个文件传两次不会重复。",
        missing="请选择银行返回的文件（.xlsx、.xls 或 .csv）。",
    )


class ReversalForm(Form):
    """Which payment is taken back, and why."""

    entry = ChoiceField("冲正哪一笔")
    reason = TextField("理由", hint="会记入台账和操作日志，会员也能看到", max_length=300, missing="请写明为什么冲正")
    clause = SelectField("依据的条款", empty="请选择条款")


def reversal_form(entries: Sequence[tuple[LedgerEntry, str]], clauses: Sequence[tuple[str, str]]) -> ReversalForm:
    """The form with the payments that stand and the clauses of their decisions."""
    form = ReversalForm(prefix="reversal-")
    form.entry.offer([(str(entry.id), words) for entry, words in entries])
    form.clause.offer(clauses)
    return form


class ReturnForm(Form):
    """Money that came back. `key` tells one receipt from the next, so that a second click notes nothing."""

    amount = YuanField("收回金额（元）")
    received_on = DateField("到账日期")
    key = HiddenField()

    def __init__(self, today: date, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_received_on(self, field: DateField) -> None:
        """Not a day to come."""
        if field.data is not None and field.data > self._today:
            self.add_error("received_on", "到账日期不能在今天之后")


class CorrectionForm(AccountForm):
    """The account that is paid to from now on; whose it is to be stays as it was decided."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        del self.payee


class EvidenceForm(CorrectionForm):
    """The same, by an officer."""

    note = TextField(
        "看过什么",
        hint="例如：银行卡原件、银行开的账户证明。会记入账目，更改后会员会收到短信",
        max_length=300,
        missing="请写明看过什么证明",
    )


class ReviewForm(Form):
    """Why a member disputes what he was granted."""

    reason = LongTextField(
        "您觉得哪里不对？", hint="例如：哪一张票据没有算、哪一条不该扣", max_length=500, missing="请写明哪里不对"
    )
