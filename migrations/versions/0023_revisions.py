"""Revisions of the Measures: proposals, consultations, comments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "revision",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("proposer", sa.Text(), nullable=False),
        sa.Column("articles", postgresql.JSONB(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("consultation_text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NOT DISTINCT FROM 'revised') = (draft_id IS NOT NULL)", name=op.f("ck_revision_revised_into")
        ),
        sa.CheckConstraint(
            "(status = 'concluded') = (outcome IS NOT NULL)", name=op.f("ck_revision_concluded_somehow")
        ),
        sa.CheckConstraint(
            "status = 'suggested' OR (begins_on IS NOT NULL AND ends_on IS NOT NULL AND consultation_text <> '')",
            name=op.f("ck_revision_consulted"),
        ),
        sa.CheckConstraint("begins_on <= ends_on", name=op.f("ck_revision_consultation_forward")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["edition.id"], name=op.f("fk_revision_draft_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_revision_edition_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_revision_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["user_account.id"],
            name=op.f("fk_revision_proposed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_table(
        "revision_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("reply", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(reply IS NULL) = (reason = '')", name=op.f("ck_revision_comment_answered_with_reason")),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_revision_comment_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_revision_comment_revision_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_comment")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("revision_comment")
    op.drop_table("revision")
