"""The six conditions and five bars, findings and verdicts on them, when an applicant is eligible (arts. 10-11)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.regulation.refusals import Reason


class Condition(StrEnum):
    """Art. 10 (1)-(6): all of them must hold."""

    REGISTERED = "registered"
    EXCELLENCE_MODEL = "excellence_model"
    ACHIEVEMENT = "achievement"
    BUSINESS_RESULTS = "business_results"
    GOOD_CREDIT = "good_credit"
    RECOMMENDED = "recommended"


class Bar(StrEnum):
    """Art. 11 (1)-(5): any one of them excludes."""

    POLICY = "policy"
    LICENCES = "licences"
    ACCIDENTS = "accidents"
    SPOT_CHECKS = "spot_checks"
    DISHONESTY = "dishonesty"


Requirement = Condition | Bar

ARTICLES: Mapping[Requirement, str] = MappingProxyType(
    {
        Condition.REGISTERED: "第十条（一）", Condition.EXCELLENCE_MODEL: "第十条（二）",
        Condition.ACHIEVEMENT: "第十条（三）", Condition.BUSINESS_RESULTS: "第十条（四）",
        Condition.GOOD_CREDIT: "第十条（五）", Condition.RECOMMENDED: "第十条（六）",
        Bar.POLICY: "第十一条（一）", Bar.LICENCES: "第十一条（二）", Bar.ACCIDENTS: "第十一条（三）",
        Bar.SPOT_CHECKS: "第十一条（四）", Bar.DISHONESTY: "第十一条（五）",
    }
)  # fmt: skip
"""Each condition and bar with its item, in the order of the text."""


class Outcome(StrEnum):
    """Arts. 10-11: of a condition, whether it holds; of a bar, `met` says that the applicant is clear of it."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    """The figures do not decide it: the secretariat must."""


class ReferenceKind(StrEnum):
    """Art. 19: what a verdict may rest on; a resolution (art. 7(1)) settles a doubtful point of law besides."""

    EVIDENCE = "evidence"
    CONSULTATION = "consultation"
    REGISTER = "register"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Art. 19: one support of a verdict, by kind and by its identifier or number."""

    kind: ReferenceKind
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a typed check computed, shown beside the verdict; `facts` are (name, value) pairs."""

    requirement: Requirement
    code: str
    article: str
    outcome: Outcome
    zh: str
    en: str
    facts: tuple[tuple[str, str], ...] = ()
    by_resolution: bool = False
    """Whether the point is one of law, on which a committee resolution may find otherwise (art. 7(1))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Art. 19: what the secretariat found on one condition or bar, why, and on what it rests."""

    requirement: Requirement
    outcome: Outcome
    reason: str
    references: tuple[Reference, ...]


def verdict_faults(verdict: Verdict) -> tuple[Reason, ...]:
    """Art. 19: a verdict has a reason that is not blank, and evidence, a consultation or a register entry."""
    reasons = []
    if not verdict.reason.strip():
        reasons.append(_fault("no_reason", verdict.requirement, "审核意见须写明理由。", "A verdict needs a reason."))
    if not any(r.kind is not ReferenceKind.RESOLUTION and r.of.strip() for r in verdict.references):
        reasons.append(
            _fault("no_reference", verdict.requirement, "审核意见须引用证实性材料、部门征询答复或登记记录。",
                   "A verdict cites evidence, a consultation or a register entry.")
        )  # fmt: skip
    return tuple(reasons)


def eligible_faults(verdicts: Collection[Verdict], findings: Collection[Finding] = ()) -> tuple[Reason, ...]:
    """Arts. 10, 11, 19: all that keeps an applicant from being declared eligible.

    Each of the eleven has exactly one verdict, and it is `met`; nothing computed says otherwise, unless it is a
    point of law and the verdict cites a resolution (T20). Nothing is waived: art. 10 has no 原则上.
    """
    return tuple(fault for requirement in ARTICLES for fault in _requirement_faults(requirement, verdicts, findings))


def ineligible_faults(verdicts: Collection[Verdict]) -> tuple[Reason, ...]:
    """Art. 19: declaring an applicant ineligible takes at least one `not_met`, itself reasoned and supported."""
    against = [verdict for verdict in verdicts if verdict.outcome is Outcome.NOT_MET]
    if not against:
        zh = "认定不符合条件，须至少有一项审核意见为不符合。"
        return (Reason(code="eligibility.nothing_unmet", article="第十九条", zh=zh, en="No verdict is `not_met`."),)
    return tuple(fault for verdict in against for fault in verdict_faults(verdict))


def _requirement_faults(
    requirement: Requirement, verdicts: Collection[Verdict], findings: Collection[Finding]
) -> Iterator[Reason]:
    own = [verdict for verdict in verdicts if verdict.requirement == requirement]
    if len(own) != 1:
        yield _fault("no_verdict", requirement, "尚无审核意见。", "There is no verdict yet.")
        return
    (verdict,) = own
    if verdict.outcome is not Outcome.MET:
        yield _fault("not_met", requirement, "未认定为符合。", "It was not found to be met.")
        return
    yield from verdict_faults(verdict)
    yield from contradiction_faults(verdict, findings)


def contradiction_faults(verdict: Verdict, findings: Collection[Finding]) -> Iterator[Reason]:
    """Arts. 10, 11: a verdict of `met` against what was computed; on a point of law a resolution may say so (T20)."""
    if verdict.outcome is not Outcome.MET:
        return
    requirement = verdict.requirement
    resolved = any(r.kind is ReferenceKind.RESOLUTION and r.of.strip() for r in verdict.references)
    for finding in findings:
        if finding.requirement == requirement and finding.outcome is Outcome.NOT_MET:
            if not finding.by_resolution:
                yield _fault("contradicted", requirement, f"与核算结果不符：{finding.zh}",
                             f"It contradicts what was computed: {finding.en}")  # fmt: skip
            elif not resolved:
                yield _fault("no_resolution", requirement, f"{finding.zh}另行认定须有评委会决议。",
                             f"{finding.en} Finding otherwise takes a committee resolution.")  # fmt: skip


def _fault(kind: str, requirement: Requirement, zh: str, en: str) -> Reason:
    article = ARTICLES[requirement]
    return Reason(
        code=f"eligibility.{kind}", article=article, zh=f"{article}：{zh}", en=en, pointer=f"/findings/{requirement}"
    )
