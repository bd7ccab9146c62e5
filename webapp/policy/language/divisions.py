"""Division codes (GB/T 2260) as the layers of a profile: which code lies within which, and how near a rule's
division is.
"""


def stem(code: str) -> str:
    """The part of a code that its own places share: zeros are stripped in pairs (500000 → 50, 431000 → 4310)."""
    while len(code) > 2 and code[:6].endswith("00") and len(code) <= 6:
        code = code[:-2]
    return code


def within(code: str, ancestor: str) -> bool:
    """Whether the division `code` is `ancestor` or lies in it."""
    return code.startswith(stem(ancestor))


def layer_of(code: str) -> str:
    """`province`, `city`, `county` or `street`, by the length of the code's stem."""
    length = len(stem(code))
    if length <= 2:
        return "province"
    if length <= 4:
        return "city"
    return "county" if length <= 6 else "street"


class Areas(tuple[str | None, ...]):
    """Divisions that a condition names. A code is in them if it is one of them or lies inside one."""

    __slots__ = ()

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str):
            return super().__contains__(code)
        return any(one is not None and within(code, one) for one in self)
