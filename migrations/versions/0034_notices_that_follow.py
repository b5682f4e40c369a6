"""Notices that are corrected, suspended and published again."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

WAS = (
    "(published_at IS NULL) = (ends_at IS NULL) AND (published_at IS NULL) = (last_day IS NULL) "
    "AND (published_at IS NULL) = (url IS NULL) AND (published_at IS NULL) = (snapshot_sha256 IS NULL) "
)


def upgrade() -> None:
    """Bring the table and the columns."""
    op.add_column("notice", sa.Column("follows_id", sa.Uuid(), nullable=True))
    op.add_column("notice", sa.Column("following", sa.String(length=40), nullable=True))
    op.add_column("notice", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f("fk_notice_follows_id"), "notice", "notice", ["follows_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.drop_constraint(op.f("ck_notice_clock"), "notice", type_="check")
    op.create_check_constraint(
        op.f("ck_notice_clock"),
        "notice",
        WAS + "AND (published_at IS NULL OR status <> 'posted') "
        "AND (published_at IS NOT NULL OR status IN ('posted', 'replaced'))",
    )
    op.create_check_constraint(
        op.f("ck_notice_following"),
        "notice",
        "(follows_id IS NULL) = (following IS NULL) AND following IN ('correction', 'republication')",
    )
    op.create_check_constraint(
        op.f("ck_notice_suspended"), "notice", "status <> 'interrupted' OR suspended_at IS NOT NULL"
    )
    op.create_index(
        "ix_notice_one_follower",
        "notice",
        ["follows_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'replaced'"),
    )
    op.create_table(
        "notice_suspension",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("remaining_days", sa.Integer(), nullable=False),
        sa.Column("suspended_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "remaining_days > 0 AND reason ~ '\\S' AND basis ~ '\\S'", name=op.f("ck_notice_suspension_stated")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name=op.f("fk_notice_suspension_notice_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["suspended_by"],
            ["user_account.id"],
            name=op.f("fk_notice_suspension_suspended_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notice_suspension")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("notice_suspension")
    op.drop_index("ix_notice_one_follower", table_name="notice")
    op.drop_constraint(op.f("ck_notice_suspended"), "notice", type_="check")
    op.drop_constraint(op.f("ck_notice_following"), "notice", type_="check")
    op.drop_constraint(op.f("ck_notice_clock"), "notice", type_="check")
    op.create_check_constraint(
        op.f("ck_notice_clock"), "notice", WAS + "AND (published_at IS NULL) = (status = 'posted')"
    )
    op.drop_constraint(op.f("fk_notice_follows_id"), "notice", type_="foreignkey")
    op.drop_column("notice", "suspended_at")
    op.drop_column("notice", "following")
    op.drop_column("notice", "follows_id")
