"""The roll of honour: what the public reads when the year is over, and where every application ended."""

from collections.abc import Sequence

from app.year.chapters.call import SCHEDULE, plan_of
from app.year.story import Story, cycle_of


def tell(story: Story) -> None:
    """Arts. 26, 29: closed; a revoked title is shown as revoked and never forgotten."""
    story.journal.chapter("光荣榜 · The roll of honour")
    story.at("2023-12-20T10:00:00")
    story.secretary.do("close_cycle", cycle_id=story.cycle, **cycle_of(story))
    roll = story.public.all("show_roll")
    rows = sorted(
        (row["tier"], row["organization_name"], row["award_year"], row["granted_on"], row["status"], row["revoked_on"])
        for row in roll
    )
    story.journal.check("roll", rows)
    story.journal.check("ended", {key: story.status_of(a) for key, a in story.applicants.items()})
    cycle = story.public.read("show_cycle", cycle_id=story.cycle)
    story.journal.check("reached", {row["phase"]: row["reached_on"] for row in cycle["schedule"]})
    granted = [row["tier"] for row in roll]
    vacant = {prize["tier"]: prize["places"] - granted.count(prize["tier"]) for prize in cycle["prizes"]}
    story.journal.check("vacant", vacant)
    plan_too_late(story)
    print_tables(story, rows)


def plan_too_late(story: Story) -> None:
    """Art. 32, T18: the edition of 2022 has had its three years, and nobody has extended it."""
    story.at("2025-06-01T10:00:00")
    story.secretary.refused("edition_expired", "plan_cycle", plan_of(story, 2025, "第十八届", SCHEDULE))


def print_tables(story: Story, rows: Sequence[tuple[object, ...]]) -> None:
    """Print ranking and roll."""
    names = {a.application: a.firm.name for a in story.applicants.values()}
    ranking = [(row["place"], names[row["application_id"]], row["total"]) for row in story.known["ranking"]]
    story.journal.table("综合排序 · Ranking", ("名次", "组织", "总评分"), ranking)
    shown = [(tier, name, granted, status, revoked or "") for tier, name, _year, granted, status, revoked in rows]
    story.journal.table("光荣榜 · Roll of honour", ("奖项", "组织", "授奖", "状态", "撤销"), shown)
