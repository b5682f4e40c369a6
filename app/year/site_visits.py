"""The site visits of the story: what is to be verified there, and what the panel finds before it concludes."""

from typing import Any

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
    visit(story, applicant, experts)
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


def visit(story: Story, applicant: Applicant, experts: tuple[str, ...]) -> None:
    """Arts. 20, 22: planned by the secretariat without a clash, logged by the panel, answered, recorded."""
    where: dict[str, Any] = {"application_id": applicant.application}
    come = [story.expert_ids[key] for key in experts]
    made = story.secretary.do("plan_site_visit", hours(13, come), **where)["id"]
    other: dict[str, Any] = {"application_id": story.applicants["robot"].application}
    story.secretary.refused("visit_clash", "plan_site_visit", hours(13, come), **other)
    story.secretary.do("plan_site_visit", hours(14, come), **other)
    story.at("2022-12-13T09:30:00")
    leader, second, third = (story.experts[key] for key in experts)
    read = {"item_code": "4.3.2", "title": "2021 年顾客满意度调查原始问卷（演练）", "reference": "QP-08-2021"}
    second.do("log_site_document", read, visit_id=made)
    talked = {"item_code": "4.1.2", "position": "总装车间班组长", "topics": "质量目标的分解与考核（演练）"}
    third.do("log_site_interview", talked, visit_id=made)
    ask = {"text": "请提供 2021 年度供方评价汇总表（演练）。", "due_on": story.journal.today}
    asked = second.do("ask_site_information", ask, visit_id=made)["id"]
    applicant.hand.do("answer_site_information", {"text": "汇总表见现场台账第 12 页（演练）。"}, request_id=asked)
    story.at("2022-12-13T17:30:00")
    held = {"started_at": "2022-12-13T09:00:00+08:00", "ended_at": "2022-12-13T17:00:00+08:00", "attended": come}
    second.refused("visit_not_leader", "record_site_visit", held, visit_id=made)
    leader.do("record_site_visit", held, visit_id=made)
    dossier = leader.read("show_site_dossier", **where)
    rows = (len(dossier["documents"]), len(dossier["interviews"]), [each["is_late"] for each in dossier["requests"]])
    story.journal.check("visit", (leader.read("show_site_visit", visit_id=made)["status"], *rows))


def hours(day: int, experts: list[str]) -> dict[str, Any]:
    """Write a plan of one day in December 2022."""
    span = {"starts_at": f"2022-12-{day}T09:00:00+08:00", "ends_at": f"2022-12-{day}T17:00:00+08:00"}
    return {"place": "公司总部三楼会议室（演练）", "days": [span], "experts": experts}
