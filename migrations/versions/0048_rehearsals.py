"""Rehearsals: the shifts of the clock."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the table."""
    op.create_table(
        "clock_shift",
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shifted_by", sa.Uuid(), nullable=False),
        sa.Column("shifted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shifted_by"], ["user_account.id"], name="fk_clock_shift_shifted_by", initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name="fk_clock_shift_leaf_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_shift")),
    )  # fmt: skip


def downgrade() -> None:
    """Take it away."""
    op.drop_table("clock_shift")
