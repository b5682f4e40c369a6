"""The exact plan: fewest recusals, then the best fit of trades, then the seed (arts. 8(4), 20, 30)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from app.panel_plans.facts import Plan, PlannedApplication, PlannedExpert, PlannedTeam, Question, lot
from app.panel_plans.linear import Programme


class Condition(StrEnum):
    """What a plan must keep; leaving one out shows whether it is what stands in the way."""

    SIZE = "size"
    LEADER = "leader"
    INDUSTRY_EXPERT = "industry_expert"
    CAPACITY = "capacity"
    LOAD = "load"
    CONFLICTS = "conflicts"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Applications that no condition tells apart: of one trade and sector, and barred to nobody; or one by itself."""

    applications: tuple[str, ...]
    division: str
    sector: str


@dataclass(slots=True)
class Variables:
    """The choices: who sits where, who leads, how many of a bundle go where, which recusals and matches follow."""

    bundles: tuple[Bundle, ...]
    seat: dict[tuple[str, int], int] = field(default_factory=dict)
    lead: dict[tuple[str, int], int] = field(default_factory=dict)
    place: dict[tuple[Bundle, int], int] = field(default_factory=dict)
    recusal: dict[tuple[str, str, int], int] = field(default_factory=dict)
    match: dict[tuple[Bundle, int], int] = field(default_factory=dict)


def solved(question: Question) -> Plan | None:
    """Arts. 8(4), 20, 30: the best plan of the question, always the same; None if there is none.

    Two exact solutions: the first has the fewest recusals and then the most trades met, the second draws by the seed.
    """
    programme, chosen = programme_of(question)
    first = programme.solve(_merits(question, chosen))
    if first is None:
        return None
    # The applications stay where they are; the seed decides between experts who are equally good.
    for index in (*chosen.place.values(), *chosen.match.values(), *chosen.recusal.values()):
        programme.require({index: 1}, at_least=first[index], at_most=first[index])
    second = programme.solve(seed_costs(question, chosen)) or first
    return Plan(
        teams=_teams(question, chosen, second),
        recusals=sum(first[index] for index in chosen.recusal.values()),
        matched=sum(first[index] for index in chosen.match.values()),
    )


def programme_of(question: Question, without: Condition | None = None) -> tuple[Programme, Variables]:
    """Arts. 20, 30: the conditions of a plan as rows; one of them left out to see whether it is the obstacle."""
    programme, chosen = Programme(), Variables(bundles_of(question))
    panels = range(len(question.panels))
    for expert, panel in product(question.experts, panels):
        chosen.seat[expert.id, panel] = programme.variable()
        if not expert.industry:
            chosen.lead[expert.id, panel] = programme.variable()
    before = 0
    for bundle in chosen.bundles:
        before += len(bundle.applications)
        for panel in panels:
            count = len(bundle.applications) if _opens(question, panel, bundle, before) else 0
            chosen.place[bundle, panel] = programme.variable(count)
            chosen.match[bundle, panel] = programme.variable(count)
    _seat_rows(programme, chosen, question, without)
    _place_rows(programme, chosen, question, without)
    _conflict_rows(programme, chosen, question, without)
    _trade_rows(programme, chosen, question)
    return programme, chosen


def _opens(question: Question, panel: int, bundle: Bundle, so_far: int) -> bool:
    """Say whether the panel may take of the bundle.

    Panels that are not bound to sectors differ by their names only: the n-th of them takes nothing before the n-th
    application, so that no plan is tried again under other names.
    """
    if any(each.sectors for each in question.panels):
        sectors = question.panels[panel].sectors
        return not sectors or bundle.sector in sectors
    return panel < so_far


def bundles_of(question: Question) -> tuple[Bundle, ...]:
    """Gather the applications that no condition tells apart; their order, and whose turn is first, is by lot."""
    barred = {application for _expert, application in question.barred}
    alike: dict[tuple[str, str, str], list[PlannedApplication]] = defaultdict(list)
    for each in sorted(question.applications, key=lambda one: (lot(question.seed, one.id), one.id)):
        alike[each.division, each.sector, each.id if each.id in barred else ""].append(each)
    return tuple(
        Bundle(tuple(each.id for each in members), division, sector)
        for (division, sector, _own), members in alike.items()
    )


