"""What the paper of an edition says and how long it holds: each field changed alone (arts. 1, 4, 9, 13, 32)."""

from typing import Any
from uuid import uuid4

import httpx2

from tests.api import Operator, People
from tests.cycles.drafts import draft_path
from tests.editions.drafts import as_far_as_it_gets
from tests.editions.fields import Change, base, changes_field, each_field, only, said
from tests.year_world import Amendment, called_year, edition_with, free_year, ok, plan

LAWS = ["《中华人民共和国产品质量法》", "国务院有关规定"]
AS_PRINTED = (
    "江阴市市长质量奖评定管理办法", "江阴市人民政府", LAWS, ["澄政规发〔2019〕6号"], "为进一步推进高质量发展，",
    "Jiangyin Mayor's Quality Award", "镇人民政府", "Town government",
)  # fmt: skip


def printed(place: int, other: object) -> tuple[object, ...]:
    """Give what is read where one entry is another."""
    return (*AS_PRINTED[:place], other, *AS_PRINTED[place + 1 :])


@each_field(
    AS_PRINTED,
    Change("title", "演练市质量奖管理办法", printed(0, "演练市质量奖管理办法")),
    Change("issuer", "演练市人民政府", printed(1, "演练市人民政府")),
    Change("legal_basis", ["《质量强国建设纲要》"], printed(2, ["《质量强国建设纲要》"])),
    Change("replaces", ["演练政发〔2018〕9号"], printed(3, ["演练政发〔2018〕9号"])),
    Change("purpose", "为提高质量水平。", printed(4, "为提高质量水平。")),
    Change("tiers[0].name_en", "Quality Prize", printed(5, "Quality Prize")),
    Change("recommender_kinds[0].name", "乡人民政府", printed(6, "乡人民政府")),
    Change("recommender_kinds[0].name_en", "Township", printed(7, "Township")),
)
async def test_the_public_reads(
    people: People, operator: Operator, api: httpx2.AsyncClient, amendment: Amendment, seen: object
) -> None:
    edition = await edition_with(people, operator, amendment)
    view = ok(await api.get(f"/v1/editions/{edition}"), 200)
    law = view["parameters"]
    assert view["title"] == law["title"]
    assert seen == (
        law["title"], law["issuer"], law["legal_basis"], law["replaces"], law["purpose"][:12],
        law["tiers"][0]["name_en"], law["recommender_kinds"][0]["name"], law["recommender_kinds"][0]["name_en"],
    )  # fmt: skip


