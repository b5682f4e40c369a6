"""Who may vote, which ballots count, and whom they put where (arts. 6, 15, 24)."""

from tests.machine.model import Model
from tests.machine.numbers import TIERS
from tests.machine.rows import Application, Ballot, Meeting


def quorum(model: Model) -> int:
    number, of = model.numbers.quorum
    return -(-len(model.members) * number // of)


def recused_from(model: Model, application: str) -> set[str]:
    return {member for member, each in model.recusals if each == application}


def newest_votes(model: Model) -> dict[tuple[str, str], Ballot]:
    """Give the newest closed ballot on each application and tier that counts: no voter of it was recused since."""
    newest = {(b.application, b.tier): b for b in model.ballots.values() if b.status == "closed"}
    return {pair: b for pair, b in newest.items() if not b.voters & recused_from(model, b.application)}


Tied = tuple[str, list[str], int]
"""A tier, the equals across its line, and how many of them have a place."""


def filled(
    model: Model, pool: list[Application], places: dict[str, int], *, decided: bool = False
) -> tuple[dict[str, str], list[Tied]]:
    """Give whom the ballots put where, tier by tier, and the ties; without a decision the first of them stops it."""
    votes, names, ties = newest_votes(model), dict[str, str](), list[Tied]()
    for tier in TIERS:
        passed: dict[tuple[int, int], list[str]] = {}
        for case in pool:
            ballot = votes.get((case.id, tier))
            if case.id not in names and ballot is not None and ballot.carried:
                in_favour = sum(each == "in_favour" for each in ballot.votes.values())
                passed.setdefault((-in_favour, model.ranks.get(case.id, 99)), []).append(case.id)
        room = max(places[tier], 0)
        for _merit, equals in sorted(passed.items()):
            if room < len(equals) and room:
                ties.append((tier, equals, room))
                if not decided:
                    return names, ties
            names |= dict.fromkeys(equals[:room], tier)
            room = max(room - len(equals), 0)
    return names, ties


def lost(model: Model, case: Application) -> bool:
    """Say whether a candidate of the first tier did not get it, so that he may stand for the second."""
    votes = newest_votes(model)
    mine = votes.get((case.id, TIERS[0]))
    if mine is None:
        return False
    if not mine.carried:
        return True
    there = [
        each
        for each in model.applications.values()
        if each.tier and each.status in {"candidate", "not_proposed", "proposed", "approved_in_notice", "awarded"}
    ]
    settled = all((each.id, TIERS[0]) in votes for each in there if each.tier == TIERS[0])
    names, ties = filled(model, there, dict(zip(TIERS, model.numbers.places, strict=True)))
    # A tie stops the filling where it lies: in the first tier nothing is settled by it.
    return settled and all(tier != TIERS[0] for tier, _equals, _room in ties) and names.get(case.id) != TIERS[0]


def to_be_voted(model: Model, meeting: Meeting, case: Application, tier: str) -> bool:
    if (
        meeting.status != "convened"
        or model.status != "deliberation"
        or case.status not in {"candidate", "not_proposed"}
    ):
        return False
    if any(b.application == case.id and b.status == "open" for b in model.ballots.values()):
        return False
    entitled = (meeting.present & set(model.members)) - recused_from(model, case.id)
    if (
        len(meeting.present) < quorum(model)
        or not entitled
        or not entitled <= model.signed
        or "chair" not in model.signed
    ):
        return False
    done = (case.id, tier) in newest_votes(model)
    return not done and (case.tier == tier or (case.tier == TIERS[0] and lost(model, case)))