def _merits(question: Question, chosen: Variables) -> dict[int, float]:
    """One recusal less outweighs every application that could find an expert of its trade."""
    recusals = dict.fromkeys(chosen.recusal.values(), float(len(question.applications) + 1))
    return recusals | dict.fromkeys(chosen.match.values(), -1.0)


def seed_costs(question: Question, chosen: Variables) -> dict[int, float]:
    """Draw a cost for each seat from the seed, so that of two equal plans neither is anybody's choice."""
    seats = {index: lot(question.seed, expert, str(panel)) for (expert, panel), index in chosen.seat.items()}
    leads = {index: lot(question.seed, "lead", expert, str(panel)) for (expert, panel), index in chosen.lead.items()}
    return {index: float(cost) for index, cost in (seats | leads).items()}


def knows(expert: PlannedExpert, division: str) -> bool:
    """Art. 20: whether the expert is an industry expert of the trade."""
    return expert.industry and division in expert.divisions


def _seat_rows(programme: Programme, chosen: Variables, question: Question, without: Condition | None) -> None:
    panels = range(len(question.panels))
    for expert in question.experts:
        programme.require({chosen.seat[expert.id, panel]: 1 for panel in panels}, at_most=1)
        for panel in panels if not expert.industry else ():
            pair = {chosen.lead[expert.id, panel]: 1, chosen.seat[expert.id, panel]: -1}
            programme.require(pair, at_most=0)
    for panel in panels:
        seats = {chosen.seat[expert.id, panel]: 1 for expert in question.experts}
        size = 0 if without is Condition.SIZE else question.size
        programme.require(seats, at_least=size, at_most=question.size)
        programme.require(_leads(chosen, panel), at_least=0 if without is Condition.LEADER else 1, at_most=1)
        if question.rule.industry_expert and without is not Condition.INDUSTRY_EXPERT:
            programme.require({chosen.seat[e.id, panel]: 1 for e in question.experts if e.industry}, at_least=1)


def _leads(chosen: Variables, panel: int) -> dict[int, float]:
    return {index: 1 for (_expert, of), index in chosen.lead.items() if of == panel}


def _place_rows(programme: Programme, chosen: Variables, question: Question, without: Condition | None) -> None:
    panels, total = range(len(question.panels)), len(question.applications)
    # Panels bound to sectors take what there is of them; the others share equally.
    least = 0 if any(each.sectors for each in question.panels) else total // len(question.panels)
    most = total if without is Condition.CAPACITY else question.most
    capped = question.load_cap is not None and without is not Condition.LOAD
    for bundle in chosen.bundles:
        places = {chosen.place[bundle, panel]: 1 for panel in panels}
        programme.require(places, at_least=len(bundle.applications), at_most=len(bundle.applications))
    for panel in panels:
        here = {chosen.place[bundle, panel]: 1 for bundle in chosen.bundles}
        programme.require(here, at_least=least, at_most=most)
        for expert in question.experts if capped else ():
            # Seated, he reviews everything that his panel reviews.
            room = max((question.load_cap or 0) - expert.load, 0)
            if room < most:
                terms = here | {chosen.seat[expert.id, panel]: most - room}
                programme.require(terms, at_most=most)


def _conflict_rows(programme: Programme, chosen: Variables, question: Question, without: Condition | None) -> None:
    """Arts. 20, 30: without the recused a panel is complete for each application, and its leader is never one of them.

    Nobody is barred from a bundle of several, for which the panel itself must be complete, so one row for it is enough.
    """
    alone = {bundle.applications[0]: bundle for bundle in chosen.bundles if len(bundle.applications) == 1}
    pairs = sorted(pair for pair in question.barred if pair[1] in alone)
    experts = {expert.id: expert for expert in question.experts}
    for (application, bundle), panel in product(sorted(alone.items()), range(len(question.panels))):
        able = [e for e in question.experts if (e.id, application) not in question.barred]
        if len(able) == len(question.experts) or without is Condition.CONFLICTS:
            continue
        place = chosen.place[bundle, panel]
        seats: dict[int, float] = {chosen.seat[e.id, panel]: 1 for e in able}
        programme.require(seats | {place: -question.rule.minimum}, at_least=0)
        if question.rule.industry_expert:
            industry: dict[int, float] = {chosen.seat[e.id, panel]: 1 for e in able if e.industry}
            programme.require(industry | {place: -1}, at_least=0)
    for (expert, application), panel in product(pairs, range(len(question.panels))):
        if expert not in experts:
            continue
        place = chosen.place[alone[application], panel]
        recusal = chosen.recusal[expert, application, panel] = programme.variable()
        programme.require({chosen.seat[expert, panel]: 1, place: 1, recusal: -1}, at_most=1)
        if (expert, panel) in chosen.lead and without is not Condition.CONFLICTS:
            programme.require({chosen.lead[expert, panel]: 1, place: 1}, at_most=1)
    if question.rule.odd and without is not Condition.CONFLICTS:
        _odd_rows(programme, chosen, alone)


