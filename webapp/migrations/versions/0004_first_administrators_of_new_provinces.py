"""First administrators of new provinces."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "first_administrators",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "named_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_first_administrators_jurisdiction_named_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_first_administrators")),
        sa.UniqueConstraint(
            "jurisdiction", "province", "named_by", name=op.f("uq_first_administrators_jurisdiction_province_named_by")
        ),
    )


def downgrade() -> None:
    op.drop_table("first_administrators")
