"""The records of the form: figures of a year, ranks, certificates, licences, honours, and what art. 11 asks."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.applications.form_choices import AchievementKind
from app.applications.form_fields import Asked, When
from app.http import Body, Text
from app.regulation.bars import SpotCheckLevel
from app.regulation.choices import AccidentGrade, AccidentKind, Granularity, Indicator
from app.regulation.criteria_sets import NODE_CODE

YUAN_LIMIT = 10**14
Yuan = Annotated[int, Field(ge=-YUAN_LIMIT, le=YUAN_LIMIT)]
Amount = Annotated[int, Field(ge=0, le=YUAN_LIMIT)]
Name = Annotated[str, Text(200)]
Short = Annotated[str, Text(100)]
PLACE = rf"^(form/[a-z_]{{1,40}}|self_assessment/{NODE_CODE.strip('^$')})$"
Remark = Annotated[str, Text(1000)]
Day = Annotated[date, Field(ge=date(1800, 1, 1), lt=date(2200, 1, 1))]
Industry = Annotated[str, Field(pattern=r"^[A-T][0-9]{2,4}$")]

IN_BUSINESS = When("/classification/is_business", equals=True)


class YearFigures(Body):
    """The figures of one full fiscal year, in whole yuan (art. 10(4)); rates are computed and never typed."""

    year: Annotated[int | None, Field(ge=1990, le=2100), Asked("年度", "Year", "第十条（四）")] = None
    employees: Annotated[
        int | None, Field(ge=0, le=10_000_000), Asked("年末职工人数", "Employees", "第十条（四）", unit="人")
    ] = None
    sales: Annotated[
        Amount | None, Asked("营业收入（经营规模）", "Sales", "第十条（四）", when=IN_BUSINESS, unit="元")
    ] = None
    profit_total: Annotated[
        Yuan | None, Asked("利润总额", "Total profit", "第十条（四）", when=IN_BUSINESS, unit="元")
    ] = None
    tax_total: Annotated[
        Yuan | None,
        Asked("税金总额（税金及附加与应交增值税）", "Total tax", "第十条（四）", when=IN_BUSINESS, unit="元"),
    ] = None
    interest_expense: Annotated[
        Amount | None, Asked("利息支出", "Interest expense", "第十条（四）", when=IN_BUSINESS, unit="元")
    ] = None
    opening_assets: Annotated[
        Amount | None, Asked("年初资产总额", "Opening assets", "第十条（四）", when=IN_BUSINESS, unit="元")
    ] = None
    closing_assets: Annotated[
        Amount | None, Asked("年末资产总额", "Closing assets", "第十条（四）", when=IN_BUSINESS, unit="元")
    ] = None
    net_profit: Annotated[Yuan | None, Asked("净利润", "Net profit", "第十条（四）", when=IN_BUSINESS, unit="元")] = (
        None
    )
    explanation: Annotated[
        Annotated[str, Text(500)] | None,
        Asked("情况说明", "Explanation", "第十条（四）", required=False),
    ] = None


class RankClaim(Body):
    """The rank in the city's industry that the applicant claims for one indicator (art. 10(4))."""

    indicator: Annotated[Indicator | None, Asked("指标", "Indicator", "第十条（四）", codes="indicator")] = None
    rank: Annotated[int | None, Field(ge=1, le=100_000), Asked("位次", "Rank", "第十条（四）")] = None
    granularity: Annotated[
        Granularity | None, Asked("行业划分层级", "Granularity", "第十条（四）", codes="granularity")
    ] = None
    industry: Annotated[
        Industry | None, Asked("同行业范围（GB/T 4754 代码）", "Industry (GB/T 4754)", "第十条（四）")
    ] = None
    issued_by: Annotated[Name | None, Asked("出具单位", "Issued by", "第十条（四）")] = None
    evidence_id: Annotated[UUID | None, Asked("证明材料", "Evidence", "第十条（四）")] = None


class Certificate(Body):
    """A management system certificate (art. 10(2))."""

    standard: Annotated[Short | None, Asked("认证依据标准", "Standard", "第十条（二）")] = None
    number: Annotated[Short | None, Asked("证书编号", "Number", "第十条（二）")] = None
    issued_by: Annotated[Name | None, Asked("认证机构", "Issued by", "第十条（二）")] = None
    valid_from: Annotated[Day | None, Asked("有效期自", "Valid from", "第十条（二）")] = None
    valid_to: Annotated[Day | None, Asked("有效期至", "Valid to", "第十条（二）")] = None
    evidence_id: Annotated[UUID | None, Asked("证书扫描件", "Evidence", "第十条（二）")] = None


class Licence(Body):
    """A licence or permit that the trade requires (art. 11(2))."""

    name: Annotated[Name | None, Asked("证照名称", "Name", "第十一条（二）")] = None
    number: Annotated[Short | None, Asked("证照编号", "Number", "第十一条（二）")] = None
    issued_by: Annotated[Name | None, Asked("发证机关", "Issued by", "第十一条（二）")] = None
    valid_from: Annotated[Day | None, Asked("有效期自", "Valid from", "第十一条（二）")] = None
    valid_to: Annotated[
        Day | None, Asked("有效期至（长期有效的不填）", "Valid to", "第十一条（二）", required=False)
    ] = None
    evidence_id: Annotated[UUID | None, Asked("证照扫描件", "Evidence", "第十一条（二）")] = None


