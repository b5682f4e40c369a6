"""Applications, their form, evidence and status chain."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "application",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("organization_name", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("district", sa.Text(), sa.Computed("form #>> '{identity,district}'", persisted=True), nullable=True),
        sa.Column(
            "industry_code",
            sa.Text(),
            sa.Computed("form #>> '{classification,industry_code}'", persisted=True),
            nullable=True,
        ),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("submission_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_status", sa.String(length=40), server_default="none", nullable=False),
        sa.Column("known_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("published_seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id", "edition_id"],
            ["cycle.id", "cycle.edition_id"],
            name=op.f("fk_application_cycle_id_edition_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_application_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "credit_code"],
            ["organization.id", "organization.credit_code"],
            name=op.f("fk_application_organization_id_credit_code"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_application_unit_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("id", "cycle_id", name=op.f("uq_application_id_cycle_id")),
    )
    op.create_index(
        "i4_one_live_application",
        "application",
        ["cycle_id", "credit_code"],
        unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.create_index(op.f("ix_application_organization_id"), "application", ["organization_id"], unique=False)
    op.create_index(op.f("ix_application_unit_id"), "application", ["unit_id"], unique=False)
    op.create_table(
        "application_step",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prev", sa.Integer(), sa.Computed("nullif(seq, 1) - 1", persisted=True), nullable=True),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("from_status", sa.String(length=40), nullable=False),
        sa.Column("to_status", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("award_now()"), nullable=False),
        sa.CheckConstraint(
            "(seq = 1) = (from_status = 'none') AND seq > 0", name=op.f("ck_application_step_i5_first_step")
        ),
        sa.CheckConstraint("subject = 'application'", name=op.f("ck_application_step_subject")),
        sa.ForeignKeyConstraint(
            ["application_id", "prev", "from_status"],
            ["application_step.application_id", "application_step.seq", "application_step.to_status"],
            name="i5_chain",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_step_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "subject", "from_status", "to_status"],
            [
                "legal_transition.edition_id",
                "legal_transition.subject",
                "legal_transition.from_status",
                "legal_transition.to_status",
            ],
            name="i5_legal_transition",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_application_step_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "seq", name=op.f("pk_application_step")),
        sa.UniqueConstraint(
            "application_id", "seq", "to_status", name=op.f("uq_application_step_application_id_seq_to_status")
        ),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("item_codes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_evidence_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("application_id", "file_id", name=op.f("uq_evidence_application_id_file_id")),
    )
    op.create_index(op.f("ix_evidence_application_id"), "evidence", ["application_id"], unique=False)
    op.create_table(
        "self_assessment",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_self_assessment_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "item_code", name=op.f("pk_self_assessment")),
    )
    op.create_table(
        "self_score",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100 AND mod(percent, 5) = 0", name=op.f("ck_self_score_i9_percent_lattice")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_self_score_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", "item_code", name=op.f("pk_self_score")),
    )
    op.create_table(
        "submission",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_submission_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"],
            ["user_account.id"],
            name=op.f("fk_submission_submitted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_submission_unit_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("application_id", "sha256", name=op.f("pk_submission")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_submission_application_id_number")),
        sa.UniqueConstraint(
            "application_id", "sha256", "submitted_by", name=op.f("uq_submission_application_id_sha256_submitted_by")
        ),
    )
    op.create_foreign_key(
        "i5_status_is_newest_step",
        "application",
        "application_step",
        ["id", "seq", "status"],
        ["application_id", "seq", "to_status"],
        initially="DEFERRED",
        deferrable=True,
        use_alter=True,
    )
    op.create_foreign_key(
        "i18_standing_submission",
        "application",
        "submission",
        ["id", "submission_sha256"],
        ["application_id", "sha256"],
        initially="DEFERRED",
        deferrable=True,
        use_alter=True,
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_constraint("i18_standing_submission", "application", type_="foreignkey")
    op.drop_constraint("i5_status_is_newest_step", "application", type_="foreignkey")
    op.drop_table("submission")
    op.drop_table("self_score")
    op.drop_table("self_assessment")
    op.drop_table("evidence")
    op.drop_table("application_step")
    op.drop_table("application")
