"""Who reaches the year: the secretariat keeps it, everybody reads what is in force and what has been called."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
OTHERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.COMMITTEE)
OF_A_CYCLE_SEEN = "cycle_id IN (SELECT c.id FROM cycle c)"

REACHES = (
    # A cycle is public from its call on (art. 18).
    Reach(table="cycle", to=OTHERS, see="cycle.opens_at IS NOT NULL"),
    Reach(table="cycle", to=(P.SECRETARIAT,), see="true", add="true",
          change=("opens_at", "closes_at", "window_until", "extension_resolution_id", "cancellation_resolution_id",
                  "documents_pinned_at", *MOVED)),
    Reach(table="cycle_document", to=OTHERS, see=OF_A_CYCLE_SEEN),
    Reach(table="cycle_document", to=(P.SECRETARIAT,), see="true", add="true", remove="true"),
    Reach(table="schedule_entry", to=OTHERS, see=OF_A_CYCLE_SEEN),
    Reach(table="schedule_entry", to=(P.SECRETARIAT,), see="true", add="true", change=("reached_on",)),
    Reach(table="prize", to=OTHERS, see=OF_A_CYCLE_SEEN),
    Reach(table="prize", to=(P.SECRETARIAT,), see="true", add="true"),
    Reach(table="award_slot", to=(P.SECRETARIAT, P.COMMITTEE), see="true"),
    Reach(table="award_slot", to=(P.SECRETARIAT,), add="true"),
    Reach(table="call_notice", to=OTHERS, see="true"),
    Reach(table="call_notice", to=(P.SECRETARIAT,), see="true", add="published_by = award_user()"),
    Reach(table="call_medium", to=OTHERS, see="true"),
    Reach(table="call_medium", to=(P.SECRETARIAT,), see="true", add="true"),
)  # fmt: skip

IS_FIXED = "PERFORM award_refuse('{name}'); RETURN NULL;"

PINS = """
PERFORM FROM cycle c WHERE c.id = coalesce(NEW.cycle_id, OLD.cycle_id) AND c.status = 'planned' FOR SHARE;
IF NOT FOUND OR TG_OP = 'UPDATE' THEN PERFORM award_refuse('i16_pins_are_fixed'); END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
PERFORM FROM working_document d WHERE d.id = NEW.document_id AND d.status = 'in_force' FOR SHARE;
IF NOT FOUND THEN PERFORM award_refuse('i16_pinned_in_force'); END IF;
RETURN NEW;
"""
"""Art. 16: a year takes what is in force while it is planned, and keeps it from its call on, whatever comes after."""

GUARDS = (
    one_leaf("cycle"),
    Guard(name="i16_pins_are_fixed", table="cycle_document", when="BEFORE INSERT OR UPDATE OR DELETE", body=PINS),
    Guard(
        # Arts. 16, 32: the edition is locked, so that it is neither replaced nor expired meanwhile (T18).
        name="cycle_edition_stands", table="cycle", when="BEFORE INSERT OR UPDATE OF status",
        declare="today date;",
        body="""IF TG_OP = 'INSERT' OR (OLD.status = 'planned' AND NEW.status = 'called') THEN
        today := (award_now() AT TIME ZONE 'Asia/Shanghai')::date;
        PERFORM FROM edition e WHERE e.id = NEW.edition_id AND e.effective_on <= today
            AND today <= greatest(e.expires_on, e.extended_until)
            AND (e.replaced_from IS NULL OR today < e.replaced_from) FOR SHARE;
        IF NOT FOUND THEN PERFORM award_refuse('cycle_edition_stands'); END IF; END IF; RETURN NEW;""",
    ),
    Guard(
        name="i1_window_moves_for_all", table="cycle", when="BEFORE UPDATE OF opens_at, closes_at, window_until",
        body="""IF (NEW.opens_at, NEW.closes_at) IS DISTINCT FROM (OLD.opens_at, OLD.closes_at) AND (
            OLD.status NOT IN ('planned', 'called') OR NEW.closes_at IS NULL OR NEW.closes_at <= award_now()
            OR (OLD.opens_at <= award_now() AND NEW.opens_at <> OLD.opens_at)
        ) THEN PERFORM award_refuse('i1_window_moves_for_all'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i18_acceptance_ends_with_the_window", table="cycle", when="BEFORE UPDATE OF status",
        body="""IF OLD.status = 'called' AND NEW.status = 'eligibility' AND award_now() < NEW.closes_at THEN
        PERFORM award_refuse('i18_acceptance_ends_with_the_window'); END IF; RETURN NEW;""",
    ),
    Guard(
        # Two plans at once wait for each other, so that each sees the other's year.
        name="i1_years_between", table="cycle", when="AFTER INSERT", deferred=True, declare="years int;",
        body="""PERFORM pg_advisory_xact_lock(hashtext('cycle.award_year'));
        SELECT (e.parameters ->> 'cycle_years')::int INTO years FROM edition e WHERE e.id = NEW.edition_id;
        IF NEW.early_resolution_id IS NULL AND EXISTS (
            SELECT FROM cycle c WHERE c.id <> NEW.id AND c.status <> 'cancelled'
            AND c.award_year <> NEW.award_year AND abs(c.award_year - NEW.award_year) < years
        ) THEN PERFORM award_refuse('i1_years_between'); END IF; RETURN NULL;""",
    ),
    Guard(
        name="i3_hard_places", table="award_slot", when="BEFORE INSERT",
        body="""IF NEW.slot > NEW.places AND EXISTS (
            SELECT FROM prize p WHERE p.cycle_id = NEW.cycle_id AND p.tier = NEW.tier AND p.is_hard
        ) THEN PERFORM award_refuse('i3_hard_places'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i5_cycle_moves", table="cycle", when="BEFORE UPDATE OF status, edition_id",
        body="""IF NEW.edition_id <> OLD.edition_id OR (NEW.status <> OLD.status AND NOT EXISTS (
            SELECT FROM legal_transition t WHERE t.edition_id = NEW.edition_id AND t.subject = 'cycle'
            AND t.from_status = OLD.status AND t.to_status = NEW.status)
        ) THEN PERFORM award_refuse('i5_cycle_moves'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i2_prize_is_fixed", table="prize", when="BEFORE INSERT OR UPDATE OR DELETE",
        body="""IF TG_OP <> 'INSERT' OR EXISTS (
            SELECT FROM cycle c WHERE c.id = NEW.cycle_id AND c.opens_at IS NOT NULL
        ) THEN PERFORM award_refuse('i2_prize_is_fixed'); END IF; RETURN NEW;""",
    ),
    Guard(name="call_is_fixed", table="call_notice", when="BEFORE UPDATE OR DELETE",
          body=IS_FIXED.format(name="call_is_fixed")),
    Guard(name="call_medium_is_fixed", table="call_medium", when="BEFORE UPDATE OR DELETE",
          body=IS_FIXED.format(name="call_is_fixed")),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
