"""Unified social credit codes (GB 32100): two characters for the registering authority and the kind, the six digits of a division, the
nine characters of the organisation (GB 11714) and a check character.

The authority is a digit or a letter: village collectives have N, others A or Y. Some codes in use fail a check, so a check only makes
somebody look; what has not the shape, or is a person's identity number, is refused.
"""

import re

from webapp.web.identity_number import is_personal
from webapp.web.text import clean_number

LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(rf"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}")
_ORGANISATION = slice(8, 16)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def clean_credit_code(text: str | None) -> str:
    """Capitals and digits alone, as a code is stored; the empty string for nothing."""
    return clean_number(text) or ""


def looks_like_credit_code(code: str) -> bool:
    """Whether it has the shape of a code and is no person's number."""
    return bool(_SHAPE.fullmatch(code)) and not is_personal(code)


def credit_code_fault(code: str) -> str | None:
    """Why this cannot be a credit code at all, as a Chinese sentence; None when it can."""
    if is_personal(code):
        return "这是一个人的证件号码，不是单位的代码，没有保存。请填写营业执照上的统一社会信用代码"
    if len(code) != LENGTH:
        return f"统一社会信用代码应为 18 位，您填写了 {len(code)} 位"
    if not _SHAPE.fullmatch(code):
        wrong = sorted(set(code) - set(_ALPHABET))
        if wrong:
            return f"统一社会信用代码里没有“{'、'.join(wrong)}”（不用字母 I、O、S、V、Z），请对照营业执照检查"
        return "统一社会信用代码第 3 到 8 位应是数字，请对照营业执照检查"
    return None


def credit_code_doubt(code: str) -> str | None:
    """What does not fit in a code of the right shape, in words without the code; None when all fits."""
    found = [words for fits, words in ((_last_fits, "最后一位"), (_inner_fits, "第 9 到 17 位")) if not fits(code)]
    return f"统一社会信用代码{'、'.join(found)}按校验规则对不上" if found else None


def _last_fits(code: str) -> bool:
    total = sum(_ALPHABET.index(one) * pow(3, at, 31) for at, one in enumerate(code[:-1]))
    return _ALPHABET[-total % 31] == code[-1]


def _inner_fits(code: str) -> bool:
    pairs = zip(code[_ORGANISATION], _ORGANISATION_WEIGHTS, strict=True)
    total = sum(_LETTERS.index(one) * weight for one, weight in pairs)
    return "0123456789X0"[-total % 11] == code[16]
