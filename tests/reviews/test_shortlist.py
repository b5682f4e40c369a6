"""The shortlist: by the edition's rule, on every material report, a tie across the line stops and asks (art. 21)."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.reviews_world import Work, concluded, reported, reviewing, shortlisted
from tests.year_world import ok, resolution


async def scored(people: People, operator: Operator, *percents: int) -> Work:
    """Give a year with one reported application for each percent."""
    work = await reviewing(people, operator, len(percents))
    for case, percent in zip(work.cases, percents, strict=True):
        await concluded(work, percent, case.id)
        await reported(work, case.id)
    return work


@contextlib.asynccontextmanager
async def narrowed(operator: Operator, places: int) -> AsyncGenerator[None]:
    """Let the edition's shortlist have fewer places for a while; an edition in force never changes but for a test."""
    guard = "ALTER TABLE edition {} TRIGGER edition_in_force_is_fixed"
    change = (
        "UPDATE edition SET version = version + 1, parameters = jsonb_set(parameters, '{cut_rule,places}', $1::jsonb) "
        "WHERE code = 'jiangyin-2022'"
    )
    await operator.run(guard.format("DISABLE"))
    await operator.run(change, str(places))
    try:
        yield
    finally:
        await operator.run(change, "8")
        await operator.run(guard.format("ENABLE ALWAYS"))


async def test_the_minimum_is_inclusive_and_every_report_is_needed(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator, 2)
    await concluded(work, 40, work.cases[0].id)
    await reported(work, work.cases[0].id)
    path = f"/v1/shortlists/{work.year.cycle_id}"
    early = await work.secretary.post(path, {}, match=await work.secretary.get(work.year.path))
    assert (early.status_code, reasons(early)) == (422, [("shortlist.no_report", "第二十一条")])
    assert early.json()["errors"][0]["pointer"] == f"/applications/{work.cases[1].id}"
    await concluded(work, 40, work.cases[1].id, **{"4_4_3": 35})
    await reported(work, work.cases[1].id)
    assert (await work.leader.post(path, {})).status_code == 403
    assert (await work.secretary.post(path, {})).status_code == 428
    assert (await work.secretary.post(path, {}, match='"v1"')).status_code == 412
    assert (await work.secretary.get(path)).status_code == 404
    body = {"reasons": {work.cases[1].id: "未达最低分（演练说明）。"}}
    made = ok(await work.secretary.post(path, body, match=await work.secretary.get(work.year.path)))
    assert [(each["total"], each["passed"], each["reason"]) for each in made["entries"]] == [
        ("400.00", True, ""), ("399.25", False, "未达最低分（演练说明）。"),
    ]  # fmt: skip
    statuses = [ok(await work.secretary.get(f"/v1/applications/{c.id}"), 200)["status"] for c in work.cases]
    assert statuses == ["shortlisted", "not_shortlisted"]
    told = await work.cases[1].owner.get(f"/v1/outcomes/{work.cases[1].id}")
    assert (ok(told, 200)["reason"], told.json()["article"]) == ("未达最低分（演练说明）。", "第二十一条")
    assert "399.25" not in told.text
    assert (await work.cases[0].owner.get(f"/v1/outcomes/{work.cases[0].id}")).status_code == 404
    assert (await work.cases[0].owner.get(f"/v1/outcomes/{work.cases[1].id}")).status_code == 404
    assert ok(await work.secretary.get(path), 200) == made
    late = await work.secretary.post(path, {}, match=await work.secretary.get(work.year.path))
    assert late.status_code == 409


async def test_a_tie_across_the_line_stops_and_asks(people: People, operator: Operator) -> None:
    work = await scored(people, operator, 70, 60, 60)
    path, tied = f"/v1/shortlists/{work.year.cycle_id}", sorted(case.id for case in work.cases[1:])
    async with narrowed(operator, 2):
        stopped = await work.secretary.post(path, {}, match=await work.secretary.get(work.year.path))
        assert (stopped.status_code, reasons(stopped)) == (422, [("shortlist.tie", "第七条（一）")])
        assert all(each in stopped.json()["detail"] for each in tied)
        decided = await resolution(work.secretary)
        both = {"tie": {"resolution_id": decided, "chosen": tied, "reason": "并列皆取。"}}
        wrong = await work.secretary.post(path, both, match=await work.secretary.get(work.year.path))
        assert (wrong.status_code, reasons(wrong)) == (422, [("shortlist.tie", "第七条（一）")])
        one = {"tie": {"resolution_id": decided, "chosen": tied[:1], "reason": "结果类得分较高。"}}
        made = ok(await work.secretary.post(path, one, match=await work.secretary.get(work.year.path)))
    assert {each["application_id"] for each in made["entries"] if each["passed"]} == {work.cases[0].id, tied[0]}
    assert [each["place"] for each in made["entries"]] == [1, 2, 2]


async def test_the_shortlist_is_confirmed_once_by_racing_requests(people: People, operator: Operator) -> None:
    work = await scored(people, operator, 60)
    path, seen = f"/v1/shortlists/{work.year.cycle_id}", await work.secretary.get(work.year.path)
    found = await asyncio.gather(*(work.secretary.post(path, {}, match=seen) for _ in range(3)))
    assert sorted(answer.status_code for answer in found) == [201, 412, 412]


async def test_the_annual_plan_notes_when_the_defence_began(people: People, operator: Operator) -> None:
    work = await scored(people, operator, 60)
    await shortlisted(work)
    reached = await operator.value(
        "SELECT reached_on = award_today() FROM schedule_entry WHERE cycle_id = $1 AND phase = 'defence'",
        work.year.cycle_id,
    )
    assert reached is True


async def test_without_elimination_on_paper_all_go_on_whatever_the_minimum(people: People, operator: Operator) -> None:
    for eliminates, expected in ((True, [False]), (False, [True])):
        stages = [
            {"stage": stage, "scored": True, "maximum": 1000, "weight": None, "items": [],
             "eliminates": eliminates and stage == "material"}
            for stage in ("material", "defence", "site")
        ]  # fmt: skip
        work = await reviewing(people, operator, amendment={"stages": stages, "cut_rule": {"minimum": 60001}})
        await concluded(work, 60)
        await reported(work)
        shown = ok(await shortlisted(work))
        assert [entry["passed"] for entry in shown["entries"]] == expected
