"""The explanation of a decision, gathered while it is reached: reasons in order, branches not taken, warnings,
clauses, readings.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from webapp.policy.answers.stored import S
from webapp.policy.decision import Because, Clause, Decision, Interpretation, Reason
from webapp.policy.language.conditions import Test, said
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.language.rows import Ruled
from webapp.policy.language.tables import Considered
from webapp.policy.reading.layered import Profile


class Story:
    """One explanation in the making, for one kind of decision under one profile."""

    def __init__(self, kind: str, profile: Profile, facts: Mapping[str, Any], on: datetime.date) -> None:
        self.kind, self.profile, self.facts, self.on = kind, profile, dict(facts), on
        self.ask: list[str] = []
        self.reasons: list[Reason] = []
        self.why_not: list[Reason] = []
        self.warnings: list[Reason] = []
        self._clauses: dict[str, Clause] = {}
        self._interpretations: dict[str, Interpretation] = {}
        if profile.before:
            self.warn(f"{profile.name}在 {on.isoformat()} 还没有自己的规定，按全国规则处理")

    def need(self, facts: Iterable[str]) -> None:
        """Ask for these facts too, each once."""
        self.ask += [one for one in facts if one not in self.ask]

    def say(
        self,
        text: str,
        rows: Iterable[Ruled | None] = (),
        *,
        considered: Considered[Any] | None = None,
        table: str | None = None,
        cite: bool = True,
    ) -> None:
        """Add a reason that rests on `rows`, whose clauses and readings it cites."""
        if self.profile.answers_only:
            return
        resting_on = [one for one in rows if one is not None]
        self.reasons.append(self._reason(text, resting_on, considered, table))
        if cite:
            self.cite(resting_on)

    def warn(self, text: str, rows: Iterable[Ruled | None] = ()) -> None:
        """Add a warning that rests on `rows`."""
        if self.profile.answers_only:
            return
        resting_on = [one for one in rows if one is not None]
        self.warnings.append(self._reason(text, resting_on, None, None))
        self.cite(resting_on)

    def refute(self, refuted: Iterable[Considered[Any]], table: str, name: Callable[[Any], str] | None = None) -> None:
        """Add the rows that did not hold, each with the facts that refuted it; `name` says what a row would have led to."""
        if self.profile.answers_only:
            return
        for one in refuted:
            because = tuple(self._because(test) for test in one.finding.failed)
            if one.row.divisions is not None and not because:
                text = "只适用于指定的地区"
            else:
                text = "；".join(f"要求{test.wanted}，而{test.found}" for test in because)
            if name is not None:
                text = f"“{name(one.row)}”不适用：{text}"
            self.why_not.append(
                Reason(
                    text, one.row.id, table, one.layer, because, self.profile.clauses([one.row]), one.row.interpretation
                )
            )

    def cite(self, rows: Iterable[Ruled | None]) -> None:
        """Put the clauses and readings of `rows` on the decision's lists."""
        if self.profile.answers_only:
            return
        resting_on = [one for one in rows if one is not None]
        self._clauses.update((clause.id, clause) for clause in self.profile.clauses(resting_on))
        for amb in dict.fromkeys(amb for row in resting_on for amb in row.interpretation):
            self._interpretations.setdefault(amb, self.profile.interpretation(amb))

    def decision(self, outcome: str, answer: S) -> Decision[S]:
        """The finished decision."""
        return Decision(
            kind=self.kind,
            jurisdiction=self.profile.jurisdiction,
            on=self.on,
            outcome=outcome,
            answer=answer,
            digest=self.profile.digest,
            facts=self.facts,
            ask=tuple(self.ask),
            reasons=tuple(self.reasons),
            why_not=tuple(self.why_not),
            clauses=tuple(self._clauses.values()),
            interpretations=tuple(self._interpretations.values()),
            warnings=tuple(self.warnings),
        )

    def situation(self, tests: Iterable[Test]) -> str:
        """What the facts that these tests looked at are, in words."""
        named = dict.fromkeys(test.fact for test in tests)
        return "；".join(self.found(fact) for fact in named)

    def found(self, fact: str) -> str:
        """A fact and its value in words: `劳动关系：建立劳动关系`, `用人单位已建立工会`."""
        value = self.facts.get(fact, UNKNOWN)
        if value is UNKNOWN:
            return f"还不知道{self.words('fact', fact)}"
        if isinstance(value, bool):
            return self.words(fact, value)
        if value is None:
            return f"没有{self.words('fact', fact)}"
        return f"{self.words('fact', fact)}：{self.words(fact, value)}"

    def words(self, fact: str, value: Any) -> str:
        """The words for a value of a fact; yes-or-no facts have a phrase for each answer."""
        if isinstance(value, bool):
            return self.profile.label("yes" if value else "no", fact)
        if value is None:
            return "无"
        return self.profile.label(_VOCABULARY.get(fact, fact), str(value))

    def kinds(self, kinds: Iterable[str]) -> str:
        """Union kinds in words."""
        return "、".join(self.profile.label("union_kind", one) for one in kinds)

    def _because(self, test: Test) -> Because:
        return Because(test.fact, self.words("fact", test.fact), self.found(test.fact), said(test, self.words))

    def _reason(self, text: str, rows: list[Ruled], considered: Considered[Any] | None, table: str | None) -> Reason:
        readings = tuple(dict.fromkeys(amb for row in rows for amb in row.interpretation))
        because: tuple[Because, ...] = ()
        if considered is not None:
            because = tuple(self._because(test) for test in considered.finding.held)
        row = considered.row.id if considered else None
        layer = considered.layer if considered else None
        return Reason(text, row, table, layer, because, self.profile.clauses(rows), readings)


_VOCABULARY = {"choice": "union_kind"}
"""The vocabulary of a fact's values, where it is not named like the fact."""
