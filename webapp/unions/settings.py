"""What unions set for themselves: the province's words with its top federation, the rest with each union. Nothing here commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from webapp.persistence import add_once, db
from webapp.unions.models import Union, UnionSettings

UNIONS_OWN_CHANNELS = ("qr_scan", "collective_registration", "mobile_window", "onsite_meeting")
"""The kinds of channel that a union runs itself: its own QR code and its enrolment drives."""
SETTINGS = ("operator", "icp", "police_record", "site_code", "hotline", "signature", "privacy_text")


def province_settings() -> dict[str, str]:
    """Every setting by name; empty where nothing is set."""
    top = (Union.id == UnionSettings.union_id) & (Union.jurisdiction == UnionSettings.jurisdiction)
    query = select(UnionSettings).join(Union, top).where(Union.parent_id.is_(None), Union.outside.is_(False))
    row = db.session.scalars(query.order_by(Union.created_at, Union.id).limit(1)).first()
    return {name: getattr(row, name) if row else "" for name in SETTINGS}


def save_settings(top: Union, values: dict[str, str]) -> None:
    """Set all of SETTINGS for the top federation."""
    row = _row(top.id)
    for name in SETTINGS:
        setattr(row, name, values[name])
    db.session.flush()


def second_approval(union_id: UUID) -> int | None:
    """The fen above which a claim decided at this union needs a second officer; None = never."""
    query = select(UnionSettings.second_approval).where(UnionSettings.union_id == union_id)
    return db.session.scalars(query).one_or_none()


def set_second_approval(union_id: UUID, fen: int | None) -> None:
    """Set it, or take it away."""
    _row(union_id).second_approval = fen
    db.session.flush()


@dataclass(frozen=True)
class DuesSetting:
    """How a union collects dues: a mode of the profile, the amount in yuan and its period where the mode has one."""

    mode: str = ""
    amount: Decimal | None = None
    per: str = ""


def dues_set(union_id: UUID) -> DuesSetting:
    """What the union itself has set; an empty mode where nothing is."""
    row = db.session.scalars(select(UnionSettings).where(UnionSettings.union_id == union_id)).one_or_none()
    if row is None or not row.dues_mode:
        return DuesSetting()
    return DuesSetting(row.dues_mode, Decimal(row.dues_fen) / 100 if row.dues_fen is not None else None, row.dues_per)


def set_dues(union_id: UUID, setting: DuesSetting) -> None:
    """Set it. That it keeps inside the profile's bounds is the caller's check."""
    row = _row(union_id)
    row.dues_mode, row.dues_per = setting.mode, setting.per
    row.dues_fen = int(setting.amount * 100) if setting.amount is not None else None
    db.session.flush()


def closed_channels(union_ids: Iterable[UUID]) -> set[str]:
    """The kinds of channel that every one of these unions does not use."""
    wanted = set(union_ids)
    rows = db.session.execute(
        select(UnionSettings.union_id, UnionSettings.closed_channels).where(UnionSettings.union_id.in_(wanted))
    ).all()
    closed = [set(row[1]) for row in rows]
    return set.intersection(*closed) if closed and len(closed) == len(wanted) else set()


def close_channels(union_id: UUID, kinds: Iterable[str]) -> None:
    """Set which kinds of channel the union does not use."""
    _row(union_id).closed_channels = sorted(kinds)
    db.session.flush()


def _row(union_id: UUID) -> UnionSettings:
    query = select(UnionSettings).where(UnionSettings.union_id == union_id)
    if db.session.scalars(query).one_or_none() is None:
        add_once(UnionSettings(union_id=union_id))
    return db.session.scalars(query).one()
