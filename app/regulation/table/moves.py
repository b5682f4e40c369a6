"""The words in which the rows of the table are written: whose hands, which moves, what is carried along."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from app.regulation.choices import NoticePosition
from app.regulation.steps import Carried, Moves
from app.regulation.vocabulary import Role, Stage, Status, Subject

NONE = Status.NONE
A, R, E, S, C, P = (
    frozenset({Role.APPLICANT}),
    frozenset({Role.RECOMMENDER}),
    frozenset({Role.EXPERT}),
    frozenset({Role.SECRETARIAT}),
    frozenset({Role.COMMITTEE}),
    frozenset({Role.PUBLIC}),
)
ANY_USER = A | R | E | S | C
NOTHING: Moves = ()

STAGE_STATUS: Mapping[Stage, Status] = MappingProxyType(
    {Stage.MATERIAL: Status.MATERIAL_REVIEW, Stage.DEFENCE: Status.DEFENCE, Stage.SITE: Status.SITE_REVIEW}
)
"""The cycle's status while a stage runs."""

STAGE_DONE: Mapping[Stage, Status] = MappingProxyType(
    {Stage.MATERIAL: Status.SHORTLISTED, Stage.DEFENCE: Status.DEFENDED, Stage.SITE: Status.SITE_VISITED}
)
"""The application's status when it has passed a stage."""

JIANGYIN_ORDER = (Stage.MATERIAL, Stage.DEFENCE, Stage.SITE)

UNDER_REVIEW = (Status.ELIGIBLE, Status.SHORTLISTED, Status.DEFENDED, Status.SITE_VISITED, Status.SCORED)
BEFORE_THE_COMMITTEE = (Status.CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED)
AFTER_ARRIVAL = (Status.RECEIVED, Status.SUPPLEMENT_REQUESTED, *UNDER_REVIEW, *BEFORE_THE_COMMITTEE)
BEFORE_APPROVAL = (Status.DRAFT, Status.SUBMITTED, Status.DECLINED, *AFTER_ARRIVAL)
BEFORE_DECISION = (Status.PLANNED, Status.CALLED, Status.ELIGIBILITY, Status.MATERIAL_REVIEW, Status.DEFENCE,
                    Status.SITE_REVIEW, Status.DELIBERATION)  # fmt: skip


def notices_first(position: NoticePosition) -> bool:
    """Arts. 7(3), 25: whether the public notice of the proposed list comes before the government's approval."""
    return position is not NoticePosition.AFTER_APPROVAL


def approved(position: NoticePosition) -> Status:
    """Arts. 24, 25: what an application is once the government has approved it: in a further notice, or not."""
    return Status.APPROVED if position is NoticePosition.BEFORE_APPROVAL else Status.APPROVED_IN_NOTICE


def standing(position: NoticePosition) -> tuple[Status, ...]:
    """Arts. 25, 26: the year's statuses from which a list stands approved, and further ones may follow."""
    last = Status.APPROVAL if position is NoticePosition.BEFORE_APPROVAL else Status.PUBLIC_NOTICE
    return (last, Status.COMMENDED)


def undecided(position: NoticePosition) -> tuple[Status, ...]:
    """Arts. 7(1), 24: the year's statuses before its list goes to the government."""
    return (*BEFORE_DECISION, Status.PROPOSAL_NOTICE) if notices_first(position) else BEFORE_DECISION


def stay(*statuses: Status) -> Moves:
    """Acts done in these statuses move nothing."""
    return tuple((status, status) for status in statuses)


def to(target: Status, *statuses: Status) -> Moves:
    """From each of the statuses to the one target."""
    return tuple((status, target) for status in statuses)


def taken_back(order: tuple[Stage, ...]) -> Moves:
    """Arts. 21, 22: an application goes back with its consensus, out of the last stage also from its final score."""
    passed = tuple(STAGE_DONE[stage] for stage in order)
    return (*((after, before) for before, after in pairwise(passed)), (Status.SCORED, passed[-2]))


def carry(subject: Subject, *moves: tuple[Status, Status]) -> Carried:
    """Moves of another subject that an act brings along."""
    return tuple((subject, before, after) for before, after in moves)
