"""Everybody who was ever named to investigate an objection, not the last one only."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

NAMED = """INSERT INTO objection_investigator (objection_id, user_id)
SELECT o.id, o.investigator_id FROM objection o WHERE o.investigator_id IS NOT NULL
UNION SELECT o.id, u.id FROM record_leaf l CROSS JOIN LATERAL award_leaf(l.body) said
JOIN objection o ON o.id::text = said #>> '{subjects,0,id}'
JOIN user_account u ON u.id::text = said #>> '{detail,investigator}'
WHERE said ->> 'act' = 'assign_investigator'"""


def key(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_objection_investigator_{column}", initially="DEFERRED", deferrable=True
    )


def upgrade() -> None:
    """Bring the table; who was named and replaced before stands in the leaves of the record."""
    op.create_table(
        "objection_investigator",
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        key("objection_id", "objection"),
        key("user_id", "user_account"),
        sa.PrimaryKeyConstraint("objection_id", "user_id", name=op.f("pk_objection_investigator")),
    )
    op.execute(NAMED)
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("SET CONSTRAINTS ALL DEFERRED")


def downgrade() -> None:
    """Take it away."""
    op.drop_table("objection_investigator")
