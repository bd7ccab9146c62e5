"""What a plan has to be told, because no record of the site holds it: by the member on a page of his filing, or by an officer.

What nobody told is left out of the facts, so that the row that reads it goes to a person; nothing is ever taken for zero.
Nothing here commits.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from webapp.claims.assessment.plans import facts_read
from webapp.claims.models import Accident, ToldFact
from webapp.persistence import db
from webapp.policy import Profile
from webapp.policy.language.supply import QUESTION, fact_of, known_to
from webapp.policy.profile.benefits.facts import PAID_ELSEWHERE
from webapp.policy.profile.benefits.plans import Edition, Plan

MEMBER, PROGRAM, OFFICER = "member", "program", "officer:"
OF_MEMBER = ("member.retires_on", "unit.contract_months")
OF_UNIT = ("unit.size", "unit.pays_union_funds", "unit.started_on")
"""Facts of the register that are told, by the worker and by an officer alone; what other plans paid is told besides."""
Told = Mapping[str, ToldFact]


@dataclass(frozen=True)
class Ask:
    """One fact to be told: its name here, its type (money, bool, int, day), its words, and who says it first."""

    fact: str
    type: str
    words: str
    who: str

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return "told_" + self.fact.replace(".", "__").replace("-", "_")


def asks_of(rules: Profile, plan: Plan, edition: Edition | None) -> list[Ask]:
    """Every fact that the plan's rows read and that has to be told, what other plans paid first."""
    less = less_of(edition) if edition is not None else ()
    asks = [Ask(f"{PAID_ELSEWHERE}.{one}", "money", f"{plan_words(rules, one)}已付的金额", QUESTION) for one in less]
    reads = facts_read(plan)
    for one in known_to("claim"):
        if one.name in reads and one.name in (*OF_MEMBER, *OF_UNIT):
            asks.append(Ask(one.name, one.type.kind, one.words, one.by["claim"].who))
    return asks


def needs_telling(plan: Plan) -> bool:
    """Whether some row of the plan hangs on what has to be told."""
    return bool(facts_read(plan) & {*OF_MEMBER, *OF_UNIT}) or any(less_of(one) for one in plan.editions or ())


def less_of(edition: Edition) -> list[str]:
    """The other plans whose payments come off, in the order they are named."""
    bases = [getattr(one, "basis", None) for one in edition.components]
    return list(dict.fromkeys(name for basis in bases if basis is not None for name in basis.less or ()))


def plan_words(rules: Profile, plan_id: str) -> str:
    """What another plan is called: its label where the profile has it, else the profile's word."""
    labels = {plan.id: plan.label for plan in _plans(rules)}
    return labels.get(plan_id) or rules.label("plan", plan_id)


def _plans(rules: Profile) -> Sequence[Plan]:
    plans = rules.rules.benefits
    return plans if isinstance(plans, tuple) else ()


def asked_of_member(asks: Sequence[Ask]) -> list[Ask]:
    """What the member is asked; an officer may put it right."""
    return [one for one in asks if one.who == QUESTION]


def told_on(accident_ids: Sequence[UUID]) -> dict[UUID, Told]:
    """The newest of each fact that was told on these accidents."""
    statement = select(ToldFact).where(ToldFact.accident_id.in_(list(accident_ids))).order_by(ToldFact.number)
    found: dict[UUID, dict[str, ToldFact]] = {one: {} for one in accident_ids}
    for row in db.session.scalars(statement):
        found[row.accident_id][row.fact] = row
    return dict(found)


def told_last(person_id: UUID) -> dict[str, Any]:
    """The newest that a person, or an officer for him, ever told of himself and his unit."""
    statement = select(ToldFact).where(ToldFact.person_id == person_id).order_by(ToldFact.said_at, ToldFact.number)
    rows = {row.fact: row for row in db.session.scalars(statement) if not row.fact.startswith(PAID_ELSEWHERE)}
    return values_of(rows)


def tell(accident: Accident, values: Mapping[str, Any], *, said_by: str, note: str = "") -> list[str]:
    """Write down what was told and differs from what stands; the facts that changed."""
    before = told_on([accident.id])[accident.id]
    changed = [
        fact for fact, value in values.items() if _text(value) != (before[fact].value if fact in before else None)
    ]
    last = db.session.scalar(select(func.max(ToldFact.number)).where(ToldFact.accident_id == accident.id)) or 0
    for number, fact in enumerate(changed, start=last + 1):
        row = ToldFact(
            accident_id=accident.id, person_id=accident.person_id, number=number, fact=fact, value=_text(values[fact])
        )
        row.said_by, row.note = said_by, note
        db.session.add(row)
        db.session.flush()
    return changed


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def values_of(told: Told) -> dict[str, Any]:
    """Fact -> value, as the facts of a claim hold it, of everything that is known."""
    return {fact: json.loads(row.value) for fact, row in told.items() if row.value is not None}


def grouped(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What was told of the member and of his unit, as groups of the facts of a claim."""
    found: dict[str, dict[str, Any]] = {}
    for fact, value in values.items():
        group, _, name = fact.partition(".")
        if group != PAID_ELSEWHERE:
            found.setdefault(group, {})[name] = value
    return found


def elsewhere(less: Sequence[str], told: Mapping[str, Told]) -> list[dict[str, Any]]:
    """What other plans paid, by the key of the accident; without an amount where nobody told it."""
    rows = []
    for event, one in told.items():
        known = values_of(one)
        for plan in less:
            amount = known.get(f"{PAID_ELSEWHERE}.{plan}")
            rows.append({"plan": plan, "event": event} | ({} if amount is None else {"amount": amount}))
    return rows


def join_told(accident: Accident, other: Accident) -> None:
    """Two accidents became one: what was told of both and differs is known to nobody any more."""
    told = told_on([accident.id, other.id])
    own, moved = (values_of(told[one.id]) for one in (accident, other))
    unknown = {fact: None for fact in {*own, *moved} if own.get(fact) != moved.get(fact)}
    tell(accident, unknown, said_by=PROGRAM)


def copy_told(accident: Accident, new: Accident) -> None:
    """A filing was split off: what was told of the one accident is known of the new one, but not what others paid on it."""
    values = values_of(told_on([accident.id])[accident.id])
    tell(new, {fact: one for fact, one in values.items() if not fact.startswith(PAID_ELSEWHERE)}, said_by=PROGRAM)


def words_of_fact(rules: Profile, fact: str) -> str:
    """What a told fact is called."""
    group, _, name = fact.partition(".")
    return f"{plan_words(rules, name)}已付的金额" if group == PAID_ELSEWHERE else fact_of("claim", fact).words
