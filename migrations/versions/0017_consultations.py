"""Departments, letters to them, replies, adverse records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


DEPARTMENTS = (
    ("development_reform", "发展和改革部门", "信用建设科"),
    ("emergency", "应急管理部门", "综合协调科"),
    ("ecology", "生态环境部门", "综合科"),
    ("taxation", "税务部门", "征管科"),
    ("human_resources", "人力资源和社会保障部门", "劳动关系科"),
    ("health", "卫生健康部门", "监督科"),
    ("housing", "住房和城乡建设部门", "建筑业管理科"),
)
"""Who is asked by default; the secretariat changes the register afterwards."""


def upgrade() -> None:
    """Bring the tables."""
    op.create_table(
        "department",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_department_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
    )
    op.create_table(
        "consultation",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_consultation_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_consultation_department_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_consultation_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"],
            ["user_account.id"],
            name=op.f("fk_consultation_sent_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("letter_number", name=op.f("uq_consultation_letter_number")),
    )
    op.create_index("ix_consultation_cycle_id", "consultation", ["cycle_id", "sent_at"], unique=False)
    op.create_index(op.f("ix_consultation_department_id"), "consultation", ["department_id"], unique=False)
    op.create_table(
        "consultation_list",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("department_ids", postgresql.JSONB(), nullable=False),
        sa.Column("fixed_by", sa.Uuid(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_consultation_list_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["fixed_by"],
            ["user_account.id"],
            name=op.f("fk_consultation_list_fixed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_consultation_list")),
    )
    op.create_table(
        "consulted_application",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("silence", sa.Text(), nullable=False),
        sa.Column("silence_noted_by", sa.Uuid(), nullable=True),
        sa.Column("silence_noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(silence_noted_at IS NULL) = (silence !~ '\\S')", name=op.f("ck_consulted_application_silence_reasoned")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_consulted_application_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consulted_application_consultation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["silence_noted_by"],
            ["user_account.id"],
            name=op.f("fk_consulted_application_silence_noted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("consultation_id", "application_id", name=op.f("pk_consulted_application")),
    )
    op.create_index(
        "ix_consulted_application_application_id", "consulted_application", ["application_id"], unique=False
    )
    op.create_table(
        "department_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer = 'no_objection' OR text ~ '\\S'", name=op.f("ck_department_reply_concern_said")),
        sa.CheckConstraint("answer IN ('no_objection', 'concern')", name=op.f("ck_department_reply_answer")),
        sa.ForeignKeyConstraint(
            ["consultation_id", "application_id"],
            ["consulted_application.consultation_id", "consulted_application.application_id"],
            name="reply_to_a_question",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_department_reply_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_department_reply_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_reply")),
    )
    op.create_index("ix_department_reply_application_id", "department_reply", ["application_id"], unique=False)
    op.create_table(
        "adverse_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("responsible", sa.Boolean(), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("serious", sa.Boolean(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("struck_reason", sa.Text(), nullable=False),
        sa.Column("struck_by", sa.Uuid(), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'accident') = (grade IS NOT NULL)", name=op.f("ck_adverse_record_graded")),
        sa.CheckConstraint("(kind = 'spot_check') = (level IS NOT NULL)", name=op.f("ck_adverse_record_levelled")),
        sa.CheckConstraint(
            "(struck_at IS NULL) = (struck_reason !~ '\\S')", name=op.f("ck_adverse_record_struck_with_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('accident', 'complaint', 'spot_check', 'dishonesty')", name=op.f("ck_adverse_record_kind")
        ),
        sa.CheckConstraint("source ~ '\\S'", name=op.f("ck_adverse_record_sourced")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_adverse_record_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_adverse_record_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["department_reply.id"],
            name=op.f("fk_adverse_record_reply_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["struck_by"],
            ["user_account.id"],
            name=op.f("fk_adverse_record_struck_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adverse_record")),
    )
    op.create_index(op.f("ix_adverse_record_application_id"), "adverse_record", ["application_id"], unique=False)

    enter = sa.text(
        "INSERT INTO department (id, status, version, code, name, office, contact) "
        "VALUES (gen_random_uuid(), 'active', 1, :code, :name, :office, '')"
    )
    for code, name, office in DEPARTMENTS:
        op.execute(enter.bindparams(code=code, name=name, office=office))
    # Their deferred checks run now, for a table with checks outstanding cannot be altered, and the doorway comes next.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("SET CONSTRAINTS ALL DEFERRED")


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_adverse_record_application_id"), table_name="adverse_record")
    op.drop_table("adverse_record")
    op.drop_index("ix_department_reply_application_id", table_name="department_reply")
    op.drop_table("department_reply")
    op.drop_index("ix_consulted_application_application_id", table_name="consulted_application")
    op.drop_table("consulted_application")
    op.drop_table("consultation_list")
    op.drop_index(op.f("ix_consultation_department_id"), table_name="consultation")
    op.drop_index("ix_consultation_cycle_id", table_name="consultation")
    op.drop_table("consultation")
    op.drop_table("department")
