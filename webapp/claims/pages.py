"""What the pages of one filing show, to its member and to officers alike. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp.cases import Case, State, latest_decision
from webapp.cases.seen import Looker, Seen, money_line, seen_in_list, seen_of
from webapp.claims.asking import asking_on
from webapp.claims.assessment.assessing import Assessment, assess
from webapp.claims.assessment.facts import NO, YES
from webapp.claims.assessment.plans import code_words, payees_of, row_words
from webapp.claims.assessment.terms import edition_of, plan_of, terms_of
from webapp.claims.cover import accident_title
from webapp.claims.models import Accident, Bill, Filing
from webapp.claims.more import is_asked, lacking_of, said_so_far, told_rows
from webapp.claims.store import (
    accident_of,
    bills_of,
    case_of,
    cases_by_id,
    filed_beside,
    filings_of,
    findings_of,
    subject_of,
)
from webapp.files import StoredFile, files_of
from webapp.persistence import mask_account
from webapp.policy import ClaimAnswer, Reason
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Edition
from webapp.policy.profile.benefits.rows import Document
from webapp.tenancy import profile
from webapp.unions import Union, union_by_id
from webapp.web.dates import CHINA, day

YES_NO = {YES: "是", NO: "不是", "unclear": "不清楚"}
THIRD_PARTY = {YES: "有", NO: "没有", "unclear": "不清楚"}
GRADES = {3: "三级", 2: "二级", 1: "一级", None: "等级不清楚"}


@dataclass(frozen=True)
class Papers:
    """One kind of paper with what was handed in of it. `seen`: its original was seen, None where none is asked for."""

    document: Document
    files: list[StoredFile]
    asked: bool
    seen: bool | None


@dataclass(frozen=True)
class ToShow:
    """Originals that are still to be seen, by their labels, and the union that looks at them."""

    papers: list[str]
    union: Union | None


@dataclass(frozen=True)
class BillShown:
    """A bill with what became of it: whether it counts, and the words why not."""

    bill: Bill
    counted: str
    why: str


def words_of(vocabulary: str) -> dict[str, str]:
    """A vocabulary's words, the province's over the nation's."""
    rules = profile()
    return {
        name: word
        for source in (rules.nation, rules.rules)
        for name, word in ((source.words or {}).get(vocabulary) or {}).items()
    }


def payee_choices(filing: Filing) -> list[tuple[str, str]]:
    """Whose account it can be."""
    edition = edition_of(accident_of(filing))
    names = payees_of(edition) if edition is not None else ["self"]
    return [(name, profile().label("payee", name)) for name in names]


def terms_for_papers(accident: Accident) -> Edition | None:
    """The edition whose list of papers is shown: that of the accident, else the plan's last one."""
    editions = plan_of(accident).editions or ()
    return edition_of(accident) or (editions[-1] if editions else None)


def papers_of(filing: Filing, found: Assessment | None) -> list[Papers]:
    """Every paper the edition asks for, with the files handed in; one that is only asked for specially once it was."""
    accident = accident_of(filing)
    edition, said = terms_for_papers(accident), said_so_far(accident, filing)
    files = files_of(subject_of(filing))
    specially = {one.row for one in findings_of([filing.id]) if not one.holds}
    missing = set(found.missing if found is not None else ())
    return [
        Papers(
            document=row,
            files=[file for file in files if file.purpose == row.id],
            asked=row.id in missing or row.id in specially,
            seen=row.id in filing.originals if row.original is not None else None,
        )
        for row in (edition.documents if edition is not None else ())
        if (not row.if_asked and (row.when is None or row.when.holds(said) is not False))
        or row.id in specially
        or any(file.purpose == row.id for file in files)
    ]


def shown_bills(filing: Filing, found: Assessment | None) -> list[BillShown]:
    """The bills of a filing, each counted or not and why; of one that came to nothing, the bills alone (`found` None)."""
    return [_bill(bill, found) for bill in bills_of([filing.id])]


def _bill(bill: Bill, found: Assessment | None) -> BillShown:
    against = found.not_counted.get(bill.key) if found is not None else None
    if found is None or found.edition is None:
        return BillShown(bill, "", "")
    if against is None:
        return BillShown(bill, "计入" if found.state != "refused" else "", "")
    if against.manual:
        return BillShown(
            bill, "由人工判断", "、".join(row_words(profile(), found.edition, row) for row in against.rows)
        )
    return BillShown(bill, "不计入", "、".join(code_words(profile(), found.edition, row) for row in against.rows))


