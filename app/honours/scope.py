"""Who reaches the honours: the roll is public, money and cases are the secretariat's (arts. 26-29)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
READERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.COMMITTEE)
OWN_AWARD = "award_id IN (SELECT a.id FROM award a JOIN application p ON p.id = a.application_id)"
CASE_COLUMNS = (
    "heard_on", "statement", "resolution_id", "document_number", "decided_on", "signatory", "announced_on",
    "announcement_url", "plaque_returned_on", "plaque_received_by",
)  # fmt: skip

SCOPE = Scope(
    reaches=(
        Reach(table="commendation", to=READERS, see="true"),
        Reach(table="commendation", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
        Reach(table="award", to=READERS, see="true"),
        Reach(table="award", to=(P.SECRETARIAT,), see="true", add="true",
              change=("plaque_number", "plaque_received_on", "plaque_receiver", "revoked_on", *MOVED)),
        Reach(table="bonus", to=(P.APPLICANT,), see=OWN_AWARD),
        Reach(table="bonus", to=(P.SECRETARIAT,), see="true", add="status = 'entitled'",
              change=("prepared_by", "paid_by", "paid_on", "account_holder", "voucher", *MOVED)),
        Reach(table="revocation", to=(P.APPLICANT,), see=OWN_AWARD),
        Reach(table="revocation", to=(P.SECRETARIAT,), see="true", add="opened_by = award_user()",
              change=(*CASE_COLUMNS, *MOVED)),
        Reach(table="revocation", to=(P.COMMITTEE,), see="true",
              change=("verified_on", "finding", "requested_on", "request_number", "resolution_id", *MOVED)),
        Reach(table="recovery", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
    ),
    guards=(
        one_leaf("award"),
        one_leaf("bonus"),
        one_leaf("revocation"),
        one_leaf("recovery", "AFTER INSERT"),
        Guard(
            # The application's row is locked first, as an objection does, so that neither slips past the other.
            name="i14_award_after_the_notice", table="award", when="BEFORE INSERT",
            declare="ends timestamptz; blocked boolean;",
            body="""PERFORM FROM application a WHERE a.id = NEW.application_id FOR UPDATE;
            SELECT n.ends_at INTO ends FROM notice_entry e JOIN notice n ON n.id = e.first_noticed_id
                WHERE e.application_id = NEW.application_id AND e.tier = NEW.tier AND n.id = NEW.notice_id;
            IF ends IS NULL OR award_now() < ends THEN PERFORM award_refuse('i14_award_after_the_notice'); END IF;
            SELECT EXISTS (SELECT FROM objection o WHERE o.application_id = NEW.application_id
                AND o.status IN ('received', 'investigating', 'upheld')) INTO blocked;
            IF blocked THEN PERFORM award_refuse('i15_objection_blocks'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i16_no_payment_of_a_fallen_award", table="bonus", when="BEFORE INSERT OR UPDATE",
            declare="state text;",
            body="""SELECT a.status INTO state FROM award a WHERE a.id = NEW.award_id FOR SHARE;
            IF NEW.status IN ('prepared', 'paid') AND state <> 'standing'
            THEN PERFORM award_refuse('i16_no_payment_of_a_fallen_award'); END IF;
            IF TG_OP = 'UPDATE' AND OLD.status = 'paid' AND (NEW.status, NEW.paid_on, NEW.voucher, NEW.paid_by)
                IS DISTINCT FROM (OLD.status, OLD.paid_on, OLD.voucher, OLD.paid_by)
            THEN PERFORM award_refuse('i16_paid_is_paid'); END IF; RETURN NEW;""",
        ),
        Guard(
            # Parts recorded at once wait for each other on the bonus, so that their sum is always known.
            name="i17_recovery_of_what_was_paid", table="recovery", when="BEFORE INSERT OR UPDATE OR DELETE",
            declare="paid int; recovered bigint;",
            body="""IF TG_OP <> 'INSERT' THEN PERFORM award_refuse('i17_recovery_of_what_was_paid'); END IF;
            SELECT b.amount INTO paid FROM bonus b JOIN award a ON a.id = b.award_id AND a.status = 'revoked'
                JOIN revocation r ON r.award_id = a.id AND r.id = NEW.revocation_id
                WHERE b.id = NEW.bonus_id AND b.status = 'paid' FOR UPDATE OF b;
            SELECT coalesce(sum(amount), 0) INTO recovered FROM recovery WHERE bonus_id = NEW.bonus_id;
            IF paid IS NULL OR recovered + NEW.amount > paid
            THEN PERFORM award_refuse('i17_recovery_of_what_was_paid'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i29_verified_goes_on", table="revocation", when="BEFORE UPDATE OF status",
            body="""IF OLD.status = 'verified' AND NEW.status NOT IN ('verified', 'requested')
            THEN PERFORM award_refuse('i29_verified_goes_on'); END IF; RETURN NEW;""",
        ),
    ),
)  # fmt: skip
