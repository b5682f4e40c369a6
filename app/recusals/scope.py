"""Who reaches requests for recusal: the applicant its own, never the ruling; who decides; whom a ruling bars (30)."""

from app.accounts.hands import two_hands
from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
OWN = "application_id IN (SELECT a.id FROM application a)"
DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
KEY = r"regexp_replace(lower(normalize({name}, NFKC)), '\s', '', 'g')"
CHAIR = (
    "sought = 'officer' AND (award_chair_conflicted(application_id) OR EXISTS (SELECT FROM committee_member m "
    "WHERE m.id = award_party() AND m.position = 'chair' AND m.to_on IS NULL))"
)
"""The committee decides on officers alone, by its chair; of experts it knows nothing (art. 30)."""
SEEN = "request_id IN (SELECT r.id FROM recusal_request r)"
ANNOUNCED = (
    "status = 'admitted' AND EXISTS (SELECT FROM application a JOIN edition e ON e.id = a.edition_id "
    "WHERE (e.parameters #>> '{recusal,announced}')::boolean)"
)
"""Whoever is in standing, to the applicants of a year whose edition announces the register."""

FUNCTIONS = (
    # Whom a request may mean, by the name alone: experts to the secretariat, people in office to either side.
    f"""CREATE OR REPLACE FUNCTION award_namesakes(request uuid)
    RETURNS TABLE(person_id uuid, person_name text, unit_name text) {DEFINER} $$
    SELECT u.id, u.name, '' FROM recusal_request q JOIN user_account u ON {KEY.format(name="u.name")} = q.name_key
    WHERE q.id = request AND current_setting('role') IN ('award_secretariat', 'award_committee')
    AND EXISTS (SELECT FROM role_grant g WHERE g.user_id = u.id AND g.ended_at IS NULL
        AND g.role = CASE q.sought WHEN 'officer' THEN 'secretariat' WHEN 'member' THEN 'committee' END)
    UNION ALL SELECT e.id, e.name, e.employer_name FROM recusal_request q
    JOIN expert e ON {KEY.format(name="e.name")} = q.name_key
    WHERE q.id = request AND q.sought = 'expert' AND current_setting('role') = 'award_secretariat' $$""",  # noqa: S608 - our own constants only.
)

