"""The guide beside the work: an expert's sheet with hints and declared figures, and the standard of the register."""

from typing import Any

import pytest

from tests.api import Operator, People, Person
from tests.eligibility_world import reasons
from tests.guidance_world import PATH, guide, in_force, procedure, sales
from tests.reviews_world import assigned, entered, evidence, expert_body, opened, submitted
from tests.year_world import edition_in_force, ok, resolution


@pytest.fixture(scope="module")
async def secretary(people: People) -> Person:
    made = await people.secretary()
    await edition_in_force(made)
    return made


def manufacturing() -> dict[str, Any]:
    """Thresholds beside the figures of the tests' applicant: sales of 14.8 亿元 and a rate of 14.59 percent."""
    body = guide(hints={"4.1.2": "高层讲话记录。", "4.7.4": "三年财务指标。"})
    rate = {"label": "总资产贡献率", "number": "14.6", "unit": "%", "figure": "asset_contribution"}
    body["guide"]["headings"]["scale"]["thresholds"] = [
        sales("14.8"),
        sales("14.8", "more_than"),
        sales("14.8", "at_most"),
        sales("14.8", "less_than"),
        {**rate, "comparison": "at_least"},
        {"label": "市内同行业位次", "comparison": "at_most", "number": "5", "unit": "位"},
    ]
    return body


async def test_an_experts_sheet_shows_the_guide_of_the_sector_with_the_declared_figures_for_information(
    people: People, operator: Operator, secretary: Person
) -> None:
    made = await in_force(secretary, manufacturing())
    await in_force(secretary, guide("services", hints={"4.1.3": "不是本行业。"}))
    work = await entered(await assigned(people, operator))
    await in_force(secretary, guide(hints={"4.1.2": "后来的版本。"}))
    first = await opened(work, work.experts[0])
    sheet = ok(await work.experts[0].get(f"/v1/sheets/{first.json()['id']}"), 200)
    shown = sheet["guide"]
    assert (shown["document_id"], shown["number"], shown["sector"], shown["sector_name"]) == (
        made["id"], made["number"], "manufacturing", "制造业（含建筑业）",
    )  # fmt: skip
    assert [each["heading"] for each in shown["headings"]] == [
        "scale", "quality_management", "technology", "market_share", "integrity", "contribution",
    ]  # fmt: skip
    year = work.year.award_year - 1
    told = [
        (each["number"], each["declared_year"], each["declared"], each["declared_unit"], each["reaches"])
        for each in shown["headings"][0]["thresholds"]
    ]
    assert told == [
        *(("14.8", year, "1480000000", "元", reached) for reached in (True, False, True, False)),
        ("14.6", year, "14.59", "%", False),
        ("5", None, None, None, None),
    ]
    assert {item["item_code"]: item["hint"] for item in sheet["items"] if item["hint"]} == {
        "4.1.2": "高层讲话记录。", "4.7.4": "三年财务指标。",
    }  # fmt: skip
    assert sheet["faults"] == ok(first)["faults"]
    done = ok(await submitted(work, work.experts[1]))
    seen = ok(await secretary.get(f"/v1/sheets/{done['id']}"), 200)
    assert (seen["guide"], {item["hint"] for item in seen["items"]}) == (None, {None})


async def test_a_guide_changes_no_points(people: People, operator: Operator, secretary: Person) -> None:
    gone = {"reason": "停用。", "resolution_id": await resolution(secretary)}
    totals = []
    for guided in (True, False):
        if guided:
            row = await in_force(secretary, manufacturing())
        else:
            path = f"{PATH}/{row['id']}"
            ok(await secretary.post(f"{path}/withdrawal", gone, match=await secretary.get(path)))
        work = await entered(await assigned(people, operator))
        sheet = ok(await submitted(work, work.experts[0]))
        totals.append((sheet["total"], [(each["item_code"], each["points"]) for each in sheet["items"]]))
        assert (sheet["guide"] is not None) is guided
    assert totals[0] == totals[1]


async def test_admission_and_renewal_cite_the_assessor_standard_in_force(secretary: Person) -> None:
    body = expert_body(await evidence(secretary))
    old = await secretary.post("/v1/experts", body)
    assert (ok(old)["standard"], ok(old)["standard_id"]) == (body["standard"], None)
    bare = await secretary.post("/v1/experts", expert_body(await evidence(secretary), standard=None))
    assert (bare.status_code, reasons(bare)) == (422, [("expert.standard", "第八条（三）")])
    made = await in_force(secretary, procedure(kind="assessor_standard", title="评审员资格标准（演练）"))
    cited = ok(await secretary.post("/v1/experts", expert_body(await evidence(secretary), standard=None)))
    assert (cited["standard"], cited["standard_id"]) == ("评审员资格标准（演练）（第1版）", made["id"])
    renewal = {"term_until": "2110-01-01", "evidence_file_id": await evidence(secretary)}
    path = f"/v1/experts/{old.json()['id']}"
    renewed = ok(await secretary.post(f"{path}/renewal", renewal, match=old))
    assert (renewed["standard"], renewed["standard_id"]) == (cited["standard"], made["id"])
    assert [(term["standard"], term["standard_id"]) for term in renewed["terms"]] == [(body["standard"], None)]
