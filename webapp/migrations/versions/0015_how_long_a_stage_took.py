"""How long a stage took."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stage_times",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_stage_times_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_stage_times_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_stage_times")),
        sa.UniqueConstraint("jurisdiction", "case_id", "stage", name=op.f("uq_stage_times_jurisdiction_case_id_stage")),
    )
    with op.batch_alter_table("stage_times", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stage_times_usual", ["jurisdiction", "union_id", "kind", "stage", "noted_at", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("stage_times", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_times_usual")

    op.drop_table("stage_times")
