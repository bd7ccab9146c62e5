"""A real case as an example: the facts of its kept decision, without anything that points to a person."""

import re
from collections.abc import Mapping
from typing import Any

import yaml
from sqlalchemy import func, select

from webapp.cases import DecisionRow, case_by_reference, latest_decision
from webapp.persistence import db

_ID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\d{11,}|[\w.]+@[\w.]+")
_COUNTY = 6
PERSONAL = frozenset({"name", "phone", "identity_number", "account", "employer", "employer_name", "address", "note"})
EMPTY = "base: null\nscenarios:\n"


def example_of_case(reference: str) -> dict[str, Any] | None:
    """The newest decision of a case as the data of an example; None where there is none."""
    case = case_by_reference(reference)
    row = latest_decision(case) if case else None
    return example_of(row) if row is not None else None


def example_of(row: DecisionRow) -> dict[str, Any]:
    """What an example says of a decision: a number that names nobody, the facts cleaned, the outcome and the clauses."""
    number = db.session.scalar(select(func.count(DecisionRow.id)).where(DecisionRow.id <= row.id)) or 0
    return {
        "id": f"REAL-{number:04d}",
        "name": f"真实申请（{row.kind}），结果是 {row.outcome['outcome']}",
        "as_of": row.governed_on.isoformat(),
        "decide": row.kind,
        "facts": cleaned(row.facts),
        "expect": {"outcome": row.outcome["outcome"]},
        "cites": [clause["id"] for clause in row.outcome.get("clauses", ())],
    }


def cleaned(value: Any) -> Any:
    """Facts without names, numbers and addresses; places no nearer than the county."""
    if isinstance(value, Mapping):
        kept = {key: cleaned(one) for key, one in value.items() if key not in PERSONAL}
        return {key: one for key, one in kept.items() if one is not _GONE}
    if isinstance(value, list):
        return [one for one in map(cleaned, value) if one is not _GONE]
    if isinstance(value, str):
        if re.fullmatch(r"\d{9}|\d{12}", value):
            return value[:_COUNTY]
        if _ID.search(value):
            return _GONE
    return value


_GONE = object()


def with_example(text: str, example: Mapping[str, Any]) -> str:
    """A scenario file's text with one example more at its end; what stands there stays byte for byte."""
    lines = yaml.safe_dump([example], allow_unicode=True, sort_keys=False, width=110).splitlines()
    begun = text if text.strip() else EMPTY
    return begun.rstrip("\n") + "\n" + "".join(f"  {line}\n" for line in lines)
