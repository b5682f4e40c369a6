"""Panels: experts in the register, panels of a stage, undertakings and declarations before any dossier opens."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.year.hands import Hand
from app.year.papers import pdf
from app.year.story import Applicant, Story

TRADES = ["01", "17", "28", "31", "34", "46", "47", "55", "65", "84"]
"""Divisions of GB/T 4754 that the industry experts of the story know."""


def admit(story: Story, key: str, name: str, kind: str) -> None:
    """Art. 8(3): admit a person to the register on evidence, then invite him as a user."""
    scan = story.secretary.do(
        "upload_expert_evidence", content=pdf(f"Qualification of {key} (rehearsal)"), filename="专家资格.pdf"
    )
    day = story.journal.today
    body = {
        "name": name, "kind": kind, "divisions": TRADES if kind == "industry" else [],
        "employer_name": "演练质量研究所", "title": "高级工程师", "degree": "硕士", "years_of_practice": 12,
        "training": "卓越绩效评价准则评审员培训", "admitted_on": day,
        "term_until": f"{int(day[:4]) + 10}-12-31", "evidence_file_id": scan["id"],
        "standard": "评审员条件（演练第 1 版）",
    }  # fmt: skip
    story.expert_ids[key] = story.secretary.do("admit_expert", body)["id"]
    story.experts[key] = story.invited(name, f"expert-{key}", "expert", story.expert_ids[key])


def undertake(story: Story, hands: Iterable[Hand]) -> None:
    """Art. 30: everybody who works in the year signs, in the words in force."""
    for hand in hands:
        words = hand.read("read_undertaking_text")
        body = {"cycle_id": story.cycle, "text_sha256": words["text_sha256"]}
        hand.do("sign_undertaking", body)


def form(story: Story, stage: str, name: str, experts: tuple[str, ...], applicants: Iterable[Applicant]) -> str:
    """Art. 20: form a panel, its first expert leading it, and hand it its applications; it does not work yet."""
    body = {"cycle_id": story.cycle, "stage": stage, "name": name}
    panel = story.secretary.do("form_panel", body)["id"]
    story.panels[stage] = panel
    for place, key in enumerate(experts):
        seat = {"expert_id": story.expert_ids[key], "is_leader": place == 0}
        story.secretary.do("seat_expert", seat, panel_id=panel)
    for applicant in applicants:
        story.secretary.do("assign_application", {"application_id": applicant.application}, panel_id=panel)
    return panel


def declare(story: Story, panel: str, expert: str, applicant: Applicant, ground: str = "") -> None:
    """Art. 30: an expert declares that nothing ties him to an applicant, or what does."""
    body = {"application_id": applicant.application, "conflict": bool(ground), "ground": ground}
    story.experts[expert].do("declare_relation", body, panel_id=panel)


def plan(story: Story, stage: str, name: str, announced: str, drawn: str, unavailable: Iterable[str]) -> dict[str, Any]:
    """Arts. 8(4), 20: a plan of one panel of three, announced at one instant and drawn at another; gives what it says.

    Who leads is drawn by lot, and differs from one telling to the next with the ids of the experts.
    """
    story.at(announced)
    body = {
        "cycle_id": story.cycle, "stage": stage, "panels": [{"name": name}], "size": 3, "most": 12, "alternates": 1,
        "unavailable": [story.expert_ids[key] for key in unavailable], "draw_at": f"{drawn}+08:00",
        "source": "当日中国福利彩票3D游戏开奖号码，三位数字依次书写（演练）",
    }  # fmt: skip
    made = story.secretary.do("propose_panel_plan", body)["id"]
    story.secretary.refused("drawn_too_early", "draw_panel_plan", {"seed": "507"}, plan_id=made)
    story.at(drawn)
    return story.secretary.do("draw_panel_plan", {"seed": "507"}, plan_id=made)


def names_of(story: Story, experts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give the keys of experts in their order."""
    keys = {expert: key for key, expert in story.expert_ids.items()}
    return [keys[each["expert_id"]] for each in experts]
