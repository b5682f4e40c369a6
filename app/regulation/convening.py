"""The notice of a meeting, its agenda and its minutes: how early, with what, by whom approved (art. 24)."""

from datetime import date

from app.regulation.measures import CommitteeRule
from app.regulation.refusals import Reason


def notice_faults(rule: CommitteeRule, today: date, held_on: date, urgency: str) -> tuple[Reason, ...]:
    """`edition.committee.convening_days`: a meeting is convened so many days before, or the chair says why not."""
    if rule.convening_days is None or urgency.strip() or (held_on - today).days >= rule.convening_days:
        return ()
    given = (held_on - today).days
    return (
        Reason(
            code="meeting.short_notice", article="edition.committee.convening_days", pointer="/held_on",
            zh=f"会议须提前 {rule.convening_days} 日通知委员，现提前 {given} 日；紧急的，须载明主任委员的理由。",
            en=f"Members are convened {rule.convening_days} days before, not {given}; "
            "if it is urgent, the chair's reason is recorded.",
        ),
    )  # fmt: skip


def amendment_faults(*, adds: bool, withdraws: bool, known: bool, standing: int) -> tuple[Reason, ...]:
    """Art. 24: one amendment adds one item or withdraws one that stands, and never the last."""
    checks = (
        (adds == withdraws, "amendment", "", "每次调整增加一项或者撤销一项。",
         "An amendment adds one item or withdraws one."),
        (withdraws and not known, "item_unknown", "/withdraw", "本次会议没有这一议程项目，或者已撤销。",
         "The meeting has no such item, or it was withdrawn."),
        (withdraws and known and standing == 1, "empty", "/withdraw", "议程至少保留一项。",
         "An agenda keeps at least one item."),
    )  # fmt: skip
    return tuple(
        Reason(code=f"agenda.{kind}", article="第二十四条", pointer=pointer, zh=zh, en=en)
        for broken, kind, pointer, zh, en in checks
        if broken
    )


def item_faults(kind: str | None, wanted: str) -> tuple[Reason, ...]:
    """Art. 24: a ballot belongs to an item on candidates, a motion to one on motions; None is no standing item."""
    if kind == wanted:
        return ()
    return (
        Reason(
            code="agenda.item_kind" if kind else "agenda.item_unknown", article="第二十四条", pointer="/item_id",
            zh="议程项目的种类与所办事项不符。" if kind else "本次会议没有这一议程项目，或者已撤销。",
            en="The item is of another kind." if kind else "The meeting has no such item, or it was withdrawn.",
        ),
    )  # fmt: skip


def approval_faults(*, approved: bool, own: bool) -> tuple[Reason, ...]:
    """Art. 24: minutes are approved once, and by another than who drew them up."""
    checks = (
        (approved, "approved_already", "会议纪要已经签发。", "The minutes are approved already."),
        (own, "own", "会议纪要不得由起草人本人签发。", "Who drew up the minutes does not approve them."),
    )
    return tuple(
        Reason(code=f"minutes.{kind}", article="第二十四条", zh=zh, en=en) for broken, kind, zh, en in checks if broken
    )
