"""Refusals speak the reader's language: names in Chinese, codes in English."""

import re

import pytest

from app.regulation.act import Act
from app.regulation.labels import zh
from app.regulation.procedure import STEPS
from app.regulation.refusals import NotEntitled, OutOfOrder, Reason, Refusal
from app.regulation.steps import carried_outcome, outcome
from app.regulation.vocabulary import Duty, Role, Stage, Status, Subject


def test_an_act_out_of_order_is_refused_in_the_words_of_the_procedure() -> None:
    with pytest.raises(OutOfOrder) as refused:
        outcome(STEPS[Act.WITHDRAW_APPLICATION], Act.WITHDRAW_APPLICATION, Role.APPLICANT, Status.AWARDED)
    (reason,) = refused.value.reasons
    befores = [before for before, _ in STEPS[Act.WITHDRAW_APPLICATION].moves]
    assert reason.zh == f"当前状态为“获奖”，不能办理“撤回申报”；须处于：{'、'.join(map(zh, befores))}。"
    assert reason.en == (
        f"withdraw_application is not possible while the status is awarded; it must be one of: {', '.join(befores)}."
    )


def test_another_hand_is_told_whose_act_it_is() -> None:
    with pytest.raises(NotEntitled) as refused:
        outcome(STEPS[Act.SUBMIT_APPLICATION], Act.SUBMIT_APPLICATION, Role.EXPERT, Status.DRAFT)
    assert refused.value.reasons == (
        Reason(
            code="act.not_yours", article="第十九条",
            zh="“提交申报”由申报组织办理，评审员无权办理。",
            en="submit_application belongs to applicant, not to expert.",
        ),
    )  # fmt: skip


def test_a_subject_that_cannot_be_brought_along_is_named() -> None:
    step = STEPS[Act.COMMEND_WINNERS]
    with pytest.raises(OutOfOrder) as refused:
        carried_outcome(step, Act.COMMEND_WINNERS, Subject.APPLICATION, Status.DRAFT, Status.AWARDED)
    assert refused.value.reasons[0].zh == "申报当前状态为“草稿”，办理“表彰”不能使其变为“获奖”。"


def test_no_refusal_of_the_table_shows_a_code_in_chinese() -> None:
    said = set[str]()
    for act, step in STEPS.items():
        for role in Role:
            for status in Status:
                try:
                    outcome(step, act, role, status, to=status)
                except Refusal as refused:
                    said |= {reason.zh for reason in refused.reasons}
    assert len(said) > 1000
    assert [text for text in said if re.search("[a-z]", text)] == []


@pytest.mark.parametrize("kind", [Role, Duty, Stage, Subject, Status, Act])
def test_every_word_of_the_procedure_has_a_chinese_name(
    kind: type[Role | Duty | Stage | Subject | Status | Act],
) -> None:
    names = [zh(word) for word in kind]
    assert sorted(set(names)) == sorted(names)
    assert [name for name in names if name.isascii()] == []
