"""Posting the notice: which decision it may publish, and what counts as its publication on the website (art. 25)."""

from datetime import datetime

from app.regulation.refusals import Reason


def decision_faults(*, is_newest: bool, is_noticed: bool, has_winners: bool) -> tuple[Reason, ...]:
    """Art. 25 (经市政府批准的获奖名单): the notice publishes the newest approved list, once, and it names someone."""
    reasons = []
    if not is_newest:
        reasons.append(_fault("not_newest", "只能公示市人民政府最近一次批准的名单。",
                              "Only the list that the government approved last is published."))  # fmt: skip
    if is_noticed:
        reasons.append(
            _fault("already_posted", "该批准名单已经发布公示。", "This approved list has been posted already.")
        )
    if not has_winners:
        reasons.append(_fault("empty", "批准名单为空，无须公示。", "The approved list names nobody."))
    return tuple(reasons)


def publication_faults(*, posted_at: datetime, published_at: datetime, now: datetime) -> tuple[Reason, ...]:
    """Art. 25: the clock starts at the publication on the government website, after the text was fixed, not ahead."""
    if published_at > now:
        return (_fault("in_future", "网站发布时间不得晚于现在。", "The publication cannot lie in the future."),)
    if published_at < posted_at:
        return (_fault("before_text", "网站发布时间不得早于公示文本的确定时间。",
                       "The publication cannot precede the fixing of the text."),)  # fmt: skip
    return ()


def objector_faults(*, is_real_name: bool, name: str, contact: str) -> tuple[Reason, ...]:
    """`edition.notice`: an objection under a real name gives the name and a way to answer it."""
    if is_real_name and not (name.strip() and contact.strip()):
        return (_fault("name_and_contact", "实名异议须填写姓名（名称）和联系方式。",
                       "An objection under a real name gives a name and a contact."),)  # fmt: skip
    return ()


def _fault(kind: str, zh: str, en: str) -> Reason:
    return Reason(code=f"publication.{kind}", article="第二十五条", zh=zh, en=en)
