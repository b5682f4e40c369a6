"""The committee's part of a year as one story: ranking, lists, ballots, proposed list, government (arts. 23, 24)."""

from tests.api import Operator, People
from tests.committee_world import (
    EXCELLENCE,
    MAYORS,
    committee,
    convened,
    decided,
    fixed,
    proposed,
    recheck,
    scored_year,
    submitted,
)
from tests.year_world import ok, undertake

TOTALS = {"甲": 70000, "乙": 65000, "丙": 60000, "丁": 59975, "戊": 50000, "己": 49975}


async def test_the_committee_takes_a_year_from_its_scores_to_the_government_decision(
    people: People, operator: Operator
) -> None:
    scored = await scored_year(people, operator, TOTALS)
    lists = await proposed(scored)
    assert [(one["tier"], scored.letters(one["candidates"]), one["vacant"]) for one in lists["lists"]] == [
        (MAYORS, ["甲", "乙", "丙"], 0),
        (EXCELLENCE, ["丁", "戊"], 1),
    ]
    assert [await scored.status(letter) for letter in "甲戊己"] == ["candidate", "candidate", "not_candidate"]
    members = await committee(people, scored.secretary)
    for member in members:
        await undertake(member, scored.year.cycle_id)
    session = await convened(scored, members)
    results = {
        letter: (await session.ballot(letter, votes))["result"] for letter, votes in {"甲": 5, "乙": 2, "丙": 3}.items()
    }
    assert [(r["in_favour"], r["needed"], r["base"], r["passed"]) for r in results.values()] == [
        (5, 3, 5, True), (2, 3, 5, False), (3, 3, 5, True),
    ]  # fmt: skip
    for letter, votes in {"丁": 4, "戊": 1, "乙": 4}.items():
        await session.ballot(letter, votes, EXCELLENCE)
    listed = ok(await fixed(session, passed_over={MAYORS: {scored.firms["乙"]: "未获市长质量奖表决通过。"}}))
    assert [(entry["tier"], entry["position"], *scored.letters([entry])) for entry in listed["entries"]] == [
        (MAYORS, 1, "甲"), (MAYORS, 2, "丙"), (EXCELLENCE, 1, "乙"), (EXCELLENCE, 2, "丁"),
    ]  # fmt: skip
    assert [await scored.status(letter) for letter in "甲乙丙丁戊"] == ["proposed"] * 4 + ["not_proposed"]
    closed = await scored.secretary.post(
        f"/v1/meetings/{session.meeting}/closure", match=await scored.secretary.get(f"/v1/meetings/{session.meeting}")
    )
    assert (
        "表决：演练甲有限公司，江阴市市长质量奖，第1轮；应计5票，同意5、不同意0、弃权0、无效0；须3票同意，通过"
        in ok(closed)["minutes"]
    )
    sent = ok(await submitted(session, listed["id"]))
    await recheck(scored, "approval", *"甲乙丙丁")
    decision = ok(await decided(session, sent["id"], "丙"))
    assert [(scored.letters([e])[0], e["is_approved"]) for e in decision["entries"] if e["tier"] == MAYORS] == [
        ("丙", False), ("甲", True),
    ]  # fmt: skip
    assert sorted(scored.letters(decision["approved"])) == sorted("甲乙丁")
    assert [await scored.status(letter) for letter in "甲乙丙丁戊"] == [
        "approved_in_notice", "approved_in_notice", "not_approved", "approved_in_notice", "not_proposed",
    ]  # fmt: skip
