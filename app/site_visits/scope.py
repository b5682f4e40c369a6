"""Who reaches what is to be verified on site; an expert's issue is his own until sheets are in (arts. 22, 30; T10)."""

from app.database import Persona
from app.panels.scope import opens, works_on
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

FUNCTIONS = (
    # T10: the sheet of whoever opened it is in, or he has none any more and the consensus has begun without it.
    f"""CREATE OR REPLACE FUNCTION award_issue_told(file uuid, of_stage text, opener uuid) RETURNS boolean {DEFINER} $$
    SELECT EXISTS (SELECT FROM expert_relation r WHERE r.application_id = file AND r.stage = of_stage
        AND r.expert_id = opener AND r.sheet_in)
    OR EXISTS (SELECT FROM consensus c WHERE c.application_id = file AND c.stage = of_stage) $$""",  # noqa: S608 - our own constants only.
    # The stage in which it was opened is over for this application.
    f"""CREATE OR REPLACE FUNCTION award_issue_carried(file uuid, of_stage text) RETURNS boolean {DEFINER} $$
    SELECT EXISTS (SELECT FROM consensus c JOIN application a ON a.id = c.application_id
        JOIN cycle y ON y.id = a.cycle_id WHERE c.application_id = file AND c.stage = of_stage
        AND y.status <> CASE of_stage WHEN 'material' THEN 'material_review' WHEN 'defence' THEN 'defence'
            ELSE 'site_review' END) $$""",  # noqa: S608 - as above.
)
TOLD = "award_issue_told(application_id, stage, opened_by)"
BEFORE_THE_SITE = "r.stage = 'site' AND site_issue.stage <> 'site'"
SEES = (
    f"{opens('site_issue.application_id')} AND (opened_by = award_party() "
    f"OR ({works_on('site_issue.application_id', 'r.stage = site_issue.stage AND r.sheet_in')} AND {TOLD}) "
    f"OR ({works_on('site_issue.application_id', BEFORE_THE_SITE)} "
    "AND award_issue_carried(application_id, stage)))"
)
OF_ISSUE_SEEN = "EXISTS (SELECT FROM site_issue i WHERE i.id = site_issue_step.issue_id)"
OPENS_IN_HIS_STAGE = works_on("site_issue.application_id", "r.stage = site_issue.stage AND r.declared = 'none'")

REACHES = (
    Reach(table="site_issue", to=(P.EXPERT,), see=SEES,
          add=f"opened_by = award_party() AND status = 'open' AND {OPENS_IN_HIS_STAGE} "
          f"AND {opens('site_issue.application_id')}",
          change=("merged_into", "finding", "finding_text", "finding_citations", "closed_by", "closed_at", *MOVED)),
    Reach(table="site_issue_step", to=(P.EXPERT,), see=OF_ISSUE_SEEN,
          add=f"taken_by = award_party() AND {OF_ISSUE_SEEN}"),
    # The secretariat reads what the panel reads, and opens, answers and drops nothing (art. 8(4)).
    Reach(table="site_issue", to=(P.SECRETARIAT,), see=TOLD),
    Reach(table="site_issue_step", to=(P.SECRETARIAT,), see=OF_ISSUE_SEEN),
)  # fmt: skip

KEPT = """
IF TG_OP = 'DELETE' OR (NEW.id, NEW.application_id, NEW.stage, NEW.criteria_set_id, NEW.item_code, NEW.question,
    NEW.citations, NEW.priority, NEW.opened_by, NEW.opened_at) IS DISTINCT FROM (OLD.id, OLD.application_id, OLD.stage,
    OLD.criteria_set_id, OLD.item_code, OLD.question, OLD.citations, OLD.priority, OLD.opened_by, OLD.opened_at)
OR (OLD.status <> NEW.status AND OLD.status <> 'open' AND NEW.status <> 'open')
OR (OLD.status = 'closed' AND NEW.status = 'closed' AND (NEW.finding, NEW.finding_text, NEW.finding_citations,
    NEW.closed_by, NEW.closed_at) IS DISTINCT FROM (OLD.finding, OLD.finding_text, OLD.finding_citations,
    OLD.closed_by, OLD.closed_at))
OR (NEW.status = 'open' AND OLD.status <> 'open'
    AND EXISTS (SELECT FROM comprehensive_report c WHERE c.application_id = NEW.application_id))
THEN PERFORM award_refuse('site_issue_is_kept'); END IF; RETURN NEW;
"""
OPEN_ISSUE = """EXISTS (SELECT FROM site_issue i JOIN application a ON a.id = i.application_id
    JOIN edition e ON e.id = a.edition_id WHERE i.application_id = NEW.application_id AND i.status = 'open'
    AND coalesce((e.parameters #>> '{site_visit,issues_closed}')::boolean, true))"""

GUARDS = (
    one_leaf("site_issue"),
    Guard(name="site_issue_is_kept", table="site_issue", when="BEFORE UPDATE OR DELETE", body=KEPT),
    Guard(name="site_issue_step_is_kept", table="site_issue_step", when="BEFORE UPDATE OR DELETE",
          body="PERFORM award_refuse('site_issue_is_kept'); RETURN NULL;"),
    Guard(name="i10_issues_of_the_site_closed", table="consensus", when="BEFORE UPDATE OF status",
          body=f"IF NEW.status = 'concluded' AND OLD.status <> 'concluded' AND NEW.stage = 'site' AND {OPEN_ISSUE} "
          "THEN PERFORM award_refuse('i10_issues_closed'); END IF; RETURN NEW;"),
    Guard(name="i11_issues_of_the_report_closed", table="comprehensive_report", when="BEFORE INSERT",
          body=f"IF {OPEN_ISSUE} THEN PERFORM award_refuse('i10_issues_closed'); END IF; RETURN NEW;"),
)  # fmt: skip

SCOPE = Scope(functions=FUNCTIONS, reaches=REACHES, guards=GUARDS)
