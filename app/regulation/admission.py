"""Around the verdict: the extra conditions of the year, the list of the eligible, a re-run (arts. 11, 18, 19)."""

from collections.abc import Collection, Mapping

from app.regulation.eligibility import ARTICLES, Bar, Condition, Outcome, Requirement
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status

RECHECKED: tuple[Requirement, ...] = (Condition.EXCELLENCE_MODEL, *Bar)
"""What is run again before deliberation and before approval: the certificate's validity and every bar."""


def extra_faults(required: Collection[str], outcomes: Mapping[str, Outcome]) -> tuple[Reason, ...]:
    """Art. 18: each extra condition of the year's call that applies is found to be met."""
    return tuple(
        Reason(
            code="eligibility.no_verdict" if code not in outcomes else "eligibility.not_met", article="第十八条",
            pointer=f"/findings/{code}",
            zh=f"本年度附加条件 {code}：" + ("尚无审核意见。" if code not in outcomes else "未认定为符合。"),
            en=f"Extra condition {code}: " + ("there is no verdict yet." if code not in outcomes else "not met."),
        )
        for code in required
        if outcomes.get(code) is not Outcome.MET
    )  # fmt: skip


def verified_faults(*, verified: bool) -> tuple[Reason, ...]:
    """Art. 2: licence and authorisation letter have been seen; a credit code alone proves nothing."""
    if verified:
        return ()
    return (
        Reason(code="eligibility.unverified", article="第二条", zh="申报组织的营业执照和授权书尚未核验。",
               en="The organisation's licence and authorisation letter have not been seen yet."),
    )  # fmt: skip


def live_faults(cycle: Status) -> tuple[Reason, ...]:
    """Art. 7(1): nothing is decided on the applications of a year that is cancelled or closed."""
    if cycle not in {Status.CANCELLED, Status.CLOSED}:
        return ()
    return (
        Reason(code="cycle.not_live", article="第七条（一）", zh="本年度评定已取消或已结束，不再办理。",
               en="The award year is cancelled or closed."),
    )  # fmt: skip


def list_faults(*, undecided: int, eligible: int) -> tuple[Reason, ...]:
    """Art. 19: the list of the eligible is confirmed once every application that arrived is decided, and one passed."""
    reasons = []
    if undecided:
        reasons.append(
            Reason(code="eligibility.undecided", article="第十九条",
                   zh=f"还有 {undecided} 份已收件的申报未作资格认定。",
                   en=f"{undecided} application(s) that arrived are not decided yet.")
        )  # fmt: skip
    if not eligible:
        reasons.append(
            Reason(code="eligibility.nobody", article="第十九条", zh="没有资格合格的申报组织，不能确认合格名单。",
                   en="No applicant is eligible: there is no list to confirm.")
        )  # fmt: skip
    return tuple(reasons)


def recheck_faults(covered: Collection[str]) -> tuple[Reason, ...]:
    """Art. 11: a re-run before deliberation or approval covers the certificate and all five bars, each once."""
    return tuple(
        Reason(code="eligibility.recheck_incomplete", article=ARTICLES[requirement], pointer="/findings",
               zh=f"复核须包括{ARTICLES[requirement]}，且只列一次。", en=f"The recheck must cover {requirement}, once.")
        for requirement in RECHECKED
        if list(covered).count(requirement) != 1
    )  # fmt: skip


def late_finding_faults(code: str, extra: Collection[str]) -> tuple[Reason, ...]:
    """Arts. 10, 11: a late finding cites a condition, a bar or an extra condition of the year's call."""
    if code in {*Condition, *Bar, *extra}:
        return ()
    return (
        Reason(code="eligibility.unknown_code", article="第十一条", pointer="/code",
               zh="须引用第十条、第十一条或本年度附加条件中的一项。",
               en="Cite a condition, a bar or an extra condition."),
    )  # fmt: skip
