"""Self-assessment at any time, for oneself alone: kept, finished, compared, of use for an application (arts. 3, 12)."""

import asyncio
from io import BytesIO
from typing import Any

import asyncpg
import httpx2
import pytest
from openpyxl import load_workbook

from tests.api import Operator, People, Person
from tests.applications_world import start
from tests.eligibility_world import reasons
from tests.standards.trees import ITEMS, approved, brought_in
from tests.year_world import called_year, edition_in_force, ok

PERCENTS = {"A.1.a": 35, "A.1.b": 5, "A.2": 65, "B": 100}
ROOT = "/v1/self-assessments"


@pytest.fixture(scope="module")
async def criteria(people: People) -> str:
    return (await approved(await people.secretary()))["code"]


@pytest.fixture
async def owner(people: People) -> Person:
    return await people.register_applicant("自评（演练）有限公司")


async def begun(owner: Person, criteria: str, title: str = "上半年自评 🌾") -> httpx2.Response:
    answer = await owner.post(ROOT, {"criteria": criteria, "title": title})
    ok(answer)
    return answer


async def saved(owner: Person, last: httpx2.Response, percents: dict[str, int], text: str = "做法") -> httpx2.Response:
    items = [{"item_code": code, "percent": percent, "text": f"{text}{code}"} for code, percent in percents.items()]
    answer = await owner.patch(f"{ROOT}/{last.json()['id']}/items", {"items": items}, match=last)
    ok(answer, 200)
    return answer


async def finished(owner: Person, criteria: str, percents: dict[str, int], text: str = "做法") -> dict[str, Any]:
    last = await saved(owner, await begun(owner, criteria), percents, text)
    return ok(await owner.post(f"{ROOT}/{last.json()['id']}/conclusion", match=last))


async def test_an_organization_assesses_itself_without_any_call(owner: Person, criteria: str) -> None:
    answer = await begun(owner, criteria)
    made = answer.json()
    assert (made["status"], made["total"], made["maximum"], made["scored"]) == ("draft", "0.00", "500.00", 0)
    assert [(item["item_code"], item["points"], item["score"]) for item in made["items"]] == [
        (code, points, None) for code, points in ITEMS.items()
    ]  # fmt: skip
    assert [act["allowed"] for act in made["acts"]] == [False]
    path = answer.headers["location"]
    early = await owner.post(f"{path}/conclusion", match=answer)
    assert (early.status_code, set(reasons(early))) == (422, {("self_assessment.not_scored", "第十二条")})
    last = await saved(owner, answer, PERCENTS)
    # 60 × 35 % + 40 × 5 % + 200 × 65 % + 200 × 100 %
    assert (last.json()["total"], last.json()["scored"]) == ("353.00", 4)
    assert [item["score"] for item in last.json()["items"]] == ["21.00", "2.00", "130.00", "200.00"]
    back = await owner.patch(f"{path}/items", {"items": [{"item_code": "B"}]}, match=last)
    assert (ok(back, 200)["total"], back.json()["scored"], back.json()["items"][3]["text"]) == ("153.00", 3, "")
    last = await saved(owner, back, {"B": 95})
    done = await owner.post(f"{path}/conclusion", match=last)
    assert (ok(done)["status"], done.json()["total"]) == ("concluded", "343.00")
    late = await owner.patch(f"{path}/items", {"items": [{"item_code": "B", "percent": 0}]}, match=done)
    assert (late.status_code, late.json()["code"]) == (409, "self_assessment.finished")
    again = await owner.post(f"{path}/conclusion", match=done)
    assert (again.status_code, again.json()["article"]) == (409, "第十二条")
    listed = ok(await owner.get(ROOT), 200)["items"]
    assert [(each["total"], each["maximum"], each["criteria"]) for each in listed] == [("343.00", "500.00", criteria)]


MISFITS = (
    ({"item_code": "Z", "percent": 50}, "item_code"), ({"item_code": "A", "percent": 50}, "item_code"),
    ({"item_code": "A.2", "percent": 50}, "item_code"), ({"item_code": "甲", "percent": 50}, "item_code"),
    ({"item_code": "B", "percent": 52}, "percent"), ({"item_code": "B", "percent": 105}, "percent"),
    ({"item_code": "B", "text": "\u0000"}, "text"), ({"item_code": "B", "text": "质" * 30_001}, "text"),
)  # fmt: skip


