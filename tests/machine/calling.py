"""The year itself: call, correction, end of acceptance, list, undertakings (arts. 18, 19, 30)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.machine.engine import LATE, UNSEEN, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import Model
from tests.machine.numbers import day_of, midnight, working_day_after
from tests.machine.rows import Application
from tests.year_world import call

OFFICE = ("office1", "office2")
DELIBERATED = ("deliberation", "public_notice", "commended")
CHAIR = ("chair",)


CLOSED, NOT_OPEN, NOT_CALLED = "window.closed", "window.not_yet_open", "window.not_called"


NOT_LIVE = fault(409, "cycle.not_live")


def cycle_act(model: Model, act: str, path: str, *turn: str, faults: list[Fault], **more: Any) -> Attempt:  # noqa: ANN401 - fields of an attempt.
    """Write an attempt on the year itself."""
    late = when((model.status not in turn, LATE))
    return Attempt(act=act, path=path, of=("cycle", model.cycle), faults=(*late, *faults), **more)


def publish(model: Model) -> Choice:
    def write(who: str, draw: Draw) -> Attempt:
        wait, days = draw([0, 1, 3]), draw([10, 1, 2])
        opens = model.today + timedelta(days=wait)
        until = opens + timedelta(days=days - 1)

        def effect(_answer: Answer) -> None:
            model.status, model.opens = "called", midnight(opens)
            model.closes = midnight(until + timedelta(days=1)) + model.numbers.close_shift

        return cycle_act(
            model,
            "publish_call",
            f"/v1/cycles/{model.cycle}/calls",
            "planned",
            who=who,
            faults=[],
            effect=effect,
            body=call(opens, until, model.today),
        )

    return Choice(act="publish_call", label="call", hands=OFFICE, write=write, forward=model.status == "planned")


def correct(model: Model) -> Choice:
    def write(who: str, draw: Draw) -> Attempt:
        opens, closes = model.opens or model.now, model.closes or model.now
        first, until = day_of(opens), day_of(closes - timedelta(hours=1)) + timedelta(days=draw([2, 0, -1]))
        faults = when(
            (until < first, fault(422, "window.backwards")),
            (midnight(until + timedelta(days=1)) <= model.now, fault(422, "call.window_over")),
        )

        def effect(_answer: Answer) -> None:
            if model.closes and model.now >= model.closes:
                model.see("window reopened by a correction")
            model.closes = midnight(until + timedelta(days=1)) + model.numbers.close_shift

        return cycle_act(
            model,
            "correct_call",
            f"/v1/cycles/{model.cycle}/call-corrections",
            "called",
            who=who,
            faults=faults,
            effect=effect,
            body=call(first, until, model.today, reason="期限调整（演练）。"),
        )

    return Choice(act="correct_call", label="correct", hands=OFFICE, write=write)


def close_acceptance(model: Model) -> Choice:
    def write(who: str, _draw: Draw) -> Attempt:
        early = model.closes is None or model.now < model.closes

        def effect(_answer: Answer) -> None:
            model.status = "eligibility"
            if model.in_status("draft"):
                model.see("deadline passed while in draft")
            if model.in_status("submitted"):
                model.see("deadline passed with the unit")

        return cycle_act(
            model,
            "close_acceptance",
            f"/v1/cycles/{model.cycle}/acceptance-closure",
            "called",
            who=who,
            faults=when((early, fault(422, "window.still_open"))),
            effect=effect,
        )

    ready = all(each.status not in {"draft", "submitted"} for each in model.applications.values())
    over = model.status == "called" and model.closes is not None and model.now >= model.closes
    return Choice(act="close_acceptance", label="close", hands=OFFICE, write=write, forward=over or (ready and over))


def _undecided(model: Model) -> list[Fault]:
    own = [each for each in model.in_status("ineligible") if each.verdict_on]
    last = [last_to_ask(model, each) for each in own if not each.reconsideration]
    return when(
        (bool(model.in_status("received", "supplement_requested")), fault(422, "eligibility.undecided")),
        (not model.in_status("eligible"), fault(422, "eligibility.nobody")),
        (any(each.reconsideration == "received" for each in own), fault(422, "reconsideration.open")),
        (any(model.today <= each for each in last), fault(422, "reconsideration.days_running")),
    )


def confirm(model: Model) -> Choice:
    faults = _undecided(model)

    def write(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            model.status = "material_review"

        return cycle_act(
            model,
            "confirm_eligible_list",
            f"/v1/eligible-lists/{model.cycle}",
            "eligibility",
            who=who,
            faults=faults,
            effect=effect,
        )

    return Choice(
        act="confirm_eligible_list",
        label="list",
        hands=OFFICE,
        write=write,
        forward=model.status == "eligibility" and not faults,
    )


def cancel(model: Model) -> Choice:
    def write(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            model.see(f"cancelled while {model.status}")
            model.status = "cancelled"

        return cycle_act(
            model,
            "cancel_cycle",
            f"/v1/cycles/{model.cycle}/cancellation",
            "planned",
            "called",
            "eligibility",
            "material_review",
            "defence",
            "site_review",
            "deliberation",
            who=who,
            faults=[],
            effect=effect,
            body={"resolution_id": model.resolution},
        )

    return Choice(act="cancel_cycle", label="cancel", hands=OFFICE, write=write)


def window(model: Model, *, starting: bool = False) -> list[Fault]:
    """Say what the window has against an arrival now."""
    if model.status != "called" or model.opens is None or model.closes is None:
        return [fault(422, NOT_CALLED)]
    return when(
        (model.now < model.opens and not starting, fault(422, NOT_OPEN)),
        (model.now >= model.closes, fault(422, CLOSED)),
    )


def signing(model: Model) -> Iterator[Choice]:
    """Give the undertaking of everybody who signs one."""
    for who in model.bound:
        yield undertake(model, who)


def undertake(model: Model, person: str) -> Choice:
    def write(who: str, _draw: Draw) -> Attempt:
        faults = when(
            (model.opens is None and who not in model.officers, UNSEEN),
            (who in model.signed, fault(409, "undertaking.signed")),
        )
        return Attempt(
            act="sign_undertaking",
            who=who,
            path="/v1/undertakings",
            faults=tuple(faults),
            effect=lambda _answer: model.signed.add(who),
            body={"cycle_id": model.cycle, "text_sha256": model.undertaking},
        )

    needed = (person in OFFICE and model.status == "called") or model.status in model.bound[person]
    return Choice(
        act="sign_undertaking",
        label=person,
        hands=(person,),
        write=write,
        roles=("secretariat", "expert", "committee"),
        forward=needed and person not in model.signed,
    )


def last_to_ask(model: Model, case: Application) -> Any:  # noqa: ANN401 - a day.
    return working_day_after(case.verdict_on or model.today, model.numbers.reconsideration_days)
