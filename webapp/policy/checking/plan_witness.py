"""A claim that every row of an edition lets pass, made from the rows themselves."""

import copy
import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.policy.checking.plan_values import Maker
from webapp.policy.decisions.claim.facts import read_case
from webapp.policy.language.conditions import Condition, Test
from webapp.policy.language.facts import FactError
from webapp.policy.profile.benefits.facts import CLAIM_FACTS, DAY_NAMES, QUESTION_TYPES, yuan
from webapp.policy.profile.benefits.plans import Edition, Plan

_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Witness:
    """The facts of a claim, and the days it lies on."""

    facts: dict[str, Any]
    event: datetime.date
    edition: Edition
    inpatient: bool

    def days(self) -> dict[str, Any]:
        """The named days that windows are counted from."""
        cover = self.edition.cover
        discharge = {"discharge": self.event} if self.inpatient else {}
        return discharge | {
            "event": self.event,
            "filing": self.event + _ONE_DAY,
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
    answers = {one.id: QUESTION_TYPES[one.type] for one in edition.questions or ()}
    days = Witness({}, event, edition, True).days()
    conditions = [row.holds for row in (*edition.conditions, *edition.bills)]
    conditions += [one for one in (component.when, getattr(getattr(component, "basis", None), "only", None)) if one]
    maker = Maker(days, {f"answers.{name}": kind for name, kind in answers.items()})
    values: dict[str, Any] = {name: cover.from_ for name in cover.starts if name not in DAY_NAMES}
    for test in (test for condition in conditions for test in _tests(condition) if test.fact not in DAY_NAMES):
        maker.satisfy(test, values)
    if any({"discharge"} & {one.after, one.not_after} for one in edition.windows):
        values.setdefault("bill.care", "inpatient")
    made = Witness({}, event, edition, values.get("bill.care") == "inpatient")
    if not all(condition.holds({**made.days(), **values}) for condition in conditions):
        return None
    facts = _claim(plan, edition, values, event)
    try:
        read_case(facts, answers)
    except FactError:
        return None
    return dataclasses.replace(made, facts=facts)


def _tests(condition: Condition) -> Iterable[Test]:
    yield from condition.tests
    if condition.any_of:
        yield from _tests(condition.any_of[0])


def _claim(plan: Plan, edition: Edition, values: Mapping[str, Any], event: datetime.date) -> dict[str, Any]:
    groups: dict[str, dict[str, Any]] = {}
    for fact, value in values.items():
        group, _, name = fact.partition(".")
        if fact in DAY_NAMES:
            continue
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
