"""Who reaches the law: what is in force is public, drafts and resolutions are the secretariat's and the committee's."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
OTHERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.COMMITTEE)

REACHES = (
    # Activating an edition asks whether this is a rehearsal.
    Reach(table="installation", to=(P.SECRETARIAT,), see="true", columns=("id", "rehearsal")),
    # An edition in force is public (art. 1); a draft is the secretariat's.
    Reach(table="edition", to=OTHERS, see="status = 'in_force'"),
    Reach(table="edition", to=(P.SECRETARIAT,), see="true", add="true",
          change=("title", "parameters", "criteria_set_id", "document_number", "effective_on", "expires_on",
                  "resolution_id", "activated_at", *MOVED)),
    Reach(table="legal_transition", to=(P.SECRETARIAT,), see="true", add="true"),
    Reach(table="resolution", to=(P.COMMITTEE,), see="true"),
    Reach(table="resolution", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
)  # fmt: skip

GUARDS = (
    one_leaf("edition"),
    one_leaf("resolution"),
    Guard(
        name="edition_in_force_is_fixed", table="edition", when="BEFORE UPDATE OR DELETE",
        body="IF OLD.status = 'in_force' THEN PERFORM award_refuse('edition_in_force_is_fixed'); END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
