"""The three reviews: material, defence and site, each scored item by item, and the comprehensive reports."""

from typing import Any

from app.year import panels, site_visits
from app.year.chapters import overview
from app.year.firms import REVIEWED, SHORTLISTED, STEEL, percents
from app.year.reviews import agree, items_of, open_sheet, report, review, score
from app.year.story import Story, cycle_of

LATER = ("zhang", "wang", "zhao")
"""The panel of the defence and of the site review."""


def tell(story: Story) -> None:
    """Arts. 13, 17, 20-22."""
    story.journal.chapter("材料评审 · Material review")
    story.at("2022-11-01T09:00:00")
    try_blindness(story)
    for firm in REVIEWED[1:]:
        experts = LATER if firm.key == "build" else ("zhang", "wang", "li")
        review(story, "material", story.applicants[firm.key], experts)
    report_material(story)
    story.at("2022-11-11T09:00:00")
    shortlist(story)
    story.journal.chapter("演讲答辩、现场评审 · Defence and site review")
    panel, experts = plan_defence(story)
    story.at("2022-11-21T09:00:00")
    hear(story, "defence", panel, experts)
    story.secretary.do("conclude_stage", cycle_id=story.cycle, **cycle_of(story))
    story.at("2022-12-12T09:00:00")
    later_stage(story, "site")
    comprehensive(story)
    overview.look(story, story.secretary, "before the ranking")
    overview.foresee(story, "risks before the ranking")


def try_blindness(story: Story) -> None:
    """Arts. 13, 21, T10, T11: steps of five, complete, locked once in, each expert blind to the others."""
    steel, (zhang, wang, li) = story.applicants["steel"], (story.experts[key] for key in ("zhang", "wang", "li"))
    agreed = percents(STEEL.marks[0])
    raised = site_visits.raise_issue(story, zhang, steel)
    sheet = open_sheet(zhang, "material", steel)
    zhang.refused("off_lattice", "save_sheet_items", {"items": [{"item_code": "4.1.2", "percent": 52}]}, sheet_id=sheet)
    zhang.refused("sheet_incomplete", "submit_sheet", sheet_id=sheet)
    zhang.do("save_sheet_items", {"items": items_of(agreed, {})}, sheet_id=sheet)
    overview.look(story, zhang, "before his sheet is in")
    zhang.do("submit_sheet", sheet_id=sheet)
    overview.look(story, zhang, "after his sheet is in")
    change = {"items": [{"item_code": "4.1.2", "percent": 100}]}
    zhang.refused("sheet_locked", "save_sheet_items", change, sheet_id=sheet)
    wang.refused("issue_of_another", "withdraw_site_issue", {"reason": "他人的问题（演练）。"}, issue_id=raised)
    wang.refused("sheet_of_another", "save_sheet_items", change, sheet_id=sheet)
    story.secretary.refused("secretary_scores", "save_sheet_items", change, sheet_id=sheet)
    score(wang, "material", steel, agreed, {"4.7.2": 5})
    where: dict[str, Any] = {"application_id": steel.application}
    zhang.refused("sheets_missing", "open_consensus", {"stage": "material"}, **where)
    score(li, "material", steel, agreed, {"4.1.2": -5})
    wang.refused("not_the_leader", "open_consensus", {"stage": "material"}, **where)
    agree(zhang, "material", steel, agreed)


def report_material(story: Story) -> None:
    """Art. 21: the material report of each, with its total."""
    leader, totals = story.experts["zhang"], {}
    for firm in REVIEWED:
        totals[firm.key] = report(leader, "issue_material_report", story.applicants[firm.key])["total"]
    story.journal.check("material", totals)


def shortlist(story: Story) -> None:
    """Art. 21, `edition.cut_rule`: at least 450 points, at most eight; the ninth is out."""
    found = story.secretary.do("confirm_shortlist", {}, cycle_id=story.cycle, **cycle_of(story))
    keys = {a.application: key for key, a in story.applicants.items()}
    passed = [keys[row["application_id"]] for row in found["entries"] if row["passed"]]
    story.journal.check("shortlist", sorted(passed))
    story.journal.check("farm", story.status_of(story.applicants["farm"]))


def plan_defence(story: Story) -> tuple[str, tuple[str, ...]]:
    """Arts. 8(4), 20, 30: the defence by a plan: who declared a conflict is passed over, the lot names a leader.

    Gives the panel and its experts, the leader first.
    """
    name = "defence评审组（演练）"
    found = panels.plan(story, "defence", name, "2022-11-14T09:00:00", "2022-11-18T22:00:00", ())
    (team,) = found["teams"]
    experts = tuple(panels.names_of(story, team["picks"]))
    passed = [(each, bar["code"]) for each, one in zip(panels.names_of(story, team["passed_over"]), team["passed_over"],
              strict=True) for bar in one["bars"]]  # fmt: skip
    story.journal.check("plan", (found["status"], found["matched"], found["recusals"], sorted(experts), passed))
    story.journal.check("plan_alternates", panels.names_of(story, team["alternates"]))
    story.journal.check("plan_leader", team["picks"][0]["kind"])
    checked = story.secretary.read("verify_panel_plan", plan_id=found["id"])
    story.journal.check("plan_verified", checked["same"])
    applied = story.secretary.do("apply_panel_plan", plan_id=found["id"])
    story.panels["defence"] = applied["teams"][0]["panel_id"]
    return story.panels["defence"], experts


def later_stage(story: Story, stage: str) -> None:
    """Art. 22: one panel for all, so that they can be compared."""
    applicants = [story.applicants[firm.key] for firm in SHORTLISTED]
    hear(story, stage, panels.form(story, stage, f"{stage}评审组（演练）", LATER, applicants), LATER)


def hear(story: Story, stage: str, panel: str, experts: tuple[str, ...]) -> None:
    """Arts. 20-22: the panel starts, its experts declare, and every application is reviewed."""
    applicants = [story.applicants[firm.key] for firm in SHORTLISTED]
    story.secretary.do("activate_panel", panel_id=panel)
    for key in experts:
        for applicant in applicants:
            panels.declare(story, panel, key, applicant)
    for applicant in applicants:
        if stage == "site":
            site_visits.tell(story, applicant, experts)
        else:
            review(story, stage, applicant, experts)


def comprehensive(story: Story) -> None:
    """Arts. 15, 22: the exact weighted total of each."""
    leader, totals = story.experts["zhang"], {}
    for firm in SHORTLISTED:
        found = report(leader, "issue_comprehensive_report", story.applicants[firm.key])
        totals[firm.key] = (found["total"], found["total_num"] / found["total_den"])
    story.journal.check("comprehensive", totals)
