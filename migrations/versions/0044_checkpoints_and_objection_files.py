"""Papers of objectors, and the signed head of the record in the notice and in the papers of the approval."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

PAPERS = ("notice", "government_submission", "government_decision")
UNITS = """UPDATE objection o SET is_unit = true FROM objector_identity i
WHERE i.objection_id = o.id AND i.is_unit AND o.is_real_name"""
TABLES = ("objection", "objector_identity")


def key(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_objection_file_{column}", initially="DEFERRED", deferrable=True
    )


def upgrade() -> None:
    """Bring the table and the columns; who objected as a unit is known from the number that it gave."""
    for table in PAPERS:
        op.add_column(table, sa.Column("checkpoint", sa.Text(), nullable=True))
    op.add_column("objection", sa.Column("is_unit", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_check_constraint(op.f("ck_objection_unit_by_name"), "objection", "NOT is_unit OR is_real_name")
    op.create_table(
        "objection_file",
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('evidence', 'seal')", name=op.f("ck_objection_file_kind")),
        key("objection_id", "objection"),
        key("file_id", "stored_file"),
        key("added_by", "user_account"),
        sa.PrimaryKeyConstraint("objection_id", "file_id", "kind", name=op.f("pk_objection_file")),
    )
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(UNITS)
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("SET CONSTRAINTS ALL DEFERRED")


def downgrade() -> None:
    """Take them away."""
    op.drop_table("objection_file")
    op.drop_constraint(op.f("ck_objection_unit_by_name"), "objection")
    op.drop_column("objection", "is_unit")
    for table in PAPERS:
        op.drop_column(table, "checkpoint")
