"""Meetings with notice, items of the agenda and who came and left; minutes in versions, approved with their hash."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

DEFERRED: dict[str, Any] = {"initially": "DEFERRED", "deferrable": True}


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}", **DEFERRED)


def upgrade() -> None:
    """Bring the columns and tables; the agendas that are there become items, and of nothing else was anything kept."""
    op.add_column("meeting", sa.Column("hour", sa.Text(), nullable=True))
    op.add_column("meeting", sa.Column("convened_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("convening_days", sa.Integer(), nullable=True))
    op.add_column("meeting", sa.Column("urgency", sa.Text(), server_default="", nullable=False))
    op.add_column("meeting", sa.Column("summoned", postgresql.JSONB(), server_default="[]", nullable=False))
    _agenda()
    op.execute(
        "INSERT INTO agenda_item (id, meeting_id, number, kind, text, added_at) SELECT gen_random_uuid(), m.id, "
        "o.number, 'other', o.text, m.held_on::timestamp AT TIME ZONE 'Asia/Shanghai' FROM meeting m "
        "CROSS JOIN LATERAL jsonb_array_elements_text(m.agenda) WITH ORDINALITY o(text, number)"
    )
    _moves()
    for table in ("ballot", "motion"):
        op.add_column(table, sa.Column("item_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            f"i19_{table}_item", table, "agenda_item", ["item_id", "meeting_id"], ["id", "meeting_id"], **DEFERRED
        )
    _minutes()


def _agenda() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        key("agenda_item", "meeting_id", "meeting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_agenda_item_meeting_id_number")),
        sa.UniqueConstraint("id", "meeting_id", name=op.f("uq_agenda_item_id_meeting_id")),
    )
    op.create_table(
        "agenda_amendment",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amended_by", sa.Uuid(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('added', 'withdrawn')", name=op.f("ck_agenda_amendment_kind")),
        key("agenda_amendment", "meeting_id", "meeting"),
        key("agenda_amendment", "amended_by", "user_account"),
        sa.ForeignKeyConstraint(
            ["item_id", "meeting_id"],
            ["agenda_item.id", "agenda_item.meeting_id"],
            name=op.f("fk_agenda_amendment_item_id_meeting_id"),
            **DEFERRED,
        ),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_agenda_amendment")),
        sa.UniqueConstraint("item_id", "kind", name=op.f("uq_agenda_amendment_item_id_kind")),
    )


def _moves() -> None:
    op.create_table(
        "attendance_move",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("alternate_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('arrived', 'left')", name=op.f("ck_attendance_move_kind")),
        key("attendance_move", "meeting_id", "meeting"),
        key("attendance_move", "member_id", "committee_member"),
        key("attendance_move", "recorded_by", "user_account"),
        sa.ForeignKeyConstraint(
            ["alternate_id", "member_id"],
            ["alternate.id", "alternate.member_id"],
            name=op.f("fk_attendance_move_alternate_id_member_id"),
            **DEFERRED,
        ),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_attendance_move")),
    )


def _minutes() -> None:
    op.create_table(
        "minutes_version",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("drawn_up_by", sa.Uuid(), nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "num_nulls(approved_by, approved_at, sha256) IN (0, 3)", name=op.f("ck_minutes_version_approved_whole")
        ),
        sa.CheckConstraint(
            "(number > 1) = (reason <> '') AND (number > 1) = (correction <> '')",
            name=op.f("ck_minutes_version_corrected"),
        ),
        sa.CheckConstraint(
            "approved_by IS DISTINCT FROM drawn_up_by", name=op.f("ck_minutes_version_i19_minutes_of_two")
        ),
        key("minutes_version", "meeting_id", "meeting"),
        key("minutes_version", "drawn_up_by", "user_account"),
        key("minutes_version", "approved_by", "user_account"),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_minutes_version")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("minutes_version")
    for table in ("motion", "ballot"):
        op.drop_constraint(f"i19_{table}_item", table, type_="foreignkey")
        op.drop_column(table, "item_id")
    op.drop_table("attendance_move")
    op.drop_table("agenda_amendment")
    op.drop_table("agenda_item")
    for column in ("summoned", "urgency", "convening_days", "convened_at", "hour"):
        op.drop_column("meeting", column)
