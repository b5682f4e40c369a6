"""Ballots: opened, voted in, closed (arts. 6, 24, 30)."""

from collections.abc import Iterator
from typing import Any

from tests.machine.calling import CHAIR, DELIBERATED
from tests.machine.counting import lost, quorum, recused_from
from tests.machine.engine import LATE, NO_DUTY, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.numbers import TIERS
from tests.machine.rows import Application, Ballot, Meeting


def opening(model: Model, meeting: Meeting, case: Application, tier: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, draw: Draw) -> Attempt:
        before = [b for b in model.ballots.values() if (b.application, b.tier) == (case.id, tier)]
        reason = draw(["再次表决（演练）。", ""]) if before else draw(["", "", "", "无由"])
        voters = (meeting.present & set(model.members)) - recused_from(model, case.id)
        late = (
            model.status not in DELIBERATED
            or case.status not in {"candidate", "not_proposed"}
            or meeting.status != "convened"
        )
        faults = when(
            (who != "chair", NO_DUTY),
            # Who has not signed sees no candidates.
            (not case.tier or who not in model.signed, fault(422, "ballot.no_candidate")),
            (late, fault(409, "ballot.not_now")),
            (len(meeting.present) < quorum(model), fault(422, "ballot.quorum")),
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
                base=len(set(model.members) - recused_from(model, case.id)),
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
        nobody = not (meeting.present - recused_from(model, case.id))
        faults = when(
            (who != "chair", NO_DUTY),
            (ballot.status != "open", LATE),
            (len(meeting.present) < quorum(model), fault(422, "ballot.quorum")),
            (nobody, fault(422, "ballot.nobody_entitled")),
        )

        def effect(_answer: Answer) -> None:
            base = max(ballot.base, len(set(model.members) - recused_from(model, case.id)))
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
        and len(meeting.present) >= quorum(model),
    )
