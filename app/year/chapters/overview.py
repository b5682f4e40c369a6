"""The overview: what waits for whom at a few moments of the year, what may fail, and the year in numbers at its end."""

from collections import Counter

from app.year.hands import Hand
from app.year.story import Story


def tell(story: Story) -> None:
    """Arts. 17-26: the numbers of the finished year, for the office and for everybody."""
    story.journal.chapter("年度总览 · The year in numbers")
    found = story.secretary.read("show_cycle_statistics", cycle_id=story.cycle)
    story.journal.check("funnel", {step["status"]: step["reached"] for step in found["funnel"]})
    story.journal.check("bands", [(band["least"], band["number"]) for band in found["scores"]["bands"]])
    story.journal.check("sectors", [(each["code"], each["submitted"], each["awarded"]) for each in found["sectors"]])
    story.journal.check("durations", {each["phase"]: each["days"] for each in found["durations"]})
    (year,) = story.public.read("show_yearly_statistics")["items"]
    told = [year[key] for key in ("received", "eligible", "shortlisted", "scored", "candidates", "winners")]
    story.journal.check("told to everybody", told)
    story.journal.check("titles told", [(tier["tier"], tier["granted"], tier["standing"]) for tier in year["tiers"]])
    story.journal.check("waiting at the end", waiting(story.secretary))
    rehearse(story)


def rehearse(story: Story) -> None:
    """Art. 8(8): the year was a rehearsal, whose clock the office shifts; clearing needs the owner's login."""
    shift = {"at": "2025-09-01T09:00:00+08:00", "reason": "演练下一年度。"}
    shown = story.secretary.do("shift_clock", shift)
    story.journal.check("rehearsal", (shown["rehearsal"], shown["now"][:16]))
    anew = {"login": "zhou-anew", "name": "周秘书（演练）", "confirmation": "清空演练库"}
    story.secretary.refused("cleared_without_the_owner", "reset_rehearsal", anew)
    story.applicants["steel"].hand.refused("applicant_shifts", "shift_clock", shift)


def look(story: Story, hand: Hand, moment: str) -> None:
    """What waits for somebody at a moment of the year, by kind."""
    story.journal.check(moment, waiting(hand))


def foresee(story: Story, moment: str) -> None:
    """Arts. 8(1), 25: what may fail, and by when."""
    found = story.secretary.read("show_cycle_risks", cycle_id=story.cycle)
    story.journal.check(moment, [(each["code"], each["until"]) for each in found["items"]])
    chance = found["notice"] and (found["notice"]["publish_by"], found["notice"]["last_day"])
    story.journal.check(f"{moment}: the notice", chance)


def waiting(hand: Hand) -> dict[str, int]:
    """Count somebody's duties by kind."""
    return dict(Counter(each["code"] for each in hand.read("show_duties")["items"]))
