"""Experts and institutions, their interests and their standing (arts. 8(3), 30, 31)."""

from itertools import pairwise

from app.regulation.act import Act
from app.regulation.steps import Carried, Step
from app.regulation.table.moves import NONE, STAGE_DONE, C, E, S, carry, stay, to
from app.regulation.vocabulary import Stage, Status, Subject


def steps(order: tuple[Stage, ...]) -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, admitted, suspended = Subject, Status.ADMITTED, Status.SUSPENDED
    opened, sanctioned = Status.OPENED, Status.SANCTIONED
    return {
        Act.DECLARE_INTEREST: Step(
            on.INTEREST, E | S | C, None, ((NONE, Status.DECLARED), (NONE, Status.ENDED)), "第三十条"
        ),
        Act.END_INTEREST: Step(on.INTEREST, E | S | C, None, ((Status.DECLARED, Status.ENDED),), "第三十条"),
        Act.ASK_BREAK_GLASS: Step(on.BREAK_GLASS, S | C, None, ((NONE, Status.REQUESTED),), "第三十条"),
        Act.GRANT_BREAK_GLASS: Step(on.BREAK_GLASS, S | C, None, ((Status.REQUESTED, Status.GRANTED),), "第三十条"),
        Act.REFUSE_BREAK_GLASS: Step(on.BREAK_GLASS, S | C, None, ((Status.REQUESTED, Status.REFUSED),), "第三十条"),
        Act.ADMIT_EXPERT: Step(on.EXPERT, S, None, ((NONE, admitted),), "第八条（三）"),
        Act.ADD_TRAINING: Step(on.EXPERT, S, None, stay(admitted, suspended), "第八条（三）"),
        Act.RENEW_EXPERT: Step(on.EXPERT, S, None, stay(admitted), "第八条（三）"),
        Act.RELEASE_EXPERT: Step(on.EXPERT, S, None, to(Status.LEFT, admitted, suspended), "第八条（三）"),
        Act.REGISTER_INSTITUTION: Step(on.INSTITUTION, S, None, ((NONE, admitted),), "第三十一条"),
        Act.OPEN_SANCTION: Step(on.SANCTION, S, None, ((NONE, opened),), "第三十一条"),
        Act.RECORD_SANCTION_HEARING: Step(on.SANCTION, S, None, stay(opened), "第三十一条"),
        Act.IMPOSE_SANCTION: Step(on.SANCTION, S, None, ((opened, sanctioned),), "第三十一条", _effects(order)),
        Act.DISMISS_SANCTION: Step(on.SANCTION, S, None, ((opened, Status.CLEARED),), "第三十一条"),
        Act.LIFT_SUSPENSION: Step(
            on.SANCTION, S, None, ((sanctioned, Status.LIFTED),), "第三十一条",
            (*carry(on.EXPERT, (suspended, admitted)), *carry(on.INSTITUTION, (suspended, admitted))),
        ),
        Act.REFER_SANCTION: Step(on.SANCTION, S, None, stay(opened, sanctioned), "第三十一条"),
        Act.RECORD_REFERRAL_REPLY: Step(
            on.SANCTION, S, None, stay(opened, sanctioned, Status.CLEARED, Status.LIFTED), "第三十一条"
        ),
    }  # fmt: skip


def _effects(order: tuple[Stage, ...]) -> Carried:
    """Art. 31 on running work: sheets go out, an agreement is taken up anew, and with it the application goes back."""
    on, fallen = Subject, (Status.SUSPENDED, Status.DISQUALIFIED)
    struck = tuple((before, after) for after in fallen for before in (Status.ADMITTED, Status.SUSPENDED))
    moves = tuple((before, after) for before, after in struck if before is not after)
    passed = tuple(STAGE_DONE[stage] for stage in order)
    back = ((after, before) for before, after in pairwise((*passed, Status.SCORED)))
    return (
        *carry(on.EXPERT, *moves), *carry(on.INSTITUTION, *moves),
        *carry(on.SHEET, (Status.DRAFT, Status.EXCLUDED), (Status.SUBMITTED, Status.EXCLUDED)),
        *carry(on.CONSENSUS, (Status.CONCLUDED, Status.OPEN)),
        *carry(on.APPLICATION, *back, (Status.SCORED, passed[-2])),
    )  # fmt: skip
