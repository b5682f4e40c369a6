"""Recusals that applicants ask for, and the rulings on them (art. 30)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "recusal_request",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("sought", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("unit_key", sa.Text(), nullable=False),
        sa.Column("picked_id", sa.Uuid(), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("sought IN ('expert', 'officer', 'member')", name=op.f("ck_recusal_request_sought")),
        sa.CheckConstraint("picked_id IS NULL OR sought = 'expert'", name=op.f("ck_recusal_request_picked")),
        sa.CheckConstraint(
            "(status IN ('granted', 'refused')) = (decided_at IS NOT NULL AND reason ~ '\\S')",
            name=op.f("ck_recusal_request_i30_reasoned"),
        ),
        *_keys("recusal_request", ("application_id", "cycle_id")),
        *_key("recusal_request", "picked_id", "expert"),
        *_key("recusal_request", "asked_by", "user_account"),
        *_key("recusal_request", "file_id", "stored_file"),
        *_key("recusal_request", "leaf_id", "record_leaf"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_request")),
    )
    op.create_index(
        "i30_recusal_asked_once",
        "recusal_request",
        ["application_id", "sought", "name_key", "unit_key"],
        unique=True,
        postgresql_where=sa.text("status IN ('requested', 'granted')"),
    )
    op.create_index("ix_recusal_request_asked_at", "recusal_request", ["asked_at", "id"], unique=False)
    op.create_table(
        "recusal_ruling",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("bars", sa.Boolean(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("effects", postgresql.JSONB(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_role", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("user_id IS NULL OR user_id <> decided_by", name=op.f("ck_recusal_ruling_i30_not_oneself")),
        sa.CheckConstraint("num_nonnulls(expert_id, user_id) = bars::int", name=op.f("ck_recusal_ruling_one_person")),
        *_key("recusal_ruling", "request_id", "recusal_request"),
        *_keys("recusal_ruling", ("application_id", "cycle_id")),
        *_key("recusal_ruling", "expert_id", "expert"),
        *_key("recusal_ruling", "user_id", "user_account"),
        *_key("recusal_ruling", "decided_by", "user_account"),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_recusal_ruling")),
    )
    op.create_index("ix_recusal_ruling_application_id", "recusal_ruling", ["application_id", "expert_id"], unique=False)
    op.create_index("ix_recusal_ruling_expert_id", "recusal_ruling", ["expert_id"], unique=False)
    op.create_index("ix_recusal_ruling_user_id", "recusal_ruling", ["user_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("recusal_ruling")
    op.drop_table("recusal_request")


def _key(table: str, column: str, referred: str) -> tuple[sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_{column}")
    return (sa.ForeignKeyConstraint([column], [f"{referred}.id"], name=name, initially="DEFERRED", deferrable=True),)


def _keys(table: str, columns: tuple[str, str]) -> tuple[sa.ForeignKeyConstraint]:
    referred = ["application.id", "application.cycle_id"]
    name = op.f(f"fk_{table}_{'_'.join(columns)}")
    return (sa.ForeignKeyConstraint(list(columns), referred, name=name, initially="DEFERRED", deferrable=True),)
