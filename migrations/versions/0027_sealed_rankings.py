"""A sealed ranking names the leaf of its act, and a notice the ranking on which its lists rest (arts. 23, 25)."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the columns; a ranking frozen before names no leaf."""
    op.add_column("ranking", sa.Column("leaf_id", sa.Uuid(), nullable=True))
    op.add_column("ranking", sa.Column("leaf_hash", sa.LargeBinary(), nullable=True))
    op.create_foreign_key(
        op.f("fk_ranking_leaf_id"), "ranking", "record_leaf", ["leaf_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.add_column("notice", sa.Column("ranking_sha256", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("notice", "ranking_sha256")
    op.drop_constraint(op.f("fk_ranking_leaf_id"), "ranking", type_="foreignkey")
    op.drop_column("ranking", "leaf_hash")
    op.drop_column("ranking", "leaf_id")
