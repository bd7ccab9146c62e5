"""Rows of corrections."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref


class Correction(Scoped):
    """One thing that the asker corrected in a case that was handed in: what stood there and what stands there now.

    `field` is its name in the program, `label` the Chinese word for it. `masked`: officers see the ends of a number only.
    """

    __tablename__ = "case_corrections"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    field: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(60))
    before: Mapped[str] = mapped_column(SecretText("case_corrections.before"))
    after: Mapped[str] = mapped_column(SecretText("case_corrections.after"))
    masked: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (ref("case_id", "cases"), Index("ix_case_corrections_case", "jurisdiction", "case_id", "at"))
