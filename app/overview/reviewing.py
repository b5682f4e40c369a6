"""Duties of experts: undertaking and declarations, sheets, consensus, the visit, the reports (arts. 20-22, 30)."""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle
from app.legislation.models import EditionRow
from app.overview.kinds import waiting_for
from app.overview.rows import Column, Source, phase_of, rows, there_is
from app.panels.models import Declared, ExpertRelation, Panel, PanelAssignment, PanelSeat, Relation
from app.regulation.act import Act
from app.regulation.table.moves import STAGE_DONE
from app.regulation.vocabulary import Stage, Status
from app.reviews.history_models import SheetRequest
from app.reviews.models import ComprehensiveReport, Consensus, MaterialReport, ScoreSheet
from app.site_visits.models import SiteIssue
from app.site_visits.visit_models import SiteHours, SiteVisit
from app.undertakings.models import Undertaking

RELATED = and_(
    PanelAssignment.panel_id == ExpertRelation.panel_id,
    PanelAssignment.application_id == ExpertRelation.application_id,
    PanelAssignment.ended_at.is_(None),
)
OVER = (Status.CLOSED, Status.CANCELLED)


def _related(actor: Actor, subject_id: Column, *, leads: bool = False) -> Source:
    """Begin with what the expert is assigned to in active panels of the stage that runs."""
    own = [ExpertRelation.expert_id == actor.party_id, ExpertRelation.relation == Relation.ASSIGNED]
    own += [ExpertRelation.leads.expression] if leads else []
    of_stage = phase_of(ExpertRelation.stage)
    query = rows(subject_id, PanelAssignment.organization_name, cycle_id=PanelAssignment.cycle_id, phase=of_stage)
    return (
        query.select_from(ExpertRelation)
        .join(PanelAssignment, RELATED)
        .join(Panel, Panel.id == ExpertRelation.panel_id)
        .join(Cycle, Cycle.id == PanelAssignment.cycle_id)
        .where(*own, Panel.status == Status.ACTIVE, Cycle.status == of_stage)
    )


def undertakings(actor: Actor) -> Source:
    """Art. 30: nothing of a year opens before its undertaking is signed."""
    signed = there_is(Undertaking.cycle_id == Cycle.id, Undertaking.user_id == actor.user_id)
    query = rows(Cycle.id, Cycle.title, cycle_id=Cycle.id).distinct()
    return (
        query.join(Panel, Panel.cycle_id == Cycle.id)
        .join(PanelSeat, PanelSeat.panel_id == Panel.id)
        .where(PanelSeat.expert_id == actor.party_id, PanelSeat.left_at.is_(None), Panel.status == Status.ACTIVE)
        .where(Cycle.status.not_in(OVER), ~signed)
    )


def declarations(actor: Actor) -> Source:
    """Art. 30: of each application of a panel, before it opens."""
    return _related(actor, ExpertRelation.panel_id).where(ExpertRelation.declared == Declared.PENDING)


def unopened_sheets(actor: Actor) -> Source:
    """Art. 21: a sheet of one's own for each application."""
    begun = there_is(
        ScoreSheet.application_id == ExpertRelation.application_id, ScoreSheet.stage == ExpertRelation.stage,
        ScoreSheet.expert_id == ExpertRelation.expert_id,
    )  # fmt: skip
    free = ExpertRelation.declared == Declared.NONE
    return _related(actor, ExpertRelation.application_id).where(free, ~begun)


def unsubmitted_sheets(actor: Actor) -> Source:
    """Art. 21: a sheet that is begun is not locked until it is submitted."""
    return _related(actor, ScoreSheet.id).join(ScoreSheet, _own_sheet()).where(
        ScoreSheet.status.in_(waiting_for(Act.SUBMIT_SHEET))
    )  # fmt: skip


