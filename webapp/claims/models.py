"""Rows of claims. Money is whole fen. What says something about a body or a bank account is encrypted.

accident → filings (each a case) → bills; findings are what a reviewer found. The ledger is a head for each person and edition, and
entries that only grow (see ledger.py for how they are written).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, Date, Index, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref
from webapp.persistence.append_only import protect


class Enrolment(Scoped):
    """One taking part in an edition of a plan. `void`: a share beyond those the edition allows; it is kept and gives nothing."""

    __tablename__ = "plan_enrolments"
    person_id: Mapped[UUID] = mapped_column(Uuid)
    plan: Mapped[str] = mapped_column(String(60))
    edition: Mapped[str] = mapped_column(String(60))
    enrolled_on: Mapped[date] = mapped_column(Date)
    shares: Mapped[int] = mapped_column(Integer, default=1)
    first_time: Mapped[bool] = mapped_column(Boolean, default=True)
    void: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("person_id", "persons"),
        Index("ix_plan_enrolments_person", "jurisdiction", "person_id"),
        Index("ix_plan_enrolments_edition", "jurisdiction", "plan", "edition"),
    )


class CoverNotice(Scoped):
    """That a member was told from which day an edition of a plan covers him; he is told once."""

    __tablename__ = "cover_notices"
    person_id: Mapped[UUID] = mapped_column(Uuid)
    plan: Mapped[str] = mapped_column(String(60))
    edition: Mapped[str] = mapped_column(String(60))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (ref("person_id", "persons"), UniqueConstraint("jurisdiction", "person_id", "plan", "edition"))


class Accident(Scoped):
    """What happened to a person, once; every filing on it counts together.

    `number` counts a person's accidents from 1. `at` is the moment (None until it is said), `time_known` whether the time of day is.
    `kind` is an event_kind of the profile, `third_party` yes, no or unclear. `plan` and `edition` are those that govern its day,
    pinned at the first submission (`edition` None: terms are not known). `rules` is the digest of the profile it is assessed by,
    `ruled_on` and `ruled_at` the business day and the moment it was pinned (see ruling.py). `answers`: the edition's own questions.
    """

    __tablename__ = "claim_accidents"
    person_id: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[int] = mapped_column(Integer)
    plan: Mapped[str] = mapped_column(String(60))
    edition: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    time_known: Mapped[bool] = mapped_column(Boolean, default=False)
    place: Mapped[str] = mapped_column(SecretText("claim_accidents.place"), default="")
    story: Mapped[str] = mapped_column(SecretText("claim_accidents.story"), default="")
    third_party: Mapped[str | None] = mapped_column(String(10))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rules: Mapped[str | None] = mapped_column(String(64))
    ruled_on: Mapped[date | None] = mapped_column(Date)
    ruled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (ref("person_id", "persons"), UniqueConstraint("jurisdiction", "person_id", "number"))

    @property
    def key(self) -> str:
        """What the facts of a claim call it."""
        return f"A{self.number}"


class Filing(Scoped):
    """One filing (申报) on an accident; its case is of the kind `claim`.

    `filed_on`, `refiled_on`: business days of the first and the last submission. `payee` is a payee of the profile; the account is
    `self`'s own only where its holder bears the member's name. `originals`: ids of documents whose original was seen.
    `state`, `codes`, `amount`, `would_be`: what the last assessment said (a claim_state; fen payable now, fen payable once nothing
    holds it back); the whole of it is the case's last decision.
    """

    __tablename__ = "claim_filings"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    accident_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    filed_on: Mapped[date | None] = mapped_column(Date)
    refiled_on: Mapped[date | None] = mapped_column(Date)
    payee: Mapped[str | None] = mapped_column(String(40))
    bank: Mapped[str] = mapped_column(String(60), default="")
    account_holder: Mapped[str] = mapped_column(SecretText("claim_filings.account_holder"), default="")
    account_number: Mapped[str] = mapped_column(SecretText("claim_filings.account_number"), default="")
    account_index: Mapped[str | None] = mapped_column(String(64))
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    originals: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str | None] = mapped_column(String(40))
    codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    would_be: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("accident_id", "claim_accidents"),
        ref("person_id", "persons"),
        UniqueConstraint("jurisdiction", "case_id"),
        Index("ix_claim_filings_person", "jurisdiction", "person_id"),
        Index("ix_claim_filings_accident", "jurisdiction", "accident_id"),
        Index("ix_claim_filings_account", "jurisdiction", "account_index"),
    )


class Bill(Scoped):
    """One bill (票据) of a filing. Days are inclusive, amounts fen; None = not known.

    `number` counts a person's bills from 1. `hospital_public`: yes, no, unclear; `hospital_grade` 1 to 3, None unclear.
    `invoice_index` finds the same invoice number, amount and hospital again.
    """

    __tablename__ = "claim_bills"
    filing_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[int] = mapped_column(Integer)
    invoice: Mapped[str] = mapped_column(SecretText("claim_bills.invoice"), default="")
    invoice_index: Mapped[str | None] = mapped_column(String(64))
    hospital: Mapped[str] = mapped_column(String(120))
    hospital_public: Mapped[str] = mapped_column(String(10))
    hospital_grade: Mapped[int | None] = mapped_column(Integer)
    hospital_kind: Mapped[str | None] = mapped_column(String(40))
    hospital_division: Mapped[str | None] = mapped_column(String(9))
    care: Mapped[str] = mapped_column(String(20))
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    hospital_days: Mapped[int | None] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(BigInteger)
    reimbursed: Mapped[int] = mapped_column(BigInteger, default=0)
    self_paid_in_scope: Mapped[int | None] = mapped_column(BigInteger)
    out_of_scope: Mapped[int] = mapped_column(BigInteger, default=0)
    third_party: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        ref("filing_id", "claim_filings"),
        ref("person_id", "persons"),
        UniqueConstraint("jurisdiction", "person_id", "number"),
        Index("ix_claim_bills_filing", "jurisdiction", "filing_id"),
        Index("ix_claim_bills_invoice", "jurisdiction", "invoice_index"),
    )

    @property
    def key(self) -> str:
        """What the facts of a claim and the sentences about it call it."""
        return str(self.number)


class Finding(Scoped):
    """What a reviewer found on a row of the plan: about a filing, one of its bills (`bill_id`) or its accident (`of_accident`).

    `holds`: the row's condition holds, or the exclusion applies. `exception`: the exclusion's exception applies. `counts`: fen of a
    bill that count, `amount`: fen of a discretionary component. A later finding on the same row and thing takes its place.
    """

    __tablename__ = "claim_findings"
    filing_id: Mapped[UUID] = mapped_column(Uuid)
    bill_id: Mapped[UUID | None] = mapped_column(Uuid)
    of_accident: Mapped[bool] = mapped_column(Boolean, default=False)
    row: Mapped[str] = mapped_column(String(60))
    holds: Mapped[bool] = mapped_column(Boolean, default=True)
    exception: Mapped[bool] = mapped_column(Boolean, default=False)
    counts: Mapped[int | None] = mapped_column(BigInteger)
    amount: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(300), default="")
    found_by: Mapped[UUID] = mapped_column(Uuid)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("filing_id", "claim_filings"),
        ref("bill_id", "claim_bills"),
        ref("found_by", "officers"),
        Index("ix_claim_findings_filing", "jurisdiction", "filing_id"),
    )


class ToldFact(Scoped):
    """What was said of a fact that rows of the plan read and no record of the site holds; the newest of each fact counts.

    `fact` is a name of the register of facts, or `paid_elsewhere.` and a plan. `value` is its JSON text, None = known to nobody (any
    more). `said_by`: member or an officer's id; `note` says what an officer rests it on.
    """

    __tablename__ = "claim_told_facts"
    accident_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[int] = mapped_column(Integer)
    fact: Mapped[str] = mapped_column(String(120))
    value: Mapped[str | None] = mapped_column(SecretText("claim_told_facts.value"))
    said_by: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(SecretText("claim_told_facts.note"), default="")
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("accident_id", "claim_accidents"),
        ref("person_id", "persons"),
        UniqueConstraint("jurisdiction", "accident_id", "number"),
        Index("ix_claim_told_facts_person", "jurisdiction", "person_id"),
    )


class LedgerHead(Scoped):
    """What a person was granted under one edition of a plan, in fen: always the sum of the entries it stands for.

    `component` is empty for the whole edition; a component with a cap of its own has a head beside it. `cap` is the cap that stands
    over this head alone, None where there is none. The database itself refuses a sum below zero or above it.
    """

    __tablename__ = "ledger_heads"
    person_id: Mapped[UUID] = mapped_column(Uuid)
    plan: Mapped[str] = mapped_column(String(60))
    edition: Mapped[str] = mapped_column(String(60))
    component: Mapped[str] = mapped_column(String(60), default="")
    granted: Mapped[int] = mapped_column(BigInteger, default=0)
    cap: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        ref("person_id", "persons"),
        UniqueConstraint("jurisdiction", "person_id", "plan", "edition", "component"),
        CheckConstraint("granted >= 0", name="not_below_zero"),
        CheckConstraint("cap IS NULL OR granted <= cap", name="within_cap"),
        Index("ix_ledger_heads_edition", "jurisdiction", "plan", "edition"),
    )


class LedgerEntry(Scoped):
    """One movement of a person's ledger; never changed, never deleted.

    `kind`: `payment` (a grant; positive), or a contra entry, negative, that names in `reverses_id` what it takes back. `amount` in fen.
    `case_id` is the claim, `decision_id` the case_decisions row it rests on, `borne` {payer: fen} where the profile divides it.
    `key` makes a movement unique (`payment:<case>:<component>`), so that writing it again writes nothing. `head_id` is the head of the
    whole edition.
    """

    __tablename__ = "ledger_entries"
    head_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    plan: Mapped[str] = mapped_column(String(60))
    edition: Mapped[str] = mapped_column(String(60))
    component: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int] = mapped_column(BigInteger)
    borne: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    case_id: Mapped[UUID] = mapped_column(Uuid)
    decision_id: Mapped[UUID | None] = mapped_column(Uuid)
    reverses_id: Mapped[UUID | None] = mapped_column(Uuid)
    key: Mapped[str] = mapped_column(String(160))
    entered_on: Mapped[date] = mapped_column(Date)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("head_id", "ledger_heads"),
        ref("person_id", "persons"),
        ref("case_id", "cases"),
        ref("decision_id", "case_decisions"),
        ref("reverses_id", "ledger_entries"),
        UniqueConstraint("jurisdiction", "key"),
        Index("ix_ledger_entries_person", "jurisdiction", "person_id", "plan", "edition"),
        Index("ix_ledger_entries_case", "jurisdiction", "case_id"),
    )


protect(LedgerEntry.__table__)
