"""Rows of the one procedure. JSON columns hold de-identified data only."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, Index, Integer, String, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from webapp.persistence import Scoped, UtcDateTime, now, ref
from webapp.policy import Decision, read_decision
from webapp.policy.answers.stored import S, read

NO_DAY = date.max
"""The day of what has none, where days are put in order: behind every other."""
_QUEUE = ("queue_day", "case_age", "case_id", "id")
_AGE = ("case_age", "case_id")
_CLOSED = "case_state IN ('granted', 'refused', 'withdrawn')"


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index of the rows under a condition."""
    return Index(name, "jurisdiction", *columns, sqlite_where=text(where), postgresql_where=text(where))


class Case(Scoped):
    """One request. Independent legs of one application are cases with the same `application_id`.

    `union_id` is the union asked (None while nobody can accept), `version` grows with each move, `age_from` is when the present
    wait began (the inbox sorts by it).
    """

    __tablename__ = "cases"
    reference: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    leg: Mapped[str] = mapped_column(String(80), default="")
    application_id: Mapped[UUID] = mapped_column(Uuid)
    worker_id: Mapped[UUID | None] = mapped_column(Uuid)
    union_id: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(200))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    governed_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    age_from: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("worker_id", "workers"),
        ref("union_id", "unions"),
        UniqueConstraint("jurisdiction", "reference"),
        UniqueConstraint("jurisdiction", "application_id", "kind", "leg"),
        Index("ix_cases_queue", "jurisdiction", "state", "age_from"),
        Index("ix_cases_worker", "jurisdiction", "worker_id"),
        Index("ix_cases_union", "jurisdiction", "union_id", "state", "age_from", "id"),
        _partial("ix_cases_closed", "union_id", "age_from", "id", where="closed_at IS NOT NULL"),
    )


class Step(Scoped):
    """One union's part in deciding a case. A returned case gets a new `round` of steps; earlier rounds stay as history.

    `assigned_to`: the officer it was handed to; None: any officer of the union. `within`: the time that the rules allow (one unit and its
    number), `due_on` the last day of it since the step was open; None where no rule states a time. By `queue_day` (that day again, or
    NO_DAY), and by `case_state` and `case_age` (the case's state and age_from; webapp.cases.moving keeps them) queues are read.
    """

    __tablename__ = "case_steps"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    round: Mapped[int] = mapped_column(Integer, default=1)
    order: Mapped[int] = mapped_column(Integer)
    union_id: Mapped[UUID] = mapped_column(Uuid)
    role: Mapped[str] = mapped_column(String(20))
    basis: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(20))
    assigned_to: Mapped[UUID | None] = mapped_column(Uuid)
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    clauses: Mapped[list[str]] = mapped_column(JSON, default=list)
    within: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    due_on: Mapped[date | None] = mapped_column(Date)
    queue_day: Mapped[date] = mapped_column(Date, default=NO_DAY)
    case_state: Mapped[str] = mapped_column(String(20))
    case_age: Mapped[datetime] = mapped_column(UtcDateTime)

    @validates("due_on")
    def _queue(self, _key: str, day: date | None) -> date | None:
        self.queue_day = day or NO_DAY
        return day

    __table_args__ = (
        ref("case_id", "cases"),
        ref("union_id", "unions"),
        ref("decided_by", "officers"),
        ref("assigned_to", "officers"),
        UniqueConstraint("jurisdiction", "case_id", "round", "order", "union_id"),
        Index("ix_case_steps_inbox", "jurisdiction", "union_id", "state"),
        Index("ix_case_steps_assigned", "jurisdiction", "assigned_to", "state"),
        _partial("ix_case_steps_free", "union_id", *_QUEUE, where="state = 'open' AND assigned_to IS NULL"),
        _partial("ix_case_steps_handed", "union_id", *_QUEUE, where="state = 'open' AND assigned_to IS NOT NULL"),
        Index("ix_case_steps_standing", "jurisdiction", "union_id", "case_state", "case_age", "case_id"),
        _partial("ix_case_steps_closed", "union_id", *_AGE, where=_CLOSED),
        Index("ix_case_steps_helper", "jurisdiction", "assigned_to", "case_state", "case_age", "case_id"),
        _partial("ix_case_steps_helped", "assigned_to", *_AGE, where=f"assigned_to IS NOT NULL AND {_CLOSED}"),
    )


