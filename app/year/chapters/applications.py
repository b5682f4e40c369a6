"""Applications: twelve firms start, fill in and submit; one is too early, one has gaps, one asks twice."""

from app.year import dossiers, panels
from app.year.story import Story

CONDITIONS = ("lawful_operation", "chief_quality_officer", "luban_prize")


def tell(story: Story) -> None:
    """Arts. 2, 3, 10-12, 19, 30."""
    story.journal.chapter("申报 · Applications")
    story.at("2022-07-20T00:00:00")
    for applicant in list(story.applicants.values())[1:]:
        dossiers.start(story, applicant)
    refuse_twice(story)
    story.at("2022-08-22T10:00:00")
    for applicant in story.applicants.values():
        dossiers.fill(story, applicant, 2022, CONDITIONS)
    story.at("2022-09-05T10:00:00")
    for applicant in story.applicants.values():
        dossiers.submit(applicant)
    sign_first(story)
    story.journal.check("submitted", sorted({story.status_of(a) for a in story.applicants.values()}))


def sign_first(story: Story) -> None:
    """Art. 30: no dossier opens to a secretary, nor may he act on it, before he has signed the undertaking."""
    steel = story.applicants["steel"]
    story.secretary.refused("secretary_unsigned", "show_application", application_id=steel.application)
    story.clerk.refused("clerk_unsigned", "declare_eligible", {}, application_id=steel.application)
    panels.undertake(story, (story.secretary, story.clerk))


def refuse_twice(story: Story) -> None:
    """One application a year and organization; nothing incomplete leaves the house; nobody sees another's."""
    steel, robot = story.applicants["steel"], story.applicants["robot"]
    steel.hand.refused("second_application", "start_application", {"cycle_id": story.cycle})
    steel.hand.refused("incomplete", "submit_application", application_id=steel.application)
    robot.hand.refused("of_another", "submit_application", application_id=steel.application)
    story.secretary.refused("secretary_submits", "submit_application", application_id=steel.application)
