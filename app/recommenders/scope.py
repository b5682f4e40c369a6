"""Who reaches a recommendation: the unit that is asked, the applicant and the secretariat; what keeps its signature."""

from app.applications.scope import REGISTER, opened
from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
OWN_APPLICATION = "application_id IN (SELECT a.id FROM application a WHERE a.organization_id = award_party())"
ASKED = "unit_id = award_party() AND submission_sha256 IS NOT NULL"
ASKED_FILE = "owner_id IN (SELECT a.id FROM application a WHERE a.unit_id = award_party())"

SCOPE = Scope(
    reaches=(
        Reach(table="application", to=(P.RECOMMENDER,), see=ASKED, columns=REGISTER,
              change=("received_at", "seq", "status", "version", "leaf_id")),
        Reach(table="application_step", to=(P.RECOMMENDER,), add="application_id IN (SELECT a.id FROM application a)"),
        Reach(table="submission", to=(P.RECOMMENDER,), see="unit_id = award_party()"),
        Reach(table="stored_file", to=(P.RECOMMENDER,), see=ASKED_FILE,
              add=f"{ASKED_FILE} AND stored_by = award_user()"),
        Reach(table="recommendation", to=(P.RECOMMENDER,), see="unit_id = award_party()",
              add="unit_id = award_party() AND signed_by = award_user()"),
        Reach(table="recommendation", to=(P.APPLICANT,), see=OWN_APPLICATION),
        Reach(table="recommendation", to=(P.SECRETARIAT,), see=opened("recommendation.application_id")),
    ),
    guards=(
        one_leaf("recommendation", "AFTER INSERT"),
        Guard(
            name="i18_signed_in_window", table="recommendation", when="BEFORE INSERT", declare="c cycle%ROWTYPE;",
            # The lock makes a closing of the window wait for the signature, or the signature for the closing.
            body="""IF NEW.opinion = 'positive' THEN
            SELECT y.* INTO c FROM cycle y JOIN application a ON a.cycle_id = y.id
            WHERE a.id = NEW.application_id FOR SHARE OF y;
            IF c.id IS NULL OR c.status <> 'called' OR award_now() < c.opens_at OR award_now() >= c.closes_at
            OR NEW.signed_at < c.opens_at OR NEW.signed_at >= c.closes_at THEN
            PERFORM award_refuse('i18_signed_in_window'); END IF; END IF; RETURN NEW;""",
        ),
        Guard(
            name="i6_signs_the_standing_bytes", table="recommendation", when="BEFORE INSERT",
            body="""IF NOT EXISTS (SELECT FROM application a WHERE a.id = NEW.application_id
            AND a.submission_sha256 = NEW.submission_sha256 AND a.unit_id = NEW.unit_id) THEN
            PERFORM award_refuse('i6_signs_the_standing_bytes'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i6_not_its_own_people", table="recommendation", when="BEFORE INSERT",
            body="""IF EXISTS (SELECT FROM application a JOIN role_grant g ON g.party_id = a.organization_id
            WHERE a.id = NEW.application_id AND g.role = 'applicant' AND g.user_id = NEW.signed_by
            AND g.ended_at IS NULL) THEN PERFORM award_refuse('i6_not_its_own_people'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i6_recommendation_stands", table="recommendation", when="BEFORE UPDATE OR DELETE",
            body="PERFORM award_refuse('i6_recommendation_stands'); RETURN NULL;",
        ),
        Guard(
            name="i18_arrives_with_the_signature", table="application", when="AFTER UPDATE OF status", deferred=True,
            body="""IF NEW.status = 'received' AND OLD.status = 'submitted' AND NOT EXISTS (
            SELECT FROM recommendation r WHERE r.application_id = NEW.id AND r.opinion = 'positive'
            AND r.submission_sha256 = NEW.submission_sha256 AND r.signed_at = NEW.received_at) THEN
            PERFORM award_refuse('i18_arrives_with_the_signature'); END IF; RETURN NULL;""",
        ),
    ),
)  # fmt: skip