REQUEST = """
IF TG_OP = 'DELETE' OR OLD.status <> 'requested' OR (NEW.application_id, NEW.cycle_id, NEW.sought, NEW.name, NEW.unit,
    NEW.name_key, NEW.unit_key, NEW.picked_id, NEW.ground, NEW.evidence, NEW.asked_by, NEW.asked_at, NEW.due_on)
    IS DISTINCT FROM (OLD.application_id, OLD.cycle_id, OLD.sought, OLD.name, OLD.unit, OLD.name_key, OLD.unit_key,
    OLD.picked_id, OLD.ground, OLD.evidence, OLD.asked_by, OLD.asked_at, OLD.due_on)
THEN PERFORM award_refuse('i30_recusal_stands'); END IF; RETURN NEW;
"""
DECIDED = """
IF (SELECT count(*) FROM recusal_ruling r WHERE r.request_id = NEW.id AND r.bars = (NEW.status = 'granted'))
    <> (NEW.status IN ('granted', 'refused'))::int
THEN PERFORM award_refuse('i30_recusal_stands'); END IF; RETURN NULL;
"""
RULING = f"""
IF TG_OP <> 'INSERT' THEN PERFORM award_refuse('i30_recusal_stands'); END IF;
SELECT q.* INTO asked FROM recusal_request q WHERE q.id = NEW.request_id;
IF asked.id IS NULL OR NEW.application_id <> asked.application_id OR NEW.decided_by IS DISTINCT FROM award_user()
    OR EXISTS (SELECT FROM user_account u WHERE u.id = NEW.decided_by AND {KEY.format(name="u.name")} = asked.name_key)
    OR EXISTS (SELECT FROM award_conflicted(NEW.decided_by) c WHERE c.case_id = NEW.application_id)
THEN PERFORM award_refuse('i30_recusal_by_another'); END IF;
IF NEW.bars AND ((asked.sought = 'expert') <> (NEW.expert_id IS NOT NULL) OR (asked.sought <> 'expert'
    AND NOT EXISTS (SELECT FROM role_grant g WHERE g.user_id = NEW.user_id AND g.ended_at IS NULL
        AND g.role = CASE asked.sought WHEN 'officer' THEN 'secretariat' ELSE 'committee' END)))
THEN PERFORM award_refuse('i30_recused_acts'); END IF; RETURN NEW;
"""  # noqa: S608 - our own constants only.
NAMED = f"""
SELECT u.id FROM recusal_request q JOIN user_account u ON {KEY.format(name="u.name")} = q.name_key
JOIN role_grant g ON g.user_id = u.id AND g.ended_at IS NULL
    AND g.role = CASE q.sought WHEN 'officer' THEN 'secretariat' WHEN 'member' THEN 'committee' ELSE 'expert' END
WHERE q.id = NEW.request_id"""  # noqa: S608 - our own constants only.
"""Whom a request may mean, of those in the office that it names."""
BARRED = (
    "IF NEW.relation = 'assigned' AND EXISTS (SELECT FROM recusal_ruling r WHERE r.application_id = NEW.application_id "
    "AND r.expert_id = NEW.expert_id) THEN PERFORM award_refuse('i30_recused_expert'); END IF; RETURN NEW;"
)
AGREED = (
    "IF NEW.status = 'concluded' AND OLD.status <> 'concluded' AND EXISTS (SELECT FROM recusal_ruling r "
    "JOIN expert_relation x ON x.expert_id = r.expert_id AND x.application_id = r.application_id "
    "WHERE r.application_id = NEW.application_id AND x.stage = NEW.stage AND x.relation = 'assigned') THEN "
    "PERFORM award_refuse('i30_recused_expert'); END IF; RETURN NEW;"
)

SCOPE = Scope(
    functions=FUNCTIONS,
    reaches=(
        Reach(table="recusal_request", to=(P.APPLICANT,), see=OWN,
              add=f"{OWN} AND asked_by = award_user() AND status = 'requested'", change=("file_id", *MOVED),
              check=f"{OWN} AND status IN ('requested', 'withdrawn')"),
        Reach(table="recusal_request", to=(P.SECRETARIAT,), see="true", change=("reason", "decided_at", *MOVED)),
        Reach(table="recusal_request", to=(P.COMMITTEE,), see=CHAIR, change=("reason", "decided_at", *MOVED)),
        Reach(table="recusal_ruling", to=(P.SECRETARIAT, P.COMMITTEE), see=SEEN,
              add=f"decided_by = award_user() AND {SEEN}"),
        Reach(table="stored_file", to=(P.APPLICANT, P.SECRETARIAT, P.COMMITTEE),
              see="id IN (SELECT r.file_id FROM recusal_request r)"),
        Reach(table="expert", to=(P.APPLICANT,), see=ANNOUNCED, columns=("id", "name", "employer_name", "status")),
    ),
    guards=(
        one_leaf("recusal_request"),
        Guard(name="i30_recusal_stands", table="recusal_request", when="BEFORE UPDATE OR DELETE", body=REQUEST),
        Guard(name="i30_recusal_decided", table="recusal_request", when="AFTER INSERT OR UPDATE", deferred=True,
              body=DECIDED),
        Guard(name="i30_recusal_by_another", table="recusal_ruling", when="BEFORE INSERT OR UPDATE OR DELETE",
              declare="asked recusal_request;", body=RULING),
        two_hands("recusal_ruling", "decided_by", "NEW.decided_by", NAMED),
        Guard(name="i30_recused_expert", table="expert_relation", when="BEFORE INSERT", body=BARRED),
        Guard(name="i30_agreed_without_the_recused", table="consensus", when="BEFORE UPDATE OF status", body=AGREED),
    ),
)  # fmt: skip
