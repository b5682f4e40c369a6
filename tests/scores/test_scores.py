"""Scores explained to those who may know, rated, and counted again: a wrong number is an alarm (arts. 13-15, 21-23)."""

from typing import Any
from uuid import UUID

import pytest

from app import cli_check
from tests.api import Operator, People, Person
from tests.reviews_world import (
    Work,
    agreed,
    comprehensive,
    concluded,
    next_stage,
    reported,
    reviewing,
    shortlisted,
    stage_concluded,
    submitted,
)
from tests.year_world import ok


@pytest.fixture(scope="module")
async def work(people: People, operator: Operator) -> Work:
    """Give a year in its material review with two applications."""
    return await reviewing(people, operator, applications=2)


@pytest.fixture(scope="module")
async def site(work: Work) -> Work:
    """Two applications: the first scored after three stages, the second cut at the shortlist."""
    await concluded(work, 80)
    await concluded(work, 30, work.cases[1].id)
    for case in work.cases:
        await reported(work, case.id)
    await shortlisted(work)
    defence = await next_stage(work, "defence", work.cases[:1])
    await concluded(defence, 70)
    await stage_concluded(defence)
    last = await next_stage(work, "site", work.cases[:1])
    for person, percent in zip(last.experts, (60, 60, 65), strict=True):
        await submitted(last, person, percent)
    await agreed(last, 60, **{"4_4_3": 65})
    ok(await comprehensive(last))
    return last


async def explained(person: Person, application: str, query: str = "") -> dict[str, Any]:
    return ok(await person.get(f"/v1/applications/{application}/score-explanation{query}"), 200)


async def test_the_secretariat_reads_the_whole_arithmetic(site: Work) -> None:
    found = await explained(site.secretary, site.application)
    assert [(stage["stage"], stage["hundredths"]) for stage in found["stages"]] == [
        ("material", 80000), ("defence", 70000), ("site", 60075),
    ]  # fmt: skip
    last = found["stages"][2]
    assert sorted(sheet["score"] for sheet in last["sheets"]) == ["600.00", "600.00", "650.00"]
    assert {sheet["expert_id"] for sheet in last["sheets"]} == {str(person.party) for person in site.experts}
    line = next(item for item in last["items"] if item["item_code"] == "4.4.3")
    assert (sorted(line["percents"]), line["spread"], line["percent"], line["hundredths"], line["score"]) == (
        [60, 60, 65], 5, 65, 975, "9.75",
    )  # fmt: skip
    assert line["mean"] == {"num": 185, "den": 3, "shown": "61.66"}
    assert sum(item["hundredths"] for item in last["items"]) == last["hundredths"]
    total = found["total"]
    assert [(term["stage"], term["hundredths"], term["weight"]) for term in total["terms"]] == [
        ("material", 80000, 0), ("defence", 70000, 0), ("site", 60075, 100),
    ]  # fmt: skip
    assert (total["total"]["shown"], total["total_exact"]) == ("600.75", "600.75")
    assert total["issued"] == {"num": 60075, "den": 1, "shown": "600.75"}
    assert [(floor["tier"], floor["left"], floor["right"], floor["reached"]) for floor in total["floors"]] == [
        ("mayors_award", 60075, 60000, True), ("excellence_award", 60075, 50000, True),
    ]  # fmt: skip


async def test_one_stage_may_be_asked_for(site: Work) -> None:
    found = await explained(site.secretary, site.application, "?stage=defence")
    assert [stage["stage"] for stage in found["stages"]] == ["defence"]


async def test_an_expert_of_the_panel_reads_it_and_a_stranger_does_not(site: Work, people: People) -> None:
    found = await explained(site.experts[1], site.application)
    assert [stage["hundredths"] for stage in found["stages"]] == [80000, 70000, 60075]
    stranger = await people.verified_applicant("旁观（演练）有限公司")
    refused = await stranger.get(f"/v1/applications/{site.application}/score-explanation")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


async def test_an_applicant_reads_nothing_before_his_outcome_is_public(site: Work) -> None:
    found = await explained(site.cases[0].owner, site.application)
    assert (found["stages"], found["total"]) == ([], None)


@pytest.mark.usefixtures("site")
async def test_who_was_cut_reads_his_own_consensus_and_no_name_and_no_sheet(work: Work) -> None:
    found = await explained(work.cases[1].owner, work.cases[1].id)
    assert [(stage["stage"], stage["score"], stage["sheets"]) for stage in found["stages"]] == [
        ("material", "300.00", [])
    ]
    assert {tuple(sorted(item)) for item in found["stages"][0]["items"]} == {
        ("hundredths", "item_code", "mean", "percent", "percents", "points", "score", "spread", "title")
    }
    assert {(str(item["percents"]), item["mean"], item["spread"]) for item in found["stages"][0]["items"]} == {
        ("[]", None, None)
    }
    assert found["total"] is None


async def test_the_raters_stand_beside_the_scores(site: Work) -> None:
    found = ok(await site.secretary.get(f"{site.year.path}/rater-statistics"), 200)
    own = next(
        rater for rater in found["raters"]
        if (rater["stage"], rater["expert_id"]) == ("site", str(site.experts[0].party))
    )  # fmt: skip
    # 22 items as agreed and one five under it.
    assert own["shift_from_consensus"] == {"num": -5, "den": 23, "shown": "-0.21"}
    assert own["shift_from_panel"] == {"num": -5, "den": 2, "shown": "-2.50"}
    assert (own["applications"], own["items"], own["few"]) == (1, 23, True)
    agreement = {each["stage"]: each for each in found["agreements"]}
    assert agreement["material"]["mean_difference"]["num"] == 0
    assert agreement["material"]["intraclass"] == {"num": 1, "den": 1, "shown": "1.00"}
    assert agreement["site"]["intraclass"] is None
    refused = await site.experts[0].get(f"{site.year.path}/rater-statistics")
    assert refused.status_code == 403


async def test_counting_again_finds_nothing_and_a_changed_row_raises_the_alarm(
    site: Work, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    path = f"{site.year.path}/score-check"
    right = ok(await site.secretary.get(path), 200)
    assert {key: right[key] for key in ("applications", "sheets", "consensuses", "scores", "places")} == {
        "applications": 2, "sheets": 12, "consensuses": 4, "scores": 1, "places": 0,
    }  # fmt: skip
    assert right["differences"] == []
    assert await cli_check.scores()
    consensus = await operator.value(
        "SELECT id FROM consensus WHERE application_id = $1 AND stage = 'site'", UUID(site.application)
    )
    lock = "TRIGGER i10_consensus_item_locked"
    await operator.run(f"ALTER TABLE consensus_item DISABLE {lock}")
    await operator.run(
        "UPDATE consensus_item SET percent = 70 WHERE consensus_id = $1 AND item_code = '4.1.2'", consensus
    )
    await operator.run(f"ALTER TABLE consensus_item ENABLE ALWAYS {lock}")
    wrong = ok(await site.secretary.get(path), 200)["differences"]
    assert [(each["of"], each["stored"], each["counted"]) for each in wrong] == [
        ("consensus:site", "60075", "60575"), ("score", "60075/1", "60575/1"),
    ]  # fmt: skip
    capsys.readouterr()
    assert not await cli_check.scores()
    assert "consensus:site of application" in capsys.readouterr().out
