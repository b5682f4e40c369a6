"""Who reaches an organization's own assessments: the organization, and nobody else in any role (art. 12)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
OWN = "organization_id = award_party()"
VISIBLE = "assessment_id IN (SELECT o.id FROM own_assessment o)"

FIXED = """
IF TG_OP = 'DELETE' OR OLD.status = 'concluded' OR (NEW.organization_id, NEW.criteria_set_id, NEW.started_at)
    IS DISTINCT FROM (OLD.organization_id, OLD.criteria_set_id, OLD.started_at)
THEN PERFORM award_refuse('own_assessment_is_fixed'); END IF;
IF NEW.status = 'concluded' AND NEW.total <> (SELECT coalesce(sum(i.points * i.percent), 0)
    FROM own_assessment_item i WHERE i.assessment_id = NEW.id)
THEN PERFORM award_refuse('i9_own_assessment_sum'); END IF; RETURN NEW;
"""
"""Arts. 12, 13: a finished assessment stays as it is, with the exact sum of its items."""

DRAFT_ONLY = """
SELECT o.status INTO now_is FROM own_assessment o WHERE o.id = coalesce(NEW.assessment_id, OLD.assessment_id) FOR SHARE;
IF now_is IS DISTINCT FROM 'draft' THEN PERFORM award_refuse('own_assessment_is_fixed'); END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;
"""

SCOPE = Scope(
    reaches=(
        Reach(table="own_assessment", to=(P.APPLICANT,), see=OWN, add=OWN,
              change=("title", "saved_at", "finished_at", "total", "scored", "status", "version", "leaf_id")),
        Reach(table="own_assessment_item", to=(P.APPLICANT,), see=VISIBLE, add=VISIBLE, remove=VISIBLE),
    ),
    guards=(
        one_leaf("own_assessment"),
        Guard(name="own_assessment_is_fixed", table="own_assessment", when="BEFORE UPDATE OR DELETE", body=FIXED),
        Guard(name="own_assessment_item_of_a_draft", table="own_assessment_item",
              when="BEFORE INSERT OR UPDATE OR DELETE", declare="now_is text;", body=DRAFT_ONLY),
    ),
)  # fmt: skip
