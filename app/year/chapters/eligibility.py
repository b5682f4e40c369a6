"""Eligibility: findings on every condition and bar, departments asked, one supplement, one loss, the eligible."""

from typing import Any

from app.year import checks
from app.year.chapters import consultation
from app.year.firms import REVIEWED
from app.year.story import Story, cycle_of


def tell(story: Story) -> None:
    """Arts. 10, 11, 19."""
    story.journal.chapter("资格审核 · Eligibility")
    story.at("2022-09-19T10:00:00")
    refuse_unfounded(story)
    consultation.ask(story)
    supplement(story)
    reject_loss(story)
    for firm in REVIEWED:
        applicant = story.applicants[firm.key]
        checks.find(story, applicant)
        if firm.key not in consultation.ASKED:
            checks.declare_eligible(story, applicant)
    consultation.settle(story)
    story.at("2022-10-21T10:00:00")
    confirm(story)


def refuse_unfounded(story: Story) -> None:
    """Art. 19: nobody is eligible without findings, and a finding takes a reason and something it rests on."""
    steel = story.applicants["steel"]
    where: dict[str, Any] = {"application_id": steel.application}
    story.secretary.refused("no_findings", "declare_eligible", {}, **where)
    blank = {"code": "registered", "outcome": "met", "reason": "　 ", "references": [checks.REGISTER]}
    story.secretary.refused("blank_reason", "record_finding", blank, **where)
    bare = {"code": "registered", "outcome": "met", "reason": "符合。", "references": []}
    story.secretary.refused("no_reference", "record_finding", bare, **where)
    cycle: dict[str, Any] = {"cycle_id": story.cycle} | cycle_of(story)
    story.secretary.refused("list_too_early", "confirm_eligible_list", **cycle)


def supplement(story: Story) -> None:
    """`edition.supplement`: one round, by an addendum; the submitted bytes stand."""
    water = story.applicants["water"]
    where: dict[str, Any] = {"application_id": water.application}
    body = {
        "items": [{"item": "certificate", "note": "请补充认证证书年度监督审核合格的标识页。"}],
        "reason": "申报材料不齐全。", "due_on": "2022-09-26",
    }  # fmt: skip
    asked = story.secretary.do("request_supplement", body, **where)
    story.journal.check("supplement_asked", story.status_of(water))
    request = asked.get("supplement_requests", [asked])[0]
    story.at("2022-09-21T10:00:00")
    answer = {
        "answers": [{"item": "certificate", "text": "证书监督审核标识页见原附件第二页，特此说明。", "file_ids": []}]
    }
    water.hand.do("supply_supplement", answer, request_id=request["id"])
    story.secretary.refused("second_round", "request_supplement", body | {"due_on": "2022-09-27"}, **where)


def reject_loss(story: Story) -> None:
    """Art. 10(4): a loss in the second of the three years; nobody finds otherwise, and the verdict says why."""
    textile = story.applicants["textile"]
    where: dict[str, Any] = {"application_id": textile.application}
    checks.find(story, textile)
    story.secretary.refused("contradicted", "declare_eligible", {}, **where)
    checks.record(story, textile, "business_results", "not_met", "2020年度净利润为负，发生亏损。")
    body = {"reason": "2020年度净利润为负，不符合第十条（四）最近三年未发生亏损的条件。"}
    story.secretary.do("declare_ineligible", body, **where)


def confirm(story: Story) -> None:
    """Art. 19: the list of the eligible."""
    found = story.secretary.do("confirm_eligible_list", cycle_id=story.cycle, **cycle_of(story))
    names = sorted(entry["organization_name"] for entry in found["entries"])
    story.journal.check("eligible", names)
    story.journal.check("checked", {key: story.status_of(a) for key, a in story.applicants.items()})
