"""The guards of the schema by name: what each means, on which article it rests, and how it is answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True, slots=True)
class Guard:
    """What a guard of the schema means when it fires."""

    status: int
    code: str
    article: str | None
    zh: str
    en: str


GUARDS: dict[str, Guard] = {
    "pk_idempotency_key": Guard(
        409, "idempotency.in_flight", None, "同一幂等键的请求正在办理。", "A request with the same key is under way."
    ),
    "uq_organization_credit_code": Guard(
        409,
        "organization.registered",
        "第十条（一）",
        "该统一社会信用代码已注册。请由贵组织已注册的用户邀请您加入；如无法联系，请与评定秘书处联系。",
        "This credit code is registered already. Let a registered user of your organization invite you, "
        "or contact the secretariat.",
    ),
    "ix_user_account_login": Guard(
        409, "login.taken", None, "该登录名已被使用，请另选。", "This login name is taken; choose another."
    ),
    "uq_unit_name": Guard(
        409,
        "unit.registered",
        "第九条",
        "该推荐单位已登记。",
        "A recommending unit of this name is registered already.",
    ),
    "uq_role_grant_user_id_role_party_id": Guard(
        409, "grant.held", None, "该用户已有此身份。", "The user holds this role already."
    ),
    "grant_party_known": Guard(
        422, "grant.party_unknown", "第九条", "没有这一单位，或其与身份不符。", "There is no such party for this role."
    ),
    "grant_hands_apart": Guard(
        409,
        "grant.hands_apart",
        "第八条（四）",
        "秘书处工作人员不得兼任评审专家。",
        "A member of the secretariat cannot be an expert as well.",
    ),
    "i1_one_live_cycle": Guard(
        409, "cycle.year_taken", "第四条", "该年度已有一个未取消的评定。", "The year has a cycle that is not cancelled."
    ),
    "ck_cycle_i1_window_not_empty": Guard(
        422, "window.backwards", "第十八条", "截止日期早于起始日期。", "The window ends before it begins."
    ),
    "i1_window_moves_for_all": Guard(
        409,
        "window.fixed",
        "第十八条",
        "申报期限只能在受理期间更正，不得改变已开始的起始日期，也不得截止于过去。",
        "A window changes only while the call stands: not its first day once open, nor to an end in the past.",
    ),
    "i18_acceptance_ends_with_the_window": Guard(
        422,
        "window.still_open",
        "第十九条",
        "申报期限尚未届满，不能截止受理。",
        "The window is still open; acceptance cannot be closed.",
    ),
    "i5_cycle_moves": Guard(
        409,
        "act.out_of_order",
        "第十七条",
        "本届办法不允许年度评定如此变更状态。",
        "The edition does not allow the cycle this move.",
    ),
    "i2_prize_is_fixed": Guard(
        409,
        "prize.fixed",
        "第十五条",
        "奖项的名额、分数线与奖金自申报通知发布起不再改动。",
        "Places, floors and amounts are fixed from the call on.",
    ),
    "ck_award_slot_i3_place_needs_resolution": Guard(
        422,
        "place.needs_resolution",
        "第四条",
        "超出名额的奖项须有评委会决议与市政府批准文号。",
        "A place beyond the number takes a resolution and the government's number.",
    ),
    "i9_criteria_sum": Guard(
        422,
        "criteria.sum",
        "第十三条",
        "各条款分值之和与所声明的总分不符。",
        "The items do not sum to the declared total.",
    ),
    "uq_edition_code": Guard(
        409, "edition.imported", "第八条（二）", "该版管理办法已导入。", "This edition has been imported already."
    ),
    "edition_in_force_is_fixed": Guard(
        409,
        "edition.in_force",
        "第十六条",
        "已施行的管理办法不再改动；修订须另立新版。",
        "An edition in force changes no more; a revision is a new edition.",
    ),
    "call_is_fixed": Guard(
        409,
        "call.fixed",
        "第十八条",
        "已发布的申报通知不得改动；更正须另行发布。",
        "A published call never changes; a correction is a new call.",
    ),
    "uq_resolution_number": Guard(
        409, "resolution.recorded", "第七条（一）", "该编号的决议已登记。", "A resolution of this number is recorded."
    ),
    "grant_one_expert": Guard(
        409,
        "grant.one_expert",
        "第八条（三）",
        "该专家已有账户：一名专家只对应一人。",
        "This expert of the register has a user already; an expert is one person.",
    ),
    "uq_panel_cycle_id_stage_name": Guard(
        409, "panel.named", "第二十条", "本环节已有同名评审组。", "This stage has a panel of this name."
    ),
    "panel_is_fixed": Guard(
        409, "panel.fixed", "第二十条", "评审组的年度、环节与人数要求不得更改。", "A panel keeps its cycle and stage."
    ),
    "pk_panel_seat": Guard(
        409, "panel.seated_already", "第二十条", "该专家已在（或曾在）本组。", "The expert has, or had, a seat here."
    ),
    "i8_one_leader": Guard(409, "panel.second_leader", "第二十条", "本组已有组长。", "The panel has a leader."),
    "i8_one_leader_per_application": Guard(
        409, "panel.second_leader", "第二十条", "该申报的评审已有组长。", "The application has a leader of its review."
    ),
    "i8_one_panel_per_stage": Guard(
        409,
        "panel.assigned_already",
        "第八条（四）",
        "该申报在本环节已交由一个专家评审组。",
        "A panel of this stage has the application already.",
    ),
    "i8_panel_composition": Guard(
        422,
        "panel.composition",
        "第二十条",
        "评审组人数不足、没有行业专家，或组长不是 1 名。",
        "The panel is too small, lacks an industry expert, or has not exactly one leader.",
    ),
    "i7_no_way_back": Guard(
        409,
        "panel.no_way_back",
        "第三十条",
        "已声明利害关系或已回避的，不得恢复。",
        "Who has a conflict or was recused does not come back.",
    ),
    "i7_assigned_expert": Guard(
        409,
        "panel.not_assigned",
        "第三十条",
        "该专家未参与（或已不参与）该申报的评审。",
        "The expert is not, or no longer, assigned to the application.",
    ),
    "uq_undertaking_cycle_id_user_id": Guard(
        409, "undertaking.signed", "第三十条", "本年度承诺书已签署。", "This year's undertaking is signed already."
    ),
    "undertaking_is_fixed": Guard(
        409, "undertaking.fixed", "第三十条", "承诺书一经签署不得更改。", "A signed undertaking does not change."
    ),
    "i9_one_sheet": Guard(
        409, "sheet.exists", "第二十一条", "您在本环节已有该申报的评分表。", "You have a sheet for this stage already."
    ),
    "i9_one_consensus": Guard(
        409, "consensus.exists", "第二十条", "本环节合议已开始。", "The consensus of this stage is open already."
    ),
    "ck_sheet_item_i9_percent_lattice": Guard(
        422,
        "score.off_lattice",
        "edition.scoring.percent_step",
        "评分须为 0 至 100 之间 5% 的整数倍。",
        "A percent is a multiple of 5 from 0 to 100.",
    ),
    "ck_consensus_item_i9_percent_lattice": Guard(
        422,
        "score.off_lattice",
        "edition.scoring.percent_step",
        "评分须为 0 至 100 之间 5% 的整数倍。",
        "A percent is a multiple of 5 from 0 to 100.",
    ),
    "i10_sheet_locked": Guard(
        409, "sheet.locked", "第二十一条", "评分表提交后不得更改。", "A submitted sheet does not change."
    ),
    "i10_sheet_complete": Guard(
        422,
        "sheet.incomplete",
        "第二十一条",
        "评分表须逐条评分，并逐条写明优势或改进机会。",
        "A sheet scores each item and names a strength or an opportunity for each.",
    ),
    "i10_all_sheets_in": Guard(
        422,
        "consensus.sheets_missing",
        "第二十一条",
        "尚有评审员未提交评分表，不能合议。",
        "There is no consensus before every assigned expert's sheet is in.",
    ),
    "i10_consensus_locked": Guard(
        409, "consensus.locked", "第二十一条", "合议形成后不得更改。", "A concluded consensus does not change."
    ),
    "i10_consensus_complete": Guard(
        422,
        "consensus.incomplete",
        "第二十一条",
        "合议须逐条评分并写明理由。",
        "A consensus has a percent and a reason for each item.",
    ),
    "i10_report_locked": Guard(
        409, "report.locked", "第二十二条", "报告出具后不得更改。", "An issued report does not change."
    ),
    "pk_material_report": Guard(
        409, "report.issued", "第二十一条", "该申报的材料评审报告已出具。", "The material report is issued already."
    ),
    "pk_comprehensive_report": Guard(
        409,
        "report.issued",
        "第二十二条",
        "该申报的综合评审报告已出具。",
        "The comprehensive report is issued already.",
    ),
    "shortlist_is_fixed": Guard(
        409, "shortlist.fixed", "第二十一条", "入围名单确定后不得更改。", "A confirmed shortlist does not change."
    ),
    "i14_notice_text_is_fixed": Guard(
        409,
        "notice.fixed",
        "第二十五条",
        "公示文本和已登记的网站发布不得更改；如有更正，须另行发布公示。",
        "The text of a notice and its recorded publication never change; a correction is a new notice.",
    ),
    "i14_notice_names_are_fixed": Guard(
        409, "notice.fixed", "第二十五条", "公示名单不得更改。", "The names of a notice never change."
    ),
    "i15_objection_in_time": Guard(
        422,
        "notice.objection_late",
        "第二十五条",
        "异议须在公示期内提出。",
        "Objections are received only while the notice runs.",
    ),
    "i15_objection_to_a_name": Guard(
        422, "notice.unknown_name", "第二十五条", "公示名单中没有这一组织。", "The notice does not carry this name."
    ),
    "i26_approved_is_published": Guard(
        409,
        "notice.other_list",
        "第二十五条",
        "公示名单须与市人民政府批准的名单一致。",
        "The list published must be the list that the government approved.",
    ),
    "ck_recommendation_i6_another_person": Guard(
        422,
        "recommendation.same_person",
        "第十条（六）",
        "推荐意见须由提交申报以外的人签署。",
        "The answer must be signed by another person than the submitter.",
    ),
    "i6_signs_the_submitted_bytes": Guard(
        422,
        "recommendation.other_bytes",
        "第十条（六）",
        "所签的不是申报组织提交的内容。",
        "What would be signed is not what was submitted.",
    ),
    "i6_signs_the_standing_bytes": Guard(
        409,
        "recommendation.other_bytes",
        "第十条（六）",
        "所签的不是申报组织现行提交的内容。",
        "What would be signed is not the submission that stands.",
    ),
    "i6_one_positive_per_submission": Guard(
        409,
        "recommendation.already_signed",
        "第十条（六）",
        "这一提交已有推荐意见。",
        "This submission has been recommended already.",
    ),
    "i4_one_live_application": Guard(
        409,
        "application.exists",
        "第十九条",
        "贵组织在本年度已有一份未撤回的申报；一个组织一年只能申报一份。",
        "Your organization has an application in this cycle that is not withdrawn; it may have one.",
    ),
    "i5_legal_transition": Guard(
        409,
        "act.out_of_order",
        "第十七条",
        "本届办法不允许申报如此变更状态。",
        "The edition does not allow the application this move.",
    ),
    "i5_chain": Guard(
        409,
        "act.out_of_order",
        "第十七条",
        "申报的办理经过不得分叉或缺漏。",
        "The status chain has no fork and no gap.",
    ),
    "i5_status_is_newest_step": Guard(
        409,
        "act.out_of_order",
        "第十七条",
        "申报的状态须与其最近一步一致。",
        "The status of an application is that of its newest step.",
    ),
    "i5_no_step_ahead": Guard(
        409,
        "act.out_of_order",
        "第十七条",
        "申报的状态须与其最近一步一致。",
        "The status of an application is that of its newest step.",
    ),
    "i5_step_is_fixed": Guard(
        409, "history.fixed", "第十七条", "办理经过不得更改。", "The status chain is never changed."
    ),
    "i18_started_before_the_end": Guard(
        422, "window.not_called", "第十九条", "本年度评定目前不受理申报。", "The cycle takes no applications now."
    ),
    "i18_reinstated_in_window": Guard(
        422,
        "window.closed",
        "第十九条",
        "不在申报期限内，不能恢复申报。",
        "The window is not open: an application cannot be reinstated.",
    ),
    "i18_submitted_in_window": Guard(
        422,
        "window.closed",
        "第十九条",
        "不在申报期限内，不能提交申报。",
        "The window is not open: an application cannot be submitted.",
    ),
    "i18_draft_only": Guard(
        409,
        "application.not_a_draft",
        "第十九条",
        "申报已提交，内容不能再改。",
        "The application has been submitted; its contents are fixed.",
    ),
    "i18_submission_is_fixed": Guard(
        409, "submission.fixed", "第十九条", "已提交的内容不得更改。", "What was submitted is never changed."
    ),
    "i18_hash_of_the_bytes": Guard(
        409, "submission.hash", "第十九条", "提交内容与其校验值不符。", "The hash is not that of the submitted bytes."
    ),
    "ck_self_score_i9_percent_lattice": Guard(
        422, "score.lattice", "第十三条", "自评百分比须为 5 的整数倍。", "A self-score is a multiple of 5 percent."
    ),
    "uq_evidence_application_id_file_id": Guard(
        409,
        "evidence.exists",
        "第十九条",
        "同一文件已作为证明材料上传。",
        "The same file has been uploaded as evidence already.",
    ),
    "i6_recommendation_stands": Guard(
        409,
        "recommendation.stands",
        "第十条（六）",
        "已作出的推荐意见不得更改。",
        "A recommendation that was given is never changed.",
    ),
    "i18_signed_in_window": Guard(
        422,
        "window.closed",
        "第十九条",
        "不在申报期限内，推荐意见不能签署；逾期送达的不予受理。",
        "The window is not open: a recommendation signed now would not arrive in time.",
    ),
    "i18_arrives_with_the_signature": Guard(
        409,
        "recommendation.arrival",
        "第十九条",
        "申报自推荐意见签署之时送达。",
        "An application arrives at the instant of its positive recommendation.",
    ),
    "i28_all_decided": Guard(
        422,
        "eligibility.not_decided",
        "第十条",
        "六项条件、五项不得申报情形和附加条件须逐项认定并全部符合。",
        "Every condition, bar and extra condition must be decided and met.",
    ),
    "i28_findings_closed": Guard(
        409,
        "eligibility.findings_closed",
        "第十九条",
        "资格认定已作出，审核结论不能更改。",
        "The verdict has fallen: its findings stand.",
    ),
    "i28_decision_stands": Guard(
        409,
        "eligibility.decision_stands",
        "第十九条",
        "已作出的认定不能更改。",
        "A decision that was made is never changed.",
    ),
    "pk_eligibility_verdict": Guard(
        409, "eligibility.decided", "第十九条", "资格认定已作出。", "The verdict has been given already."
    ),
    "i18_supplement_in_time": Guard(
        422, "supplement.too_late", "第十九条", "补正期限已过。", "The day for completing the dossier has passed."
    ),
    "i18_one_answer": Guard(
        409, "supplement.answered", "第十九条", "这一补正已经提交。", "This request has been answered already."
    ),
    "i14_award_after_the_notice": Guard(
        422,
        "honours.notice_running",
        "第二十五条",
        "公示期尚未届满，不得表彰。",
        "The notice has not run its full length; nothing is commended before.",
    ),
    "i15_objection_blocks": Guard(
        422,
        "honours.objection",
        "第二十六条",
        "对该组织的异议尚未办结或已经成立，不得表彰。",
        "An objection to this organization is open or was upheld.",
    ),
    "i13_one_award_per_application": Guard(
        409, "honours.awarded", "第二十六条", "该组织本年度已获表彰。", "This application has its award already."
    ),
    "i3_place_taken": Guard(
        409, "honours.place_taken", "第四条", "该名额已被占用，请重试。", "This place has just been taken; try again."
    ),
    "ck_award_i12_score_reaches_floor": Guard(
        422,
        "honours.below_floor",
        "第十五条",
        "总评分未达到该等次的最低分值。",
        "The comprehensive score is below the floor of the tier.",
    ),
    "ck_bonus_i16_two_persons": Guard(
        422,
        "honours.two_persons",
        "第二十七条",
        "经办人与复核人不得为同一人。",
        "Who prepares a payment does not confirm it.",
    ),
    "i16_no_payment_of_a_fallen_award": Guard(
        409,
        "honours.fallen",
        "第二十九条",
        "该称号已被撤销，不得支付奖金。",
        "The title has been revoked; nothing is paid.",
    ),
    "i16_paid_is_paid": Guard(
        409, "honours.paid", "第二十七条", "该奖金已支付，不得更改。", "The bonus has been paid and does not change."
    ),
    "i17_recovery_of_what_was_paid": Guard(
        422,
        "honours.overrecovered",
        "第二十九条",
        "只能追回已撤销称号的已付奖金，且合计不得超过已付金额。",
        "Only the paid bonus of a revoked title is recovered, and in all never more than was paid.",
    ),
    "i29_verified_goes_on": Guard(
        409,
        "honours.must_request",
        "第二十九条",
        "事实已经核实，应当提请市人民政府撤销，不得终止。",
        "The facts are verified: the case goes to the government and cannot be dropped.",
    ),
    "uq_revocation_one_open": Guard(
        409, "honours.case_open", "第二十九条", "对该称号已有撤销案。", "There is a case against this title already."
    ),
    "uq_commendation_document_number": Guard(
        409, "document.number_taken", "第二十六条", "该文号已登记。", "This document number has been recorded already."
    ),
    "uq_recovery_voucher": Guard(
        409, "voucher.taken", "第二十九条", "该凭证号已登记。", "This voucher is recorded already."
    ),
    "uq_bonus_voucher": Guard(
        409, "voucher.taken", "第二十七条", "该凭证号已登记。", "This voucher is recorded already."
    ),
    "uq_award_plaque_number": Guard(
        409, "plaque.taken", "第二十六条", "该奖牌编号已使用。", "This plaque number is in use."
    ),
}
"""Constraint or guard name → its meaning; each stage adds its own lines here."""

PASSING = frozenset({"40001", "40P01", "55P03", "57014", "53300", "57P01", "57P02", "57P03"})
"""SQLSTATEs of trouble that passes: serialization, deadlock, lock or statement time-out, no connection, shutdown."""
CLASHES = frozenset({"23505", "23P01"})
GUARD_NAME = re.compile(r"\bi\d{1,2}[a-z]?_[a-z0-9_]+")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__


def guard_name_of(error: DBAPIError) -> str:
    """Give the name of the constraint that refused, or of the guard that raised it; empty if neither is known."""
    for cause in _causes(error.orig):
        name = getattr(cause, "constraint_name", None)
        if name:
            return str(name)
        raised = GUARD_NAME.search(str(cause)) if getattr(cause, "sqlstate", "") == "P0001" else None
        if raised:
            return raised.group()
    return ""


def sqlstate_of(error: DBAPIError) -> str:
    """Give the five-character SQLSTATE; empty if the connection failed before one was given."""
    return next((str(state) for cause in _causes(error.orig) if (state := getattr(cause, "sqlstate", None))), "")
