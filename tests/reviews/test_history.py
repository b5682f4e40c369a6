"""The history of a sheet: every save and submission is a version; reopening leaves both (arts. 8(4), 20, 21; T10)."""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.eligibility_world import reasons
from tests.reviews_world import (
    Work,
    agreed,
    answers,
    consensus_opened,
    filled,
    reported,
    reviewing,
    submitted,
)
from tests.year_world import ok

WHY = {"reason": "条款 4.7.2 的依据似为上一年度数据（演练）。"}


async def versions(person: Person, sheet: str) -> list[dict[str, Any]]:
    """List the versions of a sheet that somebody sees."""
    return ok(await person.get(f"/v1/sheets/{sheet}/versions"), 200)["items"]


async def all_in(people: People, operator: Operator) -> tuple[Work, list[httpx2.Response]]:
    """Let three experts submit with a small spread."""
    work = await reviewing(people, operator)
    return work, [await submitted(work, person, mark) for person, mark in zip(work.experts, (60, 65, 60), strict=True)]


async def changed(person: Person, sheet: str, **percents: int) -> httpx2.Response:
    """Save other percents on some items and submit again."""
    items = [{"item_code": code.replace("_", ".")[1:], "percent": mark} for code, mark in percents.items()]
    path = f"/v1/sheets/{sheet}"
    saved = await person.put(f"{path}/items", {"items": items}, match=await person.get(path))
    ok(saved, 200)
    return await person.post(f"{path}/submission", match=saved)


async def test_each_save_and_submission_is_a_version_with_its_hash(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await filled(work, work.leader, 60)
    sheet = last.json()["id"]
    words = {"items": [{"item_code": "4.4.3", "percent": 65, "opportunities": "证据可更充分😀𠮷（演练）。"}]}
    last = await work.leader.put(f"/v1/sheets/{sheet}/items", words, match=last)
    ok(await work.leader.post(f"/v1/sheets/{sheet}/submission", match=last))
    seen = await versions(work.leader, sheet)
    assert [(each["number"], each["submitted"], each["total"]) for each in seen] == [
        (1, False, None), (2, False, None), (3, True, "600.75"),
    ]  # fmt: skip
    assert {each["expert_id"] for each in seen} == {str(work.leader.party)}
    rows = await operator.rows("SELECT content, sha256 FROM sheet_version WHERE sheet_id = $1 ORDER BY number", sheet)
    assert [sha256(content).hexdigest() for content, _digest in rows] == [each["sha256"] for each in seen]
    assert json.loads(rows[2][0])["items"]["4.4.3"] == {
        "percent": 65, "strengths": "条款4.4.3做法成熟。", "citations": [],
        "opportunities": "证据可更充分😀𠮷（演练）。",
    }  # fmt: skip
    diff = ok(await work.leader.get(f"/v1/sheets/{sheet}/versions/1/diff/3"), 200)
    assert [(each["item_code"], each["fields"]) for each in diff["items"]] == [("4.4.3", ["percent", "opportunities"])]
    assert (diff["items"][0]["before"]["percent"], diff["items"][0]["after"]["percent"]) == (60, 65)
    assert (diff["total_before"], diff["total_after"]) == (None, "600.75")
    assert ok(await work.leader.get(f"/v1/sheets/{sheet}/versions/2/diff/3"), 200)["items"] == []
    whole = ok(await work.leader.get(f"/v1/sheets/{sheet}/versions/2"), 200)
    assert (len(whole["items"]), next(iter(whole["items"])), whole["items"]["4.4.3"]["percent"]) == (23, "4.1.2", 65)
    for absent in ("9", "1/diff/9"):
        assert (await work.leader.get(f"/v1/sheets/{sheet}/versions/{absent}")).status_code == 404
    for odd in ("0", "-1", "x", "99999999999999999999"):
        assert (await work.leader.get(f"/v1/sheets/{sheet}/versions/{odd}")).status_code == 422


async def test_versions_are_as_blind_as_sheets(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    sheet = (await submitted(work, work.experts[1])).json()["id"]
    path = f"/v1/sheets/{sheet}/versions"
    for reader in (work.leader, work.experts[2]):
        for url in (path, f"{path}/2", f"{path}/1/diff/2"):
            assert (await reader.get(url)).status_code == 404
    assert [each["number"] for each in await versions(work.secretary, sheet)] == [2]
    assert (await work.secretary.get(f"{path}/1")).status_code == 404
    assert (await work.cases[0].owner.get(path)).status_code == 403
    await submitted(work, work.leader)
    assert [each["number"] for each in await versions(work.leader, sheet)] == [2]
    assert (await work.leader.get(f"{path}/1/diff/2")).status_code == 404
    assert ok(await work.leader.get(f"{path}/2/diff/2"), 200)["items"] == []
    assert (await work.leader.get(f"/v1/sheets/{uuid4()}/versions")).status_code == 404


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sheet_version SET submitted = false, total = NULL WHERE sheet_id = $1",
        "DELETE FROM sheet_version WHERE sheet_id = $1",
        ("INSERT INTO sheet_version SELECT sheet_id, number + 5, application_id, expert_id, stage, submitted, total, "
        "content, sha256, made_by, made_at FROM sheet_version WHERE sheet_id = $1"),
        ("INSERT INTO sheet_version SELECT sheet_id, 3, application_id, expert_id, stage, submitted, total, "
        "'{}'::bytea, sha256, made_by, made_at FROM sheet_version WHERE sheet_id = $1 AND number = 2"),
    ],
)  # fmt: skip
async def test_not_even_the_owner_of_the_tables_rewrites_a_history(
    people: People, operator: Operator, sql: str
) -> None:
    work = await reviewing(people, operator)
    sheet = (await submitted(work, work.leader)).json()["id"]
    with pytest.raises(asyncpg.PostgresError, match="i10_version"):
        await operator.run(sql, sheet)


