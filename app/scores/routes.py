"""Scores explained, rated and checked: every number from the percents upwards (arts. 13, 15, 21-23, 31)."""

from typing import Annotated

from fastapi import Depends, Query

from app.accounts.doorway import Caller, Transaction
from app.applications.models import Application
from app.cycles.reading import SeenCycle
from app.http import PathId
from app.lookup import found
from app.regulation.vocabulary import Role, Stage
from app.scores.checking import check_of
from app.scores.explaining import explanation_of
from app.scores.rating import statistics_of
from app.scores.schemas import RaterStatistics, ScoreCheck, ScoreExplanation
from app.sections import Section

explanations = Section("/v1/applications", tag="评分说明", about="从逐条评分到总评分的全部算式")
checks = Section("/v1/cycles", tag="评分复核", about="评审员评分统计；按规则重算并比对全部得分与名次")
READERS = frozenset({Role.APPLICANT, Role.EXPERT, Role.SECRETARIAT})
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _application(application_id: PathId, session: Transaction) -> Application:
    return await found(session, Application, application_id)


SeenApplication = Annotated[Application, Depends(_application)]


@explanations.read("/{application_id}/score-explanation", summary="查看评分算式", roles=READERS)
async def explain_score(
    application: SeenApplication, actor: Caller, session: Transaction,
    stage: Annotated[Stage | None, Query(description="只看一个评审环节")] = None,
) -> ScoreExplanation:  # fmt: skip
    """Explain the score: to an applicant his own consensus without names, once its outcome is public."""
    return await explanation_of(session, actor.role, application, stage)


@checks.read("/{cycle_id}/rater-statistics", summary="评审员评分统计", roles=SECRETARIAT)
async def show_rater_statistics(cycle: SeenCycle, _actor: Caller, session: Transaction) -> RaterStatistics:
    """Each expert's shift and spread, and how far experts agree; they stand beside the scores and change none."""
    return await statistics_of(session, cycle.id)


@checks.read("/{cycle_id}/score-check", summary="重算并比对得分", roles=SECRETARIAT)
async def check_scores(cycle: SeenCycle, _actor: Caller, session: Transaction) -> ScoreCheck:
    """Count every score of the cycle again and name each stored number that differs."""
    return await check_of(session, cycle)
