"""Who reaches the nursery lists: each unit its own, the secretariat all of them, nobody else any (art. 9)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
OWN = "unit_id = award_party()"

SCOPE = Scope(
    reaches=(
        Reach(table="nursery_entry", to=(P.RECOMMENDER,), see=OWN,
              add=f"{OWN} AND entered_by = award_user() AND status = 'active'",
              change=("maturity", "note", "name", "ended_on", "end_reason", "status", "version", "leaf_id")),
        Reach(table="nursery_entry", to=(P.SECRETARIAT,), see="true"),
    ),
    guards=(
        one_leaf("nursery_entry"),
        Guard(
            name="nursery_entry_is_kept", table="nursery_entry", when="BEFORE UPDATE OR DELETE",
            body="IF TG_OP = 'DELETE' OR OLD.status <> 'active' OR (NEW.unit_id, NEW.credit_code, NEW.since) "
            "IS DISTINCT FROM (OLD.unit_id, OLD.credit_code, OLD.since) "
            "THEN PERFORM award_refuse('nursery_entry_is_kept'); END IF; RETURN NEW;",
        ),
    ),
)  # fmt: skip
