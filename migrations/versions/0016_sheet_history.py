"""Versions of sheets, requests to look again, dissents, citations, and what a consensus rests on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SUBMITTED = """
WITH written AS (
    SELECT s.id, convert_to(jsonb_build_object('sheet_id', s.id, 'number', 1, 'expert_id', s.expert_id,
        'application_id', s.application_id, 'stage', s.stage, 'submitted', true, 'total', s.total,
        'items', jsonb_object_agg(i.item_code, jsonb_build_object('percent', i.percent, 'strengths', i.strengths,
            'opportunities', i.opportunities, 'citations', i.citations)))::text, 'UTF8') AS content
    FROM score_sheet s JOIN sheet_item i ON i.sheet_id = s.id WHERE s.submitted_at IS NOT NULL GROUP BY s.id)
INSERT INTO sheet_version (sheet_id, number, application_id, expert_id, stage, submitted, total, content, sha256,
    made_by, made_at)
SELECT s.id, 1, s.application_id, s.expert_id, s.stage, true, s.total, w.content, sha256(w.content), NULL,
    s.submitted_at FROM written w JOIN score_sheet s ON s.id = w.id
"""


def upgrade() -> None:
    """Bring the tables, and keep what stands submitted as the first version of its sheet."""
    op.create_unique_constraint(
        op.f("uq_consensus_id_application_id_stage"), "consensus", ["id", "application_id", "stage"]
    )
    op.create_unique_constraint(
        op.f("uq_score_sheet_id_application_id_expert_id_stage"),
        "score_sheet",
        ["id", "application_id", "expert_id", "stage"],
    )
    op.create_table(
        "dissent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consensus_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=True),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("statement ~ '\\S'", name=op.f("ck_dissent_stated")),
        sa.ForeignKeyConstraint(
            ["consensus_id", "application_id", "stage"],
            ["consensus.id", "consensus.application_id", "consensus.stage"],
            name=op.f("fk_dissent_consensus_id_application_id_stage"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["consensus_id", "item_code"],
            ["consensus_item.consensus_id", "consensus_item.item_code"],
            name=op.f("fk_dissent_consensus_id_item_code"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id", "application_id", "expert_id", "stage"],
            ["score_sheet.id", "score_sheet.application_id", "score_sheet.expert_id", "score_sheet.stage"],
            name=op.f("fk_dissent_sheet_id_application_id_expert_id_stage"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent")),
    )
    op.create_index("ix_dissent_application_id", "dissent", ["application_id", "stage"], unique=False)
    op.create_table(
        "sheet_version",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("submitted", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "number > 0 AND submitted = (total IS NOT NULL)", name=op.f("ck_sheet_version_i10_version_whole")
        ),
        sa.CheckConstraint("sha256 = sha256(content)", name=op.f("ck_sheet_version_i10_version_hash")),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["user_account.id"],
            name=op.f("fk_sheet_version_made_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id", "application_id", "expert_id", "stage"],
            ["score_sheet.id", "score_sheet.application_id", "score_sheet.expert_id", "score_sheet.stage"],
            name=op.f("fk_sheet_version_sheet_id_application_id_expert_id_stage"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_sheet_version")),
    )
    op.create_table(
        "sheet_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer IS NULL OR answer_reason ~ '\\S'", name=op.f("ck_sheet_request_i10_answer_reasoned")
        ),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_sheet_request_answered")),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["expert.id"], name=op.f("fk_sheet_request_asked_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id", "application_id", "expert_id", "stage"],
            ["score_sheet.id", "score_sheet.application_id", "score_sheet.expert_id", "score_sheet.stage"],
            name=op.f("fk_sheet_request_sheet_id_application_id_expert_id_stage"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id", "number"],
            ["sheet_version.sheet_id", "sheet_version.number"],
            name=op.f("fk_sheet_request_sheet_id_number"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_request")),
    )
    op.create_index(
        "i10_one_request",
        "sheet_request",
        ["sheet_id", "kind"],
        unique=True,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index("ix_sheet_request_application_id", "sheet_request", ["application_id", "stage"], unique=False)
    op.add_column("consensus_item", sa.Column("basis", postgresql.JSONB(), server_default="{}", nullable=False))
    op.add_column("sheet_item", sa.Column("citations", postgresql.JSONB(), server_default="[]", nullable=False))
    # Without policies, which come last, a table that forces row security shows its owner no row.
    for table in ("score_sheet", "sheet_item"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(SUBMITTED)
    # What is still to be checked at the end of the transaction would forbid the doorway to alter the tables.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("SET CONSTRAINTS ALL DEFERRED")


def downgrade() -> None:
    """Take them away."""
    op.drop_column("sheet_item", "citations")
    op.drop_column("consensus_item", "basis")
    op.drop_index("ix_sheet_request_application_id", table_name="sheet_request")
    op.drop_index("i10_one_request", table_name="sheet_request", postgresql_where=sa.text("answered_at IS NULL"))
    op.drop_table("sheet_request")
    op.drop_table("sheet_version")
    op.drop_index("ix_dissent_application_id", table_name="dissent")
    op.drop_table("dissent")
    op.drop_constraint(op.f("uq_score_sheet_id_application_id_expert_id_stage"), "score_sheet", type_="unique")
    op.drop_constraint(op.f("uq_consensus_id_application_id_stage"), "consensus", type_="unique")
