"""The explanation of a claim in the making: sentences in order, each with the clauses and readings of the row it rests on."""

import datetime
from collections.abc import Container, Iterable, Mapping
from typing import Any

from webapp.policy.answers.stored import S
from webapp.policy.decision import Because, Clause, Decision, Interpretation, Reason
from webapp.policy.decisions.claim import words
from webapp.policy.decisions.claim.facts import Values
from webapp.policy.language.conditions import Test
from webapp.policy.language.rows import Ruled
from webapp.policy.profile.benefits.plans import Plan
from webapp.policy.reading.layered import Profile

Cited = tuple[tuple[Clause, ...], tuple[str, ...]]
_NOTHING: Cited = ((), ())


class _Kept:
    """What the rows of a plan cite under one profile; gathered once, as it never changes."""

    def __init__(self) -> None:
        self.rows: dict[int, Cited] = {}
        self.together: dict[tuple[int, ...], Cited] = {}
        self.readings: dict[tuple[str, bool | None], Interpretation] = {}
        self.ids: dict[int, str | None] = {}


class ClaimStory:
    """One explanation, for one claim under one profile."""

    def __init__(self, kind: str, profile: Profile, plan: Plan | None) -> None:
        self.kind, self.profile, self.plan = kind, profile, plan
        self.reasons: list[Reason] = []
        self.why_not: list[Reason] = []
        self.warnings: list[Reason] = []
        self.ask: dict[str, None] = {}
        self.clauses: dict[str, Clause] = {}
        self.readings: dict[str, None] = {}
        self._told: set[int] = set()
        kept = _Kept() if plan is None else plan.once(f"cited {profile.digest}", lambda _: _Kept())
        self._cited, self._merged, self._read, self._ids = kept.rows, kept.together, kept.readings, kept.ids

    def cited(self, row: Any) -> Cited:
        """The clauses and readings of a row; both join the decision's lists."""
        if row is None:
            return _NOTHING
        key = id(row)
        found = self._cited.get(key)
        if found is None:
            found = self._cited[key] = (self.profile.clauses([row]), _readings(row))
        if key not in self._told:
            self._told.add(key)
            for clause in found[0]:
                self.clauses[clause.id] = clause
            for amb in found[1]:
                self.readings[amb] = None
        return found

    def say(
        self, text: str, row: Any, table: str, because: tuple[Because, ...] = (), also: tuple[Any, ...] = ()
    ) -> Cited:
        """Add a reason that rests on `row` and `also` on these rows. Returns what it cites."""
        if also:
            clauses, readings = self._together(also if row is None else (row, *also))
        else:
            clauses, readings = self.cited(row)
        self.reasons.append(Reason(text, self._id(row), table, None, because, clauses, readings))
        return clauses, readings

    def _id(self, row: Any) -> str | None:
        """The id of a row; a model without one takes long to say so, so that it is asked once."""
        if row is None:
            return None
        key = id(row)
        if key not in self._ids:
            self._ids[key] = getattr(row, "id", None)
        return self._ids[key]

    def _together(self, rows: tuple[Any, ...]) -> Cited:
        """What several rows cite, each clause and reading once."""
        key = tuple(map(id, rows))
        found = self._merged.get(key)
        if found is not None and self._told.issuperset(key):
            return found
        all_cited = [self.cited(row) for row in rows]
        if found is None:
            clauses = dict.fromkeys(clause for clauses, _ in all_cited for clause in clauses)
            readings = dict.fromkeys(amb for _, readings in all_cited for amb in readings)
            found = self._merged[key] = (tuple(clauses), tuple(readings))
        return found

    def refute(self, text: str, row: Any, table: str, because: tuple[Because, ...] = ()) -> None:
        """Add what did not hold or does not count."""
        self.why_not.append(self._reason(text, row, table, because))

    def warn(self, text: str, row: Any, table: str, because: tuple[Because, ...] = ()) -> None:
        """Add what a person should look at."""
        self.warnings.append(self._reason(text, row, table, because))

    def because(self, tests: Iterable[Test], facts: Values) -> tuple[Because, ...]:
        """What was found and wanted, comparison by comparison."""
        return tuple(words.because(self.profile, test, facts) for test in tests)

    def _reason(self, text: str, row: Any, table: str, because: tuple[Because, ...]) -> Reason:
        clauses, readings = self.cited(row)
        return Reason(text, self._id(row), table, None, because, clauses, readings)

    def decision(
        self,
        outcome: str,
        answer: S,
        facts: Mapping[str, Any],
        on: datetime.date,
        turned: Mapping[str, object] | None = None,
        tried: Container[str] = (),
    ) -> Decision[S]:
        """The finished decision; readings that turned it come first. `tried` = those with another reading."""
        turned = turned or {}
        order = [*turned, *(amb for amb in self.readings if amb not in turned)]
        return Decision(
            kind=self.kind,
            jurisdiction=self.profile.jurisdiction,
            on=on,
            outcome=outcome,
            answer=answer,
            digest=self.profile.digest,
            facts=facts,
            ask=tuple(self.ask),
            reasons=tuple(self.reasons),
            why_not=tuple(self.why_not),
            clauses=tuple(self.clauses.values()),
            interpretations=tuple(self.interpretation(amb, amb in turned if amb in tried else None) for amb in order),
            warnings=tuple(self.warnings),
        )

    def interpretation(self, amb: str, turned: bool | None) -> Interpretation:
        """How the text that `amb` names is read; `turned` = whether the other reading ends otherwise."""
        found = self._read.get((amb, turned))
        if found is None:
            found = self._read[amb, turned] = self.profile.interpretation(amb, turned=turned)
        return found


def _readings(row: Any) -> tuple[str, ...]:
    found = getattr(row, "readings", None)
    if found is None:
        found = row.interpretation if isinstance(row, Ruled) else ()
    return tuple(found)
