"""The call: immutable as published, corrected by another call, its window to the last second (arts. 18, 19)."""

import asyncio
from datetime import date, timedelta
from typing import Any

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.cycles.drafts import codes_of, in_force_path
from tests.year_world import call, called_year, free_year, ok, plan, planned_year

MEDIUM = call("2022-07-20", "2022-09-15", "2022-07-19")["media"][0]


async def today(operator: Operator) -> date:
    return await operator.value("SELECT award_today()")


async def test_a_call_opens_the_year_to_the_last_second_of_its_last_day(people: People, operator: Operator) -> None:
    """The real days of 2022: from 20 July to 15 September, 24:00 in Jiangyin."""
    secretary, path = await in_force_path(people, operator, "2022-05-20")
    async with operator.at("2022-07-19T16:00:00+08:00"):
        planned = await secretary.post("/v1/cycles", plan(path.rpartition("/")[2], free_year()))
        at = f"/v1/cycles/{ok(planned)['id']}"
        done = await secretary.post(f"{at}/calls", call("2022-07-20", "2022-09-15", "2022-07-19"), match=planned)
        assert ok(done)["phase"] == "called"
        assert done.json()["window"] == {
            "window_from": "2022-07-20", "window_until": "2022-09-15", "opens_at": "2022-07-20T00:00:00+08:00",
            "closes_at": "2022-09-16T00:00:00+08:00", "is_open": False,
        }  # fmt: skip
        assert done.json()["schedule"][0]["reached_on"] == "2022-07-19"
    phases = []
    for instant in ("2022-07-20T00:00:01", "2022-09-15T23:59:50", "2022-09-16T00:00:00"):
        async with operator.at(f"{instant}+08:00"):
            phases.append(ok(await secretary.get(at), 200)["phase"])
    assert phases == ["open", "open", "called"]


async def test_a_call_that_cannot_stand_is_refused_with_every_reason(people: People, operator: Operator) -> None:
    year = await planned_year(people)
    seen, now = await year.secretary.get(year.path), await today(operator)
    good = call(now, now + timedelta(days=9), now)
    medium, condition = good["media"][0], good["extra_conditions"][0]
    bad: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
        ({"media": []}, [("call.no_medium", "/media")]),
        ({"media": [medium, medium]}, [("call.medium_twice", "/media/1/url")]),
        ({"media": [{**medium, "published_on": str(now + timedelta(days=1))}]},
         [("call.medium_in_future", "/media/0/published_on"), ("call.opens_unpublished", "/window_from")]),
        ({"window_from": str(now - timedelta(days=1))}, [("call.opens_unpublished", "/window_from")]),
        ({"window_from": str(now + timedelta(days=10))}, [("window.backwards", "/last_day")]),
        ({"extra_conditions": [condition, condition]}, [("call.condition_twice", "/extra_conditions")]),
        ({"window_from": "2022-01-01", "window_until": "2022-02-01", "media": []},
         [("call.no_medium", "/media"), ("call.window_over", "/window_until")]),
    ]  # fmt: skip
    for changes, reasons in bad:
        answer = await year.secretary.post(f"{year.path}/calls", {**good, **changes}, match=seen)
        assert (answer.status_code, codes_of(answer.json())) == (422, reasons)
    assert (await year.secretary.get(year.path)).headers["etag"] == seen.headers["etag"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "\u202e题"},
        {"title": " "},
        {"window_until": "2300-01-01"},
        {"window_from": "0001-01-01"},
        {"window_from": 20220720},
        {"media": [{**MEDIUM, "url": "javascript:alert(1)"}]},
        {"media": [{**MEDIUM, "snapshot_sha256": "0"}]},
        {"extra_conditions": [{"code": "A'; --", "zh": "x", "evidence_required": True}]},
        {"extra_conditions": [{"code": "aa", "zh": "x", "evidence_required": 1}]},
        {"unknown": 1},
    ],
)  # fmt: skip
async def test_hostile_input_of_a_call_is_refused(people: People, changes: dict[str, Any]) -> None:
    secretary = await people.secretary()
    body = {**call("2022-07-20", "2022-09-15", "2022-07-19"), **changes}
    year = await planned_year(people, secretary)
    answer = await secretary.post(f"{year.path}/calls", body, match='"v1"')
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")


