"""A supplement says whether it came late."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.add_column("supplement", sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("supplement", "is_late", server_default=None)


def downgrade() -> None:
    """Take them away."""
    op.drop_column("supplement", "is_late")
