"""Who reaches objections and tips: the secretariat; the chair what is referred to him; their objector his status."""

from app.accounts.hands import two_hands
from app.database import Persona
from app.record import one_leaf
from app.regulation.objection import MOST_FILES, MOST_OFFICE_FILES
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
APART = """NEW.status IN ('upheld', 'rejected') AND EXISTS (SELECT FROM notice n JOIN cycle c ON c.id = n.cycle_id
    JOIN edition e ON e.id = c.edition_id WHERE n.id = NEW.notice_id
    AND (e.parameters #>> '{objection,separate_ruling}')::boolean)"""
"""Whether it is ruled on where the edition lets one investigate and another rule."""
INVESTIGATED = (
    "SELECT NEW.investigator_id UNION SELECT i.user_id FROM objection_investigator i WHERE i.objection_id = NEW.id"
)
"""Who has investigated: whom the change itself names, and whoever was named before."""
OF_AN_OBJECTION = "objection_id IN (SELECT o.id FROM objection o)"
"""Of an objection that the persona reaches itself, by all that keeps it from one."""
OBJECTION_FILE = "owner_id IN (SELECT o.id FROM objection o)"
OWN_BY_CODE = "registered_by IS NULL AND progress_digest IS NOT NULL"
NEEDED = ("id", "status", "version", "leaf_id", "receipt_number", "progress_digest")
"""All that is read of an objection by him who shows its number and its code: nothing of who objects, nor of whom."""
FILE_STANDS = f"""
IF TG_OP <> 'INSERT' THEN PERFORM award_refuse('objection_file_stands'); END IF;
SELECT o.status INTO state FROM objection o WHERE o.id = NEW.objection_id FOR UPDATE;
IF state IS NULL OR NOT (state = 'received' OR (state = 'investigating' AND NEW.added_by IS NOT NULL))
THEN PERFORM award_refuse('objection_files_in_time'); END IF;
IF (SELECT count(*) FROM objection_file f WHERE f.objection_id = NEW.objection_id
    AND (f.added_by IS NULL) = (NEW.added_by IS NULL))
    >= {MOST_FILES} + (NEW.added_by IS NOT NULL)::int * {MOST_OFFICE_FILES - MOST_FILES}
THEN PERFORM award_refuse('objection_not_too_many_files'); END IF;
IF NOT EXISTS (SELECT FROM stored_file s WHERE s.id = NEW.file_id AND s.owner_id = NEW.objection_id)
THEN PERFORM award_refuse('i24_objection_has_its_own_files'); END IF; RETURN NEW;
"""  # noqa: S608 - our own constants only.
FUNCTIONS = (
    # Whether a unit objects that has to show its seal and has not; the edition is that of the notice's year.
    """CREATE OR REPLACE FUNCTION award_lacks_seal(objection uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM objection o JOIN notice n ON n.id = o.notice_id JOIN cycle c ON c.id = n.cycle_id
        JOIN edition e ON e.id = c.edition_id WHERE o.id = $1 AND o.is_unit
        AND coalesce((e.parameters #>> '{objection,unit_seal}')::boolean, true)
        AND NOT EXISTS (SELECT FROM objection_file f WHERE f.objection_id = o.id AND f.kind = 'seal')) $$""",
    # One row to him who has both the number and the code, none to anybody else; nothing of who objects, nor of whom.
    """CREATE OR REPLACE FUNCTION award_objection_progress(receipt text, code bytea)
    RETURNS TABLE(status text, received_on date, reply_due_on date, files bigint, lacks_seal boolean, reply text,
        ruled_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.status, o.received_on, o.reply_due_on,
        (SELECT count(*) FROM objection_file f WHERE f.objection_id = o.id),
        o.status = 'received' AND award_lacks_seal(o.id), o.reply, o.ruled_at FROM objection o
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
        # Files come in by the number and the code of an objection, in the transaction that knows secrets.
        Reach(table="objection", to=(P.ANONYMOUS,), see=OWN_BY_CODE, columns=NEEDED, change=("version", "leaf_id")),
        Reach(table="objection_file", to=(P.ANONYMOUS,), see=OF_AN_OBJECTION,
              add=f"{OF_AN_OBJECTION} AND added_by IS NULL"),
        Reach(table="stored_file", to=(P.ANONYMOUS,), see=OBJECTION_FILE,
              add=f"{OBJECTION_FILE} AND stored_by IS NULL"),
        Reach(table="objection_file", to=(P.SECRETARIAT,), see=OF_AN_OBJECTION,
              add=f"{OF_AN_OBJECTION} AND added_by = award_user()"),
        Reach(table="objection_file", to=(P.COMMITTEE,), see=OF_AN_OBJECTION),
        Reach(table="stored_file", to=(P.SECRETARIAT, P.COMMITTEE),
              see="id IN (SELECT f.file_id FROM objection_file f)"),
        Reach(table="objection_investigator", to=(P.SECRETARIAT, P.COMMITTEE), see=OF_AN_OBJECTION),
        Reach(table="objector_identity", to=(P.PUBLIC,), add="true"),
        Reach(table="objector_identity", to=(P.SECRETARIAT,), see="true", add="true"),
        Reach(table="tip", to=(P.PUBLIC,), add="status = 'lodged'"),
        Reach(table="tip", to=(P.SECRETARIAT,), see="true",
              change=("outcome", "remark", "settled_by", "settled_at", *MOVED)),
    ),
    guards=(
        one_leaf("tip"),
        one_leaf("objection_file", "AFTER INSERT"),
        Guard(name="objection_file_stands", table="objection_file", when="BEFORE INSERT OR UPDATE OR DELETE",
              declare="state text;", body=FILE_STANDS),
        Guard(
            # Art. 25: a unit's objection goes on under its seal, where the edition asks for it.
            name="i15_unit_under_seal", table="objection", when="BEFORE UPDATE OF status",
            body="""IF NEW.status = 'investigating' AND OLD.status <> 'investigating' AND award_lacks_seal(NEW.id)
            THEN PERFORM award_refuse('i15_unit_under_seal'); END IF; RETURN NEW;""",
        ),
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
            # What is refused as inadmissible blocks as little as what is rejected, so nobody who is tied refuses it.
            name="i15_ruled_by_another", table="objection", when="BEFORE UPDATE", declare="apart boolean;",
            body=f"""IF NEW.status NOT IN ('upheld', 'rejected', 'inadmissible') OR NEW.status = OLD.status
            THEN RETURN NEW; END IF;
            SELECT coalesce((e.parameters #>> '{{objection,separate_ruling}}')::boolean, false) INTO apart
                FROM notice n JOIN cycle c ON c.id = n.cycle_id JOIN edition e ON e.id = c.edition_id
                WHERE n.id = NEW.notice_id;
            IF (apart AND NEW.status <> 'inadmissible'
                AND (NEW.investigator_id IS NULL OR NEW.ruled_by IS NULL OR NEW.ruled_by IN ({INVESTIGATED})))
                OR EXISTS (SELECT FROM award_conflicted(NEW.ruled_by) c WHERE c.case_id = NEW.application_id)
                OR EXISTS (SELECT FROM award_conflicted(NEW.investigator_id) c WHERE c.case_id = NEW.application_id)
            THEN PERFORM award_refuse('i15_ruled_by_another'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
        ),
        Guard(
            # Whoever names another after himself has investigated all the same.
            name="i15_investigator_is_kept", table="objection", when="AFTER INSERT OR UPDATE OF investigator_id",
            body="""IF NEW.investigator_id IS NOT NULL THEN INSERT INTO objection_investigator (objection_id, user_id)
            VALUES (NEW.id, NEW.investigator_id) ON CONFLICT DO NOTHING; END IF; RETURN NULL;""",
        ),
        Guard(name="i15_investigator_stands", table="objection_investigator", when="BEFORE UPDATE OR DELETE",
              body="PERFORM award_refuse('i15_investigator_stands'); RETURN NULL;"),
        two_hands("objection", "ruled_by", "NEW.ruled_by", INVESTIGATED, APART),
    ),
)  # fmt: skip
