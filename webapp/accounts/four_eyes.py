"""Four eyes: which acts need a second human, what makes two accounts two humans, and who can be the second.

The one place that knows it (docs/decisions/0019). An account is a person of its own when two people brought it about, its link went
to a phone that no other account has, that link was used, and he has signed in since. Two such accounts are two humans; any other pair
is refused with the reason. The second human for what concerns accounts is an administrator of the union, where it has no other one an
administrator of the nearest union above that has one. Nothing here commits.
"""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from webapp.accounts.models import Officer
from webapp.accounts.officers import ADMINISTRATOR, officer_by_id, officers_of
from webapp.unions import ancestors, union_by_id
from webapp.web import Problem


class Act(StrEnum):
    """An act that one human alone may not complete."""

    APPOINTMENT = "appointment"
    HANDOVER = "handover"
    RESET = "reset"
    CHANNEL = "channel"
    GRANT = "grant"
    REVIEW = "review"
    BATCH = "batch"
    ACCOUNT = "account"
    CONTRA_ENTRY = "contra_entry"
    PUBLICATION = "publication"


SAME_ACCOUNT = {
    Act.APPOINTMENT: "这项任命是您自己提出的，要由另一位管理员确认。",
    Act.HANDOVER: "这次换届是您自己提出的，要由另一位管理员确认。",
    Act.RESET: "重设密码是您自己提出的，要由另一位管理员确认。",
    Act.CHANNEL: "更换手机号是您自己提出的，要由另一位管理员确认。",
    Act.GRANT: "第一步是您同意的，第二步要由另一位工作人员办理。",
    Act.REVIEW: "上一次是您决定的，复核要由另一位工作人员办理。",
    Act.BATCH: "名单是您自己冻结的，要由另一位同事复核。",
    Act.ACCOUNT: "名单里有您更正过的收款账户，要由另一位同事复核。",
    Act.CONTRA_ENTRY: "冲正是您自己提出的，要由另一位同事复核。",
    Act.PUBLICATION: "起草的人不能复核自己的文本，请另一位复核人办理。",
}


class NeedsAnother(Problem):
    """One human alone would complete an act that needs two; answered 409. `message` is Chinese and says what helps."""

    def __init__(self, message: str) -> None:
        super().__init__(409, message, title="要由另一个人办理")


def why_not_own_person(officer: Officer) -> str:
    """Why nobody can be sure that this account is a person of its own, in Chinese; empty where it is."""
    if not officer.active:
        return "已停用"
    if officer.phone_index is None:
        return "没有登记本人的手机号"
    if officer.confirmed_by is None:
        return "只有一个人经手任命，没有第二个人确认"
    if officer.proved_at is None:
        return "没有用发到本人手机的链接设置过密码"
    if officer.signed_in_at is None:
        return "还没有登录过"
    return ""


def why_not_two(first: Officer, second: Officer) -> str:
    """Why two accounts do not count as two humans, in Chinese; empty where they do."""
    for officer in (first, second):
        if why := why_not_own_person(officer):
            return (
                f"{officer.name}（{officer.login}）{why}，不能算作两个人中的一个。请由本会管理员在“工会与人员”里补办。"
            )
    return ""


def require_two(act: Act, firsts: Iterable[UUID | None], second: UUID) -> None:
    """Raises NeedsAnother unless the officer `second` is another human than each of `firsts` (None: the system or the command line)."""
    for identity in firsts:
        if identity is None:
            continue
        if identity == second:
            raise NeedsAnother(SAME_ACCOUNT[act])
        one, other = officer_by_id(identity), officer_by_id(second)
        assert one is not None and other is not None, "officers are never deleted"
        if why := why_not_two(one, other):
            raise NeedsAnother(why)


def second_humans(union_id: UUID, *, asker: Officer | None, concerned: UUID | None) -> list[Officer]:
    """The administrators who may confirm what `asker` wants here, by name: of this union, else of the nearest above that has one.

    The officer whom it concerns is never among them. Empty: nobody could confirm it.
    """
    union = union_by_id(union_id)
    for one in [union, *ancestors(union)] if union is not None else []:
        found = [
            officer
            for officer in officers_of(one.id, ADMINISTRATOR)
            if officer.id != concerned and _is_another(officer, asker)
        ]
        if found:
            return found
    return []


def _is_another(officer: Officer, asker: Officer | None) -> bool:
    if why_not_own_person(officer):
        return False
    return asker is None or officer.id != asker.id
