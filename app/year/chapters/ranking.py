"""Ranking: sealed, verified, tried under other numbers; two lists, and a tie that stops and asks the committee."""

from typing import Any

from app.year import checks
from app.year.chapters.office import record_resolution
from app.year.firms import SHORTLISTED
from app.year.story import Story, cycle_of

LENGTHS = {"mayors_award": 2, "excellence_award": 4}
"""The second list is one longer than its places (差额)."""


def tell(story: Story) -> None:
    """Arts. 11, 15, 23."""
    story.journal.chapter("综合排序与候选名单 · Ranking and candidates")
    story.at("2022-12-19T10:00:00")
    freeze(story)
    seal_again(story)
    try_numbers(story)
    for firm in SHORTLISTED[:7]:
        checks.recheck(story, story.applicants[firm.key], "deliberation")
    decide_tie(story)
    show(story)


def freeze(story: Story) -> None:
    """Art. 23, T2, T13: the order by exact totals; equals share a place."""
    body = {"cycle_id": story.cycle}
    story.secretary.refused("lists_before_ranking", "propose_candidates", body, **cycle_of(story))
    ranking = story.secretary.do("freeze_ranking", body, **cycle_of(story))
    keys = {a.application: key for key, a in story.applicants.items()}
    rows = sorted(
        (row["place"], keys[row["application_id"]], row["total"], row["total_num"] / row["total_den"])
        for row in ranking["entries"]
    )
    story.journal.check("ranking", rows)
    story.known["ranking"] = ranking["entries"]


def seal_again(story: Story) -> None:
    """Art. 23, T13: the seal holds; a second one needs its reason and leaves the first readable."""
    body = {"cycle_id": story.cycle}
    verify(story, "seal")
    story.secretary.refused("second_seal_without_reason", "freeze_ranking", body, **cycle_of(story))
    again = story.secretary.do("freeze_ranking", body | {"reason": "核对组织名称后重新封存。"}, **cycle_of(story))
    both = story.secretary.all("list_rankings", cycle_id=story.cycle)
    story.journal.check("seals", [(row["number"], row["reason"]) for row in both])
    story.known["ranking"], story.known["ranking_id"] = again["entries"], again["id"]
    verify(story, "second_seal")
    kept = story.secretary.read("show_allocation", ranking_id=again["id"])
    story.journal.check("allocation", places_of(story, kept))


def verify(story: Story, name: str) -> None:
    """Art. 23: the newest seal against record, tables and a count from the sheets upwards."""
    newest = story.secretary.all("list_rankings", cycle_id=story.cycle)[0]["id"]
    found = story.secretary.read("verify_ranking", ranking_id=newest)
    story.journal.check(name, (found["is_equal"], len(found["checks"]), found["differences"]))


def try_numbers(story: Story) -> None:
    """Arts. 4, 15, 22: the paper alone, and a fourth place: a vacancy and a tie, and nothing is changed by asking."""
    on_paper = tried(story, {"weights": {"material": 100, "defence": 0, "site": 0}})
    keys = {a.application: key for key, a in story.applicants.items()}
    changes = [
        (keys[row["application_id"]], row["place_after"], row["total_after"], row["tier_before"], row["tier_after"])
        for row in on_paper["changes"]
    ]
    story.journal.check("on_paper", sorted(changes, key=lambda row: row[1]))
    story.journal.check("on_paper_places", places_of(story, on_paper["allocation"]))
    more = tried(story, {"places": {"excellence_award": 4}})["allocation"]
    ties = [(tie["tier"], sorted(keys[each] for each in tie["application_ids"]), tie["places"])
            for tie in more["ties_at_line"]]  # fmt: skip
    story.journal.check("tie_at_a_fourth_place", ties)
    verify(story, "seal_after_trying")


def tried(story: Story, body: dict[str, Any]) -> Any:  # noqa: ANN401 - a JSON value.
    """Try numbers on the newest seal."""
    return story.secretary.do("simulate_ranking", body, ranking_id=story.known["ranking_id"])


def places_of(story: Story, allocation: dict[str, Any]) -> dict[str, object]:
    """Give each tier's firms on places, with why the others stay vacant."""
    keys = {a.application: key for key, a in story.applicants.items()}
    return {
        tier["tier"]: ([keys[each] for each in tier["chosen"]], [each["message"] for each in tier["vacancies"]])
        for tier in allocation["tiers"]
    }


def decide_tie(story: Story) -> None:
    """Arts. 7(1), 23: two equals and one place: nobody but the committee chooses, by resolution and with a reason."""
    port, soft = (story.applicants[key].application for key in ("port", "soft"))
    body = {"cycle_id": story.cycle, "lengths": LENGTHS}
    story.secretary.refused("tie_stops", "propose_candidates", body, **cycle_of(story))
    resolution = record_resolution(story, 5, "2022-12-19", "关于并列组织列入候选名单的决议")
    decision = {
        "tier": "excellence_award", "chosen": [port], "resolution_id": resolution,
        "reason": "两家总评分相同，申港港务结果类条款得分较高。",
    }  # fmt: skip
    both = body | {"tie_decisions": [decision | {"chosen": [port, soft]}]}
    story.secretary.refused("tie_chooses_both", "propose_candidates", both, **cycle_of(story))
    found = story.secretary.do("propose_candidates", body | {"tie_decisions": [decision]}, **cycle_of(story))
    keys = {a.application: key for key, a in story.applicants.items()}
    lists = {
        one["tier"]: [keys[row["application_id"]] for row in sorted(one["candidates"], key=lambda row: row["position"])]
        for one in found["lists"]
    }
    story.journal.check("candidates", lists)


def show(story: Story) -> None:
    """Print the ranking as the year ends up with it."""
    story.journal.check("ranked", {key: story.status_of(a) for key, a in story.applicants.items()})
