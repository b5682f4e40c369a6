"""Sheets: opened, filled in, submitted, looked at again (arts. 13, 21)."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.machine.engine import LATE, UNSEEN, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import BEFORE, RUNNING, Model
from tests.machine.numbers import POINTS
from tests.machine.panels import EXPERTS, duty, entering, leader, relation, running, whole, workers
from tests.machine.rows import Application, Consensus, Sheet

Marks = Mapping[str, int]


def total_of(marks: Marks) -> int:
    """Give the total in hundredths of a point."""
    return sum(POINTS[code] * percent for code, percent in marks.items())


def scoring(model: Model, stage: str, case: Application) -> Iterator[Choice]:
    here = workers(model, stage, case.id)
    open_ = model.status == RUNNING[stage] and case.status == BEFORE[stage]
    for expert in here or EXPERTS[:1]:
        mine = expert in model.sheets_on(stage, case.id)
        yield Choice(
            act="open_sheet",
            label=f"{stage} {case.name}",
            hands=(expert,),
            write=_opening(model, stage, case),
            forward=open_ and not mine and expert in here and not entering(model, expert, stage, case.id),
        )
    led = leader(model, stage, case.id)
    there = model.agreement(stage, case.id)
    ready = open_ and there is None and not unready(model, stage, case) and not entering(model, led, stage, case.id)
    yield Choice(
        act="open_consensus",
        label=f"{stage} {case.name}",
        hands=(led,),
        write=_opening_consensus(model, stage, case),
        forward=ready,
    )


def _opening(model: Model, stage: str, case: Application) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, _draw: Draw) -> Attempt:
        faults = [*entering(model, who, stage, case.id), *running(model, stage, case)]
        faults += when((who in model.sheets_on(stage, case.id), fault(409, "sheet.exists")))

        def effect(answer: Answer) -> None:
            model.sheets[answer["id"]] = Sheet(id=answer["id"], expert=who, application=case.id, stage=stage)

        return Attempt(
            act="open_sheet",
            who=who,
            path=f"/v1/reviews/{case.id}/sheets",
            body={"stage": stage},
            faults=tuple(faults),
            effect=effect,
        )

    return write


def standing_sheets(model: Model, stage: str, application: str) -> dict[str, Sheet]:
    """Give the submitted sheets of those who are assigned, by expert."""
    here = workers(model, stage, application)
    sheets = model.sheets_on(stage, application)
    return {expert: sheet for expert, sheet in sheets.items() if sheet.status == "submitted" and expert in here}


def unready(model: Model, stage: str, case: Application) -> list[Fault]:
    here = workers(model, stage, case.id)
    seats = {one: (relation(model, one, stage, case.id) or {})["leads"] for one in here}
    missing = set(here) - set(standing_sheets(model, stage, case.id))
    return whole(seats, model.numbers.panel) + when((bool(missing), fault(422, "consensus.sheets_missing")))


def _opening_consensus(model: Model, stage: str, case: Application) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, _draw: Draw) -> Attempt:
        faults = [
            *entering(model, who, stage, case.id),
            *duty(model, who, stage, case.id),
            *running(model, stage, case),
            *unready(model, stage, case),
            *when((model.agreement(stage, case.id) is not None, fault(409, "consensus.exists"))),
        ]
        panel = next((p for p in model.panels.values() if p.stage == stage and case.id in p.applications), None)

        def effect(answer: Answer) -> None:
            model.consensus[answer["id"]] = Consensus(
                id=answer["id"], application=case.id, stage=stage, panel=panel.id if panel else ""
            )
            put_concerns(model, stage, case.id)

        return Attempt(
            act="open_consensus",
            who=who,
            path=f"/v1/reviews/{case.id}/consensus",
            body={"stage": stage},
            faults=tuple(faults),
            effect=effect,
        )

    return write


def concerns(model: Model, stage: str, application: str) -> dict[str, tuple[set[str], bool]]:
    """Give, by expert, the items on which he is far from another, and whether his total is, less what he was asked."""
    sheets = standing_sheets(model, stage, application)
    found: dict[str, tuple[set[str], bool]] = {}
    if len(sheets) < 2:
        return found
    for expert, sheet in sheets.items():
        if "*" in sheet.reconsidered:
            continue
        others = list(sheets.values())
        far = {
            code
            for code in POINTS
            if any(abs(sheet.marks[code] - each.marks[code]) >= model.numbers.item_spread for each in others)
        }
        wide = any(abs(total_of(sheet.marks) - total_of(each.marks)) >= model.numbers.total_spread for each in others)
        if far - sheet.reconsidered or wide:
            found[expert] = (far - sheet.reconsidered, wide)
    return found


def put_concerns(model: Model, stage: str, application: str) -> None:
    """Ask each expert concerned, unless an answer of his to such a request is still missing."""
    sheets = standing_sheets(model, stage, application)
    for expert, (items, wide) in concerns(model, stage, application).items():
        sheet = sheets[expert]
        if "spread" in sheet.waiting:
            continue
        model.see("wide spread put to an expert")
        sheet.reconsidered |= {"*"} if wide or not items else items
        sheet.waiting.add("spread")


def on_sheet(model: Model, sheet: Sheet) -> Iterator[Choice]:
    case = model.applications[sheet.application]
    path, row = f"/v1/sheets/{sheet.id}", ("sheet", sheet.id)
    open_ = model.status == RUNNING[sheet.stage] and case.status == BEFORE[sheet.stage]
    label = f"{sheet.stage} {sheet.expert} {case.name}"
    ready = open_ and not entering(model, sheet.expert, sheet.stage, case.id)
    concluded = model.is_agreed(sheet.stage, case.id)

    def own(who: str) -> list[Fault]:
        return when((who != sheet.expert, UNSEEN)) + entering(model, who, sheet.stage, case.id)

    def save(who: str, draw: Draw) -> Attempt:
        base = draw([60, 60, 65, 55, 80, 50])
        marks = dict.fromkeys(POINTS, base)
        if draw([False, False, False, True]):
            marks["1"] = draw([base - 5, base + 10, base + 20])

        def effect(_answer: Answer) -> None:
            sheet.marks = dict(marks)

        items = [{"item_code": code, "percent": each, "strengths": "做法成熟。"} for code, each in marks.items()]
        faults = [*own(who), *when((sheet.status != "draft", fault(409, "review.locked")))]
        return Attempt(
            act="save_sheet_items",
            who=who,
            path=f"{path}/items",
            method="PUT",
            ok=200,
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"items": items},
        )

    yield Choice(
        act="save_sheet_items",
        label=label,
        hands=(sheet.expert,),
        write=save,
        twice=False,
        forward=ready and sheet.status == "draft" and not sheet.marks,
    )

    def submit(who: str, _draw: Draw) -> Attempt:
        faults = [
            *own(who),
            *running(model, sheet.stage, case),
            *when(
                (sheet.status != "draft", LATE), (not sheet.marks, fault(422, "score.missing_item", "score.no_remark"))
            ),
        ]

        def effect(_answer: Answer) -> None:
            sheet.status = "submitted"
            (relation(model, who, sheet.stage, case.id) or {})["in"] = True

        return Attempt(
            act="submit_sheet", who=who, path=f"{path}/submission", of=row, faults=tuple(faults), effect=effect
        )

    yield Choice(
        act="submit_sheet",
        label=label,
        hands=(sheet.expert,),
        write=submit,
        forward=ready and sheet.status == "draft" and bool(sheet.marks),
    )

    for act, word in (("confirm_sheet", "confirmation"), ("reopen_sheet", "reopening")):
        yield Choice(
            act=act,
            label=label,
            hands=(sheet.expert,),
            write=_answering(model, sheet, act, word, own, concluded),
            forward=ready and bool(sheet.waiting) and sheet.status == "submitted" and not concluded,
        )

    def unlock(who: str, _draw: Draw) -> Attempt:
        faults = [
            *entering(model, who, sheet.stage, case.id),
            *duty(model, who, sheet.stage, case.id),
            *running(model, sheet.stage, case),
            *when(
                (sheet.status != "submitted", fault(422, "sheet.not_submitted")),
                (sheet.status != "submitted", UNSEEN),
                (bool(sheet.waiting), fault(422, "sheet.asked")),
                (concluded, fault(422, "sheet.concluded")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            model.see("unlock asked for")
            sheet.waiting.add("unlock")

        return Attempt(
            act="request_unlock",
            who=who,
            path=f"{path}/unlock-request",
            body={"reason": "请复核（演练）。"},
            faults=tuple(faults),
            effect=effect,
        )

    yield Choice(act="request_unlock", label=label, hands=(leader(model, sheet.stage, case.id),), write=unlock)


def _answering(model: Model, sheet: Sheet, act: str, word: str, own: Any, concluded: bool) -> Any:  # noqa: ANN401 - a closure over one row of a table.
    case = model.applications[sheet.application]

    def write(who: str, _draw: Draw) -> Attempt:
        faults = [
            *own(who),
            *running(model, sheet.stage, case),
            *when(
                (sheet.status != "submitted", LATE),
                (not sheet.waiting, fault(422, "sheet.not_asked")),
                (concluded, fault(422, "sheet.concluded")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            sheet.waiting.clear()
            if act == "reopen_sheet":
                model.see("sheet reopened")
                sheet.status = "draft"

        return Attempt(
            act=act,
            who=who,
            path=f"/v1/sheets/{sheet.id}/{word}",
            of=("sheet", sheet.id),
            body={"reason": "经复核（演练）。"},
            faults=tuple(faults),
            effect=effect,
        )

    return write
