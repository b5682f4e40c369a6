"""Approval: the list goes to the government, which decides in the next calendar year."""

from app.year import ballots, government
from app.year.story import Story, cycle_of


def tell(story: Story) -> None:
    """Arts. 7(3), 11, 24, T19: the award of 2022 is decided in January 2023."""
    story.journal.chapter("报请市政府批准 · The government's approval")
    story.at("2022-12-30T10:00:00")
    sent = government.submit(story, story.known["list"], 8)
    story.at("2023-01-04T15:00:00")
    send_back(story, sent)
    submission = government.submit(story, story.known["list"], 1)
    story.at("2023-01-13T16:00:00")
    early = government.decision_on(story, submission, 3)
    story.secretary.refused("recheck_missing", "record_government_decision", early, **cycle_of(story))
    four = ("steel", "robot", "fibre", "build")
    story.known["decision"] = government.decide(story, submission, 3, four)
    story.journal.check("approved", {key: story.status_of(story.applicants[key]) for key in (*four, "water", "port")})


def send_back(story: Story, sent: str) -> None:
    """Art. 24: the government returns the request for modification; none of it is decided, all of it stays visible."""
    body = {
        "document_number": "演练政办函〔2023〕1号", "returned_on": story.journal.today, "signatory": "演练市人民政府",
        "reason": "请补充说明名单的确定理由。",
    }  # fmt: skip
    story.secretary.do("return_submission", body, submission_id=sent)
    early = government.decision_on(story, sent, 3)
    story.secretary.refused("decided_after_return", "record_government_decision", early, **cycle_of(story))
    again = government.submission_of(story, story.known["list"], 1)
    story.secretary.refused("sent_again_unchanged", "submit_to_government", again, **cycle_of(story))
    story.members["chair"].refused(
        "fixed_again_without_reason", "fix_proposed_list", {"cycle_id": story.cycle}, **cycle_of(story)
    )
    found = ballots.fix(story, reason="按市政府意见补充说明理由后重新确定。")
    story.known["list"] = found["id"]
    story.journal.check("list_after_return", (found["number"], ballots.listed(story, found)))
    seen = story.secretary.read("show_submission", submission_id=sent)["returned"]
    story.journal.check("returned", (seen["document_number"], seen["returned_on"] if seen else None))
