"""The recommendation: who signs what, from which list, and how far a unit's reach goes (arts. 9, 10(6), 19)."""

from dataclasses import replace

import pytest

from app.regulation.recommendation import nursery_faults, recommender_faults, scope_warnings, signature_faults
from tests.regulation.values import COMPLETE, articles, marks


def test_a_unit_recommends_if_its_kind_is_one_of_the_editions() -> None:
    for kind in COMPLETE.recommender_kinds:
        assert recommender_faults(kind.code, COMPLETE) == ()
    faults = recommender_faults("bank", COMPLETE)
    assert (marks(faults), articles(faults)) == (["form.unit_kind /recommending_unit/unit_id"], ["第九条"])
    names = "、".join(kind.name for kind in COMPLETE.recommender_kinds)
    assert faults[0].zh == f"该单位不属于本年度办法规定的推荐单位类别：{names}。"


@pytest.mark.parametrize(("same", "another", "own", "expected"), [
    (True, True, True, []), (False, True, True, ["recommendation.other_bytes /submission_sha256"]),
    (True, False, True, ["recommendation.same_person"]), (True, True, False, ["recommendation.no_scan /scan_file_id"]),
])  # fmt: skip
def test_a_unit_signs_the_bytes_that_stand_by_another_person_with_a_scan(
    same: bool, another: bool, own: bool, expected: list[str]
) -> None:
    faults = signature_faults(same_bytes=same, another_person=another, scan_is_own=own)
    assert (marks(faults), set(articles(faults)) <= {"第十条（六）"}) == (expected, True)


def test_a_unit_recommends_from_its_nursery_where_the_edition_asks_so() -> None:
    asking = replace(COMPLETE, nursery_required=True)
    assert nursery_faults(asking, nurtured=True) == ()
    assert nursery_faults(replace(COMPLETE, nursery_required=False), nurtured=False) == ()
    faults = nursery_faults(asking, nurtured=False)
    assert (marks(faults), articles(faults)) == (["recommendation.not_nurtured"], ["edition.nursery_required"])


@pytest.mark.parametrize(("kind", "reach", "place", "trade", "what"), [
    ("street", "澄江街道", "澄江街道", "钢压延", None),
    ("street", "澄江街道", "周庄镇", "钢压延", ("注册地", "周庄镇")),
    ("street", "澄江街道", "", "钢压延", None), ("association", "钢压延行业协会", "周庄镇", "钢压延", None),
    ("association", "纺织行业协会", "纺织", "钢压延", ("行业", "钢压延")),
    ("association", "纺织行业协会", "周庄镇", "", None),
    ("department", "市商务局", "周庄镇", "钢压延", None),
])  # fmt: skip
def test_what_looks_outside_the_units_reach_is_warned_of(
    kind: str, reach: str, place: str, trade: str, what: tuple[str, str] | None
) -> None:
    warnings = scope_warnings(kind=kind, reach=reach, place=place, trade=trade)
    assert marks(warnings) == ([] if what is None else ["recommendation.outside_scope"])
    if what is not None:
        name, value = what
        assert warnings[0].zh == f"申报组织的{name}（{value}）不在推荐单位登记的范围内，请核实。"
        english = {"行业": "trade", "注册地": "registered address"}[name]
        assert warnings[0].en.startswith(f"The applicant's {english} ({value}) is not within")
