"""Who reaches the honours: the roll is public, money and cases are the secretariat's (arts. 26-29)."""

from app.accounts.hands import one_hand
from app.database import Persona
from app.record import legal_moves, one_leaf
from app.scope import Guard, Reach, Scope
from app.supervision.scope import follows
from app.titles.scope import repeats, rule_denies

P = Persona
MOVED = ("status", "version", "leaf_id")
READERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.COMMITTEE)
ROLL = ("id", "cycle_id", "application_id", "credit_code", "organization_name", "tier", "slot", "granted_on",
        "valid_until", "renewed_on", "commendation_id", "plaque_number", "plaque_received_on", "revoked_on",
        "revocation_number", "status", "version")  # fmt: skip
"""What everybody reads of a title: neither its score nor who took the plaque."""
OWN_AWARD = "award_id IN (SELECT a.id FROM award a JOIN application p ON p.id = a.application_id)"
CASE_COLUMNS = (
    "heard_on", "statement", "document_number", "decided_on", "signatory", "announced_on", "announcement_url",
    "plaque_returned_on", "plaque_received_by",
)  # fmt: skip
FOUND = ("verified_on", "finding", "grave_effect", "requested_on", "request_number", "resolution_id")
OPENING = ("award_id", "check_id", "ground", "incident_kind", "facts", "happened_on", "source", "opened_by",
           "opened_on", "must_announce")  # fmt: skip
GRANTED = ("application_id", "cycle_id", "credit_code", "repeats_id", "organization_name", "tier",
           "slot", "total_num", "total_den", "floor",
           "notice_id", "notice_ends_at", "commendation_id", "granted_on")  # fmt: skip
DUE = ("award_id", "cycle_id", "tier", "amount")
PAID = ("status", "prepared_by", "paid_by", "paid_on", "account_holder", "voucher")
UNSETTLED = "o.status IN ('received', 'investigating', 'upheld')"


