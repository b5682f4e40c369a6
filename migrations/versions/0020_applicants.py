"""Applicants in real life: facts and hand-overs of organizations, claims, copied drafts, frozen self-scores."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("from_user_id", sa.Uuid(), nullable=False),
        sa.Column("to_user_id", sa.Uuid(), nullable=False),
        sa.Column("handed_by", sa.Uuid(), nullable=False),
        sa.Column("letter_file_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason ~ '\\S'", name=op.f("ck_handover_reasoned")),
        sa.CheckConstraint("(handed_by = from_user_id) = (letter_file_id IS NULL)", name=op.f("ck_handover_letter")),
        sa.CheckConstraint("from_user_id <> to_user_id", name=op.f("ck_handover_another")),
        sa.ForeignKeyConstraint(
            ["from_user_id"],
            ["user_account.id"],
            name=op.f("fk_handover_from_user_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["handed_by"],
            ["user_account.id"],
            name=op.f("fk_handover_handed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["letter_file_id"],
            ["stored_file.id"],
            name=op.f("fk_handover_letter_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_handover_organization_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["to_user_id"],
            ["user_account.id"],
            name=op.f("fk_handover_to_user_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_organization_id"), "handover", ["organization_id"], unique=False)
    op.create_table(
        "organization_claim",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_name", sa.Text(), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_user_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'upheld') = (invited_user_id IS NOT NULL)", name=op.f("ck_organization_claim_upheld_invites")
        ),
        sa.CheckConstraint(
            "status = 'lodged' OR (reason ~ '\\S' AND decided_by IS NOT NULL)",
            name=op.f("ck_organization_claim_decision_reasoned"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_organization_claim_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["invited_user_id"],
            ["user_account.id"],
            name=op.f("fk_organization_claim_invited_user_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_organization_claim_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_claim_organization_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_claim")),
    )
    op.create_index(
        op.f("ix_organization_claim_organization_id"), "organization_claim", ["organization_id"], unique=False
    )
    op.create_table(
        "claim_contact",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["organization_claim.id"],
            name=op.f("fk_claim_contact_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_contact")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_claim_contact_code_hash")),
    )
    op.create_table(
        "claim_file",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('licence', 'authorisation')", name=op.f("ck_claim_file_kind")),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["organization_claim.id"],
            name=op.f("fk_claim_file_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_claim_file_file_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("claim_id", "kind", name=op.f("pk_claim_file")),
    )
    op.create_table(
        "claim_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('claimant', 'holder')", name=op.f("ck_claim_statement_side")),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["organization_claim.id"],
            name=op.f("fk_claim_statement_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_statement")),
    )
    op.create_index(op.f("ix_claim_statement_claim_id"), "claim_statement", ["claim_id"], unique=False)
    op.create_table(
        "submitted_self_scores",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("sha256 = sha256(content)", name=op.f("ck_submitted_self_scores_i18_self_scores_hash")),
        sa.ForeignKeyConstraint(
            ["application_id", "submission_sha256"],
            ["submission.application_id", "submission.sha256"],
            name=op.f("fk_submitted_self_scores_application_id_submission_sha256"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_submitted_self_scores_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "submission_sha256", name=op.f("pk_submitted_self_scores")),
    )
    op.add_column("application", sa.Column("copied_from", sa.Uuid(), nullable=True))
    op.add_column("application", sa.Column("to_confirm", postgresql.JSONB(), server_default="[]", nullable=False))
    op.create_foreign_key(
        op.f("fk_application_copied_from"),
        "application",
        "application",
        ["copied_from"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.add_column("evidence", sa.Column("secret_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("organization", sa.Column("registered_address", sa.Text(), nullable=True))
    op.add_column("organization", sa.Column("legal_representative", sa.Text(), nullable=True))
    op.add_column("organization", sa.Column("established_on", sa.Date(), nullable=True))
    op.add_column("organization", sa.Column("phone", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("organization", "phone")
    op.drop_column("organization", "established_on")
    op.drop_column("organization", "legal_representative")
    op.drop_column("organization", "registered_address")
    op.drop_column("evidence", "secret_reason")
    op.drop_constraint(op.f("fk_application_copied_from"), "application", type_="foreignkey")
    op.drop_column("application", "to_confirm")
    op.drop_column("application", "copied_from")
    op.drop_table("submitted_self_scores")
    op.drop_index(op.f("ix_claim_statement_claim_id"), table_name="claim_statement")
    op.drop_table("claim_statement")
    op.drop_table("claim_file")
    op.drop_table("claim_contact")
    op.drop_index(op.f("ix_organization_claim_organization_id"), table_name="organization_claim")
    op.drop_table("organization_claim")
    op.drop_index(op.f("ix_handover_organization_id"), table_name="handover")
    op.drop_table("handover")
