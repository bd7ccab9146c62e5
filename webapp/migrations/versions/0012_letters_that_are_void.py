"""Letters that are void."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("void_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("case_letters", schema=None) as batch_op:
        batch_op.drop_column("void_since")
