"""The version of the assessor standard that an expert met."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLES = ("expert", "expert_term")


def upgrade() -> None:
    """Bring the columns."""
    for table in TABLES:
        op.add_column(table, sa.Column("standard_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_standard_id"),
            table,
            "working_document",
            ["standard_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )


def downgrade() -> None:
    """Take them away."""
    for table in reversed(TABLES):
        op.drop_column(table, "standard_id")
