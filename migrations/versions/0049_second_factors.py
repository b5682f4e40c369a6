"""Second factors, recovery codes, and when a session was last used and confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def key(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["user_account.id"], name=f"fk_{table}_{column}", initially="DEFERRED", deferrable=True
    )


def upgrade() -> None:
    """Bring the columns and the tables."""
    hour = sa.text("date_trunc('hour', clock_timestamp())")
    op.add_column("login_session", sa.Column("used_at", INSTANT, nullable=False, server_default=hour))
    # A session that is open today counts as never confirmed: its user is asked once.
    op.add_column("login_session", sa.Column("confirmed_at", INSTANT, nullable=False, server_default="epoch"))
    op.alter_column("login_session", "confirmed_at", server_default=sa.text("clock_timestamp()"))
    op.add_column("login_session", sa.Column("factor", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("reset_by", sa.Uuid(), nullable=True),
        sa.Column("reset_at", INSTANT, nullable=True),
        sa.CheckConstraint("(reset_by IS NULL) = (reset_at IS NULL)", name=op.f("ck_second_factor_reset_whole")),
        sa.CheckConstraint("reset_by <> user_id", name=op.f("ck_second_factor_reset_by_another")),
        key("second_factor", "user_id"),
        key("second_factor", "reset_by"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        key("recovery_code", "user_id"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    for column in ("factor", "confirmed_at", "used_at"):
        op.drop_column("login_session", column)
