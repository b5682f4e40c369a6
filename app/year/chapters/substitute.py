"""The substitute: a place fallen free is filled only by a fresh list, a fresh approval and a fresh, full notice."""

from app.year import ballots, government
from app.year.chapters.committee import PRESENT, attend, convene
from app.year.chapters.notice import check_notice, commendation, publish
from app.year.story import Story, cycle_of


def tell(story: Story) -> None:
    """Arts. 24-26, T14."""
    story.journal.chapter("递补 · The substitute")
    story.at("2023-02-02T10:00:00")
    vote_again(story)
    story.at("2023-02-10T10:00:00")
    approve_again(story)
    story.at("2023-02-13T08:30:00")
    notice = publish(story, story.known["second_decision"], "2023-02-13")
    check_notice(story, "second_notice", notice)
    story.at("2023-02-20T23:30:00")
    early = commendation(story, notice, 15, "port")
    story.secretary.refused("second_notice_running", "commend_winners", early, **cycle_of(story))
    story.at("2023-02-21T10:00:00")
    body = commendation(story, notice, 15, "port")
    story.secretary.do("commend_winners", body, **cycle_of(story))


def vote_again(story: Story) -> None:
    """Art. 24: a re-vote is a new ballot; passing over a higher rank takes a reason."""
    meeting = convene(story, "2023-02-02", "公示异议成立，须及时递补。")
    attend(story, meeting, PRESENT)
    ballots.hold(
        story, meeting, "water", "excellence_award", PRESENT, in_favour=4, against=4, reason="递补须重新表决。"
    )
    ballots.hold(story, meeting, "port", "excellence_award", PRESENT, in_favour=6, against=2, reason="递补须重新表决。")
    story.secretary.do("close_meeting", meeting_id=meeting)
    body = {"cycle_id": story.cycle, "reason": "异议成立，递补一家组织。"}
    story.members["chair"].refused("passed_over", "fix_proposed_list", body, **cycle_of(story))
    water = story.applicants["water"].application
    found = ballots.fix(story, reason=body["reason"], passed_over={"excellence_award": {water: "两次表决均未过半数。"}})
    story.known["second_list"] = found["id"]
    story.journal.check("second_list", ballots.listed(story, found))


def approve_again(story: Story) -> None:
    """Arts. 24, 26: the government strikes the fallen and approves the substitute, whom no notice has shown yet."""
    submission = government.submit(story, story.known["second_list"], 2)
    struck = {"build": "公示异议成立，不予批准。"}
    story.known["second_decision"] = government.decide(story, submission, 5, ("port",), struck)
    unshown = commendation(story, story.known["notice"], 15, "port")
    story.secretary.refused("substitute_unshown", "commend_winners", unshown, **cycle_of(story))
    keys = ("build", "port", "water")
    story.journal.check("replaced", {key: story.status_of(story.applicants[key]) for key in keys})