async def test_a_correction_is_a_call_of_its_own_and_extends_for_all(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    now = await today(operator)
    body = call(now, now + timedelta(days=44), now, reason="应多家组织请求延期。", extra_conditions=[])
    seen = await year.secretary.get(year.path)
    done = await year.secretary.post(f"{year.path}/call-corrections", body, match=seen)
    assert ok(done)["window"]["window_until"] == str(now + timedelta(days=44))
    calls = ok(await year.secretary.get(f"{year.path}/calls"), 200)["items"]
    assert [(c["number"], c["reason"], c["corrects_id"], len(c["media"])) for c in calls] == [
        (2, "应多家组织请求延期。", calls[1]["id"], 1), (1, "", None, 1),
    ]  # fmt: skip
    assert done.json()["call"] == calls[0]
    for statement in ("UPDATE call_notice SET title = ''", "DELETE FROM call_medium"):
        with pytest.raises(asyncpg.CheckViolationError, match="call_is_fixed"):
            await operator.run(statement)


async def test_a_correction_moves_no_day_that_has_passed(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    now, seen = await today(operator), await year.secretary.get(year.path)
    late = call(now + timedelta(days=1), now + timedelta(days=44), now, reason="推迟")
    past = call(now, now - timedelta(days=1), now, reason="提前")
    silent = call(now, now + timedelta(days=44), now)
    answers = [await year.secretary.post(f"{year.path}/call-corrections", b, match=seen) for b in (late, past, silent)]
    assert [(a.status_code, a.json()["errors"][0]["code"]) for a in answers] == [
        (422, "call.already_open"), (422, "window.backwards"), (422, "input.missing"),
    ]  # fmt: skip
    change = "UPDATE cycle SET closes_at = $2, version = version + 1 WHERE id = $1"
    with pytest.raises(asyncpg.CheckViolationError, match="i1_window_moves_for_all"):
        await operator.run(change, year.cycle_id, await operator.value("SELECT award_now() - interval '1 second'"))


async def test_acceptance_closes_with_the_window_and_not_before(people: People, operator: Operator) -> None:
    year = await called_year(people, operator, days=2)
    seen = await year.secretary.get(year.path)
    offered = {act["act"]: act for act in seen.json()["acts"]}["close_acceptance"]
    assert codes_of({"errors": offered["reasons"]}) == [("window.still_open", "")]
    early = await year.secretary.post(f"{year.path}/acceptance-closure", match=seen)
    assert (early.status_code, early.json()["code"], early.json()["article"]) == (
        422, "window.still_open", "第十九条",
    )  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError, match="i18_acceptance_ends_with_the_window"):
        await operator.run("UPDATE cycle SET status = 'eligibility' WHERE id = $1", year.cycle_id)
    async with operator.at(seen.json()["window"]["closes_at"]):
        done = await year.secretary.post(f"{year.path}/acceptance-closure", match=seen)
        assert ok(done)["status"] == "eligibility"
        reached = {entry["phase"]: entry["reached_on"] for entry in done.json()["schedule"]}
        assert reached["eligibility"] == str(await today(operator))
        again = await year.secretary.post(f"{year.path}/acceptance-closure", match=done)
        assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")


async def test_of_a_correction_and_a_closure_at_once_one_stands(people: People, operator: Operator) -> None:
    year = await called_year(people, operator, days=1)
    seen = await year.secretary.get(year.path)
    async with operator.at(seen.json()["window"]["closes_at"]):
        now = await today(operator)
        longer = call(now - timedelta(days=1), now + timedelta(days=5), now - timedelta(days=1), reason="延期")
        answers = await asyncio.gather(
            year.secretary.post(f"{year.path}/acceptance-closure", match=seen),
            year.secretary.post(f"{year.path}/call-corrections", longer, match=seen),
        )
    assert sorted(answer.status_code for answer in answers) == [201, 412]


async def test_only_the_secretariat_runs_the_year_and_only_on_what_it_has_read(
    people: People, api: httpx2.AsyncClient
) -> None:
    year, applicant = await planned_year(people), await people.register_applicant()
    body = call("2022-07-20", "2022-09-15", "2022-07-19")
    assert (await api.post(f"{year.path}/calls", json=body)).status_code == 401
    refused = await applicant.post(f"{year.path}/calls", body, match='"v1"')
    assert (refused.status_code, refused.json()["article"]) == (403, "第十八条")
    assert (await year.secretary.post(f"{year.path}/calls", body)).status_code == 428
    stale = await year.secretary.post(f"{year.path}/calls", body, match='"v7"')
    assert (stale.status_code, stale.headers["etag"]) == (412, '"v1"')


async def test_each_act_of_the_year_leaves_one_record(people: People, operator: Operator) -> None:
    before = await operator.value("SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8') ~ 'publish_call'")
    year = await called_year(people, operator)
    after = await operator.value("SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8') ~ 'publish_call'")
    assert (after - before, (await year.secretary.get(year.path)).headers["etag"]) == (1, '"v2"')
