"""Who reaches motions and their ballots; a sealed vote is nobody's before the close (arts. 7, 24, 30; I19)."""

from app.committee.guards import CHAIR, tellers_apart, untold
from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope
from app.undertakings.scope import signed

S, C = (Persona.SECRETARIAT,), (Persona.COMMITTEE,)
BOTH = S + C
CLEAR = "NOT EXISTS (SELECT FROM award_barred() b WHERE jsonb_exists(motion.concerns, b.case_id::text))"
"""A motion that concerns a case is closed to whoever is barred from it."""
OWN = f"proposed_by = award_user() AND {CLEAR}"
SEEN = "EXISTS (SELECT FROM motion m WHERE m.id = {table}.motion_id{further})"
SHOWN = (
    "EXISTS (SELECT FROM motion_ballot b WHERE b.motion_id = motion_vote.motion_id "
    "AND (b.closed_at IS NOT NULL OR b.mode = 'open'))"
)
COUNTED = (
    "EXISTS (SELECT FROM motion_ballot b WHERE b.motion_id = motion_paper_count.motion_id AND b.closed_at IS NOT NULL)"
)
RESULTS = (
    "seats_at_close", "base_at_close", "in_favour", "against", "abstained", "invalid", "papers", "needed", "passed",
    "closed_at",
)  # fmt: skip
VOTERS = SEEN.format(table="motion_voter", further="")
BALLOT = SEEN.format(table="motion_ballot", further="")

REACHES = (
    Reach(table="motion", to=S, see=CLEAR, add=f"member_id IS NULL AND {OWN}", change=("version", "leaf_id")),
    Reach(table="motion", to=C, see=f"{signed('motion.cycle_id')} AND {CLEAR}",
          add=f"member_id = award_party() AND {OWN}", change=("resolution_id", "status", "version", "leaf_id")),
    Reach(table="motion_ballot", to=S, see=BALLOT),
    Reach(table="motion_ballot", to=C, see=BALLOT, add=BALLOT, change=RESULTS),
    Reach(table="motion_voter", to=S, see=VOTERS, change=("took_paper",)),
    Reach(table="motion_voter", to=C, see=VOTERS, add=VOTERS),
    Reach(table="motion_vote", to=BOTH, see=SHOWN),
    Reach(table="motion_vote", to=C, add="member_id = award_party()"),
    Reach(table="motion_paper_count", to=S, see=COUNTED),
    Reach(table="motion_paper_count", to=C, see=f"teller_id = award_party() OR {COUNTED}",
          add="teller_id = award_party()", change=("in_favour", "against", "abstained", "invalid"),
          where="teller_id = award_party()"),
    # A resolution that a meeting carries is written by the chair who closes the vote on it.
    Reach(table="resolution", to=C, add="recorded_by = award_user() AND carried_by IS NOT NULL"),
)  # fmt: skip

OPEN = """
SELECT * INTO box FROM motion_ballot WHERE motion_id = NEW.motion_id FOR UPDATE;
IF box.closed_at IS NOT NULL OR box.motion_id IS NULL THEN PERFORM award_refuse('i19_while_open'); END IF;
"""
COUNT = """
SELECT * INTO box FROM motion_ballot WHERE motion_id = NEW.motion_id;
IF box.closed_at IS NULL THEN RETURN NULL; END IF;
IF box.mode = 'secret_paper' THEN
    SELECT bool_and((p.in_favour, p.against, p.abstained, p.invalid)
        = (box.in_favour, box.against, box.abstained, box.invalid)) AND count(*) = 2
    INTO agrees FROM (SELECT c.*, m.to_on IS NULL AS seated, count(*) FILTER (WHERE m.to_on IS NULL) OVER () AS tellers
        FROM motion_paper_count c JOIN committee_member m ON m.id = c.teller_id WHERE c.motion_id = box.motion_id) p
    WHERE p.seated OR p.tellers < 2;
    IF box.papers IS DISTINCT FROM (SELECT count(*) FROM motion_voter e WHERE e.motion_id = box.motion_id
        AND e.took_paper) OR box.in_favour + box.against + box.abstained + box.invalid > box.papers
    THEN PERFORM award_refuse('i19_too_many_papers'); END IF;
ELSE
    SELECT (count(*) FILTER (WHERE v.choice = 'in_favour'), count(*) FILTER (WHERE v.choice = 'against'),
        count(*) FILTER (WHERE v.choice = 'abstain'), 0) = (box.in_favour, box.against, box.abstained, box.invalid)
    INTO agrees FROM motion_vote v WHERE v.motion_id = box.motion_id;
END IF;
share := box.majority_num::bigint * greatest(box.base_at_open, box.base_at_close);
IF agrees IS NOT TRUE OR box.passed IS DISTINCT FROM (box.in_favour >= box.needed)
    OR box.base_at_close IS DISTINCT FROM award_base(box.seats_at_close, box.base)
    OR (box.needed::bigint * box.majority_den > share
        OR (box.majority_inclusive AND box.needed::bigint * box.majority_den = share)) IS NOT TRUE
    OR NOT EXISTS (SELECT FROM motion m WHERE m.id = box.motion_id
        AND m.status = CASE WHEN box.passed THEN 'carried' ELSE 'lost' END)
THEN PERFORM award_refuse('i19_motion_count'); END IF; RETURN NULL;
"""
"""Art. 24: the result is that of the votes, and the motion is what the result says."""

