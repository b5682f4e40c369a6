"""Who reaches the working documents: what a resolution has approved is public, the rest the secretariat's (art. 7)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
OTHERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.COMMITTEE)

REACHES = (
    Reach(table="working_document", to=OTHERS, see="approved_at IS NOT NULL"),
    Reach(table="working_document", to=(P.SECRETARIAT,), see="true", add="drafted_by = award_user()",
          change=("title", "change_note", "content", "scan_file_id", "resolution_id", "approved_at", "replaced_by_id",
                  "withdrawal_resolution_id", "withdrawn_at", "reason", "status", "version", "leaf_id")),
    Reach(table="stored_file", to=OTHERS, see="id IN (SELECT d.scan_file_id FROM working_document d)"),
    Reach(table="stored_file", to=(P.SECRETARIAT,), see="owner_id IN (SELECT d.id FROM working_document d)"),
)  # fmt: skip

FIXED = """
IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' THEN PERFORM award_refuse('document_is_approved_first'); END IF; RETURN NEW;
END IF;
IF TG_OP = 'DELETE' THEN PERFORM award_refuse('document_is_fixed'); END IF;
free := array['status', 'version', 'leaf_id', 'replaced_by_id', 'withdrawal_resolution_id', 'withdrawn_at', 'reason']
    || CASE OLD.status WHEN 'draft' THEN
        array['title', 'change_note', 'content', 'scan_file_id', 'resolution_id', 'approved_at']
    ELSE '{}'::text[] END;
IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free OR OLD.status IN ('replaced', 'withdrawn')
    OR (OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (('draft', 'in_force'), ('draft', 'withdrawn'),
        ('in_force', 'replaced'), ('in_force', 'withdrawn')))
THEN PERFORM award_refuse('document_is_fixed'); END IF;
RETURN NEW;
"""
"""Arts. 7(2), 16: which version it is never changes, what it says no more once it is approved."""

SCOPE = Scope(
    reaches=REACHES,
    guards=(
        one_leaf("working_document"),
        Guard(name="document_is_fixed", table="working_document", when="BEFORE INSERT OR UPDATE OR DELETE",
              declare="free text[];", body=FIXED),
    ),
)  # fmt: skip
