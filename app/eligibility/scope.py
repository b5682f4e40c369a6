"""Who reaches the eligibility check: the secretariat; the applicant its result and its supplements; all, the list."""

from app.accounts.hands import two_hands
from app.applications.scope import opened
from app.database import Persona
from app.record import one_leaf
from app.regulation.eligibility import ARTICLES
from app.scope import Guard, Reach, Scope
from app.supervision.scope import follows

P = Persona
READERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT)
OWN = "application_id IN (SELECT a.id FROM application a WHERE a.organization_id = award_party())"
DECIDED = "decided_by = award_user()"
NEEDED = ", ".join(f"'{requirement}'" for requirement in ARTICLES)

ALL_DECIDED = f"""
IF NEW.status = 'eligible' AND OLD.status <> 'eligible' AND (
    (SELECT count(*) FROM finding f WHERE f.application_id = NEW.id AND f.round = 'initial'
        AND f.found_at >= NEW.received_at AND f.outcome = 'met' AND f.code IN ({NEEDED})) <> {len(ARTICLES)}
    OR EXISTS (SELECT FROM finding f WHERE f.application_id = NEW.id AND f.round = 'initial'
        AND f.found_at >= NEW.received_at AND f.outcome <> 'met')
    OR EXISTS (SELECT FROM jsonb_array_elements((SELECT n.extra_conditions FROM call_notice n
        WHERE n.cycle_id = NEW.cycle_id ORDER BY n.number DESC LIMIT 1)) extra
        WHERE extra->>'sector' IS NULL AND NOT EXISTS (SELECT FROM finding f WHERE f.application_id = NEW.id
        AND f.round = 'initial' AND f.found_at >= NEW.received_at AND f.outcome = 'met'
        AND f.code = extra->>'code'))
    OR NOT EXISTS (SELECT FROM eligibility_verdict v WHERE v.application_id = NEW.id AND v.verdict = 'eligible')
) THEN PERFORM award_refuse('i28_all_decided'); END IF; RETURN NULL;
"""  # noqa: S608 - assembled from the law's own codes.

VERDICT_STANDS = """
IF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM application a WHERE a.id = OLD.application_id
    AND a.received_at > OLD.decided_at) THEN RETURN NEW; END IF;
IF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM reconsideration r WHERE r.application_id = OLD.application_id
    AND r.status = 'upheld' AND r.decided_at > OLD.decided_at) THEN RETURN NEW; END IF;
PERFORM award_refuse('i28_decision_stands'); RETURN NULL;
"""
"""Only an application that has arrived anew since, or whose reconsideration was upheld, is decided anew."""
STANDS = "PERFORM award_refuse('i28_decision_stands'); RETURN NULL;"
TABLES = (
    "finding", "supplement_request", "supplement", "eligibility_verdict", "recheck", "disqualification",
    "eligible_list",
)  # fmt: skip
FINAL = ("supplement", "disqualification", "eligible_list")

