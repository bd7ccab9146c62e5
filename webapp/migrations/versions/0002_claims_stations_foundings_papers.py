"""Claims stations foundings papers and published rules."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_published",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("desk", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("reopens", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("approver", sa.String(length=60), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_published")),
    )
    with op.batch_alter_table("policy_published", schema=None) as batch_op:
        batch_op.create_index("ix_policy_published_name", ["kind", "name", "published_at"], unique=False)

    op.create_table(
        "stored_files",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kept_by", sa.String(length=60), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("jurisdiction", "place", name=op.f("uq_stored_files_jurisdiction_place")),
    )
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.create_index("ix_stored_files_subject", ["jurisdiction", "subject", "kept_at"], unique=False)

    op.create_table(
        "depots",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("division", sa.String(length=9), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "employer_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_depots_jurisdiction_employer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_depots")),
        sa.UniqueConstraint(
            "jurisdiction", "employer_id", "name", name=op.f("uq_depots_jurisdiction_employer_id_name")
        ),
    )
    with op.batch_alter_table("depots", schema=None) as batch_op:
        batch_op.create_index("ix_depots_place", ["jurisdiction", "state", "division"], unique=False)

    op.create_table(
        "founding_plan",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("responsible_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_founding_plan_jurisdiction_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "employer_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_founding_plan_jurisdiction_employer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "responsible_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_founding_plan_jurisdiction_responsible_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_founding_plan")),
    )
    with op.batch_alter_table("founding_plan", schema=None) as batch_op:
        batch_op.create_index("ix_founding_plan_employer", ["jurisdiction", "employer_id", "at"], unique=False)

    op.create_table(
        "policy_drafts",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("open_key", sa.String(length=50), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("full_text", sa.Text(), nullable=False),
        sa.Column("based_on", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("reopens", sa.Boolean(), nullable=False),
        sa.Column("sent_back", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "approver_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_policy_drafts_jurisdiction_approver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "author_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_policy_drafts_jurisdiction_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_policy_drafts")),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_policy_drafts_jurisdiction_open_key")),
    )
    with op.batch_alter_table("policy_drafts", schema=None) as batch_op:
        batch_op.create_index("ix_policy_drafts_name", ["jurisdiction", "kind", "name"], unique=False)

    op.create_table(
        "service_list_items",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("details", sa.String(length=400), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "employer_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_service_list_items_jurisdiction_employer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_service_list_items")),
    )
    with op.batch_alter_table("service_list_items", schema=None) as batch_op:
        batch_op.create_index("ix_service_list_items_firm", ["jurisdiction", "employer_id"], unique=False)

    op.create_table(
        "claim_accidents",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_known", sa.Boolean(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("story", sa.LargeBinary(), nullable=False),
        sa.Column("third_party", sa.String(length=10), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("rules", sa.String(length=64), nullable=True),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_claim_accidents_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_claim_accidents")),
        sa.UniqueConstraint(
            "jurisdiction", "person_id", "number", name=op.f("uq_claim_accidents_jurisdiction_person_id_number")
        ),
    )
    op.create_table(
        "duty_records",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(length=60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_duty_records_jurisdiction_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_duty_records_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_duty_records")),
    )
    with op.batch_alter_table("duty_records", schema=None) as batch_op:
        batch_op.create_index("ix_duty_records_union", ["jurisdiction", "union_id", "held_on"], unique=False)

    op.create_table(
        "ledger_heads",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("component", sa.String(length=60), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("cap IS NULL OR granted <= cap", name=op.f("ck_ledger_heads_within_cap")),
        sa.CheckConstraint("granted >= 0", name=op.f("ck_ledger_heads_not_below_zero")),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_ledger_heads_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_ledger_heads")),
        sa.UniqueConstraint(
            "jurisdiction",
            "person_id",
            "plan",
            "edition",
            "component",
            name=op.f("uq_ledger_heads_jurisdiction_person_id_plan_edition_component"),
        ),
    )
    with op.batch_alter_table("ledger_heads", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_heads_edition", ["jurisdiction", "plan", "edition"], unique=False)

    op.create_table(
        "member_units",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("federation_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_member_units_jurisdiction_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "federation_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_member_units_jurisdiction_federation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_member_units_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_member_units")),
        sa.UniqueConstraint(
            "jurisdiction",
            "federation_id",
            "union_id",
            name=op.f("uq_member_units_jurisdiction_federation_id_union_id"),
        ),
    )
    op.create_table(
        "payment_batches",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("retry_of", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> made_by", name=op.f("ck_payment_batches_another_checks")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "approved_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_payment_batches_jurisdiction_approved_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "made_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_payment_batches_jurisdiction_made_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "retry_of"],
            ["payment_batches.jurisdiction", "payment_batches.id"],
            name=op.f("fk_payment_batches_jurisdiction_retry_of"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_payment_batches_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_payment_batches")),
        sa.UniqueConstraint("jurisdiction", "reference", name=op.f("uq_payment_batches_jurisdiction_reference")),
    )
    with op.batch_alter_table("payment_batches", schema=None) as batch_op:
        batch_op.create_index("ix_payment_batches_union", ["jurisdiction", "union_id", "made_at"], unique=False)

    op.create_table(
        "plan_enrolments",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("first_time", sa.Boolean(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_plan_enrolments_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_plan_enrolments")),
    )
    with op.batch_alter_table("plan_enrolments", schema=None) as batch_op:
        batch_op.create_index("ix_plan_enrolments_edition", ["jurisdiction", "plan", "edition"], unique=False)
        batch_op.create_index("ix_plan_enrolments_person", ["jurisdiction", "person_id"], unique=False)

    op.create_table(
        "relief_terms",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("second_approval", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("least > 0 AND least <= most", name=op.f("ck_relief_terms_in_order")),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_relief_terms_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_relief_terms")),
        sa.UniqueConstraint("jurisdiction", "union_id", name=op.f("uq_relief_terms_jurisdiction_union_id")),
    )
    op.create_table(
        "union_terms",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("chair", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_union_terms_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_union_terms")),
    )
    with op.batch_alter_table("union_terms", schema=None) as batch_op:
        batch_op.create_index("ix_union_terms_union", ["jurisdiction", "union_id", "elected_on"], unique=False)

    op.create_table(
        "claim_filings",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("accident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("refiled_on", sa.Date(), nullable=True),
        sa.Column("payee", sa.String(length=40), nullable=True),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("account_holder", sa.LargeBinary(), nullable=False),
        sa.Column("account_number", sa.LargeBinary(), nullable=False),
        sa.Column("account_index", sa.String(length=64), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("originals", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("would_be", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "accident_id"],
            ["claim_accidents.jurisdiction", "claim_accidents.id"],
            name=op.f("fk_claim_filings_jurisdiction_accident_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_claim_filings_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_claim_filings_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_claim_filings")),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_claim_filings_jurisdiction_case_id")),
    )
    with op.batch_alter_table("claim_filings", schema=None) as batch_op:
        batch_op.create_index("ix_claim_filings_accident", ["jurisdiction", "accident_id"], unique=False)
        batch_op.create_index("ix_claim_filings_account", ["jurisdiction", "account_index"], unique=False)
        batch_op.create_index("ix_claim_filings_person", ["jurisdiction", "person_id"], unique=False)

    op.create_table(
        "depot_branches",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("depot_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parents", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("union_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("open_key", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_depot_branches_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "depot_id"],
            ["depots.jurisdiction", "depots.id"],
            name=op.f("fk_depot_branches_jurisdiction_depot_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_depot_branches_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_depot_branches")),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_depot_branches_jurisdiction_open_key")),
    )
    with op.batch_alter_table("depot_branches", schema=None) as batch_op:
        batch_op.create_index("ix_depot_branches_depot", ["jurisdiction", "depot_id"], unique=False)

    op.create_table(
        "foundings",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("threshold", sa.String(length=80), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("upper_id", sa.Uuid(), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=True),
        sa.Column("union_kind", sa.String(length=60), nullable=False),
        sa.Column("division", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("chair", sa.String(length=60), nullable=False),
        sa.Column("chair_from", sa.String(length=120), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("term_years", sa.Integer(), nullable=True),
        sa.Column("funds_independent", sa.Boolean(), nullable=False),
        sa.Column("many_women", sa.Boolean(), nullable=False),
        sa.Column("stands_in_named", sa.Boolean(), nullable=False),
        sa.Column("officer_name", sa.String(length=60), nullable=False),
        sa.Column("officer_login", sa.String(length=60), nullable=False),
        sa.Column("officer_phone", sa.LargeBinary(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("begun_by", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_foundings_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "employer_id"],
            ["employers.jurisdiction", "employers.id"],
            name=op.f("fk_foundings_jurisdiction_employer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "officer_id"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_foundings_jurisdiction_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_foundings_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "upper_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_foundings_jurisdiction_upper_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_foundings")),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_foundings_jurisdiction_case_id")),
    )
    with op.batch_alter_table("foundings", schema=None) as batch_op:
        batch_op.create_index("ix_foundings_employer", ["jurisdiction", "employer_id"], unique=False)

    op.create_table(
        "payment_bank_files",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "batch_id"],
            ["payment_batches.jurisdiction", "payment_batches.id"],
            name=op.f("fk_payment_bank_files_jurisdiction_batch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "read_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_payment_bank_files_jurisdiction_read_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_payment_bank_files")),
        sa.UniqueConstraint(
            "jurisdiction", "batch_id", "digest", name=op.f("uq_payment_bank_files_jurisdiction_batch_id_digest")
        ),
    )
    op.create_table(
        "payment_items",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_items_something_to_pay")),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "batch_id"],
            ["payment_batches.jurisdiction", "payment_batches.id"],
            name=op.f("fk_payment_items_jurisdiction_batch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_payment_items_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_payment_items")),
        sa.UniqueConstraint(
            "jurisdiction", "batch_id", "line", name=op.f("uq_payment_items_jurisdiction_batch_id_line")
        ),
    )
    with op.batch_alter_table("payment_items", schema=None) as batch_op:
        batch_op.create_index("ix_payment_items_case", ["jurisdiction", "case_id"], unique=False)
        batch_op.create_index(
            "uq_one_live_batch",
            ["jurisdiction", "case_id"],
            unique=True,
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "payment_returns",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_returns_something_back")),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_payment_returns_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "noted_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_payment_returns_jurisdiction_noted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_payment_returns")),
        sa.UniqueConstraint("jurisdiction", "key", name=op.f("uq_payment_returns_jurisdiction_key")),
    )
    with op.batch_alter_table("payment_returns", schema=None) as batch_op:
        batch_op.create_index("ix_payment_returns_case", ["jurisdiction", "case_id"], unique=False)

    op.create_table(
        "relief_requests",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("household", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("account_holder", sa.LargeBinary(), nullable=False),
        sa.Column("account_number", sa.LargeBinary(), nullable=False),
        sa.Column("visit_note", sa.LargeBinary(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_relief_requests_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_relief_requests_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_relief_requests")),
        sa.UniqueConstraint("jurisdiction", "case_id", name=op.f("uq_relief_requests_jurisdiction_case_id")),
    )
    with op.batch_alter_table("relief_requests", schema=None) as batch_op:
        batch_op.create_index("ix_relief_requests_person", ["jurisdiction", "person_id"], unique=False)

    op.create_table(
        "service_stations",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("host", sa.String(length=60), nullable=False),
        sa.Column("host_words", sa.String(length=60), nullable=False),
        sa.Column("division", sa.String(length=9), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("datum", sa.String(length=10), nullable=False),
        sa.Column("cell_north", sa.Integer(), nullable=False),
        sa.Column("cell_east", sa.Integer(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("facilities", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("union_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_service_stations_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "union_id"],
            ["unions.jurisdiction", "unions.id"],
            name=op.f("fk_service_stations_jurisdiction_union_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_service_stations")),
    )
    with op.batch_alter_table("service_stations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_service_stations_grid", ["jurisdiction", "state", "cell_north", "cell_east"], unique=False
        )
        batch_op.create_index("ix_service_stations_place", ["jurisdiction", "state", "division"], unique=False)
        batch_op.create_index("ix_service_stations_union", ["jurisdiction", "union_id"], unique=False)

    op.create_table(
        "claim_bills",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("invoice", sa.LargeBinary(), nullable=False),
        sa.Column("invoice_index", sa.String(length=64), nullable=True),
        sa.Column("hospital", sa.String(length=120), nullable=False),
        sa.Column("hospital_public", sa.String(length=10), nullable=False),
        sa.Column("hospital_grade", sa.Integer(), nullable=True),
        sa.Column("hospital_kind", sa.String(length=40), nullable=True),
        sa.Column("hospital_division", sa.String(length=9), nullable=True),
        sa.Column("care", sa.String(length=20), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hospital_days", sa.Integer(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("reimbursed", sa.BigInteger(), nullable=False),
        sa.Column("self_paid_in_scope", sa.BigInteger(), nullable=True),
        sa.Column("out_of_scope", sa.BigInteger(), nullable=False),
        sa.Column("third_party", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "filing_id"],
            ["claim_filings.jurisdiction", "claim_filings.id"],
            name=op.f("fk_claim_bills_jurisdiction_filing_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_claim_bills_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_claim_bills")),
        sa.UniqueConstraint(
            "jurisdiction", "person_id", "number", name=op.f("uq_claim_bills_jurisdiction_person_id_number")
        ),
    )
    with op.batch_alter_table("claim_bills", schema=None) as batch_op:
        batch_op.create_index("ix_claim_bills_filing", ["jurisdiction", "filing_id"], unique=False)
        batch_op.create_index("ix_claim_bills_invoice", ["jurisdiction", "invoice_index"], unique=False)

    op.create_table(
        "depot_duty_records",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(length=60), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "branch_id"],
            ["depot_branches.jurisdiction", "depot_branches.id"],
            name=op.f("fk_depot_duty_records_jurisdiction_branch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "written_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_depot_duty_records_jurisdiction_written_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_depot_duty_records")),
    )
    with op.batch_alter_table("depot_duty_records", schema=None) as batch_op:
        batch_op.create_index("ix_depot_duty_records_branch", ["jurisdiction", "branch_id", "done_on"], unique=False)

    op.create_table(
        "founding_items",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("founding_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_founding_items_jurisdiction_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "founding_id"],
            ["foundings.jurisdiction", "foundings.id"],
            name=op.f("fk_founding_items_jurisdiction_founding_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_founding_items")),
        sa.UniqueConstraint(
            "jurisdiction", "founding_id", "item", name=op.f("uq_founding_items_jurisdiction_founding_id_item")
        ),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("head_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("component", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("borne", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_ledger_entries_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "decision_id"],
            ["case_decisions.jurisdiction", "case_decisions.id"],
            name=op.f("fk_ledger_entries_jurisdiction_decision_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "head_id"],
            ["ledger_heads.jurisdiction", "ledger_heads.id"],
            name=op.f("fk_ledger_entries_jurisdiction_head_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "person_id"],
            ["persons.jurisdiction", "persons.id"],
            name=op.f("fk_ledger_entries_jurisdiction_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "reverses_id"],
            ["ledger_entries.jurisdiction", "ledger_entries.id"],
            name=op.f("fk_ledger_entries_jurisdiction_reverses_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("jurisdiction", "key", name=op.f("uq_ledger_entries_jurisdiction_key")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entries_case", ["jurisdiction", "case_id"], unique=False)
        batch_op.create_index(
            "ix_ledger_entries_person", ["jurisdiction", "person_id", "plan", "edition"], unique=False
        )

    op.create_table(
        "payment_results",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_payment_results_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "file_id"],
            ["payment_bank_files.jurisdiction", "payment_bank_files.id"],
            name=op.f("fk_payment_results_jurisdiction_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "item_id"],
            ["payment_items.jurisdiction", "payment_items.id"],
            name=op.f("fk_payment_results_jurisdiction_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_payment_results")),
        sa.UniqueConstraint("jurisdiction", "item_id", name=op.f("uq_payment_results_jurisdiction_item_id")),
    )
    with op.batch_alter_table("payment_results", schema=None) as batch_op:
        batch_op.create_index("ix_payment_results_case", ["jurisdiction", "case_id"], unique=False)

    op.create_table(
        "station_feedback",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "answered_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_station_feedback_jurisdiction_answered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "station_id"],
            ["service_stations.jurisdiction", "service_stations.id"],
            name=op.f("fk_station_feedback_jurisdiction_station_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "worker_id"],
            ["workers.jurisdiction", "workers.id"],
            name=op.f("fk_station_feedback_jurisdiction_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_station_feedback")),
    )
    with op.batch_alter_table("station_feedback", schema=None) as batch_op:
        batch_op.create_index("ix_station_feedback_station", ["jurisdiction", "station_id", "created_at"], unique=False)
        batch_op.create_index("ix_station_feedback_worker", ["jurisdiction", "worker_id"], unique=False)

    op.create_table(
        "station_recognitions",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("recognition", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("open_key", sa.String(length=120), nullable=True),
        sa.Column("recognised_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_station_recognitions_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "station_id"],
            ["service_stations.jurisdiction", "service_stations.id"],
            name=op.f("fk_station_recognitions_jurisdiction_station_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_station_recognitions")),
        sa.UniqueConstraint("jurisdiction", "open_key", name=op.f("uq_station_recognitions_jurisdiction_open_key")),
    )
    with op.batch_alter_table("station_recognitions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_station_recognitions_year", ["jurisdiction", "recognition", "recognised_on"], unique=False
        )

    op.create_table(
        "claim_findings",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=True),
        sa.Column("of_accident", sa.Boolean(), nullable=False),
        sa.Column("row", sa.String(length=60), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("exception", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "bill_id"],
            ["claim_bills.jurisdiction", "claim_bills.id"],
            name=op.f("fk_claim_findings_jurisdiction_bill_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "filing_id"],
            ["claim_filings.jurisdiction", "claim_filings.id"],
            name=op.f("fk_claim_findings_jurisdiction_filing_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "found_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_claim_findings_jurisdiction_found_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_claim_findings")),
    )
    with op.batch_alter_table("claim_findings", schema=None) as batch_op:
        batch_op.create_index("ix_claim_findings_filing", ["jurisdiction", "filing_id"], unique=False)

    op.create_table(
        "ledger_reversals",
        sa.Column("jurisdiction", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "case_id"],
            ["cases.jurisdiction", "cases.id"],
            name=op.f("fk_ledger_reversals_jurisdiction_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "entry_id"],
            ["ledger_entries.jurisdiction", "ledger_entries.id"],
            name=op.f("fk_ledger_reversals_jurisdiction_entry_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "made_by"],
            ["officers.jurisdiction", "officers.id"],
            name=op.f("fk_ledger_reversals_jurisdiction_made_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("jurisdiction", "id", name=op.f("pk_ledger_reversals")),
        sa.UniqueConstraint("jurisdiction", "entry_id", name=op.f("uq_ledger_reversals_jurisdiction_entry_id")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_because", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_note", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("union_settings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("second_approval", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("dues_mode", sa.String(length=20), nullable=False))
        batch_op.add_column(sa.Column("dues_fen", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("dues_per", sa.String(length=10), nullable=False))
        batch_op.add_column(sa.Column("closed_channels", sa.JSON(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("union_settings", schema=None) as batch_op:
        batch_op.drop_column("closed_channels")
        batch_op.drop_column("dues_per")
        batch_op.drop_column("dues_fen")
        batch_op.drop_column("dues_mode")
        batch_op.drop_column("second_approval")

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_column("ended_note")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("ended_because")

    op.drop_table("ledger_reversals")
    with op.batch_alter_table("claim_findings", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_findings_filing")

    op.drop_table("claim_findings")
    with op.batch_alter_table("station_recognitions", schema=None) as batch_op:
        batch_op.drop_index("ix_station_recognitions_year")

    op.drop_table("station_recognitions")
    with op.batch_alter_table("station_feedback", schema=None) as batch_op:
        batch_op.drop_index("ix_station_feedback_worker")
        batch_op.drop_index("ix_station_feedback_station")

    op.drop_table("station_feedback")
    with op.batch_alter_table("payment_results", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_results_case")

    op.drop_table("payment_results")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_entries_person")
        batch_op.drop_index("ix_ledger_entries_case")

    op.drop_table("ledger_entries")
    op.drop_table("founding_items")
    with op.batch_alter_table("depot_duty_records", schema=None) as batch_op:
        batch_op.drop_index("ix_depot_duty_records_branch")

    op.drop_table("depot_duty_records")
    with op.batch_alter_table("claim_bills", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_bills_invoice")
        batch_op.drop_index("ix_claim_bills_filing")

    op.drop_table("claim_bills")
    with op.batch_alter_table("service_stations", schema=None) as batch_op:
        batch_op.drop_index("ix_service_stations_union")
        batch_op.drop_index("ix_service_stations_place")
        batch_op.drop_index("ix_service_stations_grid")

    op.drop_table("service_stations")
    with op.batch_alter_table("relief_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_relief_requests_person")

    op.drop_table("relief_requests")
    with op.batch_alter_table("payment_returns", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_returns_case")

    op.drop_table("payment_returns")
    with op.batch_alter_table("payment_items", schema=None) as batch_op:
        batch_op.drop_index("uq_one_live_batch", sqlite_where=sa.text("live"), postgresql_where=sa.text("live"))
        batch_op.drop_index("ix_payment_items_case")

    op.drop_table("payment_items")
    op.drop_table("payment_bank_files")
    with op.batch_alter_table("foundings", schema=None) as batch_op:
        batch_op.drop_index("ix_foundings_employer")

    op.drop_table("foundings")
    with op.batch_alter_table("depot_branches", schema=None) as batch_op:
        batch_op.drop_index("ix_depot_branches_depot")

    op.drop_table("depot_branches")
    with op.batch_alter_table("claim_filings", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_filings_person")
        batch_op.drop_index("ix_claim_filings_account")
        batch_op.drop_index("ix_claim_filings_accident")

    op.drop_table("claim_filings")
    with op.batch_alter_table("union_terms", schema=None) as batch_op:
        batch_op.drop_index("ix_union_terms_union")

    op.drop_table("union_terms")
    op.drop_table("relief_terms")
    with op.batch_alter_table("plan_enrolments", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_enrolments_person")
        batch_op.drop_index("ix_plan_enrolments_edition")

    op.drop_table("plan_enrolments")
    with op.batch_alter_table("payment_batches", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_batches_union")

    op.drop_table("payment_batches")
    op.drop_table("member_units")
    with op.batch_alter_table("ledger_heads", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_heads_edition")

    op.drop_table("ledger_heads")
    with op.batch_alter_table("duty_records", schema=None) as batch_op:
        batch_op.drop_index("ix_duty_records_union")

    op.drop_table("duty_records")
    op.drop_table("claim_accidents")
    with op.batch_alter_table("service_list_items", schema=None) as batch_op:
        batch_op.drop_index("ix_service_list_items_firm")

    op.drop_table("service_list_items")
    with op.batch_alter_table("policy_drafts", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_drafts_name")

    op.drop_table("policy_drafts")
    with op.batch_alter_table("founding_plan", schema=None) as batch_op:
        batch_op.drop_index("ix_founding_plan_employer")

    op.drop_table("founding_plan")
    with op.batch_alter_table("depots", schema=None) as batch_op:
        batch_op.drop_index("ix_depots_place")

    op.drop_table("depots")
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.drop_index("ix_stored_files_subject")

    op.drop_table("stored_files")
    with op.batch_alter_table("policy_published", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_published_name")

    op.drop_table("policy_published")
