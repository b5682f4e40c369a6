"""The code lists and their labels."""

import pytest
from starlette.testclient import TestClient

from app.codes import code_lists, label_of
from app.committee.meeting_models import AgendaKind
from app.regulation.act import Act
from app.regulation.choices import AccidentGrade, AccidentKind, Honour, LateAnswer
from app.regulation.completeness import SupplementState
from app.regulation.consultation import DepartmentState, Stance
from app.regulation.guidance import DocumentKind, GuideHeading
from app.regulation.honours import RevocationGround
from app.regulation.passages import Change
from app.regulation.posting import NoticedList
from app.regulation.records import RecordKind
from app.regulation.thresholds import Comparison, Figure
from app.regulation.vocabulary import Duty, Role, Stage, Status, Subject


def codes_of(name: str) -> list[str]:
    return [code.code for code in code_lists()[name].codes]


WORDS = {
    "status": Status,
    "act": Act,
    "role": Role,
    "duty": Duty,
    "subject": Subject,
    "stage": Stage,
    "honour": Honour,
    "revocation_ground": RevocationGround,
    "accident_kind": AccidentKind,
    "accident_grade": AccidentGrade,
    "department_answer": Stance,
    "department_state": DepartmentState,
    "adverse_record": RecordKind,
    "supplement_state": SupplementState,
    "late_answer": LateAnswer,
    "noticed_list": NoticedList,
    "document_kind": DocumentKind,
    "guide_heading": GuideHeading,
    "comparison": Comparison,
    "agenda_kind": AgendaKind,
    "figure": Figure,
    "passage_change": Change,
}


@pytest.mark.parametrize("name", WORDS)
def test_every_word_of_the_procedure_has_a_label(name: str) -> None:
    assert codes_of(name) == [member.value for member in WORDS[name]]


def test_the_conditions_and_bars_are_those_of_articles_10_and_11() -> None:
    assert codes_of("condition") == [
        "registered", "excellence_model", "achievement", "business_results", "good_credit", "recommended",
    ]  # fmt: skip
    assert codes_of("bar") == ["policy", "licences", "accidents", "spot_checks", "dishonesty"]


def test_the_divisions_are_the_ninety_seven_of_gb_t_4754() -> None:
    assert codes_of("industry_division") == [f"{number:02d}" for number in range(1, 98)]
    assert codes_of("industry_section") == list("ABCDEFGHIJKLMNOPQRST")
    known = {
        "13": "农副食品加工业",
        "43": "金属制品、机械和设备修理业",
        "47": "房屋建筑业",
        "70": "房地产业",
        "97": "国际组织",
    }
    assert {code: label_of("industry_division", code) for code in known} == known


def test_labels_in_a_list_are_distinct() -> None:
    for name, found in code_lists().items():
        labels = [code.label for code in found.codes]
        assert sorted(set(labels)) == sorted(labels), name


def test_a_list_is_read_without_a_token(client: TestClient) -> None:
    answer = client.get("/v1/codes/district")
    assert answer.status_code == 200
    assert answer.json()["codes"][0] == {
        "code": "chengjiang", "label": "澄江街道", "label_en": "Chengjiang Subdistrict",
    }  # fmt: skip
    assert {item["code"] for item in client.get("/v1/codes").json()["items"]} == set(code_lists())


def test_an_unknown_list_is_404(client: TestClient) -> None:
    answer = client.get("/v1/codes/secret")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
