"""From the call to the list of the eligible: whose each act is, when it is refused, what it brings (arts. 9-19)."""

from collections.abc import Iterator

from tests.machine.applying import of_the_applicant, of_the_unit, start
from tests.machine.calling import cancel, close_acceptance, confirm, correct, publish, undertake
from tests.machine.checking import of_the_office
from tests.machine.engine import Choice
from tests.machine.model import Model
from tests.machine.supplementing import reconsidering


def choices(model: Model) -> Iterator[Choice]:
    """Give every act of this part of the year on every subject that there is."""
    yield publish(model)
    yield correct(model)
    yield close_acceptance(model)
    yield confirm(model)
    yield cancel(model)
    for who in model.bound:
        yield undertake(model, who)
    for owner in model.owners:
        yield start(model, owner)
    for case in model.applications.values():
        yield from of_the_applicant(model, case)
        yield from of_the_unit(model, case)
        yield from of_the_office(model, case)
        yield from reconsidering(model, case)
