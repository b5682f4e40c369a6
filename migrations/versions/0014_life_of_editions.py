"""The life of editions: approved, extended, replaced, reviewed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COMPLETE_BEFORE = (
    "status = 'draft' OR (document_number IS NOT NULL AND effective_on IS NOT NULL AND expires_on IS NOT NULL "
    "AND resolution_id IS NOT NULL)"
)
CHECKS = {
    "ck_edition_in_force_is_complete": (
        "status IN ('draft', 'approved') OR (document_number IS NOT NULL AND effective_on IS NOT NULL "
        "AND expires_on IS NOT NULL)"
    ),
    "ck_edition_approved_by_resolution": "status = 'draft' OR resolution_id IS NOT NULL",
    "ck_edition_extension_lengthens": "extended_until IS NULL OR extended_until > expires_on",
    "ck_edition_replaced_from_a_day": "(status = 'replaced') = (replaced_from IS NOT NULL)",
}


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "edition_extension",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_edition_extension_edition_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_edition_extension_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_edition_extension_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("edition_id", "until", name=op.f("pk_edition_extension")),
    )
    op.add_column("edition", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("edition", sa.Column("extended_until", sa.Date(), nullable=True))
    op.add_column("edition", sa.Column("extension_resolution_id", sa.Uuid(), nullable=True))
    op.add_column("edition", sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
    op.add_column("edition", sa.Column("replaced_from", sa.Date(), nullable=True))
    op.add_column("edition", sa.Column("review_due_on", sa.Date(), nullable=True))
    op.add_column("edition", sa.Column("review_resolution_id", sa.Uuid(), nullable=True))
    op.add_column("edition", sa.Column("revises_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_edition_extension_resolution_id"),
        "edition",
        "resolution",
        ["extension_resolution_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_foreign_key(
        op.f("fk_edition_replaced_by_id"),
        "edition",
        "edition",
        ["replaced_by_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_foreign_key(
        op.f("fk_edition_revises_id"),
        "edition",
        "edition",
        ["revises_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_foreign_key(
        op.f("fk_edition_review_resolution_id"),
        "edition",
        "resolution",
        ["review_resolution_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.drop_constraint(op.f("ck_edition_in_force_is_complete"), "edition", type_="check")
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(name), "edition", condition)


def downgrade() -> None:
    """Take them away."""
    for name in CHECKS:
        op.drop_constraint(op.f(name), "edition", type_="check")
    op.create_check_constraint(op.f("ck_edition_in_force_is_complete"), "edition", COMPLETE_BEFORE)
    op.drop_constraint(op.f("fk_edition_review_resolution_id"), "edition", type_="foreignkey")
    op.drop_constraint(op.f("fk_edition_revises_id"), "edition", type_="foreignkey")
    op.drop_constraint(op.f("fk_edition_replaced_by_id"), "edition", type_="foreignkey")
    op.drop_constraint(op.f("fk_edition_extension_resolution_id"), "edition", type_="foreignkey")
    op.drop_column("edition", "revises_id")
    op.drop_column("edition", "review_resolution_id")
    op.drop_column("edition", "review_due_on")
    op.drop_column("edition", "replaced_from")
    op.drop_column("edition", "replaced_by_id")
    op.drop_column("edition", "extension_resolution_id")
    op.drop_column("edition", "extended_until")
    op.drop_column("edition", "approved_at")
    op.drop_table("edition_extension")
