"""Organizations alike by name, telephone, address or legal representative: a warning, never a bar (art. 2)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Organization, RoleGrant, UserAccount
from app.accounts.schemas import Likeness, LikenessView, LookAlikeView
from app.regulation.vocabulary import Role

NEAR = 85
"""Percent of likeness of two names, without what all names share, from which on they are told of."""
SHORTEST_PHONE = 7
SHARED = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|总公司|分公司|公司|集团|厂)+$")
"""How names of firms end, whatever they make."""
REGION = re.compile(r"^(中国|江苏省|江苏|无锡市|无锡|江阴市|江阴)+")
NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared of one organization."""

    id: UUID
    credit_code: str
    name: str
    phones: frozenset[str]
    address: str
    legal_representative: str


def folded(text: str) -> str:
    """Fold widths and case, and leave out brackets, blanks and punctuation: （江阴） and (江阴) are the same."""
    return NO_LETTER.sub("", unicodedata.normalize("NFKC", text)).casefold()


def core_of(name: str) -> str:
    """Give what tells a firm's name from others; the whole name where nothing would be left."""
    plain = folded(name)
    return REGION.sub("", SHARED.sub("", plain)) or plain


def place_of(address: str) -> str:
    """Give an address without the province and city that all have in common."""
    return REGION.sub("", folded(address))


def digits_of(phone: str) -> str:
    """Give the digits of a telephone number without the country's prefix; "" for a number too short to tell."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    digits = digits.removeprefix("0086").removeprefix("86") if len(digits) > 11 else digits  # noqa: PLR2004 - a mobile.
    return digits if len(digits) >= SHORTEST_PHONE else ""


def likenesses(one: Traits, other: Traits) -> list[LikenessView]:
    """List in what the two are alike, with what was found on both sides."""
    found = []
    nearness = round(fuzz.ratio(core_of(one.name), core_of(other.name)))
    if nearness >= NEAR:
        found.append(_seen(Likeness.NAME, one.name, other.name, nearness))
    if one.phones & other.phones:
        phone = min(one.phones & other.phones)
        found.append(_seen(Likeness.PHONE, phone, phone))
    if one.address and place_of(one.address) == place_of(other.address):
        found.append(_seen(Likeness.ADDRESS, one.address, other.address))
    person = folded(one.legal_representative)
    if person and person == folded(other.legal_representative):
        found.append(_seen(Likeness.LEGAL_REPRESENTATIVE, one.legal_representative, other.legal_representative))
    return found


def _seen(kind: Likeness, own: str, others: str, nearness: int = 100) -> LikenessView:
    return LikenessView(kind=kind, own=own, others=others, nearness_percent=nearness)


def look_alikes(traits: Mapping[UUID, Traits], organization_id: UUID) -> list[LookAlikeView]:
    """List the organizations that look like this one, those alike in most first."""
    one = traits[organization_id]
    found = [
        LookAlikeView(organization_id=each.id, credit_code=each.credit_code, name=each.name, likenesses=alike)
        for each in traits.values()
        if each.id != one.id and (alike := likenesses(one, each))
    ]
    return sorted(found, key=lambda view: (-len(view.likenesses), view.name, view.credit_code))


async def traits_of_all(session: AsyncSession) -> dict[UUID, Traits]:
    """Read what is compared of all organizations, in two statements; a city has some hundreds of them."""
    users = select(RoleGrant.party_id, UserAccount.phone).join(UserAccount, UserAccount.id == RoleGrant.user_id)
    users = users.where(RoleGrant.role == Role.APPLICANT, RoleGrant.ended_at.is_(None))
    phones: dict[UUID, list[str]] = {}
    for party, phone in (await session.execute(users)).all():
        if party is not None:
            phones.setdefault(party, []).append(phone)
    rows = await session.scalars(select(Organization))
    return {row.id: _traits(row, phones.get(row.id, ())) for row in rows}


def _traits(row: Organization, phones: Iterable[str]) -> Traits:
    digits = (digits_of(phone) for phone in (*phones, row.phone or ""))
    return Traits(
        id=row.id, credit_code=row.credit_code, name=row.name, phones=frozenset(filter(None, digits)),
        address=row.registered_address or "", legal_representative=row.legal_representative or "",
    )  # fmt: skip


async def look_alikes_of(session: AsyncSession, organization_id: UUID) -> list[LookAlikeView]:
    """Read the organizations that look like this one; for the secretariat, who sees all of them."""
    return look_alikes(await traits_of_all(session), organization_id)
