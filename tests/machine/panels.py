"""Panels: formed, started, declared to, left, replaced in, led (arts. 8(4), 20, 30)."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.machine.calling import OFFICE
from tests.machine.engine import LATE, NO_DUTY, UNSEEN, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import BEFORE, RUNNING, Application, Model, Panel

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


def _panel_act(panel: Panel, act: str, word: str, turn: str, faults: list[Fault], **more: Any) -> Attempt:  # noqa: ANN401 - fields of an attempt.
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
        return _panel_act(panel, "seat_expert", "seats", "forming", faults, who=who, effect=effect, body=body)

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
            if _conflicted(model, panel, expert, each)
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

        return _panel_act(panel, "activate_panel", "activation", "forming", faults, who=who, effect=effect)

    waiting = [each for each in model.in_status(BEFORE[panel.stage]) if each.id not in taken]
    yield Choice(
        act="activate_panel",
        label=panel.stage,
        hands=OFFICE,
        write=activate,
        forward=now and not waiting and not wanted and bool(panel.applications),
    )


def _conflicted(model: Model, panel: Panel, expert: str, application: str) -> bool:
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
        return _panel_act(
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


def declaring(model: Model, panel: Panel) -> Iterator[Choice]:
    for (expert, application), mine in panel.relations.items():
        case = model.applications[application]
        label = f"{panel.stage} {expert} {case.name}"
        open_ = model.status == RUNNING[panel.stage] and case.status == BEFORE[panel.stage]
        yield Choice(
            act="declare_relation",
            label=label,
            hands=(expert,),
            write=_declare(model, panel, application),
            forward=open_ and mine["state"] == "assigned" and not mine["declared"],
        )


def _concluded(model: Model, panel: Panel, application: str) -> bool:
    return any(
        each.panel == panel.id and each.application == application and each.status == "concluded"
        for each in model.consensus.values()
    )


def _exclude(model: Model, stage: str, expert: str, application: str) -> None:
    for sheet in model.sheets.values():
        if (sheet.stage, sheet.expert, sheet.application) == (stage, expert, application):
            sheet.status = "excluded"
            model.see("sheet excluded")


def _declare(model: Model, panel: Panel, application: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, draw: Draw) -> Attempt:
        conflict = draw([False] * 12 + [True])
        mine = panel.relations.get((who, application))
        faults = when(
            (who not in panel.seats or mine is None, UNSEEN),
            (bool(mine) and mine["state"] != "assigned", fault(422, "panel.not_assigned")),
            (conflict and _concluded(model, panel, application), fault(422, "panel.concluded")),
        )

        def effect(_answer: Answer) -> None:
            if mine is None:
                return
            mine["declared"] = not conflict
            if conflict:
                model.see("conflict declared")
                mine["state"] = "conflicted"
                _exclude(model, panel.stage, who, application)

        body = {"application_id": application, "conflict": conflict, "ground": "亲属（演练）。" if conflict else ""}
        return Attempt(
            act="declare_relation",
            who=who,
            path=f"/v1/panels/{panel.id}/declarations",
            body=body,
            faults=tuple(faults),
            effect=effect,
        )

    return write


def leaving(model: Model, panel: Panel) -> Iterator[Choice]:
    for (expert, application), mine in list(panel.relations.items()):
        yield Choice(
            act="recuse_expert",
            label=f"{panel.stage} {expert} {model.applications[application].name}",
            hands=OFFICE,
            write=_recusing(model, panel, expert, application, mine),
            rare=panel.status == "active"
            and model.status == RUNNING[panel.stage]
            and mine["state"] == "assigned"
            and not _concluded(model, panel, application),
        )
    for expert in panel.seats:
        yield Choice(
            act="replace_expert",
            label=f"{panel.stage} {expert}",
            hands=OFFICE,
            write=_replacing(model, panel, expert),
            forward=_needs_replacement(model, panel, expert),
        )
    for expert in EXPERTS:
        yield Choice(
            act="hand_over_lead",
            label=f"{panel.stage} {expert}",
            hands=OFFICE,
            write=_handing_over(model, panel, expert),
        )


def _recusing(model: Model, panel: Panel, expert: str, application: str, mine: dict[str, Any]) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, _draw: Draw) -> Attempt:
        faults = when(
            (mine["state"] != "assigned", fault(422, "panel.not_assigned")),
            (_concluded(model, panel, application), fault(422, "panel.concluded")),
        )

        def effect(_answer: Answer) -> None:
            mine["state"] = "recused"
            model.see("expert recused")
            _exclude(model, panel.stage, expert, application)

        body = {"expert_id": model.parties[expert], "application_id": application, "reason": "回避（演练）。"}
        return _panel_act(panel, "recuse_expert", "recusals", "active", faults, who=who, effect=effect, body=body)

    return write


def _needs_replacement(model: Model, panel: Panel, expert: str) -> bool:
    """Say whether someone is gone from a running application of which he has no successor yet."""
    if model.status != RUNNING[panel.stage] or panel.status != "active" or expert in panel.left:
        return False
    for application in panel.applications:
        mine = panel.relations.get((expert, application))
        if (
            mine
            and mine["state"] != "assigned"
            and not _concluded(model, panel, application)
            and model.applications[application].status == BEFORE[panel.stage]
            and _lacking(model, panel, application)
        ):
            return True
    return False


def _lacking(model: Model, panel: Panel, application: str) -> list[Fault]:
    here = {
        expert: mine["leads"]
        for (expert, each), mine in panel.relations.items()
        if each == application and mine["state"] == "assigned"
    }
    return whole(here, model.numbers.panel)


def _replacing(model: Model, panel: Panel, leaver: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, draw: Draw) -> Attempt:
        gone = [
            a for a in panel.applications if panel.relations.get((leaver, a), {}).get("state") not in {"assigned", None}
        ]
        comer = draw(["expert5" if leaver in INDUSTRY else "expert4", "expert6", "expert4", "expert5", "expert1"])
        named = [draw(gone)] if gone else draw([[], panel.applications[:1]])
        mine = {each: panel.relations[leaver, each] for each in panel.applications if (leaver, each) in panel.relations}
        handed = named or [each for each in mine if not _concluded(model, panel, each)]
        faults = when(
            (not mine, UNSEEN),
            (leaver in panel.left or leaver == comer, fault(422, "*")),
            (any((comer, each) in panel.relations for each in handed), fault(422, "*")),
            (comer in panel.seats and (not named or comer in panel.left), fault(422, "panel.seated_already")),
            (any(_conflicted(model, panel, comer, each) for each in handed), fault(422, "*")),
            (any(_concluded(model, panel, each) for each in named), fault(422, "panel.concluded")),
        )
        after = _after_replacement(panel, leaver, comer, named, handed)
        if not faults:
            faults += whole(after[0], model.numbers.panel)
            for each in handed:
                here = {one: r["leads"] for (one, a), r in after[1].items() if a == each and r["state"] == "assigned"}
                lacked = {code for found in _lacking(model, panel, each) for code in found.codes}
                lacks = whole(here, model.numbers.panel)
                short = "panel.size" in lacked and len(here) < model.numbers.panel
                faults += [found for found in lacks if not (short and found.codes <= lacked)]

        def effect(_answer: Answer) -> None:
            model.see("expert replaced")
            if any(panel.relations[leaver, each]["state"] == "recused" for each in handed):
                model.see("panel replaced after recusal")
            for each in handed:
                if panel.relations[leaver, each]["state"] == "assigned":
                    _exclude(model, panel.stage, leaver, each)
            panel.relations.clear()
            panel.relations.update(after[1])
            if not named:
                panel.left.add(leaver)
            panel.seats[comer] = panel.seats.get(comer, False) or after[0].get(comer, False)

        body = {
            "expert_id": model.parties[leaver],
            "replacement_id": model.parties[comer],
            "application_ids": named,
            "reason": "替换（演练）。",
        }
        return _panel_act(panel, "replace_expert", "replacements", "active", faults, who=who, effect=effect, body=body)

    return write


def _after_replacement(
    panel: Panel, leaver: str, comer: str, named: list[str], handed: list[str]
) -> tuple[dict[str, bool], dict[tuple[str, str], dict[str, Any]]]:
    """Give seats and relations as they would be."""
    relations = {pair: dict(mine) for pair, mine in panel.relations.items()}
    led = {
        each
        for (_one, each), mine in relations.items()
        if (mine["leads"] and mine["state"] == "assigned" and each not in handed)
        or (mine["leads"] and mine["state"] == "assigned" and _one != leaver)
    }
    for each in handed:
        mine = relations[leaver, each]
        leads = mine["leads"] and each not in led
        if mine["state"] == "assigned":
            mine["state"] = "recused"
        relations[comer, each] = {"state": "assigned", "declared": False, "leads": leads, "in": False}
    seats = {one: leads for one, leads in panel.seats.items() if one not in panel.left and (named or one != leaver)}
    if comer not in panel.seats:
        seats[comer] = not named and panel.seats.get(leaver, False) and not any(seats.values())
    return seats, relations


def _handing_over(model: Model, panel: Panel, expert: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, _draw: Draw) -> Attempt:
        own = [a for (one, a), mine in panel.relations.items() if one == expert and mine["state"] == "assigned"]
        begun = {each.application for each in model.consensus.values() if each.panel == panel.id}
        idle = not own or expert not in panel.seats or expert in panel.left
        faults = when(
            (idle, fault(422, "panel.not_assigned")),
            (any(a in begun and not panel.relations[expert, a]["in"] for a in own), fault(422, "panel.lead_unscored")),
            (bool(own) and all(panel.relations[expert, a]["leads"] for a in own), fault(422, "panel.leads_already")),
        )

        def effect(_answer: Answer) -> None:
            model.see("lead handed over")
            for (one, a), mine in panel.relations.items():
                if a in own and mine["state"] == "assigned":
                    mine["leads"] = one == expert
            for one in panel.seats:
                if one not in panel.left:
                    panel.seats[one] = one == expert

        body = {"expert_id": model.parties[expert], "application_ids": [], "reason": "组长移交（演练）。"}
        return _panel_act(panel, "hand_over_lead", "leaders", "active", faults, who=who, effect=effect, body=body)

    return write
