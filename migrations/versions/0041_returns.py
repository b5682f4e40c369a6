"""The government's answer that sends a request back."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def key(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_submission_return_{column}", initially="DEFERRED", deferrable=True
    )


def upgrade() -> None:
    """Bring the table."""
    op.create_table(
        "submission_return",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_submission_return_return_needs_reason")),
        key("submission_id", "government_submission"),
        key("recorded_by", "user_account"),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_submission_return")),
        sa.UniqueConstraint("document_number", name=op.f("uq_submission_return_document_number")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("submission_return")
