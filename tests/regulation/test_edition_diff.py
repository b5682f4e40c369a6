"""What one edition changes against another, and for whom (art. 16)."""

from dataclasses import replace

from app.regulation.choices import Aggregation
from app.regulation.edition_diff import edition_diff
from app.regulation.measures import Edition
from app.regulation.vocabulary import Role, Stage
from tests.regulation.values import COMPLETE, DRAFT, IN_FORCE_ON

MAYORS, EXCELLENCE = COMPLETE.tiers
MATERIAL, DEFENCE, SITE = COMPLETE.stages


def told(before: Edition, after: Edition) -> list[tuple[str, str]]:
    return [(change.pointer, change.sentence.zh) for change in edition_diff(before, after)]


def test_an_edition_changes_nothing_against_itself_nor_by_its_paper_alone() -> None:
    assert edition_diff(COMPLETE, COMPLETE) == ()
    paper = replace(COMPLETE, code="next", document_number="1号", effective_on=IN_FORCE_ON, text_status="现行")
    assert edition_diff(COMPLETE, paper) == ()


def test_a_choice_that_was_open_is_made() -> None:
    assert told(replace(COMPLETE, aggregation=None), COMPLETE) == [(
        "/aggregation",
        "总评分的合成方式由“未设”改为“以最后评分环节的合议分为总分”；涉及申报组织、评审员、秘书处、评委会。",
    )]  # fmt: skip
    (change,) = edition_diff(COMPLETE, replace(COMPLETE, aggregation=Aggregation.WEIGHTED_SUM))
    assert (change.article, change.before, change.after) == (
        "edition.aggregation", Aggregation.FINAL_CONSENSUS, Aggregation.WEIGHTED_SUM,
    )  # fmt: skip
    assert change.roles == (Role.APPLICANT, Role.EXPERT, Role.SECRETARIAT, Role.COMMITTEE)
    assert change.sentence.en == (
        "how the total is formed: consensus of the last scored stage becomes weighted sum of the stages; "
        "this concerns: Applicant, Assessor, Secretariat, Committee."
    )


def test_parts_of_a_list_are_compared_by_their_code_wherever_they_stand() -> None:
    turned = replace(COMPLETE, tiers=(EXCELLENCE, replace(MAYORS, floor=62000)))
    assert told(COMPLETE, turned) == [
        ("/tiers/mayors_award/floor",
         "奖项等次“江阴市市长质量奖”·分数线由“600.00分”改为“620.00分”；涉及申报组织、秘书处、评委会、社会公众。"),
        ("/tiers", ("奖项等次由“mayors_award、excellence_award”改为“excellence_award、mayors_award”；"
                   "涉及申报组织、秘书处、评委会、社会公众。")),
    ]  # fmt: skip


def test_a_part_that_comes_or_goes_is_one_change() -> None:
    fewer = replace(COMPLETE, tiers=(MAYORS,))
    (gone,), (new,) = edition_diff(COMPLETE, fewer), edition_diff(fewer, COMPLETE)
    assert (gone.pointer, gone.before, gone.after) == ("/tiers/excellence_award", EXCELLENCE, None)
    assert gone.sentence.zh.startswith("取消奖项等次“江阴市质量管理优秀奖”")
    assert (new.pointer, new.before, new.after) == ("/tiers/excellence_award", None, EXCELLENCE)
    assert new.sentence.zh.startswith("新增奖项等次“江阴市质量管理优秀奖”")


def test_another_order_of_the_stages_is_a_change_of_its_own() -> None:
    (change,) = edition_diff(COMPLETE, replace(COMPLETE, stages=(MATERIAL, SITE, DEFENCE)))
    assert (change.pointer, change.after) == ("/stages", (Stage.MATERIAL, Stage.SITE, Stage.DEFENCE))
    assert "改为“材料评审、现场评审、演讲答辩”" in change.sentence.zh


def test_the_draft_and_its_completion_differ_in_the_six_choices_only() -> None:
    assert [change.pointer for change in edition_diff(DRAFT, COMPLETE)] == [
        "/aggregation", "/cut_rule", "/committee/quorum", "/committee/majority", "/committee/base",
        "/committee/ballot_mode",
    ]  # fmt: skip


def test_a_difference_read_backwards_is_the_same_with_its_sides_turned() -> None:
    other = replace(COMPLETE, tiers=(replace(MAYORS, places=1),), notice=replace(COMPLETE.notice, days=10))
    there, back = edition_diff(COMPLETE, other), edition_diff(other, COMPLETE)
    assert {(c.pointer, c.before, c.after) for c in there} == {(c.pointer, c.after, c.before) for c in back}
    assert len(there) == 3
