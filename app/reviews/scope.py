"""Who reaches sheets, consensus and reports; nobody changes what is submitted or concluded (arts. 20-22; T10, I10)."""

from app.database import Persona
from app.panels.scope import COUNTS, composition, opens, works_on
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
OWN = "expert_id = award_party()"
SEES_OTHERS = works_on("score_sheet.application_id", "r.stage = score_sheet.stage AND r.sheet_in")
SEES_SHEET = f"{OWN} OR (status = 'submitted' AND {SEES_OTHERS})"
SEES_CONSENSUS = works_on(
    "consensus.application_id", "r.sheet_in AND (r.stage = consensus.stage OR consensus.status = 'concluded')"
)
LEADS_STAGE = works_on("consensus.application_id", "r.leads AND r.sheet_in AND r.stage = consensus.stage")
LEADS = works_on("{table}.application_id", "r.leads AND r.sheet_in")
OF_SHEET_SEEN = "EXISTS (SELECT FROM score_sheet s WHERE s.id = sheet_item.sheet_id)"
OF_OWN_SHEET = f"EXISTS (SELECT FROM score_sheet s WHERE s.id = sheet_item.sheet_id AND s.{OWN})"
OF_CONSENSUS_SEEN = "EXISTS (SELECT FROM consensus s WHERE s.id = consensus_item.consensus_id)"
OF_CONSENSUS_LED = (
    "EXISTS (SELECT FROM consensus s JOIN expert_relation r ON r.application_id = s.application_id "
    "AND r.stage = s.stage WHERE s.id = consensus_item.consensus_id AND r.expert_id = award_party() "
    "AND r.relation = 'assigned' AND r.leads AND r.sheet_in)"
)
OF_SUBMITTED = "EXISTS (SELECT FROM score_sheet s WHERE s.id = sheet_item.sheet_id AND s.submitted_at IS NOT NULL)"


def _leads(table: str) -> str:
    return LEADS.format(table=table)


REACHES = (
    # An expert: his own sheet; the others' and the consensus once his own is in.
    Reach(table="score_sheet", to=(P.EXPERT,), see=SEES_SHEET,
          add=f"{OWN} AND {opens('score_sheet.application_id')}",
          change=("saved_at", "total", "submitted_at", *MOVED), where=OWN),
    Reach(table="sheet_item", to=(P.EXPERT,), see=OF_SHEET_SEEN, add=OF_OWN_SHEET,
          change=("percent", "strengths", "opportunities", "citations"), where=OF_OWN_SHEET),
    Reach(table="consensus", to=(P.EXPERT,), see=SEES_CONSENSUS, add=f"opened_by = award_party() AND {LEADS_STAGE}",
          change=("saved_at", "total", "concluded_at", "round", *MOVED), where=LEADS_STAGE),
    Reach(table="consensus_item", to=(P.EXPERT,), see=OF_CONSENSUS_SEEN, add=OF_CONSENSUS_LED,
          change=("percent", "reason", "basis", "mean_num", "mean_den", "spread"), where=OF_CONSENSUS_LED),
    Reach(table="material_report", to=(P.EXPERT,), see=works_on("material_report.application_id", "r.sheet_in"),
          add=f"issued_by = award_party() AND {_leads('material_report')}"),
    Reach(table="comprehensive_report", to=(P.EXPERT,),
          see=works_on("comprehensive_report.application_id", "r.sheet_in"),
          add=f"issued_by = award_party() AND {_leads('comprehensive_report')}"),
    # The leader's consensus and reports move the application on.
    Reach(table="application", to=(P.EXPERT,), change=("seq", *MOVED),
          where=works_on("application.id", "r.leads AND r.sheet_in")),
    Reach(table="application_step", to=(P.EXPERT,), add=_leads("application_step")),
    # He holds the year still while he takes a consensus up anew, so that no ranking is frozen meanwhile.
    Reach(table="cycle", to=(P.EXPERT,), where="id IN (SELECT p.cycle_id FROM panel p)", lock=True),
    Reach(table="voided_work", to=(P.EXPERT,),
          see=works_on("voided_work.application_id", "r.sheet_in AND r.stage = voided_work.stage")),
    # The secretariat reads; of a sheet it may only record that it is excluded with its expert.
    Reach(table="score_sheet", to=(P.SECRETARIAT,), see="true", change=MOVED, check="status = 'excluded'"),
    Reach(table="sheet_item", to=(P.SECRETARIAT,), see=OF_SUBMITTED),
    # It takes a consensus up anew only where a sheet behind it was excluded; what it said it may not touch.
    Reach(table="consensus", to=(P.SECRETARIAT,), see="true", change=("total", "concluded_at", "round", *MOVED),
          check="status = 'open'"),
    Reach(table="voided_work", to=(P.SECRETARIAT,), see="true"),
    Reach(table="consensus_item", to=(P.SECRETARIAT,), see="EXISTS (SELECT FROM consensus s "
          "WHERE s.id = consensus_item.consensus_id AND s.status = 'concluded')"),
    Reach(table="material_report", to=(P.SECRETARIAT,), see="true"),
    Reach(table="comprehensive_report", to=(P.SECRETARIAT,), see="true"),
    Reach(table="shortlist", to=(P.SECRETARIAT,), see="true", add="confirmed_by = award_user()"),
    Reach(table="shortlist_entry", to=(P.SECRETARIAT,), see="true", add="true"),
    # Who does not go on reads why, and neither total nor place of anybody.
    Reach(table="shortlist_entry", to=(P.APPLICANT,), columns=("application_id", "reason"),
          see="NOT passed AND application_id IN (SELECT a.id FROM application a)"),
)  # fmt: skip

