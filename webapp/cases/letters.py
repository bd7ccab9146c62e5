"""告知单: the written notice of a decided case, numbered per union and year, kept as it stood on the day."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.officers import officer_by_id
from webapp.cases.grace import is_over
from webapp.cases.models import Case, Letter, LetterSerial, Step
from webapp.cases.moving import appeal_until, was_appealed
from webapp.cases.registry import kind_of
from webapp.cases.seen import verdict_word
from webapp.cases.store import latest_decision
from webapp.cases.workflow import State
from webapp.persistence import add_once, db
from webapp.tenancy import business_date, settings
from webapp.unions import union_by_id

GROUNDS_SHOWN = 4


def issue_letters(settled: Iterable[tuple[Case, Step]]) -> None:
    """Write the letters of cases that these steps' verdicts have just settled.

    The last thing a transaction does: a union's number is held until it ends, so that no number is lost, and whoever waits for
    it waits for nothing else. Several unions are taken in one order.
    """
    written = [(case, step, _content(case, step)) for case, step in settled]
    for case, step, content in sorted(written, key=lambda one: (one[1].union_id, one[0].id)):
        year, number = take_number(step.union_id)
        letter = Letter(case_id=case.id, union_id=step.union_id, year=year, number=number, content=content)
        letter.issued_on = business_date()
        db.session.add(letter)
    db.session.flush()


def letters_of(case: Case) -> list[Letter]:
    """The letters of a case, the newest first."""
    statement = select(Letter).where(Letter.case_id == case.id).order_by(Letter.issued_at.desc(), Letter.id.desc())
    return list(db.session.scalars(statement))


def letter_of_asker(case: Case) -> Letter | None:
    """The newest letter of a case that its asker can have: none that is void, and none whose verdict can still be taken back."""
    stands = [one for one in letters_of(case) if one.void_since is None]
    return next((one for one in stands if not settings().undo or is_over(one.issued_at)), None)


def take_number(union_id: UUID) -> tuple[int, int]:
    """This year and the union's next number in it; nobody else gets one of the union's before the transaction ends."""
    serial = _serial(union_id)
    serial.last += 1
    db.session.flush()
    return serial.year, serial.last


def _serial(union_id: UUID) -> LetterSerial:
    """The union's serial of this year, held until the transaction ends."""
    year = business_date().year
    statement = select(LetterSerial).where(LetterSerial.union_id == union_id, LetterSerial.year == year)
    statement = statement.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(statement).one_or_none()
    if row is None:
        add_once(LetterSerial(union_id=union_id, year=year, last=0))
        row = db.session.scalars(statement).one()
    return row


def _content(case: Case, step: Step) -> dict[str, Any]:
    union, officer = union_by_id(step.union_id), officer_by_id(step.decided_by) if step.decided_by else None
    decision = latest_decision(case)
    known = {clause["id"]: clause for clause in decision.outcome["clauses"]} if decision else {}
    reasons = decision.outcome["reasons"] if decision else []
    return {
        "outcome": case.state,
        "word": verdict_word(case),
        "kind": kind_of(case).label,
        "reference": case.reference,
        "union": union.name if union else "",
        "officer": officer.name if officer else "",
        "reason": step.reason or "",
        "clauses": [known.get(one, {"id": one, "document": one, "place": "", "text": ""}) for one in step.clauses],
        "grounds": _grounds(case, reasons) if case.state == State.GRANTED else [],
        "appealed": was_appealed(case),
        "appeal": _appeal_words(case),
    }


def _grounds(case: Case, reasons: Sequence[dict[str, Any]]) -> list[str]:
    said = kind_of(case).said
    return [*(said(case) if said else ()), *(reason["text"] for reason in reasons[:GROUNDS_SHOWN])]


def _appeal_words(case: Case) -> str:
    if case.state != State.REFUSED:
        return ""
    if was_appealed(case):
        return "这是复核后的结果，同一件申请不再复核。仍有意见的，可以拨打职工服务热线反映。"
    until = appeal_until(case)
    when = f"请在{until:%Y年%-m月%-d日}前（含当天）提出" if until else "现行文件没有规定申请复核的期限"
    return f"不同意这个结果的，可以在网站“我的”里打开编号 {case.reference} 申请复核，由另一位工作人员办理。{when}。"
