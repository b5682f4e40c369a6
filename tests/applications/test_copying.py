"""Nothing is asked twice: the form begins with what the service holds, and takes an earlier year over (arts. 3, 19)."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest

from app.accounts.models import Organization
from app.accounts.organizations import Paper
from app.applications.carrying import NewYear, carried
from app.applications.example import ASSESSMENT, example_form
from app.applications.form import Form
from app.applications.form_fields import FormField, fields_of
from app.applications.held import HELD
from tests.api import Operator, People
from tests.applications_world import PDF, Draft, fill, start, submitted
from tests.year_world import Year, called_year, ok

RAW = {"Content-Type": "application/octet-stream"}
TECHNICAL = {
    "id", "status", "version", "leaf_id", "verified_by", "registered_at", "former_names", "search_text",
}  # fmt: skip
NAMES_OF_FACTS = ("组织名称", "信用代码", "注册地址", "法定代表人", "成立日期", "营业执照", "联系电话")
"""The words by which a form asks for what the organization's record holds."""


def every_field(fields: tuple[FormField, ...]) -> Iterator[FormField]:
    for field in fields:
        yield field
        if field.record is not None:
            yield from every_field(fields_of(field.record))


def asks_for(field: FormField, facts: set[str]) -> bool:
    words = any(word in field.asked.label for word in NAMES_OF_FACTS)
    return (field.name in facts or words) and field.name not in {"operating_since", "name"}


def test_no_field_asks_what_the_record_of_the_organization_holds() -> None:
    facts = {column.name for column in Organization.__table__.columns} - TECHNICAL
    assert facts == {
        "credit_code", "name", "registered_address", "legal_representative", "established_on", "phone",
    }  # fmt: skip
    asked = [field for field in every_field(fields_of(Form)) if asks_for(field, facts)]
    assert [field.name for field in asked if not field.asked.held] == []
    kept = {f"organization.{name}" for name in facts} | {f"paper.{Paper.LICENCE}", "user.name"}
    assert set(HELD.values()) <= kept
    assert len(asked) == 5


async def test_what_was_told_once_is_not_asked_in_the_next_application(people: People, year: Year, unit: str) -> None:
    owner = await people.register_applicant()
    path = f"/v1/organizations/{owner.party}"
    proof = PDF + b"% licence of the organization\n%%EOF\n"
    ok(await owner.put(f"{path}/files/licence?filename=执照.pdf", content=proof, headers=RAW,
                       match=await owner.get(path)), 200)  # fmt: skip
    await submitted(owner, year.cycle_id, year.award_year, unit)
    told = ok(await owner.get(path), 200)
    assert (told["registered_address"], told["legal_representative"], told["established_on"]) == (
        "江阴市演练路 15 号", "陈启明", "2010-05-18",
    )  # fmt: skip
    later = await start(owner, (await called_year(people, people.operator)).cycle_id)
    seen = ok(await owner.get(later.path), 200)
    (licence,) = seen["contents"]["evidence"]
    assert licence["title"] == "营业执照（取自组织信息）"
    assert seen["contents"]["form"]["identity"] | {"district": None} == seen["contents"]["form"]["identity"] | {
        "registered_address": "江阴市演练路 15 号", "legal_representative": "陈启明", "established_on": "2010-05-18",
        "contact_name": "陈启明", "contact_phone": "0510-86000000", "licence_evidence_id": licence["id"],
        "district": None,
    }  # fmt: skip
    faults = ok(await owner.post(f"{later.path}/validation"), 200)["faults"]
    assert {f"/form/identity/{name}" for name in HELD} & {fault["pointer"] for fault in faults} == set()
    assert (await owner.get(f"{later.path}/evidence/{licence['id']}/content")).content == proof


async def test_an_address_that_differs_from_a_verified_organizations_is_refused_and_says_where_to_go(
    people: People, year: Year
) -> None:
    owner = await people.verified_applicant()
    draft = await start(owner, year.cycle_id)
    identity = {"identity": {"registered_address": "江阴市澄江路 1 号"}}
    saved = await owner.patch(f"{draft.path}/form", identity, match=draft.etag)
    ok(saved, 200)
    other = {"identity": {"registered_address": "无锡市太湖大道 9 号", "legal_representative": "王二"}}
    answer = await owner.patch(f"{draft.path}/form", other, match=saved)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["article"], error["pointer"]) == (
        422, "form.held", "第三条", "/identity/registered_address",
    )  # fmt: skip
    assert "/amendments" in error["message"]
    kept = ok(await owner.patch(f"{draft.path}/form", {"identity": {}}, match=saved), 200)
    assert kept["contents"]["form"]["identity"]["registered_address"] == "江阴市澄江路 1 号"


