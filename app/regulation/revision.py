"""The revision of an edition: proposed, consulted upon, then a new draft or the old edition kept (art. 16)."""

from datetime import date
from enum import StrEnum

from app.regulation.refusals import OutOfOrder, Reason
from app.regulation.vocabulary import Status


class CommentReply(StrEnum):
    """What becomes of a comment."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    DECLINED = "declined"


class RevisionOutcome(StrEnum):
    """How a revision ends: with a new draft, or with the edition as it is."""

    REVISED = "revised"
    KEPT = "kept"


def require_revisable(status: Status, code: str) -> None:
    """Art. 16: refuse (409) to revise what is not in force; a draft is amended, what has ended is followed."""
    if status is not Status.IN_FORCE:
        raise OutOfOrder(
            _fault("revision.not_in_force", "/edition_id",
                   f"本办法（{code}）不在施行中：草案可直接修改，已失效或被替代的不再修订。",
                   f"The edition {code} is not in force: a draft is amended, one that has ended is not revised.")
        )  # fmt: skip


def consultation_faults(begins_on: date, ends_on: date, today: date) -> tuple[Reason, ...]:
    """Art. 16: a consultation ends no earlier than it begins, and is neither begun in the past nor over."""
    reasons: tuple[Reason, ...] = ()
    if ends_on < begins_on:
        reasons += (
            _fault("revision.consultation_backwards", "/ends_on",
                   f"截止日期 {ends_on} 早于开始日期 {begins_on}。", f"It ends on {ends_on}, before {begins_on}."),
        )  # fmt: skip
    if begins_on < today:
        reasons += (
            _fault("revision.consultation_in_past", "/begins_on",
                   f"开始日期 {begins_on} 已过，征求意见应自今日或以后开始。",
                   f"It would begin on {begins_on}, which is over; let it begin today or later."),
        )  # fmt: skip
    return reasons


def comment_faults(received_on: date, begins_on: date, ends_on: date, today: date) -> tuple[Reason, ...]:
    """Art. 16: a comment counts if it came on a day of the consultation, its last one included, and not to come."""
    if begins_on <= received_on <= min(ends_on, today):
        return ()
    return (
        _fault("revision.comment_outside", "/received_on",
               f"收到日期 {received_on} 不在征求意见期间（{begins_on} 至 {ends_on}，且不晚于今天）。",
               f"{received_on} lies outside the consultation from {begins_on} to {ends_on}, or in the future."),
    )  # fmt: skip


def answer_faults(answered: CommentReply | None) -> tuple[Reason, ...]:
    """Art. 16: a comment is answered once."""
    if answered is None:
        return ()
    return (
        _fault("revision.comment_answered", "", "该意见已经答复，不得再改。", "The comment has been answered already."),
    )


def conclusion_faults(
    ends_on: date, unanswered: int, outcome: RevisionOutcome, code: str | None, today: date
) -> tuple[Reason, ...]:
    """Art. 16: a revision is concluded when its consultation is over and every comment answered.

    A revised edition has a code of its own; one that is kept makes none.
    """
    reasons: tuple[Reason, ...] = ()
    if today <= ends_on:
        reasons += (
            _fault("revision.consultation_running", "", f"征求意见至 {ends_on} 止，尚未结束。",
                   f"The consultation runs until {ends_on}."),
        )  # fmt: skip
    if unanswered:
        reasons += (
            _fault("revision.comments_open", "", f"还有 {unanswered} 条意见没有答复采纳情况。",
                   f"{unanswered} comments have not been answered."),
        )  # fmt: skip
    if (outcome is RevisionOutcome.REVISED) is (code is None):
        reasons += (
            _fault("revision.code", "/code", "决定修订的须给出新版代码；决定不修订的不须给出。",
                   "A revision takes the code of the new edition; keeping the old one takes none."),
        )  # fmt: skip
    return reasons


def _fault(code: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article="第十六条", pointer=pointer, zh=zh, en=en)
