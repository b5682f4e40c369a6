"""Tests of other folders that change one field of an edition alone and see another outcome over HTTP."""

from collections.abc import Mapping

ELSEWHERE: Mapping[str, str] = {
    "supplement.late_answers": "eligibility/test_supplement.py::test_an_edition_may_take_a_late_answer_and_marks_it",
    "internal_notice.days": "applications/test_internal_notice.py::test_days_and_their_unit_are_the_editions",
    "internal_notice.unit": "applications/test_internal_notice.py::test_days_and_their_unit_are_the_editions",
}
"""The path of a field → the test, as path::name under tests/."""
