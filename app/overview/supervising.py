"""Duties towards applicants and winners: supervisory checks, titles to review, good practice (arts. 8, 9, 26)."""

from typing import Any

from sqlalchemy import Interval, Text, cast, func, or_
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from app.acts import Actor
from app.clock import civil_date
from app.cycles.models import Cycle
from app.legislation.models import EditionRow
from app.overview.kinds import waiting_for
from app.overview.rows import Column, Source, rows, there_is
from app.promotion.models import PromotionCase
from app.regulation.act import Act
from app.regulation.measures import Edition
from app.regulation.vocabulary import Status
from app.supervision.models import CheckFinding, SupervisoryCheck
from app.titles.models import Award, TitleReview

REVIEW_MONTHS = func.coalesce(
    EditionRow.parameters["title_review_months"].as_integer(),
    Edition.__dataclass_fields__["title_review_months"].default,
)
"""`edition.title_review_months`, or its default where an edition of before does not say it."""


def _checks(*conditions: ColumnElement[bool], due_on: Column | None = None) -> Source:
    query = rows(
        SupervisoryCheck.id, SupervisoryCheck.organization_name, due_on=due_on, cycle_id=SupervisoryCheck.cycle_id
    )  # fmt: skip
    return query.where(*conditions)


def _unfound() -> ColumnElement[bool]:
    """Art. 8(6): a heading of the check has no finding yet."""
    heading: Any = func.jsonb_array_elements_text(SupervisoryCheck.headings).table_valued("value")
    found = there_is(
        CheckFinding.check_id == SupervisoryCheck.id, cast(CheckFinding.heading, Text) == heading.c.value
    )  # fmt: skip
    return there_is(heading.c.value.is_not(None), ~found)


def _adverse() -> ColumnElement[bool]:
    """Art. 8(6): a finding that stands, the newest of its heading, is against the organization."""
    later = aliased(CheckFinding)
    newer = there_is(
        later.check_id == CheckFinding.check_id, later.heading == CheckFinding.heading,
        later.recorded_at > CheckFinding.recorded_at,
    )  # fmt: skip
    return there_is(CheckFinding.check_id == SupervisoryCheck.id, CheckFinding.is_adverse.is_(True), ~newer)


def unfound_checks(actor: Actor) -> Source:
    """Art. 8(6): the officer of a check finds on every heading of it, from the day for which it is planned."""
    return _checks(
        SupervisoryCheck.status.in_(waiting_for(Act.RECORD_CHECK_FINDING)),
        SupervisoryCheck.officer_id == actor.user_id, _unfound(), due_on=SupervisoryCheck.planned_on,
    )  # fmt: skip


def unasked_statements(actor: Actor) -> Source:
    """Art. 8(6), `edition.statement_days`: whoever is found against is heard, which the officer begins."""
    return _checks(
        SupervisoryCheck.status.in_(waiting_for(Act.ASK_STATEMENT)), SupervisoryCheck.officer_id == actor.user_id,
        ~_unfound(), _adverse(),
    )  # fmt: skip


def statements(actor: Actor) -> Source:
    """`edition.statement_days`: what the organization is asked to answer, until its last day."""
    return _checks(
        SupervisoryCheck.status.in_(waiting_for(Act.MAKE_STATEMENT)),
        SupervisoryCheck.statement_until >= civil_date(actor.now), due_on=SupervisoryCheck.statement_until,
    )  # fmt: skip


def lapsed_statements(actor: Actor) -> Source:
    """`edition.statement_days`: that the organization let its days pass is noted."""
    return _checks(
        SupervisoryCheck.status.in_(waiting_for(Act.NOTE_NO_STATEMENT)),
        SupervisoryCheck.statement_until < civil_date(actor.now),
    )  # fmt: skip


def unconcluded_checks(actor: Actor) -> Source:
    """Art. 8(6): a check that found nothing, or whose organization was heard, is concluded by who found nothing."""
    own = there_is(CheckFinding.check_id == SupervisoryCheck.id, CheckFinding.recorded_by == actor.user_id)
    return _checks(
        SupervisoryCheck.status.in_(waiting_for(Act.CONCLUDE_CHECK)), SupervisoryCheck.officer_id != actor.user_id,
        ~own, ~_unfound(), or_(SupervisoryCheck.status == Status.ANSWERED, ~_adverse()),
    )  # fmt: skip


def unreviewed_titles(actor: Actor) -> Source:
    """`edition.title_review_months`: a standing title whose term nears its end, of which no review has begun."""
    today = civil_date(actor.now)
    begun = there_is(TitleReview.award_id == Award.id, TitleReview.former_until == Award.valid_until)
    first = Award.valid_until - cast(func.make_interval(0, REVIEW_MONTHS), Interval)
    query = rows(Award.id, Award.organization_name, due_on=Award.valid_until, cycle_id=Award.cycle_id)
    return (
        query.join(Cycle, Cycle.id == Award.cycle_id)
        .join(EditionRow, EditionRow.id == Cycle.edition_id)
        .where(Award.status == Status.STANDING, Award.valid_until >= today, first <= today, ~begun)
    )


def open_reviews(_actor: Actor) -> Source:
    """`edition.tiers.validity_years`: a review that was begun is concluded before the title ends."""
    query = rows(
        TitleReview.id, Award.organization_name, due_on=TitleReview.former_until, cycle_id=Award.cycle_id
    )  # fmt: skip
    return query.join(Award, Award.id == TitleReview.award_id).where(
        TitleReview.status.in_(waiting_for(Act.RENEW_TITLE))
    )


def consents(actor: Actor) -> Source:
    """Art. 8(5): a case of good practice waits for its winner's consent as long as the title stands."""
    stands = or_(Award.valid_until.is_(None), Award.valid_until >= civil_date(actor.now))
    query = rows(PromotionCase.id, PromotionCase.title)
    return query.join(Award, Award.id == PromotionCase.award_id).where(
        PromotionCase.status.in_(waiting_for(Act.CONSENT_TO_PROMOTION)), Award.status == Status.STANDING, stands
    )
