"""The Measures to article 11: the act, rule, table or guard that keeps each provision, and the tests that show it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.regulation.act import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a provision is kept: `rules` as module:function of the law, `schema` as tables or guards, `tests` as ids."""

    acts: tuple[Act, ...] = ()
    rules: tuple[str, ...] = ()
    schema: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    no_effect: str = ""
    """Why software has nothing to do here; then all the others are empty."""


ARTICLES: Mapping[str, Kept] = {
    "第一条": Kept(
        rules=("activation:activation_faults",), schema=("edition",),
        tests=(
            "regulation/test_catalogue.py::test_the_draft_of_2022_is_the_measures",
            "cycles/test_editions.py::test_a_draft_is_the_secretariats_and_an_edition_in_force_everybodys",
        ),
    ),
    "第二条": Kept(
        acts=(
            Act.REGISTER_ORGANIZATION, Act.VERIFY_ORGANIZATION, Act.AMEND_ORGANIZATION, Act.LODGE_CLAIM,
            Act.SUPPORT_CLAIM, Act.ANSWER_CLAIM, Act.UPHOLD_CLAIM, Act.REJECT_CLAIM,
        ),
        rules=("admission:verified_faults", "credit_code:credit_code_faults"),
        schema=("organization_file", "organization_claim", "claim_decided_once"),
        tests=(
            "accounts/test_handover.py::test_what_stands_on_the_licence_is_verified_anew_and_a_telephone_is_not",
            "accounts/test_likeness.py::test_the_secretariat_is_warned_and_the_applicant_is_told_nothing",
            "claims/test_claims.py::test_an_upheld_claim_gives_the_organization_with_its_drafts_to_the_claimant",
            "accounts/test_organizations.py::test_verification_needs_both_papers_and_says_which_are_missing",
            "eligibility/test_verdict.py::test_an_unverified_organization_is_not_declared_eligible",
            "regulation/test_eligibility.py::test_no_resolution_makes_a_legal_person",
        ),
    ),
    "第三条": Kept(
        acts=(Act.WITHDRAW_APPLICATION, Act.REINSTATE_APPLICATION), schema=("i18_reinstated_in_window",),
        tests=(
            "applications/test_copying.py::test_no_field_asks_what_the_record_of_the_organization_holds",
            "applications/test_copying.py::test_what_was_told_once_is_not_asked_in_the_next_application",
            "applications/test_contents.py::test_a_withdrawn_draft_that_was_never_submitted_stays_unseen",
            "test_visibility.py::test_no_word_and_no_id_reaches_whom_it_is_not_for",
        ),
    ),
    "第四条": Kept(
        rules=(
            "places:award_faults", "places:places_of", "ranking:candidates", "partitions:caps_of",
            "former:closed_tiers", "year:rhythm_faults",
        ),
        schema=("award_slot", "prize", "i3_approved_have_places", "i3_hard_places", "i1_years_between"),
        tests=(
            "regulation/test_ranking.py::test_t9_a_third_mayors_award_needs_a_resolution_and_a_number",
            "regulation/test_ranking.py::test_a_vacancy_is_a_normal_end",
            "committee/test_lists.py::test_a_third_place_takes_a_resolution_and_the_government_number",
            "honours/test_commendation.py::test_the_schema_never_holds_more_titles_than_places",
            "titles/test_places.py::test_four_tiers_run_from_the_ballot_to_the_roll",
            "titles/test_former_winners.py::test_a_repeated_title_outside_the_places_leaves_them_to_others",
            "cycles/test_rhythm.py::test_an_award_every_two_years_does_not_come_after_one_unless_by_resolution",
        ),
    ),
    "第五条": Kept(
        acts=(Act.APPOINT_MEMBER,), schema=("committee_member", "grant_hands_apart"),
        tests=(
            "accounts/test_people.py::test_no_secretary_is_an_expert",
            "test_foreign_roles.py::test_an_act_is_refused_to_every_foreign_role_with_the_article_of_its_row",
        ),
    ),
    "第六条": Kept(
        acts=(Act.APPOINT_MEMBER, Act.END_MEMBERSHIP, Act.APPOINT_ALTERNATE, Act.END_ALTERNATE),
        rules=("deliberation:composition_faults", "deliberation:alternate_faults"),
        schema=("committee_member", "grant_seat_known", "alternate"),
        tests=(
            "committee/test_alternates.py::test_an_alternate_votes_only_where_the_edition_knows_them",
            "committee/test_members.py::test_the_committee_has_one_chair_even_when_two_are_appointed_at_once",
            "committee/test_members.py::test_who_leaves_his_office_leaves_the_committee_at_once",
            "committee/test_members.py::test_without_a_vice_chair_no_ballot_opens",
        ),
    ),
    "第七条（一）": Kept(
        acts=(Act.RECORD_RESOLUTION, Act.CANCEL_CYCLE, Act.PROPOSE_MOTION, Act.CLOSE_MOTION_BALLOT),
        rules=("year:resolution_faults", "ranking:tie_decision_faults"),
        schema=("resolution", "motion", "i19_resolution_carried"),
        tests=(
            ("motions/test_motions.py::"
             "test_a_carried_motion_is_a_numbered_resolution_with_its_votes_and_others_are_taken_elsewhere"),
            "cycles/test_year.py::test_a_cancelled_year_cites_a_resolution_and_frees_the_year",
            "committee/test_ranking.py::test_a_tie_across_a_line_stops_and_a_resolution_decides_it",
            "cycles/test_editions.py::test_resolutions_are_numbered_past_and_read_by_secretariat_and_committee",
        ),
    ),
    "第七条（二）": Kept(
        acts=(Act.APPROVE_EDITION, Act.APPROVE_CRITERIA, Act.APPROVE_DOCUMENT, Act.WITHDRAW_DOCUMENT),
        rules=("activation:approval_faults", "activation:unapproved_reasons", "guidance:withdrawal_faults"),
        schema=("edition_in_force_is_fixed", "criteria_are_approved_first", "document_is_fixed"),
        tests=(
            ("standards/test_imported_year.py::"
            "test_criteria_are_approved_before_an_edition_that_names_them_is_in_force"),
            "guidance/test_documents.py::test_of_two_further_versions_approved_at_once_one_is_in_force",
            "guidance/test_documents.py::test_what_is_in_force_is_withdrawn_by_a_resolution_and_stays_readable",
            "cycles/test_life.py::test_a_complete_draft_is_approved_by_a_recorded_resolution",
            "cycles/test_life.py::test_no_draft_comes_into_force_unapproved",
        ),
    ),
    "第七条（三）": Kept(
        acts=(Act.FIX_PROPOSED_LIST, Act.SUBMIT_TO_GOVERNMENT), rules=("posting:kind_faults",),
        schema=("proposed_list",),
        tests=(
            "test_procedure.py::test_t3_the_notice_stands_where_the_edition_puts_it",
            "committee/test_story.py::test_the_committee_takes_a_year_from_its_scores_to_the_government_decision",
        ),
    ),
    "第八条（一）": Kept(
        acts=(Act.PLAN_CYCLE,),
        rules=("year:plan_faults", "next_step:due_day", "next_step:next_day", "statistics:days_of"),
        schema=("schedule_entry",),
        tests=(
            "cycles/test_year.py::test_a_plan_names_each_step_once_and_in_order",
            "reviews/test_shortlist.py::test_the_annual_plan_notes_when_the_defence_began",
            "overview/test_risks.py::test_the_plan_stands_beside_the_facts_and_the_calendar_says_what_it_allows",
            "overview/test_statistics.py::test_a_phase_lasts_until_the_next_that_was_reached",
        ),
    ),
    "第八条（二）": Kept(
        acts=(Act.IMPORT_EDITION, Act.AMEND_EDITION, Act.IMPORT_CRITERIA, Act.DRAFT_DOCUMENT, Act.AMEND_DOCUMENT),
        rules=("soundness:edition_faults", "guidance:part_faults", "sectors:classification_faults"),
        schema=("criteria_set", "edition_in_force_is_fixed", "working_document"),
        tests=("cycles/test_editions.py::test_every_fault_of_an_amendment_is_named",
            "guidance/test_documents.py::test_a_draft_is_refused_with_everything_that_is_wrong_in_it",
            "cycles/test_import.py::test_an_edition_that_contradicts_itself_is_refused_with_all_contradictions"),
    ),
    "第八条（三）": Kept(
        acts=(Act.ADMIT_EXPERT, Act.ADD_TRAINING, Act.RENEW_EXPERT, Act.RELEASE_EXPERT),
        rules=("assignment:admission_faults", "register:standing_faults", "register:renewal_faults"),
        schema=("expert", "expert_term", "expert_training", "grant_expert_known", "expert_leaves_no_seat_empty"),
        tests=(
            "panels/test_register_life.py::test_a_renewal_keeps_the_former_term_with_its_evidence",
            "guidance/test_beside.py::test_admission_and_renewal_cite_the_assessor_standard_in_force",
            "panels/test_register_life.py::test_who_is_seated_in_a_running_year_does_not_leave_the_register",
            "panels/test_register.py::test_an_expert_is_admitted_against_evidence_and_shown",
            "regulation/test_review.py::test_the_first_and_the_last_day_of_the_term_count",
        ),
    ),
    "第八条（四）": Kept(
        acts=(Act.FORM_PANEL, Act.ASSIGN_APPLICATION), rules=("assignment:assignment_faults",),
        schema=("panel_assignment", "i10_sheet_locked"),
        tests=(
            "test_procedure.py::test_no_secretariat_act_touches_a_sheet_or_a_consensus_but_by_recusal_or_sanction",
            "reviews/test_blindness.py::test_no_grant_lets_the_secretariat_write_what_experts_judge",
        ),
    ),
    "第八条（五）": Kept(
        acts=(
            Act.DRAFT_PROMOTION_CASE, Act.AMEND_PROMOTION_CASE, Act.CONSENT_TO_PROMOTION, Act.TAKE_BACK_CONSENT,
            Act.PUBLISH_PROMOTION_CASE, Act.WITHDRAW_PROMOTION_CASE, Act.HOLD_PROMOTION_ACTIVITY,
        ),
        rules=("promotion:title_faults", "promotion:activity_faults"),
        schema=("promotion_case", "promotion_consent_is_its_own", "promotion_of_a_standing_title",
                "promotion_activity", "promotion_shows_what_is_public"),
        tests=(
            "promotion/test_cases.py::test_a_case_is_published_with_the_consent_of_its_organization",
            "promotion/test_cases.py::test_with_the_title_its_cases_leave_the_public_list_and_the_publisher_is_told",
            "promotion/test_cases.py::test_the_schema_lets_nobody_publish_without_consent",
            "promotion/test_activities.py::test_an_activity_shows_cases_that_are_public",
        ),
    ),
    "第八条（六）": Kept(
        acts=(
            Act.PLAN_CHECK, Act.REASSIGN_CHECK, Act.RECORD_CHECK_FINDING, Act.ASK_STATEMENT, Act.MAKE_STATEMENT,
            Act.NOTE_NO_STATEMENT, Act.CONCLUDE_CHECK, Act.DISQUALIFY_APPLICATION, Act.OPEN_REVOCATION,
        ),
        rules=(
            "supervision:checked_faults", "supervision:finding_faults", "supervision:conclusion_faults",
            "supervision:citing_faults", "admission:late_finding_faults",
        ),
        schema=(
            "supervisory_check", "check_source", "check_evidence", "i33_check_stands", "i33_officer_unconflicted",
            "i33_found_by_the_officer", "i33_concluded_by_another", "i33_follows_revocation",
        ),
        tests=(
            "supervision/test_checks.py::test_a_scheduled_check_that_finds_nothing_is_concluded_by_another_unheard",
            "supervision/test_checks.py::test_the_organization_sees_its_check_once_it_is_asked_and_never_what_gave_cause",
            "supervision/test_following.py::test_a_check_of_a_winner_opens_a_case_that_nothing_drops_once_verified",
            "supervision/test_following.py::test_a_check_of_an_applicant_opens_a_record_and_a_late_finding",
            "eligibility/test_later.py::test_a_late_finding_ends_the_application_and_the_applicant_reads_its_basis",
            "honours/test_revocation.py::test_a_case_is_opened_on_a_named_ground_after_the_award_and_once",
        ),
    ),
    "第八条（七）": Kept(
        acts=(Act.FREEZE_RANKING, Act.PROPOSE_CANDIDATES), rules=("ranking:digest",), schema=("fixed_ranking",),
        tests=("committee/test_ranking.py::test_a_ranking_is_exact_and_equals_share_a_place",),
    ),
    "第八条（八）": Kept(
        acts=(
            Act.INVITE_USER, Act.ACCEPT_INVITATION, Act.CLOSE_CYCLE, Act.REASSIGN_ORGANIZATION, Act.SHIFT_CLOCK,
        ),
        rules=("rehearsal:rehearsal_faults", "rehearsal:shift_faults", "rehearsal:reset_faults"),
        schema=("role_grant", "one_time_code", "rehearsal_only"),
        tests=(
            "rehearsals/test_rehearsals.py::test_a_real_award_refuses_all_of_it",
            "rehearsals/test_rehearsals.py::test_what_is_cleared_is_as_new_and_begins_anew",
            "accounts/test_handover.py::test_the_secretariat_hands_over_on_a_letter_when_the_user_has_left_the_firm",
            "accounts/test_people.py::test_the_secretariat_invites_and_the_invited_act",
            "cycles/test_year.py::test_what_is_not_due_yet_is_out_of_order",
        ),
    ),
    "第九条": Kept(
        acts=(
            Act.REGISTER_UNIT, Act.DECLINE_RECOMMENDATION, Act.RETURN_APPLICATION, Act.START_NURTURING,
            Act.UPDATE_NURTURING, Act.END_NURTURING,
        ),
        rules=("recommendation:scope_warnings", "recommendation:nursery_faults", "promotion:circle_faults"),
        schema=("unit", "nursery_entry", "promotion_of_its_winner"),
        tests=(
            "nursery/test_nursery.py::test_the_list_is_seen_beside_who_applied",
            "promotion/test_cases.py::test_a_unit_writes_of_the_winners_of_its_own_circle",
            ("recommenders/test_recommendation.py::"
            "test_a_decline_frees_the_applicant_to_ask_another_unit_whose_signature_counts"),
            ("recommenders/test_recommendation.py::"
            "test_a_town_is_warned_of_an_applicant_of_another_town_and_may_still_sign"),
        ),
    ),
    "第十条": Kept(
        acts=(Act.DECLARE_ELIGIBLE,), rules=("eligibility:eligible_faults",), schema=("i28_all_decided",),
        tests=(
            "regulation/test_eligibility.py::test_any_one_of_the_eleven_keeps_an_applicant_from_being_eligible",
            "eligibility/test_verdict.py::test_the_schema_lets_nobody_become_eligible_with_a_condition_undecided",
        ),
    ),
    "第十条（一）": Kept(
        acts=(Act.REGISTER_ORGANIZATION,),
        rules=("conditions:registration", "conditions:years_in_operation"),
        tests=(
            "regulation/test_eligibility.py::test_exactly_three_years_in_operation_pass",
            "eligibility/test_verdict.py::test_an_applicant_of_the_jingjiang_park_is_eligible_only_by_resolution",
        ),
    ),
    "第十条（二）": Kept(
        rules=("conditions:certification", "foresight:expires_before"),
        tests=(
            "regulation/test_eligibility.py::test_a_certificate_is_valid_on_both_of_its_dates",
            ("eligibility/test_later.py::"
            "test_a_certificate_that_has_run_out_since_the_deadline_shows_in_the_recheck"),
            "overview/test_risks.py::test_certificates_that_end_too_soon_and_supplements_that_come_too_late",
        ),
    ),
    "第十条（三）": Kept(
        acts=(Act.RECORD_FINDING,), rules=("eligibility:verdict_faults",), schema=("finding",),
        tests=("eligibility/test_verdict.py::test_a_finding_needs_a_reason_and_a_reference_that_is_not_only_a_resolution",),
    ),
    "第十条（四）": Kept(
        rules=("conditions:losses", "conditions:ranks", "figures:asset_contribution"),
        tests=(
            "regulation/test_eligibility.py::test_t5_a_tie_at_the_fifth_place_passes_both_and_the_next_is_seventh",
            "eligibility/test_verdict.py::test_a_loss_in_year_two_is_computed_and_cannot_be_waved_through",
            "eligibility/test_verdict.py::test_rank_five_passes_and_rank_six_in_any_indicator_does_not",
        ),
    ),
    "第十条（五）": Kept(
        acts=(Act.RECORD_FINDING,), rules=("eligibility:verdict_faults",), schema=("finding",),
        tests=("eligibility/test_verdict.py::test_eligible_is_refused_with_every_reason_until_all_is_decided",),
    ),
    "第十条（六）": Kept(
        acts=(Act.SIGN_RECOMMENDATION,), rules=("conditions:recommendation", "recommendation:signature_faults"),
        schema=("i6_signs_the_standing_bytes",),
        tests=(
            "regulation/test_eligibility.py::test_one_recommendation_is_enough_and_none_is_not",
            ("recommenders/test_recommendation.py::"
            "test_the_unit_reads_exactly_the_submitted_bytes_and_its_signature_is_the_arrival"),
        ),
    ),
    "第十一条": Kept(
        acts=(
            Act.DECLARE_INELIGIBLE, Act.RECHECK_ELIGIBILITY, Act.DISQUALIFY_APPLICATION, Act.ENTER_ADVERSE_RECORD,
            Act.STRIKE_ADVERSE_RECORD, Act.REGISTER_DEPARTMENT, Act.AMEND_DEPARTMENT, Act.FIX_CONSULTATION_LIST,
            Act.CONSULT_DEPARTMENT, Act.RECORD_DEPARTMENT_REPLY, Act.NOTE_SILENCE,
        ),
        rules=(
            "eligibility:ineligible_faults", "admission:recheck_faults", "eligibility:contradiction_faults",
            "records:record_faults",
        ),
        schema=("recheck", "adverse_record", "record_struck_once"),
        tests=(
            "eligibility/test_records.py::test_t6_an_event_found_at_the_re_run_before_approval_disqualifies",
            ("eligibility/test_records.py::"
            "test_t6_a_record_36_months_before_the_deadline_bars_and_one_a_day_earlier_does_not"),
            "regulation/test_eligibility.py::test_t6_the_look_back_includes_the_day_36_months_before_the_deadline",
            ("eligibility/test_later.py::"
            "test_a_recheck_covers_certificate_and_bars_as_of_today_and_is_known_to_later_stages"),
        ),
    ),
    "第十一条（一）": Kept(
        acts=(Act.RECORD_FINDING, Act.CONSULT_DEPARTMENT, Act.RECORD_DEPARTMENT_REPLY, Act.NOTE_SILENCE),
        rules=("eligibility:verdict_faults", "consultation:unsettled_faults", "consultation:silence_faults"),
        schema=("finding", "consulted_application", "department_reply", "reply_stands"),
        tests=(
            "consultations/test_consultation.py::test_who_was_asked_is_waited_for_and_no_answer_is_no_consent","eligibility/test_verdict.py::test_eligible_is_refused_with_every_reason_until_all_is_decided"),
    ),
    "第十一条（二）": Kept(
        acts=(Act.RECORD_FINDING,), rules=("eligibility:verdict_faults",), schema=("finding",),
        tests=("eligibility/test_verdict.py::test_eligible_is_refused_with_every_reason_until_all_is_decided",),
    ),
    "第十一条（三）": Kept(
        rules=("bars:accidents", "bars:complaints", "look_back:months_before"),
        tests=(
            ("regulation/test_eligibility.py::"
            "test_t7_any_safety_accident_excludes_and_others_from_the_larger_grade_on"),
            ("eligibility/test_verdict.py::"
            "test_the_look_back_includes_its_first_day_and_a_general_safety_accident_excludes"),
        ),
    ),
    "第十一条（四）": Kept(
        rules=("bars:spot_checks",),
        tests=("regulation/test_eligibility.py::test_a_failed_spot_check_excludes_if_serious",),
    ),
    "第十一条（五）": Kept(
        rules=("bars:dishonesty",),
        tests=("regulation/test_eligibility.py::test_a_dishonesty_record_excludes_while_it_stood_and_repair_is_weighed",),
    ),
}  # fmt: skip
"""Articles 1 to 11."""
