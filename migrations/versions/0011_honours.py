"""Awards, bonuses, revocations, recoveries."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "commendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("list_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_commendation_cycle_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["notice_id", "list_sha256"],
            ["notice.id", "notice.list_sha256"],
            name="i26_published_is_commended",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_commendation_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commendation")),
        sa.UniqueConstraint("document_number", name=op.f("uq_commendation_document_number")),
    )
    op.create_table(
        "award",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("organization_name", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("total_num", sa.BigInteger(), nullable=False),
        sa.Column("total_den", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("notice_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commendation_id", sa.Uuid(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("plaque_number", sa.Text(), nullable=True),
        sa.Column("plaque_received_on", sa.Date(), nullable=True),
        sa.Column("plaque_receiver", sa.Text(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'revoked') = (revoked_on IS NOT NULL)", name=op.f("ck_award_revoked_with_its_day")
        ),
        sa.CheckConstraint(
            "granted_on >= (notice_ends_at AT TIME ZONE 'Asia/Shanghai')::date",
            name=op.f("ck_award_i14_granted_after_the_notice"),
        ),
        sa.CheckConstraint(
            "total_den > 0 AND total_num >= floor::bigint * total_den", name=op.f("ck_award_i12_score_reaches_floor")
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "cycle_id", "total_num", "total_den"],
            [
                "comprehensive_report.application_id",
                "comprehensive_report.cycle_id",
                "comprehensive_report.total_num",
                "comprehensive_report.total_den",
            ],
            name="i11_awarded_by_final_score",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_award_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["commendation_id"],
            ["commendation.id"],
            name=op.f("fk_award_commendation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier", "floor"],
            ["prize.cycle_id", "prize.tier", "prize.floor"],
            name="i2_floor_of_the_tier",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier", "slot"],
            ["award_slot.cycle_id", "award_slot.tier", "award_slot.slot"],
            name="i3_place_exists",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_award_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["notice_id", "notice_ends_at"],
            ["notice.id", "notice.ends_at"],
            name="i14_end_of_the_notice",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("application_id", name="i13_one_award_per_application"),
        sa.UniqueConstraint("cycle_id", "tier", "slot", name="i3_place_taken"),
        sa.UniqueConstraint("id", "cycle_id", "tier", name=op.f("uq_award_id_cycle_id_tier")),
        sa.UniqueConstraint("plaque_number", name=op.f("uq_award_plaque_number")),
    )
    op.create_table(
        "bonus",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=True),
        sa.Column("paid_by", sa.Uuid(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("account_holder", sa.Text(), nullable=False),
        sa.Column("voucher", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'paid') = (paid_by IS NOT NULL AND paid_on IS NOT NULL) AND (status = 'entitled') = (prepared_by IS NULL)",
            name=op.f("ck_bonus_i16_paid_whole"),
        ),
        sa.CheckConstraint(
            "paid_by IS NULL OR (prepared_by IS NOT NULL AND paid_by <> prepared_by)",
            name=op.f("ck_bonus_i16_two_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["award_id", "cycle_id", "tier"],
            ["award.id", "award.cycle_id", "award.tier"],
            name=op.f("fk_bonus_award_id_cycle_id_tier"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "tier", "amount"],
            ["prize.cycle_id", "prize.tier", "prize.amount"],
            name="i16_amount_of_the_tier",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_bonus_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["paid_by"], ["user_account.id"], name=op.f("fk_bonus_paid_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"],
            ["user_account.id"],
            name=op.f("fk_bonus_prepared_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonus")),
        sa.UniqueConstraint("award_id", name="i16_one_bonus_per_award"),
        sa.UniqueConstraint("voucher", name=op.f("uq_bonus_voucher")),
    )
    op.create_table(
        "revocation",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("incident_kind", sa.String(length=40), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("must_announce", sa.Boolean(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("grave_effect", sa.Boolean(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("request_number", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("announcement_url", sa.Text(), nullable=False),
        sa.Column("plaque_returned_on", sa.Date(), nullable=True),
        sa.Column("plaque_received_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(ground = 'fraud' AND incident_kind IS NULL) OR (ground = 'incident' AND incident_kind IS NOT NULL)",
            name=op.f("ck_revocation_ground"),
        ),
        sa.CheckConstraint(
            "status IN ('opened', 'dismissed') OR (heard_on IS NOT NULL AND verified_on IS NOT NULL AND (ground = 'fraud' OR grave_effect))",
            name=op.f("ck_revocation_i29_verified_whole"),
        ),
        sa.CheckConstraint(
            "status IN ('opened', 'dismissed', 'verified') OR (requested_on IS NOT NULL AND resolution_id IS NOT NULL)",
            name=op.f("ck_revocation_i29_requested_whole"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('refused', 'decided', 'announced') OR (decided_on IS NOT NULL AND document_number IS NOT NULL)",
            name=op.f("ck_revocation_i29_decided_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["award_id"], ["award.id"], name=op.f("fk_revocation_award_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["record_leaf.id"], name=op.f("fk_revocation_leaf_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"],
            ["user_account.id"],
            name=op.f("fk_revocation_opened_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_revocation_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation")),
        sa.UniqueConstraint("document_number", name=op.f("uq_revocation_document_number")),
    )
    op.create_index(
        "uq_revocation_one_open",
        "revocation",
        ["award_id"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('dismissed', 'refused')"),
    )
    op.create_table(
        "recovery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revocation_id", sa.Uuid(), nullable=False),
        sa.Column("bonus_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("voucher", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_recovery_amount")),
        sa.ForeignKeyConstraint(
            ["bonus_id"], ["bonus.id"], name=op.f("fk_recovery_bonus_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_recovery_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["revocation_id"],
            ["revocation.id"],
            name=op.f("fk_recovery_revocation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("voucher", name=op.f("uq_recovery_voucher")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("recovery")
    op.drop_table("revocation")
    op.drop_table("bonus")
    op.drop_table("award")
    op.drop_table("commendation")
