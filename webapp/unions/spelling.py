"""How names of firms are written and typed: one key for every spelling, and the readings in pinyin.

Signs, blanks and widths differ from hand to hand (`顺捷速运（广州）有限公司`, `顺捷速运(广州) 有限公司`); the key knows none. A name is read
in three ways (by the words in it, by the names of places in it, character by character), for a searcher may type any of them.
"""

import re
import unicodedata
from functools import cache

from flask import has_app_context
from pypinyin import Style, lazy_pinyin, pinyin

from webapp.unions import divisions

LEGAL_FORM = re.compile(
    r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|公司)(?:[^\W\d_]{2,8}分公司)?$|分公司$"
)
_ENDINGS = {"省": "sheng", "市": "shi", "区": "qu", "县": "xian", "镇": "zhen", "街道": "jiedao", "乡": "xiang"}
_BETWEEN = " "
SHORTEST_CORE = 2


def name_key(text: str) -> str:
    """Letters, digits and characters of a name alone, small and of one width."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


def core_of(text: str) -> str:
    """The key without a place before or in brackets and without the legal form: what people call the firm."""
    bare = re.sub(r"[(（][^)）]*[)）]", "", text)
    key = LEGAL_FORM.sub("", name_key(bare))
    for length in range(min(8, len(key) - SHORTEST_CORE), 1, -1):
        if key[:length] in _place_readings():
            rest = core_of(key[length:])
            return rest if len(rest) >= SHORTEST_CORE else key
    return key


def readings(text: str) -> tuple[str, str]:
    """Every reading of a name in pinyin without tones, and the initials of each; readings stand apart by a blank."""
    key = name_key(text)
    ways = (_by_words(key), _by_words(key, _places_in(key)), _by_words(key, dict(enumerate(map(_alone, key)))))
    spelt = [["".join(way).replace("ü", "v") for way in ways], ["".join(one[:1] for one in way) for way in ways]]
    return _BETWEEN.join(dict.fromkeys(spelt[0])), _BETWEEN.join(dict.fromkeys(spelt[1]))


def read_unit(name: str) -> tuple[str, ...]:
    """Where a union, a unit or a depot stands in a list: by its syllables, those of places by the table's reading."""
    key = name_key(name)
    return (*_by_words(key, _places_in(key)), name)


def _alone(character: str) -> str:
    return lazy_pinyin(character)[0]


def _by_words(key: str, known: dict[int, str] | None = None) -> list[str]:
    """A syllable for each character: by the words in the text, but for the positions that are known."""
    syllables = _syllables(key)
    return [(known or {}).get(at, syllable) for at, syllable in enumerate(syllables)]


def _syllables(key: str) -> list[str]:
    found: list[str] = []
    for part in re.findall(r"[a-z0-9]+|[^a-z0-9]+", key):
        found += part if part.isascii() else lazy_pinyin(part, style=Style.NORMAL, errors=lambda text: list(text))  # type: ignore[arg-type,return-value]
    return found


def _places_in(key: str) -> dict[int, str]:
    """The syllables at each position where the name of a place of two characters and more stands, by the table's reading."""
    found: dict[int, str] = {}
    places = _place_readings()
    for at in range(len(key) - 1):
        for length in (4, 3, 2):
            reading = places.get(key[at : at + length], ())
            if len(reading) == length and at not in found:
                found |= dict(enumerate(reading, at))
    return found


def _place_readings() -> dict[str, tuple[str, ...]]:
    """Provinces, cities and counties by their name with and without its ending, each with its syllables (none where unsure). None
    outside the program, in a migration.
    """
    return _readings_of(divisions.table()) if has_app_context() else {}


@cache
def _readings_of(table: divisions.Divisions) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for place in table.all():
        if place.level == "street":
            continue
        stem, reading = place.name, place.pinyin
        ending = next((one for one in _ENDINGS if stem.endswith(one) and len(stem) > len(one) + 1), "")
        if ending:
            stem, reading = stem.removesuffix(ending), reading.removesuffix(_ENDINGS[ending])
        found[place.name] = ()
        found[stem] = _split(stem, reading)
    return found


def _split(stem: str, reading: str) -> tuple[str, ...]:
    """The reading of a place cut into the syllables of its characters; none where it cannot be cut in one way."""
    choices = [{one.replace("ü", "v") for one in way} for way in pinyin(list(stem), style=Style.NORMAL, heteronym=True)]
    ways: list[tuple[str, tuple[str, ...]]] = [("", ())]
    for options in choices:
        ways = [(done + one, (*way, one)) for done, way in ways for one in options if reading.startswith(done + one)]
    return next((way for done, way in ways if done == reading), ())
