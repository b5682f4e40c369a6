"""A further ballot is linked to the one it repeats; the seats at the close and the papers handed out are kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the columns; the ballots that are there are linked by their rounds, without a reason, for none was asked."""
    op.add_column("ballot", sa.Column("repeats_id", sa.Uuid(), nullable=True))
    op.add_column("ballot", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.add_column("ballot", sa.Column("seats_at_close", postgresql.JSONB(none_as_null=True), nullable=True))
    op.add_column("ballot", sa.Column("papers", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE ballot b SET repeats_id = e.id FROM ballot e "
        "WHERE e.application_id = b.application_id AND e.tier = b.tier AND e.round = b.round - 1"
    )
    op.create_foreign_key(
        op.f("fk_ballot_repeats_id"), "ballot", "ballot", ["repeats_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.create_unique_constraint("i19_repeated_once", "ballot", ["repeats_id"])
    op.add_column(
        "eligible_voter", sa.Column("took_paper", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_column("eligible_voter", "took_paper")
    op.drop_constraint("i19_repeated_once", "ballot", type_="unique")
    op.drop_constraint(op.f("fk_ballot_repeats_id"), "ballot", type_="foreignkey")
    op.drop_column("ballot", "papers")
    op.drop_column("ballot", "seats_at_close")
    op.drop_column("ballot", "reason")
    op.drop_column("ballot", "repeats_id")
