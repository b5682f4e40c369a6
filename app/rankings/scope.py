"""Who reaches rankings and candidate lists, and what the schema keeps of a sealed one: I11, I12 (arts. 15, 23; T13)."""

from app.database import Persona
from app.scope import Guard, Reach, Scope

S = (Persona.SECRETARIAT,)
SNAPSHOTS = ("ranking", "ranking_entry", "candidate_entry", "candidate_allocation")

FUNCTIONS = (
    # What the record says of a seal: the one copy that the secretariat may not read otherwise.
    """CREATE OR REPLACE FUNCTION award_recorded_seal(leaf uuid)
    RETURNS TABLE(leaf_hash bytea, ranking_id text, sha256 text) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.leaf_hash, b.body #>> '{detail,ranking}', b.body #>> '{detail,sha256}' FROM record_leaf l
    CROSS JOIN LATERAL (SELECT convert_from(l.body, 'UTF8')::jsonb AS body) b
    WHERE l.id = leaf AND b.body ->> 'act' = 'freeze_ranking' $$""",
)

GUARDS = (
    *(
        Guard(
            name=f"fixed_{table}", table=table, when="BEFORE UPDATE OR DELETE",
            body="PERFORM award_refuse('committee_paper_is_fixed'); RETURN NULL;",
        )
        for table in SNAPSHOTS
    ),
    Guard(
        name="i11_sealed_before_candidates", table="ranking", when="BEFORE INSERT",
        body="PERFORM 1 FROM cycle WHERE id = NEW.cycle_id FOR UPDATE; "
        "IF EXISTS (SELECT FROM candidate_entry c WHERE c.cycle_id = NEW.cycle_id) THEN "
        "PERFORM award_refuse('i11_sealed_before_candidates'); END IF; RETURN NEW;",
    ),
    Guard(
        name="i11_seal_is_recorded", table="ranking", when="AFTER INSERT", deferred=True,
        body="IF NOT EXISTS (SELECT FROM record_leaf l CROSS JOIN LATERAL award_recorded_seal(l.id) r "
        "WHERE l.id = NEW.leaf_id AND l.txid = pg_current_xact_id()::text::bigint AND r.leaf_hash = NEW.leaf_hash "
        "AND r.ranking_id = NEW.id::text AND r.sha256 = encode(NEW.sha256, 'hex')) THEN "
        "PERFORM award_refuse('i11_seal_is_recorded'); END IF; RETURN NULL;",
    ),
    Guard(
        name="i11_entry_of_the_seal", table="ranking_entry", when="AFTER INSERT", deferred=True,
        body="IF NOT EXISTS (SELECT FROM ranking r JOIN record_leaf l ON l.id = r.leaf_id "
        "WHERE r.id = NEW.ranking_id AND r.cycle_id = NEW.cycle_id "
        "AND l.txid = pg_current_xact_id()::text::bigint "
        "AND convert_from(r.content, 'UTF8')::jsonb -> 'entries' @> jsonb_build_array(jsonb_build_object("
        "'application_id', NEW.application_id, 'place', NEW.place, 'total_num', NEW.total_num, "
        "'total_den', NEW.total_den))) THEN PERFORM award_refuse('i11_entry_of_the_seal'); END IF; RETURN NULL;",
    ),
    Guard(
        name="i11_candidates_of_the_newest", table="candidate_entry", when="AFTER INSERT", deferred=True,
        body="IF EXISTS (SELECT FROM ranking r JOIN ranking n ON n.cycle_id = r.cycle_id AND n.number > r.number "
        "WHERE r.id = NEW.ranking_id) OR NOT EXISTS (SELECT FROM ranking r WHERE r.id = NEW.ranking_id "
        "AND r.cycle_id = NEW.cycle_id) THEN "
        "PERFORM award_refuse('i11_candidates_of_the_newest'); END IF; RETURN NULL;",
    ),
    Guard(
        name="i12_candidate_reaches_floor", table="candidate_entry", when="AFTER INSERT", deferred=True,
        body="IF NOT EXISTS (SELECT FROM ranking_entry r JOIN prize p ON p.cycle_id = NEW.cycle_id "
        "AND p.tier = NEW.tier WHERE r.ranking_id = NEW.ranking_id AND r.application_id = NEW.application_id "
        "AND r.total_num >= p.floor::bigint * r.total_den) THEN PERFORM award_refuse('i12_below_floor'); "
        "END IF; RETURN NULL;",
    ),
)  # fmt: skip

SCOPE = Scope(
    functions=FUNCTIONS,
    reaches=(
        Reach(table="ranking", to=S, see="true", add="frozen_by = award_user()"),
        Reach(table="ranking_entry", to=S, see="true", add="true"),
        Reach(table="candidate_entry", to=S, see="true", add="true"),
        Reach(table="candidate_allocation", to=S, see="true", add="true"),
    ),
    guards=GUARDS,
)
