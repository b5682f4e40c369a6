"""Names are found by hanzi, by pinyin and by former names; good practice of winners and how it is spread."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.search import search_text_of

revision = "0046"
down_revision = "0042"
branch_labels = None
depends_on = None

FOUND_BY = {"organization": ("name", "credit_code"), "expert": ("name", "employer_name", "employer_credit_code")}


def find_what_is_there(table: str) -> None:
    """Write of the rows that are there what they are found by; the pinyin is known to the service, not to SQL."""
    if op.get_context().as_sql:
        op.execute(f"-- A script cannot know the pinyin of the rows of {table}: only a migration that is run writes it.")
        return
    columns = ", ".join(FOUND_BY[table])
    bind = op.get_bind()
    rows = bind.execute(sa.text(f"SELECT id, {columns} FROM {table}")).all()
    found = [{"id": row[0], "found": search_text_of(*filter(None, row[1:]))} for row in rows]
    if found:
        bind.execute(sa.text(f"UPDATE {table} SET search_text = :found WHERE id = :id"), found)


def upgrade() -> None:
    """Bring the columns, and write into them what the rows that are there are found by."""
    op.add_column("organization", sa.Column("former_names", postgresql.JSONB(), server_default="[]", nullable=False))
    for table in FOUND_BY:
        op.add_column(table, sa.Column("search_text", sa.Text(), server_default="", nullable=False))
        # Without policies, which come last, a table that forces row security shows its owner no row.
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        find_what_is_there(table)
    # What is still to be checked at the end of the transaction would forbid the doorway to alter the tables.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("SET CONSTRAINTS ALL DEFERRED")


def downgrade() -> None:
    """Take them away."""
    for table in FOUND_BY:
        op.drop_column(table, "search_text")
    op.drop_column("organization", "former_names")
