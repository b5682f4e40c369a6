"""Second factors: which key each secret lies under."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the column; what is there lies under the first key."""
    op.add_column("second_factor", sa.Column("sealing_key", sa.Text(), nullable=False, server_default="factor"))


def downgrade() -> None:
    """Take it away; secrets that lie under a later key open only by it."""
    op.drop_column("second_factor", "sealing_key")
