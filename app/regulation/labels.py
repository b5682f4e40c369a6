"""The names that the words of the procedure bear in Chinese and English, for refusals and for the code lists."""

from collections.abc import Mapping
from typing import NamedTuple

from app.regulation.act import Act
from app.regulation.vocabulary import Duty, Role, Stage, Status, Subject


class Label(NamedTuple):
    """A name in both languages; a code is stable, its name may be improved."""

    zh: str
    en: str


ROLES: Mapping[Role, Label] = {
    Role.APPLICANT: Label("申报组织", "Applicant"),
    Role.RECOMMENDER: Label("推荐单位", "Recommending unit"),
    Role.EXPERT: Label("评审员", "Assessor"),
    Role.SECRETARIAT: Label("秘书处", "Secretariat"),
    Role.COMMITTEE: Label("评委会", "Committee"),
    Role.PUBLIC: Label("社会公众", "Public"),
}
DUTIES: Mapping[Duty, Label] = {
    Duty.LEADER: Label("评审组组长", "Panel leader"),
    Duty.CHAIR: Label("评委会主任", "Chair of the committee"),
    Duty.FINANCE: Label("财务经办", "Finance clerk"),
}
STAGES: Mapping[Stage, Label] = {
    Stage.MATERIAL: Label("材料评审", "Material review"),
    Stage.DEFENCE: Label("演讲答辩", "Defence"),
    Stage.SITE: Label("现场评审", "Site review"),
}
SUBJECTS: Mapping[Subject, Label] = {
    Subject.ORGANIZATION: Label("组织", "Organisation"),
    Subject.CLAIM: Label("认领申请", "Claim to an organisation"),
    Subject.USER: Label("用户", "User"),
    Subject.UNIT: Label("推荐单位", "Recommending unit"),
    Subject.EDITION: Label("办法版本", "Edition of the Measures"),
    Subject.RESOLUTION: Label("评委会决议", "Resolution"),
    Subject.CYCLE: Label("年度评定", "Award cycle"),
    Subject.APPLICATION: Label("申报", "Application"),
    Subject.EXPERT: Label("评审员", "Assessor"),
    Subject.PANEL: Label("专家评审组", "Panel"),
    Subject.SHEET: Label("评分表", "Score sheet"),
    Subject.CONSENSUS: Label("合议", "Consensus"),
    Subject.MEMBER: Label("评委", "Committee member"),
    Subject.MEETING: Label("评委会会议", "Meeting"),
    Subject.BALLOT: Label("表决", "Ballot"),
    Subject.NOTICE: Label("公示", "Public notice"),
    Subject.OBJECTION: Label("异议", "Objection"),
    Subject.AWARD: Label("获奖", "Award"),
    Subject.BONUS: Label("奖金", "Bonus"),
    Subject.REVOCATION: Label("撤销", "Revocation"),
}
STATUSES: Mapping[Status, Label] = {
    Status.NONE: Label("尚未建立", "Not yet there"),
    Status.UNVERIFIED: Label("待核验", "Unverified"),
    Status.VERIFIED: Label("已核验", "Verified"),
    Status.LODGED: Label("已提出", "Lodged"),
    Status.DRAFT: Label("草稿", "Draft"),
    Status.IN_FORCE: Label("生效", "In force"),
    Status.PLANNED: Label("已立项", "Planned"),
    Status.CALLED: Label("受理申报", "Call published"),
    Status.ELIGIBILITY: Label("资格审核", "Eligibility review"),
    Status.MATERIAL_REVIEW: Label("材料评审", "Material review"),
    Status.DEFENCE: Label("演讲答辩", "Defence"),
    Status.SITE_REVIEW: Label("现场评审", "Site review"),
    Status.DELIBERATION: Label("评委会审议", "Deliberation"),
    Status.APPROVAL: Label("报请批准", "Awaiting approval"),
    Status.PUBLIC_NOTICE: Label("公示", "Public notice"),
    Status.COMMENDED: Label("已表彰", "Commended"),
    Status.CLOSED: Label("已结束", "Closed"),
    Status.CANCELLED: Label("已取消", "Cancelled"),
    Status.SUBMITTED: Label("已提交", "Submitted"),
    Status.DECLINED: Label("未获推荐", "Declined"),
    Status.RECEIVED: Label("已收件", "Received"),
    Status.SUPPLEMENT_REQUESTED: Label("待补正", "Supplement requested"),
    Status.ELIGIBLE: Label("资格合格", "Eligible"),
    Status.INELIGIBLE: Label("资格不合格", "Ineligible"),
    Status.SHORTLISTED: Label("入围", "Shortlisted"),
    Status.NOT_SHORTLISTED: Label("未入围", "Not shortlisted"),
    Status.DEFENDED: Label("已答辩", "Defended"),
    Status.SITE_VISITED: Label("已现场评审", "Site visited"),
    Status.SCORED: Label("已出综合评审报告", "Scored"),
    Status.CANDIDATE: Label("候选", "Candidate"),
    Status.NOT_CANDIDATE: Label("未列入候选", "Not a candidate"),
    Status.PROPOSED: Label("拟奖", "Proposed"),
    Status.NOT_PROPOSED: Label("未列入拟奖", "Not proposed"),
    Status.APPROVED_IN_NOTICE: Label("已批准并公示", "Approved, in public notice"),
    Status.NOT_APPROVED: Label("未获批准", "Not approved"),
    Status.AWARDED: Label("获奖", "Awarded"),
    Status.REVOKED: Label("已撤销", "Revoked"),
    Status.WITHDRAWN: Label("已撤回", "Withdrawn"),
    Status.DISQUALIFIED: Label("取消评审资格", "Disqualified"),
    Status.ADMITTED: Label("已入库", "Admitted"),
    Status.FORMING: Label("组建中", "Forming"),
    Status.ACTIVE: Label("工作中", "Active"),
    Status.EXCLUDED: Label("不计入", "Excluded"),
    Status.OPEN: Label("进行中", "Open"),
    Status.CONCLUDED: Label("已完成", "Concluded"),
    Status.IN_OFFICE: Label("在任", "In office"),
    Status.LEFT_OFFICE: Label("离任", "Left office"),
    Status.CONVENED: Label("会议进行中", "Convened"),
    Status.POSTED: Label("已拟定", "Posted"),
    Status.RUNNING: Label("公示中", "Running"),
    Status.INVESTIGATING: Label("核查中", "Under investigation"),
    Status.INADMISSIBLE: Label("不予受理", "Inadmissible"),
    Status.UPHELD: Label("成立", "Upheld"),
    Status.REJECTED: Label("不成立", "Rejected"),
    Status.STANDING: Label("有效", "Standing"),
    Status.ENTITLED: Label("应付", "Entitled"),
    Status.PREPARED: Label("已制单", "Prepared"),
    Status.PAID: Label("已支付", "Paid"),
    Status.OPENED: Label("已立案", "Opened"),
    Status.DISMISSED: Label("不予撤销", "Dismissed"),
    Status.REQUESTED: Label("已提请", "Requested"),
    Status.REFUSED: Label("未予批准", "Refused"),
    Status.DECIDED: Label("已决定撤销", "Decided"),
    Status.ANNOUNCED: Label("已公告", "Announced"),
}
ACTS: Mapping[Act, Label] = {
    Act.REGISTER_ORGANIZATION: Label("登记组织", "Register an organisation"),
    Act.VERIFY_ORGANIZATION: Label("核验组织", "Verify an organisation"),
    Act.INVITE_COLLEAGUE: Label("邀请本组织人员", "Invite a colleague"),
    Act.INVITE_USER: Label("邀请用户", "Invite a user"),
    Act.ACCEPT_INVITATION: Label("接受邀请", "Accept an invitation"),
    Act.CHANGE_PASSWORD: Label("修改密码", "Change one's password"),
    Act.ISSUE_PASSWORD_RESET: Label("签发密码重置码", "Issue a password reset"),
    Act.RESET_PASSWORD: Label("重置密码", "Reset a password"),
    Act.REGISTER_UNIT: Label("登记推荐单位", "Register a recommending unit"),
    Act.IMPORT_EDITION: Label("导入办法版本", "Import an edition"),
    Act.AMEND_EDITION: Label("修改办法版本草案", "Amend a draft edition"),
    Act.ACTIVATE_EDITION: Label("施行办法版本", "Put an edition in force"),
    Act.RECORD_RESOLUTION: Label("登记评委会决议", "Record a resolution"),
    Act.PLAN_CYCLE: Label("拟定年度计划", "Plan a cycle"),
    Act.PUBLISH_CALL: Label("发布申报通知", "Publish the call"),
    Act.CORRECT_CALL: Label("更正申报通知", "Correct the call"),
    Act.CLOSE_ACCEPTANCE: Label("截止受理", "Close acceptance"),
    Act.CANCEL_CYCLE: Label("取消年度评定", "Cancel a cycle"),
    Act.CLOSE_CYCLE: Label("结束年度评定", "Close a cycle"),
    Act.START_APPLICATION: Label("新建申报", "Start an application"),
    Act.SUBMIT_APPLICATION: Label("提交申报", "Submit an application"),
    Act.WITHDRAW_APPLICATION: Label("撤回申报", "Withdraw an application"),
    Act.REINSTATE_APPLICATION: Label("恢复申报", "Reinstate an application"),
    Act.SIGN_RECOMMENDATION: Label("签署推荐意见", "Sign a recommendation"),
    Act.DECLINE_RECOMMENDATION: Label("不予推荐", "Decline to recommend"),
    Act.RETURN_APPLICATION: Label("退回申报", "Return an application"),
    Act.RECORD_FINDING: Label("记录审核结论", "Record a finding"),
    Act.REQUEST_SUPPLEMENT: Label("通知补正", "Request a supplement"),
    Act.SUPPLY_SUPPLEMENT: Label("提交补正", "Supply a supplement"),
    Act.DECLARE_ELIGIBLE: Label("认定资格合格", "Declare eligible"),
    Act.DECLARE_INELIGIBLE: Label("认定资格不合格", "Declare ineligible"),
    Act.CONFIRM_ELIGIBLE_LIST: Label("确认合格名单", "Confirm the list of the eligible"),
    Act.RECHECK_ELIGIBILITY: Label("复核资格", "Recheck eligibility"),
    Act.DISQUALIFY_APPLICATION: Label("取消评审资格", "Disqualify an application"),
    Act.SIGN_UNDERTAKING: Label("签署保密承诺", "Sign an undertaking"),
    Act.ADMIT_EXPERT: Label("评审员入库", "Admit an expert"),
    Act.FORM_PANEL: Label("组建评审组", "Form a panel"),
    Act.SEAT_EXPERT: Label("安排评审员", "Seat an expert"),
    Act.ASSIGN_APPLICATION: Label("分配申报", "Assign an application"),
    Act.ACTIVATE_PANEL: Label("启动评审组", "Activate a panel"),
    Act.DECLARE_RELATION: Label("申报利害关系", "Declare a relation"),
    Act.RECUSE_EXPERT: Label("评审员回避", "Recuse an expert"),
    Act.REPLACE_EXPERT: Label("更换评审员", "Replace an expert"),
    Act.OPEN_SHEET: Label("打开评分表", "Open a score sheet"),
    Act.SUBMIT_SHEET: Label("提交评分表", "Submit a score sheet"),
    Act.OPEN_CONSENSUS: Label("开始合议", "Open the consensus"),
    Act.CONCLUDE_CONSENSUS: Label("完成合议", "Conclude the consensus"),
    Act.ISSUE_MATERIAL_REPORT: Label("出具材料评审报告", "Issue the material review report"),
    Act.CONFIRM_SHORTLIST: Label("确认入围名单", "Confirm the shortlist"),
    Act.CONCLUDE_STAGE: Label("结束评审阶段", "Conclude a stage"),
    Act.ISSUE_COMPREHENSIVE_REPORT: Label("出具综合评审报告", "Issue the comprehensive report"),
    Act.FREEZE_RANKING: Label("固定得分排序", "Freeze the ranking"),
    Act.PROPOSE_CANDIDATES: Label("提出候选名单", "Propose the candidates"),
    Act.APPOINT_MEMBER: Label("确认评委", "Appoint a member"),
    Act.END_MEMBERSHIP: Label("评委离任", "End a membership"),
    Act.CONVENE_MEETING: Label("召开评委会会议", "Convene a meeting"),
    Act.RECORD_ATTENDANCE: Label("登记出席", "Record attendance"),
    Act.RECUSE_MEMBER: Label("评委回避", "Recuse a member"),
    Act.OPEN_BALLOT: Label("开始表决", "Open a ballot"),
    Act.CAST_VOTE: Label("投票", "Cast a vote"),
    Act.RECORD_PAPER_COUNT: Label("登记纸质计票", "Record a paper count"),
    Act.CLOSE_BALLOT: Label("结束表决", "Close a ballot"),
    Act.CLOSE_MEETING: Label("结束会议", "Close a meeting"),
    Act.FIX_PROPOSED_LIST: Label("确定拟奖名单", "Fix the proposed list"),
    Act.SUBMIT_TO_GOVERNMENT: Label("报请市政府批准", "Submit to the government"),
    Act.RECORD_GOVERNMENT_DECISION: Label("登记市政府决定", "Record the government's decision"),
    Act.POST_NOTICE: Label("拟定公示", "Post a notice"),
    Act.RECORD_WEB_PUBLICATION: Label("登记网站公示", "Record the web publication"),
    Act.LODGE_OBJECTION: Label("提出异议", "Lodge an objection"),
    Act.REGISTER_OBJECTION: Label("登记异议", "Register an objection"),
    Act.ADMIT_OBJECTION: Label("受理异议", "Admit an objection"),
    Act.REFUSE_OBJECTION: Label("不予受理异议", "Refuse an objection"),
    Act.UPHOLD_OBJECTION: Label("认定异议成立", "Uphold an objection"),
    Act.REJECT_OBJECTION: Label("认定异议不成立", "Reject an objection"),
    Act.COMMEND_WINNERS: Label("表彰", "Commend the winners"),
    Act.HAND_OVER_PLAQUE: Label("颁发奖牌", "Hand over a plaque"),
    Act.PREPARE_PAYMENT: Label("奖金制单", "Prepare a payment"),
    Act.CONFIRM_PAYMENT: Label("确认支付奖金", "Confirm a payment"),
    Act.OPEN_REVOCATION: Label("撤销立案", "Open a revocation"),
    Act.RECORD_HEARING: Label("登记陈述申辩", "Record a hearing"),
    Act.VERIFY_REVOCATION: Label("查实", "Verify a revocation"),
    Act.DISMISS_REVOCATION: Label("不予撤销", "Dismiss a revocation"),
    Act.REQUEST_REVOCATION: Label("提请撤销", "Request a revocation"),
    Act.DECIDE_REVOCATION: Label("登记撤销决定", "Decide a revocation"),
    Act.ANNOUNCE_REVOCATION: Label("公告撤销", "Announce a revocation"),
    Act.RECORD_PLAQUE_RETURN: Label("登记收回奖牌", "Record the return of a plaque"),
    Act.RECORD_RECOVERY: Label("登记追回奖金", "Record a recovery"),
}


def zh(word: Role | Duty | Stage | Subject | Status | Act) -> str:
    """Give the word's Chinese name."""
    match word:
        case Role():
            return ROLES[word].zh
        case Duty():
            return DUTIES[word].zh
        case Stage():
            return STAGES[word].zh
        case Subject():
            return SUBJECTS[word].zh
        case Status():
            return STATUSES[word].zh
        case Act():
            return ACTS[word].zh
