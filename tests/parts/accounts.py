"""Accounts in the world: a colleague's new phone, asked for by one administrator, waits for another."""

from typing import Any

from tests.officers import person
from tests.world import Province, part
from webapp.accounts import ADMINISTRATOR, give_role
from webapp.accounts.acts import ask_channel
from webapp.unions import union_by_id


@part
def accounts(province: Province) -> None:
    """The officer may confirm what a second administrator asks."""
    union = union_by_id(province.rows["deciding_union"])
    assert union is not None
    asker = person(name=province.text("另一位管理员"), login=f"asker-{province.jurisdiction}")
    give_role(asker, union.id, ADMINISTRATOR)
    mover = person(name=province.text("换手机的"), login=f"mover-{province.jurisdiction}")
    province.rows["account_act"] = ask_channel(union, mover, "13912340001", asker=asker).id


def _act(province: Province) -> dict[str, Any]:
    return {"act_id": province.rows["account_act"]}


def _colleague(province: Province) -> dict[str, Any]:
    return {"union_id": province.rows["deciding_union"], "officer_id": province.rows["colleague"]}


EXAMPLES = {f"account.{name}": _act for name in ("act", "confirmation", "refusal")} | {
    "office_unions.phone": _colleague
}
FIELDS = {
    "own_account.phone": lambda _: {"phone": "13912340002"},
    "account.refusal": lambda province: {"reason": province.text("不是他本人")},
}
