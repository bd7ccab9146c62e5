"""The facts and the arithmetic of the plan written by hand: every reading reckoned by one function."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

KINDS_LEFT_OUT = {"outpatient", "rehabilitation", "nursing", "convalescence", "alcohol_withdrawal", "drug_withdrawal"}
NAMED_GROUPS = {"truck_driver", "ride_hailing_driver", "courier", "delivery_rider"}
FIRST, LAST = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)
CAP = 1_000_000
BANDS = ((1_000_000, 600_000), (500_000, 500_000), (200_000, 200_000), (50_000, 50_000))
PROMISED_FROM, PROMISED_TO = datetime.date(2021, 7, 1), datetime.date(2025, 12, 31)
PAPERS = {"invoice", "accident_proof", "treatment_record"}
AMOUNTS = ("total", "in_scope", "reimbursed", "self_paid_in_scope", "out_of_scope", "third_party")
FACTS = {"member", "events", "filings", "paid", "findings"}
MEMBER = {"applied_on", "channel", "admitted_on", "left_on", "real_name_on", "worker_group", "division"}
EVENT = {"id", "kind", "at"}
FILING = {"id", "event", "filed_on", "decided", "documents", "originals", "payee", "bills"}
BILL = {"id", "from", "to", "care", "hospital", *AMOUNTS}
HOSPITAL_FACTS = {"public", "grade", "kind", "division"}


def tier(total: int, strict: bool = False) -> int:
    """The lump sum of a total, in fen; `strict` = 200 yuan has to be passed."""
    for over, pays in BANDS:
        if total > over:
            return pays
    return 20_000 if total > 20_000 or (total == 20_000 and not strict) else 0


def better(total: int) -> int:
    """The lump sum where both bands claim their common end (the other reading of AMB-02)."""
    for at, pays in BANDS:
        if total >= at:
            return pays
    return 20_000 if total >= 20_000 else 0


def yuan(amount: int) -> str:
    """Fen as yuan."""
    return f"{amount // 100}.{amount % 100:02d}"


def fen(amount: str) -> int:
    """Yuan as fen."""
    return int(Decimal(amount) * 100)


@dataclass(slots=True)
class TypedBill:
    """A bill as this plan needs it; money in fen."""

    id: str
    first: datetime.date
    last: datetime.date
    self_paid: int
    outside: int
    hospital: Mapping[str, Any]


@dataclass(slots=True)
class Typed:
    """The facts of one filing as this plan needs them."""

    applied: datetime.date | None
    admitted: datetime.date | None
    real_name: datetime.date | None
    left: datetime.date | None
    group: str
    day: datetime.date
    kind: str
    filed: datetime.date
    complete: bool
    bills: list[TypedBill]


def typed(facts: Mapping[str, Any]) -> Typed:
    """Read the facts; a name that is not known, or a value of the wrong type, raises."""
    member, event, filing = facts["member"], facts["events"][0], facts["filings"][0]
    for given, known in ((facts, FACTS), (member, MEMBER), (event, EVENT), (filing, FILING)):
        if not given.keys() <= known:
            raise KeyError(given.keys() - known)
    return Typed(
        to_day(member["applied_on"]),
        to_day(member["admitted_on"]),
        to_day(member["real_name_on"]),
        to_day(member["left_on"]),
        member["worker_group"],
        datetime.datetime.fromisoformat(event["at"]).date(),
        event["kind"],
        datetime.date.fromisoformat(filing["filed_on"]),
        set(filing["documents"]) >= PAPERS and "invoice" in filing["originals"] and filing["payee"] == "self",
        [typed_bill(bill) for bill in filing["bills"]],
    )


def typed_bill(bill: Mapping[str, Any]) -> TypedBill:
    """Read a bill; every amount is checked, also those this plan has no use for."""
    if not bill.keys() <= BILL or not bill["hospital"].keys() <= HOSPITAL_FACTS:
        raise KeyError(bill.keys() - BILL)
    amounts = {name: fen(bill[name]) for name in AMOUNTS if bill[name] is not None}
    if min(amounts.values()) < 0:
        raise ValueError(bill["id"])
    begin, end = datetime.date.fromisoformat(bill["from"]), datetime.date.fromisoformat(bill["to"])
    return TypedBill(bill["id"], begin, end, amounts["self_paid_in_scope"], amounts["out_of_scope"], bill["hospital"])


def to_day(text: str | None) -> datetime.date | None:
    """A day, or None where there is none."""
    return None if text is None else datetime.date.fromisoformat(text)


def arithmetic(claim: Typed, reading: str | None) -> tuple[int, str]:
    """What is paid in fen and the state, in the reading taken (None) or in the other reading of one interpretation."""
    day = claim.day
    first, last = (PROMISED_FROM, PROMISED_TO) if reading == "AMB-08" else (FIRST, LAST)
    if not first <= day <= last:
        return 0, "no_edition" if PROMISED_FROM <= day <= PROMISED_TO else "refused"
    joined = claim.applied if reading == "AMB-13" else claim.admitted
    latest = LAST if reading == "AMB-12" else day
    if joined is None or joined > latest or claim.real_name is None or claim.real_name > latest:
        return 0, "refused"
    if claim.left is not None and claim.left < (claim.filed if reading == "AMB-22" else day):
        return 0, "refused"
    if claim.kind != "accident" or (reading == "AMB-23" and claim.group not in NAMED_GROUPS):
        return 0, "refused"
    if claim.filed > day.replace(year=day.year + 1):
        return 0, "refused"
    counted = [
        bill.self_paid + bill.outside if reading == "AMB-15" else bill.self_paid
        for bill in claim.bills
        if counts(bill, day, reading)
    ]
    if not counted:
        return 0, "refused"
    if reading == "AMB-05":
        pays = sum(map(tier, counted))
    elif reading == "AMB-02":
        pays = better(sum(counted))
    else:
        pays = tier(sum(counted), strict=reading == "AMB-01")
    pays = (0 if reading == "AMB-07" else CAP) if pays > CAP else pays
    if not claim.complete:
        return 0, "documents_requested"
    return pays, "approved" if pays else "accumulating"


def counts(bill: TypedBill, day: datetime.date, reading: str | None) -> bool:
    """Whether a bill counts."""
    last = day + datetime.timedelta(days=179 if reading == "AMB-09" else 180)
    if reading == "AMB-10":
        last = min(last, LAST)
    hospital = bill.hospital
    return (
        day <= bill.first
        and bill.last <= last
        and hospital["public"]
        and hospital["grade"] >= 2
        and hospital["kind"] not in KINDS_LEFT_OUT
    )
