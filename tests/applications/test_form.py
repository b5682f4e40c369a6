"""The declaration form as data, partial saves, what is computed, and how characters are counted (arts. 10, 12, 19)."""

import pytest

from app.applications.form import Form
from app.applications.form_fields import FormField, Kind, fields_of
from app.codes import code_lists
from app.regulation.declaration import count_characters, industry_faults, section_of, sector_of
from tests.api import Person
from tests.applications_world import Draft, complete_form
from tests.year_world import Year


def all_fields(fields: tuple[FormField, ...] = fields_of(Form)) -> list[FormField]:
    return [each for field in fields for each in (field, *all_fields(fields_of(field.record) if field.record else ()))]


def walk(fields: list[dict[str, object]]) -> list[dict[str, object]]:
    return [each for field in fields for each in (field, *walk(field["fields"]))]  # ty: ignore[invalid-argument-type] - JSON.


async def test_the_form_is_public_data_with_label_article_limits_and_when_each_field_is_asked(
    year: Year, draft: Draft
) -> None:
    answer = await draft.owner.client.get(f"{year.path}/form")
    assert answer.status_code == 200
    form = answer.json()
    assert [section["name"] for section in form["sections"]] == [
        name for name in Form.model_fields if name != "internal_notice"
    ]
    assert form["years"] == [year.award_year - 3, year.award_year - 2, year.award_year - 1]
    assert len(form["items"]) == 23
    assert form["items"][0]["code"] == "4.1.2"
    assert sum(item["points"] for item in form["items"]) == 1000
    assert form["limits"]["self_assessment_characters"] == 30_000
    assert form["limits"]["profile_characters"] == 3_000
    assert [each["code"] for each in form["extra_conditions"]] == ["chief_quality_officer", "luban_prize"]
    assert "NFC" in form["counting"]
    fields = walk(form["sections"])
    assert [field["name"] for field in fields if not field["label"] or not str(field["article"]).startswith("第")] == []
    sales = next(field for field in fields if field["name"] == "sales")
    assert sales == {
        "name": "sales", "kind": "number", "label": "营业收入（经营规模）", "label_en": "Sales",
        "article": "第十条（四）",
        "required": True, "required_if": {"pointer": "/classification/is_business", "equals": True}, "code_list": None,
        "unit": "元", "held_by": None, "counted_characters": None,
        "limits": {"minimum": 0, "maximum": 100000000000000}, "fields": [],
    }  # fmt: skip


def test_every_choice_of_the_form_has_a_code_list_with_its_very_codes() -> None:
    choices = [field for field in all_fields() if field.kind is Kind.CHOICE]
    assert len(choices) == 11
    for field in choices:
        listed = [code.code for code in code_lists()[field.asked.codes].codes]
        assert sorted(listed) == sorted(field.limits["enum"]), field.name


async def test_a_partial_save_replaces_the_sections_sent_and_leaves_the_others(draft: Draft) -> None:
    first = await draft.owner.patch(f"{draft.path}/form", {"profile": {"text": "概况"}}, match=draft.etag)
    body = {"classification": {"industry_code": "C3599"}, "identity": {"contact_name": "李静"}}
    second = await draft.owner.patch(f"{draft.path}/form", body, match=first)
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]
    form = second.json()["contents"]["form"]
    assert form["profile"]["text"] == "概况"
    assert form["classification"]["industry_code"] == "C3599"
    assert form["licences"] is None
    emptied = await draft.owner.patch(f"{draft.path}/form", {"profile": None, "identity": {}}, match=second)
    assert emptied.json()["contents"]["form"]["profile"] is None
    assert emptied.json()["contents"]["form"]["identity"]["contact_name"] is None
    stale = await draft.owner.patch(f"{draft.path}/form", body, match=first)
    assert stale.status_code == 412


