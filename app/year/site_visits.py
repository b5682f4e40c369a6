"""The site visits of the story: what is to be verified there, and what the panel finds before it concludes."""

from app.year.firms import percents
from app.year.hands import Hand
from app.year.reviews import LEANINGS, STAGES, agreed_items, review, score
from app.year.story import Applicant, Story


def raise_issue(story: Story, hand: Hand, applicant: Applicant) -> str:
    """Art. 22: an expert notes on paper what he wants verified on site; it is his alone until his sheet is in."""
    body = {
        "stage": "material", "item_code": "4.3.2", "priority": "high",
        "question": "请现场核对 2021 年顾客满意度调查的原始问卷与统计口径（演练）。",
    }  # fmt: skip
    issue = str(hand.do("open_site_issue", body, application_id=applicant.application)["id"])
    story.known["issue"] = (applicant.firm.key, issue)
    return issue


def tell(story: Story, applicant: Applicant, experts: tuple[str, ...]) -> None:
    """Art. 22: the review on site; where an issue came from the material review it is answered first."""
    firm, issue = story.known["issue"]
    if applicant.firm.key != firm:
        review(story, "site", applicant, experts)
        return
    agreed = percents(applicant.firm.marks[STAGES.index("site")])
    for key, leaning in zip(experts, LEANINGS, strict=True):
        score(story.experts[key], "site", applicant, agreed, leaning)
    leader, second = story.experts[experts[0]], story.experts[experts[1]]
    consensus = agreed_items(leader, "site", applicant, agreed)
    leader.refused("issue_open", "conclude_consensus", consensus_id=consensus)
    found = {"finding": "verified", "text": "抽查原始问卷 30 份，与统计结果一致（演练）。"}
    second.do("close_site_issue", found, issue_id=issue)
    leader.refused("issue_twice", "close_site_issue", found, issue_id=issue)
    leader.do("conclude_consensus", consensus_id=consensus)
    story.journal.check("issue", story.secretary.read("show_site_issue", issue_id=issue)["finding"])
