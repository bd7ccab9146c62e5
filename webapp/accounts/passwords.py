"""Passwords: which may be chosen, and how they are kept. Length counts, composition does not; nothing expires."""

import hashlib
import unicodedata
from functools import cache
from pathlib import Path

from werkzeug.security import check_password_hash, generate_password_hash

SHORTEST, LONGEST = 8, 128
COMMON = Path(__file__).with_name("common_passwords.txt")
"""The first 10 hex digits of the SHA-256 of 4000 common passwords: from the list of zxcvbn (MIT), and our own."""
_DIGITS = 10


def password_fault(password: str, *, login: str = "") -> str | None:
    """Why a password cannot be chosen, in Chinese; None if it can."""
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return f"密码至少 {SHORTEST} 个字符，建议 15 个以上"
    if len(plain) > LONGEST:
        return f"密码最多 {LONGEST} 个字符"
    if login and login.lower() in plain.lower():
        return "密码不能包含登录名"
    if len(set(plain)) < 4 or is_common(plain):
        return "这个密码太常见，容易被猜到，请换一个"
    return None


def is_common(password: str) -> bool:
    """Whether the password is on the list, in capitals or small letters."""
    return _digest(password.lower()) in _common()


def hash_password(password: str) -> str:
    """What the row keeps (scrypt with a salt of its own)."""
    return generate_password_hash(_plain(password), method="scrypt")


def is_right_password(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long when there is none."""
    right = check_password_hash(kept or _nobodys(), _plain(password))
    return right and kept is not None


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return hash_password("nobody has this password")


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="ascii").split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
