"""Who was told that cover began."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cover_notices",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_cover_notices_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_cover_notices")),
        sa.UniqueConstraint(
            "jurisdiction",
            "person_id",
            "plan",
            "edition",
            name=op.f("uq_cover_notices_jurisdiction_person_id_plan_edition"),
        ),
    )


def downgrade() -> None:
    op.drop_table("cover_notices")
