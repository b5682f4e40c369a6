"""Who reaches supervisory checks: the secretariat; the organization once it is asked; the committee before art. 29."""

from app.accounts.hands import two_hands
from app.database import Persona
from app.record import legal_moves, one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
S, A, C = (P.SECRETARIAT,), (P.APPLICANT,), (P.COMMITTEE,)
MOVED = ("status", "version", "leaf_id")
ASKED = "asked_on IS NOT NULL AND organization_id = award_party()"
FOR_REVOCATION = "status = 'concluded' AND outcome = 'revocation'"
OF_A_CHECK = "check_id IN (SELECT k.id FROM supervisory_check k)"
OF_A_FINDING = "finding_id IN (SELECT f.id FROM check_finding f)"
ITS_FILE = "owner_id IN (SELECT k.id FROM supervisory_check k)"
OPENING = ("application_id", "cycle_id", "organization_id", "organization_name", "award_id", "trigger", "headings",
           "planned_on", "opened_by", "opened_on")  # fmt: skip
STANDS = "PERFORM award_refuse('i33_check_stands');"


def _changed(columns: tuple[str, ...]) -> str:
    new, old = (", ".join(f"{side}.{column}" for column in columns) for side in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


def _kept(table: str) -> Guard:
    return Guard(
        name=f"i33_kept_{table}", table=table, when="BEFORE UPDATE OR DELETE", body=f"{STANDS} RETURN NULL;"
    )  # fmt: skip


def follows(table: str, of: str, outcomes: str) -> Guard:
    """Build the guard of what cites a check: it is concluded so, and about the same title or application."""
    return Guard(
        name=f"i33_follows_{table}", table=table, when="BEFORE INSERT OR UPDATE OF check_id",
        body=f"IF NEW.check_id IS NOT NULL AND NOT EXISTS (SELECT FROM supervisory_check k WHERE k.id = NEW.check_id "
        f"AND k.{of} = NEW.{of} AND k.status = 'concluded' AND k.outcome IN ({outcomes})) THEN "
        "PERFORM award_refuse('i33_follows_the_check'); END IF; RETURN NEW;",
    )  # fmt: skip


GUARDS = (
    one_leaf("supervisory_check"),
    one_leaf("check_finding", "AFTER INSERT"),
    legal_moves("supervisory_check", "NEW.cycle_id"),
    _kept("check_source"), _kept("check_finding"), _kept("check_evidence"),
    Guard(
        name="i33_check_stands", table="supervisory_check", when="BEFORE UPDATE OR DELETE",
        body=f"IF TG_OP = 'DELETE' OR OLD.status = 'concluded' OR {_changed(OPENING)} "
        f"OR (OLD.asked_on IS NOT NULL AND {_changed(('asked_on', 'statement_until', 'concern'))}) "
        f"OR (OLD.stated_on IS NOT NULL AND {_changed(('statement', 'stated_by', 'stated_on'))}) "
        f"THEN {STANDS} END IF; RETURN NEW;",
    ),
    Guard(
        name="i33_officer_unconflicted", table="supervisory_check", when="BEFORE INSERT OR UPDATE OF officer_id",
        body="IF EXISTS (SELECT FROM award_conflicted(NEW.officer_id) c WHERE c.case_id = NEW.application_id) "
        "THEN PERFORM award_refuse('i33_officer_unconflicted'); END IF; RETURN NEW;",
    ),
    Guard(
        # The check is locked by the act, so that none is concluded while a finding comes in.
        name="i33_found_by_the_officer", table="check_finding", when="BEFORE INSERT",
        body="IF NOT EXISTS (SELECT FROM supervisory_check k WHERE k.id = NEW.check_id AND k.status <> 'concluded' "
        "AND k.officer_id = NEW.recorded_by AND jsonb_exists(k.headings, NEW.heading)) "
        "THEN PERFORM award_refuse('i33_found_by_the_officer'); END IF; RETURN NEW;",
    ),
    Guard(
        name="i24_evidence_of_the_check", table="check_evidence", when="BEFORE INSERT",
        body="IF NOT EXISTS (SELECT FROM check_finding f JOIN stored_file s ON s.owner_id = f.check_id "
        "WHERE f.id = NEW.finding_id AND s.id = NEW.file_id) "
        "THEN PERFORM award_refuse('i24_evidence_of_the_check'); END IF; RETURN NEW;",
    ),
    Guard(
        name="i33_concluded_by_another", table="supervisory_check", when="BEFORE UPDATE OF status",
        body="IF NEW.status = 'concluded' AND EXISTS (SELECT FROM check_finding f WHERE f.check_id = NEW.id "
        "AND f.recorded_by = NEW.concluded_by) THEN PERFORM award_refuse('i33_concluded_by_another'); END IF; "
        "RETURN NEW;",
    ),
    two_hands("supervisory_check", "concluded_by", "NEW.concluded_by", "SELECT NEW.officer_id UNION "
              "SELECT f.recorded_by FROM check_finding f WHERE f.check_id = NEW.id"),
)  # fmt: skip

SCOPE = Scope(
    reaches=(
        Reach(table="supervisory_check", to=S, see="true", add="opened_by = award_user() AND status = 'planned'",
              change=("officer_id", "asked_on", "statement_until", "concern", "silence_noted_on", "outcome",
                      "conclusion", "concluded_by", "concluded_on", *MOVED)),
        Reach(table="supervisory_check", to=A, see=ASKED,
              change=("statement", "stated_by", "stated_on", *MOVED)),
        Reach(table="supervisory_check", to=C, see=FOR_REVOCATION),
        Reach(table="check_source", to=S, see=OF_A_CHECK, add=OF_A_CHECK),
        Reach(table="check_finding", to=S, see=OF_A_CHECK, add=f"recorded_by = award_user() AND {OF_A_CHECK}"),
        Reach(table="check_finding", to=(*A, *C), see=OF_A_CHECK),
        Reach(table="check_evidence", to=S, see=OF_A_FINDING, add=OF_A_FINDING),
        Reach(table="check_evidence", to=C, see=OF_A_FINDING),
        Reach(table="stored_file", to=S, see=ITS_FILE),
        Reach(table="stored_file", to=C, see="id IN (SELECT e.file_id FROM check_evidence e)"),
    ),
    guards=GUARDS,
)  # fmt: skip
