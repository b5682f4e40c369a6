"""The record, for whoever doubts it: its key, its signed heads, proofs, and the events of one's own case."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.applications.models import Application, ApplicationStep
from app.applications.secrecy import is_secret_step
from app.database import Database
from app.errors import NotFound
from app.http import PathId
from app.lookup import found
from app.record import RecordCheckpoint, RecordEntry, RecordLeaf
from app.regulation.vocabulary import Role
from app.sealing.reading import checkpoint_view, own_events
from app.sealing.schemas import CaseRecord, CheckpointView, ConsistencyView, InclusionView, VerifierKey
from app.sealing.sequencing import MASK
from app.sealing.succeeding import FolderSigner
from app.sealing.tree import Tree, bring_up, newest_checkpoint
from app.sealing.verifier import ORIGIN
from app.sections import PUBLIC, Section

section = Section("/v1/record", tag="办理记录", about="办理记录的签名树头与证明，对外公开，任何人都可核验")
cases = Section("/v1/case-records", tag="本案记录", about="申报组织查阅并核验本组织申报的办理记录")
Size = Annotated[int, Query(ge=1, le=2**53)]


async def _reading(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    async with database.transaction(MASK) as session:
        yield session


Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]
"""A transaction that sees the record and nothing else."""


async def _newest(session: Reading) -> RecordCheckpoint:
    newest = await newest_checkpoint(session)
    if newest is None:
        raise NotFound
    return newest


Newest = Annotated[RecordCheckpoint, Depends(_newest)]


@section.read("/key", summary="查看核验密钥", roles=PUBLIC)
async def show_record_key(request: Request) -> VerifierKey:
    """The key that signs the heads of the record; note it down once, from somewhere that you trust.

    Where it was changed since, `successions` leads from the key noted down to the one that signs now.
    """
    signer: FolderSigner = request.app.state.signer
    return VerifierKey(key=signer.verifier_key, origin=ORIGIN, successions=signer.successions)


@section.read("/checkpoint", summary="查看最新树头", roles=PUBLIC)
async def show_newest_checkpoint(newest: Newest) -> CheckpointView:
    """The newest signed head; at most about a second behind what was done."""
    return checkpoint_view(newest)


@section.read("/checkpoints/{size}", summary="查看某一树头", roles=PUBLIC)
async def show_checkpoint(size: Annotated[int, Path(ge=1, le=2**53)], session: Reading) -> CheckpointView:
    """The signed head over exactly so many leaves, if one was signed."""
    row = await session.get(RecordCheckpoint, size)
    if row is None:
        raise NotFound
    return checkpoint_view(row)


@section.read("/consistency", summary="证明树头前后一致", roles=PUBLIC)
async def prove_consistency(request: Request, session: Reading, older: Size, newer: Size) -> ConsistencyView:
    """Prove that nothing before the older of two signed heads was changed or taken away in the newer one."""
    tree: Tree = request.app.state.tree
    first, last = await session.get(RecordCheckpoint, older), await session.get(RecordCheckpoint, newer)
    if first is None or last is None or older > newer:
        raise NotFound
    await bring_up(session, tree, last)
    path = [node.hex() for node in tree.consistency(older, newer)]
    return ConsistencyView(older=older, newer=newer, path=path)


@section.read("/leaves/{leaf_hash}", summary="证明某事已记录", roles=PUBLIC)
async def prove_inclusion(
    leaf_hash: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], request: Request, session: Reading, newest: Newest
) -> InclusionView:
    """Prove that what a receipt names is in the record; 404 if it is not, or not numbered yet."""
    query = select(RecordEntry.seq).join(RecordLeaf, RecordLeaf.id == RecordEntry.leaf_id)
    seq = await session.scalar(query.where(RecordLeaf.leaf_hash == bytes.fromhex(leaf_hash)))
    if seq is None or seq >= newest.size:
        raise NotFound
    tree: Tree = request.app.state.tree
    await bring_up(session, tree, newest)
    path = [node.hex() for node in tree.inclusion(seq, newest.size)]
    return InclusionView(leaf_hash=leaf_hash, seq=seq, path=path, checkpoint=checkpoint_view(newest))


@cases.read("/{application_id}", summary="查阅本案办理记录", roles=frozenset({Role.APPLICANT}))
async def export_case_record(
    application_id: PathId,
    request: Request,
    session: Transaction,
    record: Reading,
    newest: Newest,
    since: Annotated[int | None, Query(ge=1, le=2**53, description="手中树头的 size，用以证明其后未被改动")] = None,
) -> CaseRecord:
    """Give the acts of one's own case with their proofs, for the stand-alone verifier (`verifier.py --case`)."""
    row = await found(session, Application, application_id)
    query = select(ApplicationStep).where(ApplicationStep.application_id == application_id)
    steps = [step for step in await session.scalars(query) if not is_secret_step(row, step)]
    tree: Tree = request.app.state.tree
    await bring_up(record, tree, newest)
    return CaseRecord(
        application_id=application_id, events=await own_events(record, steps, tree, newest.size),
        checkpoint=newest.note,
        consistency=[node.hex() for node in tree.consistency(min(since or 0, newest.size), newest.size)],
        successions=request.app.state.signer.successions,
    )  # fmt: skip
