"""Panels of the story: a register of four, one panel that is too small, one conflict and one replacement."""

from app.year import panels
from app.year.firms import REVIEWED
from app.year.story import Story

PANEL = ("zhang", "wang", "li")
"""The panel of the material review: a leader, an assessor, an industry expert."""


def tell(story: Story) -> None:
    """Arts. 5, 8(3), 8(4), 20, 30."""
    story.journal.chapter("专家评审组 · Panels")
    story.at("2022-10-24T09:00:00")
    panels.admit(story, "zhang", "张评审（演练）", "assessor")
    panels.admit(story, "wang", "王评审（演练）", "assessor")
    panels.admit(story, "li", "李工（演练）", "industry")
    panels.admit(story, "zhao", "赵工（演练）", "industry")
    too_small(story)
    form_material_panel(story)
    declare(story)


def too_small(story: Story) -> None:
    """Art. 20 (三人以上, 行业专家): two assessors are no panel."""
    panel = panels.form(story, "material", "不足额的一组（演练）", ("zhang", "wang"), ())
    story.secretary.refused("panel_too_small", "activate_panel", panel_id=panel)


def form_material_panel(story: Story) -> None:
    """Art. 20: three with an industry expert and one leader."""
    applicants = [story.applicants[firm.key] for firm in REVIEWED]
    panel = panels.form(story, "material", "材料评审组（演练）", PANEL, applicants)
    story.secretary.do("activate_panel", panel_id=panel)
    steel = applicants[0]
    sheet = {"stage": "material"}
    story.experts["li"].refused("undeclared", "open_sheet", sheet, application_id=steel.application)
    panels.undertake(story, story.experts.values())


def declare(story: Story) -> None:
    """Art. 30: one conflict; without its industry expert the panel may not judge the builder, so another comes."""
    panel, build = story.panels["material"], story.applicants["build"]
    for key in PANEL:
        for firm in REVIEWED:
            if (key, firm.key) != ("li", "build"):
                panels.declare(story, panel, key, story.applicants[firm.key])
    panels.declare(story, panel, "li", build, "本人配偶在该公司任职（演练）。")
    sheet = {"stage": "material"}
    story.experts["li"].refused("conflicted", "open_sheet", sheet, application_id=build.application)
    body = {
        "expert_id": story.expert_ids["li"], "replacement_id": story.expert_ids["zhao"],
        "application_ids": [build.application], "reason": "利害关系回避，由赵工接替（演练）。",
    }  # fmt: skip
    story.secretary.do("replace_expert", body, panel_id=panel)
    panels.declare(story, panel, "zhao", build)
    found = story.secretary.read("show_panel", panel_id=panel)
    names = {expert: key for key, expert in story.expert_ids.items()}
    rows = [
        (names[relation["expert_id"]], relation["relation"])
        for assigned in found["applications"]
        if assigned["application_id"] == build.application
        for relation in assigned["experts"]
    ]
    story.journal.check("panel_of_builder", sorted(rows))