async def test_an_earlier_application_is_taken_over_and_what_changes_with_the_year_is_to_be_confirmed(
    people: People, operator: Operator, unit: str
) -> None:
    first, second = await called_year(people, operator), await called_year(people, operator)
    owner = await people.register_applicant()
    earlier = await submitted(owner, first.cycle_id, first.award_year, unit)
    answer = await owner.post("/v1/applications", {"cycle_id": second.cycle_id, "copy_from": earlier.id})
    made = ok(answer)
    form = made["contents"]["form"]
    assert made["copied_from"] == earlier.id
    assert [row["year"] for row in form["figures"]["years"]] == [second.award_year - n for n in (3, 2, 1)]
    assert [row.get("sales") is not None for row in form["figures"]["years"]] == [True, True, False]
    assert form["classification"]["industry_code"] == "C3599"
    assert [(claim.get("rank"), claim.get("evidence_id")) for claim in form["ranks"]["claims"]] == [(None, None)] * 3
    assert {name: said for name, said in form["pledge"].items() if said is not None} == {"signer_name": "陈启明"}
    assert made["contents"]["self_assessment"][0] == {
        "item_code": "4.1.2", "text": ASSESSMENT, "characters": made["contents"]["self_assessment"][0]["characters"],
        "self_percent": None, "secret_reason": None,
    }  # fmt: skip
    assert {"/form/figures", "/form/ranks", "/form/pledge", "/form/profile",
            "/self_assessment/4.1.2"} <= set(made["to_confirm"])  # fmt: skip
    assert {"/form/identity", "/form/classification", "/form/honours"} & set(made["to_confirm"]) == set()
    (piece,) = made["contents"]["evidence"]
    assert (await owner.get(f"/v1/applications/{made['id']}/evidence/{piece['id']}/content")).content == PDF
    draft = Draft(owner, made["id"], answer.headers["etag"])
    refused = await owner.post(f"{draft.path}/submission", match=answer)
    unconfirmed = [e["pointer"] for e in refused.json()["errors"] if e["code"] == "form.unconfirmed"]
    assert (refused.status_code, unconfirmed) == (422, made["to_confirm"])
    whole = await fill_again(draft, second, unit)
    assert ok(await owner.post(f"{draft.path}/submission", match=whole.etag))["to_confirm"] == []


async def fill_again(draft: Draft, year: Year, unit: str) -> Draft:
    """Fill in a draft with a new proof in the place of the one that was taken over."""
    (piece,) = ok(await draft.owner.get(f"{draft.path}/evidence"), 200)["items"]
    gone = await draft.owner.delete(f"{draft.path}/evidence/{piece['id']}", match=draft.etag)
    assert gone.status_code == 204
    return await fill(draft, year.award_year, unit, content=PDF + b"% new\n%%EOF\n")


@pytest.mark.parametrize("what", ["nothing", "foreign", "later"])
async def test_only_an_own_earlier_application_can_be_taken_over(
    people: People, operator: Operator, unit: str, what: str
) -> None:
    first, second = await called_year(people, operator), await called_year(people, operator)
    owner, other = await people.register_applicant(), await people.register_applicant()
    source, target = str(uuid4()), second
    if what == "foreign":
        source = (await submitted(other, first.cycle_id, first.award_year, unit)).id
    if what == "later":
        source, target = (await start(owner, second.cycle_id)).id, first
    answer = await owner.post("/v1/applications", {"cycle_id": target.cycle_id, "copy_from": source})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["pointer"]) == (
        422, "application.copy_unknown", "/copy_from",
    )  # fmt: skip


def test_records_and_certificates_that_have_run_out_are_left_behind() -> None:
    written = example_form(2022, uuid4(), uuid4())
    written["certificates"]["certificates"].append({"standard": "ISO 14001", "valid_to": "2023-06-30"})
    written["negative"] |= {"had_accidents": True, "accidents": [{"on": "2020-06-30"}, {"on": "2020-07-01"}]}
    written["trade_secrets"]["parts"].append({"place": "self_assessment/9.9.9", "reason": "旧标准"})
    year = NewYear(
        years=(2020, 2021, 2022), items=["4.4.5"], conditions=(), unit_exists=False, today=date(2023, 7, 1),
        look_back_months=36,
    )  # fmt: skip
    taken = carried(Form.model_validate(written), year)
    assert [row["standard"] for row in taken.form["certificates"]["certificates"]] == ["GB/T 19001-2016/ISO 9001:2015"]
    assert taken.form["negative"]["accidents"] == [{"on": "2020-07-01"}]
    assert "had_accidents" not in taken.form["negative"]
    assert [part["place"] for part in taken.form["trade_secrets"]["parts"]] == ["self_assessment/4.4.5"]
    assert "recommending_unit" not in taken.form
    assert "extras" not in taken.form
    assert "/form/certificates" in taken.to_confirm
    assert taken.form["figures"]["years"][2] == {"year": 2022}
