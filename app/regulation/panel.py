"""Panels: their size, industry expert and leader, also for each application after recusals (arts. 8(4), 20, 30, 31)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.regulation.measures import PanelRule
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Art. 20: one assessor's seat; `sitting` is False once he was replaced or disqualified (art. 31)."""

    expert: str
    industry_expert: bool = False
    leader: bool = False
    sitting: bool = True


def sitting(seats: Collection[Seat], recused: Collection[str] = ()) -> tuple[Seat, ...]:
    """Arts. 20, 30: those who work on an application: seated, not disqualified, not recused from it."""
    return tuple(seat for seat in seats if seat.sitting and seat.expert not in recused)


def seat_limit_faults(seated: int, rule: PanelRule) -> tuple[Reason, ...]:
    """`edition.panel.maximum`: whether one more may be seated beside so many."""
    if rule.maximum is None or seated < rule.maximum:
        return ()
    return (_most(rule.maximum, seated + 1),)


def panel_faults(seats: Collection[Seat], rule: PanelRule, recused: Collection[str] = ()) -> tuple[Reason, ...]:
    """Art. 20: at least three, an industry expert among them, exactly one leader, each seated once.

    Without `recused`: the panel as such. With it: for one application, the rule must hold for those who remain.
    """
    remaining = sitting(seats, recused)
    return tuple(_faults(remaining, rule))


def panel_faults_by_application(
    seats: Collection[Seat], rule: PanelRule, recusals: dict[str, Collection[str]]
) -> tuple[Reason, ...]:
    """Arts. 20, 30: the panel's faults and those for each application (id → recused experts), with its pointer."""
    own = panel_faults(seats, rule)
    return own + tuple(
        Reason(code=fault.code, article=fault.article, zh=fault.zh, en=fault.en, pointer=f"/applications/{application}")
        for application, recused in recusals.items()
        for fault in panel_faults(seats, rule, recused)
        if fault not in own
    )


def sight_faults(*, own_sheet_submitted: bool, undertaking_signed: bool) -> tuple[Reason, ...]:
    """Arts. 8(4), 30: what an assessor lacks for seeing others' sheets or the self-score of an application (T10)."""
    reasons = []
    if not undertaking_signed:
        reasons.append(_fault("undertaking", "第三十条", "签署保密承诺后方可查阅申报材料。",
                              "The dossier opens once the undertaking is signed."))  # fmt: skip
    if not own_sheet_submitted:
        reasons.append(_fault("blind", "第二十一条", "提交本人评分表后方可查看他人评分和自评分。",
                              "Others' sheets and the self-score are shown once one's own sheet is in."))  # fmt: skip
    return tuple(reasons)


def _faults(remaining: Collection[Seat], rule: PanelRule) -> Iterator[Reason]:
    experts = {seat.expert for seat in remaining}
    if len(experts) < len(remaining):
        yield _fault("twice", "第二十条", "同一评审员在组内重复。", "An assessor is seated twice.")
    if len(experts) < rule.minimum:
        yield _fault("size", "第二十条", f"专家评审组须有 {rule.minimum} 名以上评审员，现为 {len(experts)} 名。",
                     f"A panel has at least {rule.minimum} assessors; there are {len(experts)}.")  # fmt: skip
    if rule.maximum is not None and len(experts) > rule.maximum:
        yield _most(rule.maximum, len(experts))
    if rule.odd and len(experts) % 2 == 0:
        yield _fault("odd", "edition.panel.odd", f"评审员人数须为单数，现为 {len(experts)} 名。",
                     f"The number of assessors must be odd; there are {len(experts)}.")  # fmt: skip
    if rule.industry_expert and not any(seat.industry_expert for seat in remaining):
        yield _fault("industry_expert", "第二十条", "专家评审组须含行业专家。", "A panel includes an industry expert.")
    leaders = sum(seat.leader for seat in remaining)
    if rule.leader and leaders != 1:
        yield _fault("leader", "第二十条", f"实行组长负责制，组长须为 1 名，现为 {leaders} 名。",
                     f"A panel has exactly one leader; there are {leaders}.")  # fmt: skip


def _most(maximum: int, number: int) -> Reason:
    return _fault("maximum", "edition.panel.maximum", f"专家评审组不超过 {maximum} 名评审员，现为 {number} 名。",
                  f"A panel has at most {maximum} assessors, not {number}.")  # fmt: skip


def relation_faults(*, related: bool) -> tuple[Reason, ...]:
    """Arts. 20, 30: a panel starts on applications to which none of its experts is anything in this stage already."""
    if not related:
        return ()
    return (
        _fault("related_already", "第二十条", "组内评审员在本环节与所分配的申报已有关系（评审、回避或者利害关系）。",
               "An expert of the panel is assigned to one of its applications already, recused or in conflict."),
    )  # fmt: skip


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"panel.{kind}", article=article, zh=zh, en=en)
