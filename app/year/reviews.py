"""Reviews: one application in one stage, from three blind sheets to the consensus that its panel agrees on."""

from collections.abc import Iterable
from typing import Any

from app.year.firms import ITEMS, percents
from app.year.hands import Hand
from app.year.story import Applicant, Story

STAGES = ("material", "defence", "site")
LEANINGS: tuple[dict[str, int], ...] = ({}, {"4.7.2": 5}, {"4.1.2": -5})
"""How the sheets of the leader and of the two others differ from what they agree on."""


def review(story: Story, stage: str, applicant: Applicant, experts: tuple[str, ...]) -> None:
    """Arts. 17, 21, 22: every expert's own sheet, then the leader's consensus."""
    agreed = percents(applicant.firm.marks[STAGES.index(stage)])
    for key, leaning in zip(experts, LEANINGS, strict=True):
        score(story.experts[key], stage, applicant, agreed, leaning)
    agree(story.experts[experts[0]], stage, applicant, agreed)


def score(hand: Hand, stage: str, applicant: Applicant, agreed: dict[str, int], leaning: dict[str, int]) -> None:
    """Art. 21 (逐条评分): open a sheet, fill in the items that the stage scores, submit."""
    opened = hand.do("open_sheet", {"stage": stage}, application_id=applicant.application)
    asked = [item["item_code"] for item in opened["items"]]
    hand.do("save_sheet_items", {"items": items_of(agreed, leaning, asked)}, sheet_id=opened["id"])
    hand.do("submit_sheet", sheet_id=opened["id"])


def open_sheet(hand: Hand, stage: str, applicant: Applicant) -> str:
    """Open one's own sheet and give its id."""
    return hand.do("open_sheet", {"stage": stage}, application_id=applicant.application)["id"]


def items_of(agreed: dict[str, int], leaning: dict[str, int], asked: Iterable[str] = ITEMS) -> list[dict[str, Any]]:
    """Write the items of a sheet."""
    return [
        {
            "item_code": item, "percent": agreed[item] + leaning.get(item, 0),
            "strengths": "方法系统，展开充分。", "opportunities": "部分结果缺少对比数据。",
        }
        for item in asked
    ]  # fmt: skip


def agree(leader: Hand, stage: str, applicant: Applicant, agreed: dict[str, int]) -> None:
    """Arts. 20, 21: the leader opens the consensus, enters what the panel agreed on, and concludes."""
    leader.do("conclude_consensus", consensus_id=agreed_items(leader, stage, applicant, agreed))


def agreed_items(leader: Hand, stage: str, applicant: Applicant, agreed: dict[str, int]) -> str:
    """Arts. 20, 21: the leader opens the consensus and enters what the panel agreed on; gives its id."""
    opened = leader.do("open_consensus", {"stage": stage}, application_id=applicant.application)
    items = [
        {"item_code": item["item_code"], "percent": agreed[item["item_code"]], "reason": "经合议，证据支持该分值。"}
        for item in opened["items"]
    ]
    leader.do("save_consensus_items", {"items": items}, consensus_id=opened["id"])
    return str(opened["id"])


def report(leader: Hand, act: str, applicant: Applicant) -> dict[str, Any]:
    """Arts. 21, 22: issue the material or the comprehensive report; its numbers are derived."""
    body = {"text": "该组织卓越绩效管理成熟度较高，主要优势与改进机会见各条款评语（演练）。"}
    dossier = f"/v1/reviews/{applicant.application}/dossier"
    return leader.do(act, body, application_id=applicant.application, of=dossier)
