"""Expert register, panels, relations and undertakings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "expert",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("divisions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("employer_name", sa.Text(), nullable=False),
        sa.Column("employer_credit_code", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("degree", sa.Text(), nullable=False),
        sa.Column("years_of_practice", sa.Integer(), nullable=False),
        sa.Column("training", sa.Text(), nullable=False),
        sa.Column("admitted_on", sa.Date(), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=False),
        sa.Column("evidence_file_id", sa.Uuid(), nullable=False),
        sa.Column("admitted_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind = 'assessor' OR jsonb_array_length(divisions) > 0", name=op.f("ck_expert_industry_has_divisions")
        ),
        sa.CheckConstraint("kind IN ('assessor', 'industry')", name=op.f("ck_expert_kind")),
        sa.CheckConstraint("term_until > admitted_on", name=op.f("ck_expert_term")),
        sa.ForeignKeyConstraint(
            ["admitted_by"],
            ["user_account.id"],
            name=op.f("fk_expert_admitted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"],
            ["stored_file.id"],
            name=op.f("fk_expert_evidence_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_expert_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert")),
    )
    op.create_table(
        "panel",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("needs_industry_expert", sa.Boolean(), nullable=False),
        sa.Column("formed_by", sa.Uuid(), nullable=False),
        sa.Column("formed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("stage IN ('material', 'defence', 'site')", name=op.f("ck_panel_stage")),
        sa.CheckConstraint("minimum > 0", name=op.f("ck_panel_minimum")),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_panel_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["formed_by"], ["user_account.id"], name=op.f("fk_panel_formed_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_panel_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
        sa.UniqueConstraint("cycle_id", "stage", "name", name=op.f("uq_panel_cycle_id_stage_name")),
        sa.UniqueConstraint("id", "cycle_id", "stage", name=op.f("uq_panel_id_cycle_id_stage")),
    )
    op.create_table(
        "panel_assignment",
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("organization_name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id"],
            ["application.id", "application.cycle_id"],
            name=op.f("fk_panel_assignment_application_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "cycle_id", "stage"],
            ["panel.id", "panel.cycle_id", "panel.stage"],
            name=op.f("fk_panel_assignment_panel_id_cycle_id_stage"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("panel_id", "application_id", name=op.f("pk_panel_assignment")),
    )
    op.create_index("i8_one_panel_per_stage", "panel_assignment", ["application_id", "stage"], unique=True)
    op.create_table(
        "panel_seat",
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_panel_seat_expert_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_panel_seat_panel_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("panel_id", "expert_id", name=op.f("pk_panel_seat")),
    )
    op.create_index(
        "i8_one_leader",
        "panel_seat",
        ["panel_id"],
        unique=True,
        postgresql_where=sa.text("is_leader AND left_at IS NULL"),
    )
    op.create_index("ix_panel_seat_expert_id", "panel_seat", ["expert_id", "panel_id"], unique=False)
    op.create_table(
        "expert_relation",
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("declared", sa.String(length=40), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("sheet_in", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(declared = 'pending') = (declared_at IS NULL)", name=op.f("ck_expert_relation_declared_at")
        ),
        sa.CheckConstraint(
            "(relation = 'conflicted') = (declared = 'conflict')",
            name=op.f("ck_expert_relation_i7_conflict_is_declared"),
        ),
        sa.CheckConstraint("declared IN ('pending', 'none', 'conflict')", name=op.f("ck_expert_relation_declared")),
        sa.CheckConstraint("relation = 'assigned' OR ground ~ '\\S'", name=op.f("ck_expert_relation_i7_grounds_given")),
        sa.CheckConstraint(
            "relation IN ('assigned', 'conflicted', 'recused')", name=op.f("ck_expert_relation_relation")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_expert_relation_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"],
            ["expert.id"],
            name=op.f("fk_expert_relation_expert_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "application_id"],
            ["panel_assignment.panel_id", "panel_assignment.application_id"],
            name=op.f("fk_expert_relation_panel_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_expert_relation_panel_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("expert_id", "application_id", "stage", name=op.f("pk_expert_relation")),
        sa.UniqueConstraint(
            "expert_id",
            "application_id",
            "stage",
            "relation",
            name=op.f("uq_expert_relation_expert_id_application_id_stage_relation"),
        ),
    )
    op.create_index(
        "i8_one_leader_per_application",
        "expert_relation",
        ["application_id", "stage"],
        unique=True,
        postgresql_where=sa.text("leads AND relation = 'assigned'"),
    )
    op.create_index("ix_expert_relation_panel_id", "expert_relation", ["panel_id", "application_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("expert_relation")
    op.drop_table("panel_seat")
    op.drop_table("panel_assignment")
    op.drop_table("panel")
    op.drop_table("expert")
