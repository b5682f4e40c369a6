"""Applications and recommendations: started, filled in, sent, withdrawn, signed (arts. 3, 9, 19)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.machine.calling import NOT_LIVE, window
from tests.machine.engine import LATE, UNSEEN, UNSIGNED, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import AFTER_ARRIVAL, Model
from tests.machine.rows import Application


def start(model: Model, owner: str) -> Choice:
    def write(who: str, _draw: Draw) -> Attempt:
        there = [each for each in model.applications.values() if each.owner == who and each.status != "withdrawn"]
        faults = [UNSEEN] if model.opens is None else window(model, starting=True)
        faults += when((bool(there), fault(409, "application.exists")))

        def effect(answer: Answer) -> None:
            name = f"{who}.{1 + sum(each.owner == who for each in model.applications.values())}"
            model.applications[answer["id"]] = Application(id=answer["id"], name=name, owner=who)

        return Attempt(
            act="start_application",
            who=who,
            path="/v1/applications",
            body={"cycle_id": model.cycle},
            faults=tuple(faults),
            effect=effect,
        )

    has = any(each.owner == owner for each in model.applications.values())
    return Choice(
        act="start_application", label=owner, hands=(owner,), write=write, forward=not has and model.status == "called"
    )


def owned(model: Model, case: Application, who: str) -> list[Fault]:
    return when((who in model.owners and who != case.owner, UNSEEN))


def of_the_applicant(model: Model, case: Application) -> Iterator[Choice]:
    path = f"/v1/applications/{case.id}"
    row = ("application", case.id)

    def fill(who: str, draw: Draw) -> Attempt:
        unit = draw(list(model.units))
        faults = owned(model, case, who) + when(
            (case.status not in {"draft", "declined"}, fault(409, "application.not_a_draft"))
        )

        def effect(_answer: Answer) -> None:
            case.complete, case.unit = True, unit

        return Attempt(
            act="fill_form",
            who=who,
            path=path,
            body={"unit": unit},
            of=row,
            faults=tuple(faults),
            effect=effect,
            method="FILL",
            ok=200,
        )

    yield Choice(
        act="fill_form",
        label=case.name,
        hands=(case.owner,),
        write=fill,
        twice=False,
        forward=case.status == "draft" and not case.complete,
    )

    def submit(who: str, _draw: Draw) -> Attempt:
        faults = owned(model, case, who) + when(
            (case.status not in {"draft", "declined"}, LATE), (not case.complete, fault(422, "*"))
        )

        def effect(_answer: Answer) -> None:
            if case.status == "declined":
                model.see("another unit asked after a decline")
            _last_second(model, "submitted in the last second")
            case.status, case.sent = "submitted", case.unit

        return Attempt(
            act="submit_application",
            who=who,
            path=f"{path}/submission",
            of=row,
            faults=(*faults, *window(model)),
            effect=effect,
        )

    yield Choice(
        act="submit_application",
        label=case.name,
        hands=(case.owner,),
        write=submit,
        forward=case.complete and case.status == "draft" and not window(model),
    )

    def withdraw(who: str, _draw: Draw) -> Attempt:
        may = {"draft", "submitted", "declined", *AFTER_ARRIVAL, "not_candidate"}

        def effect(_answer: Answer) -> None:
            model.see(f"withdrawn while {case.status}")
            case.status = "withdrawn"

        faults = owned(model, case, who) + when((case.status not in may, LATE))
        return Attempt(
            act="withdraw_application", who=who, path=f"{path}/withdrawal", of=row, faults=tuple(faults), effect=effect
        )

    yield Choice(act="withdraw_application", label=case.name, hands=(case.owner,), write=withdraw)

    def reinstate(who: str, _draw: Draw) -> Attempt:
        other = any(
            each.owner == case.owner and each is not case and each.status != "withdrawn"
            for each in model.applications.values()
        )

        def effect(_answer: Answer) -> None:
            model.see("reinstated")
            case.status, case.sent, case.received_at = "draft", "", None

        faults = owned(model, case, who) + when(
            (case.status != "withdrawn", LATE), (other, fault(409, "application.exists"))
        )
        return Attempt(
            act="reinstate_application",
            who=who,
            path=f"{path}/reinstatement",
            of=row,
            faults=(*faults, *window(model)),
            effect=effect,
        )

    yield Choice(act="reinstate_application", label=case.name, hands=(case.owner,), write=reinstate)


def _last_second(model: Model, gauge: str) -> None:
    if model.closes and timedelta() < model.closes - model.now <= timedelta(seconds=1):
        model.see(gauge)


def of_the_unit(model: Model, case: Application) -> Iterator[Choice]:
    path, row = f"/v1/recommendations/{case.id}", ("application", case.id)
    hands = (case.sent or case.unit or model.units[0],)

    def seen(who: str) -> list[Fault]:
        return when(
            (who in model.units and who != case.sent, UNSEEN),
            (case.status in {"draft", "withdrawn"}, UNSEEN),
        )

    def sign(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            _last_second(model, "signed in the last second")
            case.status, case.received_at = "received", model.now

        faults = [*seen(who), *when((case.status != "submitted", LATE)), *window(model)]
        return Attempt(
            act="sign_recommendation",
            who=who,
            path=f"{path}/signature",
            of=row,
            faults=tuple(faults),
            effect=effect,
            method="SIGN",
        )

    yield Choice(
        act="sign_recommendation",
        label=case.name,
        hands=hands,
        write=sign,
        twice=False,
        forward=case.status == "submitted" and not window(model),
    )
    for act, word, after in (
        ("decline_recommendation", "decline", "declined"),
        ("return_application", "return", "draft"),
    ):
        yield Choice(act=act, label=case.name, hands=hands, write=_refusing(model, case, act, path, word, after, seen))


def _refusing(model: Model, case: Application, act: str, path: str, word: str, after: str, seen: Any) -> Any:  # noqa: ANN401 - a closure over one row of a table.
    def write(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            model.see(f"recommendation {word}")
            case.status = after

        faults = [*seen(who), *when((case.status != "submitted", LATE))]
        return Attempt(
            act=act,
            who=who,
            path=f"{path}/{word}",
            of=("application", case.id),
            faults=tuple(faults),
            effect=effect,
            body={"reason": "材料尚需完善。", "signer_name": "刘镇长（演练）"},
        )

    return write


def checked(model: Model, case: Application, who: str) -> list[Fault]:
    """Say what keeps an officer from an application at all: it never came, he has not signed, the year is over."""
    unseen = case.status == "draft" or (not case.sent and case.status == "withdrawn")
    return when((unseen, UNSEEN), (who not in model.signed, UNSIGNED), (model.dead, NOT_LIVE))