def bill_line(bill: Bill) -> str:
    """A bill in one line: hospital, days."""
    days = day(bill.begins_on) if bill.ends_on == bill.begins_on else f"{day(bill.begins_on)}至{day(bill.ends_on)}"
    return f"{bill.hospital}，{days}"


def bill_rows(bill: Bill) -> list[dict[str, str]]:
    """Everything on a bill."""
    label = profile().label
    kind = label("hospital_kind", bill.hospital_kind) if bill.hospital_kind else "类别不清楚"
    public = {YES: "公立", NO: "不是公立", "unclear": "是否公立不清楚"}[bill.hospital_public]
    rows = [
        ("医院", f"{bill.hospital}（{public}，{GRADES[bill.hospital_grade]}，{kind}）"),
        ("就医", f"{label('care', bill.care)}，{bill_line(bill).rpartition('，')[2]}"),
        ("住院天数", f"{bill.hospital_days} 天" if bill.hospital_days is not None else None),
        ("票据号码", bill.invoice or None),
        ("总额", f"{yuan(bill.total)} 元"),
        ("个人自付", None if bill.self_paid_in_scope is None else f"{yuan(bill.self_paid_in_scope)} 元"),
        ("个人自费", f"{yuan(bill.out_of_scope)} 元"),
        ("医保已报销", f"{yuan(bill.reimbursed)} 元"),
        ("别人已赔偿", None if bill.third_party is None else f"{yuan(bill.third_party)} 元"),
    ]
    return [{"label": term, "value": value} for term, value in rows if value is not None]


def arithmetic_of(found: Assessment) -> list[dict[str, Any]]:
    """The payments line by line, each with its clauses and readings; the last line of each is what is paid now.

    None while a person has still to say whether a bill counts: a sum without it would be taken for the result.
    """
    if any(one.manual for one in found.not_counted.values()):
        return []
    known = {clause.id: clause for clause in found.decision.clauses}
    readings = {reading.id: reading for reading in found.decision.interpretations}
    several = len(found.payments) > 1
    lines: list[dict[str, Any]] = []
    for payment in found.payments:
        if several:
            component = next(
                one for one in (found.edition.components if found.edition else ()) if one.id == payment.component
            )
            lines.append({"heading": component.label})
        for line in payment.lines:
            lines.append(
                {
                    "text": line.text,
                    "amount": f"{line.amount} 元" if line.amount is not None else "",
                    "clauses": [known[one] for one in line.clauses if one in known],
                    "readings": [readings[one] for one in line.interpretations if one in readings],
                    "total": line.step == "now",
                }
            )
        if payment.pays_to is not None:
            words = f"付到{profile().label('payee', payment.pays_to)}的账户"
            lines.append({"text": words, "amount": "", "total": False, "clauses": [], "readings": []})
    if several:
        lines.append(
            {"text": "本次合计", "amount": f"{yuan(found.amount)} 元", "total": True, "clauses": [], "readings": []}
        )
    return lines


def accident_rows(accident: Accident, edit: str | None = None) -> list[dict[str, str | None]]:
    """What was said about the accident. `edit`: the address to change it at."""
    if accident.at is None:
        return []
    local = accident.at.astimezone(CHINA)
    rows = [
        ("时间", f"{day(local)}{f' {local:%H:%M}' if accident.time_known else ''}"),
        ("性质", profile().label("event_kind", accident.kind) if accident.kind else None),
        ("地点", accident.place),
        ("经过", accident.story),
        ("别人的赔偿责任", THIRD_PARTY.get(accident.third_party or "")),
    ]
    return [{"label": term, "value": value, "change": edit} for term, value in rows if value]


def account_words(filing: Filing) -> str:
    """The account, masked."""
    if not filing.account_number:
        return ""
    return f"{filing.account_holder}，{filing.bank}，{mask_account(filing.account_number)}"


@dataclass(frozen=True)
class Task:
    """One part of a filing that the member fills in."""

    name: str
    title: str
    done: bool
    note: str
    needed: bool = True
    begun: bool = False

    @property
    def state(self) -> str:
        """The state of its tag."""
        return "done" if self.done else "in_progress" if self.begun else "not_started"


