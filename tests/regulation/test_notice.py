"""T3, T4, T14, T16: the window, the seven days, objections, when the list stands (arts. 18, 19, 25, 26)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.regulation.choices import DayUnit, NoticePosition
from app.regulation.measures import ObjectionRule
from app.regulation.notice import (
    STATES,
    CountedPeriod,
    Objection,
    ObjectionState,
    has_ended,
    objection_faults,
    objector_faults,
    period_of,
    reply_due,
    standing_faults,
    substitute_faults,
)
from app.regulation.posting import (
    NoticedList,
    approval_faults,
    kind_faults,
    last_notice_faults,
    posting_faults,
    publication_faults,
)
from app.regulation.procedure import STEPS
from app.regulation.refusals import NotMet
from app.regulation.steps import statuses_of
from app.regulation.vocabulary import Subject
from app.regulation.window import Window, arrival_faults, civil_date, day_faults, is_open, window_faults
from tests.regulation.values import COMPLETE, codes

RULE = COMPLETE.notice
HOLIDAYS_2022 = {date(2022, 10, day) for day in range(1, 8)}
MAKE_UP_2022 = {date(2022, 10, 8), date(2022, 10, 9)}
THURSDAY = date(2022, 9, 29)


def calendar_2022(day: date) -> bool | None:
    """National Day of 2022 and its make-up days; no other year is loaded."""
    if day.year != 2022:
        return None
    return day in MAKE_UP_2022 or (day.weekday() < 5 and day not in HOLIDAYS_2022)


@pytest.mark.parametrize(("position", "kind", "awaiting", "is_allowed"), [
    (NoticePosition.AFTER_APPROVAL, NoticedList.APPROVED, True, True),
    (NoticePosition.AFTER_APPROVAL, NoticedList.PROPOSED, False, False),
    (NoticePosition.BEFORE_APPROVAL, NoticedList.PROPOSED, False, True),
    (NoticePosition.BEFORE_APPROVAL, NoticedList.PROPOSED, True, True),
    (NoticePosition.BEFORE_APPROVAL, NoticedList.APPROVED, True, False),
    (NoticePosition.BOTH, NoticedList.PROPOSED, False, True),
    (NoticePosition.BOTH, NoticedList.PROPOSED, True, False),
    (NoticePosition.BOTH, NoticedList.APPROVED, True, True),
])  # fmt: skip
def test_t3_the_edition_says_which_list_is_published(
    position: NoticePosition, kind: NoticedList, awaiting: bool, is_allowed: bool
) -> None:
    faults = kind_faults(position, kind, is_awaiting_approval=awaiting)
    assert [reason.article for reason in faults] == ([] if is_allowed else ["edition.notice.position"])


def test_t3_the_commendation_rests_on_the_last_notice_and_on_the_approval() -> None:
    last = {
        NoticePosition.AFTER_APPROVAL: NoticedList.APPROVED, NoticePosition.BEFORE_APPROVAL: NoticedList.PROPOSED,
        NoticePosition.BOTH: NoticedList.APPROVED,
    }  # fmt: skip
    for position, kind in last.items():
        wrong = next(each for each in NoticedList if each is not kind)
        assert last_notice_faults(position, kind) == ()
        assert codes(last_notice_faults(position, wrong)) == ["notice.position"]
    assert codes(approval_faults(approved_on=None, at=THURSDAY)) == ["notice.not_approved"]
    assert codes(approval_faults(approved_on=THURSDAY + timedelta(days=1), at=THURSDAY)) == ["notice.before_approval"]
    assert approval_faults(approved_on=THURSDAY, at=THURSDAY) == ()


def test_t3_jiangyin_publishes_what_is_approved() -> None:
    assert RULE.position is NoticePosition.AFTER_APPROVAL


def test_t4_seven_calendar_days_end_inside_national_day_and_roll_over_to_the_eighth() -> None:
    assert period_of(THURSDAY, RULE, calendar_2022) == CountedPeriod(
        published_on=THURSDAY, first_day=date(2022, 9, 30), literal_last_day=date(2022, 10, 6),
        last_day=date(2022, 10, 8), days_off=(date(2022, 10, 6), date(2022, 10, 7)),
    )  # fmt: skip


def test_t4_without_rolling_over_they_end_on_the_sixth_and_need_no_calendar() -> None:
    rule = replace(RULE, roll_over=False)
    assert period_of(THURSDAY, rule, lambda _: None).last_day == date(2022, 10, 6)


def test_t4_counting_the_day_of_publication_they_end_a_day_earlier() -> None:
    rule = replace(RULE, roll_over=False, starts_next_day=False)
    assert period_of(THURSDAY, rule, calendar_2022).last_day == date(2022, 10, 5)


def test_t4_seven_working_days_end_on_the_thirteenth_for_make_up_days_count() -> None:
    period = period_of(THURSDAY, replace(RULE, unit=DayUnit.WORKING), calendar_2022)
    assert (period.first_day, period.last_day) == (date(2022, 9, 30), date(2022, 10, 13))
    assert period.days_off == tuple(sorted(HOLIDAYS_2022))


def test_a_last_day_that_is_a_working_day_does_not_move() -> None:
    period = period_of(date(2022, 10, 10), RULE, calendar_2022)
    assert (period.last_day, period.days_off) == (date(2022, 10, 17), ())


@pytest.mark.parametrize("unit", list(DayUnit))
def test_t4_a_year_that_the_calendar_does_not_know_is_refused_and_not_guessed(unit: DayUnit) -> None:
    with pytest.raises(NotMet) as refusal:
        period_of(date(2022, 12, 28), replace(RULE, unit=unit), calendar_2022)
    assert codes(refusal.value.reasons) == ["calendar.unknown_year"]


PERIOD = period_of(THURSDAY, RULE, calendar_2022)


def test_the_list_stands_from_midnight_after_the_last_day() -> None:
    assert PERIOD.ends_at == datetime(2022, 10, 8, 16, tzinfo=UTC)
    assert not has_ended(PERIOD, PERIOD.ends_at - timedelta(microseconds=1))
    assert has_ended(PERIOD, PERIOD.ends_at)


def test_an_objection_blocks_its_candidate_and_not_the_list() -> None:
    objections = [
        Objection(application="a", state=ObjectionState.OPEN),
        Objection(application="b", state=ObjectionState.UPHELD),
        Objection(application="c", state=ObjectionState.SETTLED),
    ]
    expected = {"a": ["notice.objection_open"], "b": ["notice.objection_upheld"], "c": [], "d": []}
    for application, faults in expected.items():
        assert codes(standing_faults(application, PERIOD, PERIOD.ends_at, objections)) == faults
    early = PERIOD.ends_at - timedelta(seconds=1)
    assert codes(standing_faults("a", PERIOD, early, objections)) == ["notice.running", "notice.objection_open"]
    assert codes(standing_faults("d", None, PERIOD.ends_at, objections)) == ["notice.not_published"]


def test_every_status_of_an_objection_means_something_for_the_list() -> None:
    assert set(STATES) == statuses_of(STEPS, Subject.OBJECTION)


@pytest.mark.parametrize(("newest", "noticed", "names", "faults"), [
    (True, False, True, []), (False, False, True, ["notice.not_newest"]), (True, True, True, ["notice.already_posted"]),
    (False, True, False, ["notice.not_newest", "notice.already_posted", "notice.empty"]),
])  # fmt: skip
def test_the_newest_approved_list_is_posted_once_and_names_someone(
    newest: bool, noticed: bool, names: bool, faults: list[str]
) -> None:
    assert codes(posting_faults(is_newest=newest, is_noticed=noticed, names_anyone=names)) == faults


def test_the_publication_lies_between_the_text_and_now() -> None:
    posted, hour = datetime(2022, 9, 29, 1, tzinfo=UTC), timedelta(hours=1)

    def faults(published_at: datetime) -> list[str]:
        return codes(publication_faults(posted_at=posted, published_at=published_at, now=posted + hour))

    assert (faults(posted), faults(posted + hour)) == ([], [])
    assert faults(posted - timedelta(microseconds=1)) == ["notice.before_text"]
    assert faults(posted + hour + timedelta(microseconds=1)) == ["notice.in_future"]


@pytest.mark.parametrize(("real", "name", "contact", "faults"), [
    (True, "某市民", "0510", []), (False, "", "", []), (True, "某市民", " ", ["notice.name_and_contact"]),
    (True, "", "0510", ["notice.name_and_contact"]),
])  # fmt: skip
def test_an_objection_under_a_real_name_can_be_answered(real: bool, name: str, contact: str, faults: list[str]) -> None:
    rule = ObjectionRule(real_name_only=False)
    assert codes(objector_faults(rule, is_real_name=real, name=name, contact=contact, evidence="")) == faults


@pytest.mark.parametrize(("rule", "real", "evidence", "faults"), [
    (ObjectionRule(), True, "", []),
    (ObjectionRule(), False, "", ["edition.objection.real_name_only"]),
    (ObjectionRule(real_name_only=False), False, "", []),
    (ObjectionRule(evidence_required=True), True, " ", ["edition.objection.evidence_required"]),
    (ObjectionRule(evidence_required=True), True, "调查报告", []),
    (ObjectionRule(evidence_required=True), False, "", [
        "edition.objection.real_name_only", "edition.objection.evidence_required",
    ]),
])  # fmt: skip
def test_the_edition_says_in_which_form_an_objection_comes(
    rule: ObjectionRule, real: bool, evidence: str, faults: list[str]
) -> None:
    found = objector_faults(rule, is_real_name=real, name="某市民", contact="0510", evidence=evidence)
    assert [reason.article for reason in found] == faults


def test_the_term_of_a_reply_counts_working_days_and_guesses_none() -> None:
    assert reply_due(THURSDAY, ObjectionRule(), calendar_2022) is None
    assert reply_due(THURSDAY, ObjectionRule(reply_working_days=1), calendar_2022) == date(2022, 9, 30)
    assert reply_due(THURSDAY, ObjectionRule(reply_working_days=3), calendar_2022) == date(2022, 10, 9)
    assert reply_due(date(2022, 12, 30), ObjectionRule(reply_working_days=5), calendar_2022) is None


@pytest.mark.parametrize(("received_on", "faults"), [
    (date(2022, 9, 28), ["notice.objection_early"]),
    (date(2022, 9, 29), []),
    (date(2022, 10, 8), []),
    (date(2022, 10, 9), ["notice.objection_late"]),
])  # fmt: skip
def test_an_objection_is_admissible_by_its_date_of_receipt(received_on: date, faults: list[str]) -> None:
    assert codes(objection_faults(PERIOD, received_on)) == faults


UPHELD = date(2022, 10, 10)


@pytest.mark.parametrize(("approved_on", "published_on", "faults"), [
    (None, None, ["notice.substitute_approval", "notice.substitute_notice"]),
    (date(2022, 10, 9), date(2022, 10, 9), ["notice.substitute_approval"]),
    (UPHELD, None, ["notice.substitute_notice"]),
    (UPHELD, date(2022, 10, 9), ["notice.substitute_notice"]),
    (UPHELD, UPHELD, []),
])  # fmt: skip
def test_t14_a_substitute_takes_a_fresh_approval_and_a_fresh_notice(
    approved_on: date | None, published_on: date | None, faults: list[str]
) -> None:
    found = substitute_faults(approved_on=approved_on, upheld_on=UPHELD, published_on=published_on)
    assert codes(found) == faults


WINDOW = Window(first_day=date(2022, 7, 20), last_day=date(2022, 9, 15))


def test_t16_the_window_runs_from_midnight_to_midnight_in_jiangyin() -> None:
    assert WINDOW.opens_at == datetime(2022, 7, 19, 16, tzinfo=UTC)
    assert WINDOW.closes_at == datetime(2022, 9, 15, 16, tzinfo=UTC)


@pytest.mark.parametrize(("instant", "faults"), [
    (datetime(2022, 7, 19, 15, 59, 59, 999999, tzinfo=UTC), ["window.not_yet_open"]),
    (datetime(2022, 7, 19, 16, tzinfo=UTC), []),
    (datetime(2022, 9, 15, 15, 59, 59, 999999, tzinfo=UTC), []),
    (datetime(2022, 9, 15, 16, tzinfo=UTC), ["window.closed"]),
])  # fmt: skip
def test_t16_the_last_instant_passes_and_midnight_is_late_whoever_was_slow(
    instant: datetime, faults: list[str]
) -> None:
    assert codes(arrival_faults(WINDOW, instant)) == faults
    assert is_open(WINDOW, instant) is (faults == [])


def test_an_instant_falls_on_a_civil_day_of_jiangyin() -> None:
    assert civil_date(datetime(2022, 9, 15, 15, 59, 59, tzinfo=UTC)) == date(2022, 9, 15)
    assert civil_date(datetime(2022, 9, 15, 16, tzinfo=UTC)) == date(2022, 9, 16)


def test_a_window_does_not_end_before_it_begins() -> None:
    day = date(2022, 7, 20)
    assert window_faults(Window(first_day=day, last_day=day)) == ()
    assert codes(window_faults(Window(first_day=day, last_day=date(2022, 7, 19)))) == ["window.backwards"]


def test_t19_a_notice_of_one_award_year_may_run_in_the_next() -> None:
    period = period_of(date(2023, 1, 20), replace(RULE, roll_over=False), lambda _: None)
    assert (period.published_on.year, period.last_day) == (2023, date(2023, 1, 27))


@pytest.mark.parametrize(("day", "faults"), [
    (date(2023, 1, 19), ["day.too_early"]), (date(2023, 1, 20), []), (date(2023, 2, 1), []),
    (date(2023, 2, 2), ["day.in_future"]),
])  # fmt: skip
def test_what_happened_is_neither_ahead_nor_before_what_it_follows(day: date, faults: list[str]) -> None:
    found = day_faults(day, date(2023, 2, 1), pointer="/paid_on", article="第二十七条", not_before=date(2023, 1, 20))
    assert codes(found) == faults
