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
    # A revision is public from its consultation on; who commented is the secretariat's (art. 16).
    Reach(table="revision", to=OTHERS, see="status <> 'suggested'"),
    Reach(table="revision", to=(P.SECRETARIAT,), see="true", add="proposed_by = award_user()",
          change=("begins_on", "ends_on", "consultation_text", "outcome", "conclusion", "draft_id", *MOVED)),
    Reach(table="revision_comment", to=OTHERS, see="revision_id IN (SELECT r.id FROM revision r)",
          columns=("id", "revision_id", "text", "received_on", "reply", "reason")),
    Reach(table="revision_comment", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()",
          change=("reply", "reason")),
    Reach(table="legal_transition", to=(P.SECRETARIAT,), see="true", add="true"),
    Reach(table="resolution", to=(P.COMMITTEE,), see="true"),
    Reach(table="resolution", to=(P.SECRETARIAT,), see="true",
          add="recorded_by = award_user() AND carried_by IS NULL"),
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

RUNS_ITS_DAYS = """
IF TG_OP = 'DELETE' OR OLD.status = 'concluded'
    OR (OLD.status = 'consulting' AND (NEW.begins_on, NEW.ends_on, NEW.consultation_text)
        IS DISTINCT FROM (OLD.begins_on, OLD.ends_on, OLD.consultation_text))
    OR (NEW.status = 'concluded' AND ((award_now() AT TIME ZONE 'Asia/Shanghai')::date <= NEW.ends_on
        OR EXISTS (SELECT FROM revision_comment c WHERE c.revision_id = NEW.id AND c.reply IS NULL)))
THEN PERFORM award_refuse('revision_runs_its_days'); END IF; RETURN NEW;
"""
"""Art. 16: a consultation runs to its announced last day, every comment is answered, and its end is final."""

COMMENT = """
IF TG_OP = 'INSERT' THEN
    SELECT NEW.received_on BETWEEN r.begins_on AND r.ends_on AND r.status = 'consulting' INTO running
    FROM revision r WHERE r.id = NEW.revision_id FOR UPDATE;
    IF running IS NOT TRUE THEN PERFORM award_refuse('revision_comment_is_fixed'); END IF; RETURN NEW;
END IF;
IF TG_OP = 'DELETE' OR OLD.reply IS NOT NULL OR (NEW.revision_id, NEW.author, NEW.text, NEW.received_on)
    IS DISTINCT FROM (OLD.revision_id, OLD.author, OLD.text, OLD.received_on)
THEN PERFORM award_refuse('revision_comment_is_fixed'); END IF; RETURN NEW;
"""
"""Art. 16: a comment comes in the days of the consultation, stays as it came, and is answered once."""

GUARDS = (
    one_leaf("edition"),
    one_leaf("resolution"),
    one_leaf("revision"),
    Guard(name="revision_runs_its_days", table="revision", when="BEFORE UPDATE OR DELETE", body=RUNS_ITS_DAYS),
    Guard(name="revision_comment_is_fixed", table="revision_comment", when="BEFORE INSERT OR UPDATE OR DELETE",
          declare="running boolean;", body=COMMENT),
    Guard(
        # Before any edition is in force there is nothing to know a kind by.
        name="unit_kind_known", table="unit", when="BEFORE INSERT",
        body="""IF EXISTS (SELECT FROM edition WHERE status = 'in_force') AND NOT EXISTS (SELECT FROM edition e,
        jsonb_array_elements(e.parameters->'recommender_kinds') k WHERE e.status = 'in_force'
        AND k->>'code' = NEW.kind) THEN PERFORM award_refuse('unit_kind_known'); END IF; RETURN NEW;""",
    ),
    Guard(name="edition_in_force_is_fixed", table="edition", when="BEFORE UPDATE OR DELETE",
          declare="free text[];", body=FIXED),
    Guard(
        name="criteria_are_approved_first", table="edition", when="BEFORE INSERT OR UPDATE",
        body="""IF NEW.status = 'in_force' AND NOT EXISTS (SELECT FROM criteria_set s
        WHERE s.id = NEW.criteria_set_id AND s.status = 'approved') THEN
        PERFORM award_refuse('criteria_are_approved_first'); END IF; RETURN NEW;""",
    ),
    Guard(name="edition_extension_is_fixed", table="edition_extension", when="BEFORE UPDATE OR DELETE",
          body="PERFORM award_refuse('edition_in_force_is_fixed'); RETURN NULL;"),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
