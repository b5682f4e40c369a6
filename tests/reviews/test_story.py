"""The reviews of one year as one story: material, shortlist, defence, site, comprehensive report (arts. 17, 20-22)."""

from tests.api import Operator, People
from tests.reviews_world import (
    comprehensive,
    concluded,
    next_stage,
    reported,
    reviewing,
    shortlisted,
    stage_concluded,
)
from tests.year_world import ok


async def test_an_application_goes_from_material_review_to_its_final_score(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator, applications=2)
    for case, percent in zip(work.cases, (60, 30), strict=True):
        agreed = await concluded(work, percent, case.id)
        assert agreed.json()["total"] == f"{percent * 10}.00"
        await reported(work, case.id)
    drawn = (await shortlisted(work)).json()
    assert [(entry["place"], entry["total"], entry["passed"], entry["reason"]) for entry in drawn["entries"]] == [
        (1, "600.00", True, ""),
        (2, "300.00", False, "材料评审得分 300.00 分，低于入围最低分 400.00 分。"),
    ]
    assert drawn["status"] == "defence"
    defence = await next_stage(work, "defence", work.cases[:1])
    await concluded(defence, 60)
    assert (await stage_concluded(defence)).json()["status"] == "site_review"
    site = await next_stage(work, "site", work.cases[:1])
    await concluded(site, 60, **{"4_4_3": 65})
    answer = await comprehensive(site)
    assert ok(answer)["total"] == "600.75"
    assert (ok(answer)["total_num"], ok(answer)["total_den"]) == (60075, 1)
    path = f"/v1/applications/{work.application}"
    assert ok(await work.secretary.get(path), 200)["status"] == "scored"
