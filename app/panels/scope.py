"""Who reaches the register and the panels, which dossiers open to an expert, what a panel must be (arts. 20, 30)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")


def opens(application: str) -> str:
    """Art. 30: the dossier opens to the expert: undertaking signed, assigned, and declared free of conflict."""
    return (
        "EXISTS (SELECT FROM expert_relation r JOIN panel p ON p.id = r.panel_id "
        "JOIN undertaking u ON u.cycle_id = p.cycle_id AND u.user_id = award_user() "
        f"WHERE r.application_id = {application} AND r.expert_id = award_party() "
        "AND r.relation = 'assigned' AND r.declared = 'none')"
    )


def works_on(application: str, further: str) -> str:
    """Art. 20: the expert is assigned to the application in a relation `r` of which `further` is true."""
    return (
        f"EXISTS (SELECT FROM expert_relation r WHERE r.application_id = {application} "
        f"AND r.expert_id = award_party() AND r.relation = 'assigned' AND {further})"
    )


MOST = " OR size > body.maximum OR (body.odd AND size % 2 = 0)"
"""edition.panel.maximum and edition.panel.odd; an expert replaced in part of the work keeps his seat meanwhile."""


def composition(panel: str, members: str, further: str = MOST) -> str:
    """Art. 20: PL/pgSQL that refuses (I8) if the `members`, expert ids with `leads`, do not make up the panel."""
    return f"""
    SELECT * INTO body FROM panel WHERE id = {panel} FOR UPDATE;
    SELECT count(*), count(*) FILTER (WHERE e.kind = 'industry'), count(*) FILTER (WHERE m.leads)
    INTO size, industry, leaders FROM ({members}) m JOIN expert e ON e.id = m.expert_id;
    IF size < body.minimum OR (body.needs_industry_expert AND industry < 1) OR leaders <> 1{further} THEN
    PERFORM award_refuse('i8_panel_composition'); END IF; RETURN NULL;
    """  # noqa: S608 - names and conditions written in this package only.


COUNTS = "body panel; size int; industry int; leaders int;"
SEATS = "SELECT s.expert_id, s.is_leader AS leads FROM panel_seat s WHERE s.panel_id = {panel} AND s.left_at IS NULL"
OWN_PANEL = "panel_id IN (SELECT s.panel_id FROM panel_seat s WHERE s.left_at IS NULL)"
"""An expert sees his own seats only, so this is true of the panels in which he sits."""

REACHES = (
    # The panels are the secretariat's.
    Reach(table="panel", to=(P.SECRETARIAT,), see="true", add="formed_by = award_user()", change=MOVED),
    Reach(table="panel_seat", to=(P.SECRETARIAT,), see="true", add="true", change=("left_at", "is_leader")),
    Reach(table="panel_assignment", to=(P.SECRETARIAT,), see="true", add="true", change=("ended_at",)),
    Reach(table="expert_relation", to=(P.SECRETARIAT,), see="true", add="declared = 'pending' AND NOT sheet_in",
          change=("relation", "ground", "leads")),
    Reach(table="lead_handover", to=(P.SECRETARIAT,), see="true", add="handed_by = award_user()"),
    # An expert: his panels and whom he works with, but not why somebody left.
    Reach(table="expert", to=(P.EXPERT,), see="id = award_party() OR id IN (SELECT r.expert_id FROM expert_relation r)",
          columns=("id", *MOVED, "name", "kind", "admitted_on", "term_until")),
    Reach(table="panel_seat", to=(P.EXPERT,), see="expert_id = award_party()"),
    Reach(table="panel", to=(P.EXPERT,), see="id IN (SELECT s.panel_id FROM panel_seat s)",
          change=("version", "leaf_id")),
    Reach(table="panel_assignment", to=(P.EXPERT,), see=OWN_PANEL),
    Reach(table="expert_relation", to=(P.EXPERT,), see=f"expert_id = award_party() OR {OWN_PANEL}",
          columns=("expert_id", "application_id", "stage", "panel_id", "leads", "relation", "declared", "declared_at",
                   "sheet_in"),
          change=("relation", "declared", "declared_at", "ground"), where="expert_id = award_party()"),
    # A dossier, once it is open to him; its self-score only when his own sheet is in (T10).
    Reach(table="application", to=(P.EXPERT,), see=opens("application.id"), lock=True),
    Reach(table="self_assessment", to=(P.EXPERT,), see=opens("self_assessment.application_id")),
    Reach(table="evidence", to=(P.EXPERT,), see=opens("evidence.application_id")),
    Reach(table="supplement", to=(P.EXPERT,), see=opens("supplement.application_id")),
    Reach(table="stored_file", to=(P.EXPERT,), see="id IN (SELECT e.file_id FROM evidence e)"),
    Reach(table="submitted_self_scores", to=(P.EXPERT,),
          see=works_on("submitted_self_scores.application_id", "r.sheet_in")),
)  # fmt: skip

GUARDS = (
    one_leaf("panel"),
    Guard(
        name="i7_no_way_back", table="expert_relation", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.relation <> OLD.relation AND OLD.relation <> 'assigned') "
        "OR (OLD.declared = 'conflict' AND NEW.declared <> 'conflict') OR (OLD.sheet_in AND NOT NEW.sheet_in) "
        "OR (NEW.declared = 'pending' AND OLD.declared <> 'pending') OR NEW.panel_id <> OLD.panel_id "
        "THEN PERFORM award_refuse('i7_no_way_back'); END IF; RETURN NEW;",
    ),
    Guard(
        name="i8_panel_composition", table="panel", when="AFTER INSERT OR UPDATE OF status", deferred=True,
        declare=COUNTS,
        body="IF NEW.status <> 'active' THEN RETURN NULL; END IF; "
        + composition("NEW.id", SEATS.format(panel="NEW.id")),
    ),
    Guard(
        name="i8_seats_of_an_active_panel", table="panel_seat", when="AFTER INSERT OR UPDATE", deferred=True,
        declare=COUNTS,
        body="PERFORM 1 FROM panel p WHERE p.id = NEW.panel_id AND p.status = 'active' FOR UPDATE; "
        "IF NOT FOUND OR EXISTS (SELECT FROM panel_seat s JOIN expert e ON e.id = s.expert_id "
        "WHERE s.panel_id = NEW.panel_id AND e.status IN ('suspended', 'disqualified')) THEN RETURN NULL; END IF; "
        + composition("NEW.panel_id", SEATS.format(panel="NEW.panel_id"), further=""),
    ),
    Guard(
        name="panel_assignment_is_fixed", table="panel_assignment", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.panel_id, NEW.application_id, NEW.stage, NEW.assigned_at) IS DISTINCT FROM "
        "(OLD.panel_id, OLD.application_id, OLD.stage, OLD.assigned_at) OR OLD.ended_at IS NOT NULL "
        "OR NOT EXISTS (SELECT FROM panel p WHERE p.id = NEW.panel_id AND p.status = 'withdrawn') "
        "THEN PERFORM award_refuse('panel_assignment_is_fixed'); END IF; RETURN NEW;",
    ),
    Guard(
        name="panel_is_fixed", table="panel", when="BEFORE UPDATE",
        body="IF (NEW.cycle_id, NEW.stage, NEW.minimum, NEW.needs_industry_expert, NEW.maximum, NEW.odd) "
        "IS DISTINCT FROM "
        "(OLD.cycle_id, OLD.stage, OLD.minimum, OLD.needs_industry_expert, OLD.maximum, OLD.odd) "
        "THEN PERFORM award_refuse('panel_is_fixed'); END IF; RETURN NEW;",
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
