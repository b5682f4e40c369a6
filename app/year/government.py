"""The government: a list laid before it, rechecked, and its decision as the document states it."""

from app.year import checks
from app.year.story import Story, cycle_of


def submission_of(story: Story, proposed: str, number: int) -> dict[str, object]:
    """Art. 24: write the request (请示) of today."""
    return {
        "list_id": proposed, "document_number": f"演练质评〔{story.journal.today[:4]}〕{number}号",
        "submitted_on": story.journal.today,
    }  # fmt: skip


def submit(story: Story, proposed: str, number: int) -> str:
    """Art. 24: send the request of today; gives the submission's id."""
    body = submission_of(story, proposed, number)
    return story.secretary.do("submit_to_government", body, **cycle_of(story))["id"]


def decision_on(story: Story, submission: str, number: int, struck: dict[str, str] | None = None) -> dict[str, object]:
    """Write the decision of today; `struck` gives the reasons of those who are not approved."""
    return {
        "submission_id": submission, "document_number": f"澄政复〔{story.journal.today[:4]}〕演练{number}号",
        "decided_on": story.journal.today, "signatory": "演练市人民政府",
        "struck": [
            {"application_id": story.applicants[key].application, "reason": reason}
            for key, reason in (struck or {}).items()
        ],
    }  # fmt: skip


def decide(
    story: Story, submission: str, number: int, rechecked: tuple[str, ...], struck: dict[str, str] | None = None
) -> str:
    """Arts. 11, 24: recheck the proposed, then record the decision; gives its id."""
    for key in rechecked:
        checks.recheck(story, story.applicants[key], "approval")
    body = decision_on(story, submission, number, struck)
    return story.secretary.do("record_government_decision", body, **cycle_of(story))["id"]
