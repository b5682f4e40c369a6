"""The committee's meetings and ballots (arts. 6, 24, 30)."""

from collections.abc import Iterator
from typing import Any

from tests.machine.calling import OFFICE
from tests.machine.engine import LATE, NO_DUTY, UNSEEN, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Application, Ballot, Meeting, Model
from tests.machine.numbers import TIERS

DELIBERATED = ("deliberation", "public_notice", "commended")


CHAIR = ("chair",)


NOT_SIGNED = fault(403, "undertaking.required")


def convene(model: Model) -> Choice:
    def write(who: str, _draw: Draw) -> Attempt:
        def effect(answer: Answer) -> None:
            model.meetings[answer["id"]] = Meeting(id=answer["id"])

        body = {"cycle_id": model.cycle, "held_on": str(model.today), "place": "301会议室", "agenda": ["审议候选名单"]}
        late = model.status not in (*DELIBERATED, "closed")
        return Attempt(
            act="convene_meeting",
            who=who,
            path="/v1/meetings",
            body=body,
            effect=effect,
            faults=tuple(when((late, fault(409, "meeting.not_now")))),
        )

    convened = any(each.status == "convened" for each in model.meetings.values())
    return Choice(
        act="convene_meeting",
        label="meeting",
        hands=OFFICE,
        write=write,
        forward=model.status == "deliberation" and not convened,
    )


def at_meeting(model: Model, meeting: Meeting) -> Iterator[Choice]:
    path, row = f"/v1/meetings/{meeting.id}", ("meeting", meeting.id)

    def attend(who: str, draw: Draw) -> Attempt:
        there = draw([model.members, model.members, model.members[:2], model.members[1:], model.members[:1]])

        def effect(_answer: Answer) -> None:
            meeting.present, meeting.attended = set(there), True
            if any(b.status == "open" and b.meeting == meeting.id for b in model.ballots.values()) and len(
                there
            ) < _quorum(model):
                model.see("quorum lost while a ballot is open")

        return Attempt(
            act="record_attendance",
            who=who,
            path=f"{path}/attendance",
            of=row,
            effect=effect,
            faults=tuple(when((meeting.status != "convened", LATE))),
            body={"present": [model.parties[each] for each in there]},
        )

    short = meeting.status == "convened" and len(meeting.present) < _quorum(model)
    yield Choice(
        act="record_attendance",
        label="meeting",
        hands=OFFICE,
        write=attend,
        forward=short and model.status in DELIBERATED,
        rare=any(b.status == "open" and b.meeting == meeting.id for b in model.ballots.values()),
    )
    standing = [each.id for each in model.in_status("candidate") if each.tier]
    for case in model.applications.values():
        for member in model.members:
            yield Choice(
                act="recuse_member",
                label=f"{member} {case.name}",
                hands=(*OFFICE, member),
                roles=("secretariat", "committee"),
                write=_recuse(model, meeting, case, member),
                rare=meeting.status == "convened"
                and case.id in standing[-1:]
                and (member, case.id) not in model.recusals,
            )
        for tier in TIERS:
            yield Choice(
                act="open_ballot",
                label=f"{tier} {case.name}",
                hands=CHAIR,
                write=_open(model, meeting, case, tier),
                forward=to_be_voted(model, meeting, case, tier),
                rare=meeting.status == "convened" and case.id in standing and (case.id, tier) in newest_votes(model),
            )

    def close(who: str, _draw: Draw) -> Attempt:
        open_ = any(b.status == "open" and b.meeting == meeting.id for b in model.ballots.values())

        def effect(_answer: Answer) -> None:
            meeting.status = "closed"

        return Attempt(
            act="close_meeting",
            who=who,
            path=f"{path}/closure",
            of=row,
            effect=effect,
            faults=tuple(
                when(
                    (meeting.status != "convened", LATE),
                    (open_, fault(422, "meeting.ballot_open")),
                    (open_, fault(409, "meeting.ballot_open")),
                )
            ),
        )

    yield Choice(act="close_meeting", label="meeting", hands=OFFICE, write=close)


