"""Motions of a meeting with their ballots; what a resolution was carried by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

WORD = sa.String(length=40)


def _key(columns: list[str], referred: list[str], name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, referred, name=name, initially="DEFERRED", deferrable=True)


def upgrade() -> None:
    """Bring the tables; the resolutions that are there were taken elsewhere."""
    op.add_column("resolution", sa.Column("carried_by", postgresql.JSONB(none_as_null=True), nullable=True))
    op.create_table(
        "motion",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("concerns", postgresql.JSONB(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'carried') = (resolution_id IS NOT NULL)", name=op.f("ck_motion_i19_carried_is_resolved")
        ),
        _key(["leaf_id"], ["record_leaf.id"], op.f("fk_motion_leaf_id")),
        _key(["meeting_id", "cycle_id"], ["meeting.id", "meeting.cycle_id"], op.f("fk_motion_meeting_id_cycle_id")),
        _key(["member_id"], ["committee_member.id"], op.f("fk_motion_member_id")),
        _key(["proposed_by"], ["user_account.id"], op.f("fk_motion_proposed_by")),
        _key(["resolution_id"], ["resolution.id"], op.f("fk_motion_resolution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_motion_meeting_id_number")),
        sa.UniqueConstraint("resolution_id", name=op.f("uq_motion_resolution_id")),
    )  # fmt: skip
    op.create_table(
        "motion_ballot",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("mode", WORD, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("quorum_num", "quorum_den", "majority_num", "majority_den")
        ),
        sa.Column("majority_inclusive", sa.Boolean(), nullable=False),
        sa.Column("base", WORD, nullable=False),
        sa.Column("seats", postgresql.JSONB(), nullable=False),
        sa.Column("base_at_open", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seats_at_close", postgresql.JSONB(none_as_null=True), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("base_at_close", "in_favour", "against", "abstained", "invalid", "papers", "needed")
        ),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "passed IS NULL OR closed_at IS NOT NULL", name=op.f("ck_motion_ballot_i19_motion_result_at_close")
        ),
        _key(["motion_id"], ["motion.id"], op.f("fk_motion_ballot_motion_id")),
        sa.PrimaryKeyConstraint("motion_id", name=op.f("pk_motion_ballot")),
    )
    op.create_table(
        "motion_voter",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("alternate_id", sa.Uuid(), nullable=True),
        sa.Column("has_voted", sa.Boolean(), nullable=False),
        sa.Column("took_paper", sa.Boolean(), nullable=False),
        _key(["motion_id"], ["motion_ballot.motion_id"], op.f("fk_motion_voter_motion_id")),
        _key(["member_id"], ["committee_member.id"], op.f("fk_motion_voter_member_id")),
        _key(["alternate_id"], ["alternate.id"], op.f("fk_motion_voter_alternate_id")),
        sa.PrimaryKeyConstraint("motion_id", "member_id", name=op.f("pk_motion_voter")),
    )
    op.create_table(
        "motion_vote",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("choice", WORD, nullable=False),
        sa.CheckConstraint("choice IN ('in_favour', 'against', 'abstain')", name=op.f("ck_motion_vote_choice")),
        _key(["motion_id", "member_id"], ["motion_voter.motion_id", "motion_voter.member_id"], "i19_motion_voter"),
        sa.PrimaryKeyConstraint("motion_id", "member_id", name=op.f("pk_motion_vote")),
    )  # fmt: skip
    op.create_table(
        "motion_paper_count",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("teller_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("in_favour", "against", "abstained", "invalid")),
        sa.CheckConstraint(
            "least(in_favour, against, abstained, invalid) >= 0", name=op.f("ck_motion_paper_count_counts")
        ),
        _key(["motion_id"], ["motion_ballot.motion_id"], op.f("fk_motion_paper_count_motion_id")),
        _key(["teller_id"], ["committee_member.id"], op.f("fk_motion_paper_count_teller_id")),
        sa.PrimaryKeyConstraint("motion_id", "teller_id", name=op.f("pk_motion_paper_count")),
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("motion_paper_count", "motion_vote", "motion_voter", "motion_ballot", "motion"):
        op.drop_table(table)
    op.drop_column("resolution", "carried_by")
