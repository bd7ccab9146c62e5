"""What a draft would do to cases that are open: tried on the facts that were kept with their decisions. Nothing is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from webapp.cases import Case, DecisionRow
from webapp.cases.store import CLOSED
from webapp.persistence import db
from webapp.policy import FactError, Profile, decide
from webapp.policy.answers.stored import written

MOST_TRIED = 200


@dataclass(frozen=True)
class Effect:
    """One open case that the draft would decide otherwise."""

    case: Case
    before: str
    after: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Impact:
    """How many open cases were tried, and which of them come out otherwise."""

    tried: int
    effects: tuple[Effect, ...]


def open_decisions(most: int = MOST_TRIED) -> Iterator[tuple[Case, DecisionRow]]:
    """The newest decision of each open case, the cases that wait longest first."""
    cases = select(Case).where(Case.state.not_in(CLOSED)).order_by(Case.age_from, Case.id).limit(most)
    found = {case.id: case for case in db.session.scalars(cases)}
    newest: dict[object, DecisionRow] = {}
    kept = select(DecisionRow).where(DecisionRow.case_id.in_(found)).order_by(DecisionRow.created_at, DecisionRow.id)
    for row in db.session.scalars(kept):
        newest[row.case_id] = row
    for identity, case in found.items():
        if identity in newest:
            yield case, newest[identity]


def try_on_cases(profile: Profile) -> Impact:
    """Decide every open case under a draft, on its own day, and say which come out otherwise."""
    tried, effects = 0, []
    for case, row in open_decisions():
        try:
            again = decide(row.kind, row.facts, profile, row.governed_on)
        except FactError:
            continue
        tried += 1
        was, now = row.outcome.get("answer") or {}, written(again.answer)
        keys = tuple(key for key in now if was.get(key) != now[key])
        if row.outcome.get("outcome") != again.outcome or keys:
            effects.append(Effect(case, str(row.outcome.get("outcome")), again.outcome, keys))
    return Impact(tried, tuple(effects))


def waiting_on(paths: Iterable[str]) -> dict[str, list[Case]]:
    """The open cases whose decision had to do without a key that the profile leaves open, by the key's path."""
    wanted = list(paths)
    found: dict[str, list[Case]] = {}
    for case, row in open_decisions():
        for path in wanted:
            if any(_rests_on(reason, path) for reason in _reasons(row)):
                found.setdefault(path, []).append(case)
    return found


def _reasons(row: DecisionRow) -> Iterator[dict[str, object]]:
    for part in ("reasons", "warnings"):
        yield from row.outcome.get(part) or ()


def _rests_on(reason: dict[str, object], path: str) -> bool:
    table, layer = str(reason.get("table") or ""), reason.get("layer")
    return layer in ("default", "nation") and (
        table == path or table.startswith(f"{path}.") or path.startswith(f"{table}.") and bool(table)
    )
