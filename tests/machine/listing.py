"""The proposed list (arts. 4, 24, 26)."""

from tests.committee_world import over
from tests.machine.calling import CHAIR, DELIBERATED, cycle_act
from tests.machine.counting import filled, newest_votes, to_be_voted
from tests.machine.engine import NO_DUTY, UNSIGNED, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.numbers import TIERS
from tests.machine.rows import Application, Listed

HOLDING = frozenset({"proposed", "approved_in_notice", "awarded", "revoked"})
"""Whose place is taken; that of a revoked title is not awarded again."""


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
            if model.applications[each].status in HOLDING and each not in replaced
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
            (who not in model.signed, UNSIGNED),
            (open_, fault(422, "list.ballot_open")),
            (bool(model.lists) and not reason, fault(422, "list.reason")),
            (unvoted, fault(422, "list.not_voted")),
            (tie and not (unvoted or open_), fault(422, "ranking.tie")),
            (not tie and not names and not replaced and not carried, fault(422, "list.empty")),
            (bool(upheld & {*names, *carried}), fault(422, "list.objection_upheld")),
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
