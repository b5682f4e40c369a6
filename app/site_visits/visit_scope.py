"""Who reaches the visit: the plan is the applicant's too, the logs the panel's and the secretariat's (arts. 22, 30)."""

from app.database import Persona
from app.panels.scope import opens, works_on
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
OWN = "application_id IN (SELECT a.id FROM application a)"
"""True for an applicant of its own applications."""


AT_THE_SITE = "r.stage = 'site'"


def _on_site(table: str) -> str:
    """Art. 22: the expert reviews the application on site and its dossier is open to him."""
    file = f"{table}.application_id"
    return f"{works_on(file, AT_THE_SITE)} AND {opens(file)}"


def _panel(table: str, by: str, change: tuple[str, ...] = ()) -> tuple[Reach, ...]:
    """The panel of the site review reads and writes; the secretariat reads."""
    here = _on_site(table)
    return (
        Reach(table=table, to=(P.EXPERT,), see=here, add=f"{by} = award_party() AND {here}", change=change),
        Reach(table=table, to=(P.SECRETARIAT,), see="true"),
    )


REACHES = (
    Reach(table="site_visit", to=(P.SECRETARIAT,), see="true", add="status = 'planned'", change=("number", *MOVED)),
    Reach(table="site_visit", to=(P.EXPERT,), see=_on_site("site_visit"), change=MOVED),
    Reach(table="site_visit", to=(P.APPLICANT,), see=OWN),
    Reach(table="site_plan", to=(P.SECRETARIAT,), see="true", add="planned_by = award_user()"),
    Reach(table="site_plan", to=(P.EXPERT,), see=_on_site("site_plan")),
    Reach(table="site_plan", to=(P.APPLICANT,), see=OWN),
    Reach(table="site_hours", to=(P.SECRETARIAT,), see="true", add="standing", change=("standing",)),
    Reach(table="site_hours", to=(P.EXPERT,), see=_on_site("site_hours")),
    *_panel("site_record", "recorded_by"),
    *_panel("site_log", "logged_by"),
    *_panel("information_request", "asked_by"),
    Reach(table="information_request", to=(P.APPLICANT,), see=OWN,
          change=("answer", "file_id", "answered_by", "answered_at", "is_late", *MOVED)),
    Reach(table="stored_file", to=(P.EXPERT,), see="id IN (SELECT q.file_id FROM information_request q)"),
)  # fmt: skip

KEPT = "PERFORM award_refuse('site_visit_is_kept'); RETURN NULL;"


def _kept(table: str) -> Guard:
    return Guard(name=f"{table}_is_kept", table=table, when="BEFORE UPDATE OR DELETE", body=KEPT)


GUARDS = (
    one_leaf("site_visit"),
    one_leaf("information_request"),
    *(_kept(table) for table in ("site_plan", "site_record", "site_log")),
    Guard(
        name="site_visit_is_kept", table="site_visit", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.id, NEW.application_id) IS DISTINCT FROM (OLD.id, OLD.application_id) "
        "OR NEW.number NOT IN (OLD.number, OLD.number + 1) OR (OLD.status = 'held' AND (NEW.status, NEW.number) "
        f"IS DISTINCT FROM (OLD.status, OLD.number)) THEN {KEPT} END IF; RETURN NEW;",
    ),
    Guard(
        name="site_hours_are_kept", table="site_hours", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR NOT OLD.standing OR (NEW.visit_id, NEW.number, NEW.application_id, "
        "NEW.expert_id, NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.visit_id, OLD.number, OLD.application_id, "
        f"OLD.expert_id, OLD.starts_at, OLD.ends_at) THEN {KEPT} END IF; RETURN NEW;",
    ),
    Guard(
        name="site_hours_of_the_panel", table="site_hours", when="BEFORE INSERT",
        body="IF NOT EXISTS (SELECT FROM expert_relation r WHERE r.application_id = NEW.application_id "
        "AND r.expert_id = NEW.expert_id AND r.stage = 'site' AND r.relation = 'assigned') "
        "THEN PERFORM award_refuse('site_hours_of_the_panel'); END IF; RETURN NEW;",
    ),
    Guard(
        name="information_request_is_kept", table="information_request", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR OLD.status <> 'requested' OR (NEW.id, NEW.visit_id, NEW.application_id, NEW.text, "
        "NEW.due_on, NEW.asked_by, NEW.asked_at) IS DISTINCT FROM (OLD.id, OLD.visit_id, OLD.application_id, "
        f"OLD.text, OLD.due_on, OLD.asked_by, OLD.asked_at) THEN {KEPT} END IF; RETURN NEW;",
    ),
    Guard(
        name="information_late_as_it_was", table="information_request", when="BEFORE UPDATE",
        body="IF NEW.status = 'answered' AND OLD.status <> 'answered' "
        "THEN NEW.is_late := award_today() > NEW.due_on; END IF; RETURN NEW;",
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
