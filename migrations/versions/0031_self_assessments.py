"""The assessments that an organization keeps for itself."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "own_assessment",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'concluded') = (finished_at IS NOT NULL)", name=op.f("ck_own_assessment_finished")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_own_assessment_organization_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_own_assessment_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_own_assessment_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_assessment")),
        sa.UniqueConstraint("id", "criteria_set_id", name=op.f("uq_own_assessment_id_criteria_set_id")),
    )
    op.create_index("ix_own_assessment_organization_id", "own_assessment", ["organization_id"])
    op.create_table(
        "own_assessment_item",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100 AND mod(percent, 5) = 0",
            name=op.f("ck_own_assessment_item_i9_percent_lattice"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id", "criteria_set_id"],
            ["own_assessment.id", "own_assessment.criteria_set_id"],
            name=op.f("fk_own_assessment_item_assessment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id", "item_code", "points"],
            ["criteria_node.criteria_set_id", "criteria_node.code", "criteria_node.points"],
            name=op.f("fk_own_assessment_item_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("assessment_id", "item_code", name=op.f("pk_own_assessment_item")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("own_assessment_item")
    op.drop_index("ix_own_assessment_organization_id", table_name="own_assessment")
    op.drop_table("own_assessment")
