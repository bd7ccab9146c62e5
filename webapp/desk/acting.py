"""What an author does with a text: save, propose, drop, restore an earlier one, take a real case as an example."""

from collections.abc import Callable
from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Officer
from webapp.desk import pages
from webapp.desk.asked import EXAMPLES, Asked, file_name
from webapp.desk.examples import example_of_case, with_example
from webapp.desk.forms import REOPEN
from webapp.desk.models import PROFILE, SOURCE
from webapp.desk.standing import standing
from webapp.desk.store import (
    Overtaken,
    Subject,
    Written,
    drop,
    file_text,
    folder_examples,
    open_draft,
    propose,
    publication,
    save,
)
from webapp.desk.workflow import NotNow
from webapp.policy.reading.loading import load
from webapp.tenancy import settings
from webapp.web.errors import uuid_or_404


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
    first = load(asked.written.text, file_name(subject)).rules.effective
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
    row = publication(uuid_or_404(argument))
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
    text = with_example(asked.written.examples.get(file_name(subject), ""), example)
    written = replace(asked.written, examples={**asked.written.examples, file_name(subject): text})
    try:
        _saved(who, subject, asked, written)
    except (Overtaken, NotNow) as refused:
        return pages.overtaken(standing(), subject, asked, refused)
    flash("已加进例子，姓名、号码、单位都没有带进来。请核对后保存。")
    return redirect(url_for("desk.text", name=subject.name, part=EXAMPLES), 303)


Act = Callable[[Officer, Subject, Asked, str], ResponseReturnValue]
ACTS: dict[str, Act] = {
    "save": _save,
    "propose": _propose,
    "drop": _drop,
    "restore": _restore,
    "file": _take_file,
    "case": _case,
}
