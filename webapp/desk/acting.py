"""What an author does with a text: save, propose, drop, restore an earlier one, take a real case as an example."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Officer
from webapp.desk import pages
from webapp.desk.examples import example_of_case, with_example
from webapp.desk.forms import KEEP, REOPEN, ProposalForm, TextForm
from webapp.desk.source import PROFILE, SOURCE
from webapp.desk.standing import standing
from webapp.desk.store import (
    Overtaken,
    Subject,
    Written,
    drop,
    file_text,
    folder_examples,
    full_text_of,
    open_draft,
    present_examples,
    propose,
    publication,
    save,
)
from webapp.desk.workflow import NotNow
from webapp.policy import Faulty
from webapp.policy.reading.loading import load
from webapp.tenancy import business_date, settings

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


def _file(subject: Subject) -> str:
    return f"{subject.name}.yaml"


def _body(subject: Subject, written: Written, part: str) -> str:
    if part == EXAMPLES:
        return written.examples.get(_file(subject), "")
    return written.full_text if part == FULL else written.text


def _with_body(subject: Subject, written: Written, part: str, body: str) -> Written:
    if part == EXAMPLES:
        return replace(written, examples={**written.examples, _file(subject): body})
    return replace(written, full_text=body) if part == FULL else replace(written, text=body)


def _usual_day(subject: Subject) -> object:
    """The day a text names itself, or that of the revision before it, whichever is later."""
    if subject.kind == SOURCE:
        return business_date()
    try:
        own = load(subject.text, _file(subject)).rules.effective
    except Faulty:
        own = None
    before = pages.in_force_from(subject)
    days = [day for day in (own, before) if day is not None]
    return max(days) if days else business_date()


def _saved(who: Officer, subject: Subject, asked: Asked, written: Written | None = None) -> None:
    save(subject.kind, subject.name, written or asked.written, seen_version=asked.form.seen_version, author=who)


def _save(who: Officer, subject: Subject, asked: Asked, _argument: str) -> ResponseReturnValue:
    if not asked.form.validate_on_submit():
        return pages.show(standing(), subject, asked, panel="")
    try:
        _saved(who, subject, asked)
    except (Overtaken, NotNow) as refused:
        return pages.overtaken(standing(), subject, asked, refused)
    flash("草稿已保存。没有发布之前，网站照原来的规则办。")
    return redirect(url_for("desk.text", name=subject.name, part=asked.part), 303)


def _propose(who: Officer, subject: Subject, asked: Asked, _argument: str) -> ResponseReturnValue:
    proposal = asked.proposal
    checked = pages.checked(subject, asked.written.text, asked.written.examples)
    if not checked.good:
        return pages.check(standing(), subject, asked, panel="")
    if not proposal.validate_on_submit() or not _day_fits(subject, asked):
        return pages.show(standing(), subject, asked, panel="")
    written = replace(
        asked.written,
        reason=proposal.reason.data or "",
        effective=proposal.effective.data,
        reopens=proposal.opens.data == REOPEN,
    )
    try:
        _saved(who, subject, asked, written)
        draft = open_draft(subject.kind, subject.name)
        assert draft is not None
        propose(draft)
    except (Overtaken, NotNow) as refused:
        return pages.overtaken(standing(), subject, asked, refused)
    flash("已提交复核。要由另一位复核人发布。")
    return redirect(url_for("desk.text", name=subject.name, show="changes"), 303)


def _day_fits(subject: Subject, asked: Asked) -> bool:
    """A profile governs no day before the one its own text names."""
    if subject.kind == SOURCE:
        return True
    first = load(asked.written.text, _file(subject)).rules.effective
    if asked.proposal.effective.data < first:
        asked.proposal.add_error("effective", f"文本写明自 {first.isoformat()} 起施行，不能更早")
        return False
    return True


def _drop(who: Officer, subject: Subject, asked: Asked, _argument: str) -> ResponseReturnValue:
    draft = open_draft(subject.kind, subject.name)
    try:
        if draft is None or draft.version != asked.form.seen_version:
            raise Overtaken(draft)
        drop(draft, author=who)
    except (Overtaken, NotNow) as refused:
        return pages.overtaken(standing(), subject, asked, refused)
    flash("草稿已放弃。")
    return redirect(url_for("desk.index"), 303)


def _restore(who: Officer, subject: Subject, asked: Asked, argument: str) -> ResponseReturnValue:
    """The text of an earlier publication as a new draft: published again, it is the way back."""
    row = publication(_uuid(argument))
    if row is None or row.name != subject.name:
        abort(404)
    written = replace(
        asked.written, text=row.text, examples=row.examples, reason=f"恢复 {row.published_at:%Y-%m-%d} 发布的文本"
    )
    try:
        _saved(who, subject, asked, written)
    except (Overtaken, NotNow) as refused:
        return pages.overtaken(standing(), subject, asked, refused)
    flash("已用这一版的文本建立草稿，提交复核后发布。")
    return redirect(url_for("desk.text", name=subject.name, show="changes"), 303)


def _take_file(who: Officer, subject: Subject, asked: Asked, _argument: str) -> ResponseReturnValue:
    """The file in the folder of the deployment as a draft: in production a changed file governs only once it is published."""
    text = file_text(subject.kind, subject.name)
    if not text:
        abort(404)
    examples = folder_examples(settings().policies_dir, subject.name) if subject.kind == PROFILE else {}
    try:
        _saved(who, subject, asked, replace(asked.written, text=text, examples=examples or asked.written.examples))
    except (Overtaken, NotNow) as refused:
        return pages.overtaken(standing(), subject, asked, refused)
    flash("已用文件里的文本建立草稿。")
    return redirect(url_for("desk.text", name=subject.name, show="changes"), 303)


def _case(who: Officer, subject: Subject, asked: Asked, _argument: str) -> ResponseReturnValue:
    """A real case of this province, without personal data, as one more example."""
    example = example_of_case(request.form.get("reference", "").strip().upper())
    if example is None or subject.kind != PROFILE:
        asked.form.form_errors.append("没有这个编号的申请，或者它还没有判断结果")
        return pages.show(standing(), subject, asked, panel="check")
    text = with_example(asked.written.examples.get(_file(subject), ""), example)
    written = replace(asked.written, examples={**asked.written.examples, _file(subject): text})
    try:
        _saved(who, subject, asked, written)
    except (Overtaken, NotNow) as refused:
        return pages.overtaken(standing(), subject, asked, refused)
    flash("已加进例子，姓名、号码、单位都没有带进来。请核对后保存。")
    return redirect(url_for("desk.text", name=subject.name, part=EXAMPLES), 303)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        abort(404)


Act = Callable[[Officer, Subject, Asked, str], ResponseReturnValue]
ACTS: dict[str, Act] = {
    "save": _save,
    "propose": _propose,
    "drop": _drop,
    "restore": _restore,
    "file": _take_file,
    "case": _case,
}
