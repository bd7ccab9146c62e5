"""What people paste, made plain: one spelling for each digit and letter, Chinese punctuation kept."""

import re
import unicodedata

_CHINESE_PUNCTUATION = frozenset("，。、；：？！（）【】《》“”‘’—…·～")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_SEPARATORS = re.compile(r"[\s\-‐-―－.·]+")


def _narrow(character: str) -> str:
    return character if character in _CHINESE_PUNCTUATION else unicodedata.normalize("NFKC", character)


def clean_line(value: str | None) -> str | None:
    """One line: NFKC but for Chinese punctuation, no invisible characters, single spaces, trimmed."""
    if value is None:
        return None
    return _SPACES.sub(" ", clean_lines(value).replace("\n", " ")).strip()


def clean_lines(value: str) -> str:
    """The same over several lines, each trimmed."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(_narrow(character) for character in _INVISIBLE.sub("", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_number(value: str | None) -> str | None:
    """A number as people write it (spaces, hyphens, full-width digits, small x), as bare capitals and digits."""
    if value is None:
        return None
    return _SEPARATORS.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", value))).upper()


def whole_number(value: str | None) -> int | None:
    """What a page sent as a number of its own, a version or a count; None for anything else, however long."""
    return int(value) if value and re.fullmatch("[0-9]{1,9}", value) else None


DAY_UNITS = ("年", "月", "日号")
_DAY = re.compile(r"([0-9]{4})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))")


def number_in(value: str, units: str) -> int | None:
    """A number of at most four digits, perhaps with one of the units behind it: `3月` is 3, `1-5` is none."""
    found = re.fullmatch(rf"([0-9]{{1,4}}) ?[{units}]?", value)
    return int(found[1]) if found else None


def whole_day(value: str) -> tuple[str, str, str] | None:
    """Year, month and day of a day written in one piece."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", re.sub(r"\s", "", value)))
    return (found[1], found[2] or found[4], found[3] or found[5]) if found else None


def clean_phone(value: str | None) -> str | None:
    """A mobile number without the country's prefix, however that is written: +86, (86), 0086, 086, +86(0), or a 0 before it."""
    number = clean_number(value)
    if number is None:
        return None
    return re.sub(r"^(\+?0{0,2}86)?0?(?=1[0-9]{10}$)", "", re.sub(r"[()]", "", number))
