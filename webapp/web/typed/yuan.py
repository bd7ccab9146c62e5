"""Amounts of money as people and files write them: read exactly, or not at all.

`1200`, `1,200.50`, `１２００元`, `¥ 356.8` and `356。80` (the full stop of a Chinese keyboard) are amounts. A comma stands
between groups of three digits only; a minus, two points, a third decimal or anything else between digits is no amount.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from webapp.web.fields import TextField

MOST_YUAN = Decimal("9999999.99")
_POINTS = str.maketrans(dict.fromkeys("。·・•", "."))
_AMOUNT = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.[0-9]{1,2})?")
_MINUS = re.compile(r"^\s*[(¥]?\s*[-‐-―−⁻₋]|^\s*\(.*\)\s*元?$|负|退")


def read_yuan(text: str) -> Decimal | None:
    """The amount in yuan with at most two decimals, below a thousand million; None where the text is not plainly one."""
    bare = re.sub(r"^[¥￥]\s*|\s*[元圆]$", "", _narrow(text))
    return Decimal(bare.replace(",", "")) if _AMOUNT.fullmatch(bare) else None


def read_fen(text: str) -> int | None:
    """The same in whole fen."""
    amount = read_yuan(text)
    return None if amount is None else int(amount * 100)


def yuan_fault(text: str, most: Decimal = MOST_YUAN) -> str | None:
    """Why the text is no amount up to `most` yuan, as a Chinese sentence that says how to mend it."""
    amount = read_yuan(text)
    if amount is not None:
        return "金额太大，请检查小数点" if amount > most else None
    plain = _narrow(text)
    if _MINUS.search(plain):
        return "金额不能是负数，请填不带减号的数字；退费的票据请交给工会工作人员核对"
    if "," in plain:
        return "逗号的位置不对：小数点请用“.”，例如 356.80；逗号只用来隔开千位，例如 1,200"
    if re.search(r"\.[0-9]{3,}$", plain):
        return "金额最多到分，小数点后只能有两位"
    return "金额填数字，最多到分，例如 1200 或 356.80"


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_POINTS)).strip()


class YuanField(TextField):
    """An amount in yuan with at most two decimals; `fen` is the same in whole fen. What is no amount stays as it was typed."""

    def __init__(self, label: str, *, most: Decimal = MOST_YUAN, **kwargs: Any) -> None:
        super().__init__(label, **{"inputmode": "decimal", "width": 12, "autocomplete": "off", **kwargs})
        self.most = most

    def clean(self, value: str) -> str | None:
        """Digits and one point where it is an amount: 1,200元 is 1200."""
        amount = read_yuan(value)
        return str(amount) if amount is not None else super().clean(value)

    def fault(self) -> str | None:
        """Not an amount, or one no bill has."""
        return yuan_fault(self.data, self.most)

    @property
    def yuan(self) -> Decimal | None:
        """The amount, or None where nothing was given, or nothing that is one."""
        return read_yuan(self.data) if self.data and self.fault() is None else None

    @property
    def fen(self) -> int | None:
        """The same in whole fen."""
        amount = self.yuan
        return None if amount is None else int(amount * 100)
