"""A verdict of ineligible can be reconsidered once."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "reconsideration",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'received') = (decided_by IS NULL)", name=op.f("ck_reconsideration_decided_by_an_officer")
        ),
        sa.CheckConstraint("decided_by IS NULL OR ruling ~ '\\S'", name=op.f("ck_reconsideration_ruled_with_reason")),
        sa.CheckConstraint("grounds ~ '\\S'", name=op.f("ck_reconsideration_grounded")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_reconsideration_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["user_account.id"],
            name=op.f("fk_reconsideration_asked_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_reconsideration_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_reconsideration_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconsideration")),
    )
    op.create_index("reconsidered_once", "reconsideration", ["application_id"], unique=True)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("reconsidered_once", table_name="reconsideration")
    op.drop_table("reconsideration")