class DecisionRow(Scoped):
    """A policy decision as it was taken: facts without personal data, the whole explained outcome, the profile's digest."""

    __tablename__ = "case_decisions"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(40))
    governed_on: Mapped[date] = mapped_column(Date)
    digest: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (ref("case_id", "cases"), Index("ix_case_decisions_case", "jurisdiction", "case_id"))

    def answered(self, answer: type[S]) -> S:
        """What the decision answered, as a value of its kind (webapp.policy.answers)."""
        return read(answer, self.outcome["answer"])

    def decided(self, answer: type[S]) -> Decision[S]:
        """The whole decision as it was explained on the day."""
        return read_decision(self.outcome, answer)


class CaseClaim(Scoped):
    """An officer has this case on his screen until `until`; others are told, nobody is stopped."""

    __tablename__ = "case_claims"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    officer_id: Mapped[UUID] = mapped_column(Uuid)
    until: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("officer_id", "officers"),
        UniqueConstraint("jurisdiction", "case_id"),
    )


class FollowUp(Scoped):
    """Something a grant leaves to be done. `subject` names whom or what it is about (`person:…`, `employer:…`, `case:…`).

    `key` makes it unique among those of its kind. `data` is what the policy said about it. `outcome` is a Chinese sentence once
    it is done, by the program or by an officer (`done_by`).
    """

    __tablename__ = "follow_ups"
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(160))
    subject: Mapped[str] = mapped_column(String(100))
    case_id: Mapped[UUID | None] = mapped_column(Uuid)
    union_id: Mapped[UUID | None] = mapped_column(Uuid)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="open")
    outcome: Mapped[str | None] = mapped_column(Text)
    done_by: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("union_id", "unions"),
        ref("done_by", "officers"),
        UniqueConstraint("jurisdiction", "kind", "key"),
        Index("ix_follow_ups_queue", "jurisdiction", "state", "union_id", "created_at", "id"),
        Index("ix_follow_ups_kind", "jurisdiction", "union_id", "state", "kind", "created_at", "id"),
        Index("ix_follow_ups_case", "jurisdiction", "case_id"),
        Index("ix_follow_ups_subject", "jurisdiction", "kind", "subject"),
    )


class Phrase(Scoped):
    """A sentence (短语) that a union's officers use often as a reason."""

    __tablename__ = "phrases"
    union_id: Mapped[UUID] = mapped_column(Uuid)
    text: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (ref("union_id", "unions"), UniqueConstraint("jurisdiction", "union_id", "text"))


class Letter(Scoped):
    """The written notice (告知单) of a decided case: numbered per union and year, its content as it stood on the day.

    A case decided again on appeal gets a second letter. One whose verdict was taken back is void (作废) and keeps its number.
    `content` holds no personal data.
    """

    __tablename__ = "case_letters"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    union_id: Mapped[UUID] = mapped_column(Uuid)
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    issued_on: Mapped[date] = mapped_column(Date)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    void_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("union_id", "unions"),
        UniqueConstraint("jurisdiction", "union_id", "year", "number"),
        Index("ix_case_letters_case", "jurisdiction", "case_id"),
    )


class StageTime(Scoped):
    """How long one case took to reach a stage (webapp.cases.course), in whole days; what is usual at a union is read from these."""

    __tablename__ = "stage_times"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    union_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(20))
    days: Mapped[int] = mapped_column(Integer)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("union_id", "unions"),
        UniqueConstraint("jurisdiction", "case_id", "stage"),
        Index("ix_stage_times_usual", "jurisdiction", "union_id", "kind", "stage", "noted_at", "id"),
    )


class LetterSerial(Scoped):
    """The last number a union gave to a letter in a year."""

    __tablename__ = "letter_serials"
    union_id: Mapped[UUID] = mapped_column(Uuid)
    year: Mapped[int] = mapped_column(Integer)
    last: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (ref("union_id", "unions"), UniqueConstraint("jurisdiction", "union_id", "year"))
