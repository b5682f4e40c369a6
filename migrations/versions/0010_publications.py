"""Notices and objections."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "notice",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("award_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("list_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snapshot_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("working", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(published_at IS NULL) = (ends_at IS NULL) AND (published_at IS NULL) = (last_day IS NULL) AND (published_at IS NULL) = (url IS NULL) AND (published_at IS NULL) = (snapshot_sha256 IS NULL) AND (published_at IS NULL) = (status = 'posted')",
            name=op.f("ck_notice_clock"),
        ),
        sa.CheckConstraint(
            "ends_at > published_at AND ends_at = (last_day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'",
            name=op.f("ck_notice_i14_not_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_notice_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["decision_id", "list_sha256"],
            ["government_decision.id", "government_decision.approved_sha256"],
            name="i26_approved_is_published",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_notice_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["posted_by"], ["user_account.id"], name=op.f("fk_notice_posted_by"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_notice_cycle_id_number")),
        sa.UniqueConstraint("id", "ends_at", name=op.f("uq_notice_id_ends_at")),
        sa.UniqueConstraint("id", "list_sha256", name=op.f("uq_notice_id_list_sha256")),
    )
    op.create_table(
        "notice_entry",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organization_name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("first_noticed_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_notice_entry_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier"],
            ["prize.cycle_id", "prize.tier"],
            name=op.f("fk_notice_entry_cycle_id_tier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["first_noticed_id"],
            ["notice.id"],
            name=op.f("fk_notice_entry_first_noticed_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_entry_notice_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("notice_id", "application_id", name=op.f("pk_notice_entry")),
        sa.UniqueConstraint(
            "notice_id", "application_id", "tier", name=op.f("uq_notice_entry_notice_id_application_id_tier")
        ),
    )
    op.create_table(
        "objection",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("is_real_name", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt_number", sa.Text(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=True),
        sa.Column("admissibility", sa.Text(), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "NOT is_real_name OR (name ~ '\\S' AND contact ~ '\\S')", name=op.f("ck_objection_real_name")
        ),
        sa.CheckConstraint(
            "channel IN ('web', 'letter', 'telephone', 'mail', 'visit')", name=op.f("ck_objection_channel")
        ),
        sa.CheckConstraint(
            "status IN ('received', 'investigating') OR ruled_at IS NOT NULL", name=op.f("ck_objection_ruled")
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_objection_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["notice_id", "application_id"],
            ["notice_entry.notice_id", "notice_entry.application_id"],
            name="i15_objection_to_a_name",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"],
            ["user_account.id"],
            name=op.f("fk_objection_registered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_objection_receipt_number")),
    )
    op.create_index(op.f("ix_objection_application_id"), "objection", ["application_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("objection")
    op.drop_table("notice_entry")
    op.drop_table("notice")
