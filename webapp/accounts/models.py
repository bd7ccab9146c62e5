"""Rows of accounts. Phones are encrypted and found by a keyed index; codes, links and passwords are kept as hashes."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref

RECHECK_AFTER = timedelta(days=90)
"""The shortest time after which operators give a returned number to a new customer."""
ACTIVE = "active"
SUSPENDED = "suspended"


class Worker(Scoped):
    """Somebody who has shown that a phone is his."""

    __tablename__ = "workers"
    phone: Mapped[str] = mapped_column(SecretText("workers.phone"))
    phone_index: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("jurisdiction", "phone_index"),)

    def was_long_away(self, at: datetime) -> bool:
        """Whether nobody signed in for so long that the number may have gone to somebody else."""
        return self.signed_in_at is not None and at - self.signed_in_at > RECHECK_AFTER


class LoginCode(Scoped):
    """A code sent to a phone, good for one browser until `ends_at`, for a few tries and for one sign-in."""

    __tablename__ = "login_codes"
    phone: Mapped[str] = mapped_column(SecretText("login_codes.phone"))
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_login_codes_ends", "jurisdiction", "ends_at"),)


class Attempt(Scoped):
    """Something that may be done so often only. `bucket` is a keyed hash of what is limited for whom."""

    __tablename__ = "attempts"
    bucket: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        Index("ix_attempts_bucket", "jurisdiction", "bucket", "at"),
        Index("ix_attempts_at", "jurisdiction", "at"),
    )


class Officer(Scoped):
    """Somebody who works for a union. `login` is kept in small letters; without a password he cannot sign in yet."""

    __tablename__ = "officers"
    name: Mapped[str] = mapped_column(String(60))
    login: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(20), default=ACTIVE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("jurisdiction", "login"),)

    @property
    def active(self) -> bool:
        """Whether he may sign in."""
        return self.state == ACTIVE


class Role(Scoped):
    """What an officer may do at one union."""

    __tablename__ = "roles"
    officer_id: Mapped[UUID] = mapped_column(Uuid)
    union_id: Mapped[UUID] = mapped_column(Uuid)
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("officer_id", "officers"),
        ref("union_id", "unions"),
        UniqueConstraint("jurisdiction", "officer_id", "union_id", "role"),
        Index("ix_roles_union", "jurisdiction", "union_id"),
    )


class PasswordLink(Scoped):
    """A link by which an officer sets his password, once, until `ends_at`."""

    __tablename__ = "password_links"
    officer_id: Mapped[UUID] = mapped_column(Uuid)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (ref("officer_id", "officers"), UniqueConstraint("jurisdiction", "token_hash"))
