"""Accounts of granted claims are put right."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_account_changes",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("old_bank", sa.String(length=60), nullable=False),
        sa.Column("old_holder", sa.LargeBinary(), nullable=False),
        sa.Column("old_number", sa.LargeBinary(), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_payment_account_changes_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "changed_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_payment_account_changes_jurisdiction_changed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_payment_account_changes")),
    )
    with op.batch_alter_table("payment_account_changes", schema=None) as batch_op:
        batch_op.create_index("ix_payment_account_changes_case", ["jurisdiction", "case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("payment_account_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_account_changes_case")

    op.drop_table("payment_account_changes")
