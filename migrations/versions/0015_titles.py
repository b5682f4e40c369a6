"""Titles over the years: whose they are, their last day, what they repeat; the number of an award; larger panels."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NO = sa.text("false")


def upgrade() -> None:
    """Bring the columns, and fill those of years that ran before them."""
    _number_cycles()
    op.add_column("prize", sa.Column("is_hard", sa.Boolean(), server_default=NO, nullable=False))
    op.execute(
        "UPDATE prize p SET is_hard = true FROM cycle c JOIN edition e ON e.id = c.edition_id "
        "WHERE c.id = p.cycle_id AND EXISTS (SELECT FROM jsonb_array_elements(e.parameters -> 'tiers') t "
        "WHERE t ->> 'code' = p.tier AND (t ->> 'places_hard')::boolean)"
    )
    op.add_column(
        "application",
        sa.Column(
            "organization_size", sa.Text(), sa.Computed("form #>> '{classification,size}'", persisted=True),
            nullable=True,
        ),
    )  # fmt: skip
    op.add_column("candidate_entry", sa.Column("size", sa.Text(), nullable=True))
    op.add_column("panel", sa.Column("maximum", sa.Integer(), nullable=True))
    op.add_column("panel", sa.Column("odd", sa.Boolean(), server_default=NO, nullable=False))
    op.alter_column("proposed_entry", "position", nullable=True)
    op.add_column("decision_entry", sa.Column("outside_places", sa.Boolean(), server_default=NO, nullable=False))
    _titles()


def _number_cycles() -> None:
    op.add_column("cycle", sa.Column("early_resolution_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_cycle_early_resolution_id"), "cycle", "resolution", ["early_resolution_id"], ["id"],
        initially="DEFERRED", deferrable=True,
    )  # fmt: skip
    op.add_column("cycle", sa.Column("ordinal", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE cycle c SET ordinal = greatest(1, (SELECT count(*) FROM cycle o "
        "WHERE o.status <> 'cancelled' AND o.award_year <= c.award_year))"
    )
    op.alter_column("cycle", "ordinal", nullable=False)
    op.create_check_constraint("ordinal", "cycle", "ordinal > 0")
    op.create_index(
        "i1_one_award_a_number", "cycle", ["ordinal"], unique=True, postgresql_where=sa.text("status <> 'cancelled'")
    )


def _titles() -> None:
    op.add_column("award", sa.Column("credit_code", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE award w SET credit_code = a.credit_code FROM application a WHERE a.id = w.application_id")
    op.create_index(op.f("ix_award_credit_code"), "award", ["credit_code"])
    op.add_column("award", sa.Column("valid_until", sa.Date(), nullable=True))
    op.add_column("award", sa.Column("repeats_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_award_repeats_id"), "award", "award", ["repeats_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.add_column("award", sa.Column("with_bonus", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.alter_column("award", "slot", nullable=True)
    op.create_check_constraint("i3_outside_the_places_repeats", "award", "slot IS NOT NULL OR repeats_id IS NOT NULL")
    op.create_check_constraint("valid_until", "award", "valid_until IS NULL OR valid_until >= granted_on")


def downgrade() -> None:
    """Take them away."""
    op.drop_constraint("valid_until", "award", type_="check")
    op.drop_constraint("i3_outside_the_places_repeats", "award", type_="check")
    op.alter_column("award", "slot", nullable=False)
    for column in ("with_bonus", "repeats_id", "valid_until", "credit_code"):
        op.drop_column("award", column)
    op.drop_column("decision_entry", "outside_places")
    op.alter_column("proposed_entry", "position", nullable=False)
    op.drop_column("panel", "odd")
    op.drop_column("panel", "maximum")
    op.drop_column("candidate_entry", "size")
    op.drop_column("application", "organization_size")
    op.drop_column("prize", "is_hard")
    op.drop_index("i1_one_award_a_number", table_name="cycle")
    op.drop_constraint("ordinal", "cycle", type_="check")
    op.drop_column("cycle", "ordinal")
    op.drop_column("cycle", "early_resolution_id")
