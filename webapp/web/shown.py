"""A page that asks for a last yes sends along what it showed, so that nobody says yes to something else.

Another tab, another person or the rules may have changed it in the meantime: then the page is shown anew with what is different.
The seals are keyed: whoever reads the page's source learns nothing from them about a number that it shows masked.
"""

import hmac
from collections.abc import Iterable

from flask import current_app, request

SHOWN = "shown"
Row = tuple[str, str]


def seals(rows: Iterable[Row]) -> str:
    """What a page of these rows (label, value) sends along."""
    return ".".join(map(_seal, rows))


def changed(rows: Iterable[Row]) -> list[str] | None:
    """The labels whose value is not the one that was shown; None where the page showed just these rows.

    An empty list says that a row which was shown is there no more.
    """
    rows = list(rows)
    sent = request.form.get(SHOWN, "").split(".")
    if [_seal(row) for row in rows] == sent:
        return None
    return [label for label, value in rows if _seal((label, value)) not in sent]


def sentence(labels: list[str]) -> str:
    """How the page says that something is different now."""
    which = f"：{'、'.join(dict.fromkeys(labels))}" if labels else ""
    return f"内容和刚才那一页不一样了{which}。请再核对一遍，确认后重新提交"


def _seal(row: Row) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, "\0".join(("shown", *row)).encode(), "sha256").hexdigest()[:16]