LOCKED_SHEET = """
IF TG_OP = 'DELETE' THEN PERFORM award_refuse('i10_sheet_locked'); END IF;
PERFORM 1 FROM {parent} WHERE id = NEW.{key} AND status = '{status}' FOR SHARE;
IF NOT FOUND OR (TG_OP = 'UPDATE' AND (NEW.{key}, NEW.item_code) <> (OLD.{key}, OLD.item_code))
THEN PERFORM award_refuse('{name}'); END IF; RETURN NEW;
"""

SHEET = """
IF NEW.id <> OLD.id OR NEW.application_id <> OLD.application_id OR NEW.expert_id <> OLD.expert_id
OR NEW.stage <> OLD.stage OR NEW.criteria_set_id <> OLD.criteria_set_id
OR (OLD.status <> 'draft' AND NEW.status <> 'draft' AND (NEW.total, NEW.submitted_at, NEW.saved_at)
    IS DISTINCT FROM (OLD.total, OLD.submitted_at, OLD.saved_at))
OR (NEW.status <> OLD.status AND (OLD.status, NEW.status)
    NOT IN (('draft', 'submitted'), ('draft', 'excluded'), ('submitted', 'excluded'), ('submitted', 'draft')))
THEN PERFORM award_refuse('i10_sheet_locked'); END IF;
IF OLD.status = 'submitted' AND NEW.status = 'draft' AND (NEW.total IS NOT NULL OR NEW.submitted_at IS NOT NULL
    OR NOT EXISTS (SELECT FROM sheet_request q WHERE q.sheet_id = NEW.id AND q.answer IS DISTINCT FROM 'confirmed'
        AND q.number = (SELECT max(v.number) FROM sheet_version v WHERE v.sheet_id = NEW.id))
    OR EXISTS (SELECT FROM consensus c WHERE c.application_id = NEW.application_id AND c.stage = NEW.stage
        AND c.status = 'concluded'))
THEN PERFORM award_refuse('i10_reopened_on_request'); END IF;
IF OLD.status = 'draft' AND NEW.status = 'submitted' AND (SELECT count(*) = 0
    OR count(*) FILTER (WHERE i.percent IS NULL OR (i.strengths !~ '\\S' AND i.opportunities !~ '\\S')) > 0
    OR sum(i.hundredths) IS DISTINCT FROM NEW.total FROM sheet_item i WHERE i.sheet_id = NEW.id)
THEN PERFORM award_refuse('i10_sheet_complete'); END IF; RETURN NEW;
"""

