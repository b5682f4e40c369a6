"""How an objection is shown, and what the objections to some names mean for them (arts. 25-26)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.clock import civil_date
from app.open_acts import open_acts
from app.publications.models import Objection
from app.publications.schemas import ObjectionView
from app.regulation import notice
from app.regulation.act import Act

ACTS = {
    Act.ADMIT_OBJECTION: "admission",
    Act.REFUSE_OBJECTION: "refusal",
    Act.UPHOLD_OBJECTION: "upholding",
    Act.REJECT_OBJECTION: "rejection",
}


def objection_view(actor: Actor, row: Objection) -> ObjectionView:
    """Write an objection with the acts open on it."""
    hrefs = {act: f"/v1/objections/{row.id}/{word}" for act, word in ACTS.items()}
    late = row.reply_due_on is not None and row.ruled_at is None and civil_date(actor.now) > row.reply_due_on
    view = ObjectionView.model_validate(row)
    return view.model_copy(update={"is_overdue": late, "acts": open_acts(actor, row, hrefs)})


async def objections_to(session: AsyncSession, applications: Collection[UUID]) -> list[notice.Objection]:
    """Every objection to those names as the law sees it; the caller has locked their applications."""
    query = select(Objection.application_id, Objection.status).where(Objection.application_id.in_(applications))
    return [
        notice.Objection(application=str(application_id), state=notice.STATES[status])
        for application_id, status in await session.execute(query)
    ]
