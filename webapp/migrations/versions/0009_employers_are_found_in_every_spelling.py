"""Employers are found in every spelling of their names.

The keys of names that are there already are worked out by `gonghui init`, as they are for new ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.drop_index("ix_employers_initials")
        batch_op.add_column(sa.Column("name_key", sa.String(length=120), server_default="", nullable=False))
        batch_op.alter_column("pinyin", existing_type=sa.String(length=600), type_=sa.Text(), existing_nullable=False)
        batch_op.alter_column("initials", existing_type=sa.String(length=120), type_=sa.Text(), existing_nullable=False)
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.alter_column("name_key", existing_type=sa.String(length=120), server_default=None)
        batch_op.create_index("ix_employers_name_key", ["jurisdiction", "name_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.drop_index("ix_employers_name_key")
        batch_op.drop_column("name_key")
        batch_op.create_index("ix_employers_initials", ["jurisdiction", "initials"], unique=False)