@changes_field("code")
async def test_two_editions_are_told_apart_by_their_code(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    one, other = [await edition_with(people, operator, {"title": "演练办法"}) for _ in range(2)]
    codes = [ok(await api.get(f"/v1/editions/{each}"), 200)["code"] for each in (one, other)]
    assert codes[0] != codes[1]
    secretary = await people.secretary()
    for edition, code in zip((one, other), codes, strict=True):
        cycle = ok(await secretary.post("/v1/cycles", plan(edition, free_year())))
        assert cycle["edition"]["code"] == code


@each_field("2023-05-19", Change("validity_years", 5, "2025-05-19"))
async def test_an_edition_expires_after_its_years(
    people: People, operator: Operator, amendment: Amendment, seen: str
) -> None:
    assert ok(await as_far_as_it_gets(people, operator, amendment))["expires_on"] == seen


@changes_field("document_number")
async def test_the_public_reads_the_document_number(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    for number in ("演练规发〔2020〕1号", "演练规发〔2020〕2号"):
        made = ok(await as_far_as_it_gets(people, operator, None, document_number=number))
        assert ok(await api.get(f"/v1/editions/{made['id']}"), 200)["document_number"] == number


async def _planning(people: People, operator: Operator, **paper: object) -> tuple[int, Any]:
    edition = ok(await as_far_as_it_gets(people, operator, None, **paper))["id"]
    async with operator.at("2024-06-30T12:00:00+08:00"):
        return said(await (await people.secretary()).post("/v1/cycles", plan(edition, free_year())))


@changes_field("effective_on")
async def test_no_year_is_planned_before_the_edition_is_in_force(people: People, operator: Operator) -> None:
    for day, seen in (("2024-06-30", (201, [])), ("2024-07-01", (409, ["edition.not_in_force"]))):
        assert await _planning(people, operator, effective_on=day) == seen


@changes_field("expires_on")
async def test_no_year_is_planned_after_the_last_day_of_the_edition(people: People, operator: Operator) -> None:
    for day, seen in (("2024-06-30", (201, [])), ("2024-06-29", (409, ["edition.expired"]))):
        assert await _planning(people, operator, expires_on=day) == seen


@each_field("讨论稿", Change("text_status", "征求意见稿", "征求意见稿"))
async def test_a_draft_is_shown_as_what_is_printed_on_it(
    people: People, operator: Operator, amendment: Amendment, seen: str
) -> None:
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    last = await secretary.get(path)
    if amendment:
        last = await secretary.patch(path, {"parameters": amendment}, match=last)
    assert ok(last, 200)["parameters"]["text_status"] == seen


@each_field((201, []), Change("total_points", 900, (422, ["edition.total_points", "edition.aggregation_total"])))
async def test_the_total_of_the_edition_is_that_of_its_criteria(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    assert said(await as_far_as_it_gets(people, operator, amendment)) == seen


@changes_field("criteria")
async def test_the_criteria_of_the_edition_are_what_applicants_answer(people: People, operator: Operator) -> None:
    await edition_with(people, operator)
    other = uuid4()
    async with operator.transaction():
        await operator.run(
            "INSERT INTO criteria_set SELECT (jsonb_populate_record(s, jsonb_build_object('id', $1::text, 'code', "
            "'yanlian-1000', 'title', '演练标准'))).* FROM criteria_set s WHERE code = 'gbt19580-2012'", str(other),
        )  # fmt: skip
        await operator.run(
            "INSERT INTO criteria_node SELECT (jsonb_populate_record(n, jsonb_build_object('criteria_set_id', "
            "$1::text, 'title', '演练' || n.title))).* FROM criteria_node n JOIN criteria_set s "
            "ON s.id = n.criteria_set_id WHERE s.code = 'gbt19580-2012'", str(other),
        )  # fmt: skip
    for amendment, title in ((None, "高层领导的作用"), (only("criteria", "yanlian-1000"), "演练高层领导的作用")):
        year = await called_year(people, operator, amendment=amendment)
        form = ok(await (await people.register_applicant()).get(f"{year.path}/form"), 200)
        assert form["items"][0]["title"] == title


PRIZES = [["mayors_award", "江阴市市长质量奖", "600.00", 500_000, 2], ["excellence_award", "江阴市质量管理优秀奖",
          "500.00", 100_000, 3]]  # fmt: skip


def prizes(place: int, entry: int, other: object) -> list[list[object]]:
    """Give the prizes where one entry is another."""
    made: list[list[object]] = [list(prize) for prize in PRIZES]
    made[place][entry] = other
    return made


@each_field(
    PRIZES,
    Change("tiers[0].code", "gold_award", prizes(0, 0, "gold_award")),
    Change("tiers[0].name", "演练市金质奖", prizes(0, 1, "演练市金质奖")),
    Change("tiers[1].floor", 45_050, prizes(1, 2, "450.50")),
    Change("tiers[1].bonus_yuan", 0, prizes(1, 3, 0)),
    Change("tiers[1].places", 1_000, prizes(1, 4, 1_000)),
)
async def test_the_prizes_of_a_year_are_its_editions(
    people: People, operator: Operator, api: httpx2.AsyncClient, amendment: Amendment, seen: object
) -> None:
    year = await called_year(people, operator, amendment=amendment)
    shown = ok(await api.get(year.path), 200)["prizes"]
    assert seen == [[prize[name] for name in ("tier", "name", "floor", "amount", "places")] for prize in shown]


EQUAL = {"tiers": [tier | {"floor": 50_000} for tier in base()["tiers"]]}


@each_field(["mayors_award", "excellence_award"], Change("tiers[0].order", 3, ["excellence_award", "mayors_award"]),
            world=EQUAL)  # fmt: skip
async def test_the_prizes_stand_in_their_order(
    people: People, operator: Operator, api: httpx2.AsyncClient, amendment: Amendment, seen: object
) -> None:
    year = await called_year(people, operator, amendment=amendment)
    assert [prize["tier"] for prize in ok(await api.get(year.path), 200)["prizes"]] == seen
