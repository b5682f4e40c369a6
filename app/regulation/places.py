"""Places: how many of each tier may be awarded, which floors nobody may waive, nobody twice (arts. 4, 15)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from app.regulation.measures import Edition, Tier
from app.regulation.ratios import Ratio, exact_text, is_at_least
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePlaces:
    """Art. 4 (原则上): so many places of a tier beyond the rule, by resolution and with the government's number."""

    tier: str
    places: int
    resolution: str
    approval_number: str


def award_faults(
    winners: Mapping[str, Collection[str]], totals: Mapping[str, Ratio], edition: Edition,
    more: Collection[MorePlaces] = (),
) -> tuple[Reason, ...]:  # fmt: skip
    """Arts. 4, 15: every fault of a list (tier code → applications): over its places, below a floor, or twice.

    A floor holds always; places that are soft may be widened by `more`.
    """
    reasons = list(_twice(winners))
    for code, applications in winners.items():
        tier = edition.tier(code)
        reasons += _place_faults(tier, len(applications), more)
        reasons += [fault for a in applications for fault in floor_faults(a, totals[a], tier)]
    return tuple(reasons)


def places_of(tier: Tier, more: Collection[MorePlaces] = ()) -> int:
    """Art. 4: the places of a tier, with those that a complete decision added; hard places stay as they are."""
    if tier.places_hard:
        return tier.places
    added = (m.places for m in more if m.tier == tier.code and m.resolution.strip() and m.approval_number.strip())
    return tier.places + sum(added)


def floor_faults(application: str, total: Ratio, tier: Tier) -> tuple[Reason, ...]:
    """Art. 15 (含): a total below the floor never takes the tier, whatever anyone resolves."""
    if is_at_least(total, tier.floor):
        return ()
    line = exact_text(Ratio(tier.floor))
    return (
        Reason(code="places.below_floor", article="第十五条", pointer=f"/{tier.code}/{application}",
               zh=f"总评分 {exact_text(total)} 分，低于{tier.name}的 {line} 分。",
               en=f"The total of {exact_text(total)} is below the {line} points of the {tier.name_en}."),
    )  # fmt: skip


def _place_faults(tier: Tier, count: int, more: Collection[MorePlaces]) -> Iterator[Reason]:
    places = places_of(tier, more)
    if count > places:
        remedy = "" if tier.places_hard else "；超出须有评委会决议和市政府批准文号"
        yield Reason(
            code="places.too_many", article="第四条", pointer=f"/{tier.code}",
            zh=f"{tier.name}不超过 {places} 家，现为 {count} 家{remedy}。",
            en=f"The {tier.name_en} has at most {places} places, not {count}.",
        )  # fmt: skip


def _twice(winners: Mapping[str, Collection[str]]) -> Iterator[Reason]:
    named = [application for applications in winners.values() for application in applications]
    for application in sorted({a for a in named if named.count(a) > 1}):
        yield Reason(
            code="places.twice", article="第四条", pointer=f"/{application}",
            zh="同一组织只能列入一个名单。", en="An organisation stands in one list only.",
        )  # fmt: skip
