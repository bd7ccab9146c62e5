"""Resident identity numbers (GB 11643): length, birth date, check digit. Divisions change and people keep theirs."""

import re
from datetime import date

_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_OLDEST = 130
_TEST_AREA = "99"


def check_digit(first_seventeen: str) -> str:
    """The 18th character that belongs to 17 digits (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def birth_date(number: str) -> date | None:
    """The birth date inside a number of the right shape; None if there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def fault(number: str, *, today: date, test_area: bool) -> str | None:
    """What is wrong with a cleaned number, as a Chinese sentence; None if nothing is.

    `test_area`: whether numbers of the unassigned area 99…, which only made-up people carry, are accepted.
    """
    if len(number) != 18:
        return f"身份证号应为 18 位，您填写了 {len(number)} 位"
    if not _SHAPE.match(number):
        return "身份证号只能是数字，最后一位可以是 X"
    born = birth_date(number)
    if born is None:
        return "身份证号第 7 到 14 位应是出生日期，请检查"
    if born > today:
        return "身份证号里的出生日期在今天之后，请检查"
    if born.year < today.year - _OLDEST:
        return "身份证号里的出生年份不对，请检查"
    if check_digit(number[:17]) != number[17]:
        return "身份证号最后一位对不上，请逐位检查"
    if number.startswith(_TEST_AREA) and not test_area:
        return "这个身份证号是演示用的号码，请填写本人的身份证号"
    return None
