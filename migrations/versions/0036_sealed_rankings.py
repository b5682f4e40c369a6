"""Sealed rankings name the leaf of their act; an allocation kept with the lists; the seal in the notice (23, 25)."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring columns and table; a ranking frozen before names no leaf."""
    op.add_column("ranking", sa.Column("leaf_id", sa.Uuid(), nullable=True))
    op.add_column("ranking", sa.Column("leaf_hash", sa.LargeBinary(), nullable=True))
    op.create_foreign_key(
        op.f("fk_ranking_leaf_id"), "ranking", "record_leaf", ["leaf_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.add_column("notice", sa.Column("ranking_sha256", sa.LargeBinary(), nullable=True))
    op.create_table(
        "candidate_allocation",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("ranking_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sha256 = sha256(content)", name=op.f("ck_candidate_allocation_allocation_hash")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_candidate_allocation_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id"],
            ["ranking.id"],
            name=op.f("fk_candidate_allocation_ranking_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_candidate_allocation")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("candidate_allocation")
    op.drop_column("notice", "ranking_sha256")
    op.drop_constraint(op.f("fk_ranking_leaf_id"), "ranking", type_="foreignkey")
    op.drop_column("ranking", "leaf_hash")
    op.drop_column("ranking", "leaf_id")
