"""Ranking, candidates, meetings, ballots, decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "committee_member",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'left_office') = (to_on IS NOT NULL)", name=op.f("ck_committee_member_left_has_day")
        ),
        sa.CheckConstraint("position IN ('chair', 'vice_chair', 'member')", name=op.f("ck_committee_member_position")),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_committee_member_term")),
        sa.ForeignKeyConstraint(
            ["leaf_id"],
            ["record_leaf.id"],
            name=op.f("fk_committee_member_leaf_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_committee_member_user_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
    )
    op.create_index(
        "uq_committee_member_one_chair",
        "committee_member",
        ["position"],
        unique=True,
        postgresql_where=sa.text("position = 'chair' AND to_on IS NULL"),
    )
    op.create_index(
        "uq_committee_member_seat",
        "committee_member",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("to_on IS NULL"),
    )
    op.create_table(
        "meeting",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("agenda", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_meeting_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_meeting_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_meeting_cycle_id_number")),
        sa.UniqueConstraint("id", "cycle_id", name=op.f("uq_meeting_id_cycle_id")),
    )
    op.create_table(
        "proposed_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fixed_by", sa.Uuid(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sha256 = sha256(content)", name=op.f("ck_proposed_list_i26_list_hash")),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_proposed_list_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["fixed_by"],
            ["user_account.id"],
            name=op.f("fk_proposed_list_fixed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_list")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_proposed_list_cycle_id_number")),
        sa.UniqueConstraint("id", "sha256", name=op.f("uq_proposed_list_id_sha256")),
    )
    op.create_table(
        "ranking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number = 1 OR reason ~ '\\S'", name=op.f("ck_ranking_reopened_with_reason")),
        sa.CheckConstraint("sha256 = sha256(content)", name=op.f("ck_ranking_i11_ranking_hash")),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_ranking_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by"], ["user_account.id"], name=op.f("fk_ranking_frozen_by"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_ranking_cycle_id_number")),
    )
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["committee_member.id"],
            name=op.f("fk_attendance_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("meeting_id", "member_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "ballot",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("quorum_num", sa.Integer(), nullable=False),
        sa.Column("quorum_den", sa.Integer(), nullable=False),
        sa.Column("majority_num", sa.Integer(), nullable=False),
        sa.Column("majority_den", sa.Integer(), nullable=False),
        sa.Column("majority_inclusive", sa.Boolean(), nullable=False),
        sa.Column("base", sa.String(length=40), nullable=False),
        sa.Column("seats", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("base_at_open", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("base_at_close", sa.Integer(), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("invalid", sa.Integer(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("passed IS NULL OR status = 'closed'", name=op.f("ck_ballot_i19_result_only_at_close")),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id"],
            ["application.id", "application.cycle_id"],
            name=op.f("fk_ballot_application_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier"],
            ["prize.cycle_id", "prize.tier"],
            name=op.f("fk_ballot_cycle_id_tier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_ballot_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id", "cycle_id"],
            ["meeting.id", "meeting.cycle_id"],
            name=op.f("fk_ballot_meeting_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("application_id", "tier", "round", name="i19_one_ballot_a_round"),
        sa.UniqueConstraint(
            "id", "application_id", "tier", "passed", name=op.f("uq_ballot_id_application_id_tier_passed")
        ),
    )
    op.create_index(
        "i19_one_open_ballot", "ballot", ["application_id"], unique=True, postgresql_where=sa.text("status = 'open'")
    )
    op.create_index("ix_ballot_cycle_id", "ballot", ["cycle_id"], unique=False)
    op.create_index("ix_ballot_meeting_id", "ballot", ["meeting_id"], unique=False)
    op.create_table(
        "government_submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("list_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_government_submission_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["list_id", "list_sha256"],
            ["proposed_list.id", "proposed_list.sha256"],
            name=op.f("fk_government_submission_list_id_list_sha256"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_government_submission_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_government_submission")),
        sa.UniqueConstraint("document_number", name=op.f("uq_government_submission_document_number")),
        sa.UniqueConstraint("list_id", name=op.f("uq_government_submission_list_id")),
    )
    op.create_table(
        "member_recusal",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_member_recusal_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_member_recusal_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["committee_member.id"],
            name=op.f("fk_member_recusal_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_member_recusal_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("meeting_id", "member_id", "application_id", name=op.f("pk_member_recusal")),
    )
    op.create_index(op.f("ix_member_recusal_member_id"), "member_recusal", ["member_id"], unique=False)
    op.create_table(
        "eligible_voter",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("has_voted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"],
            ["ballot.id"],
            name=op.f("fk_eligible_voter_ballot_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["committee_member.id"],
            name=op.f("fk_eligible_voter_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("ballot_id", "member_id", name=op.f("pk_eligible_voter")),
    )
    op.create_table(
        "government_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("list_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("scan_file_id", sa.Uuid(), nullable=True),
        sa.Column("approved", sa.LargeBinary(), nullable=False),
        sa.Column("approved_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("approved_sha256 = sha256(approved)", name=op.f("ck_government_decision_i26_approved_hash")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_government_decision_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["list_id", "list_sha256"],
            ["proposed_list.id", "proposed_list.sha256"],
            name=op.f("fk_government_decision_list_id_list_sha256"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_government_decision_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["scan_file_id"],
            ["stored_file.id"],
            name=op.f("fk_government_decision_scan_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["government_submission.id"],
            name=op.f("fk_government_decision_submission_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_government_decision")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_government_decision_cycle_id_number")),
        sa.UniqueConstraint("document_number", name=op.f("uq_government_decision_document_number")),
        sa.UniqueConstraint("id", "approved_sha256", name=op.f("uq_government_decision_id_approved_sha256")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_government_decision_submission_id")),
    )
    op.create_table(
        "paper_count",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("teller_id", sa.Uuid(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.CheckConstraint("least(in_favour, against, abstained, invalid) >= 0", name=op.f("ck_paper_count_counts")),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_paper_count_ballot_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["teller_id"],
            ["committee_member.id"],
            name=op.f("fk_paper_count_teller_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("ballot_id", "teller_id", name=op.f("pk_paper_count")),
    )
    op.create_table(
        "proposed_entry",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("passed", name=op.f("ck_proposed_entry_i19_proposed_has_passed")),
        sa.CheckConstraint(
            "position > 0 AND (position <= places OR resolution_id IS NOT NULL)",
            name=op.f("ck_proposed_entry_i3_over_places"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id"],
            ["application.id", "application.cycle_id"],
            name=op.f("fk_proposed_entry_application_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ballot_id", "application_id", "tier", "passed"],
            ["ballot.id", "ballot.application_id", "ballot.tier", "ballot.passed"],
            name="i19_proposed_by_passed_ballot",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier", "places"],
            ["prize.cycle_id", "prize.tier", "prize.places"],
            name=op.f("fk_proposed_entry_cycle_id_tier_places"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["proposed_list.id"],
            name=op.f("fk_proposed_entry_list_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_proposed_entry_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("list_id", "application_id", name=op.f("pk_proposed_entry")),
        sa.UniqueConstraint("list_id", "tier", "position", name=op.f("uq_proposed_entry_list_id_tier_position")),
    )
    op.create_table(
        "ranking_entry",
        sa.Column("ranking_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("total_num", sa.BigInteger(), nullable=False),
        sa.Column("total_den", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id", "total_num", "total_den"],
            [
                "comprehensive_report.application_id",
                "comprehensive_report.cycle_id",
                "comprehensive_report.total_num",
                "comprehensive_report.total_den",
            ],
            name="i11_ranked_by_final_score",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id"],
            ["ranking.id"],
            name=op.f("fk_ranking_entry_ranking_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("ranking_id", "application_id", name=op.f("pk_ranking_entry")),
        sa.UniqueConstraint(
            "ranking_id", "application_id", "place", name=op.f("uq_ranking_entry_ranking_id_application_id_place")
        ),
    )
    op.create_table(
        "ballot_envelope",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id", "member_id"],
            ["eligible_voter.ballot_id", "eligible_voter.member_id"],
            name=op.f("fk_ballot_envelope_ballot_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_envelope")),
        sa.UniqueConstraint("ballot_id", "member_id", name=op.f("uq_ballot_envelope_ballot_id_member_id")),
    )
    op.create_table(
        "candidate_entry",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("ranking_id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id"],
            ["application.id", "application.cycle_id"],
            name=op.f("fk_candidate_entry_application_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier"],
            ["prize.cycle_id", "prize.tier"],
            name=op.f("fk_candidate_entry_cycle_id_tier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id", "application_id", "place"],
            ["ranking_entry.ranking_id", "ranking_entry.application_id", "ranking_entry.place"],
            name="i11_candidate_of_the_ranking",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id"],
            ["ranking.id"],
            name=op.f("fk_candidate_entry_ranking_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_candidate_entry_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("cycle_id", "application_id", name=op.f("pk_candidate_entry")),
        sa.UniqueConstraint("cycle_id", "tier", "position", name=op.f("uq_candidate_entry_cycle_id_tier_position")),
    )
    op.create_table(
        "decision_entry",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("is_approved OR reason <> ''", name=op.f("ck_decision_entry_struck_needs_reason")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_decision_entry_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier"],
            ["prize.cycle_id", "prize.tier"],
            name=op.f("fk_decision_entry_cycle_id_tier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["government_decision.id"],
            name=op.f("fk_decision_entry_decision_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("decision_id", "application_id", name=op.f("pk_decision_entry")),
        sa.UniqueConstraint(
            "decision_id",
            "application_id",
            "tier",
            "is_approved",
            name=op.f("uq_decision_entry_decision_id_application_id_tier_is_approved"),
        ),
    )
    op.create_table(
        "vote",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.CheckConstraint("choice IN ('in_favour', 'against', 'abstain')", name=op.f("ck_vote_choice")),
        sa.ForeignKeyConstraint(
            ["ballot_id", "member_id"],
            ["eligible_voter.ballot_id", "eligible_voter.member_id"],
            name="i19_eligible",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("ballot_id", "member_id", name=op.f("pk_vote")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("vote")
    op.drop_table("decision_entry")
    op.drop_table("candidate_entry")
    op.drop_table("ballot_envelope")
    op.drop_table("ranking_entry")
    op.drop_table("proposed_entry")
    op.drop_table("paper_count")
    op.drop_table("government_decision")
    op.drop_table("eligible_voter")
    op.drop_table("member_recusal")
    op.drop_table("government_submission")
    op.drop_table("ballot")
    op.drop_table("attendance")
    op.drop_table("ranking")
    op.drop_table("proposed_list")
    op.drop_table("meeting")
    op.drop_table("committee_member")
