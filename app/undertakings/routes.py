"""Undertakings of confidentiality and integrity, signed once a cycle by everyone who works in it (art. 30)."""

from typing import Annotated

from fastapi import Query
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.accounts.models import UserAccount
from app.acts import perform
from app.cycles.reading import find_cycle
from app.http import Id
from app.paging import Key, Paging, page
from app.regulation.act import Act
from app.regulation.refusals import NotMet, Reason
from app.regulation.vocabulary import Role
from app.sections import Section
from app.undertakings.models import Undertaking
from app.undertakings.schemas import NewUndertaking, UndertakingPage, UndertakingText, UndertakingView
from app.undertakings.text import SHA256, TEXT, TITLE, VERSION

section = Section("/v1/undertakings", tag="承诺书", about="评审专家、秘书处和评委会成员的年度保密与廉洁承诺")
SIGNERS = frozenset({Role.EXPERT, Role.SECRETARIAT, Role.COMMITTEE})
OTHER_WORDS = Reason(
    code="undertaking.other_words", article="第三十条", pointer="/text_sha256",
    zh="所签文本不是现行承诺书，请重新读取后再签。", en="These are not the words in force; read them again and sign.",
)  # fmt: skip


@section.read("/text", summary="读取承诺书文本", roles=SIGNERS)
async def read_undertaking_text(_actor: Caller) -> UndertakingText:
    """The words in force and their SHA-256."""
    return UndertakingText(version=VERSION, title=TITLE, text=TEXT, text_sha256=SHA256.hex())


@section.read("", summary="列出已签承诺书", roles=SIGNERS)
async def list_undertakings(
    paging: Paging, _actor: Caller, session: Transaction, cycle_id: Annotated[Id | None, Query()] = None
) -> UndertakingPage:
    """All of them to the secretariat, one's own to others."""
    query = select(Undertaking)
    if cycle_id is not None:
        query = query.where(Undertaking.cycle_id == cycle_id)
    found = await page(session, query, [Key(Undertaking.signed_at), Key(Undertaking.id)], paging)
    return UndertakingPage.model_validate(found, from_attributes=True)


@section.act("", summary="签署承诺书", status_code=201)
async def sign_undertaking(body: NewUndertaking, actor: Caller, session: Transaction) -> UndertakingView:
    """Sign for one cycle; without it no dossier opens (art. 30)."""
    cycle = await find_cycle(session, body.cycle_id)
    if bytes.fromhex(body.text_sha256) != SHA256:
        raise NotMet(OTHER_WORDS)
    user = await session.get_one(UserAccount, actor.user_id, with_for_update=True)
    signed = Undertaking(
        cycle_id=cycle.id, user_id=actor.user_id, role=actor.role, text_version=VERSION, text_sha256=SHA256,
        signed_at=actor.now,
    )  # fmt: skip
    session.add(signed)
    perform(session, actor, Act.SIGN_UNDERTAKING, user, detail={"cycle": cycle.id, "text_sha256": SHA256.hex()})
    await session.flush()
    return UndertakingView.model_validate(signed)