SCOPE = Scope(
    reaches=(
        Reach(table="finding", to=(P.SECRETARIAT,), see=opened("finding.application_id"),
              add=f"found_by = award_user() AND {opened('finding.application_id')}",
              change=("outcome", "reason", '"references"', "facts", "found_by", "found_at"),
              check="found_by = award_user()"),
        Reach(table="supplement_request", to=(P.SECRETARIAT,), see="true",
              add=f"requested_by = award_user() AND {opened('supplement_request.application_id')}"),
        Reach(table="supplement_request", to=(P.APPLICANT,), see=OWN, change=("answered_at",)),
        Reach(table="supplement", to=(P.SECRETARIAT,), see=opened("supplement.application_id")),
        Reach(table="supplement", to=(P.APPLICANT,), see=OWN, add=f"submitted_by = award_user() AND {OWN}"),
        Reach(table="eligibility_verdict", to=(P.SECRETARIAT,), see="true", check=DECIDED,
              add=f"{DECIDED} AND {opened('eligibility_verdict.application_id')}",
              change=("verdict", "reason", "edition_id", "call_id", "decided_by", "decided_at")),
        Reach(table="eligibility_verdict", to=(P.APPLICANT,), see=OWN),
        Reach(table="reconsideration", to=(P.APPLICANT,), see=OWN, add=f"asked_by = award_user() AND {OWN}"),
        Reach(table="reconsideration", to=(P.SECRETARIAT,), see=opened("reconsideration.application_id"),
              check="decided_by = award_user()",
              change=("ruling", "decided_by", "decided_at", "status", "version", "leaf_id")),
        Reach(table="disqualification", to=(P.SECRETARIAT,), see="true",
              add=f"{DECIDED} AND {opened('disqualification.application_id')}"),
        Reach(table="disqualification", to=(P.APPLICANT,), see=OWN),
        # The committee opens ballots, and a ballot asks for the recheck.
        Reach(table="recheck", to=(P.COMMITTEE,), see="true"),
        Reach(table="recheck", to=(P.SECRETARIAT,), see="true",
              add=f"checked_by = award_user() AND {opened('recheck.application_id')}",
              change=("as_of", "outcome", "checked_by", "checked_at"), check="checked_by = award_user()"),
        Reach(table="eligible_list", to=READERS, see="true"),
        # It names applications by their ids, by which members know the candidates.
        Reach(table="eligible_list", to=(P.COMMITTEE,), see="NOT award_names_hidden(cycle_id)"),
        Reach(table="eligible_list", to=(P.SECRETARIAT,), see="true", add="confirmed_by = award_user()"),
    ),
    guards=(
        *(one_leaf(table, "AFTER INSERT OR UPDATE") for table in TABLES),
        *(Guard(name=f"i28_{table}_stands", table=table, when="BEFORE UPDATE OR DELETE", body=STANDS)
          for table in FINAL),
        Guard(name="i28_verdict_stands", table="eligibility_verdict", when="BEFORE UPDATE OR DELETE",
              body=VERDICT_STANDS),
        one_leaf("reconsideration"),
        follows("disqualification", "application_id", "'late_finding'"),
        Guard(
            name="another_officer", table="reconsideration", when="BEFORE UPDATE",
            body="""IF OLD.decided_by IS NOT NULL OR EXISTS (SELECT FROM eligibility_verdict v
            WHERE v.application_id = NEW.application_id AND v.decided_by = NEW.decided_by) THEN
            PERFORM award_refuse('another_officer'); END IF; RETURN NEW;""",
        ),
        two_hands("reconsideration", "decided_by", "NEW.decided_by",
                  "SELECT v.decided_by FROM eligibility_verdict v WHERE v.application_id = NEW.application_id"),
        Guard(name="i28_all_decided", table="application", when="AFTER UPDATE OF status", deferred=True,
              body=ALL_DECIDED),
        Guard(
            name="i28_findings_closed", table="finding", when="BEFORE INSERT OR UPDATE OR DELETE",
            # Once the verdict has fallen, what it rests on stands; the share lock makes the two take turns.
            declare="state text; f finding%ROWTYPE;",
            body="""f := coalesce(NEW, OLD); SELECT a.status INTO state FROM application a
            WHERE a.id = f.application_id FOR SHARE;
            IF TG_OP = 'DELETE' OR (f.round = 'initial' AND state NOT IN ('received', 'supplement_requested')) THEN
            PERFORM award_refuse('i28_findings_closed'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i18_supplement_in_time", table="supplement", when="BEFORE INSERT",
            # A late one is taken only where the edition says so, and is marked as what it is.
            body="""IF NOT EXISTS (SELECT FROM supplement_request r JOIN application a ON a.id = r.application_id
            JOIN edition e ON e.id = a.edition_id WHERE r.id = NEW.request_id
            AND NEW.is_late = ((award_now() AT TIME ZONE 'Asia/Shanghai')::date > r.due_on)
            AND (NOT NEW.is_late OR e.parameters #>> '{supplement,late_answers}' = 'recorded')) THEN
            PERFORM award_refuse('i18_supplement_in_time'); END IF; RETURN NEW;""",
        ),
    ),
)  # fmt: skip
