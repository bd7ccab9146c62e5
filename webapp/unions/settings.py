"""What unions set for themselves: the province's words with its top federation, the rest with each union. Nothing here commits."""

from uuid import UUID

from sqlalchemy import select

from webapp.persistence import db
from webapp.unions.models import Union, UnionSettings

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


def _row(union_id: UUID) -> UnionSettings:
    row = db.session.scalars(select(UnionSettings).where(UnionSettings.union_id == union_id)).one_or_none()
    if row is None:
        row = UnionSettings(union_id=union_id)
        db.session.add(row)
        db.session.flush()
    return row
