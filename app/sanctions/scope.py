"""Who reaches the sanctions: the secretariat keeps the cases, the committee reads them; what is decided stands (31)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
TOLD = ("id", "expert_id", "institution_id", "struck", "status", "opened_on", "measure", "reason", "until",
        "decided_on", "lifted_on")  # fmt: skip
KEPT = "PERFORM award_refuse('i31_sanction_stands'); RETURN NULL;"
OPENING = "(expert_id, institution_id, facts, source, opened_by, opened_on)"


def _row(side: str, columns: str) -> str:
    return "(" + ", ".join(f"{side}.{name.strip()}" for name in columns.strip("()").split(",")) + ")"


DECIDED = "(measure, until, reason, resolution_id, heard_on, statement)"

SCOPE = Scope(
    reaches=(
        Reach(table="sanction", to=(P.SECRETARIAT,), see="true", add="opened_by = award_user() AND status = 'opened'",
              change=("heard_on", "statement", "measure", "until", "reason", "resolution_id", "decided_by",
                      "decided_on", "struck", "lifted_on", "lifting_resolution_id", *MOVED)),
        Reach(table="sanction", to=(P.COMMITTEE,), see="true"),
        # An expert reads what became of a case that concerns him, never what was reported, nor by whom.
        Reach(table="sanction", to=(P.EXPERT,), columns=TOLD,
              see="expert_id = award_party() OR jsonb_exists(struck, award_party()::text)"),
        Reach(table="sanction_effect", to=(P.SECRETARIAT,), see="true", add="true"),
        Reach(table="sanction_referral", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()",
              change=("reply", "replied_on")),
    ),
    guards=(
        one_leaf("sanction"),
        Guard(name="i31_effect_stands", table="sanction_effect", when="BEFORE UPDATE OR DELETE", body=KEPT),
        Guard(
            name="i31_sanction_stands", table="sanction", when="BEFORE UPDATE OR DELETE",
            body=f"IF TG_OP = 'DELETE' OR {_row('NEW', OPENING)} IS DISTINCT FROM {_row('OLD', OPENING)} "
            f"OR (OLD.status <> 'opened' AND {_row('NEW', DECIDED)} IS DISTINCT FROM {_row('OLD', DECIDED)}) THEN "
            "PERFORM award_refuse('i31_sanction_stands'); END IF; RETURN NEW;",
        ),
        Guard(
            name="i31_reply_stands", table="sanction_referral", when="BEFORE UPDATE OR DELETE",
            body="IF TG_OP = 'DELETE' OR OLD.replied_on IS NOT NULL THEN "
            "PERFORM award_refuse('i31_sanction_stands'); END IF; RETURN NEW;",
        ),
        Guard(
            # Whoever is suspended or disqualified is so by a measure that stands (art. 31).
            name="i31_fallen_by_resolution", table="expert", when="AFTER UPDATE OF status", deferred=True,
            body="IF NEW.status IN ('suspended', 'disqualified') AND NEW.status <> OLD.status AND NOT EXISTS "
            "(SELECT FROM sanction s WHERE s.status = 'sanctioned' AND s.resolution_id IS NOT NULL "
            "AND s.struck @> to_jsonb(NEW.id)) THEN PERFORM award_refuse('i31_fallen_by_resolution'); END IF; "
            "RETURN NULL;",
        ),
    ),
)  # fmt: skip
