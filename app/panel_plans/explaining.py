"""Why a plan is as it is, and what keeps a plan from being made (arts. 8(4), 20, 30)."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.panel_plans.facts import Bar, Plan, PlannedApplication, PlannedExpert, PlannedTeam, Question, Shortage, lot
from app.panel_plans.solving import Condition, knows, programme_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An expert who was not taken, and what spoke against him; without bars he was as good, and the lot decided."""

    expert: str
    bars: tuple[Bar, ...]
    lot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Why an expert sits in a team."""

    expert: str
    leads: bool
    industry: bool
    trades: tuple[str, ...]
    """Applications of his trade in the team."""
    load: int
    """Applications that he will review in the cycle."""
    lot: int
    """His lot for this panel: of equals the lower is taken."""


def picks_of(question: Question, team: PlannedTeam) -> tuple[Pick, ...]:
    """Art. 20: the reasons for each of a team's experts, the leader first."""
    place = [panel.name for panel in question.panels].index(team.panel)
    experts = {expert.id: expert for expert in question.experts}
    applications = [a for a in question.applications if a.id in team.applications]
    ordered = sorted(team.experts, key=lambda each: (each != team.leader, each))
    return tuple(_pick(question, team, place, experts[each], applications) for each in ordered)


def passed_over(question: Question, plan: Plan, team: PlannedTeam) -> tuple[Passed, ...]:
    """Arts. 20, 30: the experts who sit nowhere, with what bars them from the team's applications, by their lots."""
    place = [panel.name for panel in question.panels].index(team.panel)
    seated = {expert for each in plan.teams for expert in each.experts}
    found = [
        Passed(
            expert=expert.id, lot=lot(question.seed, expert.id, str(place)),
            bars=tuple(b for b in question.bars if b.expert == expert.id and b.application in team.applications),
        )
        for expert in question.experts
        if expert.id not in seated
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.lot, each.expert)))


def shortages_of(question: Question) -> tuple[Shortage, ...]:
    """Arts. 20, 30: what is missing for any plan: counted where that tells, else the conditions that are in the way.

    A condition is in the way if a plan could be made without it; only asked where no plan was found.
    """
    counted = (*_counted(question), *_without_help(question))
    return counted or tuple(_in_the_way(question))


def _pick(
    question: Question, team: PlannedTeam, place: int, expert: PlannedExpert, applications: list[PlannedApplication]
) -> Pick:
    recused = {application for each, application in team.recusals if each == expert.id}
    return Pick(
        expert=expert.id, leads=expert.id == team.leader, industry=expert.industry,
        trades=tuple(a.id for a in applications if knows(expert, a.division) and a.id not in recused),
        load=expert.load + len(team.applications) - len(recused), lot=lot(question.seed, expert.id, str(place)),
    )  # fmt: skip


def _counted(question: Question) -> Iterator[Shortage]:
    panels, assessors = len(question.panels), [e for e in question.experts if not e.industry]
    if (missing := question.size * panels - len(question.experts)) > 0:
        yield _shortage("experts", missing, f"{panels} 个评审组各 {question.size} 名，尚缺评审员 {missing} 名。",
                        f"{panels} panels of {question.size} lack {missing} experts.")  # fmt: skip
    if (missing := panels - len(assessors)) > 0:
        yield _shortage("leaders", missing, f"每组须有一名评审员任组长，尚缺 {missing} 名。",
                        f"Each panel is led by an assessor; {missing} are lacking.")  # fmt: skip
    industry = len(question.experts) - len(assessors)
    if question.rule.industry_expert and (missing := panels - industry) > 0:
        yield _shortage("industry_experts", missing, f"每组须有一名行业专家，尚缺 {missing} 名。",
                        f"Each panel has an industry expert; {missing} are lacking.")  # fmt: skip
    if (missing := len(question.applications) - question.most * panels) > 0:
        yield _shortage("capacity", missing, f"各组至多 {question.most} 家，尚有 {missing} 家无处安排。",
                        f"At {question.most} for each panel {missing} applications find no place.")  # fmt: skip


def _without_help(question: Question) -> Iterator[Shortage]:
    for application in question.applications:
        able = [e for e in question.experts if (e.id, application.id) not in question.barred]
        if len(able) < question.rule.minimum:
            missing = question.rule.minimum - len(able)
            yield _shortage("free_experts", missing, f"“{application.name}”无利害关系的评审员尚缺 {missing} 名。",
                            f"{application.name} lacks {missing} experts free of conflict.")  # fmt: skip
        if question.rule.industry_expert and not any(e.industry for e in able):
            yield _shortage("free_industry_expert", 1, f"“{application.name}”没有无利害关系的行业专家。",
                            f"{application.name} has no industry expert free of conflict.")  # fmt: skip
        if all(e.industry for e in able):
            yield _shortage("free_leader", 1, f"“{application.name}”没有无利害关系、可任组长的评审员。",
                            f"{application.name} has no assessor free of conflict to lead its panel.")  # fmt: skip


WORDS = {
    Condition.SIZE: ("每组的人数", "the size of the panels"),
    Condition.LEADER: ("每组一名组长", "a leader for each panel"),
    Condition.INDUSTRY_EXPERT: ("每组一名行业专家", "an industry expert in each panel"),
    Condition.CAPACITY: ("每组至多承担的申报数", "the most applications for a panel"),
    Condition.LOAD: ("每名评审员至多承担的申报数", "the most applications for an expert"),
    Condition.CONFLICTS: ("利害关系的回避", "the recusals for conflicts"),
}


def _in_the_way(question: Question) -> Iterator[Shortage]:
    for condition, (zh, en) in WORDS.items():
        programme, _chosen = programme_of(question, condition)
        if programme.solve({}) is not None:
            yield _shortage(condition.value, 0, f"若不计“{zh}”即可成组：请放宽此项，或增补评审员。",
                            f"Without {en} there is a plan: relax this, or add experts.")  # fmt: skip


def _shortage(code: str, missing: int, zh: str, en: str) -> Shortage:
    return Shortage(code=f"plan.{code}", missing=missing, zh=zh, en=en)
