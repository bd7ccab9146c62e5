"""How personal data looks to those who need not see it."""

_STAR = "*"
_LEAST_HIDDEN = 4
_RESIDENT_NUMBER = 15


def mask_phone(phone: str) -> str:
    """13800138000 -> 138****8000."""
    return _keep(phone, 3, 4)


def mask_identity_number(number: str) -> str:
    """Region and check part stay, birth date and sequence go: 4401**********123X; of a shorter number less stays."""
    return _keep(number, 4, 4) if len(number) >= _RESIDENT_NUMBER else _keep(number, 1, 2)


def mask_account(number: str) -> str:
    """A bank account: the last four digits."""
    return _keep(number, 0, 4)


def mask_name(name: str) -> str:
    """The family name's first character; the rest are stars."""
    return name[:1] + _STAR * (len(name) - 1)


def _keep(text: str, head: int, tail: int) -> str:
    """Stars between the kept ends; all stars where fewer than four would hide something."""
    hidden = len(text) - head - tail
    if hidden < _LEAST_HIDDEN:
        return _STAR * len(text)
    return text[:head] + _STAR * hidden + text[len(text) - tail :]
