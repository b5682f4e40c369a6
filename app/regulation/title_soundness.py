"""Whether an edition's rules on titles, panels and parts agree with themselves: what it sets must be possible."""

from collections.abc import Iterator
from itertools import combinations

from app.regulation.measures import Edition, PanelRule
from app.regulation.partitions import places_in_scope, places_of_share
from app.regulation.refusals import Reason
from app.regulation.title_rules import Partition


def title_faults(edition: Edition, most: int) -> Iterator[Reason]:
    """Arts. 4, 20, 29: faults of validity, cooldown, bar, rhythm, panel, elimination and parts; `most` bounds all."""
    yield from _number_faults(edition, most)
    yield from _panel_faults(edition.panel)
    yield from _elimination_faults(edition)
    if edition.cooldown.same_tier_only and edition.cooldown.years is None and edition.cooldown.cycles is None:
        yield _fault("cooldown/same_tier_only", "edition.cooldown", "未设再次申报的间隔，无从只限同一等次。",
                     "Only the same tier is closed, but for no time: name years or cycles.")  # fmt: skip
    known = {tier.code for tier in edition.tiers}
    for partition in edition.partitions:
        yield from _partition_faults(partition, edition, known)
    yield from _crowded_faults(edition, known)


def _number_faults(edition: Edition, most: int) -> Iterator[Reason]:
    numbers = {
        "cycle_years": ("edition.cycle_years", edition.cycle_years),
        "statement_days": ("edition.statement_days", edition.statement_days),
        "title_review_months": ("edition.title_review_months", edition.title_review_months),
        "cooldown/years": ("edition.cooldown", edition.cooldown.years),
        "cooldown/cycles": ("edition.cooldown", edition.cooldown.cycles),
        "revocation/window_months": ("edition.revocation.window_months", edition.revocation.window_months),
        "revocation/bar_years": ("edition.revocation.bar_years", edition.revocation.bar_years),
        **{f"tiers/{t.code}/validity_years": ("edition.tiers.validity_years", t.validity_years) for t in edition.tiers},
    }
    for pointer, (article, number) in numbers.items():
        if number is not None and not 1 <= number <= most:
            yield _fault(pointer, article, f"不限的应留空，设定的须在 1 与 {most} 之间。",
                         f"Leave it empty for none; a number lies between 1 and {most}.")  # fmt: skip


def _panel_faults(rule: PanelRule) -> Iterator[Reason]:
    if rule.maximum is None:
        return
    if rule.maximum < rule.minimum:
        yield _fault("panel/maximum", "edition.panel.maximum", f"上限 {rule.maximum} 名少于下限 {rule.minimum} 名。",
                     f"The most, {rule.maximum}, is below the least, {rule.minimum}.")  # fmt: skip
    elif rule.odd and rule.maximum == rule.minimum and rule.maximum % 2 == 0:
        yield _fault("panel/odd", "edition.panel.odd", f"人数须为单数，而只允许 {rule.maximum} 名。",
                     f"The number must be odd, but only {rule.maximum} is allowed.")  # fmt: skip


def _elimination_faults(edition: Edition) -> Iterator[Reason]:
    """Arts. 21, 22: only the material review has a shortlist (入围); no later stage has an act that would cut."""
    for rule in edition.stages[1:]:
        if rule.eliminates:
            yield _fault(f"stages/{rule.stage}/eliminates", "第二十二条",
                         "只有材料评审之后确定入围名单；其后的环节不设淘汰，请改为 false，或在合成总分时以权重体现。",
                         "Only the material review has a shortlist; a later stage cuts nobody: set this to false "
                         "and let its weight in the total decide.")  # fmt: skip


def _partition_faults(partition: Partition, edition: Edition, known: set[str]) -> Iterator[Reason]:
    at, article = f"partitions/{partition.code}", "edition.partitions"
    if not partition.sizes and not partition.sectors:
        yield _fault(at, article, "须以规模或者行业类别限定。", "A part is told by size or sector.")
    if not partition.least and partition.most_share is None:
        yield _fault(at, article, "须设保留名额或者占比上限。", "A part has reserved places or a largest share.")
    if unknown := sorted(set(partition.tiers) - known):
        yield _fault(f"{at}/tiers", article, f"没有等次 {'、'.join(unknown)}。", f"No tier {', '.join(unknown)}.")
        return
    places = places_in_scope(partition, {tier.code: tier.places for tier in edition.tiers})
    if not 0 <= partition.least <= places:
        yield _fault(f"{at}/least", article, f"保留名额须在 0 与名额总数 {places} 之间。",
                     f"Reserved places lie between none and all {places}.")  # fmt: skip
    if partition.most_share is None:
        return
    if not 0 < partition.most_share <= 1:
        yield _fault(f"{at}/most_share", article, "占比上限须大于 0，不大于 1。",
                     "A largest share is more than none and at most all.")  # fmt: skip
    elif partition.least > places_of_share(partition.most_share, places):
        yield _fault(at, article, "保留名额超过占比上限。", "More places are reserved than the largest share allows.")


def _crowded_faults(edition: Edition, known: set[str]) -> Iterator[Reason]:
    """Parts that have nobody in common cannot have more places reserved together than there are."""
    reserved = [part for part in edition.partitions if part.least > 0 and set(part.tiers) <= known]
    for tiers in dict.fromkeys(frozenset(part.tiers) for part in reserved):
        parts = [part for part in reserved if frozenset(part.tiers) == tiers]
        places = places_in_scope(parts[0], {tier.code: tier.places for tier in edition.tiers})
        apart = all(_are_apart(one, other) for one, other in combinations(parts, 2))
        if len(parts) > 1 and apart and sum(part.least for part in parts) > places:
            yield _fault("partitions", "edition.partitions", f"各类保留名额合计超过名额总数 {places}。",
                         f"Together more places are reserved than the {places} there are.")  # fmt: skip


def _are_apart(one: Partition, other: Partition) -> bool:
    sizes = one.sizes and other.sizes and not set(one.sizes) & set(other.sizes)
    sectors = one.sectors and other.sectors and not set(one.sectors) & set(other.sectors)
    return bool(sizes or sectors)


def _fault(pointer: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code="edition.unsound", article=article, pointer=f"/{pointer}", zh=zh, en=en)
