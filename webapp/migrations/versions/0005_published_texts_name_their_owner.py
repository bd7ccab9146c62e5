"""Published texts name their owner.

A profile is its jurisdiction's. A document is the one's that its first text names, unless that one handed it on itself: what
another desk wrote under a document's name changes nothing about whose it is.
"""

import sqlalchemy as sa
import yaml
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("policy_published", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner", sa.String(length=32), nullable=True))
    _let_rows_be_changed()
    connection = op.get_bind()
    for name, owner in _owners(connection).items():
        connection.execute(
            sa.text("UPDATE policy_published SET owner = :owner WHERE name = :name"), {"owner": owner, "name": name}
        )
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE policy_published ENABLE TRIGGER USER")
    with op.batch_alter_table("policy_published", schema=None) as batch_op:
        batch_op.alter_column("owner", existing_type=sa.String(length=32), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("policy_published", schema=None) as batch_op:
        batch_op.drop_column("owner")


def _let_rows_be_changed() -> None:
    """The table only grows; `gonghui init` lays its triggers again after the migrations."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE policy_published DISABLE TRIGGER USER")
    else:
        op.execute("DROP TRIGGER IF EXISTS policy_published_no_update")


def _owners(connection: sa.Connection) -> dict[str, str]:
    rows = connection.execute(
        sa.text("SELECT kind, name, desk, text FROM policy_published ORDER BY published_at, id")
    ).all()
    owners: dict[str, str] = {}
    for kind, name, desk, text in rows:
        if kind == "profile":
            owners[name] = name
        elif name not in owners or owners[name] == desk:
            owners[name] = yaml.safe_load(text)["document"]["jurisdiction"]
    return owners
