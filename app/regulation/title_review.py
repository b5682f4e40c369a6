"""The review of a title (复评) before its last day, and what a title is today (arts. 26, 29)."""

from datetime import date, timedelta
from enum import StrEnum

from app.regulation.former import is_expired, valid_until
from app.regulation.look_back import months_before
from app.regulation.measures import Tier
from app.regulation.refusals import Reason

VALIDITY = "edition.tiers.validity_years"


class TitleState(StrEnum):
    """What the roll says of a title: in its first term, renewed, past its last day, or taken away."""

    STANDING = "standing"
    RENEWED = "renewed"
    EXPIRED = "expired"
    REVOKED = "revoked"


def state_of(*, revoked_on: date | None, last_day: date | None, renewed_on: date | None, today: date) -> TitleState:
    """Arts. 26, 29: the one word for a title; a revoked one is nothing else."""
    if revoked_on is not None:
        return TitleState.REVOKED
    if is_expired(last_day, today):
        return TitleState.EXPIRED
    return TitleState.STANDING if renewed_on is None else TitleState.RENEWED


def opening_faults(*, last_day: date | None, standing: bool, months: int, today: date) -> tuple[Reason, ...]:
    """`edition.tiers.validity_years`, `edition.title_review_months`: only a term that nears its end is reviewed.

    Where the edition names no term a title stands for ever, and there is nothing to review.
    """
    if not standing:
        return (_fault("revoked", "第二十九条", "称号已被撤销。", "The title has been revoked."),)
    if last_day is None:
        return (_fault("no_validity", VALIDITY, "本办法未设称号有效期，无须复评。",
                       "The edition names no term: the title stands for ever."),)  # fmt: skip
    if is_expired(last_day, today):
        return (_fault("over", VALIDITY, f"称号有效期已于 {last_day} 届满，须重新申报。",
                       f"The title ended on {last_day}; another is applied for."),)  # fmt: skip
    first = months_before(last_day, months)
    if today < first:
        return (_fault("too_early", "edition.title_review_months", f"复评自 {first} 起方可进行。",
                       f"A review may begin on {first}."),)  # fmt: skip
    return ()


def renewed_until(last_day: date, tier: Tier) -> date:
    """`edition.tiers.validity_years`: the last day of one more term, which follows the former without a gap."""
    last = valid_until(last_day + timedelta(days=1), tier)
    if last is None:
        message = f"the tier {tier.code} has no term"
        raise ValueError(message)
    return last


def conclusion_faults(
    *, passed: bool | None, renews: bool, found_on: date | None, resolved_on: date
) -> tuple[Reason, ...]:
    """A review is concluded on its finding, as it was found, by a resolution that does not come before it."""
    if passed is None or found_on is None:
        return (_fault("unfound", VALIDITY, "须先登记复评认定。", "The finding comes first."),)
    reasons = []
    if passed is not renews:
        reasons.append(_fault("outcome", VALIDITY, "结论与复评认定不符。",
                              "The conclusion contradicts the finding."))  # fmt: skip
    if resolved_on < found_on:
        reasons.append(_fault("resolved_early", VALIDITY, "评委会决议不得早于复评认定之日。",
                              "The resolution follows the finding."))  # fmt: skip
    return tuple(reasons)


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"title.{kind}", article=article, zh=zh, en=en)
