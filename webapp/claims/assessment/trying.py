"""What a plan would pay on one bill, before anybody has joined or been hurt: the profile's own arithmetic on a made-up claim. Pure.

The claim is one that every row of the edition lets pass (webapp.policy.checking.plan_witness); only the asked amount stands on its bill.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from webapp.claims.assessment.plans import caps_of, edition_on, plans_of
from webapp.policy import ClaimAnswer, Decision, Profile, decide
from webapp.policy.checking.plan_witness import witness
from webapp.policy.decisions.claim.values import money
from webapp.policy.profile.benefits.components import Component
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.unions.divisions import only_in

DAYS = "hospital_days"
PAID_BY = {
    "self_paid": "一张票据上个人付的钱（自付和自费合计），元",
    "self_paid_in_scope": "一张票据上的个人自付，元",
    "out_of_scope": "一张票据上的个人自费，元",
    "total": "一张票据的总额，元",
    "in_scope": "一张票据上医保范围内的钱，元",
    "reimbursed": "一张票据上医保已报的钱，元",
    DAYS: "住院天数",
}
MOST_DAYS = 366


@dataclass(frozen=True)
class Trial:
    """A component of a plan's edition that can be tried: it is reckoned on one figure of a bill. `now`: the edition is in force."""

    plan: Plan
    edition: Edition
    component: Component
    now: bool

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.plan.id}:{self.component.id}"

    @property
    def label(self) -> str:
        """What is tried, in words."""
        return f"{only_in(self.plan.label, self.plan.divisions)}（{self.edition.label}）：{self.component.label}"

    @property
    def figure(self) -> str:
        """The name of the figure that it is reckoned on (`hospital_days`, or an amount of a bill)."""
        return str(self.component.basis.amount)  # type: ignore[attr-defined]

    @property
    def asked(self) -> str:
        """The same for a person."""
        return PAID_BY.get(self.figure, "一张票据上的金额，元")


@dataclass(frozen=True)
class Tried:
    """What came of it: lines of the arithmetic as (words, yuan or ""), what is paid in fen, and the decision with its clauses."""

    lines: list[tuple[str, str]]
    pays: int
    decision: Decision[ClaimAnswer]


def edition_shown(plan: Plan, today: date) -> Edition | None:
    """The edition in force, else the newest whose terms are held, else None."""
    return edition_on(plan, today) or next(iter((plan.editions or ())[-1:]), None)


def trials(profile: Profile, today: date) -> list[Trial]:
    """Everything that can be tried here."""
    return list(_trials(profile, today))


def can_try(profile: Profile, today: date) -> bool:
    """Whether there is anything to try: a plan that pays on bills or days."""
    return next(_trials(profile, today), None) is not None


def _trials(profile: Profile, today: date) -> Iterator[Trial]:
    for plan in plans_of(profile):
        edition = edition_shown(plan, today)
        for component in edition.components if edition is not None else ():
            basis = getattr(component, "basis", None)
            if edition is not None and basis is not None and witness(plan, edition, component) is not None:
                yield Trial(plan, edition, component, edition_on(plan, today) is edition)


def try_out(trial: Trial, amount: int, profile: Profile) -> Tried | None:
    """What one bill with this figure (fen, or days) would bring; None where the rules leave it to a person."""
    made = witness(trial.plan, trial.edition, trial.component)
    if made is None:
        return None
    facts = made.with_amount(trial.figure, amount)
    decision: Decision[ClaimAnswer] = decide(
        "claim", facts, profile, date.fromisoformat(facts["filings"][0]["filed_on"])
    )
    found = [one for one in decision.answer.payments if one.component == trial.component.id]
    if not found or any(one.held_by for one in found):
        return None
    lines = [(line.text, f"{line.amount} 元" if line.amount is not None else "") for one in found for line in one.lines]
    return Tried(lines, sum(money(one.amount) for one in found), decision)


def in_one_line(plan: Plan, today: date) -> str:
    """What a plan pays, in one line: its components and the most that it pays; "" where no terms are held."""
    edition = edition_shown(plan, today)
    if edition is None:
        return ""
    cap = caps_of(edition).whole
    pays = "、".join(dict.fromkeys(one.label for one in edition.components))
    most = f"，{edition.label}一个人最多 {yuan(cap)} 元" if cap is not None else ""
    return f"{only_in(plan.label, plan.divisions)}：{pays}{most}"
