"""Supplements asked for and answered, verdicts looked at again (arts. 10, 11, 19)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.machine.applying import checked, owned
from tests.machine.calling import NOT_LIVE, OFFICE, last_to_ask
from tests.machine.engine import LATE, UNSEEN, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.numbers import midnight, working_day_after
from tests.machine.rows import Application


def supplements(model: Model, case: Application) -> Iterator[Choice]:
    row = ("application", case.id)
    since = [each for each in case.supplements if case.received_at and each["asked"] >= case.received_at]

    def request(who: str, draw: Draw) -> Attempt:
        last = working_day_after(model.today, model.numbers.supplement_days)
        due = (
            model.today + timedelta(days=draw([1, 2, 0]))
            if draw([True, True, False])
            else last + timedelta(days=draw([0, 1]))
        )
        faults = [
            *checked(model, case, who),
            *when(
                (case.status != "received", LATE),
                (len(since) >= 1, fault(422, "supplement.no_round_left")),
                (not model.today < due <= last, fault(422, "supplement.due_day")),
            ),
        ]

        def effect(answer: Answer) -> None:
            case.status = "supplement_requested"
            case.supplements.append({"id": answer["id"], "due": due, "asked": model.now, "answered": False})

        return Attempt(
            act="request_supplement",
            who=who,
            path=f"/v1/eligibility/{case.id}/supplement-requests",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"items": [{"item": "certificate", "note": "请补充。"}], "reason": "不齐。", "due_on": str(due)},
        )

    yield Choice(
        act="request_supplement",
        label=case.name,
        hands=OFFICE,
        write=request,
        rare=case.status == "received" and not since,
    )

    def supply(who: str, _draw: Draw) -> Attempt:
        asked = case.supplements[-1] if case.supplements else {"id": str(uuid4()), "due": model.today}
        over = model.today > asked["due"]
        faults = [
            *owned(model, case, who),
            *when(
                (not case.supplements, UNSEEN),
                (case.status != "supplement_requested", LATE),
                (over, fault(422, "supplement.too_late")),
                (model.dead, NOT_LIVE),
            ),
        ]
        if over and case.status == "supplement_requested":
            model.see("supplement late")

        def effect(_answer: Answer) -> None:
            if (
                midnight(model.today + timedelta(days=1)) - model.now <= timedelta(seconds=1)
                and model.today == asked["due"]
            ):
                model.see("supplement in the last second")
            case.status, asked["answered"] = "received", True

        return Attempt(
            act="supply_supplement",
            who=who,
            path=f"/v1/supplements/{asked['id']}/answer",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"answers": [{"item": "certificate", "text": "见附件。"}]},
        )

    yield Choice(
        act="supply_supplement",
        label=case.name,
        hands=(case.owner,),
        write=supply,
        rare=case.status == "supplement_requested",
    )


def reconsidering(model: Model, case: Application) -> Iterator[Choice]:
    path, row = f"/v1/eligibility/{case.id}/reconsideration", ("application", case.id)

    def ask(who: str, _draw: Draw) -> Attempt:
        over = case.verdict_on is None or model.today > last_to_ask(model, case)
        faults = [
            *owned(model, case, who),
            *when(
                (case.status != "ineligible", LATE),
                (model.dead, NOT_LIVE),
                (case.status == "draft", UNSEEN),
                (case.status == "ineligible" and bool(case.reconsideration), fault(422, "reconsideration.once")),
                (case.status == "ineligible" and over, fault(422, "reconsideration.too_late")),
            ),
        ]
        if case.status == "ineligible" and over:
            model.see("reconsideration asked for too late")

        def effect(_answer: Answer) -> None:
            case.reconsideration = "received"

        return Attempt(
            act="ask_reconsideration",
            who=who,
            path=path,
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"grounds": "请求复核。"},
        )

    yield Choice(
        act="ask_reconsideration",
        label=case.name,
        hands=(case.owner,),
        write=ask,
        rare=case.status == "ineligible" and not case.reconsideration,
    )
    for act, word, after in (
        ("uphold_reconsideration", "upholding", "upheld"),
        ("reject_reconsideration", "rejection", "rejected"),
    ):
        yield Choice(
            act=act,
            label=case.name,
            hands=OFFICE,
            write=_ruling(model, case, act, f"{path}/{word}", after),
            forward=case.reconsideration == "received",
        )


def _ruling(model: Model, case: Application, act: str, path: str, after: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, _draw: Draw) -> Attempt:
        faults = [
            *checked(model, case, who),
            *when(
                (not case.reconsideration, UNSEEN),
                (case.reconsideration != "received", LATE),
                (case.status != "ineligible", LATE),
                (case.verdict_by == who, fault(422, "reconsideration.same_officer")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            model.see(f"reconsideration {after}")
            case.reconsideration = after
            if after == "upheld":
                case.status, case.received_at = "received", case.received_at

        return Attempt(
            act=act,
            who=who,
            path=path,
            of=("application", case.id),
            faults=tuple(faults),
            effect=effect,
            body={"ruling": "经复核。"},
        )

    return write
