"""Which list a notice publishes, proposed or approved, and when, as the edition orders it (arts. 7(3), 25)."""

from datetime import date, datetime
from enum import StrEnum

from app.regulation.choices import NoticePosition
from app.regulation.refusals import Reason


class Following(StrEnum):
    """Art. 25: as what a notice takes the place of an earlier one, whose text never changes."""

    CORRECTION = "correction"
    REPUBLICATION = "republication"


class NoticedList(StrEnum):
    """Arts. 24-25: which list a notice publishes."""

    PROPOSED = "proposed_list"
    APPROVED = "approved_list"


def posting_faults(*, is_newest: bool, is_noticed: bool, names_anyone: bool, fallen: str = "") -> tuple[Reason, ...]:
    """Art. 25: a notice publishes the newest list, approved or proposed, once, and it names someone.

    `fallen` are those of a proposed list who are proposed no more.
    """
    reasons = []
    if not is_newest:
        reasons.append(_fault("not_newest", "第二十五条", "只能公示最近一次确定或批准的名单。",
                              "Only the list that was fixed or approved last is published."))  # fmt: skip
    if is_noticed:
        reasons.append(_fault("already_posted", "第二十五条", "该名单已经发布公示。",
                              "This list has been posted already."))  # fmt: skip
    if not names_anyone:
        reasons.append(_fault("empty", "第二十五条", "名单为空，无须公示。", "The list names nobody."))
    if fallen:
        reasons.append(_fault("fallen", "第二十四条", f"名单中的 {fallen} 已不在拟奖之列，须重新确定名单。",
                              f"No longer proposed: {fallen}; the list is fixed anew first."))  # fmt: skip
    return tuple(reasons)


def kind_faults(position: NoticePosition, kind: NoticedList, *, is_awaiting_approval: bool) -> tuple[Reason, ...]:
    """Arts. 7(3), 25, `edition.notice.position`: whether the edition publishes a list of this kind, and now (T3)."""
    if kind is NoticedList.PROPOSED and position is NoticePosition.AFTER_APPROVAL:
        return (_choice("本办法规定公示经市人民政府批准的名单，报批前不公示；请指明市政府的决定。",
                        "The edition publishes the approved list, none before: name the decision."),)  # fmt: skip
    if kind is NoticedList.APPROVED and position is NoticePosition.BEFORE_APPROVAL:
        return (_choice("本办法规定拟奖名单在报批前公示，批准后不再公示，可直接登记表彰决定。",
                        "The edition publishes the proposed list, none after the approval: commend."),)  # fmt: skip
    if kind is NoticedList.PROPOSED and position is NoticePosition.BOTH and is_awaiting_approval:
        return (_choice("名单已报市人民政府，批准后公示批准的名单。",
                        "The list is before the government; what it approves is published next."),)  # fmt: skip
    return ()


def last_notice_faults(position: NoticePosition, kind: NoticedList) -> tuple[Reason, ...]:
    """Arts. 25-26, `edition.notice.position`: the commendation rests on the last notice that the edition asks for."""
    last = NoticedList.PROPOSED if position is NoticePosition.BEFORE_APPROVAL else NoticedList.APPROVED
    if kind is last:
        return ()
    return (_choice("表彰须以本办法规定的批准后公示为依据。",
                    "The edition commends on the notice that follows the approval."),)  # fmt: skip


def approval_faults(*, approved_on: date | None, at: date) -> tuple[Reason, ...]:
    """Arts. 24, 26: a list that was noticed before its approval is commended once the government has approved it."""
    if approved_on is None:
        return (_fault("not_approved", "第二十四条", "该公示名单尚未经市人民政府批准。",
                       "The government has not approved the list of this notice."),)  # fmt: skip
    if at < approved_on:
        return (_fault("before_approval", "第二十四条", f"表彰决定不得早于批准之日（{approved_on}）。",
                       f"The commendation cannot be decided before the approval on {approved_on}."),)  # fmt: skip
    return ()


def publication_faults(*, posted_at: datetime, published_at: datetime, now: datetime) -> tuple[Reason, ...]:
    """Art. 25: the clock starts with the publication on the government website: of the fixed text, and not ahead."""
    if published_at > now:
        return (_fault("in_future", "第二十五条", "网站发布时间不得晚于现在。",
                       "The publication cannot lie in the future."),)  # fmt: skip
    if published_at < posted_at:
        return (_fault("before_text", "第二十五条", "网站发布时间不得早于公示文本的确定时间。",
                       "The publication cannot precede the fixing of the text."),)  # fmt: skip
    return ()


def _choice(zh: str, en: str) -> Reason:
    return _fault("position", "edition.notice.position", zh, en)


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"notice.{kind}", article=article, zh=zh, en=en)
