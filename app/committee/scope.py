"""Who reaches candidates, ballots, lists and decisions; a sealed vote is nobody's before the close (arts. 23, 24)."""

from app.committee.guards import BALLOT_GUARDS, CHAIR, FUNCTIONS, LIST_GUARDS, MEMBER_GUARDS
from app.committee.meeting_guards import MEETING_GUARDS
from app.database import Persona
from app.scope import Reach, Scope
from app.undertakings.scope import signed

S, C = (Persona.SECRETARIAT,), (Persona.COMMITTEE,)
BOTH = S + C
MOVED = ("status", "version", "leaf_id")
RESULTS = (
    "seats_at_close", "base_at_close", "in_favour", "against", "abstained", "invalid", "papers", "needed", "passed",
    "closed_at",
)  # fmt: skip


def seen_by(ballot: str) -> str:
    """Arts. 24, 30: who has signed sees a ballot; while names are hidden not who is recused, unless he chairs.

    What he might learn of the candidate from whom he is recused, votes and result, would tell him whose they are.
    """
    return (
        f"{signed(f'{ballot}.cycle_id')} AND (NOT EXISTS (SELECT FROM member_recusal r WHERE "
        f"r.application_id = {ballot}.application_id AND r.member_id = award_party()) "
        f"OR NOT award_names_hidden({ballot}.cycle_id) OR {CHAIR})"
    )


def opens(application: str) -> str:
    """Arts. 23, 30: a candidate's file opens to a member who has signed and is not recused from that candidate."""
    return (
        f"EXISTS (SELECT FROM candidate_entry c WHERE c.application_id = {application}) AND NOT EXISTS "  # noqa: S608 - our own constants only.
        f"(SELECT FROM member_recusal r WHERE r.application_id = {application} AND r.member_id = award_party())"
    )


IS_CANDIDATE = "IN (SELECT c.application_id FROM candidate_entry c)"
"""A member sees candidates only of the cycles whose undertaking he has signed, and this follows."""
OF_A_BALLOT_SEEN = "EXISTS (SELECT FROM ballot b WHERE b.id = {table}.ballot_id{further})"
COUNTED = OF_A_BALLOT_SEEN.format(table="paper_count", further=" AND b.status = 'closed'")
READABLE_VOTE = OF_A_BALLOT_SEEN.format(table="vote", further=" AND (b.status = 'closed' OR b.mode = 'open')")
VOTERS_SEEN = OF_A_BALLOT_SEEN.format(table="eligible_voter", further="")

CANDIDATES = (
    # Of a sealed ranking a member sees that it is there, since when, and its hash; never a place or a score.
    Reach(table="ranking", to=C, see=signed("ranking.cycle_id"),
          columns=("id", "cycle_id", "number", "sha256", "frozen_at", "leaf_hash")),
    Reach(table="candidate_entry", to=C, see=signed("candidate_entry.cycle_id")),
    # The committee reaches a candidate's status, never the form; the reports' numbers only if not recused. Names and
    # prose come through app.rankings.names, which hides them where the edition says so.
    Reach(table="application", to=C, see=f"id {IS_CANDIDATE}", change=("seq", *MOVED),
          columns=("id", "cycle_id", "edition_id", "seq", *MOVED)),
    Reach(table="application_step", to=C, add=f"application_id {IS_CANDIDATE}"),
    Reach(table="comprehensive_report", to=C, see=opens("comprehensive_report.application_id"),
          columns=("application_id", "cycle_id", "total_num", "total_den", "inputs")),
    Reach(table="material_report", to=C, see=opens("material_report.application_id"),
          columns=("application_id", "total")),
)  # fmt: skip

