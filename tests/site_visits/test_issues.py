"""What is to be verified on site: opened on paper, carried to the site, answered there before anything is concluded."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.reviews_world import Work, comprehensive, consensus_opened, reviewing, submitted
from tests.visits_world import FOUND, at_site, before_the_visit, issue, issues_of, moved, raised
from tests.year_world import ok

Visit = tuple[Work, Work, str]


@pytest.fixture(scope="module")
async def visit(people: People, operator: Operator) -> Visit:
    """An issue of the material review before a site review by other experts."""
    return await before_the_visit(people, operator)


async def conclusion(site: Work) -> tuple[str, Any]:
    """Bring the consensus of the site review so far that only its conclusion is missing; give its path and answer."""
    for person in site.experts:
        await submitted(site, person, 70)
    opened = await consensus_opened(site)
    path = f"/v1/consensus/{opened.json()['id']}"
    items = [{"item_code": item["item_code"], "percent": 70, "reason": "经合议。"} for item in opened.json()["items"]]
    last = await site.leader.put(f"{path}/items", {"items": items}, match=opened)
    ok(last, 200)
    return path, last


async def test_an_issue_names_an_item_and_cites_the_evidence(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    piece = ok(await work.leader.get(f"/v1/reviews/{work.application}/dossier"), 200)["contents"]["evidence"][0]["id"]
    made = ok(await raised(work, work.leader, citations=[{"evidence_id": piece, "page": 2}], priority="low"))
    assert (made["status"], made["item_code"], made["priority"], made["citations"], made["opened_by"]) == (
        "open", "4.1.2", "low", [{"evidence_id": piece, "page": 2}], str(work.leader.party),
    )  # fmt: skip
    assert {act["act"]: act["allowed"] for act in made["acts"]} == {
        "merge_site_issue": True, "withdraw_site_issue": True, "close_site_issue": False, "reopen_site_issue": False,
    }  # fmt: skip
    wrong = [{"evidence_id": piece, "page": 3}, {"evidence_id": str(uuid4()), "page": None}]
    refused = await raised(work, work.leader, citations=wrong)
    assert (refused.status_code, reasons(refused)) == (
        422, [("citation.page", "第二十一条"), ("citation.foreign", "第二十一条")],
    )  # fmt: skip
    unknown = await raised(work, work.leader, "9.9")
    assert (unknown.status_code, reasons(unknown)) == (422, [("issue.item", "第二十二条")])
    assert (await raised(work, work.leader, stage="site")).status_code == 404


@pytest.mark.parametrize(
    "changed",
    [{"question": ""}, {"question": " \n"}, {"question": "长" * 2001}, {"question": "a\u0000b"}, {"question": 7},
     {"item_code": "4.1.2'; DROP"}, {"priority": "urgent"}, {"citations": [{}]}, {"citations": [None] * 21},
     {"opened_by": str(uuid4())}, {"stage": "final"}, {"question": "看\u202e反"}],
)  # fmt: skip
async def test_hostile_issues_are_refused(hostile: Work, changed: dict[str, Any]) -> None:
    refused = await hostile.leader.post(f"/v1/reviews/{hostile.application}/site-issues", issue(hostile) | changed)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")


@pytest.fixture(scope="module")
async def hostile(people: People, operator: Operator) -> Work:
    """A year in its material review."""
    return await reviewing(people, operator)


async def test_emoji_and_rare_hanzi_are_kept_as_they_are(hostile: Work) -> None:
    made = ok(await raised(hostile, hostile.leader, question="核对 𠮷野 🏭 的台账（演练）"))
    assert made["question"] == "核对 𠮷野 🏭 的台账（演练）"


async def test_who_opened_it_or_the_leader_merges_and_withdraws(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    leader, second, third = work.experts
    ids = [ok(await raised(work, second, item))["id"] for item in ("4.1.2", "4.2.2", "4.3.2")]
    for person in work.experts:
        await submitted(work, person)
    refused = await moved(third, ids[0], "withdrawal", {"reason": "无须核对（演练）。"})
    assert (refused.status_code, reasons(refused)) == (422, [("issue.not_yours", "第二十二条")])
    merged = ok(await moved(second, ids[0], "merger", {"into": ids[1], "reason": "同一批记录（演练）。"}))
    assert (merged["status"], merged["merged_into"]) == ("merged", ids[1])
    assert [(step["act"], step["text"], step["taken_by"]) for step in merged["history"]] == [
        ("merge_site_issue", "同一批记录（演练）。", str(second.party)),
    ]
    withdrawn = ok(await moved(leader, ids[2], "withdrawal", {"reason": "材料已说明（演练）。"}))
    assert withdrawn["status"] == "withdrawn"
    for into in (ids[1], ids[0], ids[2]):
        wrong = await moved(leader, ids[1], "merger", {"into": into, "reason": "演练"})
        assert (wrong.status_code, reasons(wrong)) == (422, [("issue.target", "第二十二条")])
    assert (await moved(leader, ids[1], "merger", {"into": str(uuid4()), "reason": "演练"})).status_code == 404
    again = await moved(second, ids[0], "withdrawal", {"reason": "演练"})
    assert (again.status_code, again.json()["article"]) == (409, "第二十二条")
    early = await moved(leader, ids[1], "closure", FOUND)
    assert reasons(early) == [("issue.site_panel", "第二十二条"), ("issue.not_on_site", "第二十二条")]
    secretary = await work.secretary.post(f"/v1/site-issues/{ids[1]}/withdrawal", {"reason": "演练"}, match='"v1"')
    assert (secretary.status_code, secretary.json()["article"]) == (403, "第二十二条")


async def test_issues_are_carried_to_another_panel_and_answered_there(visit: Visit) -> None:
    material, site, made = visit
    assert [each["id"] for each in await issues_of(site.experts[2], site.application)] == [made]
    not_there = await moved(material.experts[1], made, "closure", FOUND)
    assert (not_there.status_code, reasons(not_there)) == (422, [("issue.site_panel", "第二十二条")])
    path, last = await conclusion(site)
    refused = await site.leader.post(f"{path}/conclusion", match=last)
    assert (refused.status_code, reasons(refused)) == (422, [("issue.open", "第二十二条")])
    seen = ok(await site.leader.get(path), 200)
    (act,) = [each for each in seen["acts"] if each["act"] == "conclude_consensus"]
    assert [reason["code"] for reason in act["reasons"]] == ["issue.open"]
    closed = ok(await moved(site.experts[1], made, "closure", FOUND | {"finding": "partly_verified"}))
    assert (closed["status"], closed["finding"], closed["closed_by"]) == (
        "closed", "partly_verified", str(site.experts[1].party),
    )  # fmt: skip
    ok(await site.leader.post(f"{path}/conclusion", match=last))
    reopened = ok(await moved(site.experts[2], made, "reopening", {"reason": "抽样不足（演练）。"}))
    assert (reopened["status"], reopened["finding"], reopened["finding_text"], reopened["closed_by"]) == (
        "open", None, "", None,
    )  # fmt: skip
    refused = await comprehensive(site)
    assert (refused.status_code, reasons(refused)) == (422, [("issue.open", "第二十二条")])
    ok(await moved(site.experts[2], made, "closure", FOUND))
    ok(await comprehensive(site))
    history = ok(await material.secretary.get(f"/v1/site-issues/{made}"), 200)["history"]
    assert [(step["act"], step["finding"]) for step in history] == [
        ("close_site_issue", "partly_verified"), ("reopen_site_issue", None), ("close_site_issue", "verified"),
    ]  # fmt: skip
    late = await moved(site.experts[2], made, "reopening", {"reason": "演练"})
    assert (late.status_code, reasons(late)) == (422, [("issue.not_on_site", "第二十二条")])


async def test_the_schema_keeps_what_was_written_and_concludes_nothing_over_an_open_issue(
    visit: Visit, operator: Operator, people: People
) -> None:
    key = UUID(visit[2])
    for statement in (
        "UPDATE site_issue SET question = 'x' WHERE id = $1", "DELETE FROM site_issue WHERE id = $1",
        "UPDATE site_issue SET finding_text = 'x' WHERE id = $1", "DELETE FROM site_issue_step WHERE issue_id = $1",
        "UPDATE site_issue_step SET text = 'x' WHERE issue_id = $1",
        "UPDATE site_issue SET status = 'open', finding = NULL, closed_by = NULL, closed_at = NULL WHERE id = $1",
    ):  # fmt: skip
        with pytest.raises(asyncpg.PostgresError, match="site_issue_is_kept"):
            await operator.run(statement, key)
    material = await reviewing(people, operator)
    ok(await raised(material, material.leader))
    with pytest.raises(asyncpg.PostgresError, match="i10_issues_closed"):
        await operator.run(
            "INSERT INTO comprehensive_report (application_id, cycle_id, panel_id, total_num, total_den, inputs, "
            "inputs_sha256, text, issued_by, issued_at) VALUES ($1, $2, $3, 1, 1, '{}', '', 'x', $4, now())",
            UUID(material.application), UUID(material.year.cycle_id), UUID(material.panel), material.leader.party,
        )  # fmt: skip


async def test_closing_and_taking_up_again_at_once_leaves_one_of_them(people: People, operator: Operator) -> None:
    site = await at_site(await reviewing(people, operator), others=False)
    made = ok(await raised(site, site.leader))["id"]
    for person in site.experts:
        await submitted(site, person)
    path = f"/v1/site-issues/{made}"
    seen = await site.leader.get(path)
    twice = await asyncio.gather(*(person.post(f"{path}/closure", FOUND, match=seen) for person in site.experts))
    assert sorted(answer.status_code for answer in twice) == [201, 412, 412]
    closed = await site.leader.get(path)
    both = await asyncio.gather(
        site.experts[1].post(f"{path}/reopening", {"reason": "演练"}, match=closed),
        site.experts[2].post(f"{path}/closure", FOUND, match=closed),
    )
    assert both[0].status_code == 201
    assert both[1].status_code in {409, 412}
    steps = ok(await site.leader.get(path), 200)
    assert (steps["status"], [step["act"] for step in steps["history"]]) == (
        "open", ["close_site_issue", "reopen_site_issue"],
    )  # fmt: skip


async def test_nothing_is_concluded_while_an_issue_is_being_taken_up(people: People, operator: Operator) -> None:
    site = await at_site(await reviewing(people, operator), others=False)
    made = ok(await raised(site, site.leader))["id"]
    path, last = await conclusion(site)
    ok(await moved(site.leader, made, "closure", FOUND))
    closed = await site.leader.get(f"/v1/site-issues/{made}")
    reopened, concluded = await asyncio.gather(
        site.experts[1].post(f"/v1/site-issues/{made}/reopening", {"reason": "演练"}, match=closed),
        site.leader.post(f"{path}/conclusion", match=last),
    )
    assert reopened.status_code == 201
    assert concluded.status_code in {201, 422}
    refused = await comprehensive(site)
    assert (refused.status_code, ("issue.open", "第二十二条") in reasons(refused)) == (422, True)


async def test_an_edition_may_conclude_over_open_issues(people: People, operator: Operator) -> None:
    _material, site, made = await before_the_visit(people, operator, {"site_visit": {"issues_closed": False}})
    path, last = await conclusion(site)
    ok(await site.leader.post(f"{path}/conclusion", match=last))
    ok(await comprehensive(site))
    assert ok(await site.leader.get(f"/v1/site-issues/{made}"), 200)["status"] == "open"
