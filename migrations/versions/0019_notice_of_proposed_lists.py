"""Notices of proposed lists too; evidence and a term of reply for objections."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.add_column("notice", sa.Column("list_id", sa.Uuid(), nullable=True))
    op.alter_column("notice", "decision_id", existing_type=sa.UUID(), nullable=True)
    op.create_foreign_key(
        "i26_proposed_is_published",
        "notice",
        "proposed_list",
        ["list_id", "list_sha256"],
        ["id", "sha256"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_check_constraint(op.f("ck_notice_i26_of_one_list"), "notice", "num_nonnulls(decision_id, list_id) = 1")
    op.add_column("objection", sa.Column("evidence", sa.Text(), nullable=False, server_default=""))
    op.alter_column("objection", "evidence", server_default=None)
    op.add_column("objection", sa.Column("reply_due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("objection", "reply_due_on")
    op.drop_column("objection", "evidence")
    op.drop_constraint(op.f("ck_notice_i26_of_one_list"), "notice", type_="check")
    op.drop_constraint("i26_proposed_is_published", "notice", type_="foreignkey")
    op.alter_column("notice", "decision_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("notice", "list_id")
