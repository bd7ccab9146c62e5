"""The bank account that money goes to: what is asked, and what is wrong with it."""

import re
from typing import Any

from webapp.web.fields import TextField
from webapp.web.forms import Form
from webapp.web.text import clean_number
from webapp.web.typed.names import canonical_name, same_name

CARD = re.compile(r"62[0-9]{14,17}")
"""Numbers of bank cards: their last digit is usually a check digit (Luhn). Other accounts have rules of their own bank."""


class HolderField(TextField):
    """The name of an account's holder, in its one spelling: of a person, or of a firm."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("户名", **{"max_length": 60, "autocomplete": "name", **kwargs})

    def clean(self, value: str) -> str | None:
        """Without the blanks that people set between the characters of a name."""
        return canonical_name(value)


def bank_field() -> Any:
    """The bank's name."""
    return TextField("开户银行", hint="银行和支行的名称，照银行卡或存折写", max_length=60, autocomplete="off")


def number_field(label: str = "银行卡号或账号") -> Any:
    """The account's number; a second field of this kind asks for it again."""
    return TextField(label, width=30, max_length=40, inputmode="numeric", autocomplete="off")


def check_account(form: Form) -> None:
    """Refuse a number that no account has, ask about one whose check digit does not fit."""
    number = account_number(form)
    if not re.fullmatch(r"[0-9]{8,30}", number):
        form.add_error("number", "账号应为 8 到 30 位数字，请对照银行卡检查")
    elif CARD.fullmatch(number) and not fits_luhn(number):
        form.ask("number", f"末四位 {number[-4:]} 的卡号，最后一位对不上，可能抄错了一位")


def check_again(form: Form) -> None:
    """Refuse a second typing that differs."""
    if clean_number(form["again"].data) != account_number(form):
        form.add_error("again", "两次填写的账号不一样，请对照银行卡检查")


def check_own(form: Form, name: str) -> bool:
    """Whether the account bears the member's own name."""
    if same_name(form["holder"].data, name):
        return True
    form.add_error("holder", f"只能付到会员本人的账户：户名要是“{name}”，和登记的姓名一样")
    return False


def account_number(form: Form) -> str:
    """The number that was typed, digits only."""
    return clean_number(form["number"].data) or ""


def fits_luhn(number: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812-1, mod 10)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(int(digit) for digit in number[-1::-2]) + sum(doubled)) % 10 == 0
