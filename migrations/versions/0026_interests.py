"""Declared interests, and access to a barred case on a second person's word (art. 30)."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "interest",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("organization_name", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_interest_days")),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_interest_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_interest_user_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    op.create_index("ix_interest_credit_code", "interest", ["credit_code"], unique=False)
    op.create_index("ix_interest_user_id", "interest", ["user_id", "credit_code"], unique=False)
    op.create_table(
        "break_glass",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_role", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'granted') = (until IS NOT NULL)", name=op.f("ck_break_glass_granted_for_a_time")
        ),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> user_id", name=op.f("ck_break_glass_i30_two_persons")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_break_glass_hours")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_break_glass_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_break_glass_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_break_glass_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_break_glass_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_break_glass_user_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
    )
    op.create_index("ix_break_glass_user_id", "break_glass", ["user_id", "application_id"], unique=False)
    op.create_table(
        "break_glass_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("break_glass_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["break_glass_id"],
            ["break_glass.id"],
            name=op.f("fk_break_glass_use_break_glass_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_break_glass_use_user_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass_use")),
    )
    op.create_index(op.f("ix_break_glass_use_break_glass_id"), "break_glass_use", ["break_glass_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_break_glass_use_break_glass_id"), table_name="break_glass_use")
    op.drop_table("break_glass_use")
    op.drop_index("ix_break_glass_user_id", table_name="break_glass")
    op.drop_table("break_glass")
    op.drop_index("ix_interest_user_id", table_name="interest")
    op.drop_index("ix_interest_credit_code", table_name="interest")
    op.drop_table("interest")
