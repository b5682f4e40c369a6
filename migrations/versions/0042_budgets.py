"""The working budget: lines as a document approved them, and the expenses out of each."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", initially="DEFERRED", deferrable=True
    )


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "budget_line",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_budget_line_amount")),
        key("budget_line", "cycle_id", "cycle"),
        key("budget_line", "set_by", "user_account"),
        key("budget_line", "leaf_id", "record_leaf"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint("cycle_id", "name", "document_number", name="i32_one_line_a_document"),
    )
    op.create_table(
        "expense",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("voucher", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_expense_amount")),
        key("expense", "line_id", "budget_line"),
        key("expense", "recorded_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
        sa.UniqueConstraint("voucher", name=op.f("uq_expense_voucher")),
    )
    op.create_index(op.f("ix_expense_line_id"), "expense", ["line_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("expense")
    op.drop_table("budget_line")
