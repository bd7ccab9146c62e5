"""A claim that every row of an edition lets pass, made from the rows themselves."""

import copy
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.policy.language.conditions import Condition, FactRef, Span, Test
from webapp.policy.language.facts import FactType
from webapp.policy.profile.benefits.facts import CLAIM_FACTS, DAY_NAMES, QUESTION_TYPES, yuan
from webapp.policy.profile.benefits.plans import Edition, Plan

_PLAIN: Mapping[str, Any] = {"bool": True, "int": 1, "money": 0, "name": "other", "text": "other", "list": []}
_A_YEAR = datetime.timedelta(days=366)
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Witness:
    """The facts of a claim, and the days it lies on."""

    facts: dict[str, Any]
    event: datetime.date
    edition: Edition

    def days(self) -> dict[str, Any]:
        """The named days that windows are counted from."""
        cover = self.edition.cover
        return {
            "event": self.event,
            "filing": self.event + _ONE_DAY,
            "discharge": self.event,
            "start": cover.from_,
            "cover_from": cover.from_,
            "cover_to": cover.to,
        }

    def with_amount(self, name: str, amount: int) -> dict[str, Any]:
        """The claim with this amount on its one bill: fen, or days in hospital."""
        facts = copy.deepcopy(self.facts)
        bill = facts["filings"][0]["bills"][0]
        if name == "hospital_days":
            last = self.event + datetime.timedelta(days=max(0, amount - 1))
            bill |= {"hospital_days": amount, "to": last.isoformat()}
        elif name == "self_paid":
            bill |= {"self_paid_in_scope": yuan(amount), "out_of_scope": "0.00"}
        else:
            bill[name] = yuan(amount)
        return facts

    def with_day(self, of: str, day: datetime.date) -> dict[str, Any]:
        """The claim with its bill, or its filing, on this day."""
        facts = copy.deepcopy(self.facts)
        filing = facts["filings"][0]
        if of == "bill":
            filing["bills"][0] |= {"from": day.isoformat(), "to": day.isoformat()}
        else:
            filing["filed_on"] = day.isoformat()
        return facts


def witness(plan: Plan, edition: Edition, component: Any) -> Witness | None:
    """A claim that passes, or None where the rows ask for something that cannot be made up."""
    cover = edition.cover
    wait = max([row.days for row in edition.waiting], default=0)
    event = min(cover.from_ + datetime.timedelta(days=wait + 30), cover.to)
    if event < cover.from_ + datetime.timedelta(days=wait):
        return None
    questions = {f"answers.{one.id}": QUESTION_TYPES[one.type] for one in edition.questions or ()}
    days = Witness({}, event, edition).days()
    values: dict[str, Any] = dict.fromkeys(cover.starts, cover.from_)
    conditions = [row.holds for row in (*edition.conditions, *edition.bills)]
    conditions += [one for one in (component.when, getattr(getattr(component, "basis", None), "only", None)) if one]
    for condition in conditions:
        for test in _tests(condition):
            if not _satisfy(test, values, days, questions):
                return None
    facts = _claim(plan, edition, values, event)
    return Witness(facts, event, edition)


def _tests(condition: Condition) -> Iterable[Test]:
    yield from condition.tests
    if condition.any_of:
        yield from _tests(condition.any_of[0])


def _satisfy(test: Test, values: dict[str, Any], days: Mapping[str, Any], questions: Mapping[str, FactType]) -> bool:
    """Choose a value for the fact of a test. False where it is a day of the claim itself that has to be met."""
    if test.fact in DAY_NAMES:
        return bool(test.evaluate(days))
    if test.over is not None:
        values[test.fact] = values[test.over] = 10
    elif test.until is not None:
        values[test.fact] = _so_long_before(test, days)
        if test.by is not None:
            values[test.by] = next(iter(test.bound))
    elif isinstance(test.bound, FactRef):
        values[test.fact] = None if test.none_holds else days.get(test.bound.fact, days["event"]) - _side(test)
    elif test.none_holds:
        values[test.fact] = None
    else:
        values.setdefault(test.fact, _value(test, questions))
    return True


def _side(test: Test) -> datetime.timedelta:
    """A day away from the line, so that nothing is marked."""
    return _ONE_DAY if test.op == "not_after" else -_ONE_DAY


def _so_long_before(test: Test, days: Mapping[str, Any]) -> datetime.date:
    until: datetime.date = days[test.until or "event"]
    if test.op in ("at_most", "below"):
        return until - _ONE_DAY
    span: Span = test.bound if test.by is None else max(test.bound.values(), key=lambda one: one.months)
    years = span.months // 12 + 1
    return until.replace(year=until.year - years, day=min(until.day, 28)) - datetime.timedelta(days=span.days)


def _value(test: Test, questions: Mapping[str, FactType]) -> Any:
    kind = questions.get(test.fact) or CLAIM_FACTS[test.fact]
    if test.op == "one_of":
        return test.bound[0]
    if test.op == "none_of":
        options = kind.values or ("general", "other", "none")
        return next((one for one in options if one not in test.bound), _PLAIN.get(kind.kind))
    if test.op in ("over", "not_before") and isinstance(test.bound, datetime.date):
        return test.bound + _ONE_DAY
    if test.op == "over":
        return test.bound + 1
    return test.bound - 1 if test.op == "below" else test.bound


def _claim(plan: Plan, edition: Edition, values: Mapping[str, Any], event: datetime.date) -> dict[str, Any]:
    groups: dict[str, dict[str, Any]] = {}
    for fact, value in values.items():
        group, _, name = fact.partition(".")
        kind = CLAIM_FACTS[fact].kind if fact in CLAIM_FACTS else ""
        groups.setdefault(group, {})[name] = _plain(value, kind)
    bill = {"id": "B1", "from": event.isoformat(), "to": event.isoformat(), "hospital_days": 0}
    bill |= dict.fromkeys(("total", "in_scope", "reimbursed", "self_paid_in_scope", "out_of_scope"), "0.00")
    bill |= groups.get("bill", {}) | {"hospital": groups.get("hospital", {})}
    papers = [one.id for one in edition.documents]
    filing = {
        "id": "F1",
        "event": "E1",
        "filed_on": (event + _ONE_DAY).isoformat(),
        "decided": None,
        "documents": papers,
        "originals": papers,
        "payee": edition.payee.who if edition.payee is not None else "self",
        "result": groups.get("result", {}) or {"degree": None, "death": None},
        "bills": [bill],
    }
    member = groups.get("member", {})
    if plan.divisions:
        member.setdefault("division", plan.divisions[0])
    return {
        "plan": groups.get("plan", {}) | {"id": plan.id},
        "member": member,
        "unit": groups.get("unit", {}),
        "answers": groups.get("answers", {}),
        "enrolments": [{"edition": edition.id} | groups.get("enrolment", {})],
        "events": [{"id": "E1", "at": f"{event.isoformat()}T08:00", **groups.get("event", {})}],
        "filings": [filing],
        "paid": [],
        "paid_elsewhere": [],
    }


def _plain(value: Any, kind: str) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return yuan(value) if kind == "money" and isinstance(value, int) else value
