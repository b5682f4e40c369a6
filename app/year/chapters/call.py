"""The call: the annual plan, the notice of 2022 with its real dates and conditions, and firms that register."""

from collections.abc import Mapping
from typing import Any

from app.year import dossiers
from app.year.chapters import guidance
from app.year.firms import FIRMS, Firm
from app.year.papers import pdf
from app.year.story import Applicant, Story

SCHEDULE = {
    "called": "2022-07-19", "eligibility": "2022-09-16", "material_review": "2022-10-24", "defence": "2022-11-14",
    "site_review": "2022-11-22", "deliberation": "2022-12-20", "approval": "2022-12-30",
    "public_notice": "2023-01-16", "commended": "2023-01-31",
}  # fmt: skip
CONDITIONS = [
    {"code": "lawful_operation", "zh": "合法生产经营三年以上", "evidence_required": True},
    {"code": "chief_quality_officer", "zh": "已建立首席质量官制度并聘任首席质量官", "evidence_required": True},
    {
        "code": "luban_prize",
        "zh": "建筑施工企业近三年获得鲁班奖或国家优质工程奖",
        "sector": "E",
        "evidence_required": True,
    },
]
MEDIUM = {
    "medium": "演练政府网站", "url": "https://www.example.gov.cn/2022/07/19/15.html", "published_on": "2022-07-19",
    "snapshot_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}  # fmt: skip
CALL = {
    "document_number": "演练质奖〔2022〕15号", "title": "关于开展第十五届江阴市市长质量奖申报工作的通知（演练）",
    "text": "各镇（街道）、园区，各有关部门、行业协会：申报自2022年7月20日起，至2022年9月15日止。",
    "window_from": "2022-07-20", "window_until": "2022-09-15", "extra_conditions": CONDITIONS, "media": [MEDIUM],
}  # fmt: skip


def tell(story: Story) -> None:
    """Arts. 4, 8(1), 18: plan and call."""
    story.journal.chapter("年度计划与申报通知 · The plan and the call")
    story.at("2022-07-01T09:00:00")
    story.cycle = plan(story, 2022, "第十五届江阴市市长质量奖（演练）", SCHEDULE)
    guidance.pin(story)
    story.at("2022-07-19T09:00:00")
    story.secretary.refused("call_without_medium", "publish_call", CALL | {"media": []}, cycle_id=story.cycle)
    story.secretary.do("publish_call", CALL, cycle_id=story.cycle)
    story.at("2022-07-19T15:00:00")
    refuse_code(story)
    for firm in FIRMS:
        register(story, firm)
    steel = story.applicants["steel"]
    dossiers.start(story, steel)
    steel.hand.refused("too_early", "submit_application", application_id=steel.application)
    steel.hand.refused("not_the_secretariat", "publish_call", CALL, cycle_id=story.cycle)
    check_cycle(story)
    guidance.check(story)


def plan(story: Story, year: int, title: str, schedule: Mapping[str, str]) -> str:
    """Plan an award year and give its id."""
    return story.secretary.do("plan_cycle", plan_of(story, year, title, schedule))["id"]


def plan_of(story: Story, year: int, title: str, schedule: Mapping[str, str]) -> dict[str, Any]:
    """Write the annual plan of a year."""
    return {
        "award_year": year, "title": title, "goals": "树立质量标杆，引导各行业导入卓越绩效模式。",
        "officer": "周秘书（演练）", "plan_approved_by": f"演练〔{year}〕第3次局长办公会议纪要",
        "edition_id": story.edition, "schedule": dict(schedule),
    }  # fmt: skip


def register(story: Story, firm: Firm) -> Applicant:
    """Art. 10(1), T17: register an organization, bring its papers, have them seen."""
    hand = story.hand(f"{firm.name}申报人", f"firm-{firm.key}")
    user = {"login": hand.login, "name": "陈启明", "phone": "0510-86000000", "password": hand.password}
    body = {"credit_code": firm.credit_code, "name": firm.name, "user": user}
    made = hand.do("register_organization", body)
    applicant = Applicant(firm=firm, hand=hand.sign_in(), organization=made["id"])
    for kind in ("licence", "authorisation"):
        hand.do(
            "save_organization_file", content=pdf(f"{kind} of {firm.key} (rehearsal)"), organization_id=made["id"],
            kind=kind, filename=f"{kind}.pdf", of=f"/v1/organizations/{made['id']}",
        )  # fmt: skip
    story.secretary.do("verify_organization", organization_id=made["id"])
    story.applicants[firm.key] = applicant
    return applicant


def refuse_code(story: Story) -> None:
    """T17: a credit code with a wrong check character."""
    user = {"login": "firm-nobody", "name": "陈启明", "password": story.public.password}
    body = {"credit_code": "91990000M202200190", "name": "查无此企业（演练）", "user": user}
    story.public.refused("credit_code", "register_organization", body)


def check_cycle(story: Story) -> None:
    """What the public reads of the year."""
    cycle = story.public.read("show_cycle", cycle_id=story.cycle)
    story.journal.check(
        "prizes", [(prize["tier"], prize["floor"], prize["places"], prize["amount"]) for prize in cycle["prizes"]]
    )
    window = cycle["window"]
    story.journal.check("window", (window["window_from"], window["window_until"], window["closes_at"]))
    story.journal.check("conditions", [condition["code"] for condition in cycle["call"]["extra_conditions"]])
