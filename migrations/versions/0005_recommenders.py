"""Recommendations."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("opinion", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scan_file_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(opinion = 'positive') = (scan_file_id IS NOT NULL)", name=op.f("ck_recommendation_i6_sealed_scan")
        ),
        sa.CheckConstraint("opinion IN ('positive', 'declined', 'returned')", name=op.f("ck_recommendation_opinion")),
        sa.CheckConstraint("text ~ '\\S'", name=op.f("ck_recommendation_i6_reasoned")),
        sa.CheckConstraint("signed_by <> submitted_by", name=op.f("ck_recommendation_i6_another_person")),
        sa.ForeignKeyConstraint(
            ["application_id", "submission_sha256", "submitted_by"],
            ["submission.application_id", "submission.sha256", "submission.submitted_by"],
            name="i6_signs_the_submitted_bytes",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["scan_file_id"],
            ["stored_file.id"],
            name=op.f("fk_recommendation_scan_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"],
            ["user_account.id"],
            name=op.f("fk_recommendation_signed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_recommendation_unit_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    op.create_index(
        "i6_one_positive_per_submission",
        "recommendation",
        ["application_id", "submission_sha256"],
        unique=True,
        postgresql_where=sa.text("opinion = 'positive'"),
    )
    op.create_index("ix_recommendation_unit_id", "recommendation", ["unit_id", "signed_at"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("recommendation")
