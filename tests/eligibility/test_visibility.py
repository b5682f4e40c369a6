"""Who may read what of recommendation and eligibility: every GET for every role, and for strangers of the same role."""

from tests.api import Operator, People
from tests.applications_world import PDF
from tests.committee_world import appointed
from tests.eligibility_world import RAW, accepted, eligible, received
from tests.reviews_world import expert
from tests.year_world import called_year, ok

NAMES = (
    "public", "applicant", "stranger", "unit", "other unit", "expert", "secretariat", "committee",
)  # fmt: skip
TABLE = {
    "/v1/recommendations": (401, 403, 403, 200, 200, 403, 403, 403),
    "/v1/recommendations/{id}": (401, 403, 403, 200, 404, 403, 403, 403),
    "/v1/recommendations/{id}/opinions": (401, 200, 404, 200, 404, 403, 200, 403),
    "/v1/recommendations/{id}/opinions/{opinion}/scan": (401, 200, 404, 200, 404, 403, 200, 403),
    "/v1/eligibility?cycle_id={cycle}": (401, 403, 403, 403, 403, 403, 200, 403),
    "/v1/eligibility/{id}": (401, 403, 403, 403, 403, 403, 200, 403),
    "/v1/eligibility/{id}/result": (401, 200, 404, 403, 403, 403, 200, 403),
    "/v1/supplements?application_id={id}": (401, 200, 404, 403, 403, 403, 200, 403),
    "/v1/supplements/{request}": (401, 200, 404, 403, 403, 403, 200, 403),
    "/v1/supplements/{request}/files/{file}": (401, 200, 404, 403, 403, 403, 200, 403),
    "/v1/eligible-lists/{cycle}": (200, 200, 200, 200, 200, 200, 200, 200),
}


async def test_every_reading_answers_each_role_as_the_table_says(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    case = await received(people, operator, year=year)
    await eligible(people, operator, year=year, name="乙（演练）有限公司")
    due_on = str(await operator.value("SELECT award_today() + 1"))
    request = {"items": [{"item": "pledge", "note": "请补充。"}], "reason": "不齐。", "due_on": due_on}
    seen = await case.secretary.get(case.check)
    asked = ok(await case.secretary.post(f"{case.check}/supplement-requests", request, match=seen))["id"]
    path = f"/v1/supplements/{asked}"
    file = ok(await case.owner.post(f"{path}/files?filename=a.pdf", content=PDF + b"%%EOF\n", headers=RAW))["id"]
    answer = {"answers": [{"item": "pledge", "text": "见附件。", "file_ids": [file]}]}
    ok(await case.owner.post(f"{path}/answer", answer, match=await case.owner.get(path)))
    late = {"code": "policy", "basis": "不符合产业政策。", "references": [{"kind": "register", "ref": "登记查询"}]}
    ok(await case.secretary.post(f"{case.check}/disqualification", late, match=await case.secretary.get(case.check)))
    await accepted(year, operator)
    ok(await year.secretary.post(f"/v1/eligible-lists/{year.cycle_id}", match=await year.secretary.get(year.path)))
    (opinion,) = ok(await case.owner.get(f"{case.request}/opinions"), 200)["items"]
    cast = (
        None, case.owner, await people.verified_applicant("丙（演练）有限公司"), case.recommender,
        await people.recommender(), await expert(people, case.secretary), case.secretary,
        await appointed(people, case.secretary),
    )  # fmt: skip
    found = {}
    for pattern in TABLE:
        place = pattern.format(id=case.id, opinion=opinion["id"], cycle=year.cycle_id, request=asked, file=file)
        found[pattern] = tuple(
            [(await (people.client if person is None else person).get(place)).status_code for person in cast]
        )
    assert {key: dict(zip(NAMES, value, strict=True)) for key, value in found.items()} == {
        key: dict(zip(NAMES, value, strict=True)) for key, value in TABLE.items()
    }
