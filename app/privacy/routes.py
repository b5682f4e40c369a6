"""One's own data: everything that the service holds about the person who asks."""

from datetime import UTC, datetime

from fastapi import Request

from app.accounts.doorway import SESSION_MASK, Grant, SignedIn, actor_of
from app.accounts.schemas import GrantView
from app.acts import note_use
from app.database import Database
from app.errors import Unauthenticated
from app.privacy.exporting import acts_of, parts_of, read_account
from app.privacy.schemas import OwnData
from app.regulation.table.moves import ANY_USER
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section(
    "/v1/me/export", tag="本人数据", about="本人查阅、复制本系统所存的本人信息（个人信息保护法第四十五条）"
)

GROUND = "个人信息保护法第四十五条"
NO_GRANT = Grant(Role.PUBLIC, None, frozenset())


@section.read("", summary="下载本人信息", roles=ANY_USER)
async def export_own_data(visitor: SignedIn, request: Request) -> OwnData:
    """Give all that is held about oneself; of sheets and votes only what one may read; the reading leaves a leaf."""
    if visitor is None:
        raise Unauthenticated
    database: Database = request.app.state.database
    # Each of his roles asks for the proof that it asks for anywhere else.
    actor, *_ = (actor_of(request, visitor, grant) for grant in visitor.grants or (NO_GRANT,))
    async with database.transaction(SESSION_MASK) as session:
        session.add(note_use(actor, "export_own_data", {}, GROUND))
    account, sessions = await read_account(database, visitor.user)
    return OwnData(
        made_at=datetime.now(UTC), account=account, sessions=sessions, parts=await parts_of(database, visitor),
        grants=[GrantView(role=g.role, party_id=g.party, duties=sorted(g.duties)) for g in visitor.grants],
        pseudonym=visitor.pseudonym, own_acts=await acts_of(database, visitor.pseudonym),
    )  # fmt: skip
