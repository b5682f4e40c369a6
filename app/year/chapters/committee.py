"""The committee: nine members by office, a meeting with one absent and one recused, a ballot for each candidate."""

from hashlib import sha256

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
TOLD = ("时间", "通知", "　1.", "　2.", "议程调整", "出席", "缺席", "回避", "　2022-12-28")
"""How the lines of the minutes begin that are written down by hand."""


def tell(story: Story) -> None:
    """Arts. 5-7, 24, 30."""
    story.journal.chapter("评委会审议 · The committee")
    story.at("2022-12-22T10:00:00")
    appoint(story, "2022-05-20")
    panels.undertake(story, story.members.values())
    meeting = call_in_time(story)
    story.at("2022-12-28T08:40:00")
    amend(story, meeting)
    story.at("2022-12-28T09:00:00")
    first_ballots(story, meeting)
    story.at("2022-12-28T11:00:00")
    fix_list(story)
    close(story, meeting)


def appoint(story: Story, from_on: str, keys: tuple[str, ...] = tuple(key for key, *_ in SEATS)) -> None:
    """Art. 6: one chair, vice-chairs, members, each by his office."""
    for key, position, office, unit in SEATS:
        if key in keys:
            body = {"name": office, "office": office, "unit_name": unit, "position": position, "from_on": from_on}
            made = story.secretary.do("appoint_member", body)
            story.member_ids[key] = made["member"]["id"]
            story.members[key] = story.accepted(story.hand(office, key), made["code"])


def notice(story: Story, day: str, urgency: str = "") -> dict[str, object]:
    """Write the notice of a meeting with its agenda."""
    return {
        "cycle_id": story.cycle, "held_on": day, "hour": "09:00", "place": "演练市行政中心301会议室",
        "agenda": [{"kind": "candidates", "text": "审议候选名单"}], "urgency": urgency,
    }  # fmt: skip


def convene(story: Story, day: str, urgency: str = "") -> str:
    """Art. 24: a meeting with its agenda."""
    return story.secretary.do("convene_meeting", notice(story, day, urgency))["id"]


def call_in_time(story: Story) -> str:
    """`edition.committee.convening_days`: on the 22nd for the 26th is a day too late, for the 28th in time."""
    story.secretary.refused("convened_too_late", "convene_meeting", notice(story, "2022-12-26"))
    return convene(story, "2022-12-28")


def amend(story: Story, meeting: str) -> None:
    """Art. 24: an item is added with its reason, and the only one of the candidates is in use later on."""
    added = {"add": {"kind": "report", "text": "通报候选组织复核情况"}, "reason": "复核于通知之后完成。"}
    story.members["chair"].refused("chair_amends", "amend_agenda", added, meeting_id=meeting)
    seen = story.secretary.do("amend_agenda", added, meeting_id=meeting)
    story.journal.check("agenda", [(item["number"], item["kind"], item["text"]) for item in seen["items"]])
    story.known["item"] = seen["items"][0]["id"]


def close(story: Story, meeting: str) -> None:
    """Art. 24: the minutes are written from the data, and another than who drew them up approves them."""
    story.secretary.do("close_meeting", meeting_id=meeting)
    chair, of = story.members["chair"], f"/v1/meetings/{meeting}"
    story.secretary.refused("secretary_approves", "approve_minutes", of=of, meeting_id=meeting)
    chair.do("approve_minutes", of=of, meeting_id=meeting)
    chair.refused("approved_twice", "approve_minutes", of=of, meeting_id=meeting)
    (found,) = chair.read("show_minutes", meeting_id=meeting)["versions"]
    lines = found["text"].splitlines()
    story.journal.check("minutes", [line for line in lines if line.startswith(TOLD)])
    story.journal.check("minutes_hash", found["sha256"] == sha256(found["text"].encode()).hexdigest())


def first_ballots(story: Story, meeting: str) -> None:
    """Art. 24: quorum, recusal, a vote once and only by those entitled, five of nine as the least that carries."""
    attend(story, meeting, PRESENT[:5])
    chair = story.members["chair"]
    chair.refused("no_quorum", "open_ballot", ballots.question(story, meeting, "steel", "mayors_award"))
    story.at("2022-12-28T09:15:00")
    arrive_late(story, meeting)
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


def arrive_late(story: Story, meeting: str) -> None:
    """Art. 24: three come a quarter of an hour later, and both are kept with their instants."""
    attend(story, meeting, PRESENT)
    seen = story.secretary.read("show_meeting", meeting_id=meeting)
    story.journal.check("arrivals", [(move["at"][11:16], move["kind"], move["name"]) for move in seen["moves"][-3:]])


def fix_list(story: Story) -> None:
    """Art. 24: the proposed list: two and two, one place of the second tier stays vacant."""
    body = {"cycle_id": story.cycle}
    story.secretary.refused("secretary_fixes", "fix_proposed_list", body, **cycle_of(story))
    found = ballots.fix(story)
    story.known["list"] = found["id"]
    story.journal.check("first_list", ballots.listed(story, found))
