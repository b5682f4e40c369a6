"""Adverse records as the bars take them: what each kind says, and no day of it to come (art. 11(3)-(5))."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.bars import Accident, Complaint, CreditRecord, SpotCheck, SpotCheckLevel
from app.regulation.choices import AccidentGrade, AccidentKind
from app.regulation.records import (
    AdverseRecord,
    RecordKind,
    accidents_of,
    complaints_of,
    credit_records_of,
    record_faults,
    spot_checks_of,
)
from tests.regulation.values import articles, marks

DAY = date(2022, 9, 15)
ACCIDENT = AdverseRecord(kind=RecordKind.ACCIDENT, happened_on=DAY, field=AccidentKind.SAFETY,
                         grade=AccidentGrade.GENERAL, responsible=True)  # fmt: skip
COMPLAINT = AdverseRecord(kind=RecordKind.COMPLAINT, happened_on=DAY, field=AccidentKind.QUALITY, serious=False)
SPOT_CHECK = AdverseRecord(kind=RecordKind.SPOT_CHECK, happened_on=DAY, level=SpotCheckLevel.CITY, serious=True)
DISHONESTY = AdverseRecord(kind=RecordKind.DISHONESTY, happened_on=DAY, removed_on=DAY, repaired_on=DAY)
ALL = (ACCIDENT, COMPLAINT, SPOT_CHECK, DISHONESTY)


@pytest.mark.parametrize("record", ALL)
def test_a_record_says_what_its_kind_has(record: AdverseRecord) -> None:
    assert record_faults(record, DAY) == ()


@pytest.mark.parametrize(("record", "expected"), [
    (replace(ACCIDENT, responsible=None), []), (replace(COMPLAINT, serious=None), []),
    (replace(ACCIDENT, field=None), ["record.lacking /field"]),
    (replace(ACCIDENT, grade=None), ["record.lacking /grade"]),
    (replace(ACCIDENT, level=SpotCheckLevel.CITY), ["record.foreign /level"]),
    (replace(ACCIDENT, serious=False), ["record.foreign /serious"]),
    (replace(COMPLAINT, field=None, grade=AccidentGrade.GENERAL), ["record.lacking /field", "record.foreign /grade"]),
    (replace(SPOT_CHECK, level=None, responsible=False), ["record.foreign /responsible", "record.lacking /level"]),
    (replace(DISHONESTY, field=AccidentKind.SAFETY), ["record.foreign /field"]),
    (replace(SPOT_CHECK, removed_on=DAY), ["record.foreign /removed_on"]),
    (replace(COMPLAINT, repaired_on=DAY), ["record.foreign /repaired_on"]),
    (replace(DISHONESTY, removed_on=None, repaired_on=None), []),
])  # fmt: skip
def test_it_says_nothing_else_and_lacks_nothing(record: AdverseRecord, expected: list[str]) -> None:
    faults = record_faults(record, DAY)
    assert (marks(faults), set(articles(faults)) <= {"第十一条"}) == (expected, True)


def test_the_pointer_leads_into_the_list_of_records() -> None:
    assert marks(record_faults(replace(ACCIDENT, field=None), DAY, "/records/1")) == ["record.lacking /records/1/field"]
    assert marks(record_faults(replace(ACCIDENT, level=SpotCheckLevel.CITY), DAY, "/records/1")) == [
        "record.foreign /records/1/level",
    ]  # fmt: skip


@pytest.mark.parametrize(("record", "today", "expected"), [
    (ACCIDENT, date(2022, 9, 14), ["record.day /happened_on"]),
    (replace(DISHONESTY, removed_on=date(2022, 9, 16), repaired_on=None), DAY, ["record.day /removed_on"]),
    (replace(DISHONESTY, removed_on=None, repaired_on=date(2022, 9, 16)), DAY, ["record.day /repaired_on"]),
    (replace(DISHONESTY, removed_on=date(2022, 9, 14), repaired_on=None), DAY, ["record.day /removed_on"]),
    (replace(DISHONESTY, removed_on=None, repaired_on=date(2022, 9, 14)), DAY, ["record.day /repaired_on"]),
])  # fmt: skip
def test_no_day_is_still_to_come_or_before_the_listing(record: AdverseRecord, today: date, expected: list[str]) -> None:
    assert marks(record_faults(record, today)) == expected
    assert [mark.replace(" /", " /r/") for mark in expected] == marks(record_faults(record, today, "/r"))


def test_each_bar_takes_the_records_of_its_kind() -> None:
    assert accidents_of(ALL) == [
        Accident(kind=AccidentKind.SAFETY, grade=AccidentGrade.GENERAL, responsible=True, on=DAY),
    ]  # fmt: skip
    assert complaints_of(ALL) == [Complaint(kind=AccidentKind.QUALITY, valid=True, major=False, on=DAY)]
    assert spot_checks_of(ALL) == [SpotCheck(level=SpotCheckLevel.CITY, passed=False, serious=True, on=DAY)]
    assert credit_records_of(ALL, "市法院") == [
        CreditRecord(authority="市法院", listed_on=DAY, removed_on=DAY, repaired_on=DAY),
    ]  # fmt: skip
    assert credit_records_of(ALL)[0].authority == ""


def test_a_record_that_lacks_what_its_kind_must_say_is_not_weighed() -> None:
    assert accidents_of([replace(ACCIDENT, field=None), replace(ACCIDENT, grade=None)]) == []
    assert complaints_of([replace(COMPLAINT, field=None)]) == []
    assert spot_checks_of([replace(SPOT_CHECK, level=None)]) == []