def tasks_of(filing: Filing, accident: Accident) -> list[Task]:
    """The parts of a filing, in order; those that are `needed` must be done before it is handed in."""
    bills, papers = bills_of([filing.id]), papers_of(filing, None)
    lacking = [one.document.label for one in papers if not one.files]
    total = yuan(sum(bill.self_paid_in_scope or 0 for bill in bills))
    when = accident_title(accident) if accident.at is not None else ""
    asking = asking_on(accident)
    told = [
        Task("when", "什么时候", accident.at is not None, when),
        Task("what", "怎么回事", bool(accident.story), ""),
    ]
    note = f"{len(bills)} 张，个人自付合计 {total} 元" if bills else ""
    return [
        *([] if filed_beside(filing) else told),
        *([Task("bills", "票据", bool(bills), note, asking.bills_needed)] if asking.bills else []),
        *([_more(accident)] if is_asked(accident) else []),
        *(
            [Task("papers", "材料照片", not lacking, _papers_note(papers, lacking), False, len(lacking) < len(papers))]
            if papers
            else []
        ),
        Task("account", "收款账户", bool(filing.account_number), account_words(filing), False),
    ]


def _papers_note(papers: list[Papers], lacking: list[str]) -> str:
    handed = sum(len(one.files) for one in papers)
    have = f"已传 {handed} 个文件" if handed else ""
    return "，".join(part for part in (have, f"还缺：{'、'.join(lacking)}" if lacking else "") if part)


def _more(accident: Accident) -> Task:
    lacking = lacking_of(accident)
    return Task("more", "其他情况", not lacking, f"还不知道：{'、'.join(lacking)}" if lacking else "", False)


def parts_of(filing: Filing) -> list[str]:
    """The names of the parts that are filled in, in order."""
    return [task.name for task in tasks_of(filing, accident_of(filing))]


def against(filing: Filing) -> list[Reason]:
    """What was said so far that surely keeps the plan from paying, with its clauses; empty where nothing does."""
    case = case_of(filing)
    found = assess(filing, case)
    if found is None or found.event is None or not found.event.codes:
        return []
    return [one for one in found.decision.why_not if one.text.endswith(_SURE)]


_SURE = ("不予给付", "不计算金额")
"""How the sentence of a row ends that refuses, or that knows no terms."""


def can_submit(tasks: Iterable[Task]) -> bool:
    """Whether everything that is needed is there."""
    return all(task.done for task in tasks if task.needed)


def filing_page(filing: Filing, case: Case, looker: Looker) -> dict[str, Any]:
    """What both the member's and the officer's page of a filing show."""
    accident = accident_of(filing)
    now = assess(filing, case) if case.state not in (State.WITHDRAWN, State.GRANTED, State.REFUSED) else None
    found = now if now is not None else _kept(filing, case)
    return {
        "filing": filing,
        "case": case,
        "accident": accident,
        "title": accident_title(accident),
        "edition": edition_of(accident),
        "plan": plan_of(accident),
        "seen": seen_of(case, looker),
        "legs": money_line(case, looker),
        "beside": _beside(filing, looker),
        "found": found,
        "decision": found.decision if found is not None else None,
        "lines": arithmetic_of(found) if found is not None else [],
        "bills": shown_bills(filing, None if case.state in (State.REFUSED, State.WITHDRAWN) else found),
        "bill_rows": bill_rows,
        "bill_line": bill_line,
        "papers": (papers := papers_of(filing, found)),
        "originals": _originals(case, found, papers),
        "account": account_words(filing),
        "told": told_rows(accident),
        "asking": asking_on(accident),
        "yuan": yuan,
    }


def _originals(case: Case, found: Assessment | None, papers: Iterable[Papers]) -> ToShow | None:
    """The originals that are still to be seen before a granted claim is paid, and the union that looks at them."""
    if case.state != State.GRANTED or case.union_id is None or found is None:
        return None
    wanted = {name for payment in found.payments if payment.amount != "0.00" for name in payment.before_payment}
    labels = [one.document.label for one in papers if one.document.id in wanted and not one.seen]
    return ToShow(labels, union_by_id(case.union_id)) if labels else None


def _beside(filing: Filing, looker: Looker) -> list[dict[str, str | Seen]]:
    """The other filings on the same accident that were handed in, each with how it stands."""
    everything = filings_of(filing.person_id)
    cases = cases_by_id(everything)
    others = [one for one in everything if one.accident_id == filing.accident_id and one.id != filing.id]
    shown = [cases[one.case_id] for one in others if one.filed_on is not None]
    seen = seen_in_list(shown, looker)
    return [{"reference": case.reference, "seen": seen[case.id]} for case in shown]


def _kept(filing: Filing, case: Case) -> Assessment | None:
    """The assessment of a settled filing, as it was kept on the day."""
    row = latest_decision(case, "claim")
    if row is None:
        return None
    accident = accident_of(filing)
    return Assessment(case.reference, terms_of(accident), row.decided(ClaimAnswer))
