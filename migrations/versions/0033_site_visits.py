"""The site visit: plans, hours, record, logs and requests for information."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "site_visit",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_site_visit_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_site_visit_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit")),
        sa.UniqueConstraint("application_id", name=op.f("uq_site_visit_application_id")),
        sa.UniqueConstraint("id", "application_id", name=op.f("uq_site_visit_id_application_id")),
    )
    op.create_table(
        "information_request",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'answered') = (answered_at IS NOT NULL)", name=op.f("ck_information_request_answered")
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR answer ~ '\\S' OR file_id IS NOT NULL", name=op.f("ck_information_request_said")
        ),
        sa.CheckConstraint(
            "num_nulls(answered_at, answered_by, is_late) IN (0, 3)", name=op.f("ck_information_request_whole")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["user_account.id"],
            name=op.f("fk_information_request_answered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["expert.id"],
            name=op.f("fk_information_request_asked_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_information_request_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_information_request_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_id", "application_id"],
            ["site_visit.id", "site_visit.application_id"],
            name=op.f("fk_information_request_visit_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_request")),
    )
    op.create_index(
        "ix_information_request_application_id", "information_request", ["application_id", "asked_at"], unique=False
    )
    op.create_table(
        "site_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("logged_by", sa.Uuid(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects", "visit_id"],
            ["site_log.id", "site_log.visit_id"],
            name="site_log_corrects",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id", "item_code"],
            ["criteria_node.criteria_set_id", "criteria_node.code"],
            name=op.f("fk_site_log_criteria_set_id_item_code"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["logged_by"], ["expert.id"], name=op.f("fk_site_log_logged_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["visit_id", "application_id"],
            ["site_visit.id", "site_visit.application_id"],
            name=op.f("fk_site_log_visit_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_log")),
        sa.UniqueConstraint("id", "visit_id", name=op.f("uq_site_log_id_visit_id")),
    )
    op.create_index("ix_site_log_application_id", "site_log", ["application_id", "logged_at"], unique=False)
    op.create_table(
        "site_plan",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("days", postgresql.JSONB(), nullable=False),
        sa.Column("agenda", postgresql.JSONB(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0 AND (number = 1 OR reason ~ '\\S')", name=op.f("ck_site_plan_reasoned")),
        sa.ForeignKeyConstraint(
            ["planned_by"],
            ["user_account.id"],
            name=op.f("fk_site_plan_planned_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_id", "application_id"],
            ["site_visit.id", "site_visit.application_id"],
            name=op.f("fk_site_plan_visit_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("visit_id", "number", name=op.f("pk_site_plan")),
    )
    op.create_table(
        "site_record",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attended", postgresql.JSONB(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("started_at < ended_at", name=op.f("ck_site_record_order")),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["expert.id"],
            name=op.f("fk_site_record_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_id", "application_id"],
            ["site_visit.id", "site_visit.application_id"],
            name=op.f("fk_site_record_visit_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_site_record")),
    )
    op.create_table(
        "site_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("expert_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("standing"),
            deferrable="True",
            initially="DEFERRED",
            using="gist",
            name="i21_expert_is_free",
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_site_hours_order")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_site_hours_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_site_hours_expert_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["visit_id", "number"],
            ["site_plan.visit_id", "site_plan.number"],
            name=op.f("fk_site_hours_visit_id_number"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_hours")),
    )
    op.create_index("ix_site_hours_visit_id", "site_hours", ["visit_id", "number"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("site_hours")
    op.drop_table("site_record")
    op.drop_table("site_plan")
    op.drop_table("site_log")
    op.drop_table("information_request")
    op.drop_table("site_visit")
