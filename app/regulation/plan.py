"""Panel plans: what is fixed before the seed is known, when it is drawn, and what may have changed (arts. 8(4), 20)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.regulation.measures import PanelRule
from app.regulation.refusals import OutOfOrder, Reason

ARTICLE = "第二十条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a plan rests on and is no longer so; `names` are those of the people and organizations concerned."""

    code: str
    names: tuple[str, ...]
    zh: str
    en: str


def terms_faults(rule: PanelRule, *, names: Sequence[str], size: int, applications: int) -> tuple[Reason, ...]:
    """Art. 20, `edition.panel`: the panels of a plan have names of their own, a lawful size, and work."""
    return tuple(_terms_faults(rule, names, size, applications))


def announcement_faults(now: datetime, draw_at: datetime) -> tuple[Reason, ...]:
    """Art. 20: the draw is announced before it takes place, so that nobody knows the seed when the inputs are fixed."""
    if draw_at > now:
        return ()
    return (
        _fault("announced_late", "/draw_at", "抽定时间须晚于现在：名单与条件固定在先，种子产生在后。",
               "The draw lies ahead: what it depends on is fixed before the seed is known."),
    )  # fmt: skip


def draw_faults(now: datetime, draw_at: datetime) -> tuple[Reason, ...]:
    """Art. 20: a plan is drawn at the announced instant or later."""
    if now >= draw_at:
        return ()
    return (
        _fault("too_early", "/seed", "尚未到公布的抽定时间。", "The announced instant of the draw has not come."),
    )  # fmt: skip


def require_only_plan(*, applied: bool) -> None:
    """Art. 8(4): one plan of a stage is applied; another must be withdrawn first (409)."""
    if applied:
        raise OutOfOrder(
            _fault("applied_already", "", "本环节已采用另一份评审组方案，须先撤回该方案。",
                   "Another plan of this stage is applied; withdraw it first.")
        )  # fmt: skip


def change_faults(changes: Iterable[Change]) -> tuple[Reason, ...]:
    """Arts. 20, 30: a plan is applied only while that on which it rests still holds; names what has changed."""
    return tuple(
        _fault(change.code, "", f"{change.zh}：{'、'.join(change.names)}。请撤回本方案后重新拟定。",
               f"{change.en}: {', '.join(change.names)}. Withdraw the plan and propose another.")
        for change in changes
        if change.names
    )  # fmt: skip


def unmade_faults() -> tuple[Reason, ...]:
    """Art. 8(4): a plan is applied that the draw has made."""
    return (
        _fault("unmade", "", "该方案尚未抽定成形，不能采用。", "No plan has come of the draw, so none is applied."),
    )


def unknown_faults(unknown: Collection[str]) -> tuple[Reason, ...]:
    """Art. 8(3): whoever is named as unavailable is in the register."""
    if not unknown:
        return ()
    return (
        _fault("unknown_expert", "/unavailable", f"名册中没有这 {len(unknown)} 名评审员。",
               f"{len(unknown)} of these are not in the register."),
    )  # fmt: skip


def _terms_faults(rule: PanelRule, names: Sequence[str], size: int, applications: int) -> Iterator[Reason]:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        yield _fault("same_name", "/panels", f"评审组名称重复：{'、'.join(twice)}。",
                     f"Two panels bear the same name: {', '.join(twice)}.")  # fmt: skip
    if size < rule.minimum:
        yield _fault("size", "/size", f"每组须有 {rule.minimum} 名以上评审员。",
                     f"A panel has at least {rule.minimum} assessors.")  # fmt: skip
    if rule.maximum is not None and size > rule.maximum:
        yield _fault("size", "/size", f"每组不超过 {rule.maximum} 名评审员。",
                     f"A panel has at most {rule.maximum} assessors.", "edition.panel.maximum")  # fmt: skip
    if rule.odd and size % 2 == 0:
        yield _fault("size", "/size", "每组人数须为单数。", "The number of assessors must be odd.", "edition.panel.odd")
    if not applications:
        yield _fault("no_application", "/stage", "没有等待本环节评审、尚未分配评审组的申报。",
                     "No application waits for a panel of this stage.")  # fmt: skip


def _fault(code: str, pointer: str, zh: str, en: str, article: str = ARTICLE) -> Reason:
    return Reason(code=f"plan.{code}", article=article, pointer=pointer, zh=zh, en=en)
