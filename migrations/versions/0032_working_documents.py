"""The working documents, those by which a year is run, and the assessor standard that an expert met."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

CITING = ("expert", "expert_term")
"""What says which version of the assessor standard was met."""


def upgrade() -> None:
    """Bring the tables and columns."""
    op.create_table(
        "working_document",
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scan_file_id", sa.Uuid(), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawal_resolution_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.String(length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("kind"), "="),
            (sa.text("sector"), "="),
            where=sa.text("status = 'in_force'"),
            deferrable="True",
            initially="DEFERRED",
            using="btree",
            name="document_one_in_force",
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (resolution_id IS NULL) AND (status NOT IN ('in_force', 'replaced') OR approved_at IS NOT NULL) AND (status <> 'draft' OR approved_at IS NULL)",
            name=op.f("ck_working_document_approved_by_resolution"),
        ),
        sa.CheckConstraint("(kind = 'guide') = (sector <> '')", name=op.f("ck_working_document_guide_of_a_sector")),
        sa.CheckConstraint(
            "(status = 'replaced') = (replaced_by_id IS NOT NULL)", name=op.f("ck_working_document_replaced_by_another")
        ),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (status <> 'withdrawn' OR reason ~ '\\S') AND (withdrawal_resolution_id IS NOT NULL) = (status = 'withdrawn' AND approved_at IS NOT NULL)",
            name=op.f("ck_working_document_withdrawn_by_resolution"),
        ),
        sa.CheckConstraint(
            "number > 0 AND (number = 1 OR change_note ~ '\\S')", name=op.f("ck_working_document_change_is_noted")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"],
            ["user_account.id"],
            name=op.f("fk_working_document_drafted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_working_document_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["working_document.id"],
            name=op.f("fk_working_document_replaced_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_working_document_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["scan_file_id"],
            ["stored_file.id"],
            name=op.f("fk_working_document_scan_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["withdrawal_resolution_id"],
            ["resolution.id"],
            name=op.f("fk_working_document_withdrawal_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_document")),
        sa.UniqueConstraint("id", "kind", "sector", name=op.f("uq_working_document_id_kind_sector")),
        sa.UniqueConstraint("kind", "sector", "number", name=op.f("uq_working_document_kind_sector_number")),
    )
    op.add_column("cycle", sa.Column("documents_pinned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "cycle_document",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_cycle_document_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "kind", "sector"],
            ["working_document.id", "working_document.kind", "working_document.sector"],
            name=op.f("fk_cycle_document_document_id_kind_sector"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("cycle_id", "kind", "sector", name=op.f("pk_cycle_document")),
    )
    for table in CITING:
        op.add_column(table, sa.Column("standard_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_standard_id"),
            table,
            "working_document",
            ["standard_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )


def downgrade() -> None:
    """Take them away."""
    for table in reversed(CITING):
        op.drop_column(table, "standard_id")
    op.drop_table("cycle_document")
    op.drop_column("cycle", "documents_pinned_at")
    op.drop_table("working_document")
