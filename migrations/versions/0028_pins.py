"""The working documents by which a year is run."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the pins, and when they were settled."""
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


def downgrade() -> None:
    """Take them away."""
    op.drop_table("cycle_document")
    op.drop_column("cycle", "documents_pinned_at")
