"""The installation and the functions that defaults and policies call."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("schema_digest", sa.Text(), nullable=False),
        sa.Column("clock_offset", postgresql.INTERVAL(), server_default=sa.text("interval '0'"), nullable=False),
        sa.CheckConstraint(
            "rehearsal OR clock_offset = interval '0'", name=op.f("ck_installation_offset_only_in_rehearsal")
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.execute(
        """CREATE OR REPLACE FUNCTION award_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('award.user', true), '')::uuid $$"""
    )
    op.execute(
        """CREATE OR REPLACE FUNCTION award_party() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('award.party', true), '')::uuid $$"""
    )
    op.execute(
        """CREATE OR REPLACE FUNCTION award_now() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ SELECT clock_timestamp() + coalesce((SELECT clock_offset FROM installation), interval '0') $$"""
    )
    op.execute(
        """CREATE OR REPLACE FUNCTION award_today() RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ SELECT ((now() + coalesce((SELECT clock_offset FROM installation), interval '0')) AT TIME ZONE 'Asia/Shanghai')::date $$"""
    )
    op.execute(
        """CREATE OR REPLACE FUNCTION award_refuse(guard text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = guard, MESSAGE = guard; END $$"""
    )


def downgrade() -> None:
    """Drop the tables."""
    op.execute("DROP FUNCTION award_refuse(text)")
    op.execute("DROP FUNCTION award_today()")
    op.execute("DROP FUNCTION award_now()")
    op.execute("DROP FUNCTION award_party()")
    op.execute("DROP FUNCTION award_user()")
    op.drop_table("installation")
