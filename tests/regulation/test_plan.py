"""Panel plans: lawful terms, a draw announced beforehand, and what must not have changed since (arts. 8, 20, 30)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.regulation.measures import PanelRule
from app.regulation.plan import (
    Change,
    announcement_faults,
    change_faults,
    draw_faults,
    require_only_plan,
    terms_faults,
    unknown_faults,
    unmade_faults,
)
from app.regulation.refusals import OutOfOrder
from tests.regulation.values import articles, marks

RULE = PanelRule(minimum=3, industry_expert=True, leader=True)
NOW = datetime(2022, 9, 20, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("rule", "names", "size", "applications", "expected"), [
    (RULE, ["一组", "二组"], 3, 1, []),
    (RULE, ["一组", "二组", "一组"], 3, 1, ["plan.same_name /panels"]),
    (RULE, ["一组"], 2, 1, ["plan.size /size"]), (replace(RULE, maximum=5), ["一组"], 5, 1, []),
    (replace(RULE, maximum=5), ["一组"], 6, 1, ["plan.size /size"]), (RULE, ["一组"], 6, 1, []),
    (replace(RULE, odd=True), ["一组"], 4, 1, ["plan.size /size"]), (replace(RULE, odd=True), ["一组"], 5, 1, []),
    (RULE, ["一组"], 3, 0, ["plan.no_application /stage"]),
])  # fmt: skip
def test_the_panels_of_a_plan_have_names_a_lawful_size_and_work(
    rule: PanelRule, names: list[str], size: int, applications: int, expected: list[str]
) -> None:
    assert marks(terms_faults(rule, names=names, size=size, applications=applications)) == expected


def test_a_size_is_refused_by_the_rule_that_it_breaks() -> None:
    low = terms_faults(RULE, names=[], size=2, applications=1)
    high = terms_faults(replace(RULE, maximum=4), names=[], size=5, applications=1)
    even = terms_faults(replace(RULE, odd=True), names=[], size=4, applications=1)
    assert articles((*low, *high, *even)) == ["第二十条", "edition.panel.maximum", "edition.panel.odd"]


def test_twins_are_named() -> None:
    (fault,) = terms_faults(RULE, names=["一组", "二组", "一组", "二组", "三组"], size=3, applications=1)
    assert (fault.zh, fault.en) == ("评审组名称重复：一组、二组。", "Two panels bear the same name: 一组, 二组.")


def test_a_draw_is_announced_before_it_takes_place_and_not_held_earlier() -> None:
    assert announcement_faults(NOW, NOW + SECOND) == ()
    assert marks(announcement_faults(NOW, NOW)) == ["plan.announced_late /draw_at"]
    assert draw_faults(NOW, NOW) == ()
    assert marks(draw_faults(NOW, NOW + SECOND)) == ["plan.too_early /seed"]


def test_one_plan_of_a_stage_is_applied() -> None:
    require_only_plan(applied=False)
    with pytest.raises(OutOfOrder) as refusal:
        require_only_plan(applied=True)
    assert marks(refusal.value.reasons) == ["plan.applied_already"]


def test_a_plan_is_applied_while_that_on_which_it_rests_still_holds() -> None:
    gone = Change(code="experts_gone", names=("李工", "王工"), zh="下列评审员已出库", en="These have left")
    still = Change(code="new_conflicts", names=(), zh="下列评审员须回避", en="These are barred")
    (fault,) = change_faults([still, gone])
    assert (fault.code, fault.pointer) == ("plan.experts_gone", "")
    assert fault.zh == "下列评审员已出库：李工、王工。请撤回本方案后重新拟定。"
    assert fault.en == "These have left: 李工, 王工. Withdraw the plan and propose another."


def test_whoever_is_unavailable_is_in_the_register() -> None:
    assert unknown_faults([]) == ()
    (fault,) = unknown_faults(["x", "y"])
    assert (marks([fault]), fault.en) == (["plan.unknown_expert /unavailable"], "2 of these are not in the register.")


def test_a_plan_that_no_draw_has_made_is_not_applied() -> None:
    (fault,) = unmade_faults()
    assert (fault.code, fault.article) == ("plan.unmade", "第二十条")
    assert fault.zh == "该方案尚未抽定成形，不能采用。"
    assert fault.en == "No plan has come of the draw, so none is applied."
