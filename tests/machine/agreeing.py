"""Consensus: opened, saved, concluded, taken up anew (arts. 20-22)."""

from collections.abc import Iterator

from tests.machine.engine import LATE, UNSEEN, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import AFTER, BEFORE, RUNNING, Model
from tests.machine.numbers import POINTS
from tests.machine.panels import duty, entering, leader, relation, running, workers
from tests.machine.rows import Consensus
from tests.machine.scoring import concerns, put_concerns, standing_sheets, unready


def on_consensus(model: Model, each: Consensus) -> Iterator[Choice]:  # noqa: C901, PLR0915 - one act after the other.
    case = model.applications[each.application]
    path, row = f"/v1/consensus/{each.id}", ("consensus", each.id)
    led = leader(model, each.stage, case.id)
    label = f"{each.stage} {case.name}"
    open_ = model.status == RUNNING[each.stage] and case.status == BEFORE[each.stage] and each.status == "open"
    sheets = standing_sheets(model, each.stage, case.id)
    old = any(each.bases[code] != {one: s.marks[code] for one, s in sheets.items()} for code in each.bases)
    here = workers(model, each.stage, case.id)
    waiting = any(s.waiting for expert, s in model.sheets_on(each.stage, case.id).items() if expert in here)
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
                (model.ranked, fault(409, "consensus.ranked")),
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
