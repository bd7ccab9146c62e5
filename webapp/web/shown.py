"""A page that asks for a last yes sends along what it showed, so that nobody says yes to something else.

Another tab, another person or the rules may have changed it in the meantime: then the page is shown anew with what is different.
The seals are keyed: whoever reads the page's source learns nothing from them about a number that it shows masked.
"""

import hmac
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from flask import current_app, request
from wtforms import Field

from webapp.web.dates import day

if TYPE_CHECKING:
    from webapp.web.forms import Form

SHOWN = "shown"
WAS = "was"
Row = tuple[str, str]


def seals(rows: Iterable[Row]) -> str:
    """What a page of these rows (label, value) sends along."""
    return ".".join(map(_seal, rows))


def changed(rows: Iterable[Row], name: str = SHOWN) -> list[str] | None:
    """The labels whose value is not the one that was shown; None where the page showed just these rows.

    An empty list says that a row which was shown is there no more.
    """
    rows = list(rows)
    sent = request.form.get(name, "").split(".")
    if [_seal(row) for row in rows] == sent:
        return None
    return [label for label, value in rows if _seal((label, value)) not in sent]


def sentence(labels: list[str]) -> str:
    """How the page says that something is different now."""
    which = f"：{'、'.join(dict.fromkeys(labels))}" if labels else ""
    return f"内容和刚才那一页不一样了{which}。请再核对一遍，确认后重新提交"


def was(form: "Form") -> str:
    """What the page of a form that corrects something stored sends along: what stood there when it was opened."""
    return seals(_stored(form))


def overtaken(form: "Form") -> bool:
    """Whether what is stored is no more what stood there when the page was opened: somebody at another page was quicker.

    The form then says what stands there now and keeps what was typed; sent again, it counts.
    """
    if WAS not in request.form:
        return False
    labels = changed(_stored(form), WAS)
    if labels is None:
        return False
    now = "；".join(_words(field) for field in _kept(form) if str(field.label.text) in labels)
    form.form_errors.append(
        f"这一页打开以后，在另一个页面改过，现在是：{now}。您填的还在下面；确认要用您填的，请再提交一次"
    )
    return True


def _stored(form: "Form") -> list[Row]:
    """Each field's label and what it was filled with from the record."""
    return [(str(field.label.text), repr(field.object_data or None)) for field in _kept(form)]


def _kept(form: "Form") -> list[Field]:
    return [field for field in form if hasattr(field, "object_data") and field.name not in ("csrf_token", WAS)]


def _words(field: Field) -> str:
    label, value = field.label.text, field.object_data
    if value in (None, "", [], False):
        return f"{label}没有填"
    if isinstance(value, date):
        return f"{label}“{day(value)}”"
    if value is True or getattr(field, "kind", "") == "division":
        return f"{label}另有选择"
    offered = {str(row[0]): str(row[1]) for row in getattr(field, "choices", None) or ()}
    named = "、".join(offered.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
    return f"{label}“{named}”"


def _seal(row: Row) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, "\0".join(("shown", *row)).encode(), "sha256").hexdigest()[:16]
