"""The issues to be verified on site."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "site_issue",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("citations", postgresql.JSONB(), nullable=False),
        sa.Column("priority", sa.String(length=40), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("finding", sa.String(length=40), nullable=True),
        sa.Column("finding_text", sa.Text(), nullable=False),
        sa.Column("finding_citations", postgresql.JSONB(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(status = 'closed') = (finding IS NOT NULL)", name=op.f("ck_site_issue_found")),
        sa.CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name=op.f("ck_site_issue_merged")),
        sa.CheckConstraint("question ~ '\\S'", name=op.f("ck_site_issue_question")),
        sa.CheckConstraint("status <> 'closed' OR finding_text ~ '\\S'", name=op.f("ck_site_issue_said")),
        sa.CheckConstraint("num_nulls(finding, closed_by, closed_at) IN (0, 3)", name=op.f("ck_site_issue_closed")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_site_issue_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["expert.id"], name=op.f("fk_site_issue_closed_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id", "item_code"],
            ["criteria_node.criteria_set_id", "criteria_node.code"],
            name=op.f("fk_site_issue_criteria_set_id_item_code"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_site_issue_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["merged_into", "application_id"],
            ["site_issue.id", "site_issue.application_id"],
            name="site_issue_merged_within",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["opened_by", "application_id", "stage"],
            ["expert_relation.expert_id", "expert_relation.application_id", "expert_relation.stage"],
            name="site_issue_of_the_panel",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["expert.id"], name=op.f("fk_site_issue_opened_by"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_issue")),
        sa.UniqueConstraint("id", "application_id", name=op.f("uq_site_issue_id_application_id")),
    )
    op.create_index("ix_site_issue_application_id", "site_issue", ["application_id", "opened_at"], unique=False)
    op.create_table(
        "site_issue_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=True),
        sa.Column("citations", postgresql.JSONB(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("text ~ '\\S'", name=op.f("ck_site_issue_step_said")),
        sa.ForeignKeyConstraint(
            ["issue_id", "application_id"],
            ["site_issue.id", "site_issue.application_id"],
            name=op.f("fk_site_issue_step_issue_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["expert.id"], name=op.f("fk_site_issue_step_taken_by"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_issue_step")),
    )
    op.create_index("ix_site_issue_step_issue_id", "site_issue_step", ["issue_id", "taken_at"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("site_issue_step")
    op.drop_table("site_issue")
