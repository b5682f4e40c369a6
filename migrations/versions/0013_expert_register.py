"""The register in depth: terms, trainings, institutions and the handing over of the lead (arts. 8(3), 20, 31)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "institution",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("contract_from", sa.Date(), nullable=False),
        sa.Column("contract_until", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("contract_until > contract_from", name=op.f("ck_institution_contract")),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_institution_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"],
            ["user_account.id"],
            name=op.f("fk_institution_registered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_institution_credit_code")),
    )
    op.create_table(
        "expert_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=True),
        sa.Column("term_until", sa.Date(), nullable=False),
        sa.Column("evidence_file_id", sa.Uuid(), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"],
            ["stored_file.id"],
            name=op.f("fk_expert_term_evidence_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_expert_term_expert_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"],
            ["user_account.id"],
            name=op.f("fk_expert_term_replaced_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_term")),
        sa.UniqueConstraint("expert_id", "number", name=op.f("uq_expert_term_expert_id_number")),
    )
    op.create_table(
        "expert_training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("evidence_file_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_expert_training_hours")),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"],
            ["stored_file.id"],
            name=op.f("fk_expert_training_evidence_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"],
            ["expert.id"],
            name=op.f("fk_expert_training_expert_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_expert_training_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_training")),
    )
    op.create_index(op.f("ix_expert_training_expert_id"), "expert_training", ["expert_id"], unique=False)
    op.create_table(
        "lead_handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("applications", postgresql.JSONB(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("handed_by", sa.Uuid(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_lead_handover_expert_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["handed_by"],
            ["user_account.id"],
            name=op.f("fk_lead_handover_handed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_lead_handover_panel_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_handover")),
    )
    op.create_index(op.f("ix_lead_handover_panel_id"), "lead_handover", ["panel_id"], unique=False)
    op.add_column("expert", sa.Column("standard", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("institution_id", sa.Uuid(), nullable=True))
    op.add_column("expert", sa.Column("left_on", sa.Date(), nullable=True))
    op.add_column("expert", sa.Column("leaving_reason", sa.Text(), server_default="", nullable=False))
    op.create_index(op.f("ix_expert_institution_id"), "expert", ["institution_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_expert_institution_id"),
        "expert",
        "institution",
        ["institution_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_constraint(op.f("fk_expert_institution_id"), "expert", type_="foreignkey")
    op.drop_index(op.f("ix_expert_institution_id"), table_name="expert")
    op.drop_column("expert", "leaving_reason")
    op.drop_column("expert", "left_on")
    op.drop_column("expert", "institution_id")
    op.drop_column("expert", "standard")
    op.drop_index(op.f("ix_lead_handover_panel_id"), table_name="lead_handover")
    op.drop_table("lead_handover")
    op.drop_index(op.f("ix_expert_training_expert_id"), table_name="expert_training")
    op.drop_table("expert_training")
    op.drop_table("expert_term")
    op.drop_table("institution")
