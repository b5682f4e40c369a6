"""Approval: the list goes to the government, which decides in the next calendar year."""

from app.year import government
from app.year.story import Story, cycle_of


def tell(story: Story) -> None:
    """Arts. 7(3), 11, 24, T19: the award of 2022 is decided in January 2023."""
    story.journal.chapter("报请市政府批准 · The government's approval")
    story.at("2022-12-30T10:00:00")
    submission = government.submit(story, story.known["list"], 8)
    story.at("2023-01-13T16:00:00")
    early = government.decision_on(story, submission, 3)
    story.secretary.refused("recheck_missing", "record_government_decision", early, **cycle_of(story))
    four = ("steel", "robot", "fibre", "build")
    story.known["decision"] = government.decide(story, submission, 3, four)
    story.journal.check("approved", {key: story.status_of(story.applicants[key]) for key in (*four, "water", "port")})
