"""Numbers of identity documents. Resident identity cards (GB 11643): length, birth date, check digit; divisions change and
people keep theirs. Residence permits for Hong Kong, Macao and Taiwan carry such a number with an area of their own; travel permits
of the same people have H or M and eight digits, or eight digits (ten on old cards). Permanent residence cards of foreigners have 15
characters, or 18 since 2023. Passports differ by country: letters and digits.
"""

import re
from datetime import date

_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_OLDEST = 130
_FIRST_YEAR = 1890
_TEST_AREA = "99"

RESIDENT_CARD = "resident_identity_card"
DOCUMENTS = {
    RESIDENT_CARD: "居民身份证",
    "residence_permit_hk_mo_tw": "港澳台居民居住证",
    "travel_permit_hk_mo": "港澳居民来往内地通行证（回乡证）",
    "travel_permit_tw": "台湾居民来往大陆通行证（台胞证）",
    "foreign_permanent_resident": "外国人永久居留身份证",
    "passport": "护照",
}
_PERMIT_AREAS = ("810000", "820000", "830000")
_HOME_RETURN = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?\Z")
_TAIWAN_PERMIT = re.compile(r"[0-9]{8}(?:[0-9]{2})?\Z")
_FOREIGN_OLD = re.compile(r"[A-Z]{3}[0-9]{12}\Z")
_FOREIGN_NEW = re.compile(r"9[0-9]{16}[0-9X]\Z")
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,12}\Z")


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


def is_personal(number: str) -> bool:
    """Whether a cleaned number of 18 characters is somebody's: a birth date and a check digit, both right. Of any kind of card."""
    born = birth_date(number) if _SHAPE.match(number) else None
    return born is not None and born.year >= _FIRST_YEAR and check_digit(number[:17]) == number[17]


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


YOUNGEST = 16
OLDEST_WITHOUT_A_LOOK = 80
"""Ours, to make a person look, never to decide: a child, or an age at which a slip of the finger is likelier than a courier."""


def age(number: str, on: date) -> int | None:
    """Full years on a day by the birth date in a number of 18 characters; None where the number has none."""
    born = birth_date(number) if re.fullmatch(r"[0-9]{17}[0-9X]", number) else None
    return None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_words(number: str, on: date) -> str:
    """The age as an officer reads it, with what to look at where it is unlikely; empty where the number does not say it."""
    years = age(number, on)
    if years is None:
        return ""
    if years < YOUNGEST:
        return f"{years} 周岁，未满 {YOUNGEST} 周岁，请核对本人和证件"
    return f"{years} 周岁" + ("，请核对本人和证件" if years > OLDEST_WITHOUT_A_LOOK else "")


def document_label(kind: str | None) -> str:
    """What to call the number of a document on a page."""
    return "身份证号" if kind in (None, RESIDENT_CARD) else f"{DOCUMENTS.get(kind, '证件')}号码"


def document_fault(kind: str, number: str, *, today: date, test_area: bool) -> str | None:
    """What is wrong with the cleaned number of a document of this kind (a key of DOCUMENTS); None if nothing is."""
    if kind == RESIDENT_CARD:
        return _another_document(number) or fault(number, today=today, test_area=test_area)
    return _OTHERS[kind](number, today)


def _another_document(number: str) -> str | None:
    """That this is the number of another kind of document, which the person only has to choose; None where it may be a resident card's."""
    kind = None
    if len(number) == 18 and number.startswith(_PERMIT_AREAS):
        kind = "residence_permit_hk_mo_tw"
    elif _HOME_RETURN.match(number):
        kind = "travel_permit_hk_mo"
    elif _FOREIGN_OLD.match(number) or (_FOREIGN_NEW.match(number) and not number.startswith(_TEST_AREA)):
        kind = "foreign_permanent_resident"
    return kind and f"这是{DOCUMENTS[kind]}的号码，请把证件类型改为“{DOCUMENTS[kind]}”"


def _permit_fault(number: str, today: date) -> str | None:
    if len(number) == 18 and not number.startswith(_PERMIT_AREAS):
        return "港澳台居民居住证号码以 810000、820000 或 830000 开头，请对照证件检查"
    found = fault(number, today=today, test_area=False)
    return found.replace("身份证号", "居住证号码") if found else None


def _foreign_fault(number: str, today: date) -> str | None:
    if _FOREIGN_OLD.match(number):
        return None
    if not _FOREIGN_NEW.match(number):
        return "永久居留身份证号码是 9 开头的 18 位，或 3 个字母加 12 位数字，请对照证件检查"
    born = birth_date(number)
    if born is None or not today.year - _OLDEST <= born.year or born > today:
        return "永久居留身份证号码第 7 到 14 位应是出生日期，请检查"
    return None if check_digit(number[:17]) == number[17] else "永久居留身份证号码最后一位对不上，请逐位检查"


def _passport_fault(number: str, _today: date) -> str | None:
    return None if _PASSPORT.match(number) else "护照号码是 5 到 12 位字母和数字，请对照护照检查"


def _home_return_fault(number: str, _today: date) -> str | None:
    if _HOME_RETURN.match(number):
        return None
    return "回乡证号码是字母 H 或 M 加 8 位数字（旧证再加 2 位换证次数），请对照证件检查"


def _taiwan_permit_fault(number: str, _today: date) -> str | None:
    return None if _TAIWAN_PERMIT.match(number) else "台胞证号码是 8 位数字（旧证 10 位），请对照证件检查"


_OTHERS = {
    "residence_permit_hk_mo_tw": _permit_fault,
    "foreign_permanent_resident": _foreign_fault,
    "travel_permit_hk_mo": _home_return_fault,
    "travel_permit_tw": _taiwan_permit_fault,
    "passport": _passport_fault,
}
