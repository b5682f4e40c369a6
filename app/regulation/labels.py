"""The names that the words of the procedure bear in Chinese and English, for refusals and for the code lists."""

from collections.abc import Mapping

from app.regulation.act import Act
from app.regulation.act_labels import ACTS
from app.regulation.label import Label
from app.regulation.vocabulary import Duty, Role, Stage, Status, Subject

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
    Subject.CALENDAR: Label("工作日历", "Calendar of working days"),
    Subject.CRITERIA_SET: Label("评定标准", "Set of criteria"),
    Subject.EDITION: Label("办法版本", "Edition of the Measures"),
    Subject.RESOLUTION: Label("评委会决议", "Resolution"),
    Subject.REVISION: Label("办法修订", "Revision of the Measures"),
    Subject.WORKING_DOCUMENT: Label("工作规范", "Working document"),
    Subject.CYCLE: Label("年度评定", "Award cycle"),
    Subject.NURSERY_ENTRY: Label("培育对象", "Nursery entry"),
    Subject.OWN_ASSESSMENT: Label("日常自评", "Own assessment"),
    Subject.APPLICATION: Label("申报", "Application"),
    Subject.DEPARTMENT: Label("征询部门", "Department"),
    Subject.CONSULTATION: Label("征求意见函", "Consultation"),
    Subject.RECONSIDERATION: Label("复核申请", "Reconsideration"),
    Subject.EXPERT: Label("评审员", "Assessor"),
    Subject.INSTITUTION: Label("评审机构", "Institution"),
    Subject.INTEREST: Label("利害关系", "Interest"),
    Subject.BREAK_GLASS: Label("紧急查阅", "Access to a barred case"),
    Subject.RECUSAL_REQUEST: Label("回避申请", "Request for recusal"),
    Subject.SANCTION: Label("评审资格处理", "Sanction case"),
    Subject.PANEL_PLAN: Label("评审组方案", "Panel plan"),
    Subject.PANEL: Label("专家评审组", "Panel"),
    Subject.DEFENCE_DRAW: Label("答辩抽签", "Draw of the defences"),
    Subject.SHEET: Label("评分表", "Score sheet"),
    Subject.CONSENSUS: Label("合议", "Consensus"),
    Subject.SITE_ISSUE: Label("现场核查问题", "Site-visit issue"),
    Subject.SITE_VISIT: Label("现场评审", "Site visit"),
    Subject.INFORMATION_REQUEST: Label("补充信息要求", "Request for information"),
    Subject.MEMBER: Label("评委", "Committee member"),
    Subject.MEETING: Label("评委会会议", "Meeting"),
    Subject.BALLOT: Label("表决", "Ballot"),
    Subject.MOTION: Label("动议", "Motion"),
    Subject.NOTICE: Label("公示", "Public notice"),
    Subject.OBJECTION: Label("异议", "Objection"),
    Subject.TIP: Label("线索", "Tip"),
    Subject.AWARD: Label("获奖", "Award"),
    Subject.BONUS: Label("奖金", "Bonus"),
    Subject.REVOCATION: Label("撤销", "Revocation"),
    Subject.BUDGET_LINE: Label("工作经费", "Line of the working budget"),
    Subject.PROMOTION_CASE: Label("先进经验案例", "Case of good practice"),
    Subject.PROMOTION_ACTIVITY: Label("推广活动", "Promotion activity"),
}
STATUSES: Mapping[Status, Label] = {
    Status.NONE: Label("尚未建立", "Not yet there"),
    Status.UNVERIFIED: Label("待核验", "Unverified"),
    Status.VERIFIED: Label("已核验", "Verified"),
    Status.LODGED: Label("已提出", "Lodged"),
    Status.DRAFT: Label("草稿", "Draft"),
    Status.IN_FORCE: Label("生效", "In force"),
    Status.REPLACED: Label("已被替代", "Replaced"),
    Status.EXPIRED: Label("已失效", "Expired"),
    Status.SUGGESTED: Label("已提议", "Suggested"),
    Status.CONSULTING: Label("征求意见", "In consultation"),
    Status.PLANNED: Label("已立项", "Planned"),
    Status.CALLED: Label("受理申报", "Call published"),
    Status.ELIGIBILITY: Label("资格审核", "Eligibility review"),
    Status.MATERIAL_REVIEW: Label("材料评审", "Material review"),
    Status.DEFENCE: Label("演讲答辩", "Defence"),
    Status.SITE_REVIEW: Label("现场评审", "Site review"),
    Status.DELIBERATION: Label("评委会审议", "Deliberation"),
    Status.PROPOSAL_NOTICE: Label("拟奖名单公示", "Notice of the proposed list"),
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
    Status.APPROVED: Label("已批准", "Approved"),
    Status.NOT_APPROVED: Label("未获批准", "Not approved"),
    Status.AWARDED: Label("获奖", "Awarded"),
    Status.REVOKED: Label("已撤销", "Revoked"),
    Status.WITHDRAWN: Label("已撤回", "Withdrawn"),
    Status.DISQUALIFIED: Label("取消评审资格", "Disqualified"),
    Status.ADMITTED: Label("已入库", "Admitted"),
    Status.SUSPENDED: Label("暂停资格", "Suspended"),
    Status.LEFT: Label("已出库", "Left the register"),
    Status.DECLARED: Label("已申报", "Declared"),
    Status.GRANTED: Label("已批准查阅", "Granted"),
    Status.SANCTIONED: Label("已处理", "Sanctioned"),
    Status.CLEARED: Label("不予处理", "Cleared"),
    Status.LIFTED: Label("已恢复", "Lifted"),
    Status.IMPOSSIBLE: Label("无可行方案", "No plan is possible"),
    Status.APPLIED: Label("已采用", "Applied"),
    Status.FORMING: Label("组建中", "Forming"),
    Status.ACTIVE: Label("工作中", "Active"),
    Status.INACTIVE: Label("已停用", "Out of use"),
    Status.EXCLUDED: Label("不计入", "Excluded"),
    Status.ENDED: Label("已终止", "Ended"),
    Status.OPEN: Label("进行中", "Open"),
    Status.CONCLUDED: Label("已完成", "Concluded"),
    Status.IN_OFFICE: Label("在任", "In office"),
    Status.LEFT_OFFICE: Label("离任", "Left office"),
    Status.CONVENED: Label("会议进行中", "Convened"),
    Status.CARRIED: Label("动议通过", "Carried"),
    Status.LOST: Label("动议未通过", "Lost"),
    Status.POSTED: Label("已拟定", "Posted"),
    Status.RUNNING: Label("公示中", "Running"),
    Status.INTERRUPTED: Label("公示中止", "Interrupted"),
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
    Status.CONSENTED: Label("组织已同意", "Consented"),
    Status.PUBLISHED: Label("已公布", "Published"),
    Status.DRAWN: Label("已抽签", "Drawn"),
    Status.SCHEDULED: Label("已排期", "Scheduled"),
    Status.MERGED: Label("已合并", "Merged"),
    Status.HELD: Label("已实施", "Held"),
    Status.ANSWERED: Label("已答复", "Answered"),
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
