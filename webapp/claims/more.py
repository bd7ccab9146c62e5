"""What a filing has to be told besides bills and papers, as its pages show it. Reads only."""

from typing import Any

from webapp.claims.assessment.plans import degrees_of, facts_read
from webapp.claims.assessment.terms import terms_of
from webapp.claims.assessment.told import OFFICER, Ask, asked_of_member, asks_of, told_on, values_of
from webapp.claims.models import Accident, Filing, ToldFact
from webapp.claims.store import accident_of
from webapp.claims.told_forms import more_form, told_form, told_words
from webapp.policy.decisions.claim.facts import read_case
from webapp.policy.decisions.claim.terms import readings_of


def reads(accident: Accident, fact: str) -> bool:
    """Whether some row of the accident's plan reads a fact."""
    return fact in facts_read(terms_of(accident).plan)


def said_so_far(accident: Accident, filing: Filing) -> dict[str, Any]:
    """What was answered of the plan's questions, as conditions read it: enough to tell which papers are wanted."""
    plan = terms_of(accident).plan
    facts = read_case({"answers": accident.answers}, readings_of(plan).answers).base
    known = {f"result.{name}": value for name, value in filing.result.items()}
    return facts | known | ({"event.kind": accident.kind} if accident.kind else {})


def asks_on(accident: Accident) -> list[Ask]:
    """Every fact that has to be told on an accident."""
    terms = terms_of(accident)
    return asks_of(terms.rules, terms.plan, terms.edition)


def is_asked(accident: Accident) -> bool:
    """Whether the member is asked for something besides."""
    return bool(asked_of_member(asks_on(accident)) or _degrees(accident) or reads(accident, "result.death"))


def _degrees(accident: Accident) -> list[str]:
    edition = terms_of(accident).edition
    return degrees_of(edition) if edition is not None else []


def more_of(filing: Filing) -> tuple[Any, list[Ask]]:
    """The member's form, and what it asks."""
    accident = accident_of(filing)
    asks = asked_of_member(asks_on(accident))
    values = values_of(told_on([accident.id])[accident.id])
    return more_form(asks, values, filing, _degrees(accident), reads(accident, "result.death")), asks


def lacking_of(accident: Accident) -> list[str]:
    """The words of what the member was asked and did not tell."""
    values = values_of(told_on([accident.id])[accident.id])
    return [one.words for one in asked_of_member(asks_on(accident)) if one.fact not in values]


def told_of(accident: Accident) -> tuple[Any, list[Ask]]:
    """The officer's form, and what it asks."""
    asks = asks_on(accident)
    return told_form(asks, values_of(told_on([accident.id])[accident.id])), asks


def told_rows(accident: Accident, *, notes: bool = False) -> list[dict[str, str]]:
    """What was told and who told it (with `notes`: on what it rests); what is still open is said to be so."""
    asks = asks_on(accident)
    told = told_on([accident.id])[accident.id] if asks else {}
    values = values_of(told)
    return [
        {"label": one.words, "value": told_words(one, values.get(one.fact)) + _source(told.get(one.fact), notes)}
        for one in asks
    ]


def _source(row: ToldFact | None, notes: bool) -> str:
    if row is None or row.value is None:
        return ""
    if not row.said_by.startswith(OFFICER):
        return "（会员填写）"
    return f"（工作人员核定：{row.note}）" if notes else "（工作人员核定）"
