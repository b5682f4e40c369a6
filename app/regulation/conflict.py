"""Conflicts of interest between a person and an organization: judging the facts that were found (arts. 5, 20, 30)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.regulation.choices import ConflictKind
from app.regulation.conflict_rule import ConflictRule
from app.regulation.look_back import months_before
from app.regulation.refusals import Reason

ARTICLE = "第三十条"


class Source(StrEnum):
    """Where a fact was found."""

    REGISTER = "register"
    GRANT = "grant"
    INTEREST = "interest"
    PANEL = "panel"
    REQUEST = "request"


class Weight(StrEnum):
    """What a finding means: a bar forbids the work, a warning is for a person to judge."""

    BAR = "bar"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Art. 30: one tie between a person and an organization, from a source that can be looked up."""

    kind: ConflictKind
    source: Source
    reference: str
    """The id of the row in which it stands."""
    from_on: date | None = None
    until_on: date | None = None
    """The last day; none while it lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Art. 30: a fact and its weight under the edition."""

    fact: Fact
    weight: Weight


def is_recent(fact: Fact, rule: ConflictRule, on: date) -> bool:
    """`edition.conflict`: whether a tie lasts, or ended within the look-back; its first day counts."""
    return fact.until_on is None or fact.until_on >= months_before(on, rule.look_back_months)


def judged(facts: Iterable[Fact], rule: ConflictRule, on: date) -> tuple[Finding, ...]:
    """Art. 30, `edition.conflict`: bars are the kinds that the edition names, while recent; all else is a warning."""
    found = [Finding(fact=fact, weight=_weight(fact, rule, on)) for fact in facts]
    return tuple(sorted(found, key=lambda one: (one.weight, one.fact.kind, one.fact.reference)))


def _weight(fact: Fact, rule: ConflictRule, on: date) -> Weight:
    barring = fact.kind in rule.bars or fact.kind is ConflictKind.GRANTED_RECUSAL
    return Weight.BAR if barring and is_recent(fact, rule, on) else Weight.WARNING


def is_barred(findings: Iterable[Finding]) -> bool:
    """Art. 30: whether the person may not work on the organization's application."""
    return any(one.weight is Weight.BAR for one in findings)


def conflict_faults(findings: Iterable[Finding], pointer: str = "") -> tuple[Reason, ...]:
    """Art. 30: every bar as a refusal."""
    return tuple(
        Reason(
            code="conflict.barred", article=ARTICLE, pointer=pointer,
            zh=f"存在应当回避的利害关系：{one.fact.kind}（来源：{one.fact.source}）。",
            en=f"A conflict of interest bars this person: {one.fact.kind} (found in: {one.fact.source}).",
        )
        for one in findings
        if one.weight is Weight.BAR
    )  # fmt: skip


def interest_faults(
    *, from_on: date, until_on: date | None, today: date, code: tuple[Reason, ...]
) -> tuple[Reason, ...]:
    """Art. 30: a declared interest names an organization that can exist, and its days are in order."""
    late = from_on > today or (until_on is not None and not from_on <= until_on <= today)
    return (*code, *_day_fault(late=late, pointer="/from_on"))


def ending_faults(*, declared_on: date, until_on: date, today: date) -> tuple[Reason, ...]:
    """Art. 30: an interest ends no earlier than it was declared, so that nobody rids himself of one backwards."""
    return _day_fault(late=not declared_on <= until_on <= today, pointer="/until_on")


def _day_fault(*, late: bool, pointer: str) -> tuple[Reason, ...]:
    if not late:
        return ()
    return (
        Reason(
            code="interest.days", article=ARTICLE, pointer=pointer,
            zh="起止日期须先后有序、不晚于今日；终止日期不得早于申报之日。",
            en="The days are in order and not ahead; an interest ends no earlier than it was declared.",
        ),
    )  # fmt: skip


def hours_faults(*, hours: int, most: int) -> tuple[Reason, ...]:
    """`edition.conflict.glass_hours`: an access to a barred case is short."""
    if hours <= most:
        return ()
    return (
        Reason(
            code="break_glass.hours", article="edition.conflict.glass_hours", pointer="/hours",
            zh=f"紧急查阅至多 {most} 小时。", en=f"Such an access lasts {most} hours at most.",
        ),
    )  # fmt: skip


def glass_faults(*, oneself: bool, barred: bool, entitled: bool) -> tuple[Reason, ...]:
    """Art. 30: another, who is not barred himself, decides: an officer, or the chair, in whose absence a member."""
    return tuple(
        Reason(code=f"break_glass.{code}", article=ARTICLE, zh=zh, en=en)
        for broken, code, zh, en in (
            (oneself, "oneself", "不得批准本人的申请，须由第二人决定。", "Nobody decides on his own request."),
            (barred, "barred", "您本人与该申报组织有利害关系，不得决定此申请。",
             "You are barred from this case yourself."),
            (not entitled, "not_chair", "评委会方面由主任决定；主任本人须回避的，由其他委员决定。",
             "On the committee's side the chair decides, or another member if the chair is barred."),
        )
        if broken
    )  # fmt: skip
