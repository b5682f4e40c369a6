"""The committee: nine members by office, a meeting with one absent and one recused, a ballot for each candidate."""

from app.year import ballots, panels
from app.year.story import Story, cycle_of

SEATS = (
    ("chair", "chair", "副市长（演练）", "演练市人民政府"),
    ("vice-1", "vice_chair", "市场监督管理局局长（演练）", "演练市市场监督管理局"),
    ("vice-2", "vice_chair", "市场监督管理局副局长（演练）", "演练市市场监督管理局"),
    ("member-1", "member", "发改委主任（演练）", "演练市发展和改革委员会"),
    ("member-2", "member", "工信局局长（演练）", "演练市工业和信息化局"),
    ("member-3", "member", "生态环境局局长（演练）", "演练市生态环境局"),
    ("member-4", "member", "应急管理局局长（演练）", "演练市应急管理局"),
    ("member-5", "member", "人社局局长（演练）", "演练市人力资源和社会保障局"),
    ("member-6", "member", "税务局局长（演练）", "演练市税务局"),
)
PRESENT = tuple(key for key, *_ in SEATS[:8])
"""Eight of nine attend; six are enough."""


def tell(story: Story) -> None:
    """Arts. 5-7, 24, 30."""
    story.journal.chapter("评委会审议 · The committee")
    story.at("2022-12-28T09:00:00")
    appoint(story, "2022-05-20")
    panels.undertake(story, story.members.values())
    meeting = convene(story, "2022-12-28")
    first_ballots(story, meeting)
    story.secretary.do("close_meeting", meeting_id=meeting)
    fix_list(story)


def appoint(story: Story, from_on: str, keys: tuple[str, ...] = tuple(key for key, *_ in SEATS)) -> None:
    """Art. 6: one chair, vice-chairs, members, each by his office."""
    for key, position, office, unit in SEATS:
        if key in keys:
            body = {"name": office, "office": office, "unit_name": unit, "position": position, "from_on": from_on}
            made = story.secretary.do("appoint_member", body)
            story.member_ids[key] = made["member"]["id"]
            story.members[key] = story.accepted(story.hand(office, key), made["code"])


def convene(story: Story, day: str) -> str:
    """Art. 24: a meeting with its agenda."""
    body = {"cycle_id": story.cycle, "held_on": day, "place": "演练市行政中心301会议室", "agenda": ["审议候选名单"]}
    return story.secretary.do("convene_meeting", body)["id"]


def first_ballots(story: Story, meeting: str) -> None:
    """Art. 24: quorum, recusal, a vote once and only by those entitled, five of nine as the least that carries."""
    attend(story, meeting, PRESENT[:5])
    chair = story.members["chair"]
    chair.refused("no_quorum", "open_ballot", ballots.question(story, meeting, "steel", "mayors_award"))
    attend(story, meeting, PRESENT)
    recusal = {"application_id": story.applicants["fibre"].application, "ground": "本人配偶在该组织任职（演练）。"}
    story.members["member-3"].do("recuse_member", recusal, meeting_id=meeting)
    below = ballots.question(story, meeting, "fibre", "mayors_award")
    chair.refused("higher_tier", "open_ballot", below)
    member = story.members["member-1"]
    member.refused("not_the_chair", "open_ballot", ballots.question(story, meeting, "steel", "mayors_award"))
    story.on_first_ballot = ballots.try_votes
    ballots.hold(story, meeting, "steel", "mayors_award", PRESENT, in_favour=8, against=0)
    ballots.hold(story, meeting, "robot", "mayors_award", PRESENT, in_favour=5, against=2)
    entitled = tuple(key for key in PRESENT if key != "member-3")
    ballots.hold(story, meeting, "fibre", "excellence_award", entitled, in_favour=6, against=1)
    ballots.hold(story, meeting, "build", "excellence_award", PRESENT, in_favour=7, against=1)
    ballots.hold(story, meeting, "water", "excellence_award", PRESENT, in_favour=4, against=3)
    ballots.hold(story, meeting, "port", "excellence_award", PRESENT, in_favour=4, against=4)


def attend(story: Story, meeting: str, present: tuple[str, ...]) -> None:
    """Art. 24: who is present."""
    body = {"present": [story.member_ids[key] for key in present]}
    story.secretary.do("record_attendance", body, meeting_id=meeting)


def fix_list(story: Story) -> None:
    """Art. 24: the proposed list: two and two, one place of the second tier stays vacant."""
    body = {"cycle_id": story.cycle}
    story.secretary.refused("secretary_fixes", "fix_proposed_list", body, **cycle_of(story))
    found = ballots.fix(story)
    story.known["list"] = found["id"]
    story.journal.check("first_list", ballots.listed(story, found))
