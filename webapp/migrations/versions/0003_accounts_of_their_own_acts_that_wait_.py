"""Accounts of their own, acts that wait, contra entries asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_browsers",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "officer_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_known_browsers_jurisdiction_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_known_browsers")),
        sa.UniqueConstraint("jurisdiction", "token_hash", name=op.f("uq_known_browsers_jurisdiction_token_hash")),
    )
    with op.batch_alter_table("known_browsers", schema=None) as batch_op:
        batch_op.create_index("ix_known_browsers_ends", ["jurisdiction", "ends_at"], unique=False)

    op.create_table(
        "account_acts",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=100), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "officer_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_account_acts_jurisdiction_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_account_acts_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_account_acts")),
    )
    with op.batch_alter_table("account_acts", schema=None) as batch_op:
        batch_op.create_index("ix_account_acts_union", ["jurisdiction", "union_id", "state"], unique=False)
        batch_op.create_index("ix_account_acts_waits", ["jurisdiction", "state", "waits_until"], unique=False)

    op.create_table(
        "reversal_requests",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("open_key", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "asked_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_reversal_requests_jurisdiction_asked_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_reversal_requests_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "decided_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_reversal_requests_jurisdiction_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "entry_id"],
            ["ledger_entries.jurisdiction", "ledger_entries.id"],
            name=op.f("fk_reversal_requests_jurisdiction_entry_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_reversal_requests")),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_reversal_requests_jurisdiction_open_key")),
    )
    with op.batch_alter_table("reversal_requests", schema=None) as batch_op:
        batch_op.create_index("ix_reversal_requests_case", ["jurisdiction", "case_id", "state"], unique=False)

    with op.batch_alter_table("foundings", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_foundings_jurisdiction_officer_id"), type_="foreignkey")
        batch_op.drop_column("officer_id")

    with op.batch_alter_table("ledger_reversals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checked_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_ledger_reversals_jurisdiction_checked_by"),
            "officers",
            ["jurisdiction", "checked_by"],
            ["jurisdiction", "id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(length=100), nullable=True))

    with op.batch_alter_table("officers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("phone_index", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("named_by", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("confirmed_by", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("wrong_tries", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_officers_jurisdiction_phone_index"), ["jurisdiction", "phone_index"]
        )

    with op.batch_alter_table("password_links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_to", sa.String(length=64), nullable=True))

    with op.batch_alter_table("policy_drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("writers", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("policy_drafts", schema=None) as batch_op:
        batch_op.drop_column("writers")

    with op.batch_alter_table("password_links", schema=None) as batch_op:
        batch_op.drop_column("sent_to")

    with op.batch_alter_table("officers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_officers_jurisdiction_phone_index"), type_="unique")
        batch_op.drop_column("warned_at")
        batch_op.drop_column("wrong_tries")
        batch_op.drop_column("proved_at")
        batch_op.drop_column("confirmed_by")
        batch_op.drop_column("named_by")
        batch_op.drop_column("phone_index")
        batch_op.drop_column("phone")

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_column("about")

    with op.batch_alter_table("ledger_reversals", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ledger_reversals_jurisdiction_checked_by"), type_="foreignkey")
        batch_op.drop_column("checked_by")

    with op.batch_alter_table("foundings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("officer_id", sa.CHAR(length=32), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_foundings_jurisdiction_officer_id"),
            "officers",
            ["jurisdiction", "officer_id"],
            ["jurisdiction", "id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("reversal_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_reversal_requests_case")

    op.drop_table("reversal_requests")
    with op.batch_alter_table("account_acts", schema=None) as batch_op:
        batch_op.drop_index("ix_account_acts_waits")
        batch_op.drop_index("ix_account_acts_union")

    op.drop_table("account_acts")
    with op.batch_alter_table("known_browsers", schema=None) as batch_op:
        batch_op.drop_index("ix_known_browsers_ends")

    op.drop_table("known_browsers")
