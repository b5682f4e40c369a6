"""Eligibility findings, verdicts and supplements."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "eligible_list",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("entries", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["user_account.id"],
            name=op.f("fk_eligible_list_confirmed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_eligible_list_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_eligible_list")),
    )
    op.create_table(
        "disqualification",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("references", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("basis ~ '\\S'", name=op.f("ck_disqualification_i28_based")),
        sa.CheckConstraint('jsonb_array_length("references") > 0', name=op.f("ck_disqualification_i28_referenced")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_disqualification_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_disqualification_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_disqualification")),
    )
    op.create_table(
        "eligibility_verdict",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict = 'eligible' OR reason ~ '\\S'", name=op.f("ck_eligibility_verdict_i28_refusal_reasoned")
        ),
        sa.CheckConstraint("verdict IN ('eligible', 'ineligible')", name=op.f("ck_eligibility_verdict_verdict")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_eligibility_verdict_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["call_notice.id"],
            name=op.f("fk_eligibility_verdict_call_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_eligibility_verdict_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_eligibility_verdict_edition_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_eligibility_verdict")),
    )
    op.create_table(
        "finding",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.String(length=40), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("references", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('met', 'not_met')", name=op.f("ck_finding_outcome")),
        sa.CheckConstraint("reason ~ '\\S'", name=op.f("ck_finding_i28_reasoned")),
        sa.CheckConstraint("round IN ('initial', 'deliberation', 'approval')", name=op.f("ck_finding_round")),
        sa.CheckConstraint('jsonb_array_length("references") > 0', name=op.f("ck_finding_i28_referenced")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_finding_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["found_by"], ["user_account.id"], name=op.f("fk_finding_found_by"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("application_id", "round", "code", name=op.f("pk_finding")),
    )
    op.create_table(
        "recheck",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.String(length=40), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('met', 'not_met')", name=op.f("ck_recheck_outcome")),
        sa.CheckConstraint("round IN ('deliberation', 'approval')", name=op.f("ck_recheck_round")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_recheck_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"],
            ["user_account.id"],
            name=op.f("fk_recheck_checked_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "round", name=op.f("pk_recheck")),
    )
    op.create_table(
        "supplement_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("jsonb_array_length(items) > 0", name=op.f("ck_supplement_request_items")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_supplement_request_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"],
            ["user_account.id"],
            name=op.f("fk_supplement_request_requested_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_request")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_supplement_request_application_id_number")),
        sa.UniqueConstraint("id", "application_id", name=op.f("uq_supplement_request_id_application_id")),
    )
    op.create_table(
        "supplement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sha256 = sha256(content)", name=op.f("ck_supplement_i18_addendum_hash")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_supplement_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["request_id", "application_id"],
            ["supplement_request.id", "supplement_request.application_id"],
            name=op.f("fk_supplement_request_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"],
            ["user_account.id"],
            name=op.f("fk_supplement_submitted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    op.create_index("i18_one_answer", "supplement", ["request_id"], unique=True)
    op.create_index(op.f("ix_supplement_application_id"), "supplement", ["application_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("supplement")
    op.drop_table("supplement_request")
    op.drop_table("recheck")
    op.drop_table("finding")
    op.drop_table("eligibility_verdict")
    op.drop_table("disqualification")
    op.drop_table("eligible_list")
