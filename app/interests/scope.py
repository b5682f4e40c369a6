"""Who reaches declared interests, and which cases they close: one function that every policy of a case asks (30)."""

import json
from collections.abc import Iterable

from sqlalchemy import Table

from app.accounts.hands import two_hands
from app.database import Persona
from app.record import one_leaf
from app.regulation.conflict_rule import ConflictRule
from app.scope import Barrier, Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
OWN = "user_id = award_user()"
OFFICERS = (P.SECRETARIAT, P.COMMITTEE)
RULE = ConflictRule()
BARS = json.dumps([kind.value for kind in RULE.bars])
DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

FUNCTIONS = (
    # The same rule as app.regulation.conflict, over what the person has declared himself and was recused from.
    f"""CREATE OR REPLACE FUNCTION award_conflicted(person uuid) RETURNS TABLE(case_id uuid, year_id uuid) {DEFINER} $$
    SELECT DISTINCT a.id, a.cycle_id FROM interest i JOIN application a ON a.credit_code = i.credit_code
    JOIN edition e ON e.id = a.edition_id WHERE i.user_id = person
    AND (i.until_on IS NULL OR i.until_on >= (award_today() - make_interval(months =>
        coalesce((e.parameters #>> '{{conflict,look_back_months}}')::int, {RULE.look_back_months})))::date)
    AND jsonb_exists(coalesce(e.parameters #> '{{conflict,bars}}', '{BARS}'::jsonb), i.kind)
    UNION SELECT r.application_id, r.cycle_id FROM recusal_ruling r WHERE r.user_id = person $$""",  # noqa: S608 - our own constants only.
    f"""CREATE OR REPLACE FUNCTION award_open_glass() RETURNS TABLE(glass_id uuid, case_id uuid) {DEFINER} $$
    SELECT g.id, g.application_id FROM break_glass g WHERE g.user_id = award_user() AND g.status = 'granted'
    AND g.until > clock_timestamp()
    AND g.id = ANY (string_to_array(nullif(current_setting('award.glass', true), ''), ',')::uuid[]) $$""",  # noqa: S608 - as above.
    f"""CREATE OR REPLACE FUNCTION award_barred() RETURNS TABLE(case_id uuid, year_id uuid) {DEFINER} $$
    SELECT c.case_id, c.year_id FROM award_conflicted(award_user()) c
    WHERE c.case_id NOT IN (SELECT g.case_id FROM award_open_glass() g) $$""",  # noqa: S608 - as above.
    f"""CREATE OR REPLACE FUNCTION award_barred_letters() RETURNS TABLE(letter_id uuid) {DEFINER} $$
    SELECT k.consultation_id FROM consulted_application k
    JOIN award_barred() b ON b.case_id = k.application_id $$""",  # noqa: S608 - as above.
    f"""CREATE OR REPLACE FUNCTION award_chair_conflicted(file uuid) RETURNS boolean {DEFINER} $$
    SELECT EXISTS (SELECT FROM role_grant g CROSS JOIN LATERAL award_conflicted(g.user_id) c
    WHERE g.role = 'committee' AND g.ended_at IS NULL AND g.duties @> '["chair"]' AND c.case_id = file) $$""",  # noqa: S608 - as above.
)  # fmt: skip

CLOSED = "NOT IN (SELECT b.case_id FROM award_barred() b)"
BARRED_YEARS = "(SELECT b.year_id FROM award_barred() b)"
NOT_OF_THE_CASE = frozenset({"break_glass", "member_recusal"})
"""Tables that name a case and say nothing of it: who asked for access, who recused himself."""
OF_A_PARENT = {
    "sheet_item": "EXISTS (SELECT FROM score_sheet p WHERE p.id = sheet_item.sheet_id)",
    "consensus_item": "EXISTS (SELECT FROM consensus p WHERE p.id = consensus_item.consensus_id)",
    "bonus": "EXISTS (SELECT FROM award p WHERE p.id = bonus.award_id)",
    "revocation": "EXISTS (SELECT FROM award p WHERE p.id = revocation.award_id)",
    "title_review": "EXISTS (SELECT FROM award p WHERE p.id = title_review.award_id)",
    "recovery": "EXISTS (SELECT FROM bonus p WHERE p.id = recovery.bonus_id)",
    "lead_handover": "NOT EXISTS (SELECT FROM award_barred() b WHERE lead_handover.applications ? b.case_id::text)",
    # A letter to a department that names the case is closed as a whole.
    "consultation": "id NOT IN (SELECT l.letter_id FROM award_barred_letters() l)",
    "eligible_voter": "EXISTS (SELECT FROM ballot p WHERE p.id = eligible_voter.ballot_id)",
    "vote": "EXISTS (SELECT FROM ballot p WHERE p.id = vote.ballot_id)",
    "paper_count": "EXISTS (SELECT FROM ballot p WHERE p.id = paper_count.ballot_id)",
}  # fmt: skip
WHOLE = ("ranking", "candidate_allocation", "proposed_list", "panel_plan")
"""What names every case of a year with its result or its experts: closed to whoever is barred from one of them."""
MADE_WHOLE = (
    "eligible_list", "shortlist", "ranking", "candidate_allocation", "proposed_list", "government_submission",
    "government_decision", "notice", "commendation", "defence_draw", "panel_plan",
)  # fmt: skip
"""What is made of a whole year and must leave no case out."""


