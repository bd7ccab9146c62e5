"""What an asker corrects is kept old and new."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_corrections",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.Column("masked", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_case_corrections_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_case_corrections")),
    )
    with op.batch_alter_table("case_corrections", schema=None) as batch_op:
        batch_op.create_index("ix_case_corrections_case", ["jurisdiction", "case_id", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case_corrections", schema=None) as batch_op:
        batch_op.drop_index("ix_case_corrections_case")

    op.drop_table("case_corrections")
