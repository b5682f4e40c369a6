"""Criteria that any city brings: drafts, their checks in print, their approval."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

REFERENCES = {"leaf_id": "record_leaf", "imported_by": "user_account", "resolution_id": "resolution"}
"""Columns that refer to another table, with its name."""


def upgrade() -> None:
    """Bring the tables; what is there already came with the service."""
    for name, kind, value in (
        ("status", sa.String(length=40), "approved"),
        ("version", sa.Integer(), "1"),
        ("shipped", sa.Boolean(), sa.true()),
    ):
        op.add_column("criteria_set", sa.Column(name, kind, nullable=False, server_default=value))
        op.alter_column("criteria_set", name, server_default=None)
    for name in ("imported_at", "approved_at"):
        op.add_column("criteria_set", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name, table in REFERENCES.items():
        op.add_column("criteria_set", sa.Column(name, sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_criteria_set_{name}"),
            "criteria_set",
            table,
            [name],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    op.create_check_constraint(
        op.f("ck_criteria_set_approved_by_resolution"),
        "criteria_set",
        "status = 'draft' OR shipped OR resolution_id IS NOT NULL",
    )
    for name in ("requirement", "guide"):
        op.add_column("criteria_node", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "criteria_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("criteria_set_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("codes", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_criteria_confirmation_criteria_set_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_criteria_confirmation_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_confirmation")),
    )
    op.create_index("ix_criteria_confirmation_criteria_set_id", "criteria_confirmation", ["criteria_set_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_criteria_confirmation_criteria_set_id", table_name="criteria_confirmation")
    op.drop_table("criteria_confirmation")
    for name in ("guide", "requirement"):
        op.drop_column("criteria_node", name)
    op.drop_constraint(op.f("ck_criteria_set_approved_by_resolution"), "criteria_set", type_="check")
    for name in reversed(REFERENCES):
        op.drop_constraint(op.f(f"fk_criteria_set_{name}"), "criteria_set", type_="foreignkey")
        op.drop_column("criteria_set", name)
    for name in ("approved_at", "imported_at", "shipped", "version", "status"):
        op.drop_column("criteria_set", name)
