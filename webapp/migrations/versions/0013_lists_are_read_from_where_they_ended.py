"""Lists are read from where they ended.

Steps get what their queue is ordered by and where their case stands; what is there already is worked out here, as the tables' owner
(`gonghui init` lays the safeguards again afterwards).
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

QUEUE = ["queue_day", "case_age", "case_id", "id"]
AGE = ["case_age", "case_id"]
CLOSED = "case_state IN ('granted', 'refused', 'withdrawn')"
INDEXES: list[tuple[str, str, list[str], str | None]] = [
    ("ix_case_steps_free", "case_steps", ["union_id", *QUEUE], "state = 'open' AND assigned_to IS NULL"),
    ("ix_case_steps_handed", "case_steps", ["union_id", *QUEUE], "state = 'open' AND assigned_to IS NOT NULL"),
    ("ix_case_steps_standing", "case_steps", ["union_id", "case_state", *AGE], None),
    ("ix_case_steps_closed", "case_steps", ["union_id", *AGE], CLOSED),
    ("ix_case_steps_helper", "case_steps", ["assigned_to", "case_state", *AGE], None),
    ("ix_case_steps_helped", "case_steps", ["assigned_to", *AGE], f"assigned_to IS NOT NULL AND {CLOSED}"),
    ("ix_cases_union", "cases", ["union_id", "state", "age_from", "id"], None),
    ("ix_cases_closed", "cases", ["union_id", "age_from", "id"], "closed_at IS NOT NULL"),
    ("ix_memberships_lasting", "memberships", ["union_id", "since", "id"], "until IS NULL"),
    ("ix_memberships_person", "memberships", ["person_id"], None),
    ("ix_join_applications_worker", "join_applications", ["worker_id"], None),
    ("ix_join_applications_person", "join_applications", ["person_id"], None),
    ("ix_follow_ups_kind", "follow_ups", ["union_id", "state", "kind", "created_at", "id"], None),
    ("ix_follow_ups_case", "follow_ups", ["case_id"], None),
    ("ix_events_kind", "events", ["kind", "at", "id"], None),
    ("ix_events_actor", "events", ["actor", "at", "id"], None),
]
LONGER = [
    ("ix_follow_ups_queue", "follow_ups", ["state", "union_id", "created_at"]),
    ("ix_events_at", "events", ["at"]),
]
"""Indexes that get the id besides, so that rows of one moment keep their order."""


def upgrade() -> None:
    with op.batch_alter_table("case_steps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("queue_day", sa.Date(), server_default="9999-12-31", nullable=False))
        batch_op.add_column(sa.Column("case_state", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("case_age", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        for table in ("cases", "case_steps"):
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for column, value in (("case_state", "state"), ("case_age", "age_from")):
        its_case = "cases.jurisdiction = case_steps.jurisdiction AND cases.id = case_steps.case_id"
        op.execute(f"UPDATE case_steps SET {column} = (SELECT {value} FROM cases WHERE {its_case})")
    op.execute("UPDATE case_steps SET queue_day = due_on WHERE due_on IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while keys wait to be checked
    with op.batch_alter_table("case_steps", schema=None) as batch_op:
        batch_op.alter_column("queue_day", existing_type=sa.Date(), server_default=None)
        batch_op.alter_column("case_state", existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column("case_age", existing_type=sa.DateTime(timezone=True), nullable=False)
    for name, table, columns in LONGER:
        op.drop_index(name, table)
        op.create_index(name, table, ["jurisdiction", *columns, "id"])
    for name, table, columns, where in INDEXES:
        condition = sa.text(where) if where else None
        op.create_index(name, table, ["jurisdiction", *columns], sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    for name, table, _columns, _where in INDEXES:
        op.drop_index(name, table)
    for name, table, columns in LONGER:
        op.drop_index(name, table)
        op.create_index(name, table, ["jurisdiction", *columns])
    with op.batch_alter_table("case_steps", schema=None) as batch_op:
        batch_op.drop_column("case_age")
        batch_op.drop_column("case_state")
        batch_op.drop_column("queue_day")