@pytest.mark.parametrize(("item", "field"), MISFITS)
async def test_what_does_not_fit_the_criteria_is_refused(
    owner: Person, criteria: str, item: dict[str, Any], field: str
) -> None:
    last = await begun(owner, criteria)
    body = {"items": [{"item_code": "A.2", "percent": 50}, item]}
    refused = await owner.patch(f"{ROOT}/{last.json()['id']}/items", body, match=last)
    assert (refused.status_code, [each["pointer"] for each in refused.json()["errors"]]) == (422, [f"/items/1/{field}"])
    assert ok(await owner.get(f"{ROOT}/{last.json()['id']}"), 200)["scored"] == 0


async def test_only_public_criteria_serve(people: People, owner: Person) -> None:
    draft = await brought_in(await people.secretary())
    for code in (draft["code"], "unknown-1"):
        refused = await owner.post(ROOT, {"criteria": code, "title": "自评"})
        assert (refused.status_code, reasons(refused)) == (422, [("self_assessment.criteria_unknown", "第十二条")])


async def test_nobody_but_the_organization_sees_them(
    people: People, owner: Person, criteria: str, api: httpx2.AsyncClient
) -> None:
    made = await finished(owner, criteria, PERCENTS)
    paths = [f"{ROOT}/{made['id']}", f"{ROOT}/{made['id']}/workbook", f"{ROOT}/{made['id']}/diff/{made['id']}"]
    stranger = await people.register_applicant("打听自评（演练）有限公司")
    others = (await people.secretary(), await people.recommender())
    for path in paths:
        assert (await stranger.get(path)).status_code == 404
        assert [(await other.get(path)).status_code for other in others] == [403, 403]
        assert (await api.get(path)).status_code == 401
    assert ok(await stranger.get(ROOT), 200)["items"] == []
    mine = await begun(stranger, criteria)
    assert (await stranger.get(f"{ROOT}/{mine.json()['id']}/diff/{made['id']}")).status_code == 404
    body = {"items": [{"item_code": "B", "percent": 0}]}
    assert (await stranger.patch(f"{ROOT}/{made['id']}/items", body, match='"v3"')).status_code == 404


