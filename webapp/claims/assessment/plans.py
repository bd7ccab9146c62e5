"""What a profile says of its plans, as the pages and the facts need it: plans, editions, rows, words. Pure."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from webapp.claims.ledger import Caps
from webapp.policy import Profile
from webapp.policy.decisions.claim.run import START
from webapp.policy.language.conditions import Condition
from webapp.policy.profile.benefits.components import Discretionary
from webapp.policy.profile.benefits.facts import PAID_ELSEWHERE
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.policy.reading.layered import stated_rows

SELF = "self"
DEGREE = "result.degree"
QUOTA = "本版次的名额或预算"


@dataclass(frozen=True)
class RowWords:
    """A row of an edition that a reviewer may find something on. `about`: filing, bill, accident; `is_exclusion`."""

    id: str
    label: str
    abouts: tuple[str, ...]
    is_exclusion: bool = False
    except_: str | None = None


def plans_of(profile: Profile) -> tuple[Plan, ...]:
    """Every plan of the profile; none where it is silent."""
    return tuple(stated_rows(profile.rules.benefits))


def plan_by_id(profile: Profile, plan_id: str) -> Plan | None:
    """The plan, or None where the profile has no such one (any more)."""
    return next((plan for plan in plans_of(profile) if plan.id == plan_id), None)


def edition_on(plan: Plan, day: datetime.date) -> Edition | None:
    """The edition whose terms govern an event of this day, or None."""
    return next((one for one in plan.editions or () if one.cover.from_ <= day <= one.cover.to), None)


def edition_by_id(plan: Plan, edition_id: str | None) -> Edition | None:
    """The edition, or None."""
    return next((one for one in plan.editions or () if one.id == edition_id), None)


def caps_of(edition: Edition) -> Caps:
    """The caps on money that stand over a whole edition, or over one component of it alone."""
    whole: int | None = None
    single: dict[str, int] = {}
    for cap in edition.caps:
        if cap.most is None or cap.per == "event":
            continue
        if cap.over is None:
            whole = cap.most if whole is None else min(whole, cap.most)
        elif len(cap.over) == 1:
            name = cap.over[0]
            single[name] = min(cap.most, single.get(name, cap.most))
    return Caps(whole, single)


def payees_of(edition: Edition) -> list[str]:
    """Whose accounts the edition pays to; the member's own where it does not say."""
    stated = [edition.payee, *(one.payee for one in edition.components)]
    return list(dict.fromkeys(one.who for one in stated if one is not None)) or [SELF]


def degrees_of(edition: Edition) -> list[str]:
    """The degrees (等级) that a lump sum of the edition is paid by, or a condition names; none where no row looks at one."""
    tables = [getattr(one, "table", None) for one in edition.components if getattr(one, "by", None) == DEGREE]
    named = [str(key) for table in tables for key in table or ()]
    tests = [test for one in conditions_of(edition) for test in one.all_tests() if test.fact == DEGREE]
    named += [str(one) for test in tests if isinstance(test.bound, tuple) for one in test.bound if one is not None]
    return list(dict.fromkeys(named))


def rows_to_find_on(edition: Edition) -> list[RowWords]:
    """What a reviewer may have to decide under an edition: exclusions first, then what rows leave to a person."""
    abouts = {"event": ("accident",), "bill": ("bill",), "either": ("accident", "bill")}
    rows = [RowWords(one.id, one.label, abouts[one.scope], True, one.except_) for one in edition.exclusions]
    rows += [RowWords(START, "发生那天本人的保障已经开始", ("accident",))] if edition.cover.starts else []
    rows += [RowWords(one.id, one.label, ("accident",)) for one in edition.conditions]
    rows += [RowWords(one.id, one.label, ("bill",)) for one in edition.bills]
    rows += [RowWords(one.id, one.label, ("bill",) if one.of == "bill" else ("filing",)) for one in edition.windows]
    rows += [RowWords(one.id, one.label, ("filing",)) for one in edition.documents]
    return rows + [
        RowWords(one.id, one.label, ("filing",)) for one in edition.components if isinstance(one, Discretionary)
    ]


def code_words(profile: Profile, edition: Edition | None, code: str) -> str:
    """What a code of a decision is called: the profile's word, else the label of the row it names."""
    said = profile.label("claim_code", code)
    if said != code or edition is None:
        return said
    caps = [(cap.id, cap.label) for cap in edition.caps]
    rows = [(row.id, row.label) for row in rows_to_find_on(edition)]
    rows += [(row.code or row.id, row.label) for row in (*edition.conditions, *edition.bills)]
    quota = [(edition.quota.id, QUOTA)] if edition.quota is not None else []
    return dict(reversed([*rows, *caps, *quota])).get(code, said)


def row_words(profile: Profile, edition: Edition | None, row: str) -> str:
    """What a row of an edition is called, as it stands before a person who judges it."""
    if edition is None or row in (PAID_ELSEWHERE, START):
        return profile.label("claim_code", row)
    others = [(one.id, one.label) for one in (*edition.components, *edition.caps)]
    others += [(edition.quota.id, QUOTA)] if edition.quota is not None else []
    labels = dict([*others, *((one.id, one.label) for one in rows_to_find_on(edition))])
    return labels.get(row, "几项给付怎样并用" if row == "stacking" else row)


def any_row_words(profile: Profile, edition: Edition, row: str) -> str:
    """The same of any row, also of one that nobody judges."""
    groups = (edition.conditions, edition.windows, edition.bills, edition.exclusions, edition.documents)
    labels = {one.id: one.label for rows in groups for one in rows or ()}
    return labels.get(row) or row_words(profile, edition, row)


def facts_read(plan: Plan) -> frozenset[str]:
    """Every fact that some row of the plan looks at: no other personal fact is handed to the decision."""
    found: frozenset[str] = plan.once("claims: facts read", lambda whole: frozenset(_reads(whole)))
    return found


def _reads(value: Any) -> Iterator[str]:
    for condition in conditions_of(value):
        yield from condition.reads()
    for row in _models(value):
        yield from getattr(row, "starts", ())
        if isinstance(by := getattr(row, "by", None), str):
            yield by


def conditions_of(value: Any) -> Iterator[Condition]:
    """Every condition of a plan or an edition."""
    for row in _models(value):
        yield from (one for name in type(row).model_fields if isinstance(one := getattr(row, name), Condition))


def _models(value: Any) -> Iterator[BaseModel]:
    """A row and every row inside it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from _models(getattr(value, name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _models(one)