def _changed(columns: tuple[str, ...]) -> str:
    new, old = (", ".join(f"{side}.{column}" for column in columns) for side in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


def _fixed(table: str, columns: tuple[str, ...], name: str) -> Guard:
    return Guard(
        name=f"{name}_{table}", table=table, when="BEFORE UPDATE OR DELETE",
        body=f"IF TG_OP = 'DELETE' THEN PERFORM award_refuse('{name}'); END IF; "
        f"IF {_changed(columns)} THEN PERFORM award_refuse('{name}'); END IF; RETURN NEW;",
    )  # fmt: skip


REACHES = (
    Reach(table="commendation", to=READERS, see="true", columns=("id", "cycle_id", "document_number", "decided_on")),
    Reach(table="commendation", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
    Reach(table="award", to=READERS, see="true", columns=ROLL),
    Reach(table="award", to=(P.SECRETARIAT,), see="true", add="status = 'standing'",
          change=("plaque_number", "plaque_received_on", "plaque_receiver", "revoked_on", "revocation_number",
                  "valid_until", "renewed_on", *MOVED)),
    Reach(table="bonus", to=(P.APPLICANT,), see=OWN_AWARD),
    Reach(table="bonus", to=(P.SECRETARIAT,), see="true", add="status = 'entitled'",
          change=("prepared_by", "paid_by", "paid_on", "account_holder", "voucher", *MOVED)),
    Reach(table="revocation", to=(P.APPLICANT,), see=OWN_AWARD),
    Reach(table="revocation", to=(P.SECRETARIAT,), see="true", add="opened_by = award_user() AND status = 'opened'",
          change=(*CASE_COLUMNS, *MOVED)),
    Reach(table="revocation", to=(P.COMMITTEE,), see="true", change=(*FOUND, *MOVED)),
    Reach(table="recovery", to=(P.APPLICANT,), see="bonus_id IN (SELECT b.id FROM bonus b)"),
    Reach(table="recovery", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
)  # fmt: skip

SUBSTITUTE = """SELECT EXISTS (SELECT FROM objection o JOIN notice f ON f.id = o.notice_id
    JOIN notice n ON n.id = NEW.notice_id JOIN government_decision d ON d.id = n.decision_id
    WHERE f.cycle_id = n.cycle_id AND f.number < n.number AND o.status = 'upheld'
    AND NOT EXISTS (SELECT FROM notice_entry e WHERE e.notice_id = n.id AND e.application_id = o.application_id)
    AND (d.decided_on < (o.ruled_at AT TIME ZONE 'Asia/Shanghai')::date
        OR (n.published_at AT TIME ZONE 'Asia/Shanghai')::date < d.decided_on)) INTO blocked;
IF blocked THEN PERFORM award_refuse('i14_substitute_anew'); END IF;"""
"""T14: whoever came in after an upheld objection rests on a later decision and its own notice."""

AWARD_GUARDS = (
    one_leaf("award"),
    legal_moves("award", "NEW.cycle_id"),
    _fixed("award", GRANTED, "i13_award_is_fixed"),
    Guard(
        # The application's row is locked first, as an objection does, so that neither slips past the other.
        name="i14_award_after_the_notice", table="award", when="BEFORE INSERT",
        declare="ends timestamptz; blocked boolean;",
        body=f"""SELECT a.credit_code INTO NEW.credit_code
            FROM application a WHERE a.id = NEW.application_id FOR UPDATE;
        SELECT n.ends_at INTO ends FROM notice_entry e JOIN notice n ON n.id = e.first_noticed_id
            JOIN cycle c ON c.id = n.cycle_id JOIN edition l ON l.id = c.edition_id
            WHERE e.application_id = NEW.application_id AND e.tier = NEW.tier AND n.id = NEW.notice_id
            AND (n.list_id IS NOT NULL) = (l.parameters #>> '{{notice,position}}' = 'before_approval') LIMIT 1;
        IF ends IS NULL OR award_now() < ends THEN PERFORM award_refuse('i14_award_after_the_notice'); END IF;
        {SUBSTITUTE}
        SELECT EXISTS (SELECT FROM objection o WHERE o.application_id = NEW.application_id AND {UNSETTLED})
            INTO blocked;
        IF blocked THEN PERFORM award_refuse('i15_objection_blocks'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    Guard(
        # What was noticed is what was approved is what is commended, in whichever order the edition has them.
        name="i26_approved_is_commended", table="award", when="AFTER INSERT", deferred=True,
        body="""IF NOT EXISTS (SELECT FROM commendation c JOIN notice n ON n.id = c.notice_id
            JOIN government_decision d ON d.id = n.decision_id OR d.list_id = n.list_id
            JOIN decision_entry e ON e.decision_id = d.id AND e.application_id = NEW.application_id
            AND e.tier = NEW.tier AND e.is_approved
            WHERE c.id = NEW.commendation_id AND c.decided_on >= d.decided_on)
        THEN PERFORM award_refuse('i26_approved_is_commended'); END IF; RETURN NULL;""",
    ),
    Guard(
        # Its name comes after the guard that takes the credit code from the application.
        name="i16_repeat_as_the_edition_says", table="award", when="BEFORE INSERT",
        declare="again boolean; unpaid boolean; outside boolean;",
        body=f"""again := {repeats("NEW.application_id", "NEW.cycle_id", "NEW.tier")};
        unpaid := again AND {rule_denies("bonus", "NEW.cycle_id")};
        outside := again AND {rule_denies("takes_place", "NEW.cycle_id")};
        IF NEW.with_bonus = unpaid OR (NEW.slot IS NULL AND NOT outside) OR (again <> (NEW.repeats_id IS NOT NULL))
            OR (again AND NOT EXISTS (SELECT FROM award w WHERE w.id = NEW.repeats_id
                AND w.credit_code = NEW.credit_code AND w.cycle_id <> NEW.cycle_id AND w.status = 'standing'))
        THEN PERFORM award_refuse('i16_repeat_as_the_edition_says'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i29_revoked_by_decision", table="award", when="AFTER UPDATE", deferred=True,
        body="""IF NEW.status = 'revoked' AND NOT EXISTS (SELECT FROM revocation r
            WHERE r.award_id = NEW.id AND r.status IN ('decided', 'announced') AND r.decided_on = NEW.revoked_on
            AND r.document_number = NEW.revocation_number)
        THEN PERFORM award_refuse('i29_revoked_by_decision'); END IF; RETURN NULL;""",
    ),
)  # fmt: skip

MONEY_GUARDS = (
    one_leaf("bonus"),
    one_leaf("recovery", "AFTER INSERT"),
    legal_moves("bonus", "NEW.cycle_id"),
    _fixed("bonus", DUE, "i16_due_is_fixed"),
    Guard(
        name="i16_no_money_for_a_repeat", table="bonus", when="AFTER INSERT", deferred=True,
        body="""IF NOT EXISTS (SELECT FROM award a WHERE a.id = NEW.award_id AND a.with_bonus)
        THEN PERFORM award_refuse('i16_no_money_for_a_repeat'); END IF; RETURN NULL;""",
    ),
    Guard(
        name="i16_paid_is_paid", table="bonus", when="BEFORE UPDATE",
        body=f"""IF OLD.status = 'paid' AND {_changed(PAID)}
        THEN PERFORM award_refuse('i16_paid_is_paid'); END IF; RETURN NEW;""",
    ),
    Guard(
        # Who acts is known to the transaction; the owner, who has no name, is held by the two persons alone.
        name="i16_in_ones_own_name", table="bonus", when="BEFORE UPDATE",
        body="""IF (OLD.prepared_by IS NOT NULL AND NEW.prepared_by IS DISTINCT FROM OLD.prepared_by)
            OR (NEW.prepared_by IS DISTINCT FROM OLD.prepared_by AND NEW.prepared_by <> award_user())
            OR (NEW.paid_by IS DISTINCT FROM OLD.paid_by AND NEW.paid_by <> award_user())
        THEN PERFORM award_refuse('i16_in_ones_own_name'); END IF; RETURN NEW;""",
    ),
    Guard(
        # Who could be both by codes for their passwords is one hand.
        name="i16_two_hands", table="bonus", when="BEFORE UPDATE OF paid_by",
        body=f"""IF {one_hand("NEW.paid_by", "NEW.prepared_by")}
        THEN PERFORM award_refuse('i16_two_hands'); END IF; RETURN NEW;""",
    ),
    Guard(
        # An objection that came in time but is recorded late waits for the payment, or the payment for it.
        name="i16_payment_of_a_standing_award", table="bonus", when="BEFORE INSERT OR UPDATE",
        declare="title award%ROWTYPE;",
        body=f"""IF NEW.status NOT IN ('prepared', 'paid') THEN RETURN NEW; END IF;
        SELECT * INTO title FROM award a WHERE a.id = NEW.award_id FOR SHARE;
        IF title.status <> 'standing' THEN PERFORM award_refuse('i16_payment_of_a_standing_award'); END IF;
        PERFORM FROM application a WHERE a.id = title.application_id FOR UPDATE;
        IF EXISTS (SELECT FROM objection o WHERE o.application_id = title.application_id AND {UNSETTLED})
        THEN PERFORM award_refuse('i15_objection_blocks'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    Guard(
        # Parts recorded at once wait for each other on the bonus, so that their sum is always known.
        name="i17_recovery_of_what_was_paid", table="recovery", when="BEFORE INSERT OR UPDATE OR DELETE",
        declare="paid int; recovered bigint;",
        body="""IF TG_OP <> 'INSERT' THEN PERFORM award_refuse('i17_recovery_of_what_was_paid'); END IF;
        SELECT b.amount INTO paid FROM bonus b JOIN award a ON a.id = b.award_id AND a.status = 'revoked'
            JOIN revocation r ON r.award_id = a.id AND r.id = NEW.revocation_id
            AND r.status IN ('decided', 'announced')
            WHERE b.id = NEW.bonus_id AND b.status = 'paid' FOR UPDATE OF b;
        SELECT coalesce(sum(amount), 0) INTO recovered FROM recovery WHERE bonus_id = NEW.bonus_id;
        IF paid IS NULL OR recovered + NEW.amount > paid
        THEN PERFORM award_refuse('i17_recovery_of_what_was_paid'); END IF; RETURN NEW;""",
    ),
)  # fmt: skip

CASE_GUARDS = (
    one_leaf("revocation"),
    legal_moves(
        "revocation", "(SELECT a.cycle_id FROM award a WHERE a.id = NEW.award_id)"
    ),
    _fixed("revocation", OPENING, "i29_case_is_fixed"),
    follows("revocation", "award_id", "'revocation'"),
    Guard(
        name="i29_not_of_ones_own", table="revocation", when="BEFORE UPDATE OF status",
        body="""IF EXISTS (SELECT FROM award a JOIN application p ON p.id = a.application_id
            JOIN role_grant g ON g.party_id = p.organization_id AND g.role = 'applicant' AND g.ended_at IS NULL
            WHERE a.id = NEW.award_id AND g.user_id = award_user())
        THEN PERFORM award_refuse('i29_not_of_ones_own'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i29_found_is_fixed", table="revocation", when="BEFORE UPDATE",
        body=f"""IF OLD.status <> 'opened' AND {_changed(("verified_on", "finding", "grave_effect", "heard_on"))}
        THEN PERFORM award_refuse('i29_case_is_fixed'); END IF;
        IF OLD.status IN ('refused', 'decided', 'announced')
            AND {_changed(("document_number", "decided_on", "signatory", "requested_on", "request_number"))}
        THEN PERFORM award_refuse('i29_case_is_fixed'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i29_verified_goes_on", table="revocation", when="BEFORE UPDATE OF status",
        body="""IF OLD.status = 'verified' AND NEW.status NOT IN ('verified', 'requested')
        THEN PERFORM award_refuse('i29_verified_goes_on'); END IF; RETURN NEW;""",
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=(*AWARD_GUARDS, *MONEY_GUARDS, *CASE_GUARDS))
