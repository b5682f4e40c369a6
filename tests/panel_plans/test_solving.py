"""Panel plans without a database: composed as art. 20 asks, best, always the same, explained if impossible."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest

from app.panel_plans.explaining import Passed, Pick, passed_over, picks_of, shortages_of
from app.panel_plans.facts import (
    Bar,
    Plan,
    PlannedApplication,
    PlannedExpert,
    PlannedPanel,
    PlannedTeam,
    Question,
    lot,
)
from app.panel_plans.solving import knows, solved
from app.regulation.measures import PanelRule
from app.regulation.panel import Seat, panel_faults

RULE = PanelRule(minimum=3, industry_expert=True, leader=True)


def expert(name: str, *divisions: str, load: int = 0) -> PlannedExpert:
    return PlannedExpert(
        id=name, name=name.upper(), industry=bool(divisions), divisions=frozenset(divisions), load=load
    )


def application(name: str, division: str = "38", sector: str = "") -> PlannedApplication:
    return PlannedApplication(id=name, name=name.upper(), division=division, sector=sector)


def bars(*pairs: str) -> tuple[Bar, ...]:
    return tuple(
        Bar(expert=pair.split()[0], application=pair.split()[1], code="conflict.employer", zh="供职", en="Employed")
        for pair in pairs
    )


SMALL = Question(
    rule=RULE, panels=(PlannedPanel(name="甲组"), PlannedPanel(name="乙组")),
    experts=(*map(expert, ("a", "b", "c", "d", "e")), expert("x", "38"), expert("y", "26"), expert("z", "38", "26")),
    applications=(application("1"), application("2"), application("3", "26"), application("4", "26")),
    bars=bars("a 1", "x 1", "y 3"), size=4, most=2, load_cap=None, alternates=0, seed="507",
)  # fmt: skip


def require_composed(question: Question, plan: Plan) -> None:
    """Every panel and every application of it has what art. 20 asks, without those who are recused."""
    kinds = {expert.id: expert.industry for expert in question.experts}
    seated = [each for team in plan.teams for each in team.experts]
    assert len(seated) == len(set(seated))
    assert sorted(each for team in plan.teams for each in team.applications) == sorted(
        each.id for each in question.applications
    )
    for team in plan.teams:
        seats = [Seat(expert=e, industry_expert=kinds[e], leader=e == team.leader) for e in team.experts]
        assert len(seats) == question.size
        assert len(team.applications) <= question.most
        for each in team.applications:
            recused = [e for e in team.experts if (e, each) in question.barred]
            assert panel_faults(seats, question.rule, recused) == ()


def every_plan(question: Question) -> Iterator[tuple[int, int]]:
    """Try every plan of two panels and give what it is worth: recusals, and applications met by their trade."""
    names = [expert.id for expert in question.experts]
    people = {expert.id: expert for expert in question.experts}
    for first in combinations(names, question.size):
        for second in combinations([n for n in names if n not in first], question.size):
            for places in product((0, 1), repeat=len(question.applications)):
                if max(places.count(0), places.count(1)) > question.most:
                    continue
                worth = _worth(question, people, (first, second), places)
                if worth is not None:
                    yield worth


def _worth(
    question: Question, people: dict[str, PlannedExpert], teams: tuple[tuple[str, ...], ...], places: tuple[int, ...]
) -> tuple[int, int] | None:
    recusals = matched = 0
    leaders = [{name for name in team if not people[name].industry} for team in teams]
    for each, place in zip(question.applications, places, strict=True):
        able = [name for name in teams[place] if (name, each.id) not in question.barred]
        if len(able) < question.rule.minimum or not any(people[name].industry for name in able):
            return None
        recusals += len(teams[place]) - len(able)
        matched += any(knows(people[name], each.division) for name in able)
        leaders[place] &= set(able)
    return (recusals, -matched) if all(leaders) else None


def test_a_small_plan_is_the_best_of_all_plans() -> None:
    plan = solved(SMALL)
    assert plan is not None
    require_composed(SMALL, plan)
    assert (plan.recusals, -plan.matched) == min(every_plan(SMALL))


@pytest.mark.parametrize("number", range(12))
def test_random_small_plans_are_the_best_or_impossible(number: int) -> None:
    dice = Random(number)  # noqa: S311 - a test that repeats itself.
    pairs = {f"{dice.choice('abcdexyz')} {dice.choice('1234')}" for _ in range(dice.choice((4, 10, 16)))}
    question = replace(SMALL, bars=bars(*sorted(pairs)), size=dice.choice((3, 4)))
    plan = solved(question)
    best = min(every_plan(question), default=None)
    assert (None if plan is None else (plan.recusals, -plan.matched)) == best
    if plan is None:
        assert shortages_of(question) != ()
    else:
        require_composed(question, plan)


def test_equal_questions_have_equal_plans_and_another_seed_chooses_among_equals() -> None:
    assert solved(SMALL) == solved(replace(SMALL))
    plans = {solved(replace(SMALL, seed=str(seed))) for seed in range(6)}
    assert len(plans) > 1
    assert len({(plan.recusals, plan.matched) for plan in plans if plan is not None}) == 1


def test_panels_bound_to_sectors_take_theirs_only() -> None:
    panels = (PlannedPanel(name="制造", sectors=frozenset({"manufacturing"})), PlannedPanel(name="其他"))
    applications = tuple(replace(each, sector="manufacturing" if each.id in "13" else "services")
                         for each in SMALL.applications)  # fmt: skip
    plan = solved(replace(SMALL, panels=panels, applications=applications))
    assert plan is not None
    assert {"2", "4"} <= set(plan.teams[1].applications)


def test_nobody_is_loaded_beyond_the_cap() -> None:
    experts = tuple(replace(each, load=5 if each.id in "ab" else 0) for each in SMALL.experts)
    plan = solved(replace(SMALL, experts=experts, load_cap=5, size=3, bars=()))
    assert plan is not None
    assert not {"a", "b"} & {each for team in plan.teams for each in team.experts}
    # Six may still be seated; with three of eight at their cap only five are left.
    experts = tuple(replace(each, load=5 if each.id in "abx" else 0) for each in SMALL.experts)
    question = replace(SMALL, experts=experts, load_cap=5, size=3, bars=())
    assert solved(question) is None
    assert "plan.load" in [each.code for each in shortages_of(question)]


def test_alternates_are_free_of_conflict_with_an_industry_expert_first() -> None:
    extra = (expert("u", "15"), expert("v", "15"), expert("w", "15"))
    plan = solved(replace(SMALL, size=3, alternates=1, experts=SMALL.experts + extra))
    assert plan is not None
    alternates = [each for team in plan.teams for each in team.alternates]
    assert len(alternates) == len(set(alternates)) == 2
    assert not set(alternates) & {each for team in plan.teams for each in team.experts}
    assert set(alternates) <= set("uvwxyz")


@pytest.mark.parametrize(("changed", "expected"), [
    ({"experts": SMALL.experts[:6]}, [
        ("plan.experts", 2), ("plan.industry_experts", 1), ("plan.free_industry_expert", 1),
    ]),
    ({"experts": SMALL.experts[4:], "size": 2}, [("plan.leaders", 1)]),
    ({"most": 1}, [("plan.capacity", 2)]),
    ({"bars": bars("x 1", "y 1", "z 1")}, [("plan.free_industry_expert", 1)]),
    ({"bars": bars("a 1", "b 1", "c 1", "d 1", "e 1")}, [("plan.free_leader", 1)]),
    ({"bars": bars("a 1", "b 1", "c 1", "d 1", "e 1", "x 1")}, [("plan.free_experts", 1), ("plan.free_leader", 1)]),
])  # fmt: skip
def test_what_is_missing_is_counted(changed: dict[str, object], expected: list[tuple[str, int]]) -> None:
    question = replace(SMALL, **changed)
    assert solved(question) is None
    assert [(each.code, each.missing) for each in shortages_of(question)] == expected


def test_a_pick_and_a_pass_are_explained() -> None:
    team = PlannedTeam(
        panel="甲组",
        experts=("b", "c", "x"),
        leader="b",
        applications=("1", "3"),
        alternates=(),
        recusals=(("x", "1"),),
    )
    plan = Plan(teams=(team,), recusals=1, matched=1)
    assert picks_of(SMALL, team) == (
        Pick(expert="b", leads=True, industry=False, trades=(), load=2, lot=lot("507", "b", "0")),
        Pick(expert="c", leads=False, industry=False, trades=(), load=2, lot=lot("507", "c", "0")),
        Pick(expert="x", leads=False, industry=True, trades=(), load=1, lot=lot("507", "x", "0")),
    )
    passed = {each.expert: each for each in passed_over(SMALL, plan, team)}
    assert sorted(passed) == ["a", "d", "e", "y", "z"]
    assert passed["a"] == Passed(expert="a", bars=bars("a 1"), lot=lot("507", "a", "0"))
    assert passed["d"].bars == ()


def large(count: int = 100, experts: int = 60, panels: int = 8, conflicts: int = 200) -> Question:
    dice = Random(1)  # noqa: S311 - a test that repeats itself.
    divisions = [f"{number:02d}" for number in range(13, 44)]
    people = tuple(
        expert(f"e{place:02d}", *(dice.sample(divisions, 3) if place % 3 == 2 else ())) for place in range(experts)
    )
    cases = tuple(application(f"a{place:03d}", dice.choice(divisions)) for place in range(count))
    pairs = {f"{dice.choice(people).id} {dice.choice(cases).id}" for _ in range(conflicts)}
    return replace(
        SMALL, panels=tuple(PlannedPanel(name=f"第{place + 1}组") for place in range(panels)), experts=people,
        applications=cases, bars=bars(*sorted(pairs)), size=5, most=-(-count // panels), alternates=2,
    )  # fmt: skip


def test_a_hundred_applications_and_sixty_experts_are_planned() -> None:
    question = large()
    plan = solved(question)
    assert plan is not None
    require_composed(question, plan)
    able = {
        each.id for each in question.applications
        if any(knows(e, each.division) and (e.id, each.id) not in question.barred for e in question.experts)
    }  # fmt: skip
    assert (plan.recusals, plan.matched) == (0, len(able))
