"""What a reviewer should look at: marks, never verdicts. The member does not see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from webapp.cases import Case, latest_decision
from webapp.claims.assessment.membership import cover_facts
from webapp.claims.assessment.plans import any_row_words, row_words
from webapp.claims.assessment.terms import terms_of
from webapp.claims.models import Accident, Bill, Filing
from webapp.claims.store import accident_of, bills_of, case_of, others_with_account, same_invoices
from webapp.members.store import person_by_id
from webapp.persistence import db
from webapp.policy import ClaimAnswer, decide
from webapp.web.dates import CHINA
from webapp.web.dates import day as in_words


@dataclass(frozen=True)
class Flag:
    """One mark: what it is about, and the sentence."""

    name: str
    words: str


def flags_of(filing: Filing) -> list[Flag]:
    """Every mark on a filing, worked out from the rows as they are now."""
    accident, bills = accident_of(filing), bills_of([filing.id])
    day = accident.at.astimezone(CHINA).date() if accident.at is not None else None
    found = [*_seen_before(bills), *_account(filing), *_decided(filing, accident, bills)]
    if day is not None:
        found += [*_early(bills, day), *_first_day(filing, accident, day)]
    return found


WHY = {
    "edge": "正好在界线上",
    "flag": "不符合或不能确定",
    "overpaid": "已经付的比现在应付的多",
}
"""Why a decision marks a row, in words (webapp.policy.answers.claim.Flagged)."""


def _decided(filing: Filing, accident: Accident, bills: list[Bill]) -> Iterator[Flag]:
    """What the last decision on the filing marks: about itself, its accident or one of its bills."""
    case = case_of(filing)
    row = latest_decision(case, "claim")
    terms = terms_of(accident)
    if row is None or terms.edition is None:
        return
    about = {case.reference: "", accident.key: "", **{bill.key: f"票据 {bill.key}，" for bill in bills}}
    for mark in row.answered(ClaimAnswer).flags or ():
        if mark.about in about:
            label = any_row_words(terms.rules, terms.edition, mark.row)
            yield Flag(f"decision_{mark.why}", f"{about[mark.about]}{label}：{WHY[mark.why]}，请看一眼")


def _seen_before(bills: list[Bill]) -> Iterator[Flag]:
    mine = {bill.invoice_index: bill for bill in bills if bill.invoice_index}
    for other in same_invoices(bills):
        where = db.session.get(Filing, other.filing_id)
        case = db.session.get(Case, where.case_id) if where is not None else None
        reference = case.reference if case is not None else ""
        bill = mine[other.invoice_index or ""]
        yield Flag("same_invoice", f"票据 {bill.key} 的号码、金额、医院与 {reference} 的一张相同")
    if len(mine) < sum(bill.invoice_index is not None for bill in bills):
        yield Flag("same_invoice", "这件申报里有两张票据的号码、金额、医院相同")


def _account(filing: Filing) -> Iterator[Flag]:
    others = others_with_account(filing)
    if others:
        yield Flag("shared_account", f"另有 {others} 位会员用同一个收款账户")


def _early(bills: list[Bill], day: date) -> Iterator[Flag]:
    for bill in bills:
        if bill.begins_on < day:
            yield Flag("early_bill", f"票据 {bill.key} 的就医日 {in_words(bill.begins_on)} 早于发生日 {in_words(day)}")


def _first_day(filing: Filing, accident: Accident, day: date) -> Iterator[Flag]:
    terms = terms_of(accident)
    if terms.edition is None:
        return
    cover = decide("cover", cover_facts(person_by_id(filing.person_id), terms.plan, day), terms.rules, day)
    for mark in cover.answer.flags:
        yield Flag("cover", f"{row_words(terms.rules, terms.edition, mark.row)}：参加时做了标记，请看一眼")
    if cover.answer.from_ == day.isoformat():
        yield Flag("first_day", f"发生日 {in_words(day)} 正是本人保障的第一天")
