"""The record: found by who acted and by what was read, over what its leaves say already."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the functions and the indexes."""
    op.execute(
        """CREATE OR REPLACE FUNCTION award_leaf(body bytea) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT pg_catalog.convert_from(body, 'UTF8')::pg_catalog.jsonb $$"""
    )
    op.execute(
        """CREATE OR REPLACE FUNCTION award_leaf_of(body bytea) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT ARRAY(SELECT e.value FROM pg_catalog.jsonb_each_text(
    coalesce(pg_catalog.convert_from(body, 'UTF8')::pg_catalog.jsonb -> 'of', '{}')) e) $$"""
    )
    op.create_index("ix_record_leaf_actor", "record_leaf", [sa.text("(award_leaf(body) ->> 'actor')"), "id"])
    op.create_index(
        "ix_record_leaf_of", "record_leaf", [sa.text("award_leaf_of(body)")], postgresql_using="gin",
        postgresql_where=sa.text("award_leaf(body) ? 'use'"),
    )  # fmt: skip


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_record_leaf_of", "record_leaf")
    op.drop_index("ix_record_leaf_actor", "record_leaf")
    op.execute("DROP FUNCTION award_leaf_of(bytea)")
    op.execute("DROP FUNCTION award_leaf(bytea)")
