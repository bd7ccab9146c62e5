"""The province's own settings, kept with its top federation. Nothing here commits."""

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
    row = db.session.scalars(select(UnionSettings).where(UnionSettings.union_id == top.id)).one_or_none()
    if row is None:
        row = UnionSettings(union_id=top.id)
        db.session.add(row)
    for name in SETTINGS:
        setattr(row, name, values[name])
    db.session.flush()
