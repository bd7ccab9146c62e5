"""Dues (会费) that a union sets inside the profile's bounds, and the notice where they have to be set and are not."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.cases import FollowUp, Left, leave, register_follow_up
from webapp.jobs import sweep
from webapp.persistence import db, record_event
from webapp.policy import Decision, DuesAnswer, decide
from webapp.policy.reading.layered import stated_rows
from webapp.tenancy import business_date, profile
from webapp.unions import Union, ancestors, top_union, union_by_id
from webapp.unions.models import OPEN
from webapp.unions.settings import DuesSetting, dues_set, set_dues

FOLLOW_UP = "dues"
NOT_SET = "not_configured"
WRONG = "invalid"


class DuesRefused(Exception):
    """What was to be set lies outside the profile's bounds; `decision` says why and by which clause."""

    def __init__(self, decision: Decision[DuesAnswer]) -> None:
        super().__init__("；".join(reason.text for reason in decision.reasons))
        self.decision = decision


@dataclass(frozen=True)
class Dues:
    """How the members of a union pay: what was set, by which union, and what the profile says of it."""

    setting: DuesSetting
    set_by: Union | None
    decision: Decision[DuesAnswer]

    @property
    def screen(self) -> bool:
        """Whether there is a page for members; never before an amount is known."""
        return self.decision.answer.screen

    @property
    def per(self) -> str:
        """The period: the profile's, else the one that was set."""
        return self.decision.answer.per or self.setting.per


def dues_decision(union: Union, setting: DuesSetting) -> Decision[DuesAnswer]:
    """What the profile says of this setting for this union."""
    facts: dict[str, Any] = {"union_kind": union.kind, "division": union.division}
    if setting.mode:
        facts["mode"] = setting.mode
    if setting.amount is not None:
        facts["amount"] = setting.amount
    return decide("dues", facts, profile(), business_date())


def dues_of(union: Union) -> Dues:
    """What holds for the members of a union: its own setting, else the nearest one above it."""
    for one in [union, *ancestors(union)]:
        setting = dues_set(one.id)
        if setting.mode:
            return Dues(setting, one, dues_decision(union, setting))
    return Dues(DuesSetting(), None, dues_decision(union, DuesSetting()))


def modes_allowed(union: Union) -> list[str]:
    """The modes a union may choose; every mode where the rule does not reach its kind; none where dues are not stated."""
    if not stated_rows(profile().rules.dues):
        return []
    return list(dues_decision(union, DuesSetting()).answer.modes or ("none", "fixed", "voluntary"))


def save_dues(union: Union, setting: DuesSetting, *, actor: str) -> Decision[DuesAnswer]:
    """Set how the union collects dues. Raises DuesRefused outside the bounds."""
    decision = dues_decision(union, setting)
    if decision.outcome == WRONG or not modes_allowed(union):
        raise DuesRefused(decision)
    set_dues(union.id, setting)
    amount = str(setting.amount) if setting.amount is not None else None
    record_event(
        kind="union.dues", subject=f"union:{union.id}", actor=actor, data={"mode": setting.mode, "amount": amount}
    )
    return decision


def yuan(amount: Decimal) -> str:
    """An amount as pages show it."""
    return f"{amount:.2f} 元"


@sweep("founding.dues", every=timedelta(days=1))
def look_at_dues() -> None:
    """Leave a notice with each union that has to set an amount and has not."""
    leave(None, [Left(FOLLOW_UP, str(union.id), f"union:{union.id}", {}, union.id) for union in _to_be_told()])


def _to_be_told() -> list[Union]:
    """The unions that the profile names as setting dues; where it names none, the province's own federation."""
    kinds = {row.set_by for row in stated_rows(profile().rules.dues)}
    unions = list(db.session.scalars(select(Union).where(Union.kind.in_(kinds - {None}), Union.state == OPEN)))
    top = top_union() if None in kinds else None
    return [union for union in [*unions, *([top] if top else [])] if dues_of(union).decision.outcome == NOT_SET]


def settle(row: FollowUp) -> str | None:
    """Done once the amount is set."""
    union = union_by_id(UUID(row.subject.partition(":")[2]))
    found = dues_of(union) if union else None
    if found is None or found.decision.outcome == NOT_SET:
        return None
    return "会费已设定"


def register() -> None:
    """Let notices about dues be looked at."""
    register_follow_up(FOLLOW_UP, settle)
