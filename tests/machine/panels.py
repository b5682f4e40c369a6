"""Panels: formed and started; who is what to an application (arts. 8(4), 20, 30)."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.machine.calling import OFFICE
from tests.machine.engine import LATE, NO_DUTY, UNSEEN, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import BEFORE, RUNNING, Model
from tests.machine.rows import Application, Panel

EXPERTS = tuple(f"expert{number}" for number in range(1, 7))


INDUSTRY = frozenset({"expert3", "expert5"})


ORDER = ("planned", "called", "eligibility", "material_review", "defence", "site_review")


def stage_panel(model: Model, stage: str) -> Panel | None:
    """Give the newest panel of a stage."""
    found = [each for each in model.panels.values() if each.stage == stage]
    return found[-1] if found else None


def relation(model: Model, who: str, stage: str, application: str) -> dict[str, Any] | None:
    """Give what an expert is to an application in a stage."""
    for panel in model.panels.values():
        if panel.stage == stage and (who, application) in panel.relations:
            return panel.relations[who, application]
    return None


def workers(model: Model, stage: str, application: str) -> list[str]:
    """Give who is assigned to an application in a stage."""
    found = [(who, each) for who in EXPERTS if (each := relation(model, who, stage, application))]
    return [who for who, each in found if each["state"] == "assigned"]


def leader(model: Model, stage: str, application: str) -> str:
    """Give who leads the work on an application, or somebody who does not."""
    here = workers(model, stage, application)
    led = [who for who in here if (relation(model, who, stage, application) or {})["leads"]]
    return (led or here or ["expert1"])[0]


def whole(seats: Mapping[str, bool], least: int) -> list[Fault]:
    """Say what a panel of these experts (who → leads) lacks."""
    return when(
        (len(seats) < least, fault(422, "panel.size")),
        (not INDUSTRY & set(seats), fault(422, "panel.industry_expert")),
        (sum(seats.values()) != 1, fault(422, "panel.leader")),
    )


def entering(model: Model, who: str, stage: str, application: str) -> list[Fault]:
    """Say what keeps an expert out of a dossier."""
    mine = relation(model, who, stage, application)
    if mine is None or mine["state"] != "assigned":
        return [UNSEEN]
    return when(
        (who not in model.signed, fault(422, "panel.undertaking")),
        (not mine["declared"], fault(422, "panel.undeclared")),
    )


def running(model: Model, stage: str, case: Application) -> list[Fault]:
    """Say whether the stage does not run, or not on this application."""
    return when(
        (model.status != RUNNING[stage], fault(422, "review.not_running")),
        (case.status != BEFORE[stage], fault(422, "review.application_elsewhere")),
    )


def duty(model: Model, who: str, stage: str, application: str) -> list[Fault]:
    """Say whether an expert who is assigned does not lead."""
    mine = relation(model, who, stage, application)
    return when((bool(mine) and mine["state"] == "assigned" and not mine["leads"], NO_DUTY))


def form_panel(model: Model, stage: str) -> Choice:
    late = model.status not in ORDER[: ORDER.index(RUNNING[stage]) + 1]

    def write(who: str, _draw: Draw) -> Attempt:
        def effect(answer: Answer) -> None:
            model.panels[answer["id"]] = Panel(id=answer["id"], stage=stage)

        body = {"cycle_id": model.cycle, "stage": stage, "name": f"演练{stage}组{model.number()}"}
        return Attempt(
            act="form_panel",
            who=who,
            path="/v1/panels",
            body=body,
            effect=effect,
            faults=tuple(when((late, fault(422, "panel.stage_over")))),
        )

    there = stage_panel(model, stage)
    return Choice(
        act="form_panel",
        label=stage,
        hands=OFFICE,
        write=write,
        forward=model.status == RUNNING[stage] and there is None,
    )


def panel_act(panel: Panel, act: str, word: str, turn: str, faults: list[Fault], **more: Any) -> Attempt:  # noqa: ANN401 - fields of an attempt.
    return Attempt(
        act=act,
        path=f"/v1/panels/{panel.id}/{word}",
        of=("panel", panel.id),
        faults=(*when((panel.status != turn, LATE)), *faults),
        **more,
    )


def forming(model: Model, panel: Panel) -> Iterator[Choice]:
    now = model.status == RUNNING[panel.stage] and panel.status == "forming"
    wanted = [each for each in ("expert1", "expert3", "expert2")[: model.numbers.panel] if each not in panel.seats]

    def seat(who: str, draw: Draw) -> Attempt:
        expert = draw([*wanted, *EXPERTS])
        leads = expert == "expert1" if wanted else draw([False, True])
        faults = when(
            (expert in panel.seats, fault(422, "panel.seated_already")),
            (leads and any(panel.seats.values()), fault(422, "panel.second_leader")),
        )

        def effect(_answer: Answer) -> None:
            panel.seats[expert] = leads

        body = {"expert_id": model.parties[expert], "is_leader": leads}
        return panel_act(panel, "seat_expert", "seats", "forming", faults, who=who, effect=effect, body=body)

    yield Choice(act="seat_expert", label=panel.stage, hands=OFFICE, write=seat, forward=now and bool(wanted))
    fit = {"material": {"eligible"}, "defence": {"shortlisted"}, "site": {"shortlisted", "defended"}}[panel.stage]
    taken = {each for other in model.panels.values() if other.stage == panel.stage for each in other.applications}
    for case in model.applications.values():
        yield Choice(
            act="assign_application",
            label=f"{panel.stage} {case.name}",
            hands=OFFICE,
            write=_assigning(panel, case, fit, taken),
            forward=now and case.status == BEFORE[panel.stage] and case.id not in taken,
        )

    def activate(who: str, _draw: Draw) -> Attempt:
        faults = whole(panel.seats, model.numbers.panel) + when(
            (not panel.applications, fault(422, "panel.no_application"))
        )
        barred = {
            (expert, each)
            for expert in panel.seats
            for each in panel.applications
            if conflicted(model, panel, expert, each)
        }
        for each in panel.applications:
            faults += whole(
                {one: led for one, led in panel.seats.items() if (one, each) not in barred}, model.numbers.panel
            )

        def effect(_answer: Answer) -> None:
            panel.status = "active"
            for each in panel.applications:
                for expert, leads in panel.seats.items():
                    state = "recused" if (expert, each) in barred else "assigned"
                    panel.relations[expert, each] = {"state": state, "declared": False, "leads": leads, "in": False}
                    if state == "recused":
                        model.see("barred by an earlier conflict")

        return panel_act(panel, "activate_panel", "activation", "forming", faults, who=who, effect=effect)

    waiting = [each for each in model.in_status(BEFORE[panel.stage]) if each.id not in taken]
    yield Choice(
        act="activate_panel",
        label=panel.stage,
        hands=OFFICE,
        write=activate,
        forward=now and not waiting and not wanted and bool(panel.applications),
    )


def conflicted(model: Model, panel: Panel, expert: str, application: str) -> bool:
    """Say whether he declared a conflict with this application in another panel."""
    return any(
        other is not panel and other.relations.get((expert, application), {}).get("state") == "conflicted"
        for other in model.panels.values()
    )


def _assigning(panel: Panel, case: Application, fit: set[str], taken: set[str]) -> Any:  # noqa: ANN401 - how an attempt is written.
    def write(who: str, _draw: Draw) -> Attempt:
        faults = when(
            (case.status == "draft" or (case.status == "withdrawn" and not case.sent), UNSEEN),
            (case.status not in fit, fault(422, "panel.not_on_the_way")),
            (case.id in taken, fault(422, "panel.assigned_already")),
        )
        return panel_act(
            panel,
            "assign_application",
            "assignments",
            "forming",
            faults,
            who=who,
            effect=lambda _answer: panel.applications.append(case.id),
            body={"application_id": case.id},
        )

    return write
