"""How a claim stands in words, and who decides it. Pure: no database, no web."""

from collections.abc import Collection

from webapp.cases.registry import Own
from webapp.cases.workflow import State

PAYABLE = frozenset({"approved", "accumulating"})
"""The claim states that can be granted: something is paid, or it counts and nothing is due yet."""

WHY_NOT_GRANTED = {
    "documents_requested": "材料还不全（或收款账户不是本人的），不能批准。请退回补充；材料其实够了的，在审核页写明认定。",
    "needs_manual_decision": "还有要由人判断的地方，不能批准。请先在审核页逐条写明认定。",
    "waits_next_edition": "这件要等下一版次的条款，现在不能批准。",
    "refused": "按条款这件不予给付，不能批准。请选“不同意”并写明理由。",
    "no_edition": "发生那天没有适用的条款版次，系统不计算金额，不能在这里批准。请与主办单位商定后再答复会员。",
}
ENDED = "这位会员在本版次的累计给付已经付满，责任终止，这件不能再批准付款。请选“不同意”，并把上限的条款告诉会员。"
LIABILITY_ENDED = "liability_ended"

ROLES = {
    "approved": "good",
    "accumulating": "wait",
    "documents_requested": "wait",
    "needs_manual_decision": "info",
    "waits_next_edition": "wait",
    "refused": "bad",
    "no_edition": "info",
    "decided": "calm",
}
"""claim_state -> colour of its tag."""

EDITABLE = frozenset({State.DRAFT, State.RETURNED})
"""The member may change what he filed."""

STANDING = frozenset({State.UNDER_REVIEW, State.APPEALED, State.RETURNED, State.WAITING})
"""Handed in and open: what is due is worked out anew whenever something about it changes."""

DECIDED = frozenset({State.GRANTED, State.REFUSED})
NOT_FILED = frozenset({State.DRAFT, State.WITHDRAWN})

WITHDRAWABLE = frozenset({State.DRAFT, State.SUBMITTED, State.WAITING, State.UNDER_REVIEW, State.RETURNED})


LACKS = "材料还不全，缺的写在这件申报的页面上。工作人员退回以后，您就可以补交。"


def own_words(
    case_state: str, claim_state: str | None, words: str, amount: int, seen: tuple[str, ...] = ()
) -> Own | None:
    """What a claim is called where the words of every case are not enough: settled, or held by what the assessment says.

    `words`: the profile's word for `claim_state`; `amount`: fen granted or payable now; `seen`: originals that were looked at.
    """
    if case_state == State.GRANTED:
        return Own("已核定", "good", seen=seen) if amount else Own("已批准，累计中", "wait")
    if case_state == State.REFUSED:
        return Own("不予给付", "bad")
    if case_state != State.UNDER_REVIEW or claim_state in (None, "approved", "refused"):
        return None
    return Own(words, ROLES.get(claim_state or "", "info"), LACKS if claim_state == "documents_requested" else "")


def why_not_granted(state: str | None, codes: Collection[str]) -> str | None:
    """Why a filing in this claim_state cannot be granted, for the officer; None where it can."""
    if state in PAYABLE:
        return None
    if state == "refused" and LIABILITY_ENDED in codes:
        return ENDED
    return WHY_NOT_GRANTED.get(state or "", "这件还没有核算出结果，不能批准。")
