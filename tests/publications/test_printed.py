"""What is printed and what everybody reads of a notice: named fields, an office line, 304 (arts. 25, 30)."""

from dataclasses import fields

import httpx2
import pytest

from app.regulation.notice_text import PrintedName, PrintedNotice, district_of
from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.honours_world import CONTACT, POSTED, approved_year, noticed_year
from tests.year_world import ok

NAME, PHONE, NUMBER = PERSON = ("金丝雀甲先生", "13900000077", "320281198001010015")
OFFICE_LINE = "13900000011"
PLANTED = (
    "UPDATE user_account SET name = $1, phone = $2",
    "UPDATE organization SET legal_representative = $1, phone = $2, registered_address = $3",
    "UPDATE unit SET name = name || $1 || $2 || $3",
)
"""Whatever these tables have on persons."""


async def test_no_personal_data_gets_into_the_printed_text(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await approved_year(people, operator)
    for statement in PLANTED:
        await operator.run(statement, *PERSON[: statement.count("$")])
    posted = await made.post_notice()
    notice = ok(await made.publish(posted))
    assert [entry["organization_name"] for entry in notice["entries"]] == [
        "演练乙有限公司", "演练甲有限公司", "演练丁有限公司", "演练丙有限公司",
    ]  # fmt: skip
    for path in ("/v1/publications", f"/v1/publications/{notice['id']}"):
        public = ok(await api.get(path), 200)
        assert [word for word in PERSON if word in str(public)] == []
    assert [word for word in PERSON if word in posted.text] == []


def test_a_number_of_a_person_is_no_district() -> None:
    assert [district_of(answer) for answer in ("澄江街道", None, f"澄江街道 {PHONE}", NUMBER)] == [
        "澄江街道",
        "",
        "",
        "",
    ]


def test_the_printed_text_has_no_field_but_these() -> None:
    assert {field.name for field in fields(PrintedName)} == {"organization_name", "tier", "starts_anew"}
    assert {field.name for field in fields(PrintedNotice)} == {
        "measures", "year", "kind", "tiers", "names", "days", "unit", "objection", "contact", "following",
        "follows_number", "last_day", "checkpoint",
    }  # fmt: skip


@pytest.mark.parametrize(("contact", "codes"), [
    ("质量科王某，身份证320281198001010015", ["notice.id_number"]),
    ("质量科 32028119800101001x，139-0000-0077", ["notice.id_number", "notice.mobile_number"]),
    ("质量科１３９００００００７７", ["notice.mobile_number"]),
    ("质量科 +86 139 0000 0077", ["notice.mobile_number"]),
    (f"质量科 {OFFICE_LINE}", ["notice.mobile_number"]),
    ("质量科，0510-86000000、0510-86000001，邮编214400", []),
    ("质量科，统一社会信用代码11320281014032189X", []),
])  # fmt: skip
async def test_a_contact_line_is_the_offices(
    people: People, operator: Operator, contact: str, codes: list[str]
) -> None:
    made = await approved_year(people, operator)
    async with operator.at(POSTED):
        body = {"decision_id": made.decision["id"], "contact": contact}
        answer = await made.secretary.post("/v1/notices", body, match=await made.secretary.get(made.cycle))
    assert answer.status_code == (422 if codes else 201)
    assert [code for code, _ in reasons(answer)] == codes if codes else True


async def test_a_mobile_number_that_the_edition_names_is_the_offices_own(people: People, operator: Operator) -> None:
    made = await approved_year(people, operator, {"notice": {"office_lines": [OFFICE_LINE]}})
    async with operator.at(POSTED):
        body = {"decision_id": made.decision["id"], "contact": f"质量科 139 0000 0011、{PHONE}"}
        strange = await made.secretary.post("/v1/notices", body, match=await made.secretary.get(made.cycle))
        assert reasons(strange) == [("notice.mobile_number", "edition.notice.office_lines")]
        body["contact"] = "质量科 139 0000 0011"
        ok(await made.secretary.post("/v1/notices", body, match=await made.secretary.get(made.cycle)))


async def test_who_has_the_notice_as_it_is_gets_304_until_it_changes(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await noticed_year(people, operator)
    path = f"/v1/publications/{made.notices[0]}"
    async with operator.at("2022-12-14T10:00:00+08:00"):
        first = await api.get(path)
        known = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
        same = await api.get(path, headers=known)
        assert (first.status_code, same.status_code, same.content) == (200, 304, b"")
        assert same.headers["etag"] == first.headers["etag"]
        assert (await api.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
    async with operator.at("2022-12-20T00:00:00+08:00"):
        over = await api.get(path, headers=known)
        assert (over.status_code, over.json()["is_running"]) == (200, False)
    nowhere = "/v1/publications/00000000-0000-4000-8000-000000000000"
    assert (await api.get(nowhere, headers={"If-None-Match": "*"})).status_code == 404
    assert CONTACT in first.json()["text"]
