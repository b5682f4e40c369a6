"""The declaration form as typed sections (art. 19); a draft may have gaps, a submission may not."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.applications.example import EXAMPLE_ID, example_form
from app.applications.form_choices import District, LegalPersonType, Ownership
from app.applications.form_fields import Asked, Kind, When
from app.applications.form_records import (
    Accident,
    Certificate,
    Complaint,
    CreditRecord,
    Day,
    ExtraAnswer,
    Honour,
    Industry,
    Licence,
    Name,
    RankClaim,
    Remark,
    SecretPart,
    Short,
    SpotCheck,
    YearFigures,
)
from app.http import Body, Text
from app.regulation.choices import OrganizationSize
from app.regulation.declaration import PROFILE_LIMIT


class Identity(Body):
    """基本信息. Name and credit code are those of the registered organization and are not asked again."""

    is_legal_person: Annotated[bool | None, Asked("是否具有独立法人资格", "Legal person", "第二条")] = None
    legal_person_type: Annotated[
        LegalPersonType | None, Asked("法人类型", "Kind of legal person", "第二条", codes="legal_person_type")
    ] = None
    licence_evidence_id: Annotated[
        UUID | None, Asked("营业执照或法人登记证书", "Registration certificate", "第十条（一）", held="paper.licence")
    ] = None
    registered_address: Annotated[
        Name | None, Asked("注册地址", "Registered address", "第十条（一）", held="organization.registered_address")
    ] = None
    registered_in_city: Annotated[
        bool | None, Asked("是否在江阴市行政区域内登记注册", "Registered in Jiangyin", "第十条（一）")
    ] = None
    district: Annotated[
        District | None,
        Asked("所在镇、街道或园区", "Town, street or zone", "第九条", codes="district"),
    ] = None
    established_on: Annotated[
        Day | None, Asked("成立日期", "Established on", "第十条（一）", held="organization.established_on")
    ] = None
    operating_since: Annotated[
        Day | None,
        Asked("开始生产经营日期（与成立日期相同的不填）", "In operation since", "第十条（一）", required=False),
    ] = None
    legal_representative: Annotated[
        Short | None, Asked("法定代表人", "Legal representative", "第十九条", held="organization.legal_representative")
    ] = None
    contact_name: Annotated[Short | None, Asked("联系人", "Contact", "第十九条", held="user.name")] = None
    contact_phone: Annotated[
        Annotated[str, Text(30)] | None, Asked("联系电话", "Phone", "第十九条", held="organization.phone")
    ] = None
    contact_email: Annotated[
        Annotated[str, Field(pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$")] | None,
        Asked("电子邮箱", "E-mail", "第十九条", required=False),
    ] = None


class Classification(Body):
    """行业与类型."""

    industry_code: Annotated[
        Industry | None,
        Asked("国民经济行业代码（GB/T 4754-2017，门类字母加二至四位数字）", "Industry code", "第十条（四）"),
    ] = None
    is_business: Annotated[bool | None, Asked("是否从事生产、经营活动", "Does business", "第十条（四）")] = None
    main_products: Annotated[Annotated[str, Text(500)] | None, Asked("主要产品或服务", "Products", "第十九条")] = None
    size: Annotated[OrganizationSize | None, Asked("规模", "Size", "第十四条", codes="organization_size")] = None
    ownership: Annotated[Ownership | None, Asked("经济类型", "Ownership", "第十四条", codes="ownership")] = None
    is_listed: Annotated[bool | None, Asked("是否上市", "Listed", "第十四条", required=False)] = None
    excellence_since: Annotated[
        int | None, Field(ge=1990, le=2100), Asked("导入卓越绩效模式年份", "Excellence model since", "第十条（二）")
    ] = None


class Figures(Body):
    """经营数据: three full years before the award year."""

    years: Annotated[
        tuple[YearFigures, ...],
        Field(max_length=10),
        Asked("最近三个完整年度", "Last three full years", "第十条（四）"),
    ] = ()


class Ranks(Body):
    """同行业位次."""

    claims: Annotated[
        tuple[RankClaim, ...], Field(max_length=20),
        Asked("各项指标位次", "Rank for each indicator", "第十条（四）",
              when=When("/classification/is_business", equals=True)),
    ] = ()  # fmt: skip


class Certificates(Body):
    """体系认证."""

    certificates: Annotated[
        tuple[Certificate, ...], Field(max_length=30), Asked("认证证书", "Certificates", "第十条（二）")
    ] = ()


class Licences(Body):
    """行政许可."""

    none_required: Annotated[
        bool | None, Asked("所属行业无须行政许可", "The trade requires none", "第十一条（二）")
    ] = None
    licences: Annotated[
        tuple[Licence, ...], Field(max_length=50),
        Asked("证照", "Licences", "第十一条（二）", when=When("none_required", equals=False)),
    ] = ()  # fmt: skip


class Honours(Body):
    """荣誉、标准、专利与品牌."""

    honours: Annotated[
        tuple[Honour, ...], Field(max_length=100), Asked("明细", "Details", "第十条（三）", required=False)
    ] = ()


class Negative(Body):
    """不得申报情形的声明, for the last three years."""

    conforms_to_policy: Annotated[
        bool | None, Asked("符合国家产业、环保、质量等政策", "Conforms to policy", "第十一条（一）")
    ] = None
    holds_all_licences: Annotated[
        bool | None, Asked("已取得全部应当取得的证照", "Holds all licences", "第十一条（二）")
    ] = None
    had_accidents: Annotated[
        bool | None, Asked("近三年是否发生安全、质量、环保、公共卫生事故", "Accidents", "第十一条（三）")
    ] = None
    accidents: Annotated[
        tuple[Accident, ...], Field(max_length=50),
        Asked("事故记录", "Accident records", "第十一条（三）", when=When("had_accidents", equals=True)),
    ] = ()  # fmt: skip
    had_complaints: Annotated[bool | None, Asked("近三年是否有投诉", "Complaints", "第十一条（三）")] = None
    complaints: Annotated[
        tuple[Complaint, ...], Field(max_length=50),
        Asked("投诉记录", "Complaint records", "第十一条（三）", when=When("had_complaints", equals=True)),
    ] = ()  # fmt: skip
    had_spot_checks: Annotated[
        bool | None, Asked("近三年是否接受过国家、省、市监督抽查", "Spot checks", "第十一条（四）")
    ] = None
    spot_checks: Annotated[
        tuple[SpotCheck, ...], Field(max_length=100),
        Asked("监督抽查记录", "Spot check records", "第十一条（四）", when=When("had_spot_checks", equals=True)),
    ] = ()  # fmt: skip
    had_credit_records: Annotated[
        bool | None, Asked("近三年是否有严重失信记录", "Records of serious dishonesty", "第十一条（五）")
    ] = None
    credit_records: Annotated[
        tuple[CreditRecord, ...], Field(max_length=50),
        Asked("失信记录", "Dishonesty records", "第十一条（五）", when=When("had_credit_records", equals=True)),
    ] = ()  # fmt: skip


class Pledge(Body):
    """诚信承诺."""

    is_truthful: Annotated[bool | None, Asked("承诺所填内容真实", "Everything is true", "第二十九条")] = None
    consents_to_checks: Annotated[bool | None, Asked("同意核查", "Consents to checks", "第十九条")] = None
    signer_name: Annotated[Short | None, Asked("承诺人", "Signer", "第十九条")] = None
    signed_on: Annotated[Day | None, Asked("承诺日期", "Signed on", "第十九条")] = None
    evidence_id: Annotated[UUID | None, Asked("加盖公章的承诺书扫描件", "Sealed scan", "第十九条")] = None


class TradeSecrets(Body):
    """商业秘密声明."""

    has_secrets: Annotated[bool | None, Asked("材料中是否有商业秘密", "Has trade secrets", "第三十条")] = None
    parts: Annotated[
        tuple[SecretPart, ...], Field(max_length=50),
        Asked("涉密部分", "Secret parts", "第三十条", required=False),
    ] = ()  # fmt: skip


class InternalNotice(Body):
    """内部公示: that the application was made known inside the organization before it was sent."""

    posted_from: Annotated[Day | None, Asked("公示起始日", "From", "edition.internal_notice")] = None
    posted_to: Annotated[Day | None, Asked("公示截止日", "To", "edition.internal_notice")] = None
    place: Annotated[Name | None, Asked("公示地点或载体", "Where", "edition.internal_notice")] = None
    evidence_id: Annotated[UUID | None, Asked("公示证明材料", "Proof", "edition.internal_notice")] = None
    objections: Annotated[
        Remark | None, Asked("异议及处理情况（无异议的不填）", "Objections", "edition.internal_notice", required=False)
    ] = None


class Profile(Body):
    """组织概况."""

    text: Annotated[
        Annotated[str, Text(10_000)] | None,
        Asked("组织概况", "Profile of the organization", "第十九条", characters=PROFILE_LIMIT),
    ] = None


class RecommendingUnit(Body):
    """推荐单位."""

    unit_id: Annotated[UUID | None, Asked("拟请推荐的单位", "Recommending unit", "第九条", kind=Kind.UNIT)] = None


class Extras(Body):
    """申报通知的附加条件."""

    answers: Annotated[
        tuple[ExtraAnswer, ...], Field(max_length=50),
        Asked("逐项回答", "Answer to each condition", "第十八条", required=False),
    ] = ()  # fmt: skip


class Form(Body):
    """The declaration form; a section that is absent has not been saved yet."""

    model_config = ConfigDict(json_schema_extra={"examples": [example_form(2022, EXAMPLE_ID, EXAMPLE_ID)]})

    identity: Annotated[Identity | None, Asked("基本信息", "Identity", "第十条（一）")] = None
    classification: Annotated[Classification | None, Asked("行业与类型", "Classification", "第十四条")] = None
    figures: Annotated[Figures | None, Asked("经营数据", "Figures of three years", "第十条（四）")] = None
    ranks: Annotated[Ranks | None, Asked("同行业位次", "Ranks in the industry", "第十条（四）")] = None
    certificates: Annotated[Certificates | None, Asked("体系认证", "Certificates", "第十条（二）")] = None
    licences: Annotated[Licences | None, Asked("行政许可", "Licences", "第十一条（二）")] = None
    honours: Annotated[Honours | None, Asked("荣誉、标准、专利与品牌", "Honours", "第十条（三）", required=False)] = (
        None
    )
    negative: Annotated[Negative | None, Asked("不得申报情形声明", "Negative declaration", "第十一条")] = None
    pledge: Annotated[Pledge | None, Asked("诚信承诺", "Integrity pledge", "第十九条")] = None
    trade_secrets: Annotated[TradeSecrets | None, Asked("商业秘密声明", "Trade secrets", "第三十条")] = None
    internal_notice: Annotated[
        InternalNotice | None, Asked("内部公示", "Notice inside", "edition.internal_notice", required=False)
    ] = None
    profile: Annotated[Profile | None, Asked("组织概况", "Profile", "第十九条")] = None
    recommending_unit: Annotated[RecommendingUnit | None, Asked("推荐单位", "Recommending unit", "第九条")] = None
    extras: Annotated[Extras | None, Asked("附加条件", "Extra conditions", "第十八条", required=False)] = None