def questioned_sheets(actor: Actor) -> Source:
    """Art. 21, `edition.scoring.reconsider`: a spread that obliges, or a leader who asks, waits for an answer."""
    return (
        _related(actor, ScoreSheet.id)
        .distinct()
        .join(ScoreSheet, _own_sheet())
        .join(SheetRequest, SheetRequest.sheet_id == ScoreSheet.id)
        .where(SheetRequest.answered_at.is_(None), ScoreSheet.status.in_(waiting_for(Act.CONFIRM_SHEET)))
    )


def unopened_consensus(actor: Actor) -> Source:
    """Arts. 20, 21: when all sheets are in, the leader opens the consensus."""
    other = aliased(ExpertRelation)
    same = (other.application_id == ExpertRelation.application_id, other.stage == ExpertRelation.stage)
    missing = there_is(*same, other.relation == Relation.ASSIGNED, ~other.sheet_in)
    return _related(actor, ExpertRelation.application_id, leads=True).where(~missing, ~there_is(_agreed()))


def unconcluded_consensus(actor: Actor) -> Source:
    """Arts. 20, 21: a consensus that is open is the leader's to conclude."""
    return _related(actor, Consensus.id, leads=True).join(Consensus, _agreed()).where(
        Consensus.status.in_(waiting_for(Act.CONCLUDE_CONSENSUS))
    )  # fmt: skip


def material_reports(actor: Actor) -> Source:
    """Art. 21: after the consensus of the material review, its report."""
    issued = there_is(MaterialReport.application_id == ExpertRelation.application_id)
    return (
        _related(actor, ExpertRelation.application_id, leads=True)
        .join(Consensus, _agreed())
        .join(Application, Application.id == ExpertRelation.application_id)
        .where(ExpertRelation.stage == Stage.MATERIAL, Consensus.status == Status.CONCLUDED, ~issued)
        .where(Application.status.in_(waiting_for(Act.ISSUE_MATERIAL_REPORT)))
    )


def comprehensive_reports(actor: Actor) -> Source:
    """Art. 22: after the consensus of the edition's last stage, the report with the final score."""
    issued = there_is(ComprehensiveReport.application_id == ExpertRelation.application_id)
    done = {stage.value: status.value for stage, status in STAGE_DONE.items()}
    return (
        _related(actor, ExpertRelation.application_id, leads=True)
        .join(Consensus, _agreed())
        .join(EditionRow, EditionRow.id == Cycle.edition_id)
        .join(Application, Application.id == ExpertRelation.application_id)
        .where(ExpertRelation.stage == EditionRow.parameters["stages"][-1]["stage"].as_string(), ~issued)
        .where(Consensus.status == Status.CONCLUDED, Application.status.in_(done.values()))
    )


def site_issues(actor: Actor) -> Source:
    """Art. 22: what is to be verified on site, by the panel that visits."""
    opened = SiteIssue.status.in_(waiting_for(Act.CLOSE_SITE_ISSUE))
    return (
        _related(actor, SiteIssue.id)
        .join(SiteIssue, SiteIssue.application_id == ExpertRelation.application_id)
        .where(ExpertRelation.stage == Stage.SITE, ExpertRelation.declared == Declared.NONE, opened)
    )


def site_visits(actor: Actor) -> Source:
    """Arts. 20, 22: a visit whose hours are over is recorded by the leader."""
    last = select(func.max(SiteHours.ends_at)).where(SiteHours.visit_id == SiteVisit.id, SiteHours.standing)
    return (
        _related(actor, SiteVisit.id, leads=True)
        .join(SiteVisit, SiteVisit.application_id == ExpertRelation.application_id)
        .where(ExpertRelation.stage == Stage.SITE, SiteVisit.status.in_(waiting_for(Act.RECORD_SITE_VISIT)))
        .where(last.scalar_subquery() <= actor.now)
    )


def _own_sheet() -> ColumnElement[bool]:
    return and_(
        ScoreSheet.application_id == ExpertRelation.application_id, ScoreSheet.stage == ExpertRelation.stage,
        ScoreSheet.expert_id == ExpertRelation.expert_id,
    )  # fmt: skip


def _agreed() -> ColumnElement[bool]:
    return and_(Consensus.application_id == ExpertRelation.application_id, Consensus.stage == ExpertRelation.stage)
