"""The visit: planned without a clash, told to the applicant, logged by the panel, answered, recorded (art. 22)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI
from icalendar import Calendar
from sqlalchemy import text

from app.database import Mask, Persona
from tests.api import Operator, People
from tests.applications_world import PDF
from tests.eligibility_world import RAW, reasons
from tests.reviews_world import Work, consensus_opened, reviewing, submitted
from tests.visits_world import at_site, raised
from tests.year_world import ok


@pytest.fixture(scope="module")
async def site(people: People, operator: Operator) -> Work:
    """Two applications at their site review before one panel."""
    return await at_site(await reviewing(people, operator, applications=2), others=False)


async def plan(work: Work, operator: Operator, days: int = 3, **changed: object) -> dict[str, Any]:
    now: datetime = (await operator.value("SELECT award_now()")).astimezone(UTC).replace(microsecond=0)
    start = now + timedelta(days=days)
    day = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=6)).isoformat()}
    item = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat(), "topic": "首次会议"}
    experts = [str(person.party) for person in work.experts]
    return {
        "place": "公司总部",
        "days": [day],
        "agenda": [item],
        "experts": experts,
        "notice": "请备齐台账。",
        **changed,
    }


@pytest.fixture(scope="module")
async def visit(site: Work, operator: Operator) -> dict[str, Any]:
    """The visit to the first applicant."""
    return ok(await site.secretary.post(f"/v1/reviews/{site.application}/site-visit", await plan(site, operator)))


async def test_no_expert_is_at_two_visits_at_once(site: Work, visit: dict[str, Any], operator: Operator) -> None:
    body = await plan(site, operator) | {"days": visit["plans"][0]["days"], "agenda": []}
    clash = await site.secretary.post(f"/v1/reviews/{site.cases[1].id}/site-visit", body)
    assert (clash.status_code, clash.json()["code"], clash.json()["article"]) == (409, "visit.clash", "第二十条")
    again = await site.secretary.post(f"/v1/reviews/{site.application}/site-visit", await plan(site, operator, 9))
    assert (again.status_code, again.json()["code"]) == (409, "visit.planned")
    with pytest.raises(asyncpg.PostgresError, match="i21_expert_is_free"):
        await operator.run(
            "INSERT INTO site_hours (id, visit_id, number, application_id, expert_id, starts_at, ends_at, standing) "
            "SELECT gen_random_uuid(), visit_id, number, application_id, expert_id, starts_at, ends_at, true "
            "FROM site_hours WHERE visit_id = $1", UUID(visit["id"]),
        )  # fmt: skip


async def test_the_applicant_reads_the_plan_and_not_who_comes(site: Work, visit: dict[str, Any]) -> None:
    seen = ok(await site.cases[0].owner.get(f"/v1/site-visits/{visit['id']}"), 200)
    assert (seen["plans"][0]["place"], seen["experts"], seen["record"], seen["acts"]) == ("公司总部", [], None, [])
    assert not [person for person in site.experts if str(person.party) in str(seen)]
    assert (await site.cases[1].owner.get(f"/v1/site-visits/{visit['id']}")).status_code == 404
    file = await site.cases[0].owner.get(f"/v1/site-visits/{visit['id']}/calendar")
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert (str(event["location"]), event["dtstart"].params["TZID"]) == ("公司总部", "Asia/Shanghai")


async def test_logs_requests_answers_and_the_dossier(site: Work, visit: dict[str, Any], operator: Operator) -> None:
    here, expert, owner = f"/v1/site-visits/{visit['id']}", site.experts[1], site.cases[0].owner
    first = ok(await expert.post(f"{here}/documents", {"item_code": "4.1.2", "title": "调查报告"}))
    ok(await expert.post(f"{here}/documents", {"item_code": "4.1.2", "title": "调查报告", "corrects": first["id"]}))
    ok(await expert.post(f"{here}/interviews", {"item_code": "4.2.2", "position": "班组长", "topics": "指标"}))
    today = str(await operator.value("SELECT award_today()"))
    asked = await expert.post(f"{here}/information-requests", {"text": "请提供汇总表。", "due_on": today})
    path = f"/v1/information-requests/{ok(asked)['id']}"
    file = ok(await owner.post(f"{path}/files?filename=a.pdf", content=PDF, headers=RAW))
    empty = await owner.post(f"{path}/answer", {}, match=await owner.get(path))
    assert (empty.status_code, reasons(empty)) == (422, [("information.empty", "第二十二条")])
    answer = ok(await owner.post(f"{path}/answer", {"file_id": file["id"]}, match=await owner.get(path)))
    assert (answer["status"], answer["file"]["sha256"], answer["is_late"]) == ("answered", file["sha256"], False)
    assert (await owner.get(f"{path}/file")).content == PDF
    assert (await expert.get(f"{path}/file")).headers["award-watermark"].startswith("stamped")
    dossier = ok(await expert.get(f"/v1/reviews/{site.application}/site-visit"), 200)
    assert (len(dossier["documents"]), len(dossier["interviews"]), len(dossier["requests"])) == (2, 1, 1)
    covered = {each["item_code"]: (each["documents"], each["interviews"]) for each in dossier["coverage"]}
    assert (covered["4.1.2"], covered["4.2.2"], covered["4.1.3"]) == ((2, 0), (0, 1), (0, 0))
    assert ok(await site.secretary.get(f"/v1/reviews/{site.application}/site-visit"), 200)["documents"]


async def test_a_plan_is_changed_for_a_reason_and_the_visit_recorded_by_the_leader(
    site: Work, visit: dict[str, Any], operator: Operator
) -> None:
    here = f"/v1/site-visits/{visit['id']}"
    body = await plan(site, operator, 5) | {"reason": "设备检修（演练）。"}
    changed = ok(await site.secretary.post(f"{here}/plans", body, match=await site.secretary.get(here)))
    assert [(each["number"], each["reason"]) for each in changed["plans"]] == [(2, "设备检修（演练）。"), (1, "")]
    end = await operator.value("SELECT award_now()")
    record = {"started_at": (end - timedelta(hours=6)).isoformat(), "ended_at": end.isoformat(),
              "attended": [str(person.party) for person in site.experts]}  # fmt: skip
    refused = await site.experts[1].post(f"{here}/record", record, match=await site.experts[1].get(here))
    assert (refused.status_code, refused.json()["article"]) == (403, "第二十条")
    held = ok(await site.leader.post(f"{here}/record", record, match=await site.leader.get(here)))
    assert (held["status"], len(held["record"]["attended"])) == ("held", 3)


@pytest.mark.usefixtures("visit")
async def test_what_the_panel_writes_reaches_nobody_else(people: People, operator: Operator, service: FastAPI) -> None:
    work = await at_site(await reviewing(people, operator))
    visit = ok(await work.secretary.post(f"/v1/reviews/{work.application}/site-visit", await plan(work, operator)))
    here, expert, words = f"/v1/site-visits/{visit['id']}", work.experts[2], [f"zq9{place}xw" for place in range(5)]
    body = {"item_code": "4.1.2", "title": words[0], "reference": words[1], "note": words[2]}
    ok(await expert.post(f"{here}/documents", body))
    talk = {"item_code": "4.1.2", "position": words[3], "topics": words[4]}
    ok(await expert.post(f"{here}/interviews", talk))
    asked = {"text": "zq95xw", "due_on": "2099-01-01"}
    request = ok(await expert.post(f"{here}/information-requests", asked))["id"]
    paths = (
        f"/v1/reviews/{work.application}/site-visit", "/v1/site-visits", here, f"{here}/calendar",
        "/v1/information-requests", f"/v1/information-requests/{request}", f"/v1/information-requests/{request}/file",
    )  # fmt: skip
    stranger = await people.verified_applicant("旁观现场（演练）有限公司")
    others = (await at_site(await reviewing(people, operator))).experts[0]
    for reader in (work.cases[0].owner, stranger, work.cases[0].recommender, others):
        said = "".join([(await reader.get(path)).text for path in paths])
        assert [word for word in words if word in said] == []
        assert ("zq95xw" in said) is (reader is work.cases[0].owner)
    for reader in (expert, work.secretary):
        assert [word for word in words if word not in (await reader.get(paths[0])).text] == []
    async with service.state.database.transaction(Mask(Persona.APPLICANT, stranger.user, stranger.party)) as session:
        for table in ("site_visit", "site_plan", "information_request"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608 - our own names.


@pytest.mark.parametrize(
    "changed",
    [{"item_code": "4.1.2'"}, {"title": ""}, {"title": "长" * 201}, {"note": "a\u0000"}, {"name": "张三"},
     {"corrects": "x"}, {"title": "看\u202e反"}],
)  # fmt: skip
async def test_hostile_entries_are_refused(site: Work, visit: dict[str, Any], changed: dict[str, Any]) -> None:
    body = {"item_code": "4.1.2", "title": "台账"} | changed
    refused = await site.leader.post(f"/v1/site-visits/{visit['id']}/documents", body)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")


async def test_plans_that_cannot_hold_are_refused_and_odd_ones_warned_of(
    site: Work, visit: dict[str, Any], operator: Operator
) -> None:
    here = f"/v1/reviews/{site.cases[1].id}/site-visit"
    good = await plan(site, operator, 20)
    day = good["days"][0]
    wrong = good | {"days": [day, day], "agenda": [good["agenda"][0] | {"ends_at": "2099-01-01T00:00:00Z"}],
                    "experts": [site.cases[0].id]}  # fmt: skip
    refused = await site.secretary.post(here, wrong)
    assert reasons(refused) == [(f"visit.{word}", "第二十二条") for word in ("days", "agenda", "stranger")]
    past = await site.secretary.post(here, await plan(site, operator, -1))
    assert ("visit.days", "第二十二条") in reasons(past)
    assert (await site.leader.post(here, good)).status_code == 403
    made = ok(await site.secretary.post(here, good | {"experts": good["experts"][:2]}))
    assert "visit.experts_away" in [warning["code"] for warning in made["warnings"]]
    with pytest.raises(asyncpg.PostgresError, match="site_visit_is_kept"):
        await operator.run("UPDATE site_plan SET place = 'x' WHERE visit_id = $1", UUID(visit["id"]))


async def test_a_score_that_moved_on_site_without_a_word_is_warned_of(people: People, operator: Operator) -> None:
    site = await at_site(await reviewing(people, operator))
    ok(await raised(site, site.leader, "4.2.2"))
    for person in site.experts:
        await submitted(site, person, 70)
    last = await consensus_opened(site)
    path = f"/v1/consensus/{last.json()['id']}"
    marks = {"4.1.2": 10, "4.2.2": 10}
    items = [
        {"item_code": item["item_code"], "percent": marks.get(item["item_code"], 70), "reason": "经合议。"}
        for item in last.json()["items"]
    ]
    seen = ok(await site.leader.put(f"{path}/items", {"items": items}, match=last), 200)
    assert [(each["code"], each["pointer"], each["article"]) for each in seen["warnings"]] == [
        ("visit.unsupported", "/items/4.1.2", "edition.scoring.item_spread"),
    ]
