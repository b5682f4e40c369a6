"""Reports, shortlist, the end of a stage (arts. 17, 22)."""

from collections.abc import Iterator
from typing import Any

from tests.machine.calling import OFFICE, cycle_act
from tests.machine.engine import LATE, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import BEFORE, RUNNING, Model
from tests.machine.panels import duty, entering, leader
from tests.machine.rows import Application
from tests.machine.scoring import total_of


def _concluded_total(model: Model, stage: str, application: str) -> int | None:
    found = model.agreement(stage, application)
    return total_of(found.marks) if found and found.status == "concluded" else None


def reporting(model: Model, case: Application) -> Iterator[Choice]:
    for stage, act, word, turn in (
        ("material", "issue_material_report", "material-report", "eligible"),
        ("site", "issue_comprehensive_report", "comprehensive-report", "site_visited"),
    ):
        led = leader(model, stage, case.id)
        total = _concluded_total(model, stage, case.id)
        name = "material" if stage == "material" else "comprehensive"
        running_ = case.status == turn and total is not None and name not in case.reports
        yield Choice(
            act=act,
            label=case.name,
            hands=(led,),
            write=_report(model, case, stage, act, word, turn),
            forward=running_ and not entering(model, led, stage, case.id) and model.status == RUNNING[stage],
        )


def _report(model: Model, case: Application, stage: str, act: str, word: str, turn: str) -> Any:  # noqa: ANN401 - a closure over one row of a table.
    total, name = _concluded_total(model, stage, case.id), "material" if stage == "material" else "comprehensive"

    def write(who: str, _draw: Draw) -> Attempt:
        faults = [
            *entering(model, who, stage, case.id),
            *duty(model, who, stage, case.id),
            *when(
                (case.status != turn, LATE),
                (total is None, fault(422, "report.no_consensus", "score.stage_missing")),
                (name in case.reports, fault(422, "report.issued")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            case.reports[name] = total or 0
            if name == "comprehensive":
                case.status, case.total = "scored", total or 0
                for tier, floor in enumerate(model.numbers.floors, 1):
                    if total == floor:
                        model.see(f"floor {tier} hit exactly")

        return Attempt(
            act=act,
            who=who,
            path=f"/v1/reviews/{case.id}/{word}",
            of=("application", case.id),
            faults=tuple(faults),
            effect=effect,
            body={"text": "评价（演练）。"},
        )

    return write


def drawn(model: Model) -> tuple[list[Application], list[Application], int]:
    """Give who passes the cut by himself, who is tied across its line, and how many of those pass."""
    cases = sorted(model.in_status("eligible"), key=lambda each: -each.reports.get("material", 0))
    fit = [each for each in cases if each.reports.get("material", 0) >= model.numbers.cut]
    many = model.numbers.shortlist
    if len(fit) <= many:
        return fit, [], 0
    line = fit[many - 1].reports["material"]
    above = [each for each in fit if each.reports["material"] > line]
    level = [each for each in fit if each.reports["material"] == line]
    if len(above) + len(level) == many:
        return above + level, [], 0
    return above, level, many - len(above)


def shortlist(model: Model) -> Choice:
    above, level, places = drawn(model)

    def write(who: str, draw: Draw) -> Attempt:
        decided = bool(level) and draw([True, False])
        chosen = level[:places] if decided else []
        unreported = [each for each in model.in_status("eligible") if "material" not in each.reports]
        faults = when(
            (bool(unreported), fault(422, "shortlist.no_report")),
            (bool(level) and not decided, fault(422, "shortlist.tie")),
        )
        if level and not decided:
            model.see("tie across the shortlist's line")

        def effect(_answer: Answer) -> None:
            passed = {each.id for each in (*above, *chosen)}
            for each in model.in_status("eligible"):
                if each.reports["material"] == model.numbers.cut:
                    model.see("cut hit exactly")
                each.status = "shortlisted" if each.id in passed else "not_shortlisted"
            model.status = "defence"

        body: dict[str, Any] = {}
        if decided:
            body["tie"] = {
                "resolution_id": model.resolution,
                "chosen": [each.id for each in chosen],
                "reason": "取舍。",
            }
        return cycle_act(
            model,
            "confirm_shortlist",
            f"/v1/shortlists/{model.cycle}",
            "material_review",
            who=who,
            faults=faults,
            effect=effect,
            body=body,
        )

    ready = model.status == "material_review" and all(
        "material" in each.reports for each in model.in_status("eligible")
    )
    return Choice(act="confirm_shortlist", label="shortlist", hands=OFFICE, write=write, forward=ready)


def conclude_stage(model: Model) -> Choice:
    def write(who: str, _draw: Draw) -> Attempt:
        waiting = model.in_status(BEFORE["defence"]) if model.status == "defence" else []

        def effect(_answer: Answer) -> None:
            model.status = "site_review"

        return cycle_act(
            model,
            "conclude_stage",
            f"/v1/stage-conclusions/{model.cycle}",
            "defence",
            who=who,
            faults=when((bool(waiting), fault(422, "stage.unfinished"))),
            effect=effect,
        )

    return Choice(
        act="conclude_stage",
        label="defence",
        hands=OFFICE,
        write=write,
        forward=model.status == "defence" and not model.in_status("shortlisted"),
    )
