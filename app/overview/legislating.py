"""Duties towards the law and the register: revisions, editions, terms of experts (arts. 8, 16, 32)."""

from datetime import timedelta

from sqlalchemy import func

from app.acts import Actor
from app.clock import civil_date
from app.experts.models import Expert
from app.legislation.models import EditionRow
from app.legislation.revision_models import Revision
from app.overview.kinds import waiting_for
from app.overview.rows import Source, rows, there_is
from app.regulation.act import Act
from app.regulation.vocabulary import Status

TERM_NOTICE = timedelta(days=90)
"""How long beforehand the end of an expert's term is told, so that his training and evidence can be looked at."""
EDITION_NOTICE = timedelta(days=365)
"""How long beforehand the end of an edition is told: a year, in which a revision can be consulted on and approved."""
LAST_DAY = func.greatest(EditionRow.expires_on, EditionRow.extended_until)


def unconsulted_revisions(_actor: Actor) -> Source:
    """Art. 16: a suggestion is put to consultation."""
    query = rows(Revision.id, EditionRow.title, due_on=Revision.review_due_on)
    return query.join(EditionRow, EditionRow.id == Revision.edition_id).where(
        Revision.status.in_(waiting_for(Act.OPEN_CONSULTATION))
    )


def unconcluded_revisions(actor: Actor) -> Source:
    """Art. 16: a consultation that is over is concluded."""
    query = rows(Revision.id, EditionRow.title, due_on=Revision.review_due_on)
    return query.join(EditionRow, EditionRow.id == Revision.edition_id).where(
        Revision.status.in_(waiting_for(Act.CONCLUDE_REVISION)), Revision.ends_on < civil_date(actor.now)
    )


def reviews(actor: Actor) -> Source:
    """Art. 16: an edition is looked at again by the day that was set, as long as nobody does."""
    begun = there_is(Revision.edition_id == EditionRow.id, Revision.status != Status.CONCLUDED)
    query = rows(EditionRow.id, EditionRow.title, due_on=EditionRow.review_due_on)
    return query.where(
        EditionRow.status == Status.IN_FORCE, EditionRow.review_due_on < civil_date(actor.now) + TERM_NOTICE, ~begun
    )


def expiring_editions(actor: Actor) -> Source:
    """Art. 32: an edition lapses by itself."""
    today = civil_date(actor.now)
    query = rows(EditionRow.id, EditionRow.title, due_on=LAST_DAY)
    return query.where(
        EditionRow.status == Status.IN_FORCE, EditionRow.replaced_from.is_(None),
        LAST_DAY.between(today, today + EDITION_NOTICE),
    )  # fmt: skip


def expired_editions(actor: Actor) -> Source:
    """Art. 32: that it has lapsed is recorded."""
    query = rows(EditionRow.id, EditionRow.title)
    return query.where(EditionRow.status.in_(waiting_for(Act.RECORD_EXPIRY)), civil_date(actor.now) > LAST_DAY)


def terms(actor: Actor) -> Source:
    """Art. 8(3): the term of an expert of the register that is about to end, or has ended."""
    query = rows(Expert.id, Expert.name, due_on=Expert.term_until)
    return query.where(
        Expert.status.in_(waiting_for(Act.RENEW_EXPERT)), Expert.term_until < civil_date(actor.now) + TERM_NOTICE
    )
