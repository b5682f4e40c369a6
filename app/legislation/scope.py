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
    # What has been approved is public (arts. 1, 7(2)), also when it has expired or been replaced; a draft is not.
    Reach(table="edition", to=OTHERS, see="status <> 'draft'"),
    Reach(table="edition", to=(P.SECRETARIAT,), see="true", add="true",
          change=("title", "parameters", "criteria_set_id", "document_number", "effective_on", "expires_on",
                  "resolution_id", "approved_at", "activated_at", "extended_until", "extension_resolution_id",
                  "replaced_by_id", "replaced_from", "review_due_on", "review_resolution_id", *MOVED)),
    Reach(table="edition_extension", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
    Reach(table="legal_transition", to=(P.SECRETARIAT,), see="true", add="true"),
    Reach(table="resolution", to=(P.COMMITTEE,), see="true"),
    Reach(table="resolution", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
)  # fmt: skip

PAPER = "'{document_number,effective_on,expires_on,text_status}'::text[]"
"""What its paper adds to an approved edition when it comes into force (art. 32)."""

FIXED = f"""
IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'draft' THEN PERFORM award_refuse('edition_in_force_is_fixed'); END IF; RETURN OLD;
END IF;
free := array['status', 'version', 'leaf_id'] || CASE OLD.status
    WHEN 'approved' THEN array['parameters', 'document_number', 'effective_on', 'expires_on', 'activated_at',
        'review_due_on', 'review_resolution_id']
    WHEN 'in_force' THEN array['extended_until', 'extension_resolution_id', 'replaced_by_id', 'replaced_from',
        'review_due_on', 'review_resolution_id']
    WHEN 'expired' THEN array['extended_until', 'extension_resolution_id'] ELSE '{{}}'::text[] END;
IF OLD.status <> 'draft' AND (to_jsonb(NEW) - free <> to_jsonb(OLD) - free
    OR NEW.parameters - {PAPER} <> OLD.parameters - {PAPER}
    OR (OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (('approved', 'in_force'),
        ('in_force', 'replaced'), ('in_force', 'expired'), ('expired', 'in_force'))))
THEN PERFORM award_refuse('edition_in_force_is_fixed'); END IF;
IF OLD.status = 'draft' AND NEW.status NOT IN ('draft', 'approved') THEN
    PERFORM award_refuse('edition_is_approved_first'); END IF;
IF OLD.status = 'in_force' AND NEW.status = 'expired'
    AND (award_now() AT TIME ZONE 'Asia/Shanghai')::date <= greatest(NEW.expires_on, NEW.extended_until) THEN
    PERFORM award_refuse('edition_expires_after_its_last_day'); END IF;
RETURN NEW;
"""
"""Arts. 7(2), 16, 32: what is approved changes no more but by the acts of its life, a used edition for ever."""

GUARDS = (
    one_leaf("edition"),
    one_leaf("resolution"),
    Guard(
        # Before any edition is in force there is nothing to know a kind by.
        name="unit_kind_known", table="unit", when="BEFORE INSERT",
        body="""IF EXISTS (SELECT FROM edition WHERE status = 'in_force') AND NOT EXISTS (SELECT FROM edition e,
        jsonb_array_elements(e.parameters->'recommender_kinds') k WHERE e.status = 'in_force'
        AND k->>'code' = NEW.kind) THEN PERFORM award_refuse('unit_kind_known'); END IF; RETURN NEW;""",
    ),
    Guard(name="edition_in_force_is_fixed", table="edition", when="BEFORE UPDATE OR DELETE",
          declare="free text[];", body=FIXED),
    Guard(name="edition_extension_is_fixed", table="edition_extension", when="BEFORE UPDATE OR DELETE",
          body="PERFORM award_refuse('edition_in_force_is_fixed'); RETURN NULL;"),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
