"""Good practice: two winners agree to have their experience spread; with a revoked title its case goes at once."""

from typing import Any

from app.year.chapters.bonuses import award_of
from app.year.story import Story

STEEL = {
    "title": "全流程质量追溯（演练）", "method": "以炉号为主线贯通冶炼、轧制与交付数据，逐支可追溯。",
    "result": "质量异议处理周期由 15 天缩短至 3 天。",
}  # fmt: skip
FIBRE = {
    "title": "绿色纤维工艺改进（演练）", "method": "以能耗与排放为约束做工艺试验设计。",
    "result": "单位产品综合能耗三年下降 18%。",
}  # fmt: skip


def tell(story: Story) -> None:
    """Arts. 8(5), 9: the secretariat and a unit write, the winners agree, and a meeting spreads what is public."""
    story.journal.chapter("先进经验 · Good practice")
    story.at("2023-04-06T10:00:00")
    found = story.secretary.all("list_applications", q="cjtg")
    story.journal.check("found_by_initials", [row["organization_name"] for row in found])
    unit = story.recommenders[story.applicants["fibre"].firm.unit]
    steel = agreed(story, story.secretary, "steel", STEEL)
    fibre = agreed(story, unit, "fibre", FIBRE)
    unit.refused("beyond_the_circle", "draft_promotion_case", STEEL | {"award_id": award_of(story, "steel")["id"]})
    story.at("2023-04-10T10:00:00")
    story.secretary.do("publish_promotion_case", case_id=steel)
    unit.do("publish_promotion_case", case_id=fibre)
    story.at("2023-04-20T17:00:00")
    body = {
        "kind": "meeting", "title": "2022 年度市长质量奖经验交流会（演练）", "place": "演练市会议中心",
        "held_on": "2023-04-20", "case_ids": [steel, fibre],
    }  # fmt: skip
    story.known["promotion"] = story.secretary.do("hold_promotion_activity", body)["id"]
    story.journal.check("good_practice", practice_of(story))


def agreed(story: Story, writer: Any, key: str, text: dict[str, str]) -> str:  # noqa: ANN401 - a hand of the story.
    """Write a case; nobody publishes it before its winner agrees, and nobody agrees for him."""
    case = writer.do("draft_promotion_case", text | {"award_id": award_of(story, key)["id"]})["id"]
    if key == "steel":
        writer.refused("published_without_consent", "publish_promotion_case", case_id=case)
        writer.refused("consent_by_the_writer", "consent_to_promotion", case_id=case)
        stranger = story.applicants["robot"].hand
        stranger.refused("consent_by_a_stranger", "consent_to_promotion", case_id=case)
    story.applicants[key].hand.do("consent_to_promotion", case_id=case)
    story.known[f"case_of_{key}"] = case
    return case


def tell_after(story: Story) -> None:
    """Arts. 9, 29: nothing of a winner whose title was revoked is spread, and its publisher reads why."""
    story.journal.chapter("先进经验，撤销之后 · Good practice after the revocation")
    story.journal.check("good_practice_after", practice_of(story))
    unit = story.recommenders[story.applicants["fibre"].firm.unit]
    fallen = unit.read("show_promotion_case", case_id=story.known["case_of_fibre"])
    told = [(reason["code"], reason["article"]) for reason in fallen["absent_because"]]
    story.journal.check("fallen_case", (fallen["status"], fallen["is_public"], told))
    again = FIBRE | {"award_id": award_of(story, "fibre")["id"]}
    unit.refused("case_of_a_revoked_title", "draft_promotion_case", again)
    unit.do("withdraw_promotion_case", {"reason": "称号已撤销，撤下案例。"}, case_id=fallen["id"])


def practice_of(story: Story) -> tuple[list[str], list[str]]:
    """What the public reads: the winners with a case, and the cases of the meeting."""
    rows = story.public.all("list_good_practices")
    activity = story.public.read("show_promotion_activity", activity_id=story.known["promotion"])
    return sorted(row["organization_name"] for row in rows), [case["title"] for case in activity["cases"]]
