"""Numbers that count for one person."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number_key", sa.String(length=64), nullable=True))
        batch_op.drop_index(batch_op.f("ix_persons_worker"))
        batch_op.drop_constraint(batch_op.f("uq_persons_jurisdiction_identity_index"), type_="unique")
        batch_op.create_index("ix_persons_identity", ["jurisdiction", "identity_index"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_persons_jurisdiction_number_key"), ["jurisdiction", "number_key"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_persons_jurisdiction_worker_id_identity_index"),
            ["jurisdiction", "worker_id", "identity_index"],
        )
    _keep_what_was_so()


def _keep_what_was_so() -> None:
    """A number counted for whoever had it first: it goes on counting for members and for whom an officer has compared. An open
    application was held by the number; now its account holds it. Rows of all provinces: the owner passes row security meanwhile.
    """
    postgresql = op.get_bind().dialect.name == "postgresql"
    tables = ("persons", "memberships", "affiliations", "join_applications") if postgresql else ()
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE persons SET number_key = identity_index WHERE id IN (SELECT person_id FROM memberships"
        " UNION SELECT person_id FROM affiliations) OR (real_name_state = 'verified' AND verification_method = 'officer')"
    )
    account = "replace(worker_id::text, '-', '')" if postgresql else "worker_id"
    op.execute(f"UPDATE join_applications SET open_key = {account} WHERE open_key IS NOT NULL")
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_persons_jurisdiction_worker_id_identity_index"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_persons_jurisdiction_number_key"), type_="unique")
        batch_op.drop_index("ix_persons_identity")
        batch_op.create_unique_constraint(
            batch_op.f("uq_persons_jurisdiction_identity_index"), ["jurisdiction", "identity_index"]
        )
        batch_op.create_index(batch_op.f("ix_persons_worker"), ["jurisdiction", "worker_id"], unique=False)
        batch_op.drop_column("number_key")
