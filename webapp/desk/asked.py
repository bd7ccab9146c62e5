"""What an editor asks of a text: the text as it is kept, with the part that this request sends laid over it."""

from dataclasses import dataclass, replace
from datetime import date

from flask import request, url_for

from webapp.desk.forms import KEEP, REOPEN, ProposalForm, TextForm
from webapp.desk.models import PROFILE, SOURCE
from webapp.desk.store import Subject, Written, full_text_of, present_examples, published_last
from webapp.policy import Faulty
from webapp.policy.reading.library import NoProfile
from webapp.policy.reading.loading import load
from webapp.tenancy import business_date, library

TEXT, EXAMPLES, FULL = "text", "examples", "full"
PARTS = {TEXT: "规则文本", EXAMPLES: "例子", FULL: "文件全文"}
PARTS_OF = {PROFILE: (TEXT, EXAMPLES), SOURCE: (TEXT, FULL)}


@dataclass(frozen=True)
class Asked:
    """A text with what this editor changed in it, and the forms of the page."""

    part: str
    form: TextForm
    proposal: ProposalForm
    written: Written


def of_request(subject: Subject) -> Asked:
    """The text as it is, with the part that this request sends laid over it."""
    part = request.values.get("part", TEXT)
    if part not in PARTS_OF[subject.kind]:
        part = TEXT
    written = _kept(subject)
    url = url_for("desk.write", name=subject.name)
    form = TextForm(PARTS[part], url, data={"version": str(subject.version), "body": _body(subject, written, part)})
    proposal = ProposalForm(
        data={
            "reason": written.reason,
            "effective": written.effective or _usual_day(subject),
            "opens": REOPEN if written.reopens else KEEP,
        }
    )
    if form.is_submitted() and "body" in request.form:
        written = _with_body(subject, written, part, form.body.data or "")
    return Asked(part, form, proposal, written)


def _kept(subject: Subject) -> Written:
    draft = subject.draft
    if draft is not None:
        return Written(draft.text, draft.examples, draft.full_text, draft.reason, draft.effective, draft.reopens)
    if subject.kind == SOURCE:
        return Written(subject.present, {}, full_text_of(subject.name))
    return Written(subject.present, present_examples(subject.name))


def file_name(subject: Subject) -> str:
    """The file in which its rules, and its examples, are kept."""
    return f"{subject.name}.yaml"


def _body(subject: Subject, written: Written, part: str) -> str:
    if part == EXAMPLES:
        return written.examples.get(file_name(subject), "")
    return written.full_text if part == FULL else written.text


def _with_body(subject: Subject, written: Written, part: str, body: str) -> Written:
    if part == EXAMPLES:
        return replace(written, examples={**written.examples, file_name(subject): body})
    return replace(written, full_text=body) if part == FULL else replace(written, text=body)


def _usual_day(subject: Subject) -> object:
    """The day a text names itself, or that of the revision before it, whichever is later."""
    if subject.kind == SOURCE:
        return business_date()
    try:
        own = load(subject.text, file_name(subject)).rules.effective
    except Faulty:
        own = None
    before = in_force_from(subject)
    days = [day for day in (own, before) if day is not None]
    return max(days) if days else business_date()


def in_force_from(subject: Subject) -> date | None:
    """The day from which the present text governs; None for a new one."""
    row = published_last(subject.kind, subject.name)
    if row is not None:
        return row.effective
    try:
        revision, loaded = library().in_force(subject.name), library().loaded(subject.name)
    except NoProfile:
        return None
    return (revision.effective if revision else None) or loaded[-1].rules.effective
