"""Who reaches objections and tips: the secretariat; the chair what is referred to him; their objector his status."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
FRESH = (
    "status = 'received' AND admissibility || ruling || reply = '' AND ruled_at IS NULL AND investigator_id IS NULL "
    "AND referred_at IS NULL AND ruled_by IS NULL"
)
IS_CHAIR = (
    "EXISTS (SELECT FROM committee_member m WHERE m.id = award_party() AND m.position = 'chair' AND m.to_on IS NULL)"
)
REFERRED = f"referred_at IS NOT NULL AND {IS_CHAIR}"
RULING = ("ruling", "reply", "ruled_at", "ruled_by", *MOVED)
FUNCTIONS = (
    # One row to him who has both the number and the code, none to anybody else; nothing of who objects, nor of whom.
    """CREATE OR REPLACE FUNCTION award_objection_progress(receipt text, code bytea)
    RETURNS TABLE(status text, received_on date, reply_due_on date, reply text, ruled_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.status, o.received_on, o.reply_due_on, o.reply, o.ruled_at FROM objection o
    WHERE o.receipt_number = receipt AND o.progress_digest = code $$""",
)

SCOPE = Scope(
    functions=FUNCTIONS,
    reaches=(
        Reach(table="objection", to=(P.PUBLIC,), add=f"registered_by IS NULL AND channel = 'web' AND {FRESH}"),
        Reach(table="objection", to=(P.SECRETARIAT,), see="true",
              add=f"registered_by = award_user() AND channel <> 'web' AND {FRESH}",
              change=("admissibility", "investigator_id", "referred_at", *RULING)),
        Reach(table="objection", to=(P.COMMITTEE,), see=REFERRED, change=RULING),
        Reach(table="objector_identity", to=(P.PUBLIC,), add="true"),
        Reach(table="objector_identity", to=(P.SECRETARIAT,), see="true", add="true"),
        Reach(table="tip", to=(P.PUBLIC,), add="status = 'lodged'"),
        Reach(table="tip", to=(P.SECRETARIAT,), see="true",
              change=("outcome", "remark", "settled_by", "settled_at", *MOVED)),
    ),
    guards=(
        one_leaf("tip"),
        Guard(
            name="objector_identity_is_fixed", table="objector_identity", when="BEFORE INSERT OR UPDATE OR DELETE",
            body="""IF TG_OP <> 'INSERT' OR EXISTS (SELECT FROM objection o JOIN record_leaf l ON l.id = o.leaf_id
                WHERE o.id = NEW.objection_id AND l.txid <> pg_current_xact_id()::text::bigint)
            THEN PERFORM award_refuse('objector_identity_is_fixed'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="tip_is_fixed", table="tip", when="BEFORE UPDATE OR DELETE",
            body="""IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL
                OR (NEW.notice_id, NEW.application_id, NEW.text, NEW.lodged_at, NEW.receipt_number)
                IS DISTINCT FROM (OLD.notice_id, OLD.application_id, OLD.text, OLD.lodged_at, OLD.receipt_number)
            THEN PERFORM award_refuse('tip_is_fixed'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="tip_on_a_published_notice", table="tip", when="BEFORE INSERT",
            body="""IF NOT EXISTS (SELECT FROM notice n WHERE n.id = NEW.notice_id AND n.published_at IS NOT NULL)
            THEN PERFORM award_refuse('tip_on_a_published_notice'); END IF; RETURN NEW;""",
        ),
        Guard(
            # Arts. 26, 30: whoever rules is tied to nobody, and has not investigated himself where the edition says so.
            name="i15_ruled_by_another", table="objection", when="BEFORE UPDATE", declare="apart boolean;",
            body="""IF NEW.status NOT IN ('upheld', 'rejected') OR NEW.status = OLD.status THEN RETURN NEW; END IF;
            SELECT coalesce((e.parameters #>> '{objection,separate_ruling}')::boolean, false) INTO apart
                FROM notice n JOIN cycle c ON c.id = n.cycle_id JOIN edition e ON e.id = c.edition_id
                WHERE n.id = NEW.notice_id;
            IF (apart AND (NEW.investigator_id IS NULL OR NEW.ruled_by IS NULL OR NEW.ruled_by = NEW.investigator_id))
                OR EXISTS (SELECT FROM award_conflicted(NEW.ruled_by) c WHERE c.case_id = NEW.application_id)
                OR EXISTS (SELECT FROM award_conflicted(NEW.investigator_id) c WHERE c.case_id = NEW.application_id)
            THEN PERFORM award_refuse('i15_ruled_by_another'); END IF; RETURN NEW;""",
        ),
    ),
)  # fmt: skip
