"""Editions, criteria, resolutions, cycles and calls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "criteria_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("bands", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("points_confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_set")),
        sa.UniqueConstraint("code", name=op.f("uq_criteria_set_code")),
    )
    op.create_table(
        "criteria_node",
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("is_item", sa.Boolean(), nullable=False),
        sa.Column("points_confirmed", sa.Boolean(), nullable=False),
        sa.Column("title_confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("points > 0", name=op.f("ck_criteria_node_points_positive")),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_criteria_node_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("criteria_set_id", "code", name=op.f("pk_criteria_node")),
        sa.UniqueConstraint(
            "criteria_set_id", "code", "points", name=op.f("uq_criteria_node_criteria_set_id_code_points")
        ),
    )
    op.create_table(
        "resolution",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_resolution_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_resolution_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("number", name=op.f("uq_resolution_number")),
    )
    op.create_table(
        "edition",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "status = 'draft' OR (document_number IS NOT NULL AND effective_on IS NOT NULL AND expires_on IS NOT NULL AND resolution_id IS NOT NULL)",
            name=op.f("ck_edition_in_force_is_complete"),
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_edition_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_edition_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_edition_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("code", name=op.f("uq_edition_code")),
    )
    op.create_table(
        "cycle",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("award_year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("plan_approved_by", sa.Text(), nullable=False),
        sa.Column("extension_resolution_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_until", sa.Date(), nullable=True),
        sa.Column("cancellation_resolution_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "status <> 'cancelled' OR cancellation_resolution_id IS NOT NULL",
            name=op.f("ck_cycle_cancelled_by_resolution"),
        ),
        sa.CheckConstraint(
            "(opens_at IS NULL) = (closes_at IS NULL) AND (opens_at IS NULL) = (window_until IS NULL)",
            name=op.f("ck_cycle_i1_window_whole"),
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_cycle_i1_window_not_empty")),
        sa.ForeignKeyConstraint(
            ["cancellation_resolution_id"],
            ["resolution.id"],
            name=op.f("fk_cycle_cancellation_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_cycle_edition_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["extension_resolution_id"],
            ["resolution.id"],
            name=op.f("fk_cycle_extension_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_cycle_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("id", "edition_id", name=op.f("uq_cycle_id_edition_id")),
    )
    op.create_index(
        "i1_one_live_cycle", "cycle", ["award_year"], unique=True, postgresql_where=sa.text("status <> 'cancelled'")
    )
    op.create_table(
        "legal_transition",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("from_status", sa.String(length=40), nullable=False),
        sa.Column("to_status", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_legal_transition_edition_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("edition_id", "subject", "from_status", "to_status", name=op.f("pk_legal_transition")),
    )
    op.create_table(
        "call_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_until", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extra_conditions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_call_notice_window")),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["call_notice.id"],
            name=op.f("fk_call_notice_corrects_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_call_notice_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["user_account.id"],
            name=op.f("fk_call_notice_published_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_notice")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_call_notice_cycle_id_number")),
    )
    op.create_table(
        "prize",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_prize_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("cycle_id", "tier", name=op.f("pk_prize")),
        sa.UniqueConstraint("cycle_id", "tier", "amount", name=op.f("uq_prize_cycle_id_tier_amount")),
        sa.UniqueConstraint("cycle_id", "tier", "floor", name=op.f("uq_prize_cycle_id_tier_floor")),
        sa.UniqueConstraint("cycle_id", "tier", "places", name=op.f("uq_prize_cycle_id_tier_places")),
    )
    op.create_table(
        "schedule_entry",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_schedule_entry_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("cycle_id", "phase", name=op.f("pk_schedule_entry")),
    )
    op.create_table(
        "undertaking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_undertaking_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_undertaking_user_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaking")),
        sa.UniqueConstraint("cycle_id", "user_id", name=op.f("uq_undertaking_cycle_id_user_id")),
    )
    op.create_table(
        "award_slot",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("approval_number", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "slot > 0 AND (slot <= places OR (resolution_id IS NOT NULL AND approval_number <> ''))",
            name=op.f("ck_award_slot_i3_place_needs_resolution"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier", "places"],
            ["prize.cycle_id", "prize.tier", "prize.places"],
            name=op.f("fk_award_slot_cycle_id_tier_places"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_award_slot_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("cycle_id", "tier", "slot", name=op.f("pk_award_slot")),
    )
    op.create_table(
        "call_medium",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("snapshot_sha256", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call_notice.id"], name=op.f("fk_call_medium_call_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("call_id", "url", name=op.f("pk_call_medium")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("call_medium")
    op.drop_table("award_slot")
    op.drop_table("undertaking")
    op.drop_table("schedule_entry")
    op.drop_table("prize")
    op.drop_table("call_notice")
    op.drop_table("legal_transition")
    op.drop_table("cycle")
    op.drop_table("edition")
    op.drop_table("resolution")
    op.drop_table("criteria_node")
    op.drop_table("criteria_set")
