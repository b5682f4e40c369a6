"""One's own duties in all one's roles (arts. 5-9, 17-29)."""

from fastapi import Request

from app.accounts.doorway import SignedIn, actor_of, mask_of
from app.database import Database
from app.errors import Unauthenticated
from app.overview.duties import duties_of
from app.overview.schemas import Duties, DutyView
from app.regulation.table.moves import ANY_USER
from app.sections import Section

own = Section("/v1/me/duties", tag="本人待办", about="本人以各种身份现在应当办理的事项")


@own.read("", summary="本人待办事项", roles=ANY_USER)
async def show_duties(visitor: SignedIn, request: Request) -> Duties:
    """All that waits for the caller, in every role that he holds, each with its acts, its article and its last day."""
    if visitor is None:
        raise Unauthenticated
    database: Database = request.app.state.database
    items: list[DutyView] = []
    for grant in visitor.grants:
        actor = actor_of(request, visitor, grant)
        async with database.transaction(mask_of(actor)) as session:
            items += await duties_of(session, actor)
    items.sort(key=lambda duty: (duty.due_at is None, duty.due_at or visitor.now))
    return Duties(items=items, overdue=sum(duty.overdue for duty in items))
