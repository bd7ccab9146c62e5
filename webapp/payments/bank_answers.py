"""What the bank answers is read in row by row: a good row counts, a bad one is told with its number and how to mend it.

The same answer again changes nothing, whether it comes in the same file or in another. Nothing here commits.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import owner_name
from webapp.cases import Case
from webapp.payments.bank_answer_files import Answer, read
from webapp.payments.bank_files import Line
from webapp.payments.batches import CannotPay, held, hold_cases, items_of, outcomes, record_on_case, settle
from webapp.payments.models import BankFile, BankResult, BatchItem, PaymentBatch
from webapp.payments.telling import FAILED, PAID, tell_answers
from webapp.payments.workflow import BatchState
from webapp.persistence import db, record_event
from webapp.policy.profile.benefits.facts import yuan
from webapp.tenancy import business_date

PURPOSE = "工会保障救助"


@dataclass
class Import:
    """What reading a file in has done: how many rows were paid, failed, known already; sentences about the bad ones."""

    paid: int = 0
    failed: int = 0
    known: int = 0
    errors: list[str] = field(default_factory=list)


def lines_of(batch: PaymentBatch) -> list[Line]:
    """The batch as the bank is told it."""
    items = items_of(batch)
    cases = db.session.scalars(select(Case).where(Case.id.in_([item.case_id for item in items])))
    references = {case.id: case.reference for case in cases}
    return [
        Line(
            number_of(batch, item),
            item.holder,
            item.bank,
            item.account,
            item.identity,
            item.amount,
            f"{PURPOSE} {references[item.case_id]}",
        )
        for item in items
    ]


def number_of(batch: PaymentBatch, item: BatchItem) -> str:
    """How the bank names an item in its answer."""
    return f"{batch.reference}-{item.line:04d}"


def take_in(batch: PaymentBatch, content: bytes, name: str, *, officer_id: UUID) -> Import:
    """Read a file of the bank's. Raises FileFault where it is no such file, CannotPay where no answer is expected yet."""
    answers = read(content)
    batch = held(batch)
    if batch.state not in (BatchState.EXPORTED, BatchState.SETTLED):
        raise CannotPay("本批次还没有导出给银行，不会有付款结果。")
    rows = outcomes(batch)
    hold_cases([item.case_id for item, _result in rows])
    waiting = {number_of(batch, item): (item, result) for item, result in rows}
    file, done, told = _file(batch, content, name, officer_id), Import(), list[tuple[UUID, BankResult]]()
    for row in answers:
        answer = _numbered(row, waiting)
        result = _take(answer, waiting, file, done)
        if result is not None:
            told.append((result.case_id, result))
            record_on_case(PAID if answer.paid else FAILED, batch, waiting[answer.number][0], officer_id)
    tell_answers(told)
    settle(batch)
    if done.paid or done.failed:
        record_event(
            kind="payments.answered",
            subject=f"batch:{batch.id}",
            actor=owner_name(officer_id),
            data={"batch": batch.reference, "paid": done.paid, "failed": done.failed, "file": file.digest},
        )
    return done


def _file(batch: PaymentBatch, content: bytes, name: str, officer_id: UUID) -> BankFile:
    digest = hashlib.sha256(content).hexdigest()
    known = select(BankFile).where(BankFile.batch_id == batch.id, BankFile.digest == digest)
    file = db.session.scalars(known).one_or_none()
    if file is None:
        file = BankFile(
            batch_id=batch.id, digest=digest, name=re.sub(r"[\x00-\x1f]", "", name)[:120], read_by=officer_id
        )
        db.session.add(file)
        db.session.flush()
    return file


Waiting = dict[str, tuple[BatchItem, BankResult | None]]


def _take(answer: Answer, waiting: Waiting, file: BankFile, done: Import) -> BankResult | None:
    """What the bank has said now of an item; None where it was known already, or the row is bad."""
    problem = _problem(answer, waiting)
    if problem is not None:
        done.errors.append(f"{answer.place}：{problem}")
        return None
    item, result = waiting[answer.number]
    if result is not None:
        done.known += 1
        return None
    row = BankResult(
        item_id=item.id,
        case_id=item.case_id,
        file_id=file.id,
        paid=bool(answer.paid),
        amount=item.amount,
        reason="" if answer.paid else answer.reason,
        known_on=business_date(),
    )
    db.session.add(row)
    item.live = False
    waiting[answer.number] = (item, row)
    done.paid += bool(answer.paid)
    done.failed += not answer.paid
    db.session.flush()
    return row


def _meant(answer: Answer, waiting: Waiting) -> list[str]:
    """The lines of the list with the account and the sum of an answer."""
    return [
        number
        for number, (item, _result) in waiting.items()
        if item.account == answer.account and item.amount == answer.fen
    ]


def _numbered(answer: Answer, waiting: Waiting) -> Answer:
    """The answer with the number of its line, where the bank gave none and account and sum leave no doubt."""
    meant = _meant(answer, waiting) if not answer.number and answer.account else []
    return replace(answer, number=meant[0]) if len(meant) == 1 else answer


def _nameless(answer: Answer, waiting: Waiting) -> str:
    """What is wrong with an answer that names no line and cannot be told by account and sum."""
    if answer.rounded:
        return "账号被表格软件改成了近似数，认不出是哪一笔。请用银行的原文件，或在导出的 .xlsx 里填结果。"
    several = len(_meant(answer, waiting))
    if several:
        return f"有 {several} 笔的账号和金额都一样，分不出是哪一笔。请补上行号。"
    return "没有行号，账号和金额也对不上名单里的任何一笔。请核对是不是传错了批次。"


def _problem(answer: Answer, waiting: Waiting) -> str | None:
    if not answer.number:
        return _nameless(answer, waiting)
    if answer.number not in waiting:
        return f"行号“{answer.number}”不在本批次里。请核对是不是传错了批次，行号照导出的文件写。"
    item, result = waiting[answer.number]
    if answer.paid is None and not answer.result:
        return "付款结果是空的。请填“成功”或“失败”。"
    if answer.paid is None:
        return f"付款结果“{answer.result}”认不出来。请填“成功”或“失败”。"
    if answer.fen is None:
        return f"金额“{answer.amount}”不是数字。请填 {yuan(item.amount)}。"
    if answer.fen != item.amount:
        return f"金额 {yuan(answer.fen)} 元与名单上的 {yuan(item.amount)} 元不一致。请向银行核实后改正。"
    if result is not None and result.paid != answer.paid:
        said = "付款成功" if result.paid else "付款失败"
        return f"这一笔已经登记为“{said}”，不能改。银行更正的，请另作冲正或退回处理。"
    return None


def unanswered(rows: Sequence[tuple[BatchItem, BankResult | None]]) -> int:
    """How many items the bank has not spoken on."""
    return sum(result is None for _item, result in rows)
