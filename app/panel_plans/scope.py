"""Who reaches the panel plans: the secretariat; everybody knows that a draw was announced and what was drawn."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
PUBLISHED = (
    "id", "cycle_id", "stage", "status", "source", "draw_at", "announced_at", "inputs_sha256", "seed", "drawn_at",
    "outcome_sha256", "solver", "withdrawn_at",
)  # fmt: skip
"""What a plan lets everybody know: neither experts nor applications, but hashes by which both are held fast."""

REACHES = (
    Reach(table="panel_plan", to=(P.SECRETARIAT,), see="true", add="announced_by = award_user() AND seed IS NULL",
          change=("seed", "drawn_at", "outcome", "outcome_sha256", "solver", "withdrawn_at", "withdrawal_reason",
                  *MOVED)),
    Reach(table="panel_plan", to=(P.PUBLIC,), see="true", columns=PUBLISHED),
    Reach(table="plan_panel", to=(P.SECRETARIAT,), see="true", add="true"),
    Reach(table="panel_alternate", to=(P.SECRETARIAT,), see="true", add="called_at IS NULL", change=("called_at",)),
)  # fmt: skip

GUARDS = (
    one_leaf("panel_plan"),
    Guard(
        name="panel_plan_is_fixed", table="panel_plan", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.cycle_id, NEW.stage, NEW.source, NEW.draw_at, NEW.unavailable, NEW.inputs, "
        "NEW.announced_at) IS DISTINCT FROM (OLD.cycle_id, OLD.stage, OLD.source, OLD.draw_at, OLD.unavailable, "
        "OLD.inputs, OLD.announced_at) OR (OLD.seed IS NOT NULL AND (NEW.seed, NEW.drawn_at, NEW.outcome) "
        "IS DISTINCT FROM (OLD.seed, OLD.drawn_at, OLD.outcome)) "
        "THEN PERFORM award_refuse('panel_plan_is_fixed'); END IF; "
        "IF OLD.seed IS NULL AND NEW.seed IS NOT NULL AND award_now() < NEW.draw_at "
        "THEN PERFORM award_refuse('panel_plan_too_early'); END IF; RETURN NEW;",
    ),
    Guard(
        name="panel_alternate_is_fixed", table="panel_alternate", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.panel_id, NEW.expert_id, NEW.place) IS DISTINCT FROM "
        "(OLD.panel_id, OLD.expert_id, OLD.place) OR OLD.called_at IS NOT NULL "
        "THEN PERFORM award_refuse('panel_alternate_is_fixed'); END IF; RETURN NEW;",
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
