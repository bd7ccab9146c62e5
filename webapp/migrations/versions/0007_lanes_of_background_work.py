"""Lanes of background work."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lane", sa.SmallInteger(), server_default="1", nullable=False))
        batch_op.drop_index(batch_op.f("ix_jobs_due"))
        batch_op.create_index("ix_jobs_due", ["jurisdiction", "state", "lane", "run_at", "id"], unique=False)

    with op.batch_alter_table("join_drafts", schema=None) as batch_op:
        batch_op.create_index("ix_join_drafts_saved", ["jurisdiction", "saved_at"], unique=False)

    with op.batch_alter_table("web_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_sessions_ends"))
        batch_op.create_index("ix_web_sessions_seen", ["jurisdiction", "seen_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("web_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_web_sessions_seen")
        batch_op.create_index(batch_op.f("ix_web_sessions_ends"), ["jurisdiction", "ends_at"], unique=False)

    with op.batch_alter_table("join_drafts", schema=None) as batch_op:
        batch_op.drop_index("ix_join_drafts_saved")

    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_due")
        batch_op.create_index(batch_op.f("ix_jobs_due"), ["jurisdiction", "state", "run_at"], unique=False)
        batch_op.drop_column("lane")