CONSENSUS = """
IF NEW.id <> OLD.id OR NEW.application_id <> OLD.application_id OR NEW.panel_id <> OLD.panel_id
OR NEW.stage <> OLD.stage OR NEW.criteria_set_id <> OLD.criteria_set_id OR (OLD.status <> 'open' AND NOT
    (OLD.status = 'concluded' AND NEW.status = 'open' AND NEW.total IS NULL AND NEW.concluded_at IS NULL))
OR NEW.round <> OLD.round + (OLD.status = 'concluded')::int
THEN PERFORM award_refuse('i10_consensus_locked'); END IF;
IF NEW.status = 'concluded' AND (SELECT count(*) = 0
    OR count(*) FILTER (WHERE i.percent IS NULL OR i.reason !~ '\\S') > 0
    OR sum(i.hundredths) IS DISTINCT FROM NEW.total FROM consensus_item i WHERE i.consensus_id = NEW.id)
THEN PERFORM award_refuse('i10_consensus_complete'); END IF; RETURN NEW;
"""

WORKING = (
    "SELECT r.expert_id, r.leads FROM expert_relation r WHERE r.application_id = NEW.application_id "
    "AND r.stage = NEW.stage AND r.relation = 'assigned'"
)
ALL_IN = """
IF TG_OP = 'UPDATE' AND NEW.status = 'open' AND OLD.status = 'concluded' THEN RETURN NULL; END IF;
IF EXISTS (SELECT FROM expert_relation r WHERE r.application_id = NEW.application_id AND r.stage = NEW.stage
    AND r.relation = 'assigned' AND NOT (r.sheet_in AND EXISTS (SELECT FROM score_sheet s
        WHERE s.expert_id = r.expert_id AND s.application_id = r.application_id AND s.stage = r.stage
        AND s.status = 'submitted')))
THEN PERFORM award_refuse('i10_all_sheets_in'); END IF;
IF NEW.status = 'concluded' AND EXISTS (SELECT FROM sheet_request q JOIN score_sheet s ON s.id = q.sheet_id
    WHERE q.application_id = NEW.application_id AND q.stage = NEW.stage AND q.answered_at IS NULL
    AND s.relation = 'assigned') THEN PERFORM award_refuse('i10_requests_answered'); END IF;
""" + composition("NEW.panel_id", WORKING)  # noqa: S608 - conditions written in this package only.
REOPENED = """
IF OLD.status <> 'concluded' OR NEW.status <> 'open' THEN RETURN NULL; END IF;
INSERT INTO voided_work (id, application_id, stage, kind, content, leaf_id, voided_at)
SELECT gen_random_uuid(), OLD.application_id, OLD.stage, w.kind, w.content, NEW.leaf_id, award_now() FROM (
    SELECT 'consensus' AS kind, jsonb_build_object('round', OLD.round, 'total', OLD.total, 'concluded_at',
        OLD.concluded_at, 'items',
        (SELECT jsonb_agg(to_jsonb(i) ORDER BY i.item_code) FROM consensus_item i WHERE i.consensus_id = OLD.id))
        AS content
    UNION ALL SELECT 'material_report', to_jsonb(m) FROM material_report m
        WHERE m.application_id = OLD.application_id AND m.stage = OLD.stage
    UNION ALL SELECT 'comprehensive_report', to_jsonb(c) FROM comprehensive_report c
        WHERE c.application_id = OLD.application_id) w;
DELETE FROM material_report WHERE application_id = OLD.application_id AND stage = OLD.stage;
DELETE FROM comprehensive_report WHERE application_id = OLD.application_id;
UPDATE consensus_item SET percent = NULL, reason = '' WHERE consensus_id = OLD.id;
RETURN NULL;
"""
"""T15: what was agreed and reported with a voided sheet is kept aside, and the items are to be agreed on anew."""
REOPENED_FOR_A_REASON = """
IF OLD.status <> 'concluded' OR NEW.status <> 'open' THEN RETURN NULL; END IF;
IF NOT EXISTS (SELECT FROM score_sheet s
    WHERE s.application_id = NEW.application_id AND s.stage = NEW.stage AND s.status = 'excluded')
AND NOT EXISTS (SELECT FROM consensus_reopening r WHERE r.consensus_id = NEW.id AND r.round = OLD.round)
THEN PERFORM award_refuse('i10_consensus_locked'); END IF; RETURN NULL;
"""
RANKED = """
IF OLD.status = 'concluded' AND NEW.status = 'open' AND EXISTS (SELECT FROM panel p
    JOIN ranking r ON r.cycle_id = p.cycle_id WHERE p.id = NEW.panel_id)
THEN PERFORM award_refuse('i23_ranked_consensus'); END IF; RETURN NEW;
"""
"""What a frozen ranking rests on stays as it was, whoever would re-open it."""
FIXED = """IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM consensus c WHERE c.application_id = OLD.application_id
    AND c.status = 'open') THEN RETURN OLD; END IF;
PERFORM award_refuse('i10_report_locked'); RETURN NULL;"""
"""A report goes only with the consensus on which it rests; nobody's policies let him remove one."""

