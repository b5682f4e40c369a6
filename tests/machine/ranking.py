"""Rechecks, the frozen ranking, the candidate lists (arts. 11, 15, 23)."""

from tests.eligibility_world import RECHECKED, REGISTER
from tests.machine.applying import checked
from tests.machine.calling import OFFICE, cycle_act
from tests.machine.engine import LATE, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.numbers import TIERS
from tests.machine.rows import Application


def _wants_recheck(model: Model, case: Application, round_: str) -> bool:
    day, met = case.rechecked.get(round_, (None, False))
    if round_ == "deliberation":
        return model.status == "site_review" and model.ranked and case.status == "scored" and not met
    waiting = [each for each in model.lists if each.submission and not each.answer and case.id in each.names]
    return any(
        case.status == "proposed" and not (met and day and each.submitted_on and day >= each.submitted_on)
        for each in waiting
    )


def recheck(model: Model, case: Application, round_: str) -> Choice:
    def write(who: str, draw: Draw) -> Attempt:
        met = draw([True] * 9 + [False])
        faults = [
            *checked(model, case, who),
            *when((case.status not in {"scored", "candidate", "proposed", "not_proposed"}, LATE)),
        ]

        def effect(_answer: Answer) -> None:
            case.rechecked[round_] = (model.today, met)

        findings = [
            {
                "code": code,
                "outcome": "met" if met or code != "accidents" else "not_met",
                "reason": "经核实。",
                "references": REGISTER,
            }
            for code in RECHECKED
        ]
        return Attempt(
            act="recheck_eligibility",
            who=who,
            path=f"/v1/eligibility/{case.id}/rechecks",
            of=("application", case.id),
            faults=tuple(faults),
            effect=effect,
            body={"round": round_, "findings": findings},
        )

    return Choice(
        act="recheck_eligibility",
        label=f"{round_} {case.name}",
        hands=OFFICE,
        write=write,
        forward=_wants_recheck(model, case, round_),
    )


def freeze(model: Model) -> Choice:
    scored = model.in_status("scored")

    def write(who: str, draw: Draw) -> Attempt:
        reason = draw(["重新排序（演练）。", ""]) if model.ranked else ""
        faults = when(
            (bool(model.in_status("shortlisted", "defended", "site_visited")), fault(422, "ranking.unscored")),
            (not scored, fault(422, "ranking.empty")),
            (model.ranked and not reason, fault(422, "ranking.reason")),
        )

        def effect(_answer: Answer) -> None:
            model.ranked = True
            model.ranks = {each.id: 1 + sum(other.total > each.total for other in scored) for each in scored}
            if len(set(model.ranks.values())) < len(scored):
                model.see("tie in the ranking")

        return cycle_act(
            model,
            "freeze_ranking",
            "/v1/rankings",
            "site_review",
            who=who,
            faults=faults,
            effect=effect,
            body={"cycle_id": model.cycle, "reason": reason},
        )

    ready = model.status == "site_review" and not model.in_status("shortlisted", "defended", "site_visited")
    return Choice(
        act="freeze_ranking",
        label="ranking",
        hands=OFFICE,
        write=write,
        forward=ready and bool(scored) and not model.ranked,
    )


def lists_of(model: Model, lengths: dict[str, int]) -> tuple[dict[str, str], bool]:
    """Give who stands on which tier's candidate list, and whether a tie crosses a line."""
    scored = sorted(model.in_status("scored"), key=lambda each: (model.ranks.get(each.id, 99), -each.total))
    taken: dict[str, str] = {}
    for tier, floor in zip(TIERS, model.numbers.floors, strict=True):
        pool = [each for each in scored if each.id not in taken and each.total >= floor]
        length = lengths.get(tier, len(scored))
        if len(pool) > length > 0 and pool[length - 1].total == pool[length].total:
            return taken, True
        taken |= {each.id: tier for each in pool[:length]}
    return taken, False


def propose(model: Model) -> Choice:
    def write(who: str, draw: Draw) -> Attempt:
        lengths = draw([{}, {}, {TIERS[0]: 1}])
        chosen, tie = lists_of(model, lengths)
        unchecked = [
            each for each in chosen if not model.applications[each].rechecked.get("deliberation", (None, False))[1]
        ]
        stale = any(each.id not in model.ranks for each in model.in_status("scored"))
        faults = when((not model.ranked, fault(422, "ranking.none")))
        if model.ranked:
            faults += when(
                (stale, fault(422, "ranking.stale")),
                (tie, fault(422, "ranking.tie")),
                (bool(unchecked) and not tie, fault(422, "recheck.missing")),
            )
        if tie and model.status == "site_review" and model.ranked:
            model.see("tie across a candidate list's line")

        def effect(_answer: Answer) -> None:
            model.status = "deliberation"
            for each in model.in_status("scored"):
                each.status = "candidate" if each.id in chosen else "not_candidate"
                each.tier = chosen.get(each.id, "")

        return cycle_act(
            model,
            "propose_candidates",
            "/v1/candidate-lists",
            "site_review",
            who=who,
            faults=faults,
            effect=effect,
            body={"cycle_id": model.cycle, "lengths": lengths},
        )

    chosen = lists_of(model, {})[0]
    checked_ = all(model.applications[each].rechecked.get("deliberation", (None, False))[1] for each in chosen)
    return Choice(
        act="propose_candidates",
        label="candidates",
        hands=OFFICE,
        write=write,
        forward=model.status == "site_review" and model.ranked and checked_,
    )