def _quorum(model: Model) -> int:
    number, of = model.numbers.quorum
    return -(-len(model.members) * number // of)


def listed_ever(case: Application) -> bool:
    """Say whether an application stands on a candidate list."""
    return bool(case.tier)


def _recuse(model: Model, meeting: Meeting, case: Application, member: str) -> Any:  # noqa: ANN401 - how an attempt is written.
    def write(who: str, _draw: Draw) -> Attempt:
        mine = who in model.members
        open_ = any(b.status == "open" and b.application == case.id for b in model.ballots.values())
        faults = when(
            (meeting.status != "convened", LATE),
            (mine and who != member, fault(403, "recusal.others")),
            # Who has not signed sees no candidates.
            (not listed_ever(case) or (mine and who not in model.signed), fault(422, "recusal.candidate")),
            (mine and not listed_ever(case), UNSEEN),
            ((member, case.id) in model.recusals, fault(422, "recusal.already")),
            (open_, fault(422, "recusal.late")),
            (case.status == "proposed", fault(422, "recusal.proposed")),
        )

        def effect(_answer: Answer) -> None:
            model.recusals.add((member, case.id))
            model.see("member recused")
            if not meeting.present - {one for one, each in model.recusals if each == case.id}:
                model.see("nobody entitled for a recusal")

        body = {"application_id": case.id, "member_id": model.parties[member], "ground": "亲属（演练）。"}
        return Attempt(
            act="recuse_member",
            who=who,
            path=f"/v1/meetings/{meeting.id}/recusals",
            of=("meeting", meeting.id),
            faults=tuple(faults),
            effect=effect,
            body=body,
        )

    return write


def _recused(model: Model, application: str) -> set[str]:
    return {member for member, each in model.recusals if each == application}


def newest_votes(model: Model) -> dict[tuple[str, str], Ballot]:
    """Give the newest closed ballot on each application and tier that counts: no voter of it was recused since."""
    newest = {(b.application, b.tier): b for b in model.ballots.values() if b.status == "closed"}
    return {pair: b for pair, b in newest.items() if not b.voters & _recused(model, b.application)}


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
    entitled = (meeting.present & set(model.members)) - _recused(model, case.id)
    if (
        len(meeting.present) < _quorum(model)
        or not entitled
        or not entitled <= model.signed
        or "chair" not in model.signed
    ):
        return False
    done = (case.id, tier) in newest_votes(model)
    return not done and (case.tier == tier or (case.tier == TIERS[0] and lost(model, case)))


def _open(model: Model, meeting: Meeting, case: Application, tier: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, draw: Draw) -> Attempt:
        before = [b for b in model.ballots.values() if (b.application, b.tier) == (case.id, tier)]
        reason = draw(["再次表决（演练）。", ""]) if before else draw(["", "", "", "无由"])
        voters = (meeting.present & set(model.members)) - _recused(model, case.id)
        late = (
            model.status not in DELIBERATED
            or case.status not in {"candidate", "not_proposed"}
            or meeting.status != "convened"
        )
        faults = when(
            (who != "chair", NO_DUTY),
            (who not in model.signed, fault(422, "*")),
            (who not in model.signed, UNSEEN),
            (who not in model.signed, NOT_SIGNED),
            (not case.tier, fault(422, "ballot.no_candidate")),
            (late, fault(409, "ballot.not_now")),
            (len(meeting.present) < _quorum(model), fault(422, "ballot.quorum")),
            (not voters, fault(422, "ballot.nobody_entitled")),
            (
                TIERS.index(tier) < (TIERS.index(case.tier) if case.tier else 0),
                fault(422, "selection.higher_tier", "places.below_floor"),
            ),
            (
                bool(case.tier) and TIERS.index(tier) > TIERS.index(case.tier) and not lost(model, case),
                fault(422, "selection.still_open"),
            ),
            (not voters <= model.signed, fault(422, "ballot.undertaking")),
            (
                any(b.status == "open" and b.application == case.id for b in model.ballots.values()),
                fault(409, "ballot.open_already"),
            ),
            (bool(before) and not reason, fault(422, "ballot.repeat_reason")),
            (not before and bool(reason), fault(422, "ballot.nothing_repeated")),
        )

        def effect(answer: Answer) -> None:
            if before:
                model.see("second ballot")
            if tier != case.tier:
                model.see("ballot for the lower tier")
            model.ballots[answer["id"]] = Ballot(
                id=answer["id"],
                meeting=meeting.id,
                application=case.id,
                tier=tier,
                voters=set(voters),
                base=len(set(model.members) - _recused(model, case.id)),
            )

        body = {"meeting_id": meeting.id, "application_id": case.id, "tier": tier} | (
            {"reason": reason} if reason else {}
        )
        return Attempt(act="open_ballot", who=who, path="/v1/ballots", body=body, faults=tuple(faults), effect=effect)

    return write


def on_ballot(model: Model, ballot: Ballot) -> Iterator[Choice]:
    case, meeting = model.applications[ballot.application], model.meetings[ballot.meeting]
    path = f"/v1/ballots/{ballot.id}"
    label = f"{ballot.tier} {case.name}"

    def vote(who: str, draw: Draw) -> Attempt:
        choice = draw(["in_favour", "in_favour", "in_favour", "against", "abstain"])
        faults = when(
            (ballot.status != "open", LATE),
            (who not in ballot.voters, fault(409, "vote.not_entitled")),
            (who not in ballot.voters, fault(422, "ballot.not_present", "ballot.recused")),
            (who in ballot.votes, fault(409, "vote.cast_already")),
        )

        def effect(_answer: Answer) -> None:
            ballot.votes[who] = choice

        return Attempt(
            act="cast_vote", who=who, path=f"{path}/votes", body={"choice": choice}, faults=tuple(faults), effect=effect
        )

    for member in model.members:
        yield Choice(
            act="cast_vote",
            label=f"{member} {label}",
            hands=(member,),
            write=vote,
            forward=ballot.status == "open" and member in ballot.voters and member not in ballot.votes,
        )

    def close(who: str, _draw: Draw) -> Attempt:
        nobody = not (meeting.present - _recused(model, case.id))
        faults = when(
            (who != "chair", NO_DUTY),
            (ballot.status != "open", LATE),
            (len(meeting.present) < _quorum(model), fault(422, "ballot.quorum")),
            (nobody, fault(422, "ballot.nobody_entitled")),
        )

        def effect(_answer: Answer) -> None:
            base = max(ballot.base, len(set(model.members) - _recused(model, case.id)))
            in_favour = sum(each == "in_favour" for each in ballot.votes.values())
            number, of = model.numbers.majority
            ballot.status, ballot.carried = "closed", in_favour * of > base * number
            model.see("ballot carried" if ballot.carried else "ballot lost")
            if in_favour * of == base * number:
                model.see("majority missed by equality")

        return Attempt(
            act="close_ballot",
            who=who,
            path=f"{path}/closure",
            of=("ballot", ballot.id),
            faults=tuple(faults),
            effect=effect,
        )

    yield Choice(
        act="close_ballot",
        label=label,
        hands=CHAIR,
        write=close,
        forward=ballot.status == "open"
        and ballot.voters <= set(ballot.votes)
        and len(meeting.present) >= _quorum(model),
    )
