"""What the schema itself keeps of members, ballots and lists: I3, I11, I12, I19 (arts. 4, 6, 15, 23, 24)."""

from app.accounts.hands import two_hands
from app.record import one_leaf
from app.scope import Guard
from app.titles.scope import repeats, rule_denies

LEFT = "c.status NOT IN ('closed', 'cancelled')"

MEMBER_GUARDS = (
    one_leaf("committee_member"),
    one_leaf("meeting"),
    Guard(
        name="grant_seat_known", table="role_grant", when="AFTER INSERT", deferred=True,
        body="IF NEW.role = 'committee' AND NOT EXISTS (SELECT FROM committee_member m WHERE m.id = NEW.party_id "
        "AND m.user_id = NEW.user_id AND m.to_on IS NULL "
        "AND (m.position = 'chair') = (NEW.duties @> '[\"chair\"]')) "
        "AND NOT EXISTS (SELECT FROM alternate al JOIN committee_member m ON m.id = al.member_id "
        "WHERE m.id = NEW.party_id AND m.to_on IS NULL AND al.user_id = NEW.user_id AND al.to_on IS NULL "
        "AND NEW.duties = '[]') THEN "
        "PERFORM award_refuse('grant_party_known'); END IF; RETURN NULL;",
    ),
    Guard(
        name="member_is_no_expert", table="committee_member", when="AFTER INSERT", deferred=True,
        body="PERFORM 1 FROM user_account WHERE id = NEW.user_id FOR UPDATE; "
        "IF EXISTS (SELECT FROM role_grant g JOIN panel_seat s ON s.expert_id = g.party_id AND s.left_at IS NULL "
        "JOIN panel p ON p.id = s.panel_id JOIN cycle c ON c.id = p.cycle_id "
        f"WHERE g.user_id = NEW.user_id AND g.role = 'expert' AND {LEFT}) THEN "
        "PERFORM award_refuse('member_is_no_expert'); END IF; RETURN NULL;",
    ),
    Guard(
        name="i19_alternate", table="alternate", when="BEFORE INSERT OR UPDATE OR DELETE",
        body="""IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.to_on IS NOT NULL OR (NEW.member_id, NEW.cycle_id,
            NEW.user_id, NEW.name, NEW.office, NEW.unit_name, NEW.from_on) IS DISTINCT FROM (OLD.member_id,
            OLD.cycle_id, OLD.user_id, OLD.name, OLD.office, OLD.unit_name, OLD.from_on))
        THEN PERFORM award_refuse('i19_alternate_stands'); END IF;
        IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
        PERFORM 1 FROM user_account WHERE id = NEW.user_id FOR UPDATE;
        IF NOT EXISTS (SELECT FROM cycle c JOIN edition e ON e.id = c.edition_id WHERE c.id = NEW.cycle_id
            AND (e.parameters #>> '{committee,alternates}')::boolean)
        THEN PERFORM award_refuse('i19_no_alternates'); END IF;
        IF EXISTS (SELECT FROM committee_member m WHERE m.user_id = NEW.user_id AND m.to_on IS NULL)
        THEN PERFORM award_refuse('i19_alternate_is_no_member'); END IF;
        IF EXISTS (SELECT FROM role_grant g JOIN panel_seat s ON s.expert_id = g.party_id AND s.left_at IS NULL
            JOIN panel p ON p.id = s.panel_id WHERE g.user_id = NEW.user_id AND g.role = 'expert'
            AND p.cycle_id = NEW.cycle_id)
        THEN PERFORM award_refuse('member_is_no_expert'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="expert_is_no_member", table="panel_seat", when="AFTER INSERT", deferred=True,
        body="PERFORM 1 FROM user_account u JOIN role_grant g ON g.user_id = u.id "
        "WHERE g.role = 'expert' AND g.party_id = NEW.expert_id FOR UPDATE OF u; "
        "IF EXISTS (SELECT FROM role_grant g JOIN committee_member m ON m.user_id = g.user_id AND m.to_on IS NULL "
        "WHERE g.role = 'expert' AND g.party_id = NEW.expert_id) "
        "OR EXISTS (SELECT FROM role_grant g JOIN alternate al ON al.user_id = g.user_id AND al.to_on IS NULL "
        "JOIN panel p ON p.cycle_id = al.cycle_id WHERE g.role = 'expert' AND g.party_id = NEW.expert_id "
        "AND p.id = NEW.panel_id) THEN "
        "PERFORM award_refuse('member_is_no_expert'); END IF; RETURN NULL;",
    ),
    Guard(
        name="i19_recused_in_time", table="member_recusal", when="BEFORE INSERT",
        body="PERFORM 1 FROM meeting WHERE id = NEW.meeting_id AND status = 'convened' FOR UPDATE; "
        "IF NOT FOUND OR EXISTS (SELECT FROM ballot b WHERE b.application_id = NEW.application_id "
        "AND b.status = 'open') THEN PERFORM award_refuse('i19_recused_in_time'); END IF; RETURN NEW;",
    ),
    Guard(
        name="i19_meeting_closes_last", table="meeting", when="BEFORE UPDATE OF status",
        body="IF NEW.status <> OLD.status AND (OLD.status <> 'convened' OR EXISTS "
        "(SELECT FROM ballot b WHERE b.meeting_id = NEW.id AND b.status = 'open')) THEN "
        "PERFORM award_refuse('i19_meeting_closes_last'); END IF; RETURN NEW;",
    ),
)  # fmt: skip

OPEN = """
SELECT * INTO box FROM ballot WHERE id = NEW.ballot_id FOR UPDATE;
IF box.status IS DISTINCT FROM 'open' THEN PERFORM award_refuse('i19_while_open'); END IF;
"""
"""Locks the ballot, so that its closing and a vote see each other."""

CHAIR = (
    "EXISTS (SELECT FROM committee_member m WHERE m.id = award_party() AND m.position = 'chair' AND m.to_on IS NULL)"
)

FUNCTIONS = (
    # The same as app.regulation.deliberation.base_of, over the seats that a ballot keeps.
    """CREATE OR REPLACE FUNCTION award_base(seats jsonb, base text) RETURNS integer LANGUAGE sql IMMUTABLE
    PARALLEL SAFE AS $$ SELECT count(*)::integer FROM jsonb_array_elements_text(seats->'in_office') AS m(id)
    WHERE NOT jsonb_exists(seats->'recused', m.id)
    AND (base = 'non_recused_in_office' OR jsonb_exists(seats->'present', m.id)) $$""",
)

COUNT = """
SELECT * INTO box FROM ballot WHERE id = NEW.id;
IF box.status <> 'closed' THEN RETURN NULL; END IF;
IF box.mode = 'secret_paper' THEN
    SELECT bool_and((p.in_favour, p.against, p.abstained, p.invalid)
        = (box.in_favour, box.against, box.abstained, box.invalid)) AND count(*) = 2
    INTO agrees FROM (SELECT c.*, m.to_on IS NULL AS seated, count(*) FILTER (WHERE m.to_on IS NULL) OVER () AS tellers
        FROM paper_count c JOIN committee_member m ON m.id = c.teller_id WHERE c.ballot_id = box.id) p
    WHERE p.seated OR p.tellers < 2;
    IF box.papers IS DISTINCT FROM (SELECT count(*) FROM eligible_voter e WHERE e.ballot_id = box.id AND e.took_paper)
        OR box.in_favour + box.against + box.abstained + box.invalid > box.papers
    THEN PERFORM award_refuse('i19_too_many_papers'); END IF;
ELSE
    SELECT (count(*) FILTER (WHERE v.choice = 'in_favour'), count(*) FILTER (WHERE v.choice = 'against'),
        count(*) FILTER (WHERE v.choice = 'abstain'), 0) = (box.in_favour, box.against, box.abstained, box.invalid)
    INTO agrees FROM vote v WHERE v.ballot_id = box.id;
END IF;
share := box.majority_num::bigint * greatest(box.base_at_open, box.base_at_close);
IF box.base_at_close IS DISTINCT FROM award_base(box.seats_at_close, box.base) THEN
    PERFORM award_refuse('i19_base_at_close'); END IF;
IF agrees IS NOT TRUE OR box.passed IS DISTINCT FROM (box.in_favour >= box.needed)
    OR (box.needed::bigint * box.majority_den > share
        OR (box.majority_inclusive AND box.needed::bigint * box.majority_den = share)) IS NOT TRUE
THEN PERFORM award_refuse('i19_count_at_close'); END IF; RETURN NULL;
"""

FROZEN = (
    "cycle_id", "meeting_id", "application_id", "tier", "round", "mode", "quorum_num", "quorum_den", "majority_num",
    "majority_den", "majority_inclusive", "base", "seats", "base_at_open", "opened_at", "repeats_id", "reason",
)  # fmt: skip


def _frozen(row: str) -> str:
    return "(" + ", ".join(f"{row}.{column}" for column in FROZEN) + ")"


def tellers_apart(table: str, box: str) -> Guard:
    """Art. 24: of two who count the same papers nobody could be both; a seat counts for whoever may have sat on it."""
    return two_hands(
        table, "in_favour, against, abstained, invalid", "award_user()",
        f"""SELECT m.user_id FROM {table} p JOIN committee_member m ON m.id = p.teller_id
            WHERE p.{box} = NEW.{box} AND p.teller_id <> NEW.teller_id
            UNION SELECT al.user_id FROM {table} p JOIN alternate al ON al.member_id = p.teller_id
            WHERE p.{box} = NEW.{box} AND p.teller_id <> NEW.teller_id""",  # noqa: S608 - our own constants only.
    )  # fmt: skip


BALLOT_GUARDS = (
    one_leaf("ballot"),
    Guard(
        name="i19_ballot_begins_open", table="ballot", when="BEFORE INSERT",
        body=f"""PERFORM 1 FROM meeting WHERE id = NEW.meeting_id AND status = 'convened' FOR UPDATE;
        IF NOT FOUND OR NEW.status <> 'open' OR NEW.closed_at IS NOT NULL THEN
        PERFORM award_refuse('i19_ballot_begins_open'); END IF;
        IF NOT {CHAIR} THEN PERFORM award_refuse('i19_chair_presides'); END IF;
        IF NEW.repeats_id IS DISTINCT FROM (SELECT b.id FROM ballot b WHERE b.application_id = NEW.application_id
            AND b.tier = NEW.tier ORDER BY b.round DESC LIMIT 1)
            OR (NEW.repeats_id IS NOT NULL) IS DISTINCT FROM (btrim(NEW.reason) <> '')
        THEN PERFORM award_refuse('i19_repeats_the_last'); END IF;
        IF NOT EXISTS (SELECT FROM candidate_entry c JOIN ranking_entry r
            ON r.ranking_id = c.ranking_id AND r.application_id = c.application_id
            JOIN prize p ON p.cycle_id = NEW.cycle_id AND p.tier = NEW.tier
            WHERE c.cycle_id = NEW.cycle_id AND c.application_id = NEW.application_id
            AND r.total_num >= p.floor::bigint * r.total_den) THEN
        PERFORM award_refuse('i12_below_floor'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    Guard(
        name="i19_ballot_is_frozen", table="ballot", when="BEFORE UPDATE OR DELETE",
        body=f"""IF TG_OP = 'DELETE' OR OLD.passed IS NOT NULL OR {_frozen("OLD")} IS DISTINCT FROM {_frozen("NEW")}
        OR (OLD.status = 'closed' AND NEW.status <> 'closed') THEN PERFORM award_refuse('i19_ballot_is_frozen'); END IF;
        IF NEW.status <> OLD.status AND NOT {CHAIR} THEN PERFORM award_refuse('i19_chair_presides'); END IF;
        RETURN NEW;""",
    ),
    Guard(
        name="i19_electorate", table="eligible_voter", when="AFTER INSERT", deferred=True, declare="box ballot;",
        body="""SELECT * INTO box FROM ballot WHERE id = NEW.ballot_id;
        IF NOT (box.seats->'in_office' @> to_jsonb(NEW.member_id) AND box.seats->'present' @> to_jsonb(NEW.member_id))
        OR box.seats->'recused' @> to_jsonb(NEW.member_id) OR EXISTS (SELECT FROM member_recusal r
            WHERE r.member_id = NEW.member_id AND r.application_id = box.application_id)
        THEN PERFORM award_refuse('i19_electorate'); END IF;
        IF EXISTS (SELECT FROM committee_member m LEFT JOIN alternate al ON al.id = NEW.alternate_id
            JOIN role_grant g ON g.user_id IN (m.user_id, al.user_id) AND g.role = 'applicant'
            AND g.ended_at IS NULL JOIN application a ON a.organization_id = g.party_id
            WHERE m.id = NEW.member_id AND a.id = box.application_id)
        THEN PERFORM award_refuse('i19_own_candidate'); END IF;
        IF NEW.alternate_id IS DISTINCT FROM (SELECT t.alternate_id FROM attendance t
            WHERE t.meeting_id = box.meeting_id AND t.member_id = NEW.member_id)
        THEN PERFORM award_refuse('i19_alternate_attends'); END IF;
        IF NOT EXISTS (SELECT FROM committee_member m LEFT JOIN alternate al ON al.id = NEW.alternate_id
            JOIN undertaking u ON u.user_id = coalesce(al.user_id, m.user_id)
            WHERE m.id = NEW.member_id AND u.cycle_id = box.cycle_id)
        THEN PERFORM award_refuse('i19_undertaking'); END IF; RETURN NULL;""",
    ),
    Guard(
        name="i19_vote", table="vote", when="BEFORE INSERT", declare="box ballot;",
        body=f"""{OPEN}
        IF box.mode NOT IN ('open', 'sealed_open') THEN PERFORM award_refuse('i19_mode'); END IF;
        IF NEW.member_id IS DISTINCT FROM award_party() THEN PERFORM award_refuse('i19_own_vote'); END IF;
        UPDATE eligible_voter SET has_voted = true WHERE ballot_id = NEW.ballot_id AND member_id = NEW.member_id;
        IF NOT FOUND THEN PERFORM award_refuse('i19_eligible'); END IF;
        IF award_user() IS DISTINCT FROM (SELECT coalesce(al.user_id, m.user_id) FROM eligible_voter e
            JOIN committee_member m ON m.id = e.member_id LEFT JOIN alternate al ON al.id = e.alternate_id
            WHERE e.ballot_id = NEW.ballot_id AND e.member_id = NEW.member_id)
        THEN PERFORM award_refuse('i19_in_person'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    Guard(
        name="i19_paper", table="paper_count", when="BEFORE INSERT OR UPDATE", declare="box ballot;",
        body=f"""{OPEN}
        IF box.mode <> 'secret_paper' THEN PERFORM award_refuse('i19_mode'); END IF;
        IF NEW.teller_id IS DISTINCT FROM award_party() OR NOT box.seats->'present' @> to_jsonb(NEW.teller_id)
            OR (SELECT count(*) FROM paper_count p JOIN committee_member m ON m.id = p.teller_id AND m.to_on IS NULL
                WHERE p.ballot_id = NEW.ballot_id AND p.teller_id <> NEW.teller_id) > 1
        THEN PERFORM award_refuse('i19_two_tellers'); END IF;
        IF NEW.in_favour + NEW.against + NEW.abstained + NEW.invalid >
            (SELECT count(*) FROM eligible_voter e WHERE e.ballot_id = NEW.ballot_id AND e.took_paper)
        THEN PERFORM award_refuse('i19_too_many_papers'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    tellers_apart("paper_count", "ballot_id"),
    Guard(
        name="i19_paper_taken", table="eligible_voter", when="BEFORE UPDATE OF took_paper", declare="box ballot;",
        body=f"""IF NEW.took_paper = OLD.took_paper THEN RETURN NEW; END IF;
        {OPEN}
        IF box.mode <> 'secret_paper' THEN PERFORM award_refuse('i19_mode'); END IF;
        RETURN NEW;""",
    ),
    Guard(
        name="i19_papers_counted", table="eligible_voter", when="AFTER UPDATE OF took_paper", deferred=True,
        body="""IF EXISTS (SELECT FROM paper_count p WHERE p.ballot_id = NEW.ballot_id
            AND p.in_favour + p.against + p.abstained + p.invalid > (SELECT count(*) FROM eligible_voter e
                WHERE e.ballot_id = NEW.ballot_id AND e.took_paper))
        THEN PERFORM award_refuse('i19_too_many_papers'); END IF; RETURN NULL;""",
    ),
    Guard(
        name="i19_count_at_close", table="ballot", when="AFTER INSERT OR UPDATE", deferred=True,
        declare="box ballot; agrees boolean; share bigint;", body=COUNT,
    ),
)  # fmt: skip

SNAPSHOTS = (
    "member_recusal", "vote", "proposed_list", "proposed_entry", "government_submission", "submission_return",
    "government_decision", "decision_entry", "name_reveal",
)  # fmt: skip

TEXTS = {
    "agenda_item": ("NEW.text", "(SELECT t.cycle_id FROM meeting t WHERE t.id = NEW.meeting_id)"),
    "agenda_amendment": ("NEW.reason", "(SELECT t.cycle_id FROM meeting t WHERE t.id = NEW.meeting_id)"),
    "meeting": ("NEW.urgency", "NEW.cycle_id"),
    "ballot": ("NEW.reason", "NEW.cycle_id"),
}
"""What is written for a meeting and read by every member: by table, the text and its year."""


def untold(table: str, said: str, year: str) -> Guard:
    """Art. 24, `edition.committee.names_hidden`: no text tells who a candidate is while the members read codes."""
    return Guard(
        name=f"i30_untold_{table}", table=table, when="BEFORE INSERT",
        body=f"IF award_tells_a_name({year}, {said}) THEN PERFORM award_refuse('i30_text_tells_a_name'); END IF; "
        "RETURN NEW;",
    )  # fmt: skip


LIST_GUARDS = (
    *(untold(table, *text) for table, text in TEXTS.items()),
    *(
        Guard(
            name=f"fixed_{table}", table=table, when="BEFORE UPDATE OR DELETE",
            body="PERFORM award_refuse('committee_paper_is_fixed'); RETURN NULL;",
        )
        for table in SNAPSHOTS
    ),
    Guard(
        # A return and a decision on the same request wait for each other on its row.
        name="i26_decided_is_not_returned", table="submission_return", when="BEFORE INSERT",
        body="""PERFORM 1 FROM government_submission s WHERE s.id = NEW.submission_id FOR UPDATE;
        IF EXISTS (SELECT FROM government_decision d WHERE d.submission_id = NEW.submission_id)
        THEN PERFORM award_refuse('i26_decided_is_not_returned'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i26_returned_is_not_decided", table="government_decision", when="BEFORE INSERT",
        body="""PERFORM 1 FROM government_submission s WHERE s.id = NEW.submission_id FOR UPDATE;
        IF EXISTS (SELECT FROM submission_return r WHERE r.submission_id = NEW.submission_id)
        THEN PERFORM award_refuse('i26_returned_is_not_decided'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i3_outside_places_repeats", table="decision_entry", when="AFTER INSERT", deferred=True,
        body=f"""IF NEW.outside_places AND NOT ({rule_denies("takes_place", "NEW.cycle_id")}
            AND {repeats("NEW.application_id", "NEW.cycle_id", "NEW.tier")})
        THEN PERFORM award_refuse('i3_over_places'); END IF; RETURN NULL;""",
    ),
    Guard(
        name="i3_approved_have_places", table="decision_entry", when="AFTER INSERT", deferred=True,
        body="PERFORM 1 FROM prize p WHERE p.cycle_id = NEW.cycle_id AND p.tier = NEW.tier FOR UPDATE; "
        "IF NEW.is_approved AND (SELECT count(DISTINCT d.application_id) FROM decision_entry d JOIN application a "
        "ON a.id = d.application_id WHERE d.cycle_id = NEW.cycle_id AND d.tier = NEW.tier AND d.is_approved "
        "AND NOT d.outside_places AND a.status IN ('approved_in_notice', 'approved', 'awarded')) > (SELECT count(*) "
        "FROM award_slot s WHERE s.cycle_id = NEW.cycle_id AND s.tier = NEW.tier) "
        "THEN PERFORM award_refuse('i3_over_places'); END IF; RETURN NULL;",
    ),
)  # fmt: skip
