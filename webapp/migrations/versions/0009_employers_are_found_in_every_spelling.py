"""Employers are found in every spelling of their names.

The key and the readings of names that are there already are worked out from the names; places are read as words are.
"""

import sqlalchemy as sa
from alembic import op

from webapp.unions.spelling import name_key, readings

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_EMPLOYERS = sa.table(
    "employers",
    sa.column("jurisdiction", sa.String),
    sa.column("id", sa.Uuid),
    sa.column("name", sa.String),
    sa.column("name_key", sa.String),
    sa.column("pinyin", sa.Text),
    sa.column("initials", sa.Text),
)


def upgrade() -> None:
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.drop_index("ix_employers_initials")
        batch_op.add_column(sa.Column("name_key", sa.String(length=120), server_default="", nullable=False))
        batch_op.alter_column("pinyin", existing_type=sa.String(length=600), type_=sa.Text(), existing_nullable=False)
        batch_op.alter_column("initials", existing_type=sa.String(length=120), type_=sa.Text(), existing_nullable=False)
    _spell_again()
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.alter_column("name_key", existing_type=sa.String(length=120), server_default=None)
        batch_op.create_index("ix_employers_name_key", ["jurisdiction", "name_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.drop_index("ix_employers_name_key")
        batch_op.drop_column("name_key")
        batch_op.create_index("ix_employers_initials", ["jurisdiction", "initials"], unique=False)


def _spell_again() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE employers NO FORCE ROW LEVEL SECURITY"
        )  # `gonghui init` lays it again after the migrations
    for row in connection.execute(sa.select(_EMPLOYERS.c.jurisdiction, _EMPLOYERS.c.id, _EMPLOYERS.c.name)).all():
        pinyin, initials = readings(row.name)
        connection.execute(
            sa.update(_EMPLOYERS)
            .where(_EMPLOYERS.c.jurisdiction == row.jurisdiction, _EMPLOYERS.c.id == row.id)
            .values(name_key=name_key(row.name), pinyin=pinyin, initials=initials)
        )
