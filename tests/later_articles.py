"""The Measures from article 12 on: the act, rule, table or guard that keeps each provision, and what shows it."""

from collections.abc import Mapping

from app.regulation.act import Act
from tests.articles import Kept

LATER_ARTICLES: Mapping[str, Kept] = {
    "第十二条": Kept(
        acts=(Act.START_SELF_ASSESSMENT, Act.FINISH_SELF_ASSESSMENT),
        schema=("self_assessment", "self_score", "own_assessment", "own_assessment_is_fixed"),
        rules=("panel:sight_faults", "self_assessment:finish_faults", "self_assessment:differences_of"),
        tests=(
            "self_assessments/test_self_assessments.py::test_an_organization_assesses_itself_without_any_call",
            "self_assessments/test_self_assessments.py::test_nobody_but_the_organization_sees_them",
            "applications/test_contents.py::test_items_are_saved_one_by_one_with_a_self_score_that_stays_apart",
            "cycles/test_editions.py::test_the_criteria_are_public_and_sum_to_a_thousand",
            "test_visibility.py::test_an_expert_sees_no_self_score_before_his_own_sheet_is_in",
        ),
    ),
    "第十三条": Kept(
        acts=(Act.CONFIRM_CRITERIA_POINTS,),
        rules=(
            "criteria:faults_of", "criteria_sets:import_faults", "criteria_sets:confirmation_faults",
            "activation:unconfirmed_reasons", "scoring:item_score", "scoring:percent_faults",
        ),
        schema=("criteria_node", "i9_criteria_sum", "criteria_confirmation"),
        tests=(
            "standards/test_criteria.py::test_t12_a_tree_that_does_not_hold_is_named_whole_and_never_stored",
            "standards/test_criteria.py::test_points_are_confirmed_row_by_row_and_who_did_it_is_recorded",
            "standards/test_imported_year.py::test_a_year_is_played_by_a_tree_of_500_points",
            "regulation/test_scoring.py::test_the_criteria_are_seven_categories_and_23_items_of_1000_points",
            "regulation/test_scoring.py::test_t12_criteria_that_do_not_add_up_are_refused",
            ("regulation/test_scoring.py::"
            "test_t11_52_percent_is_off_the_lattice_and_65_percent_of_15_points_is_9_75"),
        ),
    ),
    "第十四条": Kept(
        rules=("declaration:sector_of", "declaration:industry_faults", "guidance:sector_faults", "thresholds:reaches"),
        tests=(
            "applications/test_form.py::test_construction_answers_the_condition_of_its_section",
            "guidance/test_documents.py::test_points_cannot_be_expressed_and_no_heading_is_left_out",
            "guidance/test_beside.py::test_a_guide_changes_no_points",
            ("guidance/test_beside.py::"
            "test_an_experts_sheet_shows_the_guide_of_the_sector_with_the_declared_figures_for_information"),
            "guidance/test_documents.py::test_a_guide_is_approved_for_a_sector_of_the_classification_in_force",
        ),
    ),
    "第十五条": Kept(
        rules=("ratios:is_at_least", "places:floor_faults", "explanation:explained_total", "statistics:bands_of"),
        schema=("i12_candidate_reaches_floor", "comprehensive_report"),
        tests=(
            "regulation/test_ranking.py::test_t2_floors_are_inclusive_and_compared_unrounded",
            "regulation/test_ranking.py::test_t9_599_75_never_takes_the_mayors_award",
            "scores/test_scores.py::test_the_secretariat_reads_the_whole_arithmetic",
            "committee/test_ranking.py::test_no_candidate_below_the_floor_gets_into_the_table",
            "overview/test_statistics.py::test_bands_take_their_lower_edge_in_and_leave_the_upper_out",
        ),
    ),
    "第十六条": Kept(
        acts=(
            Act.AMEND_EDITION, Act.SET_REVIEW_DATE, Act.PROPOSE_REVISION, Act.OPEN_CONSULTATION, Act.RECORD_COMMENT,
            Act.ANSWER_COMMENT, Act.CONCLUDE_REVISION, Act.PIN_DOCUMENTS,
        ),
        rules=(
            "edition_diff:edition_diff", "passages:passage_diff", "revision:comment_faults",
            "revision:conclusion_faults", "pinning:pin_faults",
        ),
        schema=("edition_in_force_is_fixed", "criteria_set", "revision_runs_its_days", "revision_comment_is_fixed",
                "criteria_are_fixed", "cycle_document", "i16_pins_are_fixed"),
        tests=(
            "standards/test_criteria.py::test_the_schema_keeps_what_was_brought_in_as_it_was",
            "guidance/test_pins.py::test_after_the_call_nothing_is_pinned_or_unpinned",
            "guidance/test_documents.py::test_two_versions_are_compared_heading_by_heading",
            "cycles/test_life.py::test_an_edition_in_force_changes_no_more",
            "cycles/test_life.py::test_the_review_of_an_edition_falls_due_and_shows_when_it_is_late",
            "cycles/test_import.py::test_the_difference_of_two_editions_in_force_is_public",
            ("cycles/test_revision.py::"
            "test_a_revision_goes_from_its_proposal_to_a_draft_that_replaces_the_old_edition"),
        ),
    ),
    "第十七条": Kept(
        acts=(
            Act.CONCLUDE_STAGE, Act.ANNOUNCE_DEFENCE_DRAW, Act.DRAW_DEFENCE_ORDER, Act.SCHEDULE_DEFENCES,
            Act.MOVE_DEFENCE,
        ),
        rules=("procedure:steps_of", "steps:outcome", "defence:drawn", "defence:scheduled", "next_step:acts_due"),
        schema=("application_step", "legal_transition", "i5_no_step_ahead"),
        tests=(
            "test_procedure.py::test_every_act_by_every_role_in_every_status_ends_as_the_table_says",
            "test_procedure.py::test_the_stages_run_in_the_order_of_the_edition",
            "reviews/test_story.py::test_an_application_goes_from_material_review_to_its_final_score",
            "defences/test_defences.py::test_anybody_draws_the_same_order_from_the_seed",
            "test_invariants.py::test_the_year_ends_as_it_is_written_down_though_both_were_killed",
            ("overview/test_review_duties.py::"
            "test_a_leader_reports_and_the_secretariat_carries_the_year_from_stage_to_stage"),
            "overview/test_stage_duties.py::test_the_defence_is_drawn_gets_its_hours_and_is_attended",
        ),
    ),
    "第十八条": Kept(
        acts=(Act.PUBLISH_CALL, Act.CORRECT_CALL), rules=("year:call_faults", "year:correction_faults"),
        schema=("call_notice", "call_medium", "call_is_fixed", "i1_window_moves_for_all"),
        tests=(
            "cycles/test_call.py::test_a_call_opens_the_year_to_the_last_second_of_its_last_day",
            "cycles/test_call.py::test_a_correction_is_a_call_of_its_own_and_extends_for_all",
        ),
    ),
    "第十九条": Kept(
        acts=(
            Act.START_APPLICATION, Act.SUBMIT_APPLICATION, Act.CLOSE_ACCEPTANCE, Act.RECORD_FINDING,
            Act.RECORD_FINDINGS, Act.ASK_RECONSIDERATION, Act.UPHOLD_RECONSIDERATION, Act.REJECT_RECONSIDERATION,

            Act.REQUEST_SUPPLEMENT, Act.SUPPLY_SUPPLEMENT, Act.DECLARE_ELIGIBLE, Act.DECLARE_INELIGIBLE,
            Act.CONFIRM_ELIGIBLE_LIST, Act.HAND_OVER_DUTY,
        ),
        rules=(
            "internal_notice:period_faults", "window:arrival_faults", "completeness:request_faults",
            "admission:list_faults",
        ),
        schema=("submission", "i18_submitted_in_window", "i18_signed_in_window", "i18_supplement_in_time"),
        tests=(
            "accounts/test_handover.py::test_a_user_hands_over_to_a_colleague_and_is_out_at_once",
            "applications/test_internal_notice.py::test_days_and_their_unit_are_the_editions",
            ("versions/test_versions.py::"
             "test_two_submissions_are_compared_by_their_owner_the_unit_and_the_secretariat"),
            "test_deadline_race.py::test_submissions_around_the_last_instant_are_stored_in_time_or_refused",
            ("recommenders/test_recommendation.py::"
            "test_a_recommendation_one_second_too_late_does_not_arrive_though_submission_was_in_time"),
            ("eligibility/test_supplement.py::"
            "test_the_addendum_has_its_own_hash_and_leaves_the_submitted_bytes_alone"),
        ),
    ),
    "第二十条": Kept(
        acts=(
            Act.FORM_PANEL, Act.SEAT_EXPERT, Act.ACTIVATE_PANEL, Act.REPLACE_EXPERT, Act.HAND_OVER_LEAD,
            Act.OPEN_CONSENSUS, Act.REQUEST_UNLOCK, Act.PROPOSE_PANEL_PLAN, Act.DRAW_PANEL_PLAN,
            Act.APPLY_PANEL_PLAN, Act.REVERT_PANEL_PLAN, Act.RECORD_SITE_VISIT,
        ),
        rules=(
            "panel:panel_faults", "panel:panel_faults_by_application", "reconsideration:unlock_faults",
            "plan:terms_faults", "plan:change_faults", "seating:seating_warnings", "foresight:panel_dangers",
        ),
        schema=(
            "panel_plan_is_fixed", "panel_plan", "i8_panel_composition", "i8_composition_for_the_application",
            "i10_request_fixed",
        ),
        tests=(
            ("reviews/test_history.py::"
            "test_a_sheet_is_reopened_by_its_own_expert_at_the_leaders_request_and_both_versions_stay"),
            "regulation/test_honours.py::test_a_panel_has_three_an_industry_expert_and_one_leader",
            "regulation/test_honours.py::test_the_rule_holds_for_each_application_without_the_recused",
            "panels/test_panels.py::test_the_schema_starts_no_panel_without_its_leader",
            "panels/test_panels.py::test_the_schema_starts_no_panel_beyond_the_limits_of_its_edition",
            "panel_plans/test_plans.py::test_equal_inputs_and_seed_give_the_same_plan_which_anybody_can_draw_again",
            "panel_plans/test_plans.py::test_a_plan_forms_panels_that_are_started_as_any_other",
            "panels/test_lead.py::test_a_leader_lost_after_the_consensus_is_followed_by_one_who_reports",
            "overview/test_risks.py::test_a_panel_whose_leader_stands_aside_and_whose_seats_are_filled_again",
        ),
    ),
    "第二十一条": Kept(
        acts=(
            Act.OPEN_SHEET, Act.SUBMIT_SHEET, Act.CONCLUDE_CONSENSUS, Act.REOPEN_CONSENSUS,
            Act.ISSUE_MATERIAL_REPORT, Act.CONFIRM_SHORTLIST, Act.CONFIRM_SHEET, Act.REOPEN_SHEET,
            Act.REQUEST_RECONSIDERATION, Act.STATE_DISSENT,
        ),
        rules=(
            "review:submission_faults", "scoring:consensus_faults", "ranking:shortlist", "comments:citation_faults",
            "reconsideration:reconsideration_faults", "reconsideration:outdated_faults",
        ),
        schema=(
            "i10_sheet_locked", "i10_consensus_locked", "shortlist_is_fixed", "i10_saved_as_version",
            "i23_ranked_consensus", "consensus_reopening",
        ),
        tests=(
            "reviews/test_reopening.py::test_a_panel_takes_its_consensus_up_anew_and_the_first_one_stays_in_sight",
            "reviews/test_history.py::test_each_save_and_submission_is_a_version_with_its_hash",
            "reviews/test_citations.py::test_cited_files_and_pages_exist",
            "reviews/test_workbook.py::test_every_fault_of_a_workbook_is_told_at_once_with_its_cell",
            "reviews/test_history.py::test_wide_spreads_are_put_to_those_concerned_before_the_consensus",
            "reviews/test_history.py::test_a_dissent_is_its_experts_own_and_stands_in_the_report",
            "reviews/test_sheets.py::test_a_submitted_sheet_is_locked_with_its_exact_total",
            "reviews/test_blindness.py::test_an_expert_sees_no_other_sheet_before_submitting_his_own",
            "reviews/test_shortlist.py::test_the_minimum_is_inclusive_and_every_report_is_needed",
        ),
    ),
    "第二十二条": Kept(
        acts=(
            Act.CONCLUDE_STAGE, Act.ISSUE_COMPREHENSIVE_REPORT, Act.OPEN_SITE_ISSUE, Act.MERGE_SITE_ISSUE,
            Act.WITHDRAW_SITE_ISSUE, Act.CLOSE_SITE_ISSUE, Act.REOPEN_SITE_ISSUE, Act.PLAN_SITE_VISIT,
            Act.AMEND_SITE_VISIT, Act.LOG_SITE_DOCUMENT, Act.LOG_SITE_INTERVIEW, Act.ASK_SITE_INFORMATION,
            Act.ANSWER_SITE_INFORMATION,
        ),
        rules=(
            "scoring:comprehensive_score", "recount:recounted", "recount:recounted_places", "site_issue:site_faults",
            "site_issue:open_issue_faults", "site_visit:plan_faults", "site_visit:answer_faults",
            "statistics:spread_of",
        ),
        schema=(
            "comprehensive_report", "i11_comprehensive_report_locked", "site_issue", "i10_issues_of_the_site_closed",
            "i11_issues_of_the_report_closed", "site_hours_of_the_panel", "site_log_is_kept",
        ),
        tests=(
            "site_visits/test_issues.py::test_issues_are_carried_to_another_panel_and_answered_there",
            "site_visits/test_visits.py::test_logs_requests_answers_and_the_dossier",
            "site_visits/test_blindness.py::test_an_issue_of_the_sheet_phase_changes_nothing_for_the_others",
            "reviews/test_consensus.py::test_the_final_score_is_that_of_the_consensus_after_the_site_visit",
            "regulation/test_scoring.py::test_weights_are_applied_exactly",
            "scores/test_scores.py::test_counting_again_finds_nothing_and_a_changed_row_raises_the_alarm",
            "overview/test_statistics.py::test_a_year_with_real_sheets_is_counted_by_hand",
        ),
    ),
    "第二十三条": Kept(
        acts=(Act.FREEZE_RANKING, Act.PROPOSE_CANDIDATES), rules=("ranking:ranked", "ranking:require_frozen"),
        schema=("ranking_entry", "fixed_ranking_entry", "candidate_entry"),
        tests=(
            "regulation/test_ranking.py::test_t13_a_score_changed_after_the_freeze_does_not_move_the_lists",
            "committee/test_ranking.py::test_a_second_ranking_needs_a_reason_and_leaves_the_first_as_it_is",
        ),
    ),
    "第二十四条": Kept(
        acts=(
            Act.CONVENE_MEETING, Act.AMEND_AGENDA, Act.RECORD_ATTENDANCE, Act.APPROVE_MINUTES, Act.CORRECT_MINUTES,
            Act.OPEN_BALLOT, Act.CAST_VOTE, Act.HAND_OUT_PAPERS,
            Act.RECORD_PAPER_COUNT, Act.OPEN_MOTION_BALLOT, Act.CAST_MOTION_VOTE, Act.HAND_OUT_MOTION_PAPERS,
            Act.RECORD_MOTION_COUNT,
            Act.CLOSE_BALLOT, Act.CLOSE_MEETING, Act.FIX_PROPOSED_LIST, Act.SUBMIT_TO_GOVERNMENT,
            Act.RETURN_SUBMISSION, Act.RECORD_GOVERNMENT_DECISION,
        ),
        rules=(
            "sending_back:return_faults", "deliberation:result_of", "deliberation:vote_faults", "selection:select",
            "proposing:propose", "convening:notice_faults", "convening:amendment_faults", "convening:item_faults",
            "convening:approval_faults", "foresight:vote_dangers", "blinding:codes_of", "blinding:naming_faults",
        ),
        schema=("i19_convened_in_time", "i19_agenda_amended", "i19_attendance_moved", "i19_minutes_stand",
                "i19_vote", "i19_count_at_close", "i19_electorate", "decision_entry", "i26_returned_is_not_decided",
                "name_reveal", "i30_code_where_hidden", "i30_untold_motion"),
        tests=(
            "regulation/test_blinding.py::test_the_lot_can_be_drawn_again_by_hand_and_another_seal_draws_another",
            ("committee/test_names_hidden.py::"
            "test_no_reading_operation_tells_a_member_a_name_before_the_list_is_fixed_and_all_of_them_after"),
            "committee/test_names_hidden.py::test_no_text_of_the_meeting_names_a_candidate_while_names_are_hidden",
            "committee/test_convening.py::test_an_edition_may_ask_for_days_of_notice",
            "committee/test_agenda.py::test_items_are_added_and_withdrawn_with_reasons_and_nothing_is_lost",
            "committee/test_attendance.py::test_who_came_and_left_between_two_ballots_is_kept_with_the_instants",
            "minutes/test_text.py::test_the_minutes_are_whole_and_a_correction_adds_to_them",
            "minutes/test_minutes.py::test_who_drew_up_the_minutes_does_not_approve_them",
            "committee/test_ballots.py::test_eight_votes_of_one_member_at_once_count_once",
            "committee/test_ballots.py::test_a_sealed_vote_is_nobodys_until_the_close",
            "committee/test_lists.py::test_more_pass_than_places_and_votes_decide_before_rank",
            "committee/test_returns.py::test_a_list_sent_back_is_fixed_anew_submitted_again_and_decided",
            "overview/test_foresight.py::test_a_vote_that_cannot_pass_whatever_the_members_say",
        ),
    ),
    "第二十五条": Kept(
        acts=(
            Act.ENTER_CALENDAR, Act.AMEND_CALENDAR, Act.POST_NOTICE, Act.RECORD_WEB_PUBLICATION, Act.LODGE_OBJECTION,
            Act.CORRECT_NOTICE, Act.SUSPEND_NOTICE, Act.REPUBLISH_NOTICE,
            Act.REGISTER_OBJECTION, Act.ADMIT_OBJECTION, Act.REFUSE_OBJECTION, Act.ASSIGN_INVESTIGATOR,
            Act.SUPPORT_OBJECTION, Act.ADD_OBJECTION_FILE, Act.CHECK_OBJECTOR, Act.LODGE_TIP, Act.SETTLE_TIP,
        ),
        rules=(
            "notice:period_of", "working_days:working_day_after", "notice:objection_faults", "notice:objector_faults",
            "posting:kind_faults", "notice_text:printed", "notice_text:contact_faults", "republication:starts_anew",
            "republication:remaining_days", "republication:in_force_faults", "objection:identity_faults",
            "objection:investigator_faults", "objection:unit_faults", "objection:seal_faults", "objection:file_faults",
            "foresight:last_chance", "statistics:told_counts",
        ),
        schema=("i14_notice_runs_in_full", "i14_notice_text_is_fixed", "i26_names_of_the_decision",
                "i14_suspended_while_it_runs", "i14_first_notice_carried_the_name",
                "i14_commended_on_a_notice_in_force", "i15_unit_under_seal",
                "objection_file_stands"),
        tests=(
            "publications/test_following.py::test_a_suspended_notice_is_published_again_and_runs_in_full",
            "publications/test_following.py::test_a_contact_line_is_put_right_without_a_new_period",
            "publications/test_following.py::test_a_name_that_is_put_right_runs_anew_and_the_others_keep_their_end",
            "publications/test_printed.py::test_no_personal_data_gets_into_the_printed_text",
            "publications/test_printed_head.py::test_who_holds_the_printed_notice_finds_that_the_record_was_changed",
            ("objections/test_files.py::"
            "test_a_unit_objects_under_its_seal_and_without_it_is_inadmissible_but_not_lost"),
            "publications/test_notice.py::test_t4_seven_calendar_days_roll_over_days_off",
            "standards/test_calendar.py::test_a_year_is_entered_once_even_by_two_at_once",
            ("publications/test_before_approval.py::"
            "test_the_list_is_noticed_then_approved_then_commended_without_a_further_notice"),
            "objections/test_objections.py::test_anybody_objects_on_the_web_without_login_and_gets_a_receipt",
            "overview/test_foresight.py::test_the_last_day_of_a_notice_that_is_over_before_the_commendation",
            "overview/test_statistics.py::test_the_public_is_told_no_number_that_tells_of_a_loser",
        ),
    ),
    "第二十六条": Kept(
        acts=(
            Act.REFER_OBJECTION, Act.UPHOLD_OBJECTION, Act.REJECT_OBJECTION, Act.COMMEND_WINNERS, Act.HAND_OVER_PLAQUE,
            Act.OPEN_TITLE_REVIEW, Act.RECORD_TITLE_FINDING, Act.RENEW_TITLE, Act.LET_TITLE_EXPIRE,
        ),
        rules=("notice:standing_faults", "notice:substitute_faults", "honours:plaque_faults", "objection:ruling_faults",
               "objection:ruler_faults", "objection:referral_faults", "title_review:opening_faults",
               "title_review:renewed_until"),
        schema=("title_review", "i34_renewed_by_review", "i34_review_stands", "i14_award_after_the_notice",
                "i15_objection_in_time", "i26_approved_is_commended", "i15_ruled_by_another",
                "i14_name_of_the_notice_in_force"),
        tests=(
            "objections/test_ruling.py::test_whoever_investigates_does_not_rule_where_the_edition_says_so",
            "objections/test_investigators.py::test_whoever_has_investigated_does_not_rule_after_somebody_else_was_named",
            "objections/test_ruling.py::test_the_chair_rules_where_the_office_has_nobody_else",
            "objections/test_objections.py::test_an_open_or_upheld_objection_blocks_its_own_name_only",
            "honours/test_substitute.py::test_t14_a_substitute_takes_a_new_decision_and_a_new_full_notice",
            "honours/test_commendation.py::test_nothing_is_commended_before_the_last_day_is_over",
            "titles/test_title_review.py::test_a_renewed_title_goes_on_for_one_more_term_and_the_roll_says_so",
            "honours/test_certificates.py::test_a_certificate_is_what_the_roll_says_and_the_revoked_with_its_decision",
        ),
    ),
    "第二十七条": Kept(
        acts=(Act.PREPARE_PAYMENT, Act.CONFIRM_PAYMENT), rules=("honours:bonus_of", "honours:payment_faults"),
        schema=("bonus", "i16_payment_of_a_standing_award", "i16_paid_is_paid", "i2_prize_is_fixed",
                "i16_no_money_for_a_repeat"),
        tests=(
            "honours/test_bonuses.py::test_a_bonus_is_prepared_by_one_and_paid_by_another_once",
            "honours/test_bonuses.py::test_two_confirmations_at_once_pay_once",
            "titles/test_former_winners.py::test_a_repeated_title_without_money_has_no_bonus_and_says_why",
        ),
    ),
    "第二十八条": Kept(
        acts=(Act.SET_BUDGET_LINE, Act.RECORD_EXPENSE), rules=("ledger:expense_faults",),
        schema=("budget_line", "expense", "i32_within_the_line", "i32_line_is_fixed"),
        tests=(
            "budgets/test_budget.py::test_expenses_come_out_of_their_line_to_its_last_yuan",
            "budgets/test_budget.py::test_expenses_at_once_never_exceed_the_line",
        ),
    ),
    "第二十九条第一款": Kept(
        acts=(
            Act.OPEN_REVOCATION, Act.RECORD_HEARING, Act.VERIFY_REVOCATION, Act.DISMISS_REVOCATION,
            Act.REQUEST_REVOCATION, Act.DECIDE_REVOCATION, Act.ANNOUNCE_REVOCATION, Act.RECORD_PLAQUE_RETURN,
            Act.RECORD_RECOVERY,
        ),
        rules=("honours:ground_faults", "honours:must_announce", "honours:recovery_faults"),
        schema=("i17_recovery_of_what_was_paid", "i29_revoked_by_decision"),
        tests=(
            "honours/test_revocation.py::test_fraud_needs_no_incident_and_falls_by_the_same_path",
            "honours/test_revocation.py::test_parts_that_come_back_at_once_never_exceed_what_was_paid",
            ("honours/test_revocation.py::"
            "test_t8_the_second_tier_falls_under_the_umbrella_name_and_stays_on_the_roll_as_revoked"),
        ),
    ),
    "第二十九条第二款": Kept(
        acts=(Act.VERIFY_REVOCATION, Act.REQUEST_REVOCATION), rules=("honours:request_faults",),
        schema=("i29_verified_goes_on",),
        tests=(
            "honours/test_revocation.py::test_what_is_verified_goes_to_the_government_and_cannot_be_dropped",
            "test_procedure.py::test_a_later_revocation_for_a_grave_effect_cannot_be_dropped_once_verified",
        ),
    ),
    "第三十条": Kept(
        acts=(
            Act.SIGN_UNDERTAKING, Act.DECLARE_RELATION, Act.RECUSE_EXPERT, Act.RECUSE_MEMBER, Act.CHANGE_PASSWORD,
            Act.DECLARE_INTEREST, Act.END_INTEREST, Act.ASK_BREAK_GLASS, Act.GRANT_BREAK_GLASS,
            Act.REFUSE_BREAK_GLASS, Act.ASK_RECUSAL, Act.WITHDRAW_RECUSAL_REQUEST, Act.GRANT_RECUSAL,
            Act.REFUSE_RECUSAL,
        ),
        rules=("assignment:access_faults", "assignment:declaration_faults", "conflict:judged",
               "conflict:glass_faults", "recusal:recusal_faults", "recusal:recusal_turn_faults", "recusal:told_faults"),
        schema=("undertaking_is_fixed", "i7_no_way_back", "fixed_member_recusal", "i30_recusal_by_another",
                "i30_recused_expert"),
        tests=(
            "recusals/test_recusals.py::test_the_answer_tells_nothing_of_who_works_on_the_case",
            "recusals/test_recusals.py::test_nobody_decides_on_himself_and_the_chair_steps_in",
            "reviews/test_sheets.py::test_no_dossier_opens_before_undertaking_and_declaration",
            "interests/test_barrier.py::test_nothing_of_a_barred_case_reaches_the_officer_by_any_reading",
            "interests/test_break_glass.py::test_a_granted_access_opens_one_case_and_every_use_is_reported",
            "interests/test_conflicts.py::test_each_tie_is_found_with_its_source_and_weight",
            "panels/test_leaving.py::test_a_conflict_ends_the_work_and_closes_the_dossier",
            "committee/test_ballots.py::test_without_an_undertaking_candidates_and_ballots_stay_out_of_sight",
            "test_visibility.py::test_no_word_and_no_id_reaches_whom_it_is_not_for",
        ),
    ),
    "第三十一条": Kept(
        acts=(
            Act.RECUSE_EXPERT, Act.REPLACE_EXPERT, Act.REGISTER_INSTITUTION, Act.OPEN_SANCTION,
            Act.RECORD_SANCTION_HEARING, Act.IMPOSE_SANCTION, Act.DISMISS_SANCTION, Act.LIFT_SUSPENSION,
            Act.REFER_SANCTION, Act.RECORD_REFERRAL_REPLY,
        ),
        rules=("assignment:leaving_faults", "register:standing_faults", "sanction:effect_of",
               "sanction:imposition_faults"),
        schema=("expert_relation", "i7_no_way_back", "institution", "i31_seat_in_standing", "i31_sheet_in_standing",
                "i31_fallen_by_resolution", "voided_work"),
        tests=(
            "sanctions/test_sanction.py::test_t15_a_disqualified_expert_reopens_what_was_agreed_on_with_his_sheet",
            "sanctions/test_sanction.py::test_a_measure_takes_hearing_resolution_and_term",
            "panels/test_leaving.py::test_a_recusal_keeps_the_submitted_sheet_and_excludes_it",
            "panels/test_leaving.py::test_a_replacement_that_breaks_the_rule_is_refused",
        ),
    ),
    "第三十二条": Kept(
        acts=(Act.ACTIVATE_EDITION, Act.EXTEND_EDITION, Act.RECORD_EXPIRY),
        rules=("term:standing_of", "term:require_in_force", "term:extension_faults", "foresight:next_opening"),
        schema=("edition", "edition_extension", "cycle_edition_stands", "edition_in_force_is_fixed"),
        tests=(
            "regulation/test_activation.py::test_no_edition_comes_into_force_without_number_and_day",
            ("regulation/test_term.py::"
            "test_t18_no_year_is_planned_under_an_edition_that_is_not_in_force_that_day"),
            "cycles/test_year.py::test_an_expired_edition_plans_no_year_unless_a_resolution_extends_it",
            "overview/test_foresight.py::test_the_next_opening_follows_the_rhythm_of_the_edition",
            "overview/test_risks.py::test_an_edition_that_lapses_before_the_next_award",
            "overview/test_law_duties.py::test_an_edition_is_extended_or_its_lapse_recorded",
        ),
    ),
}  # fmt: skip
"""Articles 12 to 32."""
