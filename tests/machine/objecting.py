"""Objections to the names of a notice: registered, admitted, ruled on (arts. 25, 26)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.machine.calling import OFFICE
from tests.machine.engine import LATE, UNSEEN, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.noticed import ended
from tests.machine.numbers import midnight
from tests.machine.rows import Notice, Objection


def objecting(model: Model, notice: Notice, application: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, draw: Draw) -> Attempt:
        received = model.today - timedelta(days=draw([0, 0, 0, 1, -1]))
        if notice.last_day and notice.last_day < model.today:
            received = draw([notice.last_day, received])
        inside = (
            notice.published_on is not None
            and notice.last_day is not None
            and notice.published_on <= received <= notice.last_day
        )
        beyond = notice.published_on is not None and notice.last_day is not None and received > notice.last_day
        timed = notice.status != "interrupted"
        faults = when(
            (notice.published_on is None, UNSEEN),
            (application not in notice.names, fault(422, "notice.unknown_name")),
            (timed and beyond, fault(422, "notice.objection_late")),
            (timed and not inside and not beyond, fault(422, "notice.objection_early")),
            (
                not timed and notice.published_on is not None and received < notice.published_on,
                fault(422, "notice.objection_late"),
            ),
            (received > model.today, fault(422, "day.in_future")),
        )

        def effect(answer: Answer) -> None:
            if notice.last_day and midnight(notice.last_day + timedelta(days=1)) - model.now <= timedelta(seconds=1):
                model.see(
                    "objection in the last second"
                    if not ended(model, notice)
                    else "objection registered after its term"
                )
            model.objections[answer["id"]] = Objection(id=answer["id"], notice=notice.id, application=application)

        body = {
            "notice_id": notice.id,
            "application_id": application,
            "channel": "letter",
            "received_on": str(received),
            "is_real_name": True,
            "name": "某市民（演练）",
            "contact": "0510-86000001",
            "text": "材料不实。",
        }
        return Attempt(
            act="register_objection", who=who, path="/v1/objections", body=body, faults=tuple(faults), effect=effect
        )

    return write


def on_objection(model: Model, objection: Objection) -> Iterator[Choice]:
    for act, word, turn, after in (
        ("admit_objection", "admission", "received", "investigating"),
        ("refuse_objection", "refusal", "received", "inadmissible"),
        ("uphold_objection", "upholding", "investigating", "upheld"),
        ("reject_objection", "rejection", "investigating", "rejected"),
    ):
        case = model.applications[objection.application]
        roles = ("secretariat", "committee") if after in {"upheld", "rejected"} else ()
        yield Choice(
            act=act,
            label=f"{case.name} {objection.id[:4]}",
            hands=OFFICE,
            roles=roles,
            write=_settle(model, objection, act, word, turn, after),
            forward=objection.status == turn,
        )


def _settle(model: Model, objection: Objection, act: str, word: str, turn: str, after: str) -> Any:  # noqa: ANN401 - a closure over one row of a table.
    def write(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            objection.status = after
            objection.ruled_on = model.today if after != "investigating" else None
            model.see(f"objection {after}")

        body = {"reason": "经核实。"} if after == "investigating" else {"reason": "经核实。", "reply": "已告知。"}
        faults = when((who in model.members, UNSEEN), (objection.status != turn, LATE))
        return Attempt(
            act=act,
            who=who,
            path=f"/v1/objections/{objection.id}/{word}",
            of=("objection", objection.id),
            faults=tuple(faults),
            effect=effect,
            body=body,
        )

    return write
