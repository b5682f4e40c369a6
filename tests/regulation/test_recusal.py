"""Recusal that applicants ask for: of whom, when, who decides, what is told (arts. 5, 20, 30)."""

import pytest

from app.regulation.recusal import (
    RecusalRule,
    Sought,
    answer_to,
    name_key,
    person_faults,
    recusal_faults,
    recusal_rule_faults,
    recusal_turn_faults,
    told_faults,
)
from app.regulation.vocabulary import Status
from tests.regulation.values import articles, marks


@pytest.mark.parametrize(("days", "is_sound"), [
    (None, True), (0, False), (1, True), (250, True), (251, False), (-1, False),
])  # fmt: skip
def test_an_answer_is_due_in_a_number_of_days_that_one_can_live_with(days: int | None, is_sound: bool) -> None:
    faults = recusal_rule_faults(RecusalRule(working_days=days))
    assert marks(faults) == ([] if is_sound else ["edition.unsound /recusal/working_days"])
    assert articles(faults) == ([] if is_sound else ["edition.recusal.working_days"])


def test_two_ways_of_writing_a_name_are_one() -> None:
    assert name_key(" Ｗang  Ｌi ") == "wangli"
    assert name_key("王　丽") == name_key("王 丽") == "王丽"
    assert name_key("王丽") != name_key("王莉")


@pytest.mark.parametrize(("known", "is_under_way"), [
    (Status.DRAFT, False), (Status.SUBMITTED, True), (Status.RECEIVED, True), (Status.SUPPLEMENT_REQUESTED, True),
    (Status.ELIGIBLE, True), (Status.SCORED, True), (Status.CANDIDATE, True), (Status.PROPOSED, True),
    (Status.NOT_PROPOSED, True), (Status.APPROVED_IN_NOTICE, False), (Status.AWARDED, False),
    (Status.WITHDRAWN, False),
])  # fmt: skip
def test_an_applicant_asks_while_its_case_is_under_way(known: Status, is_under_way: bool) -> None:
    faults = recusal_faults(known=known, picked=False, announced=False)
    assert marks(faults) == ([] if is_under_way else ["recusal.not_under_way /application_id"])


def test_it_picks_from_a_list_only_if_there_is_one() -> None:
    assert recusal_faults(known=Status.ELIGIBLE, picked=True, announced=True) == ()
    assert recusal_faults(known=Status.ELIGIBLE, picked=False, announced=True) == ()
    faults = recusal_faults(known=Status.ELIGIBLE, picked=True, announced=False)
    assert marks(faults) == ["recusal.not_announced /expert_id"]
    assert articles(faults) == ["edition.recusal.announced"]


@pytest.mark.parametrize(("oneself", "entitled", "expected"), [
    (False, True, []), (True, True, ["recusal.oneself"]), (False, False, ["recusal.not_chair"]),
    (True, False, ["recusal.oneself", "recusal.not_chair"]),
])  # fmt: skip
def test_nobody_decides_on_himself(oneself: bool, entitled: bool, expected: list[str]) -> None:
    faults = recusal_turn_faults(oneself=oneself, entitled=entitled)
    assert marks(faults) == expected
    assert set(articles(faults)) <= {"第三十条"}


@pytest.mark.parametrize(("sought", "expert", "user", "known", "expected"), [
    (Sought.EXPERT, True, False, True, []),
    (Sought.EXPERT, True, False, False, ["recusal.person /expert_id"]),
    (Sought.EXPERT, True, True, True, ["recusal.person /expert_id"]),
    (Sought.EXPERT, False, True, True, ["recusal.person /expert_id"]),
    (Sought.EXPERT, False, False, True, ["recusal.person /expert_id"]),
    (Sought.OFFICER, False, True, True, []),
    (Sought.OFFICER, False, True, False, ["recusal.person /user_id"]),
    (Sought.OFFICER, True, True, True, ["recusal.person /user_id"]),
    (Sought.MEMBER, True, False, True, ["recusal.person /user_id"]),
    (Sought.MEMBER, False, False, True, ["recusal.person /user_id"]),
])  # fmt: skip
def test_who_grants_says_whom_he_means(
    sought: Sought, expert: bool, user: bool, known: bool, expected: list[str]
) -> None:
    assert marks(person_faults(sought, expert=expert, user=user, known=known)) == expected


def test_the_reason_lets_nobody_conclude_who_works_on_which_case() -> None:
    assert told_faults("所述关系经查不存在。") == ()
    faults = told_faults("该专家不在组，也未列入名单。")
    assert marks(faults) == ["recusal.telling /reason"]
    assert "（在组、名单）" in faults[0].zh
    assert "(在组, 名单)" in faults[0].en
    assert marks(told_faults("He has no PANEL seat.")) == ["recusal.telling /reason"]


def test_the_answer_is_the_same_whether_or_not_the_person_works_on_the_case() -> None:
    assert answer_to(Status.GRANTED) == (
        "同意回避申请：自本答复之日起，所指人员不得参与本申报的任何环节。本答复不表明其此前是否参与。"
    )
    assert answer_to(Status.REFUSED) == "不同意回避申请，理由见本答复。本答复不表明所指人员是否参与本申报。"
    assert answer_to(Status.LODGED) == ""
