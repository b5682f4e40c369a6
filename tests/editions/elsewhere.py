"""Tests of other folders that change one field of an edition alone and see another outcome over HTTP."""

from collections.abc import Mapping

ELSEWHERE: Mapping[str, str] = {
    "supplement.late_answers": "eligibility/test_supplement.py::test_an_edition_may_take_a_late_answer_and_marks_it",
    "consultation.every_department": (
        "consultations/test_consultation.py::test_an_edition_may_want_every_department_of_the_list_asked"
    ),
    "consultation.working_days": (
        "consultations/test_departments.py::test_the_edition_says_how_long_a_letter_may_give"
    ),
    "consultation.times_asked": (
        "consultations/test_consultation.py::test_an_edition_may_take_one_letter_in_vain_as_enough"
    ),
    "reconsideration.working_days": (
        "eligibility/test_reconsideration.py::test_an_edition_may_give_other_days_to_ask_for_a_reconsideration"
    ),
    "nursery_required": "nursery/test_nursery.py::test_an_edition_may_let_units_recommend_only_whom_they_brought_on",
    "internal_notice.days": "applications/test_internal_notice.py::test_days_and_their_unit_are_the_editions",
    "internal_notice.unit": "applications/test_internal_notice.py::test_days_and_their_unit_are_the_editions",
}
"""The path of a field → the test, as path::name under tests/."""
