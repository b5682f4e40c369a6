"""A consensus that its panel takes up anew: which agreement it is, and why the last one was given up."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

VOIDED = "SELECT count(*) FROM voided_work v WHERE v.kind = 'consensus' AND v.application_id = {row}.application_id"
CONSENSUS = f"UPDATE consensus c SET round = 1 + ({VOIDED.format(row='c')} AND v.stage = c.stage)"
DISSENT = (
    f"UPDATE dissent d SET round = 1 + ({VOIDED.format(row='d')} AND v.stage = d.stage AND v.voided_at <= d.stated_at)"
)


def upgrade() -> None:
    """Bring the columns and the table; what a sanction has voided before counts as an agreement given up."""
    for table in ("consensus", "dissent"):
        op.add_column(table, sa.Column("round", sa.Integer(), server_default="1", nullable=False))
    op.create_check_constraint(op.f("ck_consensus_round"), "consensus", "round > 0")
    op.create_table(
        "consensus_reopening",
        sa.Column("consensus_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reopened_by", sa.Uuid(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason ~ '\\S'", name=op.f("ck_consensus_reopening_reasoned")),
        sa.CheckConstraint("round > 0", name=op.f("ck_consensus_reopening_round")),
        sa.ForeignKeyConstraint(
            ["consensus_id", "application_id", "stage"],
            ["consensus.id", "consensus.application_id", "consensus.stage"],
            name=op.f("fk_consensus_reopening_consensus_id_application_id_stage"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by"],
            ["expert.id"],
            name=op.f("fk_consensus_reopening_reopened_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("consensus_id", "round", name=op.f("pk_consensus_reopening")),
    )
    for table in ("consensus", "dissent", "voided_work"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(CONSENSUS)
    op.execute(DISSENT)
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("SET CONSTRAINTS ALL DEFERRED")


def downgrade() -> None:
    """Take them away."""
    op.drop_table("consensus_reopening")
    op.drop_constraint(op.f("ck_consensus_round"), "consensus", type_="check")
    for table in ("dissent", "consensus"):
        op.drop_column(table, "round")
