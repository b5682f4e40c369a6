"""Panels, sheets, consensus, reports, shortlist: the three stages of the review (arts. 13, 17, 20-22, 30)."""

from collections.abc import Iterator

from tests.machine.agreeing import on_consensus
from tests.machine.engine import Choice
from tests.machine.model import STAGES, Model
from tests.machine.panels import form_panel, forming
from tests.machine.replacing import declaring, leaving
from tests.machine.reporting import conclude_stage, reporting, shortlist
from tests.machine.scoring import on_sheet, scoring


def choices(model: Model) -> Iterator[Choice]:
    """Give every act of the review on every subject that there is."""
    for stage in STAGES:
        yield form_panel(model, stage)
    for panel in model.panels.values():
        yield from forming(model, panel)
        yield from declaring(model, panel)
        yield from leaving(model, panel)
    for stage in STAGES:
        for case in model.applications.values():
            yield from scoring(model, stage, case)
    for sheet in model.sheets.values():
        yield from on_sheet(model, sheet)
    for each in model.consensus.values():
        yield from on_consensus(model, each)
    for case in model.applications.values():
        yield from reporting(model, case)
    yield shortlist(model)
    yield conclude_stage(model)
