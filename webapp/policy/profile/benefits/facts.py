"""The facts of a claim: what a row of a benefit plan may read, from the register of facts (language/supply.py).

Money is held in whole fen and days as dates, so a condition's bounds are turned into fen when it is read. A plan's own
questions (`answers.…`) are facts of that edition alone.
"""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, InstanceOf, WithJsonSchema

from webapp.policy.language.conditions import Condition, Test, parse
from webapp.policy.language.facts import BOOL, DAY, INT, MONEY, NAME, PLACE, FactType, Vocabulary
from webapp.policy.language.supply import conditions, known_to


def _group(group: str) -> dict[str, FactType]:
    """The facts of a claim that belong to one thing, by the name they have there."""
    names = [one for one in known_to("claim") if one.name.startswith(f"{group}.")]
    return {one.name.partition(".")[2]: one.type for one in names}


MEMBER, UNIT, PLAN, ENROLMENT = _group("member"), _group("unit"), _group("plan"), _group("enrolment")
EVENT, FILING, RESULT = _group("event"), _group("filing"), _group("result")
BILL, HOSPITAL = _group("bill"), _group("hospital")
DAY_NAMES: Final = ("event", "filing", "discharge", "start", "cover_from", "cover_to")
MONEY_OF_A_BILL: Final = (
    "total",
    "in_scope",
    "reimbursed",
    "self_paid_in_scope",
    "out_of_scope",
    "third_party",
)

PAID_ELSEWHERE = "paid_elsewhere"
CLAIM_FACTS: Final = conditions("claim", tuple(one.name for one in known_to("claim") if one.name != PAID_ELSEWHERE))
"""Every fact that `holds`, `when`, `waived` and `only` of a benefit plan may name."""

QUESTION_TYPES: Final = {
    "date": DAY,
    "money": MONEY,
    "bool": BOOL,
    "int": INT,
    "choice": NAME,
    "division": PLACE,
}

LABELS: Final = {one.name: one.words for one in known_to("claim")}
"""How a sentence names a fact of a claim."""


def fen(amount: Decimal) -> int:
    """Yuan with at most two decimals as whole fen."""
    return int(amount.scaleb(2))


def yuan(amount: int) -> str:
    """Whole fen as the text of yuan with two decimals: 20000 -> `200.00`."""
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100}.{amount % 100:02d}"


def in_fen(condition: Condition) -> Condition:
    """The condition with every bound of money in whole fen, as the facts of a claim hold it."""
    return Condition(
        tuple(_test_in_fen(test) for test in condition.tests),
        tuple(in_fen(branch) for branch in condition.any_of),
    )


def _test_in_fen(test: Test) -> Test:
    if isinstance(test.bound, Decimal):
        return dataclasses.replace(test, bound=fen(test.bound))
    if isinstance(test.bound, tuple) and any(isinstance(one, Decimal) for one in test.bound):
        bound = tuple(fen(one) if isinstance(one, Decimal) else one for one in test.bound)
        return dataclasses.replace(test, bound=bound)
    return test


def claim_condition(value: object, vocabulary: Vocabulary = CLAIM_FACTS) -> Condition:
    """Read a condition over the facts of a claim. Raises PydanticCustomError."""
    return value if isinstance(value, Condition) else in_fen(parse(value, vocabulary))


def with_questions(questions: Iterable[Any]) -> Vocabulary:
    """The facts of a claim together with an edition's own questions, `answers.<id>`."""
    own = {
        f"answers.{one['id']}": QUESTION_TYPES[one["type"]]
        for one in questions
        if isinstance(one, dict) and isinstance(one.get("id"), str) and one.get("type") in QUESTION_TYPES
    }
    return CLAIM_FACTS.with_more(own)


ClaimWhen = Annotated[
    InstanceOf[Condition],
    BeforeValidator(claim_condition),
    WithJsonSchema({"type": "object", "description": "条件：每一行都要成立；列表 = 其中之一；any_of = 至少一组成立"}),
]
