"""The proposed list, its submission, the government's answer, the end of the year (arts. 4, 7, 24, 26)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.committee_world import over
from tests.machine.calling import OFFICE, cycle_act
from tests.machine.engine import NO_DUTY, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.meeting import CHAIR, DELIBERATED, NOT_SIGNED, filled, newest_votes, to_be_voted
from tests.machine.model import Application, Listed, Model
from tests.machine.numbers import TIERS


def waiting_of(model: Model) -> dict[str, str]:
    """Give who is proposed by a list that is not with the government, with his tier."""
    found: dict[str, tuple[str, bool]] = {}
    for listed in model.lists:
        for each, tier in listed.names.items():
            found[each] = (tier, bool(listed.submission) and listed.answer != "returned")
    return {
        each: tier for each, (tier, sent) in found.items() if model.applications[each].status == "proposed" and not sent
    }


def fallen_of(model: Model) -> list[Application]:
    """Give the approved to whom an objection was upheld."""
    upheld = {each.application for each in model.objections.values() if each.status == "upheld"}
    return [each for each in model.in_status("approved_in_notice") if each.id in upheld]


def _field(model: Model, replaced: list[str]) -> tuple[list[Application], dict[str, int], dict[str, str], list[str]]:
    """Give the pool, the free places, who is carried over with his tier, and who is dropped."""
    places = dict(zip(TIERS, model.numbers.places, strict=True))
    gone = {*replaced, *model.replaced}
    if model.status == "deliberation":
        pool = [
            each
            for each in model.in_status("candidate", "proposed", "not_proposed")
            if each.tier and each.id not in gone
        ]
        return pool, places, {}, []
    waiting = waiting_of(model)
    carried = {each: tier for each, tier in waiting.items() if each not in replaced}
    held: dict[str, str] = {}
    for listed in model.lists:
        held |= {
            each: tier
            for each, tier in listed.names.items()
            if model.applications[each].status in {"proposed", "approved_in_notice", "awarded"} and each not in replaced
        }
    for tier in held.values():
        places[tier] -= 1
    pool = [each for each in model.in_status("not_proposed") if each.tier and each.id not in gone]
    return pool, places, carried, [each for each in waiting if each in replaced]


def fix_list(model: Model) -> Choice:
    open_ = any(b.status == "open" for b in model.ballots.values())

    def write(who: str, draw: Draw) -> Attempt:
        fallen = [each.id for each in fallen_of(model)]
        replaced = fallen if fallen and model.status != "deliberation" and draw([True, True, False]) else []
        reason = draw(["重新确定名单（演练）。", ""]) if model.lists else ""
        pool, places, carried, dropped = _field(model, replaced)
        decided = draw([True, False]) if filled(model, pool, places)[1] else False
        names, ties = filled(model, pool, places, decided=decided)
        tie = bool(ties) and not decided
        votes = newest_votes(model)
        unvoted = model.status == "deliberation" and any((each.id, each.tier) not in votes for each in pool)
        upheld = {each.application for each in model.objections.values() if each.status == "upheld"}
        faults = when(
            (who != "chair", NO_DUTY),
            (who not in model.signed, NOT_SIGNED),
            (open_, fault(422, "list.ballot_open")),
            (bool(model.lists) and not reason, fault(422, "list.reason")),
            (unvoted, fault(422, "list.not_voted")),
            (tie and not (unvoted or open_), fault(422, "ranking.tie")),
            (not tie and not names and not replaced and not carried, fault(422, "list.empty")),
            (bool(upheld & {*names, *carried}), fault(409, "*")),
            (bool(upheld & {*names, *carried}), fault(422, "*")),
        )
        if tie and not (unvoted or open_):
            model.see("tie at a place of the list")

        def effect(answer: Answer) -> None:
            if decided:
                model.see("tie decided by a resolution")
            for case in pool:
                case.status = "proposed" if case.id in names else "not_proposed"
            for each in dropped:
                model.applications[each].status = "not_proposed"
            if model.lists and model.lists[-1].answer == "returned":
                model.see("list returned by the government and fixed again")
            model.replaced |= set(replaced)
            model.lists.append(Listed(id=answer["id"], names={**carried, **names}))

        body = {
            "cycle_id": model.cycle,
            "reason": reason,
            "replaces": replaced,
            "passed_over": over(model.applications),
            "tie_decisions": [
                {"tier": tier, "chosen": equals[:room], "resolution_id": model.resolution, "reason": "取舍（演练）。"}
                for tier, equals, room in ties
                if decided
            ],
        }
        return cycle_act(
            model,
            "fix_proposed_list",
            "/v1/proposed-lists",
            *DELIBERATED,
            who=who,
            faults=faults,
            effect=effect,
            body=body,
        )

    done = newest_votes(model)
    voted = all((each.id, each.tier) in done for each in model.in_status("candidate", "not_proposed") if each.tier)
    fresh = not model.lists or model.lists[-1].answer == "returned" or _is_stale(model)
    meeting = [each for each in model.meetings.values() if each.status == "convened"]
    more = any(
        to_be_voted(model, each, case, tier)
        for each in meeting
        for case in model.applications.values()
        for tier in TIERS
    )
    anew = model.status in {"public_notice", "commended"} and any(
        each.id not in model.replaced for each in fallen_of(model)
    )
    pool, places, _carried, _dropped = _field(model, [])
    passed = bool(filled(model, pool, places, decided=True)[0])
    ready = model.status == "deliberation" and fresh and voted and not open_ and not more and bool(done) and passed
    return Choice(act="fix_proposed_list", label="list", hands=CHAIR, write=write, forward=ready or anew)


def _is_stale(model: Model) -> bool:
    """Say whether somebody on the newest list is proposed no more."""
    return any(model.applications[each].status != "proposed" for each in model.lists[-1].names)


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
            "document_number": f"演练质评〔{model.cycle[:8]}〕{model.number()}号",
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
            "document_number": f"演练政办函〔{model.cycle[:8]}〕{model.number()}号",
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
            "document_number": f"演练政复〔{model.cycle[:8]}〕{model.number()}号",
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
            faults=when((bool(left), fault(422, "*")), (bool(left), fault(409, "*"))),
        )

    return Choice(act="close_cycle", label="year", hands=OFFICE, write=write)
