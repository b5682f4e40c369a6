"""What the government is asked and says, and the end of the year (arts. 4, 7, 24, 26)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.machine.calling import DELIBERATED, OFFICE, cycle_act
from tests.machine.engine import Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.listing import fallen_of
from tests.machine.model import Model
from tests.machine.rows import Listed


def government(model: Model, listed: Listed) -> Iterator[Choice]:
    newest = listed is model.lists[-1]
    stale = any(model.applications[each].status != "proposed" for each in listed.names)

    def submit(who: str, _draw: Draw) -> Attempt:
        faults = when(
            (not newest, fault(422, "submission.list_old")),
            (bool(listed.submission), fault(422, "submission.sent")),
            (stale, fault(422, "submission.fallen")),
        )

        def effect(answer: Answer) -> None:
            listed.submission, listed.submitted_on = answer["id"], model.today
            model.status = "approval" if model.status == "deliberation" else model.status

        body = {
            "list_id": listed.id,
            "document_number": model.paper("质评"),
            "submitted_on": str(model.today),
        }
        return cycle_act(
            model,
            "submit_to_government",
            "/v1/government-submissions",
            *DELIBERATED,
            who=who,
            faults=faults,
            effect=effect,
            body=body,
        )

    yield Choice(
        act="submit_to_government",
        label="list",
        hands=OFFICE,
        write=submit,
        forward=newest and not stale and not listed.submission and model.status in DELIBERATED,
    )
    if not listed.submission:
        return
    closed = when(
        (listed.answer == "decided", fault(422, "decision.recorded")),
        (listed.answer == "returned", fault(422, "submission.returned")),
    )
    times = ("approval", "public_notice", "commended")

    def send_back(who: str, _draw: Draw) -> Attempt:
        others = [each for each in model.lists if each is not listed and each.submission and each.answer != "returned"]

        def effect(_answer: Answer) -> None:
            listed.answer = "returned"
            model.see("list returned")
            if model.status == "approval" and not others:
                model.status = "deliberation"

        body = {
            "document_number": model.paper("政办函"),
            "returned_on": str(model.today),
            "signatory": "沈市长（演练）",
            "reason": "请重新审议。",
        }
        return cycle_act(
            model,
            "return_submission",
            f"/v1/government-submissions/{listed.submission}/return",
            *times,
            who=who,
            faults=closed,
            effect=effect,
            body=body,
        )

    yield Choice(
        act="return_submission",
        label="list",
        hands=OFFICE,
        write=send_back,
        rare=newest and not listed.answer and model.status in times,
    )
    yield Choice(
        act="record_government_decision",
        label="list",
        hands=OFFICE,
        write=_decide(model, listed, closed, times),
        forward=newest and not listed.answer and model.status in times and _rechecked(model, listed, []),
    )


def _rechecked(model: Model, listed: Listed, struck: list[str]) -> bool:
    for each in listed.names:
        case = model.applications[each]
        day, met = case.rechecked.get("approval", (date.min, False))
        if (
            case.status == "proposed"
            and each not in struck
            and not (met and listed.submitted_on and day >= listed.submitted_on)
        ):
            return False
    return True


def _decide(model: Model, listed: Listed, closed: list[Fault], times: tuple[str, ...]) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, draw: Draw) -> Attempt:
        fallen = [each.id for each in fallen_of(model)]
        proposed = [each for each in listed.names if model.applications[each].status == "proposed"]
        struck = [*fallen, *draw([[], [], [], proposed[:1], proposed])]
        day = model.today - timedelta(days=draw([0, 0, 0, 1]))
        faults = [
            *closed,
            *when(
                (not _rechecked(model, listed, struck), fault(422, "recheck.missing")),
                (listed.submitted_on is not None and day < listed.submitted_on, fault(422, "decision.date")),
            ),
        ]

        def effect(answer: Answer) -> None:
            for each in struck:
                model.applications[each].status = "not_approved"
                model.see("name struck by the government")
            for each in proposed:
                if each not in struck:
                    model.applications[each].status = "approved_in_notice"
            listed.answer, listed.decision = "decided", answer["id"]
            tiers = {each: tier for every in model.lists for each, tier in every.names.items()}
            standing = model.in_status("approved_in_notice", "awarded")
            model.decisions.append((answer["id"], {each.id: tiers[each.id] for each in standing}, day))

        body = {
            "submission_id": listed.submission,
            "document_number": model.paper("政复"),
            "decided_on": str(day),
            "signatory": "沈市长（演练）",
            "struck": [{"application_id": each, "reason": "不予批准。"} for each in dict.fromkeys(struck)],
        }
        return cycle_act(
            model,
            "record_government_decision",
            "/v1/government-decisions",
            *times,
            who=who,
            faults=faults,
            effect=effect,
            body=body,
        )

    return write


def close_year(model: Model) -> Choice:
    fallen = {each.id for each in fallen_of(model)}
    left = [each for each in model.in_status("proposed", "approved_in_notice") if each.id not in fallen]

    def write(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            model.see(f"closed out of {model.status}")
            model.status = "closed"

        return cycle_act(
            model,
            "close_cycle",
            f"/v1/cycles/{model.cycle}/closure",
            "approval",
            "public_notice",
            "commended",
            who=who,
            effect=effect,
            faults=when((bool(left), fault(409, "cycle.winners_waiting"))),
        )

    return Choice(act="close_cycle", label="year", hands=OFFICE, write=write)
