"""Who reaches versions, requests and dissents; each is written by its own hand and then stands (arts. 8(4), 20, 21)."""

from app.database import Persona
from app.panels.scope import works_on
from app.scope import Guard, Reach, Scope

P = Persona
OWN_SHEET = "EXISTS (SELECT FROM score_sheet s WHERE s.id = {table}.sheet_id AND s.expert_id = award_party())"
IN_STAGE = "r.sheet_in AND r.stage = {table}.stage"


def _colleague(table: str, further: str = "") -> str:
    return works_on(f"{table}.application_id", IN_STAGE.format(table=table) + further)


REACHES = (
    # An expert: his own versions, and those that others submitted once his own sheet is in (T10).
    Reach(table="sheet_version", to=(P.EXPERT,),
          see=f"expert_id = award_party() OR (submitted AND {_colleague('sheet_version')})",
          add=f"expert_id = award_party() AND {OWN_SHEET.format(table='sheet_version')}"),
    Reach(table="sheet_request", to=(P.EXPERT,),
          see=f"expert_id = award_party() OR {_colleague('sheet_request')}",
          add=f"asked_by = award_party() AND {_colleague('sheet_request', ' AND r.leads')}",
          change=("answer", "answer_reason", "answered_at"), where="expert_id = award_party()"),
    Reach(table="dissent", to=(P.EXPERT,),
          see="EXISTS (SELECT FROM consensus s WHERE s.id = dissent.consensus_id)",
          add=f"expert_id = award_party() AND {_colleague('dissent')}"),
    Reach(table="consensus_reopening", to=(P.EXPERT,),
          see="EXISTS (SELECT FROM consensus s WHERE s.id = consensus_reopening.consensus_id)",
          add=f"reopened_by = award_party() AND {_colleague('consensus_reopening', ' AND r.leads')}"),
    Reach(table="consensus_reopening", to=(P.SECRETARIAT,), see="true"),
    # The secretariat reads what was submitted, as it does the sheets, and the dissents of a concluded consensus.
    Reach(table="sheet_version", to=(P.SECRETARIAT,), see="submitted"),
    Reach(table="sheet_request", to=(P.SECRETARIAT,), see="true"),
    Reach(table="dissent", to=(P.SECRETARIAT,),
          see="EXISTS (SELECT FROM consensus s WHERE s.id = dissent.consensus_id AND s.status = 'concluded')"),
)  # fmt: skip

VERSION_OF_ITEM = """
SELECT i.* INTO present FROM sheet_item i WHERE i.sheet_id = NEW.sheet_id AND i.item_code = NEW.item_code;
SELECT convert_from(v.content, 'UTF8')::jsonb -> 'items' -> NEW.item_code INTO kept
FROM sheet_version v WHERE v.sheet_id = NEW.sheet_id ORDER BY v.number DESC LIMIT 1;
IF kept IS NULL OR (kept ->> 'percent')::int IS DISTINCT FROM present.percent
OR kept ->> 'strengths' <> present.strengths
OR kept ->> 'opportunities' <> present.opportunities OR kept -> 'citations' <> present.citations
THEN PERFORM award_refuse('i10_saved_as_version'); END IF; RETURN NULL;
"""

VERSION_OF_SHEET = """
IF OLD.status = 'draft' AND NEW.status = 'submitted' AND NOT EXISTS (SELECT FROM sheet_version v
    WHERE v.sheet_id = NEW.id AND v.submitted AND v.total = NEW.total
    AND v.number = (SELECT max(w.number) FROM sheet_version w WHERE w.sheet_id = NEW.id))
THEN PERFORM award_refuse('i10_saved_as_version'); END IF; RETURN NULL;
"""

NEXT_VERSION = """
IF TG_OP <> 'INSERT' OR NEW.number <> 1 + coalesce(
    (SELECT max(v.number) FROM sheet_version v WHERE v.sheet_id = NEW.sheet_id), 0)
THEN PERFORM award_refuse('i10_version_fixed'); END IF; RETURN NEW;
"""

REQUEST = """
IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL
OR (NEW.id, NEW.sheet_id, NEW.application_id, NEW.expert_id, NEW.stage, NEW.number, NEW.kind, NEW.items, NEW.reason,
    NEW.asked_by, NEW.asked_at) IS DISTINCT FROM (OLD.id, OLD.sheet_id, OLD.application_id, OLD.expert_id, OLD.stage,
    OLD.number, OLD.kind, OLD.items, OLD.reason, OLD.asked_by, OLD.asked_at)
THEN PERFORM award_refuse('i10_request_fixed'); END IF; RETURN NEW;
"""

DISSENT = """
IF TG_OP <> 'INSERT' OR NOT EXISTS (SELECT FROM consensus c WHERE c.id = NEW.consensus_id AND c.round = NEW.round)
THEN PERFORM award_refuse('i10_dissent_fixed'); END IF;
IF EXISTS (SELECT FROM comprehensive_report r WHERE r.application_id = NEW.application_id)
OR (NEW.stage = 'material' AND EXISTS (SELECT FROM material_report r WHERE r.application_id = NEW.application_id))
THEN PERFORM award_refuse('i10_dissent_before_report'); END IF; RETURN NEW;
"""

REOPENING = """
IF TG_OP <> 'INSERT' OR NOT EXISTS (SELECT FROM consensus c WHERE c.id = NEW.consensus_id AND c.status = 'open'
    AND c.round = NEW.round + 1) THEN PERFORM award_refuse('i10_reopening_fixed'); END IF; RETURN NEW;
"""

GUARDS = (
    Guard(name="i10_saved_as_version", table="sheet_item", when="AFTER UPDATE", deferred=True,
          declare="present sheet_item; kept jsonb;", body=VERSION_OF_ITEM),
    Guard(name="i10_submitted_as_version", table="score_sheet", when="AFTER UPDATE OF status", deferred=True,
          body=VERSION_OF_SHEET),
    Guard(name="i10_version_fixed", table="sheet_version", when="BEFORE INSERT OR UPDATE OR DELETE",
          body=NEXT_VERSION),
    Guard(name="i10_request_fixed", table="sheet_request", when="BEFORE UPDATE OR DELETE", body=REQUEST),
    Guard(name="i10_reopening_fixed", table="consensus_reopening", when="BEFORE INSERT OR UPDATE OR DELETE",
          body=REOPENING),
    Guard(name="i10_dissent_fixed", table="dissent", when="BEFORE INSERT OR UPDATE OR DELETE", body=DISSENT),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
