"""Who investigates and who rules on an objection, how its objector asks about it, and tips."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

USERS = ("investigator_id", "ruled_by")


def upgrade() -> None:
    """Bring the tables and the columns."""
    for column in USERS:
        op.add_column("objection", sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_objection_{column}"),
            "objection",
            "user_account",
            [column],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    op.add_column("objection", sa.Column("referred_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("objection", sa.Column("progress_digest", sa.LargeBinary(), nullable=True))
    op.create_table(
        "objector_identity",
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("is_unit", sa.Boolean(), nullable=False),
        sa.Column("last_four", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "length(last_four) = 4 AND octet_length(salt) = 16 AND octet_length(digest) = 32",
            name=op.f("ck_objector_identity_form"),
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objector_identity_objection_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_objector_identity")),
    )
    op.create_table(
        "tip",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt_number", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(status = 'lodged') = (settled_at IS NULL)", name=op.f("ck_tip_settled")),
        sa.CheckConstraint(
            "outcome IN ('', 'no_lead', 'supervisory_check', 'known') AND (outcome = '') = (settled_at IS NULL)",
            name=op.f("ck_tip_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["notice_id", "application_id"],
            ["notice_entry.notice_id", "notice_entry.application_id"],
            name="tip_on_a_name",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_tip_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["user_account.id"], name=op.f("fk_tip_settled_by"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_tip_receipt_number")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("tip")
    op.drop_table("objector_identity")
    op.drop_column("objection", "progress_digest")
    op.drop_column("objection", "referred_at")
    for column in reversed(USERS):
        op.drop_constraint(op.f(f"fk_objection_{column}"), "objection", type_="foreignkey")
        op.drop_column("objection", column)
