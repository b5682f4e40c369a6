"""Every submission and addendum is a version with its hash; two are compared field by field (art. 19)."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from app.applications.differences import differences
from app.applications.example import example_form, example_year
from app.applications.form import Form
from app.applications.reading import Contents, Piece
from tests.api import Operator, People
from tests.applications_world import Draft, submit
from tests.eligibility_world import Asked, asked, received, sign
from tests.year_world import ok


async def again(case: Asked, form: dict[str, Any], items: list[dict[str, Any]]) -> Draft:
    """Let the unit return the application, change it and submit it anew."""
    returned = await case.recommender.post(
        f"{case.request}/return",
        {"reason": "请核对。", "signer_name": "刘镇长（演练）"},
        match=await case.recommender.get(case.request),
    )
    ok(returned)
    path = case.draft.path
    saved = await case.owner.patch(f"{path}/form", form, match=await case.owner.get(path))
    saved = await case.owner.patch(f"{path}/self-assessment", {"items": items}, match=saved)
    ok(saved, 200)
    return await submit(Draft(case.owner, case.id, saved.headers["etag"]))


def years(award_year: int, sales: int) -> dict[str, Any]:
    made = [example_year(year) for year in range(award_year - 3, award_year)]
    made[2]["sales"] = sales
    return {"figures": {"years": made}}


async def test_two_submissions_are_compared_by_their_owner_the_unit_and_the_secretariat(
    people: People, operator: Operator
) -> None:
    case = await asked(people, operator)
    items = [{"item_code": "4.4.5", "text": "改写的技术资源", "self_percent": 65}]
    await again(case, years(case.year.award_year, 1_600_000_000), items)
    await sign(case)
    path = f"{case.draft.path}/versions"
    before = {"sales": 1_480_000_000}
    for reader in (case.owner, case.recommender, case.secretary):
        listed = ok(await reader.get(path), 200)["items"]
        assert [(each["version"], each["kind"], each["is_standing"]) for each in listed] == [
            ("1", "submission", False), ("2", "submission", True),
        ]  # fmt: skip
        found = ok(await reader.get(f"{path}/1/diff/2"), 200)
        assert (found["before"]["sha256"], found["after"]["sha256"]) == (listed[0]["sha256"], listed[1]["sha256"])
        seen = {each["pointer"]: each for each in found["differences"]}
        sales = seen["/form/figures/years/2/sales"]
        assert (sales["before"], sales["after"]) == (before["sales"], 1_600_000_000)
        assert sales["label"] == "经营数据 › 最近三个完整年度 › 第 3 行 › 营业收入（经营规模）"
        assert sales["label_en"].startswith("Figures of three years")
        text = seen["/self_assessment/4.4.5"]
        assert (text["after"], text["is_secret"], text["label"]) == ("改写的技术资源", True, "自我评价 4.4.5 技术资源")
        own = [each for pointer, each in seen.items() if pointer.startswith("/self_scores")]
        assert len(seen) - len(own) == 2
        # Nobody but the applicant is told his own scores (T10).
        assert [(each["before"], each["after"]) for each in own] == ([(60, 65)] if reader is case.owner else [])
        assert ok(await reader.get(f"{path}/1/diff/1"), 200)["differences"] == []
        assert (await reader.get(f"{path}/3")).status_code == 404
    first = ok(await case.owner.get(f"{path}/1"), 200)
    content = await operator.value(
        "SELECT content FROM submission WHERE application_id = $1 AND number = 1", UUID(case.id)
    )
    assert first["sha256"] == sha256(content).hexdigest()
    assert {item["self_percent"] for item in first["contents"]["self_assessment"]} == {60}
    unit = ok(await case.recommender.get(f"{path}/2"), 200)
    assert {item["self_percent"] for item in unit["contents"]["self_assessment"]} == {None}


async def test_an_addendum_is_a_version_of_its_submission(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    today = await operator.value("SELECT award_today()")
    body = {
        "items": [{"item": "certificate", "note": "缺页"}],
        "reason": "材料不齐。",
        "due_on": str(today + timedelta(days=1)),
    }
    request = ok(await case.secretary.post(
        f"{case.check}/supplement-requests", body, match=await case.secretary.get(case.check)))  # fmt: skip
    mine = f"/v1/supplements/{request['id']}"
    answers = {"answers": [{"item": "certificate", "text": "已补全", "file_ids": []}]}
    ok(await case.owner.post(f"{mine}/answer", answers, match=await case.owner.get(mine)))
    path = f"{case.draft.path}/versions"
    assert [each["version"] for each in ok(await case.owner.get(path), 200)["items"]] == ["1", "1.1"]
    (change,) = ok(await case.secretary.get(f"{path}/1/diff/1.1"), 200)["differences"]
    assert (change["pointer"], change["before"], change["after"]["text"]) == (
        "/supplements/1/certificate", None, "已补全",
    )  # fmt: skip
    # The unit's signature stands on the submission; the addendum is not its affair.
    assert [each["version"] for each in ok(await case.recommender.get(path), 200)["items"]] == ["1"]
    assert (await case.recommender.get(f"{path}/1.1")).status_code == 404


async def test_versions_are_of_those_who_may_read_the_application(people: People, operator: Operator) -> None:
    case, other = await asked(people, operator), await asked(people, operator)
    for reader in (other.owner, other.recommender):
        assert (await reader.get(f"{case.draft.path}/versions")).status_code == 404
    unsigned = await people.secretary()
    assert (await unsigned.get(f"{case.draft.path}/versions")).status_code == 403
    assert (await case.owner.get(f"{case.draft.path}/versions/0/diff/1")).status_code == 422
    assert (await case.owner.get(f"{case.draft.path}/versions/1%27--/diff/1")).status_code == 422


def contents(form: dict[str, Any], *pieces: Piece) -> Contents:
    return Contents(
        organization_id=UUID(int=1), organization_name="甲", credit_code="乙", form=Form.model_validate(form),
        self_assessment={}, evidence=pieces,
    )  # fmt: skip


def test_a_row_put_in_between_changes_no_other_and_evidence_comes_and_goes() -> None:
    old = example_form(2022, UUID(int=1), UUID(int=2))
    new = example_form(2022, UUID(int=1), UUID(int=2))
    new["ranks"]["claims"].insert(1, {"indicator": "scale", "rank": 9})
    del new["profile"]
    file = Piece(
        id=UUID(int=5), file_id=UUID(int=6), title="图纸", filename="图.pdf", media_type="application/pdf", size=1,
        sha256="00", item_codes=(), is_secret=True, secret_reason="工艺",
    )  # fmt: skip
    found = {each.pointer: each for each in differences(contents(old), contents(new, file), {})}
    assert sorted(found) == [f"/evidence/{file.id}", "/form/profile/text", "/form/ranks/claims/1"]
    assert found["/form/ranks/claims/1"].before is None
    assert found["/form/profile/text"].after is None
    assert (found[f"/evidence/{file.id}"].is_secret, found[f"/evidence/{file.id}"].before) == (True, None)
    assert differences(contents(old), contents(old), {}) == []