async def test_the_rate_of_asset_contribution_is_computed_and_never_accepted(draft: Draft) -> None:
    year = {
        "year": 2021, "employees": 10, "sales": 900, "profit_total": 100, "tax_total": 50, "interest_expense": 0,
        "opening_assets": 1000, "closing_assets": 1004, "net_profit": -1,
    }  # fmt: skip
    typed = {"figures": {"years": [year | {"asset_contribution_percent": "99.99"}]}}
    refused = await draft.owner.patch(f"{draft.path}/form", typed, match=draft.etag)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "input.extra_forbidden")
    body = {"figures": {"years": [year, {"year": 2020}]}}
    saved = await draft.owner.patch(f"{draft.path}/form", body, match=draft.etag)
    assert saved.json()["contents"]["computed"] == [
        {"year": 2021, "profit_and_tax": 150, "asset_contribution_percent": "14.97"}
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"profile": {"text": "零宽\u200b字符"}},
        {"profile": {"text": "\x00"}},
        {"profile": {"text": "   "}},
        {"figures": {"years": [{"year": 2021, "sales": 1.5}]}},
        {"figures": {"years": [{"year": 2021, "sales": "900"}]}},
        {"figures": {"years": [{"year": 2021, "sales": 10**15}]}},
        {"classification": {"industry_code": "c3599"}},
        {"identity": {"district": "atlantis"}},
        {"identity": {"established_on": "0001-01-01"}},
        {"identity": {"established_on": 1274140800}},
        {"identity": {"is_legal_person": "true"}},
        {"status": "received"},
    ],
)
async def test_hostile_and_lax_values_are_refused(draft: Draft, body: dict[str, object]) -> None:
    answer = await draft.owner.patch(f"{draft.path}/form", body, match=draft.etag)
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")


async def test_rare_hanzi_survive(draft: Draft) -> None:
    text = "𠮷野家与㐂、龘，𬭸"
    saved = await draft.owner.patch(f"{draft.path}/form", {"profile": {"text": text}}, match=draft.etag)
    assert saved.json()["contents"]["form"]["profile"]["text"] == text


async def faults(owner: Person, draft: Draft, form: dict[str, object], etag: str) -> set[tuple[str, str, str]]:
    saved = await owner.patch(f"{draft.path}/form", form, match=etag)
    assert saved.status_code == 200, saved.text
    checked = (await owner.post(f"{draft.path}/validation")).json()
    return {(fault["code"], fault["pointer"], fault["article"]) for fault in checked["faults"]}


async def test_a_complete_draft_has_no_fault(full: Draft) -> None:
    checked = await full.owner.post(f"{full.path}/validation")
    assert checked.json() == {"complete": True, "faults": []}


