"""The recommendation: what a unit signs and who may sign it, and how far its area or trade reaches (arts. 9, 10(6))."""

from app.regulation.measures import Edition
from app.regulation.refusals import Reason

SYSTEM, TRADE = "department", "association"
"""The kinds of unit that answer for a system and for a trade; every other kind answers for an area."""


def recommender_faults(kind: str, edition: Edition) -> tuple[Reason, ...]:
    """Art. 9: a unit recommends if its kind is one of those that the edition names."""
    if kind in {each.code for each in edition.recommender_kinds}:
        return ()
    named = "、".join(each.name for each in edition.recommender_kinds)
    return (
        Reason(
            code="form.unit_kind", article="第九条", pointer="/recommending_unit/unit_id",
            zh=f"该单位不属于本年度办法规定的推荐单位类别：{named}。",
            en="The unit is of no kind that recommends under the Measures of this year.",
        ),
    )  # fmt: skip


def signature_faults(*, same_bytes: bool, another_person: bool, scan_is_own: bool) -> tuple[Reason, ...]:
    """Arts. 10(6), 19: a unit signs exactly the bytes that stand, by another person than the submitter, with a scan."""
    faults = (
        (
            same_bytes, "other_bytes", "/submission_sha256", "所签的不是申报组织现行提交的内容，请重新审阅后签署。",
            "What would be signed is not the submission that stands; read it again.",
        ),
        (
            another_person, "same_person", "", "签署推荐意见的人不得是提交申报的人。",
            "Whoever submitted the application may not sign its recommendation.",
        ),
        (
            scan_is_own, "no_scan", "/scan_file_id", "没有这一份盖章扫描件；请先为本申报上传。",
            "There is no such sealed scan; upload it for this application first.",
        ),
    )  # fmt: skip
    return tuple(
        Reason(code=f"recommendation.{code}", article="第十条（六）", pointer=pointer, zh=zh, en=en)
        for holds, code, pointer, zh, en in faults
        if not holds
    )


def nursery_faults(edition: Edition, *, nurtured: bool) -> tuple[Reason, ...]:
    """`edition.nursery_required`: a unit recommends only whom it has on its nursery list, where the edition asks so."""
    if nurtured or not edition.nursery_required:
        return ()
    return (
        Reason(
            code="recommendation.not_nurtured", article="edition.nursery_required",
            zh="本年度办法要求推荐对象出自推荐单位的培育库；请先将该组织列入培育库（/v1/nursery）。",
            en="This year's Measures let a unit recommend only whom it has on its nursery list (/v1/nursery).",
        ),
    )  # fmt: skip


def scope_warnings(*, kind: str, reach: str, place: str, trade: str) -> tuple[Reason, ...]:
    """Art. 9 (本辖区、本系统和本行业): what looks outside the unit's own reach; a warning that blocks nothing.

    `reach` is the unit's name and scope as text, `place` the applicant's town or zone, `trade` the name of its
    division. A department's system cannot be told from these and never warns.
    """
    what, english, wanted = ("行业", "trade", trade) if kind == TRADE else ("注册地", "registered address", place)
    if kind == SYSTEM or not wanted or wanted in reach:
        return ()
    return (
        Reason(
            code="recommendation.outside_scope", article="第九条",
            zh=f"申报组织的{what}（{wanted}）不在推荐单位登记的范围内，请核实。",
            en=f"The applicant's {english} ({wanted}) is not within the unit's registered reach; please check.",
        ),
    )  # fmt: skip
