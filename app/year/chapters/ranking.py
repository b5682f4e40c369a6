"""Ranking: rechecked, frozen with its arithmetic, two lists, and a tie that stops and asks the committee."""

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
