"""Tests of other folders that change one field of an edition alone and see another outcome over HTTP."""

from collections.abc import Mapping

FORMER = "titles/test_former_winners.py::"
WARNED = "reviews/test_citations.py::test_a_score_without_its_remark_is_warned_of_where_the_edition_draws_the_lines"

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
    "recusal.announced": ("recusals/test_recusals.py::test_an_edition_may_announce_the_register_to_pick_from"),
    "recusal.working_days": "recusals/test_recusals.py::test_an_edition_may_set_days_for_the_answer",
    "notice.republication": "publications/test_following.py::test_how_long_it_runs_again_is_the_editions",
    "notice.office_lines": (
        "publications/test_printed.py::test_a_mobile_number_that_the_edition_names_is_the_offices_own"
    ),
    "objection.identity_required": (
        "objections/test_ruling.py::test_a_number_is_kept_as_a_digest_and_each_look_is_in_the_record"
    ),
    "objection.unit_seal": "objections/test_files.py::test_an_edition_may_do_without_the_seal",
    "objection.separate_ruling": (
        "objections/test_ruling.py::test_whoever_investigates_does_not_rule_where_the_edition_says_so"
    ),
    "statement_days": "supervision/test_checks.py::test_an_edition_may_give_other_days_for_the_statement",
    "title_review_months": (
        "titles/test_title_review.py::test_a_review_is_opened_in_its_months_before_the_last_day_is_over"
    ),
    "nursery_required": "nursery/test_nursery.py::test_an_edition_may_let_units_recommend_only_whom_they_brought_on",
    "criteria_confirmed_required": (
        "standards/test_imported_year.py::test_an_edition_may_ask_that_all_points_are_checked_before_its_approval"
    ),
    "internal_notice.days": "applications/test_internal_notice.py::test_days_and_their_unit_are_the_editions",
    "internal_notice.unit": "applications/test_internal_notice.py::test_days_and_their_unit_are_the_editions",
    "committee.minimum_members": "committee/test_rule.py::test_a_committee_too_small_or_even_does_not_meet",
    "committee.odd": "committee/test_rule.py::test_a_committee_too_small_or_even_does_not_meet",
    "committee.alternates": "committee/test_alternates.py::test_an_alternate_votes_only_where_the_edition_knows_them",
    "committee.convening_days": "committee/test_convening.py::test_an_edition_may_ask_for_days_of_notice",
    "committee.names_hidden": ("committee/test_names_hidden.py::test_an_edition_may_hide_the_names_from_the_committee"),
    "panel.maximum": "panels/test_panels.py::test_the_edition_may_limit_a_panel_and_ask_for_an_odd_number",
    "panel.odd": "panels/test_panels.py::test_the_edition_may_limit_a_panel_and_ask_for_an_odd_number",
    "stages[].eliminates": (
        "reviews/test_shortlist.py::test_without_elimination_on_paper_all_go_on_whatever_the_minimum"
    ),
    "site_visit.issues_closed": "site_visits/test_issues.py::test_an_edition_may_conclude_over_open_issues",
    "scoring.reconsider": (
        "reviews/test_history.py::test_a_wide_total_is_put_as_a_whole_and_an_edition_may_do_without"
    ),
    "scoring.citations_required": "reviews/test_citations.py::test_an_edition_may_ask_that_each_item_cites",
    "scoring.strength_from": WARNED,
    "scoring.opportunity_to": WARNED,
    "recommender_kinds[].outside_city": (
        "eligibility/test_verdict.py::test_a_unit_outside_the_city_leaves_the_registration_to_be_checked"
    ),
    "cycle_years": "cycles/test_rhythm.py::test_an_award_every_two_years_does_not_come_after_one_unless_by_resolution",
    "repeat.allowed": FORMER + "test_who_may_not_win_twice_is_no_candidate_for_the_same_or_a_lower_tier",
    "repeat.bonus": FORMER + "test_a_repeated_title_without_money_has_no_bonus_and_says_why",
    "repeat.takes_place": FORMER + "test_a_repeated_title_outside_the_places_leaves_them_to_others",
    "cooldown.years": FORMER + "test_an_application_within_the_cooldown_is_refused",
    "cooldown.cycles": FORMER + "test_an_application_within_the_cooldown_is_refused",
    "cooldown.same_tier_only": FORMER + "test_an_application_within_the_cooldown_is_refused",
    "revocation.bar_years": FORMER + "test_a_revoked_title_bars_its_holder_for_the_years_of_the_edition",
    "tiers[].validity_years": FORMER + "test_a_title_with_a_last_day_is_shown_as_expired_after_it",
}
"""The path of a field → the test, as path::name under tests/."""