def _odd_rows(programme: Programme, chosen: Variables, alone: Mapping[str, Bundle]) -> None:
    """`edition.panel.odd`: an odd panel stays odd for each application only if its recused are of an even number."""
    recused: dict[tuple[str, int], dict[int, float]] = defaultdict(dict)
    for (expert, application, panel), index in chosen.recusal.items():
        recused[application, panel][index] = 1
        # Nobody counts as recused who does not sit there, or from what is not placed there.
        programme.require({index: 1, chosen.seat[expert, panel]: -1}, at_most=0)
        programme.require({index: 1, chosen.place[alone[application], panel]: -1}, at_most=0)
    for terms in recused.values():
        pairs = programme.variable(len(terms) // 2)
        programme.require(terms | {pairs: -2}, at_least=0, at_most=0)


def _trade_rows(programme: Programme, chosen: Variables, question: Question) -> None:
    for bundle, panel in product(chosen.bundles, range(len(question.panels))):
        match, count = chosen.match[bundle, panel], len(bundle.applications)
        knowing = [
            e for e in question.experts
            if knows(e, bundle.division) and (e.id, bundle.applications[0]) not in question.barred
        ]  # fmt: skip
        programme.require({chosen.place[bundle, panel]: 1, match: -1}, at_least=0)
        programme.require({chosen.seat[e.id, panel]: float(count) for e in knowing} | {match: -1}, at_least=0)


def _teams(question: Question, chosen: Variables, values: tuple[int, ...]) -> tuple[PlannedTeam, ...]:
    seated = {expert for (expert, _panel), index in chosen.seat.items() if values[index]}
    spare = [expert for expert in question.experts if expert.id not in seated]
    waiting = {bundle: list(bundle.applications) for bundle in chosen.bundles}
    teams: list[PlannedTeam] = []
    for panel, planned in enumerate(question.panels):
        experts = sorted(e.id for e in question.experts if values[chosen.seat[e.id, panel]])
        here = [waiting[b].pop(0) for b in chosen.bundles for _ in range(values[chosen.place[b, panel]])]
        alternates = alternates_of(question, panel, here, spare)
        spare = [expert for expert in spare if expert.id not in alternates]
        teams.append(
            PlannedTeam(
                panel=planned.name, experts=tuple(experts), applications=tuple(sorted(here)), alternates=alternates,
                leader=next(e for (e, of), index in chosen.lead.items() if of == panel and values[index]),
                recusals=tuple(sorted(pair for pair in product(experts, here) if pair in question.barred)),
            )
        )  # fmt: skip
    return tuple(teams)


def alternates_of(
    question: Question, panel: int, applications: list[str], spare: list[PlannedExpert]
) -> tuple[str, ...]:
    """Art. 20: who stands ready: an industry expert first, then the least barred, of the trade, by the seed."""
    divisions = {a.division for a in question.applications if a.id in applications}

    def rank(expert: PlannedExpert) -> tuple[int, int, int, str]:
        barred = sum((expert.id, each) in question.barred for each in applications)
        fits = len(divisions & expert.divisions) if expert.industry else 0
        return barred, -fits, lot(question.seed, "alternate", expert.id, str(panel)), expert.id

    able = sorted((e for e in spare if rank(e)[0] < max(len(applications), 1)), key=rank)
    first = [e for e in able if e.industry][:1] if question.rule.industry_expert else []
    rest = [e for e in able if e not in first]
    return tuple(expert.id for expert in (*first, *rest)[: question.alternates])
