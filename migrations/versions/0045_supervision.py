"""Supervisory checks of applicants and winners, and the review of titles whose term nears its end."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

CITING = ("adverse_record", "disqualification", "revocation")


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), initially="DEFERRED", deferrable=True
    )


def case() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
    ]


def upgrade() -> None:
    """Bring the tables, and the columns by which others cite them."""
    _checks()
    _findings()
    for table in CITING:
        op.add_column(table, sa.Column("check_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_check_id"),
            table,
            "supervisory_check",
            ["check_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    _titles()


def _checks() -> None:
    op.create_table(
        "supervisory_check",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("organization_name", sa.Text(), nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=True),
        sa.Column("trigger", sa.String(length=40), nullable=False),
        sa.Column("headings", postgresql.JSONB(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("statement_until", sa.Date(), nullable=True),
        sa.Column("concern", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("stated_by", sa.Uuid(), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("silence_noted_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("concluded_by", sa.Uuid(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        *case(),
        sa.CheckConstraint(
            "concluded_by IS NULL OR concluded_by <> officer_id", name=op.f("ck_supervisory_check_i33_second_person")
        ),
        sa.CheckConstraint(
            "status <> 'concluded' OR outcome = 'clear' OR stated_on IS NOT NULL OR silence_noted_on IS NOT NULL",
            name=op.f("ck_supervisory_check_i33_heard_first"),
        ),
        sa.CheckConstraint(
            "(status = 'concluded') = (outcome IS NOT NULL AND concluded_by IS NOT NULL AND concluded_on IS NOT NULL "
            "AND conclusion ~ '\\S')",
            name=op.f("ck_supervisory_check_i33_concluded_whole"),
        ),
        sa.CheckConstraint(
            "(outcome = 'revocation') <= (award_id IS NOT NULL)",
            name=op.f("ck_supervisory_check_i33_revocation_of_a_title"),
        ),
        sa.CheckConstraint(
            "(asked_on IS NULL) = (statement_until IS NULL)", name=op.f("ck_supervisory_check_asked_until")
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id"],
            ["application.id", "application.cycle_id"],
            name="check_of_the_year",
            initially="DEFERRED",
            deferrable=True,
        ),
        key("supervisory_check", "cycle_id", "cycle"),
        key("supervisory_check", "organization_id", "organization"),
        key("supervisory_check", "award_id", "award"),
        key("supervisory_check", "opened_by", "user_account"),
        key("supervisory_check", "officer_id", "user_account"),
        key("supervisory_check", "stated_by", "user_account"),
        key("supervisory_check", "concluded_by", "user_account"),
        key("supervisory_check", "leaf_id", "record_leaf"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisory_check")),
    )
    op.create_index(
        "i33_one_open_check",
        "supervisory_check",
        ["organization_id", "trigger"],
        unique=True,
        postgresql_where=sa.text("status <> 'concluded'"),
    )
    op.create_index("ix_supervisory_check_application_id", "supervisory_check", ["application_id"])


def _findings() -> None:
    op.create_table(
        "check_source",
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("text ~ '\\S'", name=op.f("ck_check_source_said")),
        key("check_source", "check_id", "supervisory_check"),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_check_source")),
    )
    op.create_table(
        "check_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(length=40), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_adverse", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("text ~ '\\S'", name=op.f("ck_check_finding_said")),
        key("check_finding", "check_id", "supervisory_check"),
        key("check_finding", "recorded_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_finding")),
    )
    op.create_index("ix_check_finding_check_id", "check_finding", ["check_id", "recorded_at"])
    op.create_table(
        "check_evidence",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        key("check_evidence", "finding_id", "check_finding"),
        key("check_evidence", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("finding_id", "file_id", name=op.f("pk_check_evidence")),
    )


def _titles() -> None:
    op.add_column("award", sa.Column("renewed_on", sa.Date(), nullable=True))
    op.add_column("award", sa.Column("revocation_number", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_award_revoked_by_its_number"), "award", "revocation_number IS NULL OR revoked_on IS NOT NULL"
    )
    op.create_table(
        "title_review",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("former_until", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *case(),
        sa.CheckConstraint("(found_on IS NULL) = (passed IS NULL)", name=op.f("ck_title_review_found_whole")),
        sa.CheckConstraint(
            "(status = 'opened') = (decided_on IS NULL) AND (decided_on IS NULL) = (resolution_id IS NULL) "
            "AND (status <> 'renewed' OR (passed AND valid_until > former_until)) "
            "AND (status <> 'expired' OR NOT passed) AND (status = 'renewed') = (valid_until IS NOT NULL)",
            name=op.f("ck_title_review_i34_concluded_as_found"),
        ),
        key("title_review", "award_id", "award"),
        key("title_review", "opened_by", "user_account"),
        key("title_review", "resolution_id", "resolution"),
        key("title_review", "leaf_id", "record_leaf"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_review")),
    )
    op.create_index(
        "i34_one_open_review",
        "title_review",
        ["award_id"],
        unique=True,
        postgresql_where=sa.text("status = 'opened'"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("title_review")
    op.drop_constraint(op.f("ck_award_revoked_by_its_number"), "award")
    op.drop_column("award", "revocation_number")
    op.drop_column("award", "renewed_on")
    for table in CITING:
        op.drop_constraint(op.f(f"fk_{table}_check_id"), table)
        op.drop_column(table, "check_id")
    op.drop_table("check_evidence")
    op.drop_table("check_finding")
    op.drop_table("check_source")
    op.drop_table("supervisory_check")
