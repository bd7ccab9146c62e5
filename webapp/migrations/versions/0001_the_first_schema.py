"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_at", ["jurisdiction", "at"], unique=False)
        batch_op.create_index("ix_attempts_bucket", ["jurisdiction", "bucket", "at"], unique=False)

    op.create_table(
        "employers",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("division", sa.String(length=9), nullable=False),
        sa.Column("registered_place", sa.String(length=9), nullable=True),
        sa.Column("platform", sa.Boolean(), nullable=False),
        sa.Column("pinyin", sa.String(length=600), nullable=False),
        sa.Column("initials", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_employers")),
        sa.UniqueConstraint("jurisdiction", "credit_code", name=op.f("uq_employers_jurisdiction_credit_code")),
    )
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.create_index("ix_employers_initials", ["jurisdiction", "initials"], unique=False)
        batch_op.create_index("ix_employers_name", ["jurisdiction", "name"], unique=False)

    op.create_table(
        "event_seals",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_event_seals")),
        sa.UniqueConstraint("jurisdiction", "number", name=op.f("uq_event_seals_jurisdiction_number")),
    )
    op.create_table(
        "events",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chain", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=100), nullable=True),
        sa.Column("actor", sa.String(length=100), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_events")),
        sa.UniqueConstraint("jurisdiction", "chain", "position", name=op.f("uq_events_jurisdiction_chain_position")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_at", ["jurisdiction", "at"], unique=False)
        batch_op.create_index("ix_events_case", ["jurisdiction", "case_id", "position"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("jurisdiction", "kind", "once", name=op.f("uq_jobs_jurisdiction_kind_once")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_due", ["jurisdiction", "state", "run_at"], unique=False)

    op.create_table(
        "login_codes",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_login_codes")),
    )
    with op.batch_alter_table("login_codes", schema=None) as batch_op:
        batch_op.create_index("ix_login_codes_ends", ["jurisdiction", "ends_at"], unique=False)

    op.create_table(
        "officers",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_officers")),
        sa.UniqueConstraint("jurisdiction", "login", name=op.f("uq_officers_jurisdiction_login")),
    )
    op.create_table(
        "web_sessions",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_web_sessions")),
        sa.UniqueConstraint("jurisdiction", "token_hash", name=op.f("uq_web_sessions_jurisdiction_token_hash")),
    )
    with op.batch_alter_table("web_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_web_sessions_ends", ["jurisdiction", "ends_at"], unique=False)
        batch_op.create_index("ix_web_sessions_owner", ["jurisdiction", "owner"], unique=False)

    op.create_table(
        "workers",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_workers")),
        sa.UniqueConstraint("jurisdiction", "phone_index", name=op.f("uq_workers_jurisdiction_phone_index")),
    )
    op.create_table(
        "consents",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "worker_id"],
            ["workers.jurisdiction", "workers.id"],
            name=op.f("fk_consents_jurisdiction_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index("ix_consents_worker", ["jurisdiction", "worker_id"], unique=False)

    op.create_table(
        "employer_merges",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.String(length=100), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "gone_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_employer_merges_jurisdiction_gone_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "kept_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_employer_merges_jurisdiction_kept_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_employer_merges")),
    )
    with op.batch_alter_table("employer_merges", schema=None) as batch_op:
        batch_op.create_index("ix_employer_merges_gone", ["jurisdiction", "gone_id"], unique=False)
        batch_op.create_index("ix_employer_merges_kept", ["jurisdiction", "kept_id"], unique=False)

    op.create_table(
        "employer_reports",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("division", sa.String(length=9), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=100), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "employer_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_employer_reports_jurisdiction_employer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_employer_reports")),
    )
    with op.batch_alter_table("employer_reports", schema=None) as batch_op:
        batch_op.create_index("ix_employer_reports_queue", ["jurisdiction", "state", "created_at"], unique=False)
        batch_op.create_index("ix_employer_reports_subject", ["jurisdiction", "subject"], unique=False)

    op.create_table(
        "event_sealed_heads",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("chain", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "seal_id"],
            ["event_seals.jurisdiction", "event_seals.id"],
            name=op.f("fk_event_sealed_heads_jurisdiction_seal_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_event_sealed_heads")),
        sa.UniqueConstraint(
            "jurisdiction", "seal_id", "chain", name=op.f("uq_event_sealed_heads_jurisdiction_seal_id_chain")
        ),
    )
    with op.batch_alter_table("event_sealed_heads", schema=None) as batch_op:
        batch_op.create_index("ix_event_sealed_heads_chain", ["jurisdiction", "chain", "position"], unique=False)

    op.create_table(
        "join_drafts",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("origin", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=True),
        sa.Column("identity_kind", sa.String(length=40), nullable=True),
        sa.Column("identity_number", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "entered_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_join_drafts_jurisdiction_entered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "worker_id"],
            ["workers.jurisdiction", "workers.id"],
            name=op.f("fk_join_drafts_jurisdiction_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_join_drafts")),
    )
    with op.batch_alter_table("join_drafts", schema=None) as batch_op:
        batch_op.create_index("ix_join_drafts_worker", ["jurisdiction", "worker_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("parameters", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "worker_id"],
            ["workers.jurisdiction", "workers.id"],
            name=op.f("fk_messages_jurisdiction_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_created", ["jurisdiction", "created_at"], unique=False)
        batch_op.create_index("ix_messages_worker", ["jurisdiction", "worker_id"], unique=False)

    op.create_table(
        "password_links",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "officer_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_password_links_jurisdiction_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_password_links")),
        sa.UniqueConstraint("jurisdiction", "token_hash", name=op.f("uq_password_links_jurisdiction_token_hash")),
    )
    op.create_table(
        "persons",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("identity_kind", sa.String(length=40), nullable=False),
        sa.Column("identity_number", sa.LargeBinary(), nullable=False),
        sa.Column("identity_index", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("real_name_state", sa.String(length=12), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verification_method", sa.String(length=12), nullable=True),
        sa.Column("verified_by", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "worker_id"],
            ["workers.jurisdiction", "workers.id"],
            name=op.f("fk_persons_jurisdiction_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_persons")),
        sa.UniqueConstraint("jurisdiction", "identity_index", name=op.f("uq_persons_jurisdiction_identity_index")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index("ix_persons_worker", ["jurisdiction", "worker_id"], unique=False)

    op.create_table(
        "unions",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("division", sa.String(length=9), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("is_stand_in_named", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "employer_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_unions_jurisdiction_employer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "parent_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_unions_jurisdiction_parent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_unions")),
    )
    with op.batch_alter_table("unions", schema=None) as batch_op:
        batch_op.create_index("ix_unions_employer", ["jurisdiction", "employer_id"], unique=False)
        batch_op.create_index("ix_unions_parent", ["jurisdiction", "parent_id"], unique=False)
        batch_op.create_index("ix_unions_place", ["jurisdiction", "kind", "division"], unique=False)

    op.create_table(
        "card_codes",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_card_codes_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_card_codes")),
        sa.UniqueConstraint("jurisdiction", "token_hash", name=op.f("uq_card_codes_jurisdiction_token_hash")),
    )
    with op.batch_alter_table("card_codes", schema=None) as batch_op:
        batch_op.create_index("ix_card_codes_person", ["jurisdiction", "person_id", "ends_at"], unique=False)

    op.create_table(
        "cases",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("leg", sa.String(length=80), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("union_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("governed_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("age_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_cases_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "worker_id"],
            ["workers.jurisdiction", "workers.id"],
            name=op.f("fk_cases_jurisdiction_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_cases")),
        sa.UniqueConstraint(
            "jurisdiction", "application_id", "kind", "leg", name=op.f("uq_cases_jurisdiction_application_id_kind_leg")
        ),
        sa.UniqueConstraint("jurisdiction", "reference", name=op.f("uq_cases_jurisdiction_reference")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_queue", ["jurisdiction", "state", "age_from"], unique=False)
        batch_op.create_index("ix_cases_worker", ["jurisdiction", "worker_id"], unique=False)

    op.create_table(
        "employer_merge_moves",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=80), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "merge_id"],
            ["employer_merges.jurisdiction", "employer_merges.id"],
            name=op.f("fk_employer_merge_moves_jurisdiction_merge_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_employer_merge_moves")),
        sa.UniqueConstraint(
            "jurisdiction", "merge_id", "position", name=op.f("uq_employer_merge_moves_jurisdiction_merge_id_position")
        ),
    )
    with op.batch_alter_table("employer_merge_moves", schema=None) as batch_op:
        batch_op.create_index("ix_employer_merge_moves_row", ["jurisdiction", "row_id"], unique=False)

    op.create_table(
        "enrolment_drives",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("division", sa.String(length=9), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "opened_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_enrolment_drives_jurisdiction_opened_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_enrolment_drives_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_enrolment_drives")),
        sa.UniqueConstraint("jurisdiction", "code", name=op.f("uq_enrolment_drives_jurisdiction_code")),
    )
    with op.batch_alter_table("enrolment_drives", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_drives_union", ["jurisdiction", "union_id", "closes_on"], unique=False)

    op.create_table(
        "letter_serials",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_letter_serials_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_letter_serials")),
        sa.UniqueConstraint(
            "jurisdiction", "union_id", "year", name=op.f("uq_letter_serials_jurisdiction_union_id_year")
        ),
    )
    op.create_table(
        "phrases",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_phrases_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_phrases")),
        sa.UniqueConstraint("jurisdiction", "union_id", "text", name=op.f("uq_phrases_jurisdiction_union_id_text")),
    )
    op.create_table(
        "roles",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "officer_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_roles_jurisdiction_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_roles_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_roles")),
        sa.UniqueConstraint(
            "jurisdiction",
            "officer_id",
            "union_id",
            "role",
            name=op.f("uq_roles_jurisdiction_officer_id_union_id_role"),
        ),
    )
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.create_index("ix_roles_union", ["jurisdiction", "union_id"], unique=False)

    op.create_table(
        "union_settings",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("operator", sa.String(length=120), nullable=False),
        sa.Column("icp", sa.String(length=60), nullable=False),
        sa.Column("police_record", sa.String(length=60), nullable=False),
        sa.Column("site_code", sa.String(length=40), nullable=False),
        sa.Column("hotline", sa.String(length=40), nullable=False),
        sa.Column("signature", sa.String(length=40), nullable=False),
        sa.Column("privacy_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_union_settings_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_union_settings")),
        sa.UniqueConstraint("jurisdiction", "union_id", name=op.f("uq_union_settings_jurisdiction_union_id")),
    )
    op.create_table(
        "affiliations",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("leg", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_affiliations_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_affiliations_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_affiliations_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_affiliations")),
    )
    with op.batch_alter_table("affiliations", schema=None) as batch_op:
        batch_op.create_index(
            "uq_one_affiliation",
            ["jurisdiction", "person_id", "union_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "case_claims",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_case_claims_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "officer_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_case_claims_jurisdiction_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_case_claims")),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_case_claims_jurisdiction_case_id")),
    )
    op.create_table(
        "case_decisions",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("governed_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_case_decisions_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_case_decisions")),
    )
    with op.batch_alter_table("case_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_case_decisions_case", ["jurisdiction", "case_id"], unique=False)

    op.create_table(
        "case_letters",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_case_letters_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_case_letters_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_case_letters")),
        sa.UniqueConstraint(
            "jurisdiction", "union_id", "year", "number", name=op.f("uq_case_letters_jurisdiction_union_id_year_number")
        ),
    )
    with op.batch_alter_table("case_letters", schema=None) as batch_op:
        batch_op.create_index("ix_case_letters_case", ["jurisdiction", "case_id"], unique=False)

    op.create_table(
        "case_steps",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "assigned_to"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_case_steps_jurisdiction_assigned_to"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_case_steps_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "decided_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_case_steps_jurisdiction_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_case_steps_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_case_steps")),
        sa.UniqueConstraint(
            "jurisdiction",
            "case_id",
            "round",
            "order",
            "union_id",
            name=op.f("uq_case_steps_jurisdiction_case_id_round_order_union_id"),
        ),
    )
    with op.batch_alter_table("case_steps", schema=None) as batch_op:
        batch_op.create_index("ix_case_steps_assigned", ["jurisdiction", "assigned_to", "state"], unique=False)
        batch_op.create_index("ix_case_steps_inbox", ["jurisdiction", "union_id", "state"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("union_id", sa.Uuid(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_follow_ups_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "done_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_follow_ups_jurisdiction_done_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_follow_ups_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("jurisdiction", "kind", "key", name=op.f("uq_follow_ups_jurisdiction_kind_key")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index("ix_follow_ups_queue", ["jurisdiction", "state", "union_id", "created_at"], unique=False)
        batch_op.create_index("ix_follow_ups_subject", ["jurisdiction", "kind", "subject"], unique=False)

    op.create_table(
        "join_applications",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("open_key", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("drive_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("join_form", sa.String(length=40), nullable=True),
        sa.Column("worker_group", sa.String(length=40), nullable=False),
        sa.Column("relation_kind", sa.String(length=40), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "drive_id"],
            ["enrolment_drives.jurisdiction", "enrolment_drives.id"],
            name=op.f("fk_join_applications_jurisdiction_drive_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "employer_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_join_applications_jurisdiction_employer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "entered_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_join_applications_jurisdiction_entered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_join_applications_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "worker_id"],
            ["workers.jurisdiction", "workers.id"],
            name=op.f("fk_join_applications_jurisdiction_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_join_applications")),
        sa.UniqueConstraint("jurisdiction", "draft_id", name=op.f("uq_join_applications_jurisdiction_draft_id")),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_join_applications_jurisdiction_open_key")),
    )
    with op.batch_alter_table("join_applications", schema=None) as batch_op:
        batch_op.create_index("ix_join_applications_drive", ["jurisdiction", "drive_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("seat_kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("worker_group", sa.String(length=40), nullable=False),
        sa.Column("relation_kind", sa.String(length=40), nullable=True),
        sa.Column("join_form", sa.String(length=40), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_memberships_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "employer_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_memberships_jurisdiction_employer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_memberships_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_memberships_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index("ix_memberships_union", ["jurisdiction", "union_id", "state"], unique=False)
        batch_op.create_index(
            "uq_one_seat",
            ["jurisdiction", "person_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "transfers",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("from_union_id", sa.Uuid(), nullable=False),
        sa.Column("to_union_id", sa.Uuid(), nullable=False),
        sa.Column("trigger", sa.String(length=20), nullable=False),
        sa.Column("open_key", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_transfers_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "from_union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_transfers_jurisdiction_from_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_transfers_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "seat_id"],
            ["memberships.jurisdiction", "memberships.id"],
            name=op.f("fk_transfers_jurisdiction_seat_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "to_union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_transfers_jurisdiction_to_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_transfers_jurisdiction_case_id")),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_transfers_jurisdiction_open_key")),
    )


def downgrade() -> None:
    op.drop_table("transfers")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_one_seat", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )
        batch_op.drop_index("ix_memberships_union")

    op.drop_table("memberships")
    with op.batch_alter_table("join_applications", schema=None) as batch_op:
        batch_op.drop_index("ix_join_applications_drive")

    op.drop_table("join_applications")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_ups_subject")
        batch_op.drop_index("ix_follow_ups_queue")

    op.drop_table("follow_ups")
    with op.batch_alter_table("case_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_case_steps_inbox")
        batch_op.drop_index("ix_case_steps_assigned")

    op.drop_table("case_steps")
    with op.batch_alter_table("case_letters", schema=None) as batch_op:
        batch_op.drop_index("ix_case_letters_case")

    op.drop_table("case_letters")
    with op.batch_alter_table("case_decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_case_decisions_case")

    op.drop_table("case_decisions")
    op.drop_table("case_claims")
    with op.batch_alter_table("affiliations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_one_affiliation", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )

    op.drop_table("affiliations")
    op.drop_table("union_settings")
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.drop_index("ix_roles_union")

    op.drop_table("roles")
    op.drop_table("phrases")
    op.drop_table("letter_serials")
    with op.batch_alter_table("enrolment_drives", schema=None) as batch_op:
        batch_op.drop_index("ix_enrolment_drives_union")

    op.drop_table("enrolment_drives")
    with op.batch_alter_table("employer_merge_moves", schema=None) as batch_op:
        batch_op.drop_index("ix_employer_merge_moves_row")

    op.drop_table("employer_merge_moves")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_worker")
        batch_op.drop_index("ix_cases_queue")

    op.drop_table("cases")
    with op.batch_alter_table("card_codes", schema=None) as batch_op:
        batch_op.drop_index("ix_card_codes_person")

    op.drop_table("card_codes")
    with op.batch_alter_table("unions", schema=None) as batch_op:
        batch_op.drop_index("ix_unions_place")
        batch_op.drop_index("ix_unions_parent")
        batch_op.drop_index("ix_unions_employer")

    op.drop_table("unions")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index("ix_persons_worker")

    op.drop_table("persons")
    op.drop_table("password_links")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_worker")
        batch_op.drop_index("ix_messages_created")

    op.drop_table("messages")
    with op.batch_alter_table("join_drafts", schema=None) as batch_op:
        batch_op.drop_index("ix_join_drafts_worker")

    op.drop_table("join_drafts")
    with op.batch_alter_table("event_sealed_heads", schema=None) as batch_op:
        batch_op.drop_index("ix_event_sealed_heads_chain")

    op.drop_table("event_sealed_heads")
    with op.batch_alter_table("employer_reports", schema=None) as batch_op:
        batch_op.drop_index("ix_employer_reports_subject")
        batch_op.drop_index("ix_employer_reports_queue")

    op.drop_table("employer_reports")
    with op.batch_alter_table("employer_merges", schema=None) as batch_op:
        batch_op.drop_index("ix_employer_merges_kept")
        batch_op.drop_index("ix_employer_merges_gone")

    op.drop_table("employer_merges")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("ix_consents_worker")

    op.drop_table("consents")
    op.drop_table("workers")
    with op.batch_alter_table("web_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_web_sessions_owner")
        batch_op.drop_index("ix_web_sessions_ends")

    op.drop_table("web_sessions")
    op.drop_table("officers")
    with op.batch_alter_table("login_codes", schema=None) as batch_op:
        batch_op.drop_index("ix_login_codes_ends")

    op.drop_table("login_codes")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_due")

    op.drop_table("jobs")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("ix_events_case")
        batch_op.drop_index("ix_events_at")

    op.drop_table("events")
    op.drop_table("event_seals")
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.drop_index("ix_employers_name")
        batch_op.drop_index("ix_employers_initials")

    op.drop_table("employers")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_attempts_bucket")
        batch_op.drop_index("ix_attempts_at")

    op.drop_table("attempts")
