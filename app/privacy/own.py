"""What the service holds about a person himself: which rows are his, read only as each of his roles may read them."""

from dataclasses import dataclass

from app.regulation.vocabulary import Role

EXPERT, SEAT, OFFICE = frozenset({Role.EXPERT}), frozenset({Role.COMMITTEE}), frozenset({Role.SECRETARIAT})
CIRCLE = EXPERT | SEAT | OFFICE
MINE = "user_id = award_user()"
EXPERTS = "expert_id = award_party()"
OF_OWN_SHEET = "sheet_id IN (SELECT s.id FROM score_sheet s WHERE s.expert_id = award_party())"
PRESENT = """award_user() = (SELECT coalesce(a.user_id, m.user_id) FROM committee_member m
    LEFT JOIN alternate a ON a.id = attendance.alternate_id WHERE m.id = attendance.member_id)"""
"""A seat may be held by an alternate for a day, and what he does in it is his and not the member's."""


def _voted(table: str, box: str, voters: str) -> str:
    return f"""award_user() = (SELECT coalesce(a.user_id, m.user_id) FROM {voters} e
        JOIN committee_member m ON m.id = e.member_id LEFT JOIN alternate a ON a.id = e.alternate_id
        WHERE e.{box} = {table}.{box} AND e.member_id = {table}.member_id)"""  # noqa: S608 - our own constants only.


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of a table that are a person's own in one of these roles; `own` is SQL under his persona."""

    table: str
    zh: str
    to: frozenset[Role]
    columns: tuple[str, ...]
    own: str
    alone: bool = False
    """Read in no role, as `scope.py` lets him: the persona of his role may not read these columns."""


PARTS = (
    Part(table="handover", zh="交接", to=frozenset({Role.APPLICANT}), own="award_user() IN (from_user_id, to_user_id)",
         columns=("organization_id", "reason", "handed_at")),
    Part(table="undertaking", zh="保密承诺", to=CIRCLE, own=MINE,
         columns=("cycle_id", "role", "text_version", "text_sha256", "signed_at")),
    Part(table="interest", zh="利害关系申报", to=CIRCLE, own=MINE,
         columns=("role", "kind", "credit_code", "organization_name", "from_on", "until_on", "note", "declared_on")),
    Part(table="break_glass", zh="紧急查阅申请", to=SEAT | OFFICE, own=MINE,
         columns=("application_id", "reason", "hours", "asked_at", "status", "until")),
    Part(table="expert", zh="专家库登记", to=EXPERT, own="id = award_party()", alone=True,
         columns=("name", "kind", "divisions", "employer_name", "employer_credit_code", "title", "degree",
                  "years_of_practice", "training", "admitted_on", "term_until", "status", "left_on")),
    Part(table="expert_training", zh="培训记录", to=EXPERT, own=EXPERTS, alone=True,
         columns=("title", "provider", "completed_on", "hours", "passed")),
    Part(table="panel_seat", zh="评审组席位", to=EXPERT, own=EXPERTS,
         columns=("panel_id", "is_leader", "seated_at", "left_at")),
    Part(table="expert_relation", zh="与申报组织的关系声明", to=EXPERT, own=EXPERTS,
         columns=("application_id", "stage", "relation", "declared", "declared_at")),
    Part(table="score_sheet", zh="评分表", to=EXPERT, own=EXPERTS,
         columns=("id", "application_id", "stage", "status", "total", "opened_at", "submitted_at")),
    Part(table="sheet_item", zh="逐条评分", to=EXPERT, own=OF_OWN_SHEET,
         columns=("sheet_id", "item_code", "percent", "strengths", "opportunities", "citations")),
    Part(table="dissent", zh="合议保留意见", to=EXPERT, own=EXPERTS,
         columns=("application_id", "stage", "item_code", "own", "agreed", "statement", "stated_at")),
    Part(table="committee_member", zh="评委会席位", to=SEAT, own=f"id = award_party() AND {MINE}",
         columns=("name", "office", "unit_name", "position", "from_on", "to_on", "status")),
    Part(table="alternate", zh="候补委派", to=SEAT, own=MINE,
         columns=("cycle_id", "name", "office", "unit_name", "from_on", "to_on")),
    Part(table="attendance", zh="出席会议", to=SEAT, own=f"member_id = award_party() AND {PRESENT}",
         columns=("meeting_id", "is_present")),
    Part(table="member_recusal", zh="本席回避", to=SEAT, own="member_id = award_party()",
         columns=("meeting_id", "application_id", "ground")),
    Part(table="eligible_voter", zh="表决资格", to=SEAT, columns=("ballot_id", "has_voted", "took_paper"),
         own=f"member_id = award_party() AND {_voted('eligible_voter', 'ballot_id', 'eligible_voter')}"),
    Part(table="vote", zh="表决", to=SEAT, columns=("ballot_id", "choice"),
         own=f"member_id = award_party() AND {_voted('vote', 'ballot_id', 'eligible_voter')}"),
    Part(table="motion_voter", zh="动议表决资格", to=SEAT, columns=("motion_id", "has_voted", "took_paper"),
         own=f"member_id = award_party() AND {_voted('motion_voter', 'motion_id', 'motion_voter')}"),
    Part(table="motion_vote", zh="动议表决", to=SEAT, columns=("motion_id", "choice"),
         own=f"member_id = award_party() AND {_voted('motion_vote', 'motion_id', 'motion_voter')}"),
)  # fmt: skip
"""In the order of the year. Row security decides besides: a sealed vote stays unreadable to its voter too (art. 24)."""
