"""Ranking, candidate lists, meetings and ballots, the proposed list, the government (arts. 4-7, 15, 23, 24)."""

from collections.abc import Iterator

from tests.machine.balloting import on_ballot
from tests.machine.engine import Choice
from tests.machine.governing import close_year, government
from tests.machine.listing import fix_list
from tests.machine.meeting import at_meeting, convene
from tests.machine.model import Model
from tests.machine.ranking import freeze, propose, recheck


def choices(model: Model) -> Iterator[Choice]:
    """Give every act from the ranking to the government's decision."""
    for case in model.applications.values():
        for round_ in ("deliberation", "approval"):
            yield recheck(model, case, round_)
    yield freeze(model)
    yield propose(model)
    yield convene(model)
    for meeting in model.meetings.values():
        yield from at_meeting(model, meeting)
    for ballot in model.ballots.values():
        yield from on_ballot(model, ballot)
    yield fix_list(model)
    for listed in model.lists:
        yield from government(model, listed)
    yield close_year(model)
