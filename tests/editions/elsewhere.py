"""Tests of other folders that change one field of an edition alone and see another outcome over HTTP."""

from collections.abc import Mapping

ELSEWHERE: Mapping[str, str] = {
    "supplement.late_answers": "eligibility/test_supplement.py::test_an_edition_may_take_a_late_answer_and_marks_it",
}
"""The path of a field → the test, as path::name under tests/."""
