"""Names hidden from the committee: a code for each candidate, and when the names of a year are revealed."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the column and the table."""
    op.add_column("candidate_entry", sa.Column("code", sa.Text(), nullable=True))
    op.create_unique_constraint("i30_one_code", "candidate_entry", ["cycle_id", "code"])
    op.create_unique_constraint(op.f("uq_proposed_list_id_cycle_id"), "proposed_list", ["id", "cycle_id"])
    op.create_table(
        "name_reveal",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id", "cycle_id"],
            ["proposed_list.id", "proposed_list.cycle_id"],
            name="i30_revealed_by_a_list",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_name_reveal")),
        sa.UniqueConstraint("list_id", name=op.f("uq_name_reveal_list_id")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("name_reveal")
    op.drop_constraint(op.f("uq_proposed_list_id_cycle_id"), "proposed_list", type_="unique")
    op.drop_constraint("i30_one_code", "candidate_entry", type_="unique")
    op.drop_column("candidate_entry", "code")