async def test_of_two_savings_at_once_one_stands(owner: Person, criteria: str) -> None:
    last = await begun(owner, criteria)
    path = f"{ROOT}/{last.json()['id']}/items"
    bodies = [{"items": [{"item_code": "B", "percent": percent}]} for percent in (10, 20, 30)]
    answers = await asyncio.gather(*(owner.patch(path, body, match=last) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    assert (await owner.patch(path, bodies[0])).status_code == 428


async def test_two_are_compared_item_by_item(people: People, owner: Person, criteria: str) -> None:
    before = await finished(owner, criteria, PERCENTS)
    later = await saved(owner, await begun(owner, criteria, "下半年自评"), {"A.1.a": 40, "B": 80}, "新做法")
    path = f"{ROOT}/{before['id']}/diff"
    told = ok(await owner.get(f"{path}/{later.json()['id']}"), 200)
    assert (told["before"]["total"], told["after"]["total"], told["difference"]) == ("353.00", "184.00", "-169.00")
    assert [(i["item_code"], i["before_score"], i["after_score"], i["difference"]) for i in told["items"]] == [
        ("A.1.a", "21.00", "24.00", "3.00"), ("A.1.b", "2.00", None, None), ("A.2", "130.00", None, None),
        ("B", "200.00", "160.00", "-40.00"),
    ]  # fmt: skip
    assert {item["text_changed"] for item in told["items"]} == {True}
    other = await begun(owner, (await approved(await people.secretary()))["code"])
    refused = await owner.get(f"{path}/{other.json()['id']}")
    assert (refused.status_code, reasons(refused)) == (422, [("self_assessment.other_criteria", "第十三条")])


async def test_the_workbook_holds_every_item_as_text(owner: Person, criteria: str) -> None:
    made = await finished(owner, criteria, PERCENTS, '=HYPERLINK("http://x")𠮷')
    answer = await owner.get(f"{ROOT}/{made['id']}/workbook")
    page = load_workbook(BytesIO(answer.content)).active
    assert page is not None
    rows = [[cell.value for cell in line] for line in page.iter_rows(min_row=4)]
    assert [line[:5] for line in rows] == [
        ["A.1.a", "条款A.1.a", "60", "35", "21.00"], ["A.1.b", "条款A.1.b", "40", "5", "2.00"],
        ["A.2", "条款A.2", "200", "65", "130.00"], ["B", "条款B", "200", "100", "200.00"],
        ["合计", "", "500", "", "353.00"],
    ]  # fmt: skip
    assert rows[0][5] == '=HYPERLINK("http://x")𠮷A.1.a'
    assert {cell.data_type for line in page.iter_rows() for cell in line if cell.value} == {"s"}


async def test_one_is_carried_into_a_draft_by_the_same_criteria(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    await edition_in_force(year.secretary)
    owner = await people.verified_applicant("带入（演练）有限公司")
    own = await begun(owner, "gbt19580-2012")
    own = await saved(owner, own, {"4.1.2": 60, "4.1.3": 50}, "自评")
    draft = await start(owner, year.cycle_id)
    body = {"items": [{"item_code": "4.1.3", "text": "已写好。", "self_percent": None}]}
    last = await owner.patch(f"{draft.path}/self-assessment", body, match=draft.etag)
    path, which = f"{draft.path}/carried-self-assessments", {"self_assessment_id": own.json()["id"]}
    assert (await owner.post(path, which)).status_code == 428
    done = await owner.post(path, which, match=last)
    said = [(i["item_code"], i["text"], i["self_percent"]) for i in ok(done, 200)["contents"]["self_assessment"]]
    assert said == [("4.1.2", "自评4.1.2", 60), ("4.1.3", "已写好。", 50)]
    assert (await owner.post(path, which, match=last)).status_code == 412
    done = await owner.post(path, which | {"replace": True}, match=done)
    assert ok(done, 200)["contents"]["self_assessment"][1]["text"] == "自评4.1.3"
    foreign = await begun(owner, (await approved(year.secretary))["code"])
    refused = await owner.post(path, {"self_assessment_id": foreign.json()["id"]}, match=done)
    assert (refused.status_code, reasons(refused)) == (422, [("self_assessment.other_criteria", "第十三条")])
    stranger = await people.verified_applicant("冒取（演练）有限公司")
    theirs = await start(stranger, year.cycle_id)
    taken = await stranger.post(f"{theirs.path}/carried-self-assessments", which, match=theirs.etag)
    assert taken.status_code == 404


FORGED = (
    ("own_assessment_is_fixed", "UPDATE own_assessment SET total = 50000 WHERE id = $1"),
    ("own_assessment_is_fixed", "DELETE FROM own_assessment WHERE id = $1"),
    ("own_assessment_is_fixed", "UPDATE own_assessment_item SET percent = 100 WHERE assessment_id = $1"),
    ("own_assessment_is_fixed", "DELETE FROM own_assessment_item WHERE assessment_id = $1"),
)


@pytest.mark.parametrize(("guard", "statement"), FORGED)
async def test_the_schema_keeps_what_is_finished(
    owner: Person, operator: Operator, criteria: str, guard: str, statement: str
) -> None:
    made = await finished(owner, criteria, PERCENTS)
    with pytest.raises(asyncpg.CheckViolationError, match=guard):
        await operator.run(statement, made["id"])


async def test_the_schema_takes_no_total_but_the_sum(owner: Person, operator: Operator, criteria: str) -> None:
    """I9."""
    made = await begun(owner, criteria)
    with pytest.raises(asyncpg.CheckViolationError, match="i9_own_assessment_sum"):
        async with operator.transaction():
            await operator.run(
                "UPDATE own_assessment SET status = 'concluded', finished_at = now(), total = 1 WHERE id = $1",
                made.json()["id"],
            )
    with pytest.raises(asyncpg.CheckViolationError, match="i9_percent_lattice"):
        await operator.run(
            "INSERT INTO own_assessment_item SELECT $1, 'B', criteria_set_id, 200, '', 52 FROM own_assessment "
            "WHERE id = $1", made.json()["id"],
        )  # fmt: skip
