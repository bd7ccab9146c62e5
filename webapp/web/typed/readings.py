"""The order of lists of persons: by how their names are read, as rosters are, not by the numbers of characters."""

from functools import cache

from pypinyin import Style, lazy_pinyin

_SURNAMES = {
    "单": "shan", "仇": "qiu", "查": "zha", "曾": "zeng", "解": "xie", "区": "ou", "任": "ren", "华": "hua",
    "朴": "piao", "盖": "ge", "缪": "miao", "尹": "yin", "折": "she", "黑": "he", "逄": "pang", "员": "yun",
    "乐": "yue", "宁": "ning", "翟": "zhai", "秘": "bi", "冼": "xian", "柏": "bai", "葛": "ge", "繁": "po",
    "尉迟": "yuchi", "万俟": "moqi", "单于": "chanyu", "长孙": "zhangsun", "澹台": "tantai", "令狐": "linghu",
}  # fmt: skip
"""Surnames that are read in another way than the character elsewhere, and their compounds."""
_LONGEST = 2


@cache
def read_person(name: str) -> tuple[str, ...]:
    """The syllables of a person's name, its surname read as a surname; names that are read alike stand by their characters."""
    for length in range(_LONGEST, 0, -1):
        if name[:length] in _SURNAMES and len(name) > length:
            return (_SURNAMES[name[:length]], *_syllables(name[length:]), name)
    return (*_syllables(name), name)


def _syllables(text: str) -> list[str]:
    return lazy_pinyin(text.casefold(), style=Style.TONE3, neutral_tone_with_five=True)
