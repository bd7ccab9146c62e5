"""The explanation of a claim in the making: sentences in order, each with the clauses and readings of the row it rests on."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from webapp.policy.conditions import Test
from webapp.policy.decision import Because, Clause, Decision, Interpretation, Reason
from webapp.policy.decisions import claim_words as words
from webapp.policy.decisions.claim_facts import Values
from webapp.policy.layered import Profile
from webapp.policy.profile.base import Ruled
from webapp.policy.profile.benefits import Plan

Cited = tuple[tuple[Clause, ...], tuple[str, ...]]
_NOTHING: Cited = ((), ())


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
        self._cited: dict[int, Cited] = plan.once(f"cited {profile.digest}", lambda _: {}) if plan is not None else {}

    def cited(self, row: Any) -> Cited:
        """The clauses and readings of a row; both join the decision's lists."""
        if row is None:
            return _NOTHING
        found = self._cited.get(id(row))
        if found is None:
            found = self._cited[id(row)] = (self.profile.clauses([row]), _readings(row))
        clauses, readings = found
        for clause in clauses:
            self.clauses[clause.id] = clause
        for amb in readings:
            self.readings[amb] = None
        return found

    def say(
        self, text: str, row: Any, table: str, because: tuple[Because, ...] = (), also: Iterable[Any] = ()
    ) -> Cited:
        """Add a reason that rests on `row` and `also` on these rows. Returns what it cites."""
        reason = self._reason(text, row, table, because)
        for other in also:
            clauses, readings = self.cited(other)
            reason = dataclasses.replace(
                reason,
                clauses=tuple(dict.fromkeys((*reason.clauses, *clauses))),
                interpretations=tuple(dict.fromkeys((*reason.interpretations, *readings))),
            )
        self.reasons.append(reason)
        return reason.clauses, reason.interpretations

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
        return Reason(text, getattr(row, "id", None), table, None, because, clauses, readings)

    def decision(
        self,
        outcome: str,
        answer: Mapping[str, Any],
        facts: Mapping[str, Any],
        on: datetime.date,
        turned: Mapping[str, object] = (),  # type: ignore[assignment]
    ) -> Decision:
        """The finished decision; readings that turned it come first."""
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
            interpretations=tuple(self._interpretation(amb, amb in turned) for amb in order),
            warnings=tuple(self.warnings),
        )

    def _interpretation(self, amb: str, turned: bool) -> Interpretation:
        return self.profile.interpretation(amb, turned=True if turned else None)


def _readings(row: Any) -> tuple[str, ...]:
    found = getattr(row, "readings", None)
    if found is None:
        found = row.interpretation if isinstance(row, Ruled) else ()
    return tuple(found)
