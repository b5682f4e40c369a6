"""Handing the lead over: a panel whose leader is lost gets another of its own, who answers for it (art. 20)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform, require_turn
from app.errors import NotFound
from app.experts.models import Expert
from app.experts.reading import standing_of
from app.http import tag
from app.lookup import found
from app.paging import Key, Paging, page
from app.panels.models import ExpertRelation, LeadHandover, Panel, PanelSeat, Relation
from app.panels.reading import MatchedPanel, SeenPanel, shown
from app.panels.schemas import HandoverPage, NewLead, PanelView
from app.regulation.act import Act
from app.regulation.assignment import lead_faults
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Role
from app.reviews.models import Consensus
from app.sections import Section

section = Section("/v1/panels", tag="专家评审组", about="组长职责的移交")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _work(session: AsyncSession, panel: Panel, body: NewLead) -> list[ExpertRelation]:
    """Lock who works on the applications concerned; 404 for one that is not the panel's."""
    query = select(ExpertRelation).where(ExpertRelation.panel_id == panel.id).with_for_update()
    rows = list(await session.scalars(query.order_by(ExpertRelation.application_id, ExpertRelation.expert_id)))
    named = set(body.application_ids) or {
        r.application_id for r in rows if r.expert_id == body.expert_id and r.relation is Relation.ASSIGNED
    }
    if not set(body.application_ids) <= {r.application_id for r in rows}:
        raise NotFound
    return [r for r in rows if r.application_id in named and r.relation is Relation.ASSIGNED]


def _unmet(
    work: Sequence[ExpertRelation], body: NewLead, seated: Collection[UUID], opened: set[UUID]
) -> tuple[Reason, ...]:
    """Art. 20: what forbids the handing over, for each application concerned."""
    own = {r.application_id: r for r in work if r.expert_id == body.expert_id}
    wanted = set(body.application_ids) or set(own)
    idle = not own or (not body.application_ids and body.expert_id not in seated)
    return tuple(
        dict.fromkeys(
            fault
            for application in sorted(wanted, key=str) or [body.expert_id]
            for fault in lead_faults(
                assigned=application in own and not idle, opened=application in opened,
                sheet_in=application not in own or own[application].sheet_in,
                leads=bool(own) and all(each.leads for each in own.values()),
            )
        )
    )  # fmt: skip


async def _opened(session: AsyncSession, panel: Panel) -> set[UUID]:
    return set(await session.scalars(select(Consensus.application_id).where(Consensus.panel_id == panel.id)))


async def _seats(session: AsyncSession, panel: Panel) -> dict[UUID, PanelSeat]:
    """Lock the seats that are taken."""
    query = select(PanelSeat).where(PanelSeat.panel_id == panel.id, PanelSeat.left_at.is_(None))
    return {seat.expert_id: seat for seat in await session.scalars(query.with_for_update())}


@section.act("/{panel_id}/leaders", summary="移交组长职责", status_code=201)
async def hand_over_lead(
    panel: MatchedPanel, body: NewLead, response: Response, actor: Caller, session: Transaction, today: Today
) -> PanelView:
    """Let another of the panel lead, also after the consensus, so that its report can be issued (arts. 20-22)."""
    require_turn(actor, Act.HAND_OVER_LEAD, panel)
    standing = standing_of(await found(session, Expert, body.expert_id), today, "/expert_id")
    work, seats = await _work(session, panel, body), await _seats(session, panel)
    require((*standing, *_unmet(work, body, seats, await _opened(session, panel))))
    done = LeadHandover(
        panel_id=panel.id, expert_id=body.expert_id, applications=sorted({str(r.application_id) for r in work}),
        whole=not body.application_ids, reason=body.reason, handed_by=actor.user_id, handed_at=actor.now,
    )  # fmt: skip
    session.add(done)
    perform(session, actor, Act.HAND_OVER_LEAD, panel, detail={"expert": body.expert_id, "handover": done.id})
    await _give([*work, *(seats.values() if done.whole else ())], body.expert_id, session)
    tag(response, panel)
    return await shown(session, actor, panel)


@section.read("/{panel_id}/leaders", summary="列出组长移交记录", roles=SECRETARIAT)
async def list_handovers(panel: SeenPanel, paging: Paging, _actor: Caller, session: Transaction) -> HandoverPage:
    """Who has taken the lead over, when and why."""
    query = select(LeadHandover).where(LeadHandover.panel_id == panel.id)
    rows = await page(session, query, [Key(LeadHandover.handed_at), Key(LeadHandover.id)], paging)
    return HandoverPage.model_validate(rows, from_attributes=True)


async def _give(places: Sequence[ExpertRelation | PanelSeat], comer: UUID, session: AsyncSession) -> None:
    """Take the lead from whoever has it before it is given, for no two may hold it at once (I8)."""
    await session.flush()
    for leads in (False, True):
        for place in places:
            now = leads and place.expert_id == comer
            match place:
                case ExpertRelation():
                    place.leads = now
                case PanelSeat():
                    place.is_leader = now
        await session.flush()
