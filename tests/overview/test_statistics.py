"""The statistics of a year and of the years, by literals written by hand (arts. 15, 17-26, 30)."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from fastapi import FastAPI

from app.regulation.ratios import Ratio
from app.regulation.statistics import Band, bands_of, days_of, spread_of, told_counts
from app.regulation.vocabulary import Status
from tests.api import Operator, People
from tests.honours_world import commended_year, noticed_year, revoked
from tests.queries import counted_queries
from tests.rankings_world import reviewed, sealed
from tests.reviews_world import reviewing
from tests.year_world import ok


def test_bands_take_their_lower_edge_in_and_leave_the_upper_out() -> None:
    totals = [Ratio(59_999), Ratio(60_000), Ratio(119_999, 2), Ratio(64_999), Ratio(70_000)]
    assert bands_of(totals) == (
        Band(least=55_000, below=60_000, number=2), Band(least=60_000, below=65_000, number=2),
        Band(least=65_000, below=70_000, number=0), Band(least=70_000, below=75_000, number=1),
    )  # fmt: skip
    assert bands_of([]) == ()


def test_a_spread_is_exact() -> None:
    found = spread_of([Fraction(1), Fraction(2), Fraction(2)])
    assert found is not None
    assert (found.number, found.mean, found.lowest, found.highest) == (3, Fraction(5, 3), 1, 2)
    assert spread_of([]) is None


def test_a_phase_lasts_until_the_next_that_was_reached() -> None:
    phases = (Status.CALLED, Status.ELIGIBILITY, Status.MATERIAL_REVIEW, Status.DEFENCE)
    reached = {
        Status.CALLED: date(2022, 7, 20),
        Status.ELIGIBILITY: date(2022, 9, 16),
        Status.DEFENCE: date(2022, 11, 11),
    }
    assert days_of(phases, reached) == {Status.CALLED: 58, Status.ELIGIBILITY: 56}


@pytest.mark.parametrize(
    ("number", "eligible", "winners", "told"),
    [
        # Twelve eligible, four winners: of the eight others, three or more on either side.
        (9, 12, 4, 9), (7, 12, 4, 7),
        # Only two of the others went on, or only two did not: small cells.
        (6, 12, 4, None), (10, 12, 4, None),
        # All of the others lost here, or none did: everybody would know it of each by name.
        (4, 12, 4, None), (12, 12, 4, None),
        (5, 5, 4, None), (0, 0, 0, None),
    ],
)  # fmt: skip
def test_the_public_is_told_no_number_that_tells_of_a_loser(
    number: int, eligible: int, winners: int, told: int | None
) -> None:
    assert told_counts({Status.SHORTLISTED: number}, eligible, winners)[Status.SHORTLISTED] == told


async def test_a_year_with_real_sheets_is_counted_by_hand(people: People, operator: Operator) -> None:
    work = await reviewed(people, operator)
    path = f"{work.year.path}/statistics"
    # The year was planned for long ago, so that nothing came in time.
    long_ago = "UPDATE schedule_entry SET planned_on = '2001-01-01' WHERE cycle_id = $1"
    await operator.run(long_ago, UUID(work.year.cycle_id))
    before = ok(await work.secretary.get(path), 200)
    assert (before["scores"], before["statuses"]) == (None, {"scored": 2})
    assert [(step["status"], step["reached"]) for step in before["funnel"]] == [
        ("submitted", 2), ("received", 2), ("eligible", 2), ("shortlisted", 2), ("defended", 2), ("site_visited", 2),
        ("scored", 2),
    ]  # fmt: skip
    (sector,), (size,) = before["sectors"], before["sizes"]
    assert (sector["code"], sector["submitted"], sector["eligible"], sector["awarded"]) == ("manufacturing", 2, 2, 0)
    assert (size["code"], size["name"], size["submitted"], len(before["units"])) == ("large", "大型", 2, 2)
    assert [(load["stage"], load["load"], load["submitted"]) for load in before["loads"]] == [
        (stage, 2, 2) for stage in ("material", "defence", "site") for _ in range(3)
    ]
    assert {(load["on_time"], load["on_time_share"]["shown"]) for load in before["loads"]} == {(0, "0.00")}
    assert [each["phase"] for each in before["durations"]] == [
        "called", "eligibility", "material_review", "defence",
    ]  # fmt: skip
    await sealed(work)
    scores = ok(await work.secretary.get(path), 200)["scores"]
    # The edition takes the consensus of the last stage: 600.75 and 602.50 points.
    assert scores["points"] == {
        "number": 2, "mean": {"num": 4813, "den": 8, "shown": "601.62"},
        "lowest": {"num": 2403, "den": 4, "shown": "600.75"}, "highest": {"num": 1205, "den": 2, "shown": "602.50"},
    }  # fmt: skip
    assert scores["bands"] == [{"least": "600.00", "below": "650.00", "number": 2}]
    items = {(each["stage"], each["item_code"]): each for each in scores["items"]}
    # On paper three sheets of 80 % and three of 60 %.
    paper = items["material", "4.1.2"]
    assert (paper["sheets"], paper["mean"], paper["lowest"], paper["highest"], paper["spread"]) == (
        6, {"num": 70, "den": 1, "shown": "70.00"}, 60, 80, 20,
    )  # fmt: skip
    # On site 60, 60 and 65 % on the first; the second is of one mind at 65 % on this item.
    site = items["site", "4.1.2"]
    assert (site["sheets"], site["mean"]["num"], site["mean"]["den"], site["spread"]) == (6, 190, 3, 5)
    assert len(scores["items"]) == 3 * 23


async def test_only_the_office_reads_the_numbers_of_a_year(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    path = f"{made.cycle}/statistics"
    for person in (made.session.chair, await people.recommender(), await people.verified_applicant()):
        assert (await person.get(path)).status_code == 403
    assert (await people.client.get(path)).status_code == 401
    found = ok(await made.secretary.get(path), 200)
    assert found["statuses"] == {"approved_in_notice": 4, "not_proposed": 1}
    # Nobody has to know a score that is not told: 700, 650, 599.75, 550 and 500 points.
    assert [(band["least"], band["number"]) for band in found["scores"]["bands"]] == [
        ("500.00", 1), ("550.00", 2), ("600.00", 0), ("650.00", 1), ("700.00", 1),
    ]  # fmt: skip


async def test_everybody_reads_the_finished_years_and_nothing_of_who_lost(people: People, operator: Operator) -> None:
    running = await noticed_year(people, operator)
    told = ok(await people.client.get("/v1/statistics/cycles"), 200)["items"]
    assert running.session.scored.year.cycle_id not in [each["cycle_id"] for each in told]
    made = await commended_year(people, operator)
    here = made.session.scored.year
    (year,) = [each for each in ok(await people.client.get("/v1/statistics/cycles"), 200)["items"]
               if each["cycle_id"] == here.cycle_id]  # fmt: skip
    assert {key: year[key] for key in ("award_year", "received", "eligible", "winners")} == {
        "award_year": here.award_year, "received": 5, "eligible": 5, "winners": 4,
    }  # fmt: skip
    assert (year["shortlisted"], year["scored"], year["candidates"]) == (None, None, None)
    assert [(tier["tier"], tier["granted"], tier["standing"]) for tier in year["tiers"]] == [
        ("mayors_award", 2, 2), ("excellence_award", 2, 2),
    ]  # fmt: skip
    await revoked(made, "甲")
    (year,) = [each for each in ok(await people.client.get("/v1/statistics/cycles"), 200)["items"]
               if each["cycle_id"] == here.cycle_id]  # fmt: skip
    assert (year["winners"], year["tiers"][0]["granted"], year["tiers"][0]["standing"]) == (4, 2, 1)


async def test_statistics_cost_the_same_for_one_application_and_for_three(
    people: People, operator: Operator, service: FastAPI
) -> None:
    costs = []
    for number in (1, 3):
        work = await reviewing(people, operator, applications=number)
        with counted_queries(service.state.database) as seen:
            found = ok(await work.secretary.get(f"{work.year.path}/statistics"), 200)
        assert found["statuses"] == {"eligible": number}
        costs.append(len(seen))
    assert costs[0] == costs[1]


async def test_the_years_side_by_side_cost_the_same_however_many_there_are(
    people: People, operator: Operator, service: FastAPI
) -> None:
    costs, sizes = [], []
    for _ in range(3):
        await commended_year(people, operator)
        with counted_queries(service.state.database) as seen:
            sizes.append(len(ok(await people.client.get("/v1/statistics/cycles"), 200)["items"]))
        costs.append([each for each in seen if each.startswith("SELECT")])
    assert (sizes[1] - sizes[0], sizes[2] - sizes[0]) == (1, 2)
    assert costs[0] == costs[1] == costs[2]
