"""Who declares, who leaves, who comes and who leads (arts. 20, 30)."""

from collections.abc import Iterator
from typing import Any

from tests.machine.calling import OFFICE
from tests.machine.engine import UNSEEN, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import BEFORE, RUNNING, Model
from tests.machine.panels import EXPERTS, INDUSTRY, conflicted, panel_act, whole
from tests.machine.rows import Panel


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


def _exclude(model: Model, stage: str, expert: str, application: str) -> None:
    sheet = model.sheets_on(stage, application).get(expert)
    if sheet is not None:
        sheet.status = "excluded"
        model.see("sheet excluded")


def _declare(model: Model, panel: Panel, application: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, draw: Draw) -> Attempt:
        conflict = draw([False] * 12 + [True])
        mine = panel.relations.get((who, application))
        faults = when(
            (who not in panel.seats or mine is None, UNSEEN),
            (bool(mine) and mine["state"] != "assigned", fault(422, "panel.not_assigned")),
            (conflict and model.is_agreed(panel.stage, application), fault(422, "panel.concluded")),
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
            and not model.is_agreed(panel.stage, application),
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
            (model.is_agreed(panel.stage, application), fault(422, "panel.concluded")),
        )

        def effect(_answer: Answer) -> None:
            mine["state"] = "recused"
            model.see("expert recused")
            _exclude(model, panel.stage, expert, application)

        body = {"expert_id": model.parties[expert], "application_id": application, "reason": "回避（演练）。"}
        return panel_act(panel, "recuse_expert", "recusals", "active", faults, who=who, effect=effect, body=body)

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
            and not model.is_agreed(panel.stage, application)
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
        handed = named or [each for each in mine if not model.is_agreed(panel.stage, each)]
        faults = when(
            (not mine, UNSEEN),
            (leaver in panel.left, fault(422, "panel.not_seated")),
            (
                leaver == comer or any((comer, each) in panel.relations for each in handed),
                fault(422, "panel.related_already"),
            ),
            (comer in panel.seats and (not named or comer in panel.left), fault(422, "panel.seated_already")),
            (any(conflicted(model, panel, comer, each) for each in handed), fault(422, "panel.employed")),
            (any(model.is_agreed(panel.stage, each) for each in named), fault(422, "panel.concluded")),
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
        return panel_act(panel, "replace_expert", "replacements", "active", faults, who=who, effect=effect, body=body)

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
        return panel_act(panel, "hand_over_lead", "leaders", "active", faults, who=who, effect=effect, body=body)

    return write