MEETINGS = (
    Reach(table="committee_member", to=S, see="true", add="true", change=("to_on", *MOVED)),
    Reach(table="committee_member", to=C, see="true"),
    Reach(table="alternate", to=S, see="true", add="appointed_by = award_user()", change=("to_on",)),
    Reach(table="alternate", to=C, see="true"),
    Reach(
        table="undertaking",
        to=C,
        see="user_id IN (SELECT m.user_id FROM committee_member m) OR user_id IN (SELECT al.user_id FROM alternate al)",
    ),
    Reach(table="meeting", to=S, see="true", add="true", change=("closed_at", "minutes", *MOVED)),
    Reach(table="meeting", to=C, see="true", change=("version", "leaf_id")),
    Reach(table="attendance", to=S, see="true", add="true", change=("is_present", "alternate_id")),
    Reach(table="attendance", to=C, see="true"),
    Reach(table="attendance_move", to=S, see="true", add="recorded_by = award_user()"),
    Reach(table="attendance_move", to=C, see="true"),
    Reach(table="agenda_item", to=S, see="true", add="true", change=("withdrawn_at",)),
    Reach(table="agenda_item", to=C, see="true"),
    Reach(table="agenda_amendment", to=S, see="true", add="amended_by = award_user()"),
    Reach(table="agenda_amendment", to=C, see="true"),
    Reach(table="member_recusal", to=S, see="true"),
    # The chair reads them for the electorate; their grounds tell the organization.
    Reach(
        table="member_recusal",
        to=C,
        see=f"member_id = award_party() OR {CHAIR} OR EXISTS (SELECT FROM meeting t "
        "WHERE t.id = member_recusal.meeting_id AND NOT award_names_hidden(t.cycle_id))",
    ),
    Reach(table="member_recusal", to=S, add="recorded_by = award_user()"),
    Reach(table="member_recusal", to=C, add="member_id = award_party() AND recorded_by = award_user()"),
    Reach(table="cycle", to=C, see="opens_at IS NOT NULL", change=("version", "leaf_id")),
)

BALLOTS = (
    Reach(table="ballot", to=S, see="true", change=("version", "leaf_id")),
    Reach(table="ballot", to=C, see=seen_by("ballot"), add=signed("ballot.cycle_id"),
          change=(*RESULTS, *MOVED)),
    Reach(table="eligible_voter", to=S, see="true", change=("took_paper",)),
    Reach(table="eligible_voter", to=C, see=VOTERS_SEEN, add=VOTERS_SEEN),
    Reach(table="vote", to=BOTH, see=READABLE_VOTE),
    Reach(table="vote", to=C, add="member_id = award_party()"),
    Reach(table="paper_count", to=S, see=COUNTED),
    Reach(table="paper_count", to=C, see=f"teller_id = award_party() OR {COUNTED}", add="teller_id = award_party()",
          change=("in_favour", "against", "abstained", "invalid"), where="teller_id = award_party()"),
)  # fmt: skip

LISTS = (
    Reach(table="proposed_list", to=BOTH, see="true"),
    Reach(table="proposed_list", to=C, add="fixed_by = award_user()"),
    Reach(table="name_reveal", to=BOTH, see="true"),
    Reach(table="name_reveal", to=C, add=f"{signed('name_reveal.cycle_id')} AND {CHAIR}"),
    Reach(table="proposed_entry", to=BOTH, see="true"),
    Reach(table="proposed_entry", to=C, add="true"),
    Reach(table="government_submission", to=BOTH, see="true"),
    Reach(table="government_submission", to=S, add="recorded_by = award_user()"),
    Reach(table="submission_return", to=BOTH, see="true"),
    Reach(table="submission_return", to=S, add="recorded_by = award_user()"),
    Reach(table="government_decision", to=BOTH, see="true"),
    Reach(table="government_decision", to=S, add="recorded_by = award_user()"),
    Reach(table="decision_entry", to=BOTH, see="true"),
    Reach(table="decision_entry", to=S, add="true"),
    Reach(table="stored_file", to=S, see="owner_id IN (SELECT c.id FROM cycle c)"),
    Reach(table="stored_file", to=C, see="id IN (SELECT d.scan_file_id FROM government_decision d)"),
)

SCOPE = Scope(
    functions=FUNCTIONS,
    reaches=(*CANDIDATES, *MEETINGS, *BALLOTS, *LISTS),
    guards=(*MEMBER_GUARDS, *MEETING_GUARDS, *BALLOT_GUARDS, *LIST_GUARDS),
)
