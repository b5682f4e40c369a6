"""The spreading of good practice: the experience of winners, as long as their titles stand (arts. 8(5), 9, 26, 29)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.regulation.refusals import Reason

ARTICLE = "第八条（五）"
CIRCLE = "第九条"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleNow:
    """Arts. 26, 29: what of a title decides whether its winner's experience is spread."""

    revoked_on: date | None
    valid_until: date | None
    """The last day of the title; None where it stands for ever."""


def title_faults(title: TitleNow, today: date) -> tuple[Reason, ...]:
    """Arts. 8(5), 9 (获奖组织): only the experience of standing winners is spread: neither revoked nor expired."""
    reasons = []
    if title.revoked_on is not None:
        zh = f"该称号已于 {title.revoked_on} 撤销，其经验不再推广。"
        en = f"The title was revoked on {title.revoked_on}; its holder's experience is not spread any more."
        reasons.append(Reason(code="promotion.revoked", article="第二十九条", zh=zh, en=en))
    if title.valid_until is not None and title.valid_until < today:
        zh = f"该称号有效期至 {title.valid_until}，现已届满，其经验不再推广。"
        en = f"The title stood until {title.valid_until}; its holder's experience is not spread any more."
        reasons.append(Reason(code="promotion.expired", article=ARTICLE, zh=zh, en=en))
    return tuple(reasons)


def circle_faults(*, found: bool) -> tuple[Reason, ...]:
    """Art. 9 (本辖区、本系统和本行业): a unit spreads its own circle's experience; the secretariat any winner's."""
    if found:
        return ()
    zh, en = (
        "没有这一称号，或获奖组织不由本单位推荐。",
        "There is no such title, or its holder is not of this unit's circle.",
    )
    return (Reason(code="promotion.no_award", article=CIRCLE, pointer="/award_id", zh=zh, en=en),)


def activity_faults(named: Iterable[UUID], public: Collection[UUID]) -> tuple[Reason, ...]:
    """Arts. 8(5), 9: an activity shows cases that are public now, each named once."""
    seen: set[UUID] = set()
    reasons = []
    for place, case in enumerate(named):
        pointer = f"/case_ids/{place}"
        if case not in public:
            zh, en = "该案例未在公布中，不得用于推广活动。", "This case is not public; no activity shows it."
            reasons.append(Reason(code="promotion.not_public", article=ARTICLE, pointer=pointer, zh=zh, en=en))
        if case in seen:
            zh, en = "同一案例只须列一次。", "A case is named once."
            reasons.append(Reason(code="promotion.named_twice", article=ARTICLE, pointer=pointer, zh=zh, en=en))
        seen.add(case)
    return tuple(reasons)
