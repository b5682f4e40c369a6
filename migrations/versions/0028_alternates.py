"""Alternates of members, who attends in whose seat, and who votes in it (edition.committee.alternates)."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the table and the columns; so far everybody attended himself."""
    op.create_table(
        "alternate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("appointed_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_alternate_term")),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["committee_member.id"],
            name=op.f("fk_alternate_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_alternate_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_alternate_user_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["appointed_by"],
            ["user_account.id"],
            name=op.f("fk_alternate_appointed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternate")),
        sa.UniqueConstraint("id", "member_id", name=op.f("uq_alternate_id_member_id")),
    )
    op.create_index(op.f("ix_alternate_cycle_id"), "alternate", ["cycle_id"])
    standing = sa.text("to_on IS NULL")
    op.create_index(
        "uq_alternate_of_a_seat", "alternate", ["member_id", "cycle_id"], unique=True, postgresql_where=standing
    )
    op.create_index("uq_alternate_of_one", "alternate", ["user_id", "cycle_id"], unique=True, postgresql_where=standing)
    op.add_column("attendance", sa.Column("alternate_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "i19_alternate_of_the_seat", "attendance", "alternate", ["alternate_id", "member_id"], ["id", "member_id"],
        initially="DEFERRED", deferrable=True,
    )  # fmt: skip
    op.create_check_constraint(
        op.f("ck_attendance_absent_has_no_alternate"), "attendance", "is_present OR alternate_id IS NULL"
    )
    op.add_column("eligible_voter", sa.Column("alternate_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_eligible_voter_alternate_id"),
        "eligible_voter",
        "alternate",
        ["alternate_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_constraint(op.f("fk_eligible_voter_alternate_id"), "eligible_voter", type_="foreignkey")
    op.drop_column("eligible_voter", "alternate_id")
    op.drop_constraint(op.f("ck_attendance_absent_has_no_alternate"), "attendance", type_="check")
    op.drop_constraint("i19_alternate_of_the_seat", "attendance", type_="foreignkey")
    op.drop_column("attendance", "alternate_id")
    op.drop_table("alternate")
