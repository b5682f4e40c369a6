"""Former winners: when they may apply again, which tiers are closed to them, and what a repeated title brings."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.regulation.look_back import years_after
from app.regulation.measures import Edition, Tier
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerTitle:
    """Arts. 4, 26, 29: a title that an organisation won in another year, as it stands now."""

    tier: str
    tier_name: str
    order: int
    """The tier's place in its own year, 1 the highest: tiers of other editions are compared by it."""
    ordinal: int
    """Which award it was (届)."""
    granted_on: date
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Art. 18: the award applied for: its number, and the last day of the window, by which all is judged."""

    ordinal: int
    deadline: date


def reapplication_faults(titles: Collection[FormerTitle], edition: Edition, now: Occasion) -> tuple[Reason, ...]:
    """`edition.revocation.bar_years`, `edition.cooldown`, `edition.repeat`: why an organisation may not apply now."""
    reasons = [*_bars(titles, edition, now)]
    if not edition.cooldown.same_tier_only:
        reasons += (fault for title in _standing(titles) for fault in cooldown_faults(title, edition, now))
    closed = closed_tiers(titles, edition, now)
    if not reasons and edition.tiers and all(closed[tier.code] for tier in edition.tiers):
        reasons += dict.fromkeys(fault for tier in edition.tiers for fault in closed[tier.code])
    return tuple(reasons)


def closed_tiers(titles: Collection[FormerTitle], edition: Edition, now: Occasion) -> Mapping[str, tuple[Reason, ...]]:
    """`edition.cooldown.same_tier_only`, `edition.repeat.allowed`: for each tier why it is closed; () if it is not."""
    return {tier.code: tuple(_closures(titles, tier, edition, now)) for tier in edition.tiers}


def repeated(titles: Collection[FormerTitle], order: int) -> FormerTitle | None:
    """`edition.repeat`: the standing title of the same or a higher tier that a win in a tier of `order` repeats."""
    higher = [title for title in _standing(titles) if title.order <= order]
    return min(higher, key=lambda title: (title.order, title.ordinal), default=None)


def cooldown_faults(title: FormerTitle, edition: Edition, now: Occasion) -> tuple[Reason, ...]:
    """`edition.cooldown`: what keeps the holder of a title from the award now: years, or awards in between."""
    return tuple(_cooldown(title, edition, now))


def valid_until(granted_on: date, tier: Tier) -> date | None:
    """`edition.tiers.validity_years`: the last day of a title; None where it stands for ever."""
    if tier.validity_years is None:
        return None
    return years_after(granted_on, tier.validity_years) - timedelta(days=1)


def is_expired(last_day: date | None, today: date) -> bool:
    """`edition.tiers.validity_years`: whether the title's last day lies before today."""
    return last_day is not None and last_day < today


def bonus_faults(former: FormerTitle | None, edition: Edition) -> tuple[Reason, ...]:
    """`edition.repeat.bonus`: why a title comes without money; () where it comes with its tier's bonus (art. 27)."""
    if former is None or edition.repeat.bonus:
        return ()
    return (
        _fault("no_bonus", "edition.repeat", f"{_named(former)[0]}，再次获奖只授称号，不发奖金。",
               f"{_named(former)[1]}: the repeated title comes without money."),
    )  # fmt: skip


def _standing(titles: Collection[FormerTitle]) -> list[FormerTitle]:
    return [title for title in titles if title.revoked_on is None]


def _bars(titles: Collection[FormerTitle], edition: Edition, now: Occasion) -> Iterator[Reason]:
    years = edition.revocation.bar_years
    for title in titles:
        if years is None or title.revoked_on is None:
            continue
        free_on = years_after(title.revoked_on, years)
        if now.deadline < free_on:
            yield _fault("barred", "edition.revocation.bar_years",
                         f"称号于 {title.revoked_on} 被撤销，{years} 年内不得申报；自 {free_on} 起方可申报。",
                         f"The title was revoked on {title.revoked_on}: no application before {free_on}.")  # fmt: skip


def _closures(titles: Collection[FormerTitle], tier: Tier, edition: Edition, now: Occasion) -> Iterator[Reason]:
    if edition.cooldown.same_tier_only:
        for title in _standing(titles):
            if title.tier == tier.code:
                yield from _cooldown(title, edition, now)
    former = repeated(titles, tier.order)
    if former is not None and not edition.repeat.allowed:
        yield _fault("repeat", "edition.repeat", f"{_named(former)[0]}，不再参评{tier.name}。",
                     f"{_named(former)[1]}: it does not stand for the {tier.name_en} again.")  # fmt: skip


def _cooldown(title: FormerTitle, edition: Edition, now: Occasion) -> Iterator[Reason]:
    rule, (zh, en) = edition.cooldown, _named(title)
    if rule.years is not None and now.deadline < (free_on := years_after(title.granted_on, rule.years)):
        yield _fault("cooldown", "edition.cooldown", f"{zh}，{rule.years} 年内不得再次申报；自 {free_on} 起方可申报。",
                     f"{en}: no application before {free_on}.")  # fmt: skip
    between = now.ordinal - title.ordinal - 1
    if rule.cycles is not None and between < rule.cycles:
        yield _fault("cooldown", "edition.cooldown", f"{zh}，须间隔 {rule.cycles} 届，现仅间隔 {max(between, 0)} 届。",
                     f"{en}: {rule.cycles} awards must lie between, there are {max(between, 0)}.")  # fmt: skip


def _named(title: FormerTitle) -> tuple[str, str]:
    """Say which title it was."""
    return (f"已于 {title.granted_on} 获得{title.tier_name}（第{title.ordinal}届）",
            f"It won {title.tier} on {title.granted_on} (award {title.ordinal})")  # fmt: skip


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"former.{kind}", article=article, zh=zh, en=en)
