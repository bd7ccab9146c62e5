"""Facts that are told about a claim."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_told_facts",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("accident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=120), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("said_by", sa.String(length=40), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "accident_id"],
            ["claim_accidents.jurisdiction", "claim_accidents.id"],
            name=op.f("fk_claim_told_facts_jurisdiction_accident_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_claim_told_facts_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_claim_told_facts")),
        sa.UniqueConstraint(
            "jurisdiction", "accident_id", "number", name=op.f("uq_claim_told_facts_jurisdiction_accident_id_number")
        ),
    )
    with op.batch_alter_table("claim_told_facts", schema=None) as batch_op:
        batch_op.create_index("ix_claim_told_facts_person", ["jurisdiction", "person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("claim_told_facts", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_told_facts_person")

    op.drop_table("claim_told_facts")
