"""A year under criteria that another city brought: from the check of its edition to a consensus (arts. 7, 13, 16)."""

from typing import Any

import asyncpg
import pytest

from tests.api import Operator, People, Person
from tests.cycles.drafts import codes_of
from tests.editions.fields import base
from tests.eligibility_world import accepted, eligible
from tests.reviews_world import activated, agreed, entered, submitted, three_experts
from tests.standards.trees import ITEMS, approved, brought_in
from tests.year_world import called_year, edition_in_force, edition_with, ok, resolution

CHECK = {"document": "印刷本一册（演练）", "checked_by": "周秘书（演练）", "checked_on": "2022-04-20"}
PAPER = {"document_number": "临规发〔2023〕1号", "effective_on": "2020-05-20", "expires_on": "2099-12-31"}


def of_500(code: str, **changed: object) -> dict[str, Any]:
    """Amend the edition for criteria of 500 points."""
    whole = base()
    return {
        "criteria": code, "total_points": 500, "cut_rule": {"minimum": 20000, "places": 8},
        "stages": [stage | {"maximum": 500} for stage in whole["stages"]],
        "tiers": [tier | {"floor": tier["floor"] // 2} for tier in whole["tiers"]], **changed,
    }  # fmt: skip


def secret_in_b(form: dict[str, Any]) -> None:
    form["trade_secrets"]["parts"][0]["place"] = "self_assessment/A.1.b"


async def drafted(secretary: Person, number: str, parameters: dict[str, Any]) -> str:
    """Import an edition of its own; gives its path."""
    named = {"code": f"linshi-ban-{number}", "document_number": None, "effective_on": None, "expires_on": None}
    made = ok(await secretary.post("/v1/editions", {"parameters": base() | parameters | named}))
    return f"/v1/editions/{made['id']}"


async def test_a_year_is_played_by_a_tree_of_500_points(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    made = await approved(secretary)
    amendment = of_500(made["code"])
    year = await called_year(people, operator, amendment=amendment)
    case = await eligible(people, operator, year=year, edit=secret_in_b)
    await accepted(year, operator)
    ok(await year.secretary.post(f"/v1/eligible-lists/{year.cycle_id}", match=await year.secretary.get(year.path)))
    work = await entered(await activated(people, year, await three_experts(people, year.secretary), [case]))
    form = ok(await work.cases[0].owner.get(f"{work.year.path}/form"), 200)
    assert [item["code"] for item in form["items"]] == list(ITEMS)
    dossier = ok(await work.leader.get(f"/v1/reviews/{work.application}/dossier"), 200)
    assert [item["item_code"] for item in dossier["contents"]["self_assessment"]] == list(ITEMS)
    last = [await submitted(work, person, percent) for person, percent in zip(work.experts, (60, 65, 70), strict=True)]
    assert [answer.json()["total"] for answer in last] == ["300.00", "325.00", "350.00"]
    done = await agreed(work, 65, A_1_a=70)
    assert ok(done)["total"] == "328.00"
    seen = ok(await work.secretary.get(work.year.path), 200)
    assert [(each["code"], each["article"]) for each in seen["warnings"]] == [("criteria.unconfirmed", "第十三条")]
    path = f"/v1/criteria/{made['code']}"
    ok(await secretary.post(f"{path}/confirmations", CHECK, match=await secretary.get(path)))
    assert ok(await work.secretary.get(work.year.path), 200)["warnings"] == []


async def test_criteria_are_approved_before_an_edition_that_names_them_is_in_force(
    people: People, operator: Operator
) -> None:
    secretary = await people.secretary()
    made = await brought_in(secretary)
    check = ok(await secretary.post("/v1/editions/validation", {
        "parameters": base() | of_500(made["code"]) | {"code": "linshi-x"},
    }), 200)  # fmt: skip
    assert (check["faults"], [each["code"] for each in check["warnings"]]) == (
        [], ["criteria.not_approved", "criteria.unconfirmed"],
    )  # fmt: skip
    path = await drafted(secretary, "a", of_500(made["code"]))
    body = {"resolution_id": await resolution(secretary)}
    last = await secretary.post(f"{path}/approval", body, match=await secretary.get(path))
    ok(last)
    refused = await secretary.post(f"{path}/activation", PAPER, match=last)
    assert (refused.status_code, codes_of(refused.json())) == (422, [("criteria.not_approved", "/criteria")])
    assert refused.json()["article"] == "第七条（二）"
    with pytest.raises(asyncpg.CheckViolationError, match="criteria_are_approved_first"):
        async with operator.transaction():
            await operator.run("UPDATE edition SET status = 'in_force' WHERE id = $1", path.rpartition("/")[2])
    here = f"/v1/criteria/{made['code']}"
    ok(await secretary.post(f"{here}/approval", body, match=await secretary.get(here)))
    ok(await secretary.post(f"{path}/activation", PAPER, match=last))


async def test_an_edition_may_ask_that_all_points_are_checked_before_its_approval(
    people: People, operator: Operator
) -> None:
    secretary = await people.secretary()
    await edition_in_force(secretary)
    made = await approved(secretary)
    path = await drafted(secretary, "b", of_500(made["code"], criteria_confirmed_required=True))
    body = {"resolution_id": await resolution(secretary)}
    refused = await secretary.post(f"{path}/approval", body, match=await secretary.get(path))
    assert (refused.status_code, codes_of(refused.json())) == (422, [("criteria.unconfirmed", "/criteria")])
    assert refused.json()["article"] == "edition.criteria_confirmed_required"
    here = f"/v1/criteria/{made['code']}"
    ok(await secretary.post(f"{here}/confirmations", CHECK, match=await secretary.get(here)))
    ok(await secretary.post(f"{path}/approval", body, match=await secretary.get(path)))
    assert await edition_with(people, operator)


async def test_the_wrong_total_keeps_an_edition_from_its_approval(people: People, operator: Operator) -> None:
    """T12."""
    secretary = await people.secretary()
    made = await approved(secretary)
    year = await called_year(people, operator)
    check = ok(await year.secretary.post("/v1/editions/validation", {
        "parameters": base() | {"criteria": made["code"], "code": "linshi-y"},
    }), 200)  # fmt: skip
    assert {each["code"] for each in check["faults"]} >= {"edition.total_points", "stage.maximum"}
