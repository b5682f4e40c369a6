"""Commendation, plaque, bonus, and what is taken back (arts. 26-29)."""

from collections.abc import Iterator

from tests.machine.engine import Choice
from tests.machine.model import Model
from tests.machine.revoking import on_case
from tests.machine.titles import commend, on_award


def choices(model: Model) -> Iterator[Choice]:
    """Give every act on titles, money and cases."""
    for notice in model.notices.values():
        yield commend(model, notice)
    for award in model.awards.values():
        yield from on_award(model, award)
    for case in model.cases.values():
        yield from on_case(model, case)
