"""Who reaches rankings and candidate lists, and what the schema keeps of a sealed one: I11, I12 (arts. 15, 23; T13)."""

from app.database import Persona
from app.scope import Guard, Reach, Scope

S = (Persona.SECRETARIAT,)
DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
SNAPSHOTS = ("ranking", "ranking_entry", "candidate_entry", "candidate_allocation")

FUNCTIONS = (
    # What the record says of a seal: the one copy that the secretariat may not read otherwise.
    """CREATE OR REPLACE FUNCTION award_recorded_seal(leaf uuid)
    RETURNS TABLE(leaf_hash bytea, ranking_id text, sha256 text) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.leaf_hash, b.body #>> '{detail,ranking}', b.body #>> '{detail,sha256}' FROM record_leaf l
    CROSS JOIN LATERAL (SELECT convert_from(l.body, 'UTF8')::jsonb AS body) b
    WHERE l.id = leaf AND b.body ->> 'act' = 'freeze_ranking' $$""",
    f"""CREATE OR REPLACE FUNCTION award_names_hidden(year uuid) RETURNS boolean {DEFINER} $$
    SELECT coalesce((e.parameters #>> '{{committee,names_hidden}}')::boolean, false)
    AND NOT EXISTS (SELECT FROM name_reveal r WHERE r.cycle_id = c.id)
    FROM cycle c JOIN edition e ON e.id = c.edition_id WHERE c.id = year $$""",  # noqa: S608 - our own constants only.
    # The setting tells the persona even inside a function of the owner, where current_user is the owner.
    f"""CREATE OR REPLACE FUNCTION award_names_masked(year uuid) RETURNS boolean {DEFINER} $$
    SELECT current_setting('role') = '{Persona.COMMITTEE}' AND coalesce(award_names_hidden(year), false) $$""",
    f"""CREATE OR REPLACE FUNCTION award_shown_name(file uuid) RETURNS text {DEFINER} $$
    SELECT CASE WHEN award_names_masked(a.cycle_id) THEN coalesce((SELECT c.code FROM candidate_entry c
        WHERE c.application_id = a.id), '候选') ELSE a.organization_name END FROM application a WHERE a.id = file $$""",  # noqa: S608 - as above.
    # The names apart from everything else, to who has signed; by credit code a recusal finds its application.
    f"""CREATE OR REPLACE FUNCTION award_candidates_named(year uuid)
    RETURNS TABLE(organization_name text, credit_code text) {DEFINER} $$
    SELECT a.organization_name, a.credit_code FROM candidate_entry c JOIN application a ON a.id = c.application_id
    WHERE c.cycle_id = year
    AND EXISTS (SELECT FROM undertaking u WHERE u.cycle_id = year AND u.user_id = award_user()) $$""",  # noqa: S608 - as above.
    f"""CREATE OR REPLACE FUNCTION award_candidate_of(year uuid, credit text) RETURNS uuid {DEFINER} $$
    SELECT c.application_id FROM candidate_entry c JOIN application a ON a.id = c.application_id
    WHERE c.cycle_id = year AND a.credit_code = credit $$""",  # noqa: S608 - as above.
    f"""CREATE OR REPLACE FUNCTION award_tells_a_name(year uuid, said text) RETURNS boolean {DEFINER} $$
    SELECT award_names_hidden(year) AND EXISTS (SELECT FROM candidate_entry c JOIN application a
        ON a.id = c.application_id WHERE c.cycle_id = year
        AND (position(a.organization_name in said) > 0 OR position(a.credit_code in upper(said)) > 0)) $$""",  # noqa: S608 - as above.
    f"""CREATE OR REPLACE FUNCTION award_credit_code(file uuid) RETURNS text {DEFINER} $$
    SELECT a.credit_code FROM application a WHERE a.id = file $$""",  # noqa: S608 - as above.
    f"""CREATE OR REPLACE FUNCTION award_shown_report(file uuid, kind text) RETURNS text {DEFINER} $$
    SELECT CASE WHEN award_names_masked(a.cycle_id) THEN NULL
        WHEN kind = 'material' THEN (SELECT m.text FROM material_report m WHERE m.application_id = file)
        ELSE (SELECT r.text FROM comprehensive_report r WHERE r.application_id = file) END
    FROM application a WHERE a.id = file $$""",  # noqa: S608 - as above.
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
        name="i30_code_where_hidden", table="candidate_entry", when="BEFORE INSERT",
        body="IF (NEW.code IS NOT NULL) IS DISTINCT FROM award_names_hidden(NEW.cycle_id) THEN "
        "PERFORM award_refuse('i30_code_where_hidden'); END IF; RETURN NEW;",
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
