"""Where joining names employers beside foreign keys, so that a merge of two of them finds every place."""

from webapp.cases import FollowUp
from webapp.join.facts import UNIT_NAMES
from webapp.join.models import JoinApplication, JoinDraft
from webapp.unions.merging import Mention, register_mention

KEYS = (*(f"{unit}_id" for unit in UNIT_NAMES), "platform_ids")


def register() -> None:
    """Make them known to merges."""
    register_mention(Mention(JoinDraft, "answers", keys=KEYS))
    register_mention(Mention(JoinApplication, "answers", keys=KEYS))
    register_mention(Mention(FollowUp, "subject", prefix="employer:"))
