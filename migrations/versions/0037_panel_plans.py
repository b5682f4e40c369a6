"""Panel plans, the panels formed by them and their alternates; a withdrawn panel frees its name and applications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def key(table: str, column: str, other: str, target: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{target}"], name=f"fk_{table}_{column}", initially="DEFERRED", deferrable=True
    )


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "panel_plan",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("draw_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unavailable", JSONB(), nullable=False),
        sa.Column("inputs", sa.LargeBinary(), nullable=False),
        sa.Column("inputs_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("announced_by", sa.Uuid(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("outcome_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("solver", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("inputs_sha256 = sha256(inputs)", name=op.f("ck_panel_plan_inputs_hash")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome_sha256 = sha256(outcome)", name=op.f("ck_panel_plan_outcome_hash")
        ),
        sa.CheckConstraint(
            "num_nulls(seed, drawn_at, outcome, outcome_sha256, solver) IN (0, 5)",
            name=op.f("ck_panel_plan_drawn_whole"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('drawn', 'impossible', 'applied') OR seed IS NOT NULL",
            name=op.f("ck_panel_plan_seed_is_drawn"),
        ),
        sa.CheckConstraint(
            "drawn_at >= draw_at AND announced_at < draw_at", name=op.f("ck_panel_plan_announced_beforehand")
        ),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_panel_plan_withdrawn_at")
        ),
        key("panel_plan", "cycle_id", "cycle"),
        key("panel_plan", "announced_by", "user_account"),
        key("panel_plan", "leaf_id", "record_leaf"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_plan")),
    )
    for name, status in (("i8_one_draw_at_once", "announced"), ("i8_one_applied_plan", "applied")):
        op.create_index(
            name, "panel_plan", ["cycle_id", "stage"], unique=True, postgresql_where=sa.text(f"status = '{status}'")
        )
    op.create_index("ix_panel_plan_announced_at", "panel_plan", ["cycle_id", "announced_at"])
    op.create_table(
        "plan_panel",
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        key("plan_panel", "panel_id", "panel"),
        key("plan_panel", "plan_id", "panel_plan"),
        sa.PrimaryKeyConstraint("panel_id", name=op.f("pk_plan_panel")),
    )
    op.create_index(op.f("ix_plan_panel_plan_id"), "plan_panel", ["plan_id"])
    op.create_table(
        "panel_alternate",
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        key("panel_alternate", "panel_id", "plan_panel", "panel_id"),
        key("panel_alternate", "expert_id", "expert"),
        sa.PrimaryKeyConstraint("panel_id", "expert_id", name=op.f("pk_panel_alternate")),
        sa.UniqueConstraint("panel_id", "place", name=op.f("uq_panel_alternate_panel_id_place")),
    )
    op.add_column("panel_assignment", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("i8_one_panel_per_stage", table_name="panel_assignment")
    op.create_index(
        "i8_one_panel_per_stage", "panel_assignment", ["application_id", "stage"], unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )  # fmt: skip
    op.drop_constraint("uq_panel_cycle_id_stage_name", "panel", type_="unique")
    op.create_index(
        "uq_panel_cycle_id_stage_name", "panel", ["cycle_id", "stage", "name"], unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )  # fmt: skip


def downgrade() -> None:
    """Take them away."""
    op.drop_index("uq_panel_cycle_id_stage_name", table_name="panel")
    op.create_unique_constraint("uq_panel_cycle_id_stage_name", "panel", ["cycle_id", "stage", "name"])
    op.drop_index("i8_one_panel_per_stage", table_name="panel_assignment")
    op.create_index("i8_one_panel_per_stage", "panel_assignment", ["application_id", "stage"], unique=True)
    op.drop_column("panel_assignment", "ended_at")
    op.drop_table("panel_alternate")
    op.drop_index(op.f("ix_plan_panel_plan_id"), table_name="plan_panel")
    op.drop_table("plan_panel")
    op.drop_table("panel_plan")
