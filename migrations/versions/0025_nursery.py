"""The nursery lists of the recommending units."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "nursery_entry",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("maturity", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(status = 'active') = (ended_on IS NULL)", name=op.f("ck_nursery_entry_ended_on")),
        sa.CheckConstraint("status = 'active' OR end_reason ~ '\\S'", name=op.f("ck_nursery_entry_end_reasoned")),
        sa.CheckConstraint("ended_on >= since", name=op.f("ck_nursery_entry_term")),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["user_account.id"],
            name=op.f("fk_nursery_entry_entered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_nursery_entry_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_nursery_entry_unit_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nursery_entry")),
    )
    op.create_index(
        "nursery_entry_once",
        "nursery_entry",
        ["unit_id", "credit_code"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("nursery_entry_once", table_name="nursery_entry", postgresql_where=sa.text("status = 'active'"))
    op.drop_table("nursery_entry")
