"""Names are found by hanzi, by pinyin and by former names; good practice of winners and how it is spread."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.search import search_text_of

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

FOUND_BY = {"organization": ("name", "credit_code"), "expert": ("name", "employer_name", "employer_credit_code")}


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", initially="DEFERRED", deferrable=True
    )


def find_what_is_there(table: str) -> None:
    """Write of the rows that are there what they are found by; the pinyin is known to the service, not to SQL."""
    if op.get_context().as_sql:
        op.execute(
            f"-- A script cannot know the pinyin of the rows of {table}: only a migration that is run writes it."
        )
        return
    columns = ", ".join(FOUND_BY[table])
    bind = op.get_bind()
    rows = bind.execute(sa.text(f"SELECT id, {columns} FROM {table}")).all()
    found = [{"id": row[0], "found": search_text_of(*filter(None, row[1:]))} for row in rows]
    if found:
        bind.execute(sa.text(f"UPDATE {table} SET search_text = :found WHERE id = :id"), found)


def bring_cases() -> None:
    op.create_table(
        "promotion_case",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_by", sa.Uuid(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publisher_unit_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(consented_by IS NULL) = (consented_at IS NULL)", name=op.f("ck_promotion_case_consent_whole")
        ),
        sa.CheckConstraint(
            "(published_by IS NULL) = (published_at IS NULL)", name=op.f("ck_promotion_case_publication_whole")
        ),
        sa.CheckConstraint(
            "status <> 'withdrawn' OR withdrawal_reason ~ '\\S'", name=op.f("ck_promotion_case_withdrawal_reasoned")
        ),
        key("promotion_case", "award_id", "award"),
        key("promotion_case", "organization_id", "organization"),
        key("promotion_case", "unit_id", "unit"),
        key("promotion_case", "drafted_by", "user_account"),
        key("promotion_case", "consented_by", "user_account"),
        key("promotion_case", "published_by", "user_account"),
        key("promotion_case", "publisher_unit_id", "unit"),
        key("promotion_case", "leaf_id", "record_leaf"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_case")),
    )
    for column in ("award_id", "organization_id", "unit_id"):
        op.create_index(op.f(f"ix_promotion_case_{column}"), "promotion_case", [column])


def bring_activities() -> None:
    op.create_table(
        "promotion_activity",
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        key("promotion_activity", "unit_id", "unit"),
        key("promotion_activity", "recorded_by", "user_account"),
        key("promotion_activity", "leaf_id", "record_leaf"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_activity")),
    )
    op.create_index(op.f("ix_promotion_activity_unit_id"), "promotion_activity", ["unit_id"])
    op.create_table(
        "promotion_activity_case",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        key("promotion_activity_case", "activity_id", "promotion_activity"),
        key("promotion_activity_case", "case_id", "promotion_case"),
        sa.PrimaryKeyConstraint("activity_id", "case_id", name=op.f("pk_promotion_activity_case")),
    )


def upgrade() -> None:
    """Bring the tables and the columns, and write into them what the rows that are there are found by."""
    bring_cases()
    bring_activities()
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
    for table in ("promotion_activity_case", "promotion_activity", "promotion_case"):
        op.drop_table(table)
    for table in FOUND_BY:
        op.drop_column(table, "search_text")
    op.drop_column("organization", "former_names")
