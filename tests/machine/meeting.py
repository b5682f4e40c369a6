"""The committee's meetings, who attends and who is recused (arts. 24, 30)."""

from collections.abc import Iterator
from typing import Any

from tests.machine.balloting import opening
from tests.machine.calling import CHAIR, DELIBERATED, OFFICE
from tests.machine.counting import newest_votes, quorum, to_be_voted
from tests.machine.engine import LATE, UNSEEN, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.numbers import TIERS
from tests.machine.rows import Application, Meeting


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
            ) < quorum(model):
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

    short = meeting.status == "convened" and len(meeting.present) < quorum(model)
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
                write=opening(model, meeting, case, tier),
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
