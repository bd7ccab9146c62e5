"""What the page of a text shows: the editor, what the check found, and one panel at a time."""

import functools
from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from webapp.desk import first_administrators
from webapp.desk.asked import Asked
from webapp.desk.checks import Checked, check_text, digest_of
from webapp.desk.forms import DecisionForm
from webapp.desk.insight import TITLES
from webapp.desk.models import PROFILE
from webapp.desk.panels import PANELS, titles_for
from webapp.desk.standing import Standing
from webapp.desk.store import Overtaken, Subject, file_text, owners_here
from webapp.desk.workflow import LABELS, State
from webapp.policy import Library
from webapp.tenancy import library
from webapp.web import is_fragment_request, page_or_fragment


def checked(subject: Subject, text: str, examples: Mapping[str, str]) -> Checked:
    """The check of a text over the rules in force; the same text is checked once."""
    here = library()
    key = tuple(sorted(examples.items()))
    return _checked(subject.kind, subject.name, text, key, _Known(here), owners_here())


class _Known:
    """The library as a key of what was checked: it is another as soon as anything was published."""

    def __init__(self, known: Library) -> None:
        self.library = known
        texts = sorted(revision.text for revision in known.revisions())
        self.digest = digest_of("\n".join((*texts, known.register.digest)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@functools.lru_cache(maxsize=16)
def _checked(
    kind: str, name: str, text: str, examples: tuple[tuple[str, str], ...], known: _Known, owners: frozenset[str]
) -> Checked:
    return check_text(kind, name, text, known.library, dict(examples), owners=owners)


def show(
    here: Standing, subject: Subject, asked: Asked, *, panel: str, decision: DecisionForm | None = None, **more: Any
) -> ResponseReturnValue:
    """The page, or with htmx the panel alone. Nothing is checked unless a panel wants it."""
    found = checked(subject, asked.written.text, asked.written.examples) if panel in PANELS else None
    return _page(here, subject, asked, found, panel, decision or DecisionForm(formdata=None), **more)


def check(here: Standing, subject: Subject, asked: Asked, *, panel: str) -> ResponseReturnValue:
    """The page with what the check found; a fault makes it a 422, but not while somebody types."""
    asked.form.validate()
    found = checked(subject, asked.written.text, asked.written.examples)
    if not found.good and not asked.form.errors:
        asked.form.add_error("body", _sum(found))
    return _page(here, subject, asked, found, panel or "check", DecisionForm(formdata=None))


def overtaken(here: Standing, subject: Subject, asked: Asked, refused: Exception) -> ResponseReturnValue:
    """Somebody else was faster: nothing is overwritten, and what this editor wrote stays on his page."""
    asked.form.form_errors.append(_told(subject, refused))
    return show(here, subject, asked, panel="", status=409, overtaken=True)


def _told(subject: Subject, refused: Exception) -> str:
    if not isinstance(refused, Overtaken):
        return str(refused)
    who = f"{refused.draft.author} 在您打开页面后保存了另一份草稿" if refused.draft else "这份文本刚刚发布或放弃了"
    return f"{who}，您的改动没有保存，也没有覆盖别人的。您写的还在下面：请复制出来，重新打开页面后再合并。"


def _sum(found: Checked) -> str:
    if found.faults:
        first = found.faults[0]
        more = f"，另有 {len(found.faults) - 1} 处" if len(found.faults) > 1 else ""
        return f"第 {first.line} 行第 {first.column} 列：{first.message}{more}"
    if found.others:
        return f"会让 {'、'.join(found.others)} 的规则出错"
    return f"{len(found.failed)} 个例子的结果和写的不一样"


def _page(
    here: Standing,
    subject: Subject,
    asked: Asked,
    found: Checked | None,
    panel: str,
    decision: DecisionForm,
    **more: Any,
) -> ResponseReturnValue:
    forms = [form for form in (asked.form, asked.proposal, decision) if form.errors and not is_fragment_request()]
    status = more.pop("status", 422 if forms else 200)
    state = subject.draft.state if subject.draft else None
    return page_or_fragment(
        "desk/text.html",
        "desk/_panel.html",
        here=here,
        subject=subject,
        asked=asked,
        form=forms[0] if forms else None,
        decision=decision,
        checked=found,
        panel=panel if panel in PANELS else "",
        panels=titles_for(subject.kind),
        details=PANELS[panel].build(subject, found) if panel in PANELS and found is not None else {},
        state=LABELS[State(state)] if state else "",
        may_write=here.writes and state != State.PROPOSED and not subject.elsewhere,
        is_profile=subject.kind == PROFILE,
        first=first_administrators.wanted(subject.kind, subject.name),
        words_url=url_for("desk.words"),
        table_titles=TITLES,
        file_differs=file_text(subject.kind, subject.name) not in ("", subject.text),
        status=status,
        **({"overtaken": False} | more),
    )
