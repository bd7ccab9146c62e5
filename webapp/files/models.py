"""Rows of stored files."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, now


class StoredFile(Scoped):
    """One content that is kept. `subject` is what it belongs to ("accident:<id>"), `purpose` what it shows there.

    `size` (bytes) and `digest` (SHA-256, hex) are of the content as it is kept, not as it was sent. `place` is its name
    on the disk; `key` (base64) opens it. Names are people's own words and often name them, so they are encrypted.
    """

    __tablename__ = "stored_files"
    subject: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(SecretText("stored_files.name"))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    kept_by: Mapped[str] = mapped_column(String(60))
    kept_at: Mapped[datetime] = mapped_column(default=now)
    place: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(SecretText("stored_files.key"))

    __table_args__ = (
        UniqueConstraint("jurisdiction", "place"),
        Index("ix_stored_files_subject", "jurisdiction", "subject", "kept_at"),
    )
