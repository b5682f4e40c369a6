"""Duties from the committee's meeting on: notices, objections, honours, money, cases (arts. 24-31)."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.acts import Actor
from app.clock import civil_date
from app.committee.decision_models import GovernmentDecision, ProposedList
from app.committee.models import Ballot, EligibleVoter, Meeting
from app.cycles.models import Cycle
from app.experts.models import Expert, Institution
from app.honours.models import Bonus, Recovery, Revocation
from app.legislation.models import EditionRow
from app.motions.models import Motion, MotionBallot, MotionVoter
from app.objections.models import ObjectionInvestigator, Tip
from app.overview.kinds import waiting_for
from app.overview.rows import Source, rows, there_is
from app.publications.models import Notice, Objection
from app.regulation.act import Act
from app.regulation.choices import BallotMode
from app.regulation.vocabulary import Role, Status
from app.sanctions.models import Referral, Sanction
from app.titles.models import Award

SEPARATE = func.coalesce(EditionRow.parameters["objection"]["separate_ruling"].as_boolean(), false())
"""`edition.objection.separate_ruling`: whether another than the investigator rules."""


def meetings(actor: Actor) -> Source:
    """Art. 24: a meeting whose day has come is closed, and its minutes are written."""
    query = rows(Meeting.id, Cycle.title, cycle_id=Cycle.id)
    return query.join(Cycle, Cycle.id == Meeting.cycle_id).where(
        Meeting.status.in_(waiting_for(Act.CLOSE_MEETING)), Meeting.held_on <= civil_date(actor.now)
    )


def papers(_actor: Actor) -> Source:
    """Art. 24: a ballot on paper whose papers are not all handed out."""
    waiting = there_is(EligibleVoter.ballot_id == Ballot.id, ~EligibleVoter.took_paper)
    query = rows(Ballot.id, Cycle.title, cycle_id=Cycle.id)
    return query.join(Cycle, Cycle.id == Ballot.cycle_id).where(
        Ballot.status.in_(waiting_for(Act.HAND_OUT_PAPERS)), Ballot.mode == BallotMode.SECRET_PAPER, waiting
    )


def motion_papers(_actor: Actor) -> Source:
    """Art. 24: a motion voted on by papers that are not all handed out."""
    waiting = there_is(MotionVoter.motion_id == Motion.id, ~MotionVoter.took_paper)
    query = rows(Motion.id, Motion.title, cycle_id=Motion.cycle_id)
    return query.join(MotionBallot, MotionBallot.motion_id == Motion.id).where(
        Motion.status.in_(waiting_for(Act.HAND_OUT_MOTION_PAPERS)), MotionBallot.mode == BallotMode.SECRET_PAPER,
        waiting,
    )  # fmt: skip


def unpublished_notices(_actor: Actor) -> Source:
    """Art. 25: a notice runs from its publication on the web, not from its posting."""
    query = rows(Notice.id, Notice.title, cycle_id=Notice.cycle_id)
    return query.where(Notice.status.in_(waiting_for(Act.RECORD_WEB_PUBLICATION)))


def interrupted_notices(_actor: Actor) -> Source:
    """Art. 25: a notice that was suspended is published anew, unless a newer list takes its place."""
    query = rows(Notice.id, Notice.title, cycle_id=Notice.cycle_id)
    return query.where(
        Notice.status.in_(waiting_for(Act.REPUBLISH_NOTICE)), ~_overtaken(GovernmentDecision, Notice.decision_id),
        ~_overtaken(ProposedList, Notice.list_id),
    )  # fmt: skip


def _overtaken(
    kind: type[GovernmentDecision | ProposedList], named: InstrumentedAttribute[UUID | None]
) -> ColumnElement[bool]:
    own, later = aliased(kind), aliased(kind)
    return there_is(own.id == named, later.cycle_id == own.cycle_id, later.number > own.number)


def unadmitted_objections(_actor: Actor) -> Source:
    """Art. 25, `edition.objection.reply_working_days`: the term runs from the receipt."""
    query = rows(
        Objection.id, Objection.receipt_number, due_on=Objection.reply_due_on, cycle_id=Notice.cycle_id
    )  # fmt: skip
    return query.join(Notice, Notice.id == Objection.notice_id).where(
        Objection.status.in_(waiting_for(Act.ADMIT_OBJECTION))
    )


def unsealed_objections(_actor: Actor) -> Source:
    """Art. 25, `edition.objection.unit_seal`: a unit's objection is not admitted before a scan shows its seal."""
    query = rows(
        Objection.id, Objection.receipt_number, due_on=Objection.reply_due_on, cycle_id=Notice.cycle_id
    )  # fmt: skip
    return query.join(Notice, Notice.id == Objection.notice_id).where(
        Objection.status.in_(waiting_for(Act.ADMIT_OBJECTION)), func.award_lacks_seal(Objection.id)
    )


def _admitted(*conditions: ColumnElement[bool]) -> Source:
    query = rows(
        Objection.id, Objection.receipt_number, due_on=Objection.reply_due_on, cycle_id=Notice.cycle_id
    )  # fmt: skip
    return (
        query.join(Notice, Notice.id == Objection.notice_id)
        .join(Cycle, Cycle.id == Notice.cycle_id)
        .join(EditionRow, EditionRow.id == Cycle.edition_id)
        .where(Objection.status.in_(waiting_for(Act.UPHOLD_OBJECTION)), *conditions)
    )


