"""Rows of money out. Money is whole fen; what names an account or a person is encrypted. Rows are written once.

A batch is a frozen list: its items keep what the bank is told. Only how far a batch is (`state`) and whether an item still waits for
the bank (`live`) move on; what the bank said, what came back and why something was reversed are rows that the database never changes.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Index, Integer, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref
from webapp.persistence.append_only import protect


class PaymentBatch(Scoped):
    """A list of a union that is paid as one. `state`: a BatchState.

    `total` in fen, `digest` over all items; `made_by` froze it, `approved_by` is another officer. `retry_of` is the batch whose
    failures it sends again.
    """

    __tablename__ = "payment_batches"
    reference: Mapped[str] = mapped_column(String(20))
    union_id: Mapped[UUID] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(String(20))
    total: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    retry_of: Mapped[UUID | None] = mapped_column(Uuid)
    made_by: Mapped[UUID] = mapped_column(Uuid)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    approved_by: Mapped[UUID | None] = mapped_column(Uuid)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("union_id", "unions"),
        ref("made_by", "officers"),
        ref("approved_by", "officers"),
        ref("retry_of", "payment_batches"),
        UniqueConstraint("jurisdiction", "reference"),
        Index("ix_payment_batches_union", "jurisdiction", "union_id", "made_at"),
        CheckConstraint("approved_by IS NULL OR approved_by <> made_by", name="another_checks"),
    )


class BatchItem(Scoped):
    """One claim in a batch, as the bank is told. `line` counts from 1; `live` until the bank has said what became of it.

    A claim is live in one batch at most: the database refuses a second.
    """

    __tablename__ = "payment_items"
    batch_id: Mapped[UUID] = mapped_column(Uuid)
    line: Mapped[int] = mapped_column(Integer)
    case_id: Mapped[UUID] = mapped_column(Uuid)
    amount: Mapped[int] = mapped_column(BigInteger)
    holder: Mapped[str] = mapped_column(SecretText("payment_items.holder"))
    bank: Mapped[str] = mapped_column(String(60))
    account: Mapped[str] = mapped_column(SecretText("payment_items.account"))
    identity: Mapped[str] = mapped_column(SecretText("payment_items.identity"))
    live: Mapped[bool] = mapped_column(Boolean, default=True)

    __table_args__ = (
        ref("batch_id", "payment_batches"),
        ref("case_id", "cases"),
        UniqueConstraint("jurisdiction", "batch_id", "line"),
        CheckConstraint("amount > 0", name="something_to_pay"),
        Index(
            "uq_one_live_batch",
            "jurisdiction",
            "case_id",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
        Index("ix_payment_items_case", "jurisdiction", "case_id"),
    )


class BankFile(Scoped):
    """A file of the bank's that was read in; the same one is read in once."""

    __tablename__ = "payment_bank_files"
    batch_id: Mapped[UUID] = mapped_column(Uuid)
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    read_by: Mapped[UUID] = mapped_column(Uuid)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("batch_id", "payment_batches"),
        ref("read_by", "officers"),
        UniqueConstraint("jurisdiction", "batch_id", "digest"),
    )


class BankResult(Scoped):
    """What the bank said of one item, once: paid or not, and why not. `amount` in fen."""

    __tablename__ = "payment_results"
    item_id: Mapped[UUID] = mapped_column(Uuid)
    case_id: Mapped[UUID] = mapped_column(Uuid)
    file_id: Mapped[UUID] = mapped_column(Uuid)
    paid: Mapped[bool] = mapped_column(Boolean)
    amount: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200), default="")
    known_on: Mapped[date] = mapped_column(Date)

    __table_args__ = (
        ref("item_id", "payment_items"),
        ref("case_id", "cases"),
        ref("file_id", "payment_bank_files"),
        UniqueConstraint("jurisdiction", "item_id"),
        Index("ix_payment_results_case", "jurisdiction", "case_id"),
    )


class Reversal(Scoped):
    """Why an entry of the ledger was taken back: the contra entry, the reason, the clause it rests on, who did it, who checked it."""

    __tablename__ = "ledger_reversals"
    entry_id: Mapped[UUID] = mapped_column(Uuid)
    case_id: Mapped[UUID] = mapped_column(Uuid)
    reason: Mapped[str] = mapped_column(String(300))
    clause: Mapped[str] = mapped_column(String(40))
    made_by: Mapped[UUID] = mapped_column(Uuid)
    checked_by: Mapped[UUID | None] = mapped_column(Uuid)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("entry_id", "ledger_entries"),
        ref("case_id", "cases"),
        ref("made_by", "officers"),
        ref("checked_by", "officers"),
        UniqueConstraint("jurisdiction", "entry_id"),
    )


class ReversalRequest(Scoped):
    """A contra entry that one treasurer asks for and another confirms. `open_key` is the entry while it waits: one request an entry."""

    __tablename__ = "reversal_requests"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    entry_id: Mapped[UUID] = mapped_column(Uuid)
    open_key: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(300))
    clause: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[UUID] = mapped_column(Uuid)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("entry_id", "ledger_entries"),
        ref("asked_by", "officers"),
        ref("decided_by", "officers"),
        UniqueConstraint("jurisdiction", "open_key"),
        Index("ix_reversal_requests_case", "jurisdiction", "case_id", "state"),
    )


class MoneyBack(Scoped):
    """Money that a member paid back, in fen. `key` makes the note of one receipt unique."""

    __tablename__ = "payment_returns"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    amount: Mapped[int] = mapped_column(BigInteger)
    received_on: Mapped[date] = mapped_column(Date)
    key: Mapped[str] = mapped_column(String(80))
    noted_by: Mapped[UUID] = mapped_column(Uuid)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("noted_by", "officers"),
        UniqueConstraint("jurisdiction", "key"),
        CheckConstraint("amount > 0", name="something_back"),
        Index("ix_payment_returns_case", "jurisdiction", "case_id"),
    )


class AccountChange(Scoped):
    """An account of a granted claim that was put right: what stood, what stands since, who did it (None: the member himself).

    `note`: the evidence that an officer saw. Nothing here is ever changed but the key that its secrets are under.
    """

    __tablename__ = "payment_account_changes"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    old_bank: Mapped[str] = mapped_column(String(60))
    old_holder: Mapped[str] = mapped_column(SecretText("payment_account_changes.old_holder"))
    old_number: Mapped[str] = mapped_column(SecretText("payment_account_changes.old_number"))
    bank: Mapped[str] = mapped_column(String(60))
    holder: Mapped[str] = mapped_column(SecretText("payment_account_changes.holder"))
    number: Mapped[str] = mapped_column(SecretText("payment_account_changes.number"))
    note: Mapped[str] = mapped_column(SecretText("payment_account_changes.note"), default="")
    changed_by: Mapped[UUID | None] = mapped_column(Uuid)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("changed_by", "officers"),
        Index("ix_payment_account_changes_case", "jurisdiction", "case_id"),
    )


for _written_once in (BankFile, BankResult, Reversal, MoneyBack):
    protect(_written_once.__table__)