def barriers_of(tables: Iterable[Table]) -> tuple[Barrier, ...]:
    """Art. 30: close every table that carries an application's id, whichever stage adds it, and what hangs on them."""
    of_a_case = [t.name for t in tables if "application_id" in t.columns and t.name not in NOT_OF_THE_CASE]
    return (
        Barrier(table="application", to=OFFICERS, where=f"id {CLOSED}"),
        Barrier(table="stored_file", to=OFFICERS, where=f"owner_id {CLOSED}"),
        *(Barrier(table=table, to=OFFICERS, where=f"application_id {CLOSED}") for table in sorted(of_a_case)),
        *(Barrier(table=table, to=OFFICERS, where=f"cycle_id NOT IN {BARRED_YEARS}") for table in WHOLE),
        *(
            Barrier(table=table, to=(P.SECRETARIAT,), where=where, command="SELECT")
            for table, where in OF_A_PARENT.items()
        ),
    )


def _whole(table: str) -> Guard:
    return Guard(
        name=f"i30_whole_{table}", table=table, when="BEFORE INSERT",
        body="IF EXISTS (SELECT FROM award_barred() b WHERE b.year_id = NEW.cycle_id) THEN "
        "PERFORM award_refuse('i30_list_must_be_whole'); END IF; RETURN NEW;",
    )  # fmt: skip


GUARDS = (
    one_leaf("interest"),
    one_leaf("break_glass"),
    Guard(
        name="i30_interest_stands", table="interest", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.user_id, NEW.kind, NEW.credit_code, NEW.from_on, NEW.declared_at) "
        "IS DISTINCT FROM (OLD.user_id, OLD.kind, OLD.credit_code, OLD.from_on, OLD.declared_at) "
        "OR (NEW.until_on IS DISTINCT FROM OLD.until_on AND (OLD.until_on IS NOT NULL "
        "OR NEW.until_on < OLD.declared_on)) THEN "
        "PERFORM award_refuse('i30_interest_stands'); END IF; RETURN NEW;",
    ),
    Guard(
        name="i30_whole_cycle", table="cycle", when="BEFORE UPDATE OF status",
        body="IF NEW.status <> OLD.status AND NEW.status NOT IN ('called', 'cancelled') "
        "AND EXISTS (SELECT FROM award_barred() b WHERE b.year_id = NEW.id) THEN "
        "PERFORM award_refuse('i30_list_must_be_whole'); END IF; RETURN NEW;",
    ),
    *(_whole(table) for table in MADE_WHOLE),
    Guard(
        name="i30_second_person", table="break_glass", when="BEFORE UPDATE OR DELETE",
        body="IF TG_OP = 'DELETE' OR (NEW.user_id, NEW.application_id, NEW.hours, NEW.reason) IS DISTINCT FROM "
        "(OLD.user_id, OLD.application_id, OLD.hours, OLD.reason) OR OLD.status <> 'requested' "
        "OR NEW.decided_by IS DISTINCT FROM award_user() OR NEW.decided_by = OLD.user_id "
        "OR NEW.until > clock_timestamp() + make_interval(hours => NEW.hours) + interval '1 minute' "
        "OR EXISTS (SELECT FROM award_conflicted(NEW.decided_by) c WHERE c.case_id = NEW.application_id) "
        "THEN PERFORM award_refuse('i30_second_person'); END IF; RETURN NEW;",
    ),
    two_hands("break_glass", "decided_by", "NEW.decided_by", "NEW.user_id"),
    Guard(
        name="i30_use_is_kept", table="break_glass_use", when="BEFORE UPDATE OR DELETE",
        body="PERFORM award_refuse('i30_use_is_kept'); RETURN NULL;",
    ),
    Guard(
        name="i30_interested_voter", table="eligible_voter", when="AFTER INSERT", deferred=True,
        body="IF EXISTS (SELECT FROM ballot b JOIN committee_member m ON m.id = NEW.member_id "
        "LEFT JOIN alternate al ON al.id = NEW.alternate_id CROSS JOIN LATERAL (SELECT * FROM "
        "award_conflicted(m.user_id) UNION ALL SELECT * FROM award_conflicted(al.user_id)) c "
        "WHERE c.case_id = b.application_id AND b.id = NEW.ballot_id) THEN "
        "PERFORM award_refuse('i30_interested_voter'); END IF; RETURN NULL;",
    ),
)  # fmt: skip

DECIDES = (
    f"{OWN} OR current_user = '{P.SECRETARIAT}' OR award_chair_conflicted(application_id) OR EXISTS (SELECT FROM "
    "committee_member m WHERE m.id = award_party() AND m.position = 'chair' AND m.to_on IS NULL)"
)
"""Requests and uses are reported to the secretariat and to whoever decides on the committee's side."""
USED = f"{OWN} AND break_glass_id IN (SELECT g.glass_id FROM award_open_glass() g)"  # noqa: S608 - as above.

SCOPE = Scope(
    functions=FUNCTIONS,
    reaches=(
        Reach(table="interest", to=(P.EXPERT, P.COMMITTEE), see=OWN, add=OWN, change=("until_on", *MOVED)),
        Reach(table="interest", to=(P.SECRETARIAT,), see="true", add=OWN, change=("until_on", *MOVED), where=OWN),
        Reach(table="break_glass", to=OFFICERS, see=DECIDES, add=f"{OWN} AND status = 'requested'",
              change=("decided_by", "decided_role", "decided_at", "remark", "until", *MOVED)),
        Reach(table="break_glass_use", to=OFFICERS, see="break_glass_id IN (SELECT g.id FROM break_glass g)",
              add=USED),
    ),
    guards=GUARDS,
)  # fmt: skip