class Honour(Body):
    """An honour, a standard led, a patent or a brand (art. 10(3))."""

    kind: Annotated[AchievementKind | None, Asked("类别", "Kind", "第十条（三）", codes="achievement_kind")] = None
    title: Annotated[Name | None, Asked("名称", "Title", "第十条（三）")] = None
    issued_by: Annotated[Name | None, Asked("授予或发布单位", "Issued by", "第十条（三）")] = None
    issued_on: Annotated[Day | None, Asked("日期", "Date", "第十条（三）")] = None
    number: Annotated[Short | None, Asked("文号或编号", "Number", "第十条（三）", required=False)] = None
    evidence_id: Annotated[UUID | None, Asked("证明材料", "Evidence", "第十条（三）", required=False)] = None


class Accident(Body):
    """An accident of the last three years (art. 11(3))."""

    kind: Annotated[AccidentKind | None, Asked("事故类别", "Kind", "第十一条（三）", codes="accident_kind")] = None
    grade: Annotated[AccidentGrade | None, Asked("事故等级", "Grade", "第十一条（三）", codes="accident_grade")] = None
    on: Annotated[Day | None, Asked("发生日期", "Date", "第十一条（三）")] = None
    responsible: Annotated[
        bool | None, Asked("是否被认定负有责任", "Found responsible", "第十一条（三）", required=False)
    ] = None
    authority: Annotated[Name | None, Asked("调查认定机关", "Authority", "第十一条（三）")] = None
    summary: Annotated[Remark | None, Asked("简要情况及整改", "Summary", "第十一条（三）")] = None


class Complaint(Body):
    """A complaint of the last three years (art. 11(3))."""

    kind: Annotated[AccidentKind | None, Asked("投诉类别", "Kind", "第十一条（三）", codes="accident_kind")] = None
    on: Annotated[Day | None, Asked("投诉日期", "Date", "第十一条（三）")] = None
    valid: Annotated[bool | None, Asked("是否属实（有效）", "Valid", "第十一条（三）")] = None
    authority: Annotated[Name | None, Asked("处理机关", "Authority", "第十一条（三）")] = None
    summary: Annotated[Remark | None, Asked("简要情况及处理", "Summary", "第十一条（三）")] = None


class SpotCheck(Body):
    """A supervisory spot check of the last three years (art. 11(4))."""

    level: Annotated[SpotCheckLevel | None, Asked("抽查级别", "Level", "第十一条（四）", codes="spot_check_level")] = (
        None
    )
    on: Annotated[Day | None, Asked("抽查日期", "Date", "第十一条（四）")] = None
    product: Annotated[Name | None, Asked("产品或服务", "Product", "第十一条（四）")] = None
    authority: Annotated[Name | None, Asked("抽查机关", "Authority", "第十一条（四）")] = None
    passed: Annotated[bool | None, Asked("是否合格", "Passed", "第十一条（四）")] = None
    summary: Annotated[
        Remark | None, Asked("不合格情况及整改", "Summary", "第十一条（四）", when=When("passed", equals=False))
    ] = None


class CreditRecord(Body):
    """An entry in a list of serious dishonesty (art. 11(5))."""

    authority: Annotated[Name | None, Asked("列入机关", "Authority", "第十一条（五）")] = None
    listed_on: Annotated[Day | None, Asked("列入日期", "Listed on", "第十一条（五）")] = None
    removed_on: Annotated[Day | None, Asked("移出日期", "Removed on", "第十一条（五）", required=False)] = None
    repaired_on: Annotated[Day | None, Asked("信用修复日期", "Repaired on", "第十一条（五）", required=False)] = None
    summary: Annotated[Remark | None, Asked("列入事由", "Ground", "第十一条（五）")] = None


class SecretPart(Body):
    """A part of the dossier that is a trade secret (art. 30)."""

    place: Annotated[
        Annotated[str, Field(pattern=PLACE)] | None,
        Asked("所在部分（form/部分 或 self_assessment/条款）", "Place", "第三十条"),
    ] = None
    part: Annotated[Name | None, Asked("涉密内容", "What is secret there", "第三十条", required=False)] = None
    reason: Annotated[Annotated[str, Text(500)] | None, Asked("理由", "Reason", "第三十条")] = None


class ExtraAnswer(Body):
    """The answer to one extra condition of the year's call (art. 18)."""

    code: Annotated[
        Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$")] | None,
        Asked("附加条件代码（见申报通知）", "Code of the condition", "第十八条"),
    ] = None
    is_met: Annotated[bool | None, Asked("是否符合", "Met", "第十八条")] = None
    statement: Annotated[Remark | None, Asked("说明", "Statement", "第十八条")] = None
    evidence_id: Annotated[UUID | None, Asked("证明材料", "Evidence", "第十八条", required=False)] = None
