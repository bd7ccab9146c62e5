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
    """Somebody who works for a union. `login` is kept in small letters; without a password he cannot sign in yet.

    `phone` is his own channel: links and notices about his account go there and nowhere else, and no two accounts share one.
    `named_by` and `confirmed_by` say which two people brought the account about; `proved_at` is when a link that went to his phone
    was used. `wrong_tries` counts wrong passwords since he last signed in; `warned_at` is when a message told him of many.
    """

    __tablename__ = "officers"
    name: Mapped[str] = mapped_column(String(60))
    login: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(20), default=ACTIVE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    phone: Mapped[str | None] = mapped_column(SecretText("officers.phone"))
    phone_index: Mapped[str | None] = mapped_column(String(64))
    named_by: Mapped[str | None] = mapped_column(String(100))
    confirmed_by: Mapped[str | None] = mapped_column(String(100))
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrong_tries: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("jurisdiction", "login"), UniqueConstraint("jurisdiction", "phone_index"))

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
    """A link by which an officer sets his password, once, until `ends_at`. `sent_to` is the index of the phone it went to."""

    __tablename__ = "password_links"
    officer_id: Mapped[UUID] = mapped_column(Uuid)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_to: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (ref("officer_id", "officers"), UniqueConstraint("jurisdiction", "token_hash"))


class KnownBrowser(Scoped):
    """A browser in which an officer has signed in: wrong passwords from elsewhere do not lock him out there."""

    __tablename__ = "known_browsers"
    officer_id: Mapped[UUID] = mapped_column(Uuid)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("officer_id", "officers"),
        UniqueConstraint("jurisdiction", "token_hash"),
        Index("ix_known_browsers_ends", "jurisdiction", "ends_at"),
    )


class AccountAct(Scoped):
    """Something about an account that one officer asked for and a second human confirms (docs/decisions/0019).

    `kind`: appointment, handover, reset, channel. `officer_id` is the account concerned; empty while an appointment names somebody
    new by `name`, `login` and `phone`. `asked_by` and `decided_by` name people as events do. `waits_until` is set where nobody could
    confirm: then it takes effect on that instant unless somebody objects.
    """

    __tablename__ = "account_acts"
    kind: Mapped[str] = mapped_column(String(20))
    union_id: Mapped[UUID] = mapped_column(Uuid)
    role: Mapped[str] = mapped_column(String(20), default="")
    officer_id: Mapped[UUID | None] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(60), default="")
    login: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str | None] = mapped_column(SecretText("account_acts.phone"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    waits_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("officer_id", "officers"),
        ref("union_id", "unions"),
        Index("ix_account_acts_union", "jurisdiction", "union_id", "state"),
        Index("ix_account_acts_waits", "jurisdiction", "state", "waits_until"),
    )
