"""The schema that revisions 0001 to 0007 led to, as one: a function a room, from the ground up.

It keeps the last one's id, so that a database at 0007 needs no step. Columns stand where those revisions left them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0007"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for room in ROOMS:
        room()


def downgrade() -> None:
    tables = sa.MetaData()
    tables.reflect(op.get_bind(), only=lambda name, _: name != "alembic_version")
    tables.drop_all(op.get_bind())


def scoped(name: str, *parts: SchemaItem) -> None:
    """A table whose rows belong to a jurisdiction."""
    op.create_table(
        name,
        sa.Column("jurisdiction", sa.String(32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f(f"pk_{name}")),
    )


def link(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A row names another of the same jurisdiction; looked at when the transaction ends."""
    return sa.ForeignKeyConstraint(
        ["jurisdiction", column],
        [f"{to}.jurisdiction", f"{to}.id"],
        name=op.f(f"fk_{table}_jurisdiction_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def persistence() -> None:
    """The record of events and its seals."""
    scoped(
        "event_seals",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("jurisdiction", "number", name=op.f("uq_event_seals_jurisdiction_number")),
    )
    scoped(
        "events",
        sa.Column("chain", sa.String(120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(100), nullable=True),
        sa.Column("actor", sa.String(100), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("jurisdiction", "chain", "position", name=op.f("uq_events_jurisdiction_chain_position")),
        sa.Index("ix_events_at", "jurisdiction", "at"),
        sa.Index("ix_events_case", "jurisdiction", "case_id", "position"),
    )
    scoped(
        "event_sealed_heads",
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("chain", sa.String(120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        link("event_sealed_heads", "seal_id", "event_seals"),
        sa.UniqueConstraint(
            "jurisdiction", "seal_id", "chain", name=op.f("uq_event_sealed_heads_jurisdiction_seal_id_chain")
        ),
        sa.Index("ix_event_sealed_heads_chain", "jurisdiction", "chain", "position"),
    )


def web() -> None:
    """Who is signed in."""
    scoped(
        "web_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(100), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("jurisdiction", "token_hash", name=op.f("uq_web_sessions_jurisdiction_token_hash")),
        sa.Index("ix_web_sessions_owner", "jurisdiction", "owner"),
        sa.Index("ix_web_sessions_seen", "jurisdiction", "seen_at"),
    )


def jobs() -> None:
    """Background work."""
    scoped(
        "jobs",
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(120), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lane", sa.SmallInteger(), server_default="1", nullable=False),
        sa.UniqueConstraint("jurisdiction", "kind", "once", name=op.f("uq_jobs_jurisdiction_kind_once")),
        sa.Index("ix_jobs_due", "jurisdiction", "state", "lane", "run_at", "id"),
    )


def files() -> None:
    """Photographs and papers, kept encrypted on the disk."""
    scoped(
        "stored_files",
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kept_by", sa.String(60), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("jurisdiction", "place", name=op.f("uq_stored_files_jurisdiction_place")),
        sa.Index("ix_stored_files_subject", "jurisdiction", "subject", "kept_at"),
    )


def unions() -> None:
    """Unions, their settings, employers and what was said of them."""
    scoped(
        "employers",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("division", sa.String(9), nullable=False),
        sa.Column("registered_place", sa.String(9), nullable=True),
        sa.Column("platform", sa.Boolean(), nullable=False),
        sa.Column("pinyin", sa.String(600), nullable=False),
        sa.Column("initials", sa.String(120), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("jurisdiction", "credit_code", name=op.f("uq_employers_jurisdiction_credit_code")),
        sa.Index("ix_employers_initials", "jurisdiction", "initials"),
        sa.Index("ix_employers_name", "jurisdiction", "name"),
    )
    scoped(
        "employer_merges",
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.String(100), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(100), nullable=True),
        link("employer_merges", "gone_id", "employers"),
        link("employer_merges", "kept_id", "employers"),
        sa.Index("ix_employer_merges_gone", "jurisdiction", "gone_id"),
        sa.Index("ix_employer_merges_kept", "jurisdiction", "kept_id"),
    )
    scoped(
        "employer_reports",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("division", sa.String(9), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(100), nullable=True),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(100), nullable=True),
        link("employer_reports", "employer_id", "employers"),
        sa.Index("ix_employer_reports_queue", "jurisdiction", "state", "created_at"),
        sa.Index("ix_employer_reports_subject", "jurisdiction", "subject"),
    )
    scoped(
        "unions",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("division", sa.String(9), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("hours", sa.String(100), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("is_stand_in_named", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("unions", "parent_id", "unions"),
        link("unions", "employer_id", "employers"),
        sa.Index("ix_unions_employer", "jurisdiction", "employer_id"),
        sa.Index("ix_unions_parent", "jurisdiction", "parent_id"),
        sa.Index("ix_unions_place", "jurisdiction", "kind", "division"),
    )
    scoped(
        "employer_merge_moves",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(60), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(80), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        link("employer_merge_moves", "merge_id", "employer_merges"),
        sa.UniqueConstraint(
            "jurisdiction", "merge_id", "position", name=op.f("uq_employer_merge_moves_jurisdiction_merge_id_position")
        ),
        sa.Index("ix_employer_merge_moves_row", "jurisdiction", "row_id"),
    )
    scoped(
        "union_settings",
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("operator", sa.String(120), nullable=False),
        sa.Column("icp", sa.String(60), nullable=False),
        sa.Column("police_record", sa.String(60), nullable=False),
        sa.Column("site_code", sa.String(40), nullable=False),
        sa.Column("hotline", sa.String(40), nullable=False),
        sa.Column("signature", sa.String(40), nullable=False),
        sa.Column("privacy_text", sa.Text(), nullable=False),
        sa.Column("second_approval", sa.BigInteger(), nullable=True),
        sa.Column("dues_mode", sa.String(20), nullable=False),
        sa.Column("dues_fen", sa.Integer(), nullable=True),
        sa.Column("dues_per", sa.String(10), nullable=False),
        sa.Column("closed_channels", sa.JSON(), nullable=False),
        link("union_settings", "union_id", "unions"),
        sa.UniqueConstraint("jurisdiction", "union_id", name=op.f("uq_union_settings_jurisdiction_union_id")),
    )


def accounts() -> None:
    """Workers by phone, officers by password, their roles and what one wants of an account."""
    scoped(
        "attempts",
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_attempts_at", "jurisdiction", "at"),
        sa.Index("ix_attempts_bucket", "jurisdiction", "bucket", "at"),
    )
    scoped(
        "login_codes",
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Index("ix_login_codes_ends", "jurisdiction", "ends_at"),
    )
    scoped(
        "officers",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("login", sa.String(60), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(64), nullable=True),
        sa.Column("named_by", sa.String(100), nullable=True),
        sa.Column("confirmed_by", sa.String(100), nullable=True),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("jurisdiction", "login", name=op.f("uq_officers_jurisdiction_login")),
        sa.UniqueConstraint("jurisdiction", "phone_index", name=op.f("uq_officers_jurisdiction_phone_index")),
    )
    scoped(
        "workers",
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("jurisdiction", "phone_index", name=op.f("uq_workers_jurisdiction_phone_index")),
    )
    scoped(
        "known_browsers",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        link("known_browsers", "officer_id", "officers"),
        sa.UniqueConstraint("jurisdiction", "token_hash", name=op.f("uq_known_browsers_jurisdiction_token_hash")),
        sa.Index("ix_known_browsers_ends", "jurisdiction", "ends_at"),
    )
    scoped(
        "password_links",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_to", sa.String(64), nullable=True),
        link("password_links", "officer_id", "officers"),
        sa.UniqueConstraint("jurisdiction", "token_hash", name=op.f("uq_password_links_jurisdiction_token_hash")),
    )
    scoped(
        "account_acts",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("login", sa.String(60), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("asked_by", sa.String(100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(100), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        link("account_acts", "union_id", "unions"),
        link("account_acts", "officer_id", "officers"),
        sa.Index("ix_account_acts_union", "jurisdiction", "union_id", "state"),
        sa.Index("ix_account_acts_waits", "jurisdiction", "state", "waits_until"),
    )
    scoped(
        "roles",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("roles", "officer_id", "officers"),
        link("roles", "union_id", "unions"),
        sa.UniqueConstraint(
            "jurisdiction",
            "officer_id",
            "union_id",
            "role",
            name=op.f("uq_roles_jurisdiction_officer_id_union_id_role"),
        ),
        sa.Index("ix_roles_union", "jurisdiction", "union_id"),
    )


def notices() -> None:
    """Messages, written with what they tell."""
    scoped(
        "messages",
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("parameters", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(40), nullable=True),
        sa.Column("about", sa.String(100), nullable=True),
        link("messages", "worker_id", "workers"),
        sa.Index("ix_messages_created", "jurisdiction", "created_at"),
        sa.Index("ix_messages_worker", "jurisdiction", "worker_id"),
    )


def cases() -> None:
    """The one procedure: cases, steps, decisions, letters, follow-ups."""
    scoped(
        "cases",
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("leg", sa.String(80), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("union_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("governed_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("age_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        link("cases", "worker_id", "workers"),
        link("cases", "union_id", "unions"),
        sa.UniqueConstraint("jurisdiction", "reference", name=op.f("uq_cases_jurisdiction_reference")),
        sa.UniqueConstraint(
            "jurisdiction", "application_id", "kind", "leg", name=op.f("uq_cases_jurisdiction_application_id_kind_leg")
        ),
        sa.Index("ix_cases_queue", "jurisdiction", "state", "age_from"),
        sa.Index("ix_cases_worker", "jurisdiction", "worker_id"),
    )
    scoped(
        "letter_serials",
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        link("letter_serials", "union_id", "unions"),
        sa.UniqueConstraint(
            "jurisdiction", "union_id", "year", name=op.f("uq_letter_serials_jurisdiction_union_id_year")
        ),
    )
    scoped(
        "phrases",
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("phrases", "union_id", "unions"),
        sa.UniqueConstraint("jurisdiction", "union_id", "text", name=op.f("uq_phrases_jurisdiction_union_id_text")),
    )
    scoped(
        "case_claims",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        link("case_claims", "case_id", "cases"),
        link("case_claims", "officer_id", "officers"),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_case_claims_jurisdiction_case_id")),
    )
    scoped(
        "case_decisions",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("governed_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("case_decisions", "case_id", "cases"),
        sa.Index("ix_case_decisions_case", "jurisdiction", "case_id"),
    )
    scoped(
        "case_letters",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        link("case_letters", "case_id", "cases"),
        link("case_letters", "union_id", "unions"),
        sa.UniqueConstraint(
            "jurisdiction", "union_id", "year", "number", name=op.f("uq_case_letters_jurisdiction_union_id_year_number")
        ),
        sa.Index("ix_case_letters_case", "jurisdiction", "case_id"),
    )
    scoped(
        "case_steps",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("clauses", sa.JSON(), nullable=False),
        link("case_steps", "case_id", "cases"),
        link("case_steps", "union_id", "unions"),
        link("case_steps", "assigned_to", "officers"),
        link("case_steps", "decided_by", "officers"),
        sa.UniqueConstraint(
            "jurisdiction",
            "case_id",
            "round",
            "order",
            "union_id",
            name=op.f("uq_case_steps_jurisdiction_case_id_round_order_union_id"),
        ),
        sa.Index("ix_case_steps_assigned", "jurisdiction", "assigned_to", "state"),
        sa.Index("ix_case_steps_inbox", "jurisdiction", "union_id", "state"),
    )
    scoped(
        "follow_ups",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("union_id", sa.Uuid(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        link("follow_ups", "case_id", "cases"),
        link("follow_ups", "union_id", "unions"),
        link("follow_ups", "done_by", "officers"),
        sa.UniqueConstraint("jurisdiction", "kind", "key", name=op.f("uq_follow_ups_jurisdiction_kind_key")),
        sa.Index("ix_follow_ups_queue", "jurisdiction", "state", "union_id", "created_at"),
        sa.Index("ix_follow_ups_subject", "jurisdiction", "kind", "subject"),
    )


def members() -> None:
    """Persons, seats, affiliations, consents, cards, transfers."""
    scoped(
        "consents",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        link("consents", "worker_id", "workers"),
        sa.Index("ix_consents_worker", "jurisdiction", "worker_id"),
    )
    scoped(
        "persons",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("identity_kind", sa.String(40), nullable=False),
        sa.Column("identity_number", sa.LargeBinary(), nullable=False),
        sa.Column("identity_index", sa.String(64), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("real_name_state", sa.String(12), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verification_method", sa.String(12), nullable=True),
        sa.Column("verified_by", sa.String(100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number_key", sa.String(64), nullable=True),
        link("persons", "worker_id", "workers"),
        sa.UniqueConstraint(
            "jurisdiction", "worker_id", "identity_index", name=op.f("uq_persons_jurisdiction_worker_id_identity_index")
        ),
        sa.UniqueConstraint("jurisdiction", "number_key", name=op.f("uq_persons_jurisdiction_number_key")),
        sa.Index("ix_persons_identity", "jurisdiction", "identity_index"),
    )
    scoped(
        "card_codes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        link("card_codes", "person_id", "persons"),
        sa.UniqueConstraint("jurisdiction", "token_hash", name=op.f("uq_card_codes_jurisdiction_token_hash")),
        sa.Index("ix_card_codes_person", "jurisdiction", "person_id", "ends_at"),
    )
    scoped(
        "affiliations",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("leg", sa.String(80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        link("affiliations", "person_id", "persons"),
        link("affiliations", "union_id", "unions"),
        link("affiliations", "case_id", "cases"),
        sa.Index(
            "uq_one_affiliation",
            "jurisdiction",
            "person_id",
            "union_id",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )
    scoped(
        "memberships",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("seat_kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("worker_group", sa.String(40), nullable=False),
        sa.Column("relation_kind", sa.String(40), nullable=True),
        sa.Column("join_form", sa.String(40), nullable=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(20), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_note", sa.LargeBinary(), nullable=True),
        link("memberships", "person_id", "persons"),
        link("memberships", "union_id", "unions"),
        link("memberships", "case_id", "cases"),
        link("memberships", "employer_id", "employers"),
        sa.Index("ix_memberships_union", "jurisdiction", "union_id", "state"),
        sa.Index(
            "uq_one_seat",
            "jurisdiction",
            "person_id",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )
    scoped(
        "transfers",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("from_union_id", sa.Uuid(), nullable=False),
        sa.Column("to_union_id", sa.Uuid(), nullable=False),
        sa.Column("trigger", sa.String(20), nullable=False),
        sa.Column("open_key", sa.String(36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("transfers", "case_id", "cases"),
        link("transfers", "person_id", "persons"),
        link("transfers", "seat_id", "memberships"),
        link("transfers", "from_union_id", "unions"),
        link("transfers", "to_union_id", "unions"),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_transfers_jurisdiction_case_id")),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_transfers_jurisdiction_open_key")),
    )


def join() -> None:
    """Drafts and applications; drives that enrol many."""
    scoped(
        "join_drafts",
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("origin", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(100), nullable=True),
        sa.Column("identity_kind", sa.String(40), nullable=True),
        sa.Column("identity_number", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        link("join_drafts", "entered_by", "officers"),
        link("join_drafts", "worker_id", "workers"),
        sa.Index("ix_join_drafts_saved", "jurisdiction", "saved_at"),
        sa.Index("ix_join_drafts_worker", "jurisdiction", "worker_id"),
    )
    scoped(
        "enrolment_drives",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("division", sa.String(9), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("enrolment_drives", "union_id", "unions"),
        link("enrolment_drives", "opened_by", "officers"),
        sa.UniqueConstraint("jurisdiction", "code", name=op.f("uq_enrolment_drives_jurisdiction_code")),
        sa.Index("ix_enrolment_drives_union", "jurisdiction", "union_id", "closes_on"),
    )
    scoped(
        "join_applications",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("open_key", sa.String(64), nullable=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("drive_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("join_form", sa.String(40), nullable=True),
        sa.Column("worker_group", sa.String(40), nullable=False),
        sa.Column("relation_kind", sa.String(40), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        link("join_applications", "worker_id", "workers"),
        link("join_applications", "person_id", "persons"),
        link("join_applications", "drive_id", "enrolment_drives"),
        link("join_applications", "entered_by", "officers"),
        link("join_applications", "employer_id", "employers"),
        sa.UniqueConstraint("jurisdiction", "draft_id", name=op.f("uq_join_applications_jurisdiction_draft_id")),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_join_applications_jurisdiction_open_key")),
        sa.Index("ix_join_applications_drive", "jurisdiction", "drive_id"),
    )


def stations() -> None:
    """Places, branches at depots, lists of services."""
    scoped(
        "depots",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("division", sa.String(9), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("depots", "employer_id", "employers"),
        sa.UniqueConstraint(
            "jurisdiction", "employer_id", "name", name=op.f("uq_depots_jurisdiction_employer_id_name")
        ),
        sa.Index("ix_depots_place", "jurisdiction", "state", "division"),
    )
    scoped(
        "service_list_items",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("details", sa.String(400), nullable=False),
        sa.Column("how", sa.String(200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        link("service_list_items", "employer_id", "employers"),
        sa.Index("ix_service_list_items_firm", "jurisdiction", "employer_id"),
    )
    scoped(
        "depot_branches",
        sa.Column("depot_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("parents", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("union_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("open_key", sa.String(40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("depot_branches", "depot_id", "depots"),
        link("depot_branches", "case_id", "cases"),
        link("depot_branches", "union_id", "unions"),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_depot_branches_jurisdiction_open_key")),
        sa.Index("ix_depot_branches_depot", "jurisdiction", "depot_id"),
    )
    scoped(
        "service_stations",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("host", sa.String(60), nullable=False),
        sa.Column("host_words", sa.String(60), nullable=False),
        sa.Column("division", sa.String(9), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("datum", sa.String(10), nullable=False),
        sa.Column("cell_north", sa.Integer(), nullable=False),
        sa.Column("cell_east", sa.Integer(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("facilities", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("service_stations", "union_id", "unions"),
        link("service_stations", "case_id", "cases"),
        sa.Index("ix_service_stations_grid", "jurisdiction", "state", "cell_north", "cell_east"),
        sa.Index("ix_service_stations_place", "jurisdiction", "state", "division"),
        sa.Index("ix_service_stations_union", "jurisdiction", "union_id"),
    )
    scoped(
        "depot_duty_records",
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(60), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("depot_duty_records", "branch_id", "depot_branches"),
        link("depot_duty_records", "written_by", "officers"),
        sa.Index("ix_depot_duty_records_branch", "jurisdiction", "branch_id", "done_on"),
    )
    scoped(
        "station_feedback",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(10), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("station_feedback", "station_id", "service_stations"),
        link("station_feedback", "worker_id", "workers"),
        link("station_feedback", "answered_by", "officers"),
        sa.Index("ix_station_feedback_station", "jurisdiction", "station_id", "created_at"),
        sa.Index("ix_station_feedback_worker", "jurisdiction", "worker_id"),
    )
    scoped(
        "station_recognitions",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("recognition", sa.String(60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("open_key", sa.String(120), nullable=True),
        sa.Column("recognised_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("station_recognitions", "station_id", "service_stations"),
        link("station_recognitions", "case_id", "cases"),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_station_recognitions_jurisdiction_open_key")),
        sa.Index("ix_station_recognitions_year", "jurisdiction", "recognition", "recognised_on"),
    )


def founding() -> None:
    """Plan, founding as a case, terms, duties, member units."""
    scoped(
        "founding_plan",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("responsible_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        link("founding_plan", "employer_id", "employers"),
        link("founding_plan", "responsible_id", "officers"),
        link("founding_plan", "by", "officers"),
        sa.Index("ix_founding_plan_employer", "jurisdiction", "employer_id", "at"),
    )
    scoped(
        "duty_records",
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        link("duty_records", "union_id", "unions"),
        link("duty_records", "by", "officers"),
        sa.Index("ix_duty_records_union", "jurisdiction", "union_id", "held_on"),
    )
    scoped(
        "member_units",
        sa.Column("federation_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        link("member_units", "federation_id", "unions"),
        link("member_units", "union_id", "unions"),
        link("member_units", "by", "officers"),
        sa.UniqueConstraint(
            "jurisdiction",
            "federation_id",
            "union_id",
            name=op.f("uq_member_units_jurisdiction_federation_id_union_id"),
        ),
    )
    scoped(
        "union_terms",
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("chair", sa.String(60), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        link("union_terms", "union_id", "unions"),
        sa.Index("ix_union_terms_union", "jurisdiction", "union_id", "elected_on"),
    )
    scoped(
        "foundings",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("threshold", sa.String(80), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("upper_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=True),
        sa.Column("union_kind", sa.String(60), nullable=False),
        sa.Column("division", sa.String(9), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("chair", sa.String(60), nullable=False),
        sa.Column("chair_from", sa.String(120), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("term_years", sa.Integer(), nullable=True),
        sa.Column("funds_independent", sa.Boolean(), nullable=False),
        sa.Column("many_women", sa.Boolean(), nullable=False),
        sa.Column("stands_in_named", sa.Boolean(), nullable=False),
        sa.Column("officer_name", sa.String(60), nullable=False),
        sa.Column("officer_login", sa.String(60), nullable=False),
        sa.Column("officer_phone", sa.LargeBinary(), nullable=False),
        sa.Column("begun_by", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("foundings", "case_id", "cases"),
        link("foundings", "employer_id", "employers"),
        link("foundings", "upper_id", "unions"),
        link("foundings", "union_id", "unions"),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_foundings_jurisdiction_case_id")),
        sa.Index("ix_foundings_employer", "jurisdiction", "employer_id"),
    )
    scoped(
        "founding_items",
        sa.Column("founding_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        link("founding_items", "founding_id", "foundings"),
        link("founding_items", "by", "officers"),
        sa.UniqueConstraint(
            "jurisdiction", "founding_id", "item", name=op.f("uq_founding_items_jurisdiction_founding_id_item")
        ),
    )


def claims() -> None:
    """Cover, accidents, filings, bills, findings, the ledger."""
    scoped(
        "claim_accidents",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(60), nullable=False),
        sa.Column("edition", sa.String(60), nullable=True),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_known", sa.Boolean(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("story", sa.LargeBinary(), nullable=False),
        sa.Column("third_party", sa.String(10), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("rules", sa.String(64), nullable=True),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("claim_accidents", "person_id", "persons"),
        sa.UniqueConstraint(
            "jurisdiction", "person_id", "number", name=op.f("uq_claim_accidents_jurisdiction_person_id_number")
        ),
    )
    scoped(
        "ledger_heads",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(60), nullable=False),
        sa.Column("edition", sa.String(60), nullable=False),
        sa.Column("component", sa.String(60), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=True),
        link("ledger_heads", "person_id", "persons"),
        sa.UniqueConstraint(
            "jurisdiction",
            "person_id",
            "plan",
            "edition",
            "component",
            name=op.f("uq_ledger_heads_jurisdiction_person_id_plan_edition_component"),
        ),
        sa.CheckConstraint("granted >= 0", name=op.f("ck_ledger_heads_not_below_zero")),
        sa.CheckConstraint("cap IS NULL OR granted <= cap", name=op.f("ck_ledger_heads_within_cap")),
        sa.Index("ix_ledger_heads_edition", "jurisdiction", "plan", "edition"),
    )
    scoped(
        "plan_enrolments",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(60), nullable=False),
        sa.Column("edition", sa.String(60), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("first_time", sa.Boolean(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("plan_enrolments", "person_id", "persons"),
        sa.Index("ix_plan_enrolments_edition", "jurisdiction", "plan", "edition"),
        sa.Index("ix_plan_enrolments_person", "jurisdiction", "person_id"),
    )
    scoped(
        "claim_filings",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("accident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("refiled_on", sa.Date(), nullable=True),
        sa.Column("payee", sa.String(40), nullable=True),
        sa.Column("bank", sa.String(60), nullable=False),
        sa.Column("account_holder", sa.LargeBinary(), nullable=False),
        sa.Column("account_number", sa.LargeBinary(), nullable=False),
        sa.Column("account_index", sa.String(64), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("originals", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(40), nullable=True),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("would_be", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("claim_filings", "case_id", "cases"),
        link("claim_filings", "accident_id", "claim_accidents"),
        link("claim_filings", "person_id", "persons"),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_claim_filings_jurisdiction_case_id")),
        sa.Index("ix_claim_filings_accident", "jurisdiction", "accident_id"),
        sa.Index("ix_claim_filings_account", "jurisdiction", "account_index"),
        sa.Index("ix_claim_filings_person", "jurisdiction", "person_id"),
    )
    scoped(
        "claim_bills",
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("invoice", sa.LargeBinary(), nullable=False),
        sa.Column("invoice_index", sa.String(64), nullable=True),
        sa.Column("hospital", sa.String(120), nullable=False),
        sa.Column("hospital_public", sa.String(10), nullable=False),
        sa.Column("hospital_grade", sa.Integer(), nullable=True),
        sa.Column("hospital_kind", sa.String(40), nullable=True),
        sa.Column("hospital_division", sa.String(9), nullable=True),
        sa.Column("care", sa.String(20), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hospital_days", sa.Integer(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("reimbursed", sa.BigInteger(), nullable=False),
        sa.Column("self_paid_in_scope", sa.BigInteger(), nullable=True),
        sa.Column("out_of_scope", sa.BigInteger(), nullable=False),
        sa.Column("third_party", sa.BigInteger(), nullable=True),
        link("claim_bills", "filing_id", "claim_filings"),
        link("claim_bills", "person_id", "persons"),
        sa.UniqueConstraint(
            "jurisdiction", "person_id", "number", name=op.f("uq_claim_bills_jurisdiction_person_id_number")
        ),
        sa.Index("ix_claim_bills_filing", "jurisdiction", "filing_id"),
        sa.Index("ix_claim_bills_invoice", "jurisdiction", "invoice_index"),
    )
    scoped(
        "ledger_entries",
        sa.Column("head_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(60), nullable=False),
        sa.Column("edition", sa.String(60), nullable=False),
        sa.Column("component", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("borne", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        link("ledger_entries", "head_id", "ledger_heads"),
        link("ledger_entries", "person_id", "persons"),
        link("ledger_entries", "case_id", "cases"),
        link("ledger_entries", "decision_id", "case_decisions"),
        link("ledger_entries", "reverses_id", "ledger_entries"),
        sa.UniqueConstraint("jurisdiction", "key", name=op.f("uq_ledger_entries_jurisdiction_key")),
        sa.Index("ix_ledger_entries_case", "jurisdiction", "case_id"),
        sa.Index("ix_ledger_entries_person", "jurisdiction", "person_id", "plan", "edition"),
    )
    scoped(
        "claim_findings",
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=True),
        sa.Column("of_accident", sa.Boolean(), nullable=False),
        sa.Column("row", sa.String(60), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("exception", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        link("claim_findings", "filing_id", "claim_filings"),
        link("claim_findings", "bill_id", "claim_bills"),
        link("claim_findings", "found_by", "officers"),
        sa.Index("ix_claim_findings_filing", "jurisdiction", "filing_id"),
    )


def relief() -> None:
    """A union's bounds and requests."""
    scoped(
        "relief_terms",
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("second_approval", sa.BigInteger(), nullable=True),
        link("relief_terms", "union_id", "unions"),
        sa.UniqueConstraint("jurisdiction", "union_id", name=op.f("uq_relief_terms_jurisdiction_union_id")),
        sa.CheckConstraint("least > 0 AND least <= most", name=op.f("ck_relief_terms_in_order")),
    )
    scoped(
        "relief_requests",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("household", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("bank", sa.String(60), nullable=False),
        sa.Column("account_holder", sa.LargeBinary(), nullable=False),
        sa.Column("account_number", sa.LargeBinary(), nullable=False),
        sa.Column("visit_note", sa.LargeBinary(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        link("relief_requests", "case_id", "cases"),
        link("relief_requests", "person_id", "persons"),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_relief_requests_jurisdiction_case_id")),
        sa.Index("ix_relief_requests_person", "jurisdiction", "person_id"),
    )


def payments() -> None:
    """Batches, the bank's files and answers, contra entries."""
    scoped(
        "payment_batches",
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("retry_of", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        link("payment_batches", "union_id", "unions"),
        link("payment_batches", "retry_of", "payment_batches"),
        link("payment_batches", "made_by", "officers"),
        link("payment_batches", "approved_by", "officers"),
        sa.UniqueConstraint("jurisdiction", "reference", name=op.f("uq_payment_batches_jurisdiction_reference")),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> made_by", name=op.f("ck_payment_batches_another_checks")
        ),
        sa.Index("ix_payment_batches_union", "jurisdiction", "union_id", "made_at"),
    )
    scoped(
        "payment_bank_files",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        link("payment_bank_files", "batch_id", "payment_batches"),
        link("payment_bank_files", "read_by", "officers"),
        sa.UniqueConstraint(
            "jurisdiction", "batch_id", "digest", name=op.f("uq_payment_bank_files_jurisdiction_batch_id_digest")
        ),
    )
    scoped(
        "payment_items",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("bank", sa.String(60), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        link("payment_items", "batch_id", "payment_batches"),
        link("payment_items", "case_id", "cases"),
        sa.UniqueConstraint(
            "jurisdiction", "batch_id", "line", name=op.f("uq_payment_items_jurisdiction_batch_id_line")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_items_something_to_pay")),
        sa.Index("ix_payment_items_case", "jurisdiction", "case_id"),
        sa.Index(
            "uq_one_live_batch",
            "jurisdiction",
            "case_id",
            unique=True,
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        ),
    )
    scoped(
        "payment_returns",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        link("payment_returns", "case_id", "cases"),
        link("payment_returns", "noted_by", "officers"),
        sa.UniqueConstraint("jurisdiction", "key", name=op.f("uq_payment_returns_jurisdiction_key")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_returns_something_back")),
        sa.Index("ix_payment_returns_case", "jurisdiction", "case_id"),
    )
    scoped(
        "payment_results",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        link("payment_results", "item_id", "payment_items"),
        link("payment_results", "case_id", "cases"),
        link("payment_results", "file_id", "payment_bank_files"),
        sa.UniqueConstraint("jurisdiction", "item_id", name=op.f("uq_payment_results_jurisdiction_item_id")),
        sa.Index("ix_payment_results_case", "jurisdiction", "case_id"),
    )
    scoped(
        "ledger_reversals",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("clause", sa.String(40), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        link("ledger_reversals", "entry_id", "ledger_entries"),
        link("ledger_reversals", "case_id", "cases"),
        link("ledger_reversals", "made_by", "officers"),
        link("ledger_reversals", "checked_by", "officers"),
        sa.UniqueConstraint("jurisdiction", "entry_id", name=op.f("uq_ledger_reversals_jurisdiction_entry_id")),
    )
    scoped(
        "reversal_requests",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("open_key", sa.String(40), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("clause", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        link("reversal_requests", "case_id", "cases"),
        link("reversal_requests", "entry_id", "ledger_entries"),
        link("reversal_requests", "asked_by", "officers"),
        link("reversal_requests", "decided_by", "officers"),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_reversal_requests_jurisdiction_open_key")),
        sa.Index("ix_reversal_requests_case", "jurisdiction", "case_id", "state"),
    )


def desk() -> None:
    """Drafts and publications of policy texts, first administrators."""
    op.create_table(
        "policy_published",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("desk", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("reopens", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.String(60), nullable=False),
        sa.Column("approver", sa.String(60), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_published")),
        sa.Index("ix_policy_published_name", "kind", "name", "published_at"),
    )
    scoped(
        "first_administrators",
        sa.Column("province", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("login", sa.String(60), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        link("first_administrators", "named_by", "officers"),
        sa.UniqueConstraint(
            "jurisdiction", "province", "named_by", name=op.f("uq_first_administrators_jurisdiction_province_named_by")
        ),
    )
    scoped(
        "policy_drafts",
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("open_key", sa.String(50), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("full_text", sa.Text(), nullable=False),
        sa.Column("based_on", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("reopens", sa.Boolean(), nullable=False),
        sa.Column("sent_back", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(60), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("writers", sa.JSON(), server_default="[]", nullable=False),
        link("policy_drafts", "author_id", "officers"),
        link("policy_drafts", "approver_id", "officers"),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_policy_drafts_jurisdiction_open_key")),
        sa.Index("ix_policy_drafts_name", "jurisdiction", "kind", "name"),
    )


ROOMS = (
    persistence,
    web,
    jobs,
    files,
    unions,
    accounts,
    notices,
    cases,
    members,
    join,
    stations,
    founding,
    claims,
    relief,
    payments,
    desk,
)
