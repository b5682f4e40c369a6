"""What a draft's handlers do to its rows: saving sections and items, adding evidence, filing the bytes (art. 19)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Unit
from app.acts import Actor
from app.applications.asking import items_of
from app.applications.form import Form
from app.applications.held import filled_identity
from app.applications.models import Application, Evidence, SelfAssessment, SelfScore, Submission, SubmittedSelfScores
from app.applications.reading import Contents, saved_form, write_contents
from app.applications.schemas import AssessedItem
from app.applications.self_scores import drafted_scores, write_scores
from app.cycles.reading import edition_of
from app.files.models import StoredFile
from app.regulation.recommendation import recommender_faults
from app.regulation.refusals import NotMet, Reason, require

EVIDENCE_COUNT = 100
EVIDENCE_BYTES = 300 * 1024 * 1024
STORED_BYTES = 3 * EVIDENCE_BYTES
"""With what was deleted again, which stays in the store because an earlier submission may name it."""


async def save_form(session: AsyncSession, application: Application, saved: Form, now: datetime) -> None:
    """Replace the sections that were sent; one sent as null is emptied."""
    if saved.recommending_unit and saved.recommending_unit.unit_id:
        await _require_unit(session, application, saved.recommending_unit.unit_id)
    form = await saved_form(session, application)
    for name in saved.model_fields_set:
        section = getattr(saved, name)
        form.pop(name, None)
        if section is not None:
            form[name] = section.model_dump(mode="json", exclude_none=True)
    if saved.identity is not None:
        form["identity"] = await filled_identity(session, application, saved.identity)
    application.form, application.saved_at = form, now
    _confirm(application, {f"/form/{name}" for name in saved.model_fields_set})


def _confirm(application: Application, saved: set[str]) -> None:
    """What was taken over from an earlier year is confirmed by saving it."""
    application.to_confirm = [pointer for pointer in application.to_confirm if pointer not in saved]


async def _require_unit(session: AsyncSession, application: Application, unit_id: UUID) -> None:
    """Art. 9: the unit is registered, and of a kind that recommends under the edition of the year."""
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise NotMet(
            Reason(
                code="form.unit_unknown", article="第九条", pointer="/recommending_unit/unit_id",
                zh="没有这一推荐单位。", en="There is no such recommending unit.",
            )
        )  # fmt: skip
    require(recommender_faults(unit.kind, edition_of(application.cycle)))


async def save_items(
    session: AsyncSession, application: Application, items: Sequence[AssessedItem], now: datetime
) -> None:
    """Replace text and self-score of the items that were sent."""
    known = [item.code for item in await items_of(session, application.cycle)]
    sent = [item.item_code for item in items]
    require(_item_faults(sent, known))
    for table in (SelfAssessment, SelfScore):
        await session.execute(
            delete(table).where(table.application_id == application.id, table.item_code.in_(sent)),
            execution_options={"synchronize_session": False},
        )
    for item in items:
        key = {"application_id": application.id, "item_code": item.item_code}
        if item.text is not None:
            session.add(SelfAssessment(**key, text=item.text))
        if item.self_percent is not None:
            session.add(SelfScore(**key, percent=item.self_percent))
    application.saved_at = now
    _confirm(application, {f"/self_assessment/{code}" for code in sent})


def _item_faults(sent: Sequence[str], known: Sequence[str]) -> Iterator[Reason]:
    for number, code in enumerate(sent):
        pointer = f"/items/{number}/item_code"
        if code not in known:
            yield Reason(code="self_assessment.item_unknown", article="第十三条", pointer=pointer,
                         zh=f"评定标准中没有可评分的条款 {code}。", en=f"{code} is no scored item.")  # fmt: skip
        if code in sent[:number]:
            yield Reason(code="self_assessment.item_twice", article="第十三条", pointer=pointer,
                         zh=f"条款 {code} 重复。", en=f"{code} is sent twice.")  # fmt: skip


async def require_room(session: AsyncSession, application: Application, size: int) -> None:
    """Refuse evidence beyond the limits of an application: 100 pieces, 300 MiB together."""
    mine = (
        select(func.count(), func.coalesce(func.sum(StoredFile.size), 0))
        .select_from(Evidence)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.application_id == application.id)
    )
    count, used = (await session.execute(mine)).one()
    kept = select(func.coalesce(func.sum(StoredFile.size), 0)).where(StoredFile.owner_id == application.id)
    stored = (await session.execute(kept)).scalar_one()
    left, free = EVIDENCE_COUNT - count, max(0, min(EVIDENCE_BYTES - used, STORED_BYTES - stored)) // 1024**2
    if count >= EVIDENCE_COUNT or used + size > EVIDENCE_BYTES or stored + size > STORED_BYTES:
        raise NotMet(
            Reason(
                code="evidence.no_room", article="第十九条",
                zh=f"证明材料至多 {EVIDENCE_COUNT} 件、合计 {EVIDENCE_BYTES // 1024**2} MiB（含已删除的合计 "
                f"{STORED_BYTES // 1024**2} MiB）；还可上传 {left} 件、{free} MiB。",
                en="An application has at most 100 pieces of evidence and 300 MiB (900 MiB with what was deleted); "
                f"{left} pieces and {free} MiB are left.",
            )
        )  # fmt: skip


async def file_submission(
    session: AsyncSession, actor: Actor, application: Application, contents: Contents
) -> Submission:
    """Write the bytes that are submitted, each time under a new number, and let the application stand on them."""
    numbers = select(func.count()).select_from(Submission).where(Submission.application_id == application.id)
    number = (await session.execute(numbers)).scalar_one() + 1
    scores, scores_digest = write_scores(await drafted_scores(session, application.id))
    content, digest = write_contents(application, contents, number, scores_digest)
    unit = contents.form.recommending_unit
    if unit is None or unit.unit_id is None:
        message = "a complete form names its recommending unit"
        raise RuntimeError(message)
    filed = Submission(
        application_id=application.id, sha256=digest, number=number, content=content, unit_id=unit.unit_id,
        submitted_by=actor.user_id, submitted_at=actor.now,
    )  # fmt: skip
    application.unit_id, application.submission_sha256 = unit.unit_id, digest
    application.submitted_at, application.received_at = actor.now, None
    frozen = SubmittedSelfScores(
        application_id=application.id, submission_sha256=digest, content=scores, sha256=scores_digest
    )
    session.add_all([filed, frozen])
    return filed


def take_back(application: Application, now: datetime) -> None:
    """Let a reinstated application begin as a draft that nobody has received; what was submitted stays in the chain."""
    application.unit_id = application.submission_sha256 = None
    application.submitted_at = application.received_at = None
    application.saved_at = now