GUARDS = (
    one_leaf("score_sheet"),
    one_leaf("consensus"),
    Guard(
        name="i10_sheet_item_locked", table="sheet_item", when="BEFORE INSERT OR UPDATE OR DELETE",
        body=LOCKED_SHEET.format(parent="score_sheet", key="sheet_id", status="draft", name="i10_sheet_locked"),
    ),
    Guard(
        name="i10_consensus_item_locked", table="consensus_item", when="BEFORE INSERT OR UPDATE OR DELETE",
        body=LOCKED_SHEET.format(parent="consensus", key="consensus_id", status="open", name="i10_consensus_locked"),
    ),
    Guard(name="i10_sheet_locked", table="score_sheet", when="BEFORE UPDATE", body=SHEET),
    Guard(name="i10_consensus_locked", table="consensus", when="BEFORE UPDATE", body=CONSENSUS),
    Guard(name="i23_ranked_consensus", table="consensus", when="BEFORE UPDATE OF status", body=RANKED),
    Guard(
        name="i10_sheet_in", table="score_sheet", when="AFTER INSERT OR UPDATE OF status",
        body="IF NEW.status = 'submitted' THEN UPDATE expert_relation SET sheet_in = true "
        "WHERE expert_id = NEW.expert_id AND application_id = NEW.application_id AND stage = NEW.stage; "
        "END IF; RETURN NULL;",
    ),
    Guard(
        name="i8_composition_for_the_application", table="consensus", when="AFTER INSERT OR UPDATE OF status",
        deferred=True, declare=COUNTS, body=ALL_IN,
    ),
    Guard(name="i10_reopened", table="consensus", when="AFTER UPDATE OF status", body=REOPENED),
    Guard(name="i10_reopened_for_a_reason", table="consensus", when="AFTER UPDATE OF status", deferred=True,
          body=REOPENED_FOR_A_REASON),
    Guard(name="i10_voided_work_kept", table="voided_work", when="BEFORE UPDATE OR DELETE",
          body="PERFORM award_refuse('i10_report_locked'); RETURN NULL;"),
    Guard(name="i10_material_report_locked", table="material_report", when="BEFORE UPDATE OR DELETE", body=FIXED),
    Guard(name="i11_comprehensive_report_locked", table="comprehensive_report", when="BEFORE UPDATE OR DELETE",
          body=FIXED),
    Guard(name="shortlist_is_fixed", table="shortlist", when="BEFORE UPDATE OR DELETE",
          body="PERFORM award_refuse('shortlist_is_fixed'); RETURN NULL;"),
    Guard(name="shortlist_entry_is_fixed", table="shortlist_entry", when="BEFORE UPDATE OR DELETE",
          body="PERFORM award_refuse('shortlist_is_fixed'); RETURN NULL;"),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
