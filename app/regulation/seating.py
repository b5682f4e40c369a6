"""What speaks against a seat or an assignment without forbidding it: for the person who composes a panel (art. 20)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.regulation.conflict import Finding, Weight
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An application of a panel with its division of GB/T 4754; "" where its form does not tell."""

    application: str
    name: str
    division: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """An expert of a panel: what he knows if he is an industry expert, and how many applications he reviews."""

    expert: str
    name: str
    industry: bool
    divisions: frozenset[str]
    load: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """What the applied plan of the stage says: the load cap, and for this panel its people and applications."""

    load_cap: int | None
    experts: Collection[str]
    """The team and its alternates; none for a panel that is not the plan's."""
    applications: Collection[str]


def seating_warnings(
    reviewers: Sequence[Reviewer],
    works: Sequence[Work],
    findings: Mapping[tuple[str, str], Sequence[Finding]],
    plan: PlanTerms | None,
    came: str,
) -> tuple[Reason, ...]:
    """Arts. 20, 30: conflicts (expert, application → findings), loads over the plan's cap, and what no plan says.

    `came` is the id of the expert or the application that has just come to those who, or which, are there.
    """
    return (
        *_tie_warnings(reviewers, works, findings),
        *(_load_warnings(reviewers, plan) if plan is not None else ()),
        *(_outside_warnings(reviewers, works, plan, came) if plan is not None else ()),
    )


def trade_warnings(reviewers: Sequence[Reviewer], works: Sequence[Work]) -> tuple[Reason, ...]:
    """Art. 20 (行业专家): applications whose division none of these industry experts knows."""
    known = {division for each in reviewers if each.industry for division in each.divisions}
    if not any(each.industry for each in reviewers):
        return ()
    return tuple(
        _warning("trade", f"/applications/{work.application}",
                 f"“{work.name}”属行业大类 {work.division}（GB/T 4754），组内行业专家均未列此类。",
                 f"{work.name} is of division {work.division} of GB/T 4754, which no industry expert here names.")
        for work in works
        if work.division and work.division not in known
    )  # fmt: skip


def _tie_warnings(
    reviewers: Sequence[Reviewer], works: Sequence[Work], findings: Mapping[tuple[str, str], Sequence[Finding]]
) -> Iterator[Reason]:
    for each in reviewers:
        for work in works:
            for found in findings.get((each.expert, work.application), ()):
                barred, fact = found.weight is Weight.BAR, found.fact
                yield _warning(
                    "conflict" if barred else "tie", f"/applications/{work.application}",
                    f"“{each.name}”与“{work.name}”{'存在应当回避的利害关系' if barred else '有关联，请酌情'}"
                    f"（{fact.kind}，来源：{fact.source} {fact.reference}）。",
                    f"{each.name} is {'barred from' if barred else 'tied to'} {work.name} "
                    f"({fact.kind}, found in: {fact.source} {fact.reference}).",
                    "第三十条",
                )  # fmt: skip


def _load_warnings(reviewers: Sequence[Reviewer], plan: PlanTerms) -> Iterator[Reason]:
    for each in reviewers:
        if plan.load_cap is not None and each.load > plan.load_cap:
            yield _warning("load", f"/experts/{each.expert}",
                           f"“{each.name}”将评审 {each.load} 家，超过方案上限 {plan.load_cap} 家。",
                           f"{each.name} would review {each.load}, more than the plan's {plan.load_cap}.")  # fmt: skip


def _outside_warnings(
    reviewers: Sequence[Reviewer], works: Sequence[Work], plan: PlanTerms, came: str
) -> Iterator[Reason]:
    for each in reviewers:
        if each.expert == came and came not in plan.experts:
            yield _warning("outside", f"/experts/{came}", f"已采用的方案未将“{each.name}”列入本组或其候补。",
                           f"The applied plan does not name {each.name} for this panel.")  # fmt: skip
    for work in works:
        if work.application == came and came not in plan.applications:
            yield _warning("outside", f"/applications/{came}", f"已采用的方案未将“{work.name}”分给本组。",
                           f"The applied plan does not give {work.name} to this panel.")  # fmt: skip


def _warning(code: str, pointer: str, zh: str, en: str, article: str = "第二十条") -> Reason:
    return Reason(code=f"seating.{code}", article=article, pointer=pointer, zh=zh, en=en)
