"""Made-up people: names, identity numbers that cannot belong to anybody, phone numbers of a test range."""

from datetime import date

from stdnum.cn.ric import calc_check_digit

from webapp.accounts import Officer
from webapp.accounts.officers import vouch
from webapp.persistence import now

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = (
    "伟",
    "芳",
    "秀英",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀兰",
    "霞",
    "平",
    "刚",
    "桂英",
)
UNASSIGNED_AREA = "990000"


def name(number: int) -> str:
    """The name of the demo person with this number."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[(number * 7 + number // len(SURNAMES)) % len(GIVEN)]


def identity_number(number: int) -> str:
    """An identity number with a right check digit in an area that was never assigned."""
    born = date(1975 + number % 28, 1 + number % 12, 1 + (number * 5) % 28)
    body = f"{UNASSIGNED_AREA}{born:%Y%m%d}{number % 1000:03d}"
    return body + str(calc_check_digit(f"{body}0"))


def own_person(officer: Officer, number: int) -> Officer:
    """A demo officer who counts as a person of his own: two people appointed him, his link was used, he has signed in."""
    vouch(officer, phone=f"198{number:08d}", by="demo")
    officer.proved_at = officer.signed_in_at = now()
    return officer


def phone(number: int) -> str:
    """A phone number for messages that never leave the demo."""
    return f"199{number:08d}"
