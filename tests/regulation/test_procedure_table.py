"""The table of acts as it was written down, and what is asked of it (arts. 17-29)."""

from dataclasses import replace

import pytest

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.procedure import STEPS, steps_of, steps_under
from app.regulation.refusals import NotEntitled, OutOfOrder
from app.regulation.steps import Step, carried_outcome, outcome, statuses_of, transitions_of
from app.regulation.vocabulary import Role, Stage, Status, Subject
from tests.regulation.procedure_text import FILE, text
from tests.regulation.values import COMPLETE, articles, marks

STEP = Step(
    on=Subject.CYCLE, by=frozenset({Role.SECRETARIAT, Role.COMMITTEE}), duty=None, article="第七条",
    moves=((Status.PLANNED, Status.CALLED), (Status.CALLED, Status.CALLED), (Status.CALLED, Status.CANCELLED)),
    carries=((Subject.APPLICATION, Status.DRAFT, Status.WITHDRAWN),),
)  # fmt: skip
TABLE = {Act.PUBLISH_CALL: STEP}


def test_the_procedure_is_the_one_that_was_written_down() -> None:
    # After a change that is meant: python -m tests.regulation.procedure_text, and read what it changes.
    assert text() == FILE.read_text(encoding="utf-8")


def test_an_edition_has_the_table_of_its_stages_and_of_its_notice() -> None:
    assert steps_under(COMPLETE) == STEPS
    before = replace(COMPLETE, notice=replace(COMPLETE.notice, position=NoticePosition.BEFORE_APPROVAL))
    order = (Stage.MATERIAL, Stage.DEFENCE, Stage.SITE)
    assert steps_under(before) == steps_of(order, NoticePosition.BEFORE_APPROVAL) != STEPS
    first, _, last = COMPLETE.stages
    assert steps_under(replace(COMPLETE, stages=(first, last))) == steps_of((Stage.MATERIAL, Stage.SITE)) != STEPS


def test_a_subject_has_the_statuses_that_its_acts_and_those_of_others_move() -> None:
    table = {**TABLE, Act.PLAN_CYCLE: replace(STEP, moves=((Status.NONE, Status.PLANNED),), carries=())}
    assert statuses_of(table, Subject.CYCLE) == {Status.PLANNED, Status.CALLED, Status.CANCELLED}
    assert statuses_of(table, Subject.APPLICATION) == {Status.DRAFT, Status.WITHDRAWN}
    assert statuses_of(table, Subject.NOTICE) == frozenset()


def test_every_legal_move_is_told_and_staying_is_none() -> None:
    assert transitions_of(TABLE) == {
        (Subject.CYCLE, Status.PLANNED, Status.CALLED), (Subject.CYCLE, Status.CALLED, Status.CANCELLED),
        (Subject.APPLICATION, Status.DRAFT, Status.WITHDRAWN),
    }  # fmt: skip


@pytest.mark.parametrize(("status", "to", "after"), [
    (Status.PLANNED, None, Status.CALLED), (Status.PLANNED, Status.CALLED, Status.CALLED),
    (Status.CALLED, Status.CANCELLED, Status.CANCELLED), (Status.CALLED, Status.CALLED, Status.CALLED),
])  # fmt: skip
def test_an_act_moves_to_the_one_target_or_to_the_one_that_is_named(
    status: Status, to: Status | None, after: Status
) -> None:
    assert outcome(STEP, Act.PUBLISH_CALL, Role.SECRETARIAT, status, to) is after


def test_an_act_without_moves_leaves_every_status_as_it_is() -> None:
    assert outcome(replace(STEP, moves=()), Act.PUBLISH_CALL, Role.COMMITTEE, Status.CLOSED) is Status.CLOSED


def test_of_several_outcomes_one_is_named() -> None:
    message = "^publish_call has several outcomes from called; name one$"
    with pytest.raises(ValueError, match=message):
        outcome(STEP, Act.PUBLISH_CALL, Role.SECRETARIAT, Status.CALLED)


def test_another_hand_is_not_entitled() -> None:
    with pytest.raises(NotEntitled) as refusal:
        outcome(STEP, Act.PUBLISH_CALL, Role.EXPERT, Status.PLANNED)
    (reason,) = refusal.value.reasons
    assert (marks([reason]), articles([reason])) == (["act.not_yours"], ["第七条"])
    assert reason.zh == "“发布申报通知”由评委会、秘书处办理，评审员无权办理。"
    assert reason.en == "publish_call belongs to committee, secretariat, not to expert."


@pytest.mark.parametrize(("status", "to"), [
    (Status.CLOSED, None), (Status.PLANNED, Status.CANCELLED), (Status.CLOSED, Status.CALLED),
])  # fmt: skip
def test_an_act_out_of_order_says_where_it_is_in_order(status: Status, to: Status | None) -> None:
    with pytest.raises(OutOfOrder) as refusal:
        outcome(STEP, Act.PUBLISH_CALL, Role.SECRETARIAT, status, to)
    (reason,) = refusal.value.reasons
    assert (marks([reason]), articles([reason])) == (["act.out_of_order"], ["第七条"])
    assert reason.zh.endswith("不能办理“发布申报通知”；须处于：已立项、受理申报。")
    assert reason.en.endswith("it must be one of: planned, called.")


def test_another_subject_moves_only_as_the_act_brings_it_along() -> None:
    act, subject = Act.PUBLISH_CALL, Subject.APPLICATION
    assert carried_outcome(STEP, act, subject, Status.DRAFT, Status.WITHDRAWN) is Status.WITHDRAWN
    for wrong in ((Subject.NOTICE, Status.DRAFT, Status.WITHDRAWN), (subject, Status.SUBMITTED, Status.WITHDRAWN),
                  (subject, Status.DRAFT, Status.ELIGIBLE)):  # fmt: skip
        with pytest.raises(OutOfOrder) as refusal:
            carried_outcome(STEP, act, *wrong)
        assert (marks(refusal.value.reasons), articles(refusal.value.reasons)) == (["act.out_of_order"], ["第七条"])
    assert refusal.value.reasons[0].en == "publish_call cannot move a application from draft to eligible."
