"""An expert's record as JSON: his panels over the years, and to the secretariat his standing in the register."""

from datetime import date

from app.experts.schemas import FormerTermView, TrainingView
from app.http import Id, Instant, View
from app.regulation.sanction import Measure
from app.regulation.vocabulary import Stage, Status
from app.scores.schemas import RatioView


class DistanceView(View):
    """His percents against those of the concluded consensus, in percentage points; they correct no score."""

    items: int
    """Items on which both stand; a sheet that is excluded has none."""
    signed: RatioView | None
    """Mean of his percent minus the agreed one: above 0 he is lenient."""
    absolute: RatioView | None
    """Mean absolute difference."""


class PanelServiceView(View):
    """His work in one panel of one stage of a cycle; `applications` is `conflicts` + `recused` + `load`."""

    cycle_id: Id
    award_year: int
    stage: Stage
    panel_id: Id
    panel_name: str
    leads: bool
    """Whether he leads the panel, or did when he left it."""
    seated_at: Instant
    left_at: Instant | None
    applications: int
    conflicts: int
    """Applications on which he declared a conflict (art. 30)."""
    recused: int
    """Applications from which he was recused otherwise, or on which his sheet counts no more."""
    load: int
    """Applications that are his to review."""
    submitted: int
    """Of these, how many sheets are in."""
    due_on: date | None
    """The day on which the annual plan begins the next phase; null where it has none."""
    on_time: int | None
    """Sheets first submitted by that day; null without a plan."""
    late: int | None
    reopened: int
    """How often a submitted sheet was reopened on request."""
    distance: DistanceView


class SanctionRecordView(View):
    """A case against him, or one against his institution that changed his standing (art. 31)."""

    id: Id
    status: Status
    institution_id: Id | None
    """The institution, if the case is against it."""
    opened_on: date
    measure: Measure | None
    reason: str
    """Why the measure was taken; empty before."""
    until: date | None
    decided_on: date | None
    lifted_on: date | None


class ServiceRecord(View):
    """An expert's own record: nobody else's name or score, and of a case not who reported it."""

    status: Status
    admitted_on: date
    term_until: date
    """The last day of the present term."""
    years: list[int]
    """Award years in which he has sat in a panel."""
    panels: list[PanelServiceView]
    """By year and stage; no withdrawn one."""
    distance: DistanceView
    """Over all of them."""
    sanctions: list[SanctionRecordView]
    """The first first."""


class ExpertRecord(ServiceRecord):
    """The record as the secretariat reads it, with trainings and former terms."""

    expert_id: Id
    name: str
    trainings: list[TrainingView]
    terms: list[FormerTermView]
    """Terms that a renewal has replaced."""