CARRIED = """
IF NEW.carried_by IS NOT NULL AND NOT EXISTS (SELECT FROM motion m JOIN motion_ballot b ON b.motion_id = m.id
    WHERE m.resolution_id = NEW.id AND m.status = 'carried' AND b.passed AND NEW.title = m.title
    AND NEW.text = m.text AND (NEW.carried_by->>'motion_id')::uuid = m.id
    AND (NEW.carried_by->>'in_favour')::int = b.in_favour AND (NEW.carried_by->>'needed')::int = b.needed)
THEN PERFORM award_refuse('i19_resolution_carried'); END IF; RETURN NULL;
"""
"""Art. 7(1): what says that a meeting carried it was carried by one, in these words and with these votes."""

FROZEN = (
    "motion_id", "mode", "quorum_num", "quorum_den", "majority_num", "majority_den", "majority_inclusive", "base",
    "seats", "base_at_open", "opened_at",
)  # fmt: skip


def _frozen(row: str) -> str:
    return "(" + ", ".join(f"{row}.{column}" for column in FROZEN) + ")"


GUARDS = (
    one_leaf("motion"),
    untold("motion", "NEW.title || ' ' || NEW.text", "NEW.cycle_id"),
    Guard(
        name="i19_motion_stands", table="motion", when="BEFORE INSERT OR UPDATE OR DELETE",
        body="""IF TG_OP = 'INSERT' THEN PERFORM 1 FROM meeting WHERE id = NEW.meeting_id AND status = 'convened'
            FOR UPDATE; IF NOT FOUND THEN PERFORM award_refuse('i19_motion_in_meeting'); END IF; RETURN NEW; END IF;
        IF TG_OP = 'DELETE' OR OLD.status IN ('carried', 'lost') OR (NEW.cycle_id, NEW.meeting_id, NEW.number, NEW.kind,
            NEW.title, NEW.text, NEW.concerns, NEW.member_id, NEW.proposed_by, NEW.item_id) IS DISTINCT FROM
            (OLD.cycle_id, OLD.meeting_id, OLD.number, OLD.kind, OLD.title, OLD.text, OLD.concerns, OLD.member_id,
            OLD.proposed_by, OLD.item_id)
        THEN PERFORM award_refuse('i19_motion_stands'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i19_motion_ballot", table="motion_ballot", when="BEFORE INSERT OR UPDATE OR DELETE",
        body=f"""IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.passed IS NOT NULL
            OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
            OR {_frozen("OLD")} IS DISTINCT FROM {_frozen("NEW")}))
        THEN PERFORM award_refuse('i19_ballot_is_frozen'); END IF;
        IF NOT {CHAIR} THEN PERFORM award_refuse('i19_chair_presides'); END IF;
        PERFORM 1 FROM motion m JOIN meeting t ON t.id = m.meeting_id
        WHERE m.id = NEW.motion_id AND t.status = 'convened' FOR UPDATE OF t;
        IF NOT FOUND THEN PERFORM award_refuse('i19_motion_in_meeting'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i19_motion_electorate", table="motion_voter", when="AFTER INSERT", deferred=True,
        declare="box motion_ballot;",
        body="""SELECT * INTO box FROM motion_ballot WHERE motion_id = NEW.motion_id;
        IF NOT (box.seats->'in_office' @> to_jsonb(NEW.member_id) AND box.seats->'present' @> to_jsonb(NEW.member_id))
            OR box.seats->'recused' @> to_jsonb(NEW.member_id)
            OR EXISTS (SELECT FROM motion m JOIN member_recusal r ON jsonb_exists(m.concerns, r.application_id::text)
                WHERE m.id = NEW.motion_id AND r.member_id = NEW.member_id)
            OR NEW.alternate_id IS DISTINCT FROM (SELECT t.alternate_id FROM attendance t JOIN motion m
                ON m.meeting_id = t.meeting_id WHERE m.id = NEW.motion_id AND t.member_id = NEW.member_id)
        THEN PERFORM award_refuse('i19_electorate'); END IF;
        IF EXISTS (SELECT FROM motion m JOIN committee_member s ON s.id = NEW.member_id
            LEFT JOIN alternate al ON al.id = NEW.alternate_id CROSS JOIN LATERAL (SELECT * FROM
            award_conflicted(s.user_id) UNION ALL SELECT * FROM award_conflicted(al.user_id)) c
            WHERE m.id = NEW.motion_id AND jsonb_exists(m.concerns, c.case_id::text))
        THEN PERFORM award_refuse('i30_interested_voter'); END IF; RETURN NULL;""",
    ),
    Guard(
        name="i19_motion_vote", table="motion_vote", when="BEFORE INSERT", declare="box motion_ballot;",
        body=f"""{OPEN}
        IF box.mode NOT IN ('open', 'sealed_open') THEN PERFORM award_refuse('i19_mode'); END IF;
        IF NEW.member_id IS DISTINCT FROM award_party() THEN PERFORM award_refuse('i19_own_vote'); END IF;
        UPDATE motion_voter SET has_voted = true WHERE motion_id = NEW.motion_id AND member_id = NEW.member_id;
        IF NOT FOUND THEN PERFORM award_refuse('i19_eligible'); END IF;
        IF award_user() IS DISTINCT FROM (SELECT coalesce(al.user_id, m.user_id) FROM motion_voter e
            JOIN committee_member m ON m.id = e.member_id LEFT JOIN alternate al ON al.id = e.alternate_id
            WHERE e.motion_id = NEW.motion_id AND e.member_id = NEW.member_id)
        THEN PERFORM award_refuse('i19_in_person'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    Guard(
        name="i19_motion_vote_fixed", table="motion_vote", when="BEFORE UPDATE OR DELETE",
        body="PERFORM award_refuse('committee_paper_is_fixed'); RETURN NULL;",
    ),
    Guard(
        name="i19_motion_paper", table="motion_paper_count", when="BEFORE INSERT OR UPDATE",
        declare="box motion_ballot;",
        body=f"""{OPEN}
        IF box.mode <> 'secret_paper' THEN PERFORM award_refuse('i19_mode'); END IF;
        IF NEW.teller_id IS DISTINCT FROM award_party() OR NOT box.seats->'present' @> to_jsonb(NEW.teller_id)
            OR (SELECT count(*) FROM motion_paper_count p JOIN committee_member m ON m.id = p.teller_id
                AND m.to_on IS NULL WHERE p.motion_id = NEW.motion_id AND p.teller_id <> NEW.teller_id) > 1
        THEN PERFORM award_refuse('i19_two_tellers'); END IF;
        IF NEW.in_favour + NEW.against + NEW.abstained + NEW.invalid >
            (SELECT count(*) FROM motion_voter e WHERE e.motion_id = NEW.motion_id AND e.took_paper)
        THEN PERFORM award_refuse('i19_too_many_papers'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    tellers_apart("motion_paper_count", "motion_id"),
    Guard(
        name="i19_motion_paper_taken", table="motion_voter", when="BEFORE UPDATE OF took_paper",
        declare="box motion_ballot;",
        body=f"""IF NEW.took_paper = OLD.took_paper THEN RETURN NEW; END IF;
        {OPEN}
        IF box.mode <> 'secret_paper' THEN PERFORM award_refuse('i19_mode'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i19_motion_count", table="motion_ballot", when="AFTER INSERT OR UPDATE", deferred=True,
        declare="box motion_ballot; agrees boolean; share bigint;", body=COUNT,
    ),
    Guard(name="i19_resolution_carried", table="resolution", when="AFTER INSERT OR UPDATE", deferred=True,
          body=CARRIED),
    Guard(
        name="i19_motions_close_first", table="meeting", when="BEFORE UPDATE OF status",
        body="IF NEW.status <> OLD.status AND EXISTS (SELECT FROM motion m WHERE m.meeting_id = NEW.id "
        "AND m.status = 'open') THEN PERFORM award_refuse('i19_meeting_closes_last'); END IF; RETURN NEW;",
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
