"""Who reaches departments, letters, replies and records: the secretariat; what was written stands (arts. 11, 30)."""

from app.applications.scope import opened
from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope
from app.supervision.scope import follows
from app.undertakings.scope import signed

S = (Persona.SECRETARIAT,)
MOVED = ("status", "version", "leaf_id")
OF_A_LETTER = "consultation_id IN (SELECT c.id FROM consultation c)"
STANDS = "PERFORM award_refuse('reply_stands'); RETURN NULL;"

SCOPE = Scope(
    reaches=(
        Reach(table="department", to=S, see="true", add="true", change=("name", "office", "contact", *MOVED)),
        Reach(table="consultation_list", to=S, see="true", add="fixed_by = award_user()",
              check="fixed_by = award_user()", change=("department_ids", "fixed_by", "fixed_at")),
        Reach(table="consultation", to=S, see=signed("consultation.cycle_id"),
              add=f"sent_by = award_user() AND {signed('consultation.cycle_id')}", change=MOVED),
        Reach(table="consulted_application", to=S, see=OF_A_LETTER, add=OF_A_LETTER,
              change=("silence", "silence_noted_by", "silence_noted_at")),
        Reach(table="department_reply", to=S, see=OF_A_LETTER, add=f"recorded_by = award_user() AND {OF_A_LETTER}"),
        Reach(table="stored_file", to=S, see="owner_id IN (SELECT c.id FROM consultation c)"),
        Reach(table="adverse_record", to=S, see=opened("adverse_record.application_id"),
              add=f"recorded_by = award_user() AND {opened('adverse_record.application_id')}",
              change=("struck_reason", "struck_by", "struck_at")),
    ),
    guards=(
        one_leaf("department"), one_leaf("consultation"),
        one_leaf("department_reply", "AFTER INSERT"), one_leaf("adverse_record", "AFTER INSERT OR UPDATE"),
        Guard(name="reply_stands", table="department_reply", when="BEFORE UPDATE OR DELETE", body=STANDS),
        follows("adverse_record", "application_id", "'adverse_record', 'late_finding'"),
        Guard(
            name="record_struck_once", table="adverse_record", when="BEFORE UPDATE OR DELETE",
            body="IF TG_OP = 'DELETE' OR OLD.struck_at IS NOT NULL THEN PERFORM award_refuse('record_struck_once'); "
            "END IF; RETURN NEW;",
        ),
    ),
)  # fmt: skip