async def test_no_percent_is_saved_past_the_history(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    sheet = (await filled(work, work.leader)).json()["id"]
    with pytest.raises(asyncpg.PostgresError, match="i10_saved_as_version"):
        await operator.run("UPDATE sheet_item SET percent = 100 WHERE sheet_id = $1", sheet)
    with pytest.raises(asyncpg.PostgresError, match="i10_saved_as_version"):
        await operator.run(
            "UPDATE score_sheet SET status = 'submitted', submitted_at = now(), total = 60000 WHERE id = $1", sheet
        )


async def test_a_sheet_is_reopened_by_its_own_expert_at_the_leaders_request_and_both_versions_stay(
    people: People, operator: Operator
) -> None:
    work, sheets = await all_in(people, operator)
    expert, sheet = work.experts[1], sheets[1].json()["id"]
    path = f"/v1/sheets/{sheet}"
    early = await expert.post(f"{path}/reopening", WHY, match=sheets[1])
    assert (early.status_code, reasons(early)) == (422, [("sheet.not_asked", "第二十一条")])
    no_leader = await work.experts[2].post(f"{path}/unlock-request", WHY)
    assert (no_leader.status_code, no_leader.json()["code"]) == (403, "act.duty_missing")
    asked = ok(await work.leader.post(f"{path}/unlock-request", WHY))
    assert (asked["kind"], asked["number"], asked["items"], asked["reason"]) == ("unlock", 2, [], WHY["reason"])
    twice = await work.leader.post(f"{path}/unlock-request", WHY)
    assert (twice.status_code, reasons(twice)) == (422, [("sheet.asked", "第二十条")])
    for other in (work.leader, work.experts[2]):
        foreign = await other.post(f"{path}/reopening", WHY, match=sheets[1])
        assert foreign.status_code == 404
    assert (await work.secretary.post(f"{path}/reopening", WHY, match=sheets[1])).status_code == 403
    seen = await expert.get(path)
    assert [(act["act"], act["allowed"]) for act in seen.json()["acts"]] == [
        ("submit_sheet", False), ("confirm_sheet", True), ("reopen_sheet", True),
    ]  # fmt: skip
    opened = await expert.post(f"{path}/reopening", WHY, match=seen)
    assert (ok(opened)["status"], opened.json()["total"]) == ("draft", None)
    early = await work.leader.post(f"/v1/reviews/{work.application}/consensus", {"stage": "material"})
    assert (early.status_code, reasons(early)) == (422, [("consensus.sheets_missing", "第二十一条")])
    assert (await work.leader.get(path)).status_code == 404
    assert [each["number"] for each in await versions(work.leader, sheet)] == [2]
    again = ok(await changed(expert, sheet, _4_7_2=55))
    assert (again["total"], [each["answer"] for each in again["requests"]]) == ("642.00", ["changed"])
    assert [(e["number"], e["total"]) for e in await versions(work.leader, sheet)] == [(2, "650.00"), (4, "642.00")]
    diff = ok(await work.secretary.get(f"{path}/versions/2/diff/4"), 200)
    assert [(each["item_code"], each["fields"]) for each in diff["items"]] == [("4.7.2", ["percent"])]
    opened = (await consensus_opened(work)).json()
    assert next(i for i in opened["items"] if i["item_code"] == "4.7.2")["mean_num"] == 175


async def test_an_agreed_percent_falls_with_the_sheet_on_which_it_rested(people: People, operator: Operator) -> None:
    work, sheets = await all_in(people, operator)
    expert, sheet = work.experts[2], sheets[2].json()["id"]
    last = await consensus_opened(work)
    path = f"/v1/consensus/{last.json()['id']}"
    items = [{"item_code": i["item_code"], "percent": 60, "reason": "经合议。"} for i in last.json()["items"]]
    last = await work.leader.put(f"{path}/items", {"items": items}, match=last)
    ok(await work.leader.post(f"/v1/sheets/{sheet}/unlock-request", WHY))
    waiting = await work.leader.post(f"{path}/conclusion", match=last)
    assert (waiting.status_code, reasons(waiting)) == (422, [("consensus.unanswered", "第二十一条")])
    ok(await expert.post(f"/v1/sheets/{sheet}/reopening", WHY, match=await expert.get(f"/v1/sheets/{sheet}")))
    missing = await work.leader.post(f"{path}/conclusion", match=last)
    assert (missing.status_code, reasons(missing)) == (422, [("consensus.sheets_missing", "第二十一条")])
    ok(await changed(expert, sheet, _4_1_2=50))
    outdated = await work.leader.post(f"{path}/conclusion", match=last)
    assert (outdated.status_code, [each["pointer"] for each in outdated.json()["errors"]]) == (422, ["/items/4.1.2"])
    assert reasons(outdated) == [("consensus.outdated", "第二十一条")]
    one = {"items": [{"item_code": "4.1.2", "percent": 55, "reason": "依新版评分重新合议。"}]}
    last = await work.leader.put(f"{path}/items", one, match=last)
    assert ok(await work.leader.post(f"{path}/conclusion", match=last))["total"] == "597.50"
    late = await work.leader.post(f"/v1/sheets/{sheet}/unlock-request", WHY)
    assert (late.status_code, reasons(late)) == (422, [("sheet.concluded", "第二十一条")])
    with pytest.raises(asyncpg.PostgresError, match="i10_reopened_on_request"):
        await operator.run(
            "UPDATE score_sheet SET status = 'draft', total = NULL, submitted_at = NULL WHERE id = $1", sheet
        )


async def test_a_confirmation_answers_and_leaves_the_scores(people: People, operator: Operator) -> None:
    work, sheets = await all_in(people, operator)
    expert, sheet = work.experts[1], sheets[1].json()["id"]
    path = f"/v1/sheets/{sheet}"
    made = ok(await work.leader.post(f"{path}/unlock-request", WHY))
    blank = await expert.post(f"{path}/confirmation", {"reason": " "}, match=await expert.get(path))
    assert (blank.status_code, [each["code"] for each in blank.json()["errors"]]) == (422, ["input.text_blank"])
    seen = await expert.get(path)
    done = ok(await expert.post(f"{path}/confirmation", {"reason": "已核对。"}, match=seen))
    assert (done["status"], done["total"], done["requests"][0]["answer"]) == ("submitted", "650.00", "confirmed")
    again = await expert.post(f"{path}/reopening", WHY, match=await expert.get(path))
    assert (again.status_code, reasons(again)) == (422, [("sheet.not_asked", "第二十一条")])
    with pytest.raises(asyncpg.PostgresError, match="i10_request_fixed"):
        await operator.run("UPDATE sheet_request SET reason = '改' WHERE id = $1", made["id"])
    await agreed(work)


async def test_a_dissent_is_its_experts_own_and_stands_in_the_report(people: People, operator: Operator) -> None:
    work, sheets = await all_in(people, operator)
    expert, path = work.experts[1], f"/v1/sheets/{sheets[1].json()['id']}"
    body = {"items": [{"item_code": "4.7.2", "statement": "证据只覆盖总部，应为 65%（演练）。"}]}
    before = await expert.post(f"{path}/dissents", body, match=sheets[1])
    assert before.status_code == 404
    last = await agreed(work, 60)
    assert (await work.leader.post(f"{path}/dissents", body, match=sheets[1])).status_code == 404
    for items, fault in (
        ([{"item_code": "9.9", "statement": "无此条款。"}], "score.unknown_item"),
        ([*body["items"], *body["items"]], "dissent.twice"),
    ):
        refused = await expert.post(f"{path}/dissents", {"items": items}, match=sheets[1])
        assert (refused.status_code, [code for code, _article in reasons(refused)]) == (422, [fault])
    made = ok(await expert.post(f"{path}/dissents", body, match=sheets[1]))["items"]
    assert [(each["item_code"], each["agreed"], each["own"], each["expert_id"]) for each in made] == [
        ("4.7.2", 60, 65, str(expert.party))
    ]
    for reader in (work.leader, work.secretary):
        assert ok(await reader.get(f"/v1/consensus/{last.json()['id']}"), 200)["dissents"] == made
    assert (await reported(work)).json()["dissents"] == made
    late = await expert.post(f"{path}/dissents", body, match=await expert.get(path))
    assert (late.status_code, reasons(late)) == (422, [("dissent.reported", "第二十一条")])
    for sql in ("UPDATE dissent SET statement = '改' WHERE id = $1", "DELETE FROM dissent WHERE id = $1"):
        with pytest.raises(asyncpg.PostgresError, match="i10_dissent_fixed"):
            await operator.run(sql, made[0]["id"])


async def test_wide_spreads_are_put_to_those_concerned_before_the_consensus(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    marks = (60, 80, 60)
    sheets = [
        (await submitted(work, person, 60, **{"4_1_2": mark})).json()["id"]
        for person, mark in zip(work.experts, marks, strict=True)
    ]
    last = await consensus_opened(work)
    path = f"/v1/consensus/{last.json()['id']}"
    asked = last.json()["requests"]
    assert {(each["sheet_id"], each["kind"], tuple(each["items"])) for each in asked} == {
        (sheet, "reconsideration", ("4.1.2",)) for sheet in sheets
    }
    items = [{"item_code": i["item_code"], "percent": 60, "reason": "经合议。"} for i in last.json()["items"]]
    last = await work.leader.put(f"{path}/items", {"items": items}, match=last)
    early = await work.leader.post(f"{path}/conclusion", match=last)
    assert (early.status_code, reasons(early)) == (422, [("consensus.unanswered", "第二十一条")])
    with pytest.raises(asyncpg.PostgresError, match="i10_requests_answered"):
        async with operator.transaction():
            await operator.run(
                "UPDATE consensus SET status = 'concluded', concluded_at = now(), total = 60000 WHERE id = $1",
                last.json()["id"],
            )
    for person, sheet in ((work.experts[0], sheets[0]), (work.experts[2], sheets[2])):
        here = f"/v1/sheets/{sheet}"
        ok(await person.post(f"{here}/confirmation", {"reason": "依据充分。"}, match=await person.get(here)))
    expert, here = work.experts[1], f"/v1/sheets/{sheets[1]}"
    ok(await expert.post(f"{here}/reopening", {"reason": "重看后下调。"}, match=await expert.get(here)))
    ok(await changed(expert, sheets[1], _4_1_2=65, _4_2_2=80))
    wide = await work.leader.post(f"{path}/conclusion", match=last)
    assert (wide.status_code, {code for code, _article in reasons(wide)}) == (
        422, {"consensus.outdated", "consensus.reconsider"},
    )  # fmt: skip
    last = await work.leader.post(f"{path}/reconsideration", match=last)
    assert len([each for each in ok(last)["requests"] if each["items"] == ["4.2.2"]]) == 3
    for person, sheet in zip(work.experts, sheets, strict=True):
        here = f"/v1/sheets/{sheet}"
        ok(await person.post(f"{here}/confirmation", {"reason": "依据充分。"}, match=await person.get(here)))
    nothing = await work.leader.post(f"{path}/reconsideration", match=last)
    assert (nothing.status_code, reasons(nothing)) == (422, [("consensus.no_spread", "edition.scoring.reconsider")])
    last = await work.leader.put(f"{path}/items", {"items": items}, match=last)
    assert ok(await work.leader.post(f"{path}/conclusion", match=last))["status"] == "concluded"


async def test_a_wide_total_is_put_as_a_whole_and_an_edition_may_do_without(people: People, operator: Operator) -> None:
    for reconsider, asked in ((True, [[], []]), (False, [])):
        work = await reviewing(people, operator, amendment={"scoring": scoring(reconsider=reconsider)})
        for person, mark in zip(work.experts, (55, 65, 60), strict=True):
            await submitted(work, person, mark)
        opened = (await consensus_opened(work)).json()
        assert [each["items"] for each in opened["requests"]] == asked
        assert {each["expert_id"] for each in opened["requests"]} == {str(p.party) for p in work.experts[: len(asked)]}


def scoring(**changed: object) -> dict[str, object]:
    """Write the rule of scoring with one field changed."""
    return {
        "percent_step": 5, "item_spread": 20, "total_spread": 10000, "reconsider": True, "citations_required": False,
        "strength_from": 70, "opportunity_to": 30, **changed,
    }  # fmt: skip


async def test_answers_of_two_at_once_count_once(people: People, operator: Operator) -> None:
    work, sheets = await all_in(people, operator)
    expert, path = work.experts[1], f"/v1/sheets/{sheets[1].json()['id']}"
    ok(await work.leader.post(f"{path}/unlock-request", WHY))
    seen = await expert.get(path)
    first = await expert.post(f"{path}/reopening", WHY, match=seen)
    second = await expert.post(f"{path}/confirmation", WHY, match=seen)
    assert (first.status_code, second.status_code) == (201, 412)
    third = await expert.post(f"{path}/confirmation", WHY, match=first)
    assert (third.status_code, third.json()["code"]) == (409, "act.out_of_order")
    body = answers(["4.1.2"], 52)
    off = await expert.put(f"{path}/items", body, match=first)
    assert (off.status_code, reasons(off)) == (422, [("score.off_lattice", "edition.scoring.percent_step")])
