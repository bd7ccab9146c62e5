"""The `when` of each table: a condition over the facts that table may read."""

from typing import Annotated

from pydantic import BeforeValidator, InstanceOf, WithJsonSchema

from webapp.policy.language.conditions import Condition, parse
from webapp.policy.language.facts import Vocabulary
from webapp.policy.language.vocabularies import (
    COUNTED,
    DUES_FACTS,
    ROUTE_FACTS,
    SEAT_FACTS,
    STEP_FACTS,
    THRESHOLD_FACTS,
)

_SHAPE = WithJsonSchema(
    {"type": "object", "description": "条件：每一行都要成立；列表 = 其中之一；any_of = 至少一组成立"}
)


def over(vocabulary: Vocabulary) -> BeforeValidator:
    """The validator that reads a condition over `vocabulary`."""

    def read(value: object) -> Condition:
        return value if isinstance(value, Condition) else parse(value, vocabulary)

    return BeforeValidator(read)


RouteWhen = Annotated[InstanceOf[Condition], over(ROUTE_FACTS), _SHAPE]
StepWhen = Annotated[InstanceOf[Condition], over(STEP_FACTS), _SHAPE]
SeatWhen = Annotated[InstanceOf[Condition], over(SEAT_FACTS), _SHAPE]
ThresholdWhen = Annotated[InstanceOf[Condition], over(THRESHOLD_FACTS), _SHAPE]
Counts = Annotated[InstanceOf[Condition], over(COUNTED), _SHAPE]
DuesWhen = Annotated[InstanceOf[Condition], over(DUES_FACTS), _SHAPE]
