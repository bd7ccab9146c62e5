"""Consents: what each was for, and what withdrawing it does. The table is pure; the writes never commit."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.cases import Case, cases_of_worker, withdraw
from webapp.cases.workflow import MOVES, State
from webapp.claims.asking import CONSENTS as CLAIM_CONSENTS
from webapp.join.wording import CONSENTS
from webapp.members import Consent, active_seat, person_of_worker
from webapp.persistence import db, now, record_event
from webapp.relief.forms import consent_texts
from webapp.tenancy import profile
from webapp.web.refused import Refused


@dataclass(frozen=True)
class Purpose:
    """What a consent is for: its words, every text that may have been shown, the kinds of cases that rest on it, and whether it
    is given through a channel of joining (others are given on this site alone)."""

    label: str
    texts: Callable[[], Iterable[str]]
    kinds: tuple[str, ...]
    by_channel: bool = False


PURPOSES = {
    "join": Purpose("自愿加入工会", CONSENTS.values, ("join",), by_channel=True),
    "identity": Purpose("收集、核对身份信息", CONSENTS.values, ("join",), by_channel=True),
    "claim": Purpose("为保障申报处理敏感个人信息", lambda: CLAIM_CONSENTS, ("claim",)),
    "relief": Purpose("为申请救助处理敏感个人信息", consent_texts, ("relief",)),
}
PAPER = ":paper"
LEAVING = (
    "您已经是会员，撤回这项同意就是退会：会籍终止，正在办的入会和接转一并撤回。要退会的，请在“我的”里选“退会”办理。"
)
KEPT = "您已经是会员：会籍和实名登记的记录由工会按规定保存，不会因为撤回而删除；撤回后，不再用它办理新的网上事项。"
LATER = "撤回后，以后在网上申请时会再请您同意；撤回以前办的事不受影响。"
STOPS = "撤回后，正在办的申请（{references}）一并撤回，已填的内容保留，以后可以再申请。"


@dataclass(frozen=True)
class Given:
    """A consent as its giver sees it. `effect` says what withdrawing does, or why it cannot be done here."""

    purpose: str
    label: str
    given_at: datetime
    channel: str
    wording: str | None
    fingerprint: str
    withdrawn_at: datetime | None
    can_withdraw: bool
    effect: str


class NotWithdrawable(Refused):
    """This consent cannot be withdrawn here. The message is Chinese and says what to do instead."""


def effect_of(purpose: str, *, member: bool, open_references: Sequence[str]) -> tuple[bool, str]:
    """Whether a consent may be withdrawn here, and what that leads to, in words; `open_references`: what rests on it."""
    if member and purpose == "join":
        return False, LEAVING
    if open_references:
        return True, STOPS.format(references="、".join(open_references))
    return True, KEPT if member else LATER


def consents_of(worker_id: UUID) -> list[Given]:
    """Every consent of a worker, the newest first; of one purpose only the newest can be withdrawn, with all before it."""
    member, open_cases = _is_member(worker_id), _open_cases(worker_id)
    shown = (text for purpose in PURPOSES.values() for text in purpose.texts())
    texts = {hashlib.sha256(text.encode()).hexdigest(): text for text in shown}
    seen: set[str] = set()
    found = []
    for row in _rows(worker_id):
        references = [case.reference for case in open_cases if case.kind in _kinds(row.purpose)]
        can, effect = effect_of(row.purpose, member=member, open_references=references)
        newest = row.purpose not in seen and row.withdrawn_at is None
        seen.add(row.purpose)
        found.append(
            Given(
                purpose=row.purpose,
                label=PURPOSES[row.purpose].label if row.purpose in PURPOSES else "其他",
                given_at=row.given_at,
                channel=_channel(row),
                wording=texts.get(row.text_hash),
                fingerprint=row.text_hash[:12],
                withdrawn_at=row.withdrawn_at,
                can_withdraw=can and newest,
                effect=effect if newest else "",
            )
        )
    return found


def withdraw_consent(worker_id: UUID, purpose: str) -> None:
    """Withdraw every consent of a worker for a purpose, and the open applications that rest on it. Raises NotWithdrawable."""
    cases = [case for case in _open_cases(worker_id) if case.kind in _kinds(purpose)]
    can, effect = effect_of(purpose, member=_is_member(worker_id), open_references=[case.reference for case in cases])
    rows = [row for row in _rows(worker_id) if row.purpose == purpose and row.withdrawn_at is None]
    if not can or not rows:
        raise NotWithdrawable(effect if rows else "没有可以撤回的同意。")
    for row in rows:
        row.withdrawn_at = now()
    for case in cases:
        withdraw(case)
    record_event(
        kind="consent.withdrawn",
        subject=f"worker:{worker_id}",
        actor="worker",
        data={"purpose": purpose, "cases": [case.reference for case in cases]},
    )
    db.session.flush()


def _rows(worker_id: UUID) -> list[Consent]:
    newest_first = (
        select(Consent).where(Consent.worker_id == worker_id).order_by(Consent.given_at.desc(), Consent.id.desc())
    )
    return list(db.session.scalars(newest_first))


def _is_member(worker_id: UUID) -> bool:
    person = person_of_worker(worker_id)
    return person is not None and active_seat(person.id) is not None


def _kinds(purpose: str) -> tuple[str, ...]:
    return PURPOSES[purpose].kinds if purpose in PURPOSES else ()


def _open_cases(worker_id: UUID) -> list[Case]:
    """The applications and requests that a withdrawal could stop."""
    kinds = {kind for purpose in PURPOSES.values() for kind in purpose.kinds}
    open_ = (case for case in cases_of_worker(worker_id) if State(case.state) in MOVES["withdraw"])
    return [case for case in open_ if case.kind in kinds]


def _channel(row: Consent) -> str:
    if row.purpose in PURPOSES and not PURPOSES[row.purpose].by_channel:
        return "本网站"
    label: str = profile().label("channel", row.channel.removesuffix(PAPER))
    return f"{label}（纸质签字，由工会录入）" if row.channel.endswith(PAPER) else label
