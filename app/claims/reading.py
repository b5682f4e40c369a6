"""Claims as handlers need them: by the claimant's code, or for who is concerned; with what both sides stated."""

from collections.abc import AsyncGenerator, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import ANONYMOUS, AnonymousTransaction, Caller, Transaction
from app.accounts.organizations import PAPERS_NEEDED
from app.accounts.secrets_ import digest_of_invitation_code
from app.acts import Actor
from app.claims.models import ClaimContact, ClaimFile, ClaimStatement, OrganizationClaim, Side
from app.claims.schemas import ClaimPaperView, ClaimProgressView, ClaimView, ContactView, StatementView
from app.database import Database
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import Received
from app.files.transfer import Filename, received_file
from app.http import IfMatch, PathId
from app.lookup import found, matched
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.refusals import NotMet, OutOfOrder, Reason
from app.regulation.vocabulary import Role, Status

MOST_STATEMENTS = 20
MOST_FILES = 10
"""Stored for one claim, with those that were replaced."""
ClaimCode = Annotated[str, Header(max_length=64, description="提出认领申请时所得的凭证代码")]


async def _claim(claim_id: PathId, session: Transaction) -> OrganizationClaim:
    return await found(session, OrganizationClaim, claim_id)


async def _matched(claim_id: PathId, session: Transaction, if_match: IfMatch) -> OrganizationClaim:
    return await matched(session, OrganizationClaim, claim_id, if_match)


SeenClaim = Annotated[OrganizationClaim, Depends(_claim)]
MatchedClaim = Annotated[OrganizationClaim, Depends(_matched)]


async def _of_code(session: AsyncSession, claim_id: UUID, code: str, *, locked: bool) -> OrganizationClaim:
    """Find the claim that the code proves to be one's own; one answer (404) for every other."""
    contact = await session.get(ClaimContact, claim_id)
    if contact is None or contact.code_hash != digest_of_invitation_code(code):
        raise NotFound
    return await session.get_one(OrganizationClaim, claim_id, with_for_update=locked)


async def _mine(claim_id: PathId, claim_code: ClaimCode, session: AnonymousTransaction) -> OrganizationClaim:
    return await _of_code(session, claim_id, claim_code, locked=False)


async def _my_open(claim_id: PathId, claim_code: ClaimCode, session: AnonymousTransaction) -> OrganizationClaim:
    claim = await _of_code(session, claim_id, claim_code, locked=True)
    require_open(claim)
    return claim


MyClaim = Annotated[OrganizationClaim, Depends(_mine)]
MyOpenClaim = Annotated[OrganizationClaim, Depends(_my_open)]


def require_open(claim: OrganizationClaim) -> None:
    """Art. 2: a claim that has been decided takes neither files nor statements."""
    if claim.status is not Status.LODGED:
        raise OutOfOrder(
            Reason(
                code="claim.decided", article="第二条", zh="该认领申请已有结论。", en="The claim has been decided.",
            )
        )  # fmt: skip


async def _claimants_file(
    request: Request, claim_id: PathId, claim_code: ClaimCode, filename: Filename, _actor: Caller
) -> AsyncGenerator[Received]:
    """Take a file in only from him who holds the code; no transaction is open while its bytes arrive."""
    database: Database = request.app.state.database
    async with database.transaction(ANONYMOUS) as session:
        require_open(await _of_code(session, claim_id, claim_code, locked=False))
    async with received_file(request, filename) as received:
        yield received


ClaimantsFile = Annotated[Received, Depends(_claimants_file, scope="function")]


async def require_file_room(session: AsyncSession, claim: OrganizationClaim) -> None:
    """Refuse files without end from someone who need not sign in."""
    kept = select(func.count()).select_from(StoredFile).where(StoredFile.owner_id == claim.id)
    if (await session.execute(kept)).scalar_one() >= MOST_FILES:
        raise NotMet(_too_many("claim.files", f"一件认领申请至多上传 {MOST_FILES} 个文件。",
                               f"A claim takes at most {MOST_FILES} files."))  # fmt: skip


async def stated(session: AsyncSession, claim: OrganizationClaim, side: Side, text: str, actor: Actor) -> None:
    """Add what one side states, at most twenty times."""
    mine = (ClaimStatement.claim_id == claim.id) & (ClaimStatement.side == side)
    count = select(func.count()).select_from(ClaimStatement).where(mine)
    if (await session.execute(count)).scalar_one() >= MOST_STATEMENTS:
        raise NotMet(_too_many("claim.statements", f"每一方至多陈述 {MOST_STATEMENTS} 次。",
                               f"Each side states at most {MOST_STATEMENTS} times."))  # fmt: skip
    session.add(ClaimStatement(claim_id=claim.id, side=side, text=text, stated_at=actor.now))


def _too_many(code: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article="第二条", zh=zh, en=en)


def papers_missing(papers: Sequence[ClaimPaperView]) -> tuple[Reason, ...]:
    """Art. 2: no claim is upheld before its licence and its letter of authorisation are there to be seen."""
    there = {paper.kind for paper in papers}
    return tuple(reason for paper, reason in PAPERS_NEEDED.items() if paper not in there)


async def papers_of(session: AsyncSession, claim_id: UUID) -> list[ClaimPaperView]:
    """Read the claimant's papers."""
    query = select(ClaimFile.kind, StoredFile).join(StoredFile, StoredFile.id == ClaimFile.file_id)
    rows = await session.execute(query.where(ClaimFile.claim_id == claim_id).order_by(ClaimFile.kind.desc()))
    return [ClaimPaperView(kind=kind, file=FileView.model_validate(file)) for kind, file in rows.all()]


async def statements_of(session: AsyncSession, claim_id: UUID) -> list[StatementView]:
    """Read what both sides stated, in its order."""
    query = select(ClaimStatement).where(ClaimStatement.claim_id == claim_id)
    rows = await session.scalars(query.order_by(ClaimStatement.stated_at, ClaimStatement.id))
    return [StatementView.model_validate(row) for row in rows]


async def progress_of(session: AsyncSession, claim: OrganizationClaim) -> ClaimProgressView:
    """Write a claim for its claimant."""
    return ClaimProgressView(
        id=claim.id, claimed_name=claim.claimed_name, status=claim.status, lodged_at=claim.lodged_at,
        reason=claim.reason, papers=[paper.kind for paper in await papers_of(session, claim.id)],
        statements=await statements_of(session, claim.id),
    )  # fmt: skip


def line_of(claim: OrganizationClaim) -> ClaimView:
    """Write a claim for a list."""
    return ClaimView.model_validate(claim, from_attributes=True)


async def view_of(session: AsyncSession, actor: Actor, claim: OrganizationClaim) -> ClaimView:
    """Write a claim with all that the caller may see of it, and the acts open to him."""
    path = f"/v1/organization-claims/{claim.id}"
    hrefs = {
        Act.ANSWER_CLAIM: f"{path}/answers", Act.UPHOLD_CLAIM: f"{path}/upholding",
        Act.REJECT_CLAIM: f"{path}/rejection",
    }  # fmt: skip
    more: dict[str, object] = {"statements": await statements_of(session, claim.id)}
    papers: list[ClaimPaperView] = []
    if actor.role is Role.SECRETARIAT:
        contact = await session.get_one(ClaimContact, claim.id)
        papers = await papers_of(session, claim.id)
        more |= {"contact": ContactView.model_validate(contact), "papers": papers}
    acts = open_acts(actor, claim, hrefs, unmet={Act.UPHOLD_CLAIM: papers_missing(papers)})
    return line_of(claim).model_copy(update=more | {"acts": acts})
