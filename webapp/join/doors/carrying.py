"""Chosen the wrong province: what was answered goes along to another one's site by a link that works once, for ten minutes.

Only what means the same everywhere is carried: occupation, relation, contract, how the platform manages. Units, places and unions are a
province's own, and nobody's name or number is in a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.join.doors.channels import online
from webapp.join.models import JoinDraft
from webapp.join.store import draft_by_id
from webapp.persistence import db
from webapp.tenancy import current, library

CARRIED = ("worker_group", "relation_kind", "has_labour_contract", "platform_features", "station_branch")
LIFE = timedelta(minutes=10)
SALT = "join.carried"


class LinkSpent(Exception):
    """The link was used, is too old, or is meant for another province; the message is Chinese."""


@dataclass(frozen=True)
class Carried:
    """What a link brings: the id its draft gets, and the answers."""

    id: UUID
    answers: dict[str, Any]


def other_provinces() -> list[str]:
    """The jurisdictions one may go to from here."""
    return [jurisdiction for jurisdiction in sorted(library().jurisdictions()) if jurisdiction != current()]


def pack(answers: Mapping[str, Any], to: str) -> str:
    """A signed token for another province with the answers that mean the same there."""
    kept = {key: answers[key] for key in CARRIED if key in answers}
    return _signer().dumps({"to": to, "id": str(uuid4()), "answers": kept})


def unpack(token: str) -> Carried:
    """What a token brings to this province. Raises LinkSpent."""
    try:
        sent = _signer().loads(token, max_age=int(LIFE.total_seconds()))
    except BadSignature:
        raise LinkSpent("这个链接已经过期。请在这里重新申请，回答几个问题就好。") from None
    if sent["to"] != current():
        raise LinkSpent("这个链接是给别的省份的，请回到原来的页面重新选择。")
    if draft_by_id(sent["id"]) is not None:
        raise LinkSpent("这个链接已经用过了。接着填，请用原来的浏览器打开“申请入会”。")
    return Carried(UUID(sent["id"]), dict(sent["answers"]))


def take_over(carried: Carried) -> JoinDraft:
    """The draft here that goes on with the answers brought. Its id is the token's, so a second use finds it taken."""
    draft = JoinDraft(id=carried.id, channel=online().channel, answers=carried.answers, origin={"carried": True})
    db.session.add(draft)
    db.session.flush()
    return draft


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=SALT)
