"""Honours: the government's second act for those whom the notice has left unharmed."""

from app.year.chapters.notice import commendation
from app.year.story import Story, cycle_of


def tell(story: Story) -> None:
    """Art. 26: commended after the notice, each once, never one who fell."""
    story.journal.chapter("表彰 · Honours")
    story.at("2023-01-31T10:00:00")
    commend(story)


def commend(story: Story) -> None:
    """Art. 26: the one with the upheld objection is never commended; the others are, and once only."""
    notice = story.known["notice"]
    fallen = commendation(story, notice, 12, "build")
    story.secretary.refused("objection_upheld", "commend_winners", fallen, **cycle_of(story))
    stranger = commendation(story, notice, 12, "water")
    story.secretary.refused("not_in_notice", "commend_winners", stranger, **cycle_of(story))
    body = commendation(story, notice, 12, "steel", "robot", "fibre")
    advance = body | {"decided_on": "2023-01-28"}
    story.secretary.refused("commended_in_advance", "commend_winners", advance, **cycle_of(story))
    story.secretary.do("commend_winners", body, **cycle_of(story))
    again = commendation(story, notice, 13, "fibre")
    story.secretary.refused("commended_twice", "commend_winners", again, **cycle_of(story))
