"""Sheets, consensus, reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "shortlist",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("rule", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["user_account.id"],
            name=op.f("fk_shortlist_confirmed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_shortlist_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_shortlist_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_shortlist")),
    )
    op.create_table(
        "comprehensive_report",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("total_num", sa.BigInteger(), nullable=False),
        sa.Column("total_den", sa.BigInteger(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inputs_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("total_den > 0 AND total_num >= 0", name=op.f("ck_comprehensive_report_total")),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id"],
            ["application.id", "application.cycle_id"],
            name=op.f("fk_comprehensive_report_application_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"],
            ["expert.id"],
            name=op.f("fk_comprehensive_report_issued_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"],
            ["panel.id"],
            name=op.f("fk_comprehensive_report_panel_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_comprehensive_report")),
        sa.UniqueConstraint("application_id", "cycle_id", "total_num", "total_den", name="i11_final_score"),
    )
    op.create_table(
        "shortlist_entry",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("passed OR reason ~ '\\S'", name=op.f("ck_shortlist_entry_reasoned")),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id"],
            ["application.id", "application.cycle_id"],
            name=op.f("fk_shortlist_entry_application_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["shortlist.cycle_id"],
            name=op.f("fk_shortlist_entry_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_shortlist_entry")),
    )
    op.create_index("ix_shortlist_entry_cycle_id", "shortlist_entry", ["cycle_id", "place"], unique=False)
    op.create_table(
        "consensus",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "status <> 'concluded' OR (total IS NOT NULL AND concluded_at IS NOT NULL)",
            name=op.f("ck_consensus_i10_total"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_consensus_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_consensus_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_consensus_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["expert.id"], name=op.f("fk_consensus_opened_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "application_id"],
            ["panel_assignment.panel_id", "panel_assignment.application_id"],
            name=op.f("fk_consensus_panel_id_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_consensus_panel_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus")),
        sa.UniqueConstraint("application_id", "stage", "total", name=op.f("uq_consensus_application_id_stage_total")),
        sa.UniqueConstraint("application_id", "stage", name="i9_one_consensus"),
        sa.UniqueConstraint("id", "criteria_set_id", name=op.f("uq_consensus_id_criteria_set_id")),
    )
    op.create_table(
        "consensus_item",
        sa.Column("consensus_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("mean_num", sa.Integer(), nullable=False),
        sa.Column("mean_den", sa.Integer(), nullable=False),
        sa.Column("spread", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hundredths", sa.Integer(), sa.Computed("points * percent", persisted=True), nullable=True),
        sa.CheckConstraint("mean_den > 0", name=op.f("ck_consensus_item_mean")),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100 AND mod(percent, 5) = 0", name=op.f("ck_consensus_item_i9_percent_lattice")
        ),
        sa.ForeignKeyConstraint(
            ["consensus_id", "criteria_set_id"],
            ["consensus.id", "consensus.criteria_set_id"],
            name=op.f("fk_consensus_item_consensus_id_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id", "item_code", "points"],
            ["criteria_node.criteria_set_id", "criteria_node.code", "criteria_node.points"],
            name="i9_consensus_points",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("consensus_id", "item_code", name=op.f("pk_consensus_item")),
    )
    op.create_table(
        "material_report",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stage = 'material'", name=op.f("ck_material_report_stage")),
        sa.ForeignKeyConstraint(
            ["application_id", "stage", "total"],
            ["consensus.application_id", "consensus.stage", "consensus.total"],
            name="i11_report_of_the_consensus",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_material_report_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"],
            ["expert.id"],
            name=op.f("fk_material_report_issued_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_material_report_panel_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_material_report")),
    )
    op.create_table(
        "score_sheet",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "relation = 'assigned' OR status = 'excluded'", name=op.f("ck_score_sheet_i7_excluded_with_its_expert")
        ),
        sa.CheckConstraint(
            "status <> 'submitted' OR (total IS NOT NULL AND submitted_at IS NOT NULL)",
            name=op.f("ck_score_sheet_i10_total"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_score_sheet_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_score_sheet_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["expert_id", "application_id", "stage", "relation"],
            [
                "expert_relation.expert_id",
                "expert_relation.application_id",
                "expert_relation.stage",
                "expert_relation.relation",
            ],
            name="i7_assigned_expert",
            onupdate="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_score_sheet_expert_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_score_sheet_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("application_id", "expert_id", "stage", name="i9_one_sheet"),
        sa.UniqueConstraint("id", "criteria_set_id", name=op.f("uq_score_sheet_id_criteria_set_id")),
    )
    op.create_table(
        "sheet_item",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("hundredths", sa.Integer(), sa.Computed("points * percent", persisted=True), nullable=True),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("opportunities", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100 AND mod(percent, 5) = 0", name=op.f("ck_sheet_item_i9_percent_lattice")
        ),
        sa.ForeignKeyConstraint(
            ["criteria_set_id", "item_code", "points"],
            ["criteria_node.criteria_set_id", "criteria_node.code", "criteria_node.points"],
            name="i9_points_of_the_criteria",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id", "criteria_set_id"],
            ["score_sheet.id", "score_sheet.criteria_set_id"],
            name=op.f("fk_sheet_item_sheet_id_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("sheet_id", "item_code", name=op.f("pk_sheet_item")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("sheet_item")
    op.drop_table("score_sheet")
    op.drop_table("material_report")
    op.drop_table("consensus_item")
    op.drop_table("consensus")
    op.drop_table("shortlist_entry")
    op.drop_table("comprehensive_report")
    op.drop_table("shortlist")
