"""The order of the defences by lot, and their hours."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "defence_draw",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("draw_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_by", sa.Uuid(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lots", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(status = 'announced') = (seed IS NULL)", name=op.f("ck_defence_draw_seed_is_drawn")),
        sa.CheckConstraint("(seed IS NULL) = (drawn_at IS NULL)", name=op.f("ck_defence_draw_drawn_at")),
        sa.CheckConstraint(
            "drawn_at >= draw_at AND announced_at < draw_at", name=op.f("ck_defence_draw_announced_beforehand")
        ),
        sa.ForeignKeyConstraint(
            ["announced_by"],
            ["user_account.id"],
            name=op.f("fk_defence_draw_announced_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_defence_draw_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_defence_draw_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defence_draw")),
        sa.UniqueConstraint("cycle_id", name=op.f("uq_defence_draw_cycle_id")),
        sa.UniqueConstraint("id", "cycle_id", name=op.f("uq_defence_draw_id_cycle_id")),
    )
    op.create_table(
        "defence_slot",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=True),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("cycle_id"), "="),
            (sa.text("room"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            deferrable="True",
            initially="DEFERRED",
            using="gist",
            name="defence_room_is_free",
        ),
        postgresql.ExcludeConstraint(
            (sa.text("panel_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            deferrable="True",
            initially="DEFERRED",
            using="gist",
            name="defence_panel_is_free",
        ),
        sa.CheckConstraint(
            "num_nulls(panel_id, room, starts_at, ends_at) IN (0, 4) AND starts_at < ends_at",
            name=op.f("ck_defence_slot_hour_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id"],
            ["application.id", "application.cycle_id"],
            name=op.f("fk_defence_slot_application_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["draw_id", "cycle_id"],
            ["defence_draw.id", "defence_draw.cycle_id"],
            name=op.f("fk_defence_slot_draw_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "application_id"],
            ["panel_assignment.panel_id", "panel_assignment.application_id"],
            name=op.f("fk_defence_slot_panel_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_defence_slot")),
        sa.UniqueConstraint("draw_id", "place", name=op.f("uq_defence_slot_draw_id_place")),
    )
    op.create_table(
        "defence_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("old_room", sa.Text(), nullable=False),
        sa.Column("old_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason ~ '\\S'", name=op.f("ck_defence_move_reasoned")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["defence_slot.application_id"],
            name=op.f("fk_defence_move_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["moved_by"],
            ["user_account.id"],
            name=op.f("fk_defence_move_moved_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defence_move")),
    )
    op.create_index("ix_defence_move_application_id", "defence_move", ["application_id", "moved_at"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_defence_move_application_id", table_name="defence_move")
    op.drop_table("defence_move")
    op.drop_table("defence_slot")
    op.drop_table("defence_draw")
