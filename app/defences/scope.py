"""Who reaches the defences: the secretariat draws and sets hours; applicant and expert see what concerns them."""

from app.database import Persona
from app.panels.scope import works_on
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
TAKES_PART = "id IN (SELECT s.draw_id FROM defence_slot s)"
"""True for whoever sees a slot of the draw."""

REACHES = (
    Reach(table="defence_draw", to=(P.SECRETARIAT,), see="true", add="announced_by = award_user()",
          change=("seed", "drawn_at", "lots", *MOVED)),
    # What was announced is known to everybody of the year; the lots, whose number tells how many, to those who speak.
    Reach(table="defence_draw", to=(P.APPLICANT, P.EXPERT), see=f"status = 'announced' OR {TAKES_PART}"),
    Reach(table="defence_slot", to=(P.SECRETARIAT,), see="true", add="panel_id IS NULL",
          change=("panel_id", "room", "starts_at", "ends_at")),
    Reach(table="defence_slot", to=(P.APPLICANT,), see="application_id IN (SELECT a.id FROM application a)"),
    Reach(table="defence_slot", to=(P.EXPERT,), see=works_on("defence_slot.application_id", "r.stage = 'defence'")),
    Reach(table="defence_move", to=(P.SECRETARIAT,), see="true", add="moved_by = award_user()"),
)  # fmt: skip

GUARDS = (
    one_leaf("defence_draw"),
    Guard(
        name="defence_draw_is_fixed", table="defence_draw", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.cycle_id, NEW.source, NEW.place, NEW.draw_at, NEW.announced_at) "
        "IS DISTINCT FROM (OLD.cycle_id, OLD.source, OLD.place, OLD.draw_at, OLD.announced_at) "
        "OR (OLD.seed IS NOT NULL AND (NEW.seed, NEW.drawn_at, NEW.lots) "
        "IS DISTINCT FROM (OLD.seed, OLD.drawn_at, OLD.lots)) "
        "THEN PERFORM award_refuse('defence_draw_is_fixed'); END IF; "
        "IF OLD.seed IS NULL AND NEW.seed IS NOT NULL AND award_now() < NEW.draw_at "
        "THEN PERFORM award_refuse('defence_draw_too_early'); END IF; RETURN NEW;",
    ),
    Guard(
        name="defence_place_is_fixed", table="defence_slot", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.application_id, NEW.draw_id, NEW.place, NEW.lot) "
        "IS DISTINCT FROM (OLD.application_id, OLD.draw_id, OLD.place, OLD.lot) "
        "THEN PERFORM award_refuse('defence_draw_is_fixed'); END IF; RETURN NEW;",
    ),
    Guard(
        name="defence_lot_is_of_the_seed", table="defence_slot", when="BEFORE INSERT",
        body="IF NEW.lot IS DISTINCT FROM (SELECT encode(sha256(convert_to(d.seed || '|' || NEW.application_id, "
        "'utf8')), 'hex') FROM defence_draw d WHERE d.id = NEW.draw_id) "
        "THEN PERFORM award_refuse('defence_lot_is_of_the_seed'); END IF; RETURN NEW;",
    ),
    Guard(name="defence_move_is_fixed", table="defence_move", when="BEFORE UPDATE OR DELETE",
          body="PERFORM award_refuse('defence_draw_is_fixed'); RETURN NULL;"),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
