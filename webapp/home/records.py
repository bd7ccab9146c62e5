"""Every row that names a worker, column by column, for the file of his data that programs read.

The pages say the same in words (`mine.Copy`); this is the whole of it, under the names of tables and columns. What is left out says why.
Reads only; nothing here is anybody's but his.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, or_, select

from webapp.accounts import Worker
from webapp.files import StoredFile
from webapp.persistence import Scoped, db
from webapp.persistence.events import Event

Row = dict[str, Any]
HIS: dict[str, tuple[str, str]] = {
    "persons": ("worker_id", "workers"),
    "consents": ("worker_id", "workers"),
    "join_drafts": ("worker_id", "workers"),
    "messages": ("worker_id", "workers"),
    "station_feedback": ("worker_id", "workers"),
    "cases": ("worker_id", "workers"),
    "join_applications": ("worker_id", "workers"),
    "memberships": ("person_id", "persons"),
    "affiliations": ("person_id", "persons"),
    "transfers": ("person_id", "persons"),
    "claim_accidents": ("person_id", "persons"),
    "claim_filings": ("person_id", "persons"),
    "claim_bills": ("person_id", "persons"),
    "claim_told_facts": ("person_id", "persons"),
    "cover_notices": ("person_id", "persons"),
    "plan_enrolments": ("person_id", "persons"),
    "ledger_heads": ("person_id", "persons"),
    "ledger_entries": ("person_id", "persons"),
    "relief_requests": ("person_id", "persons"),
    "claim_findings": ("filing_id", "claim_filings"),
    "case_steps": ("case_id", "cases"),
    "case_decisions": ("case_id", "cases"),
    "case_letters": ("case_id", "cases"),
    "case_corrections": ("case_id", "cases"),
    "stage_times": ("case_id", "cases"),
    "payment_items": ("case_id", "cases"),
    "payment_results": ("case_id", "cases"),
    "payment_returns": ("case_id", "cases"),
    "payment_account_changes": ("case_id", "cases"),
    "ledger_reversals": ("entry_id", "ledger_entries"),
    "reversal_requests": ("entry_id", "ledger_entries"),
}
"""Each table whose rows are his: by which column, and of which table above it. In this order each is found from those before."""
WORK_OF_UNIONS = "the work of unions on what he asked for; what came of it stands in cases, steps and letters"
OF_AN_ORGANISATION = "about an organisation, not about who brought it on its way"
NOT_HIS = {
    "card_codes": "hashes of codes that were shown for a moment",
    "case_claims": "which officer has a case open just now",
    "login_codes": "hashes of codes, gone within minutes",
    "follow_ups": WORK_OF_UNIONS,
    **dict.fromkeys(("foundings", "founding_items", "depot_branches", "depot_duty_records"), OF_AN_ORGANISATION),
    **dict.fromkeys(("service_stations", "station_recognitions", "service_list_items"), OF_AN_ORGANISATION),
    **dict.fromkeys(("depots", "enrolment_drives"), OF_AN_ORGANISATION),
}
"""Tables that lead to a worker or a person and are no data of his, with the reason."""
AN_OFFICER = "who of the officers did it is about the officer"
A_KEY = "a key or a hash of the program, worked out of what stands beside it"
LEFT_OUT = {
    "jurisdiction": "the province whose site it is",
    **dict.fromkeys(("verified_by", "entered_by", "decided_by", "assigned_to", "found_by", "noted_by"), AN_OFFICER),
    **dict.fromkeys(("made_by", "checked_by", "asked_by", "said_by", "answered_by"), AN_OFFICER),
    **dict.fromkeys(("identity_index", "number_key", "phone_index", "open_key", "key", "digest"), A_KEY),
    **dict.fromkeys(("account_index", "invoice_index", "text_hash", "rules", "version", "live"), A_KEY),
}
"""Columns that are not his to read, wherever they stand, with the reason."""
NOT_OF_A_FILE = {"kept_by": AN_OFFICER, "place": "where on the disk its content lies"}
FILES_OF = {"case": "cases", "filing": "claim_filings", "relief": "relief_requests"}
"""What of his files are kept for: the name in their subject, and its table."""


def records_of(worker: Worker) -> dict[str, list[Row]]:
    """Table by table, each row that is his as names and plain values; tables without such a row are left out."""
    models = {mapper.local_table.name: mapper.class_ for mapper in _scoped()}
    ids: dict[str, list[UUID]] = {"workers": [worker.id]}
    found = {"workers": [_plain_row(worker)]}
    for table, (column, above) in HIS.items():
        model = models[table]
        rows = list(_rows(model, column, ids.get(above, [])))
        ids[table] = [row.id for row in rows]
        if rows:
            found[table] = [_plain_row(row) for row in rows]
    hanging = {"stored_files": _files(ids), "events": _events(worker, ids)}
    return found | {table: rows for table, rows in hanging.items() if rows}


def _files(ids: dict[str, list[UUID]]) -> list[Row]:
    """What he sent, and what was kept with what he asked for; files name what they belong to."""
    subjects = [f"{name}:{one}" for name, table in FILES_OF.items() for one in ids.get(table, [])]
    rows = db.session.scalars(select(StoredFile).where(StoredFile.subject.in_(subjects)).order_by(StoredFile.id))
    return [{name: value for name, value in _plain_row(row).items() if name not in NOT_OF_A_FILE} for row in rows]


def _events(worker: Worker, ids: dict[str, list[UUID]]) -> list[Row]:
    """What happened to his cases, his registrations and his account. Of an officer it is said that one did it, not which."""
    subjects = [f"worker:{worker.id}", *(f"person:{one}" for one in ids.get("persons", []))]
    his = or_(Event.case_id.in_(ids.get("cases", [])), Event.subject.in_(subjects))
    return [
        {
            "at": _plain(row.at),
            "kind": row.kind,
            "case_id": _plain(row.case_id),
            "subject": row.subject,
            "actor": (row.actor or "system").split(":")[0],
            "data": {name: value for name, value in row.data.items() if not _names_officer(name, value)},
        }
        for row in db.session.scalars(select(Event).where(his).order_by(Event.at, Event.id))
    ]


def _names_officer(name: str, value: object) -> bool:
    return name == "officer" or "officer:" in str(value)


def _scoped() -> list[Any]:
    return [mapper for mapper in Scoped.registry.mappers if issubclass(mapper.class_, Scoped)]


def _rows(model: Any, column: str, ids: list[UUID]) -> Iterator[Any]:
    if ids:
        yield from db.session.scalars(select(model).where(getattr(model, column).in_(ids)).order_by(model.id))


def _plain_row(row: Any) -> Row:
    names = [attribute.key for attribute in inspect(type(row)).column_attrs]
    return {name: _plain(getattr(row, name)) for name in names if name not in LEFT_OUT}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value
