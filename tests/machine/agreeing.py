"""Consensus, reports, shortlist, the end of a stage (arts. 20-22)."""

from collections.abc import Iterator
from typing import Any

from tests.machine.calling import OFFICE, cycle_act
from tests.machine.engine import LATE, UNSEEN, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import AFTER, BEFORE, RUNNING, Application, Consensus, Model
from tests.machine.numbers import POINTS
from tests.machine.panels import duty, entering, leader, relation, running, workers
from tests.machine.scoring import concerns, put_concerns, standing_sheets, total_of, unready


def on_consensus(model: Model, each: Consensus) -> Iterator[Choice]:  # noqa: C901, PLR0915 - one act after the other.
    case = model.applications[each.application]
    path, row = f"/v1/consensus/{each.id}", ("consensus", each.id)
    led = leader(model, each.stage, case.id)
    label = f"{each.stage} {case.name}"
    open_ = model.status == RUNNING[each.stage] and case.status == BEFORE[each.stage] and each.status == "open"
    sheets = standing_sheets(model, each.stage, case.id)
    old = any(each.bases[code] != {one: s.marks[code] for one, s in sheets.items()} for code in each.bases)
    here = workers(model, each.stage, case.id)
    waiting = any(
        s.waiting
        for s in model.sheets.values()
        if (s.stage, s.application) == (each.stage, case.id) and s.expert in here
    )
    unasked = bool(concerns(model, each.stage, case.id))

    def led_by(who: str) -> list[Fault]:
        mine = relation(model, who, each.stage, case.id)
        away = mine is None or mine["state"] != "assigned"
        return when((away, UNSEEN), (bool(mine) and not mine["in"], UNSEEN)) + duty(model, who, each.stage, case.id)

    def save(who: str, draw: Draw) -> Attempt:
        base = draw([60, 65, 55, 70, 50, 40, 35])
        marks = dict.fromkeys(POINTS, base)
        if draw([False, False, True]):
            marks["1"] = draw([base - 5, base + 5])
        faults = [
            *led_by(who),
            *entering(model, who, each.stage, case.id),
            *when((each.status != "open", fault(409, "review.locked"))),
        ]

        def effect(_answer: Answer) -> None:
            each.marks = dict(marks)
            each.bases = {code: {one: s.marks[code] for one, s in sheets.items()} for code in marks}

        items = [{"item_code": code, "percent": mark, "reason": "经合议。"} for code, mark in marks.items()]
        return Attempt(
            act="save_consensus_items",
            who=who,
            path=f"{path}/items",
            method="PUT",
            ok=200,
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"items": items},
        )

    able = open_ and not entering(model, led, each.stage, case.id) and not led_by(led)
    yield Choice(
        act="save_consensus_items",
        label=label,
        hands=(led,),
        write=save,
        twice=False,
        forward=able and (not each.marks or old) and not unready(model, each.stage, case),
    )

    def conclude(who: str, _draw: Draw) -> Attempt:
        faults = [
            *led_by(who),
            *entering(model, who, each.stage, case.id),
            *running(model, each.stage, case),
            *unready(model, each.stage, case),
            *when(
                (each.status != "open", LATE),
                (not each.marks, fault(422, "score.missing_item", "consensus.reason")),
                (waiting, fault(422, "consensus.unanswered")),
                (unasked, fault(422, "consensus.reconsider")),
                (old, fault(422, "consensus.outdated")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            each.status = "concluded"
            if each.stage != "material":
                case.status = AFTER[each.stage]
            if each.round > 1:
                model.see("consensus concluded anew")

        return Attempt(
            act="conclude_consensus", who=who, path=f"{path}/conclusion", of=row, faults=tuple(faults), effect=effect
        )

    yield Choice(
        act="conclude_consensus",
        label=label,
        hands=(led,),
        write=conclude,
        forward=able and bool(each.marks) and not (old or waiting or unasked or unready(model, each.stage, case)),
    )

    def ask_again(who: str, _draw: Draw) -> Attempt:
        faults = [
            *led_by(who),
            *entering(model, who, each.stage, case.id),
            *running(model, each.stage, case),
            *unready(model, each.stage, case),
            *when(
                (each.status != "open", LATE),
                (
                    not any("spread" not in sheets[one].waiting for one in concerns(model, each.stage, case.id)),
                    fault(422, "consensus.no_spread"),
                ),
            ),
        ]

        def effect(_answer: Answer) -> None:
            put_concerns(model, each.stage, case.id)

        return Attempt(
            act="request_reconsideration",
            who=who,
            path=f"{path}/reconsideration",
            of=row,
            faults=tuple(faults),
            effect=effect,
        )

    yield Choice(act="request_reconsideration", label=label, hands=(led,), write=ask_again, forward=able and unasked)

    def reopen(who: str, _draw: Draw) -> Attempt:
        passed = {"material": {"eligible"}, "defence": {"defended"}, "site": {"site_visited", "scored"}}[each.stage]
        faults = [
            *led_by(who),
            *entering(model, who, each.stage, case.id),
            *when(
                (each.status != "concluded", LATE),
                (model.status != RUNNING[each.stage], fault(422, "consensus.stage_over")),
                (case.status not in passed, LATE),
                (model.ranked, fault(409, "consensus.ranked", "review.ranked")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            model.see("consensus reopened")
            if case.status == "scored":
                model.see("consensus reopened after the final score")
            each.status, each.round = "open", each.round + 1
            case.reports.pop("material" if each.stage == "material" else "comprehensive", None)
            if each.stage != "material":
                case.status = BEFORE[each.stage]

        return Attempt(
            act="reopen_consensus",
            who=who,
            path=f"{path}/reopenings",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"reason": "重新合议（演练）。"},
        )

    yield Choice(act="reopen_consensus", label=label, hands=(led,), write=reopen)


def _concluded_total(model: Model, stage: str, application: str) -> int | None:
    for each in model.consensus.values():
        if (each.stage, each.application, each.status) == (stage, application, "concluded"):
            return total_of(each.marks)
    return None


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