def uninvestigated_objections(_actor: Actor) -> Source:
    """Art. 26, `edition.objection.separate_ruling`: who rules is another than who investigates, so he is named."""
    return _admitted(SEPARATE, Objection.investigator_id.is_(None))


def unruled_objections(actor: Actor) -> Source:
    """Art. 26, `edition.objection.separate_ruling`: another than who has investigated rules; if referred, the chair."""
    if actor.role is Role.COMMITTEE:
        return _admitted(Objection.referred_at.is_not(None))
    his = select(ObjectionInvestigator.objection_id).where(ObjectionInvestigator.user_id == actor.user_id)
    by_another = and_(Objection.investigator_id.is_not(None), Objection.id.not_in(his))
    return _admitted(Objection.referred_at.is_(None), or_(~SEPARATE, by_another))


def tips(_actor: Actor) -> Source:
    """Art. 25: a nameless lead blocks nobody, and is looked at all the same."""
    query = rows(Tip.id, Tip.receipt_number, cycle_id=Notice.cycle_id).join(Notice, Notice.id == Tip.notice_id)
    return query.where(Tip.status.in_(waiting_for(Act.SETTLE_TIP)))


def plaques(_actor: Actor) -> Source:
    """Art. 26: a winner gets its plaque."""
    query = rows(Award.id, Award.organization_name, cycle_id=Award.cycle_id)
    return query.where(Award.status.in_(waiting_for(Act.HAND_OVER_PLAQUE)), Award.plaque_received_on.is_(None))


def _bonuses() -> Source:
    query = rows(Bonus.id, Award.organization_name, cycle_id=Bonus.cycle_id)
    return query.join(Award, Award.id == Bonus.award_id).where(Award.status == Status.STANDING)


def unprepared_bonuses(_actor: Actor) -> Source:
    """Art. 27: a bonus that stands is prepared by one person."""
    return _bonuses().where(Bonus.status == Status.ENTITLED)


def unconfirmed_bonuses(actor: Actor) -> Source:
    """Art. 27: and paid by another, who holds the finance duty."""
    return _bonuses().where(
        Bonus.status.in_(waiting_for(Act.CONFIRM_PAYMENT)), Bonus.prepared_by != actor.user_id
    )  # fmt: skip


def _cases(*acts: Act) -> Source:
    query = rows(Revocation.id, Award.organization_name, cycle_id=Award.cycle_id)
    return query.join(Award, Award.id == Revocation.award_id).where(Revocation.status.in_(waiting_for(*acts)))


def unheard_cases(_actor: Actor) -> Source:
    """Art. 29: the organization is heard first."""
    return _cases(Act.RECORD_HEARING).where(Revocation.heard_on.is_(None))


def unverified_cases(_actor: Actor) -> Source:
    """Art. 29: the committee verifies what the organization has been heard on."""
    return _cases(Act.VERIFY_REVOCATION).where(Revocation.heard_on.is_not(None))


def unrequested_cases(_actor: Actor) -> Source:
    """Art. 29: what is verified is brought to the government, whatever anybody thinks of it by then."""
    return _cases(Act.REQUEST_REVOCATION)


def undecided_cases(_actor: Actor) -> Source:
    """Art. 29: the government decides, the secretariat records it."""
    return _cases(Act.DECIDE_REVOCATION)


def unannounced_cases(_actor: Actor) -> Source:
    """Art. 29: what must be announced."""
    return _cases(Act.ANNOUNCE_REVOCATION).where(Revocation.must_announce)


def owed_plaques(_actor: Actor) -> Source:
    """Art. 29: the plaque comes back."""
    return _cases(Act.RECORD_PLAQUE_RETURN).where(
        Revocation.plaque_returned_on.is_(None), Award.plaque_received_on.is_not(None)
    )


def owed_bonuses(_actor: Actor) -> Source:
    """Art. 29: so does the bonus, all of it."""
    back = select(func.coalesce(func.sum(Recovery.amount), 0)).where(Recovery.bonus_id == Bonus.id)
    return (
        _cases(Act.RECORD_RECOVERY)
        .join(Bonus, Bonus.award_id == Award.id)
        .where(Bonus.status == Status.PAID, back.scalar_subquery() < Bonus.amount)
    )


def sanctions(_actor: Actor) -> Source:
    """Art. 31: an open case against an expert or an institution."""
    query = rows(Sanction.id, func.coalesce(Expert.name, Institution.name))
    return (
        query.outerjoin(Expert, Expert.id == Sanction.expert_id)
        .outerjoin(Institution, Institution.id == Sanction.institution_id)
        .where(Sanction.status.in_(waiting_for(Act.IMPOSE_SANCTION)))
    )


def referrals(_actor: Actor) -> Source:
    """Art. 31: whom the case was told to, and who has not replied."""
    query = rows(Sanction.id, Referral.recipient_name).join(Referral, Referral.sanction_id == Sanction.id)
    return query.where(Referral.replied_on.is_(None))