async def test_each_contradiction_is_found_with_its_field_and_article(full: Draft, year: Year, unit: object) -> None:
    proof = (await full.owner.get(f"{full.path}/evidence")).json()["items"][0]["id"]
    form = complete_form(year.award_year, str(unit), proof)
    form["identity"] |= {"established_on": "2015-01-01", "operating_since": "2014-01-01"}
    form["identity"]["licence_evidence_id"] = "3f2b1c4d-0000-4000-8000-000000000000"
    form["classification"]["industry_code"] = "A3599"
    form["figures"]["years"][0]["year"] += 7
    del form["figures"]["years"][1]["net_profit"]
    form["ranks"]["claims"] = form["ranks"]["claims"][:2]
    form["certificates"]["certificates"][0]["valid_to"] = "1999-01-01"
    form["licences"] = {"none_required": False}
    form["negative"] |= {
        "had_accidents": True, "had_complaints": False, "complaints": [{"kind": "quality"}],
        "spot_checks": [{"level": "city", "on": "2021-02-03", "product": "阀", "authority": "局", "passed": False}],
    }  # fmt: skip
    form["pledge"]["is_truthful"] = False
    form["profile"] = {"text": "字" * 3001}
    form["extras"] = {"answers": [{"code": "chief_quality_officer", "is_met": True, "statement": "有"}]}
    assert await faults(full.owner, full, form, full.etag) == {
        ("form.dates", "/form/identity/operating_since", "第十条（一）"),
        ("form.evidence_unknown", "/form/identity/licence_evidence_id", "第十条（一）"),
        ("form.industry_code", "/form/classification/industry_code", "第十条（四）"),
        ("form.years", "/form/figures/years", "第十条（四）"),
        ("form.missing", "/form/figures/years/1/net_profit", "第十条（四）"),
        ("form.rank_indicator", "/form/ranks/claims", "第十条（四）"),
        ("form.dates", "/form/certificates/certificates/0/valid_to", "第十条（二）"),
        ("form.missing", "/form/licences/licences", "第十一条（二）"),
        ("form.missing", "/form/negative/accidents", "第十一条（三）"),
        ("form.contradiction", "/form/negative/complaints", "第十一条（三）"),
        ("form.missing", "/form/negative/complaints/0/on", "第十一条（三）"),
        ("form.missing", "/form/negative/complaints/0/valid", "第十一条（三）"),
        ("form.missing", "/form/negative/complaints/0/authority", "第十一条（三）"),
        ("form.missing", "/form/negative/complaints/0/summary", "第十一条（三）"),
        ("form.missing", "/form/negative/spot_checks/0/summary", "第十一条（四）"),
        ("form.pledge", "/form/pledge/is_truthful", "第二十九条"),
        ("text.too_long", "/form/profile/text", "第十九条"),
        ("form.extra_evidence", "/form/extras/answers/0/evidence_id", "第十八条"),
    }


async def test_a_body_that_does_no_business_needs_neither_figures_of_money_nor_ranks(
    full: Draft, year: Year, unit: object
) -> None:
    proof = (await full.owner.get(f"{full.path}/evidence")).json()["items"][0]["id"]
    form = complete_form(year.award_year, str(unit), proof)
    form["classification"] |= {"is_business": False, "industry_code": "P8334"}
    form["figures"] = {"years": [{"year": year.award_year - back, "employees": 300} for back in (1, 2, 3)]}
    form["ranks"] = {"claims": []}
    assert await faults(full.owner, full, form, full.etag) == set()


async def test_construction_answers_the_condition_of_its_section(full: Draft, year: Year, unit: object) -> None:
    proof = (await full.owner.get(f"{full.path}/evidence")).json()["items"][0]["id"]
    form = complete_form(year.award_year, str(unit), proof)
    form["classification"]["industry_code"] = "E4710"
    found = await faults(full.owner, full, form, full.etag)
    assert found == {("form.extra_condition", "/form/extras/answers", "第十八条")}


async def test_an_unknown_unit_is_refused_when_it_is_saved(draft: Draft) -> None:
    body = {"recommending_unit": {"unit_id": "3f2b1c4d-0000-4000-8000-000000000000"}}
    answer = await draft.owner.patch(f"{draft.path}/form", body, match=draft.etag)
    assert (answer.status_code, answer.json()["code"]) == (422, "form.unit_unknown")


def test_characters_are_code_points_after_nfc_without_white_space() -> None:
    assert count_characters("江阴 市\u3000长\n质量奖\t2022") == 11
    assert count_characters("e\u0301") == 1
    assert count_characters("𠮷") == 1


def test_the_letter_of_an_industry_code_is_that_of_its_division() -> None:
    assert [section_of(division) for division in (1, 12, 13, 43, 47, 70, 97, 98, 0)] == [*"ABCCEKT", "", ""]
    assert industry_faults("C3599", "/x") == ()
    assert [fault.article for fault in industry_faults("E3599", "/x")] == ["第十条（四）"]
    assert [sector_of(section) for section in "ACEFT"] == [
        "agriculture", "manufacturing", "manufacturing", "services", "services",
    ]  # fmt: skip
