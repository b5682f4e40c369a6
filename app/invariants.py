"""The invariants of the record as queries: what is looked at, what must never be found, and how it is said in words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

SOURCE = Path(__file__).parent / "invariants.toml"
"""One table an invariant; its head says how to add one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """What must hold of the rows, as two queries, and the sentences for a breach."""

    name: str
    article: str | None
    looked: str
    """SELECT of one number: how many rows were looked at."""
    broken: str
    """SELECT of one row for each breach; its columns fill the sentences."""
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one invariant's queries found."""

    name: str
    article: str | None
    looked: int
    """Rows that were looked at; 0 means that nothing was proved."""
    breaches: tuple[tuple[str, str], ...]
    """Each breach in Chinese and in English."""


def _invariant_of(name: str, table: object) -> Invariant:
    match table:
        case {"looked": str(looked), "broken": str(broken), "zh": str(zh), "en": str(en), **rest} if set(rest) <= {
            "article"
        }:
            article = rest.get("article")
            return Invariant(
                name=name, article=None if article is None else str(article), looked=looked, broken=broken, zh=zh, en=en
            )
        case _:
            raise ValueError(f"{SOURCE.name}: [{name}] needs looked, broken, zh, en and, where there is one, article")


def _read() -> Mapping[str, Invariant]:
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return MappingProxyType({name: _invariant_of(name, table) for name, table in tables.items()})


INVARIANTS = _read()
"""Name → invariant, from invariants.toml."""


async def verdict_of(session: AsyncSession, invariant: Invariant) -> Verdict:
    """Run an invariant's queries; the session must see all rows, and its transaction should be one snapshot."""
    looked = (await session.execute(text(invariant.looked))).scalar_one()
    rows = (await session.execute(text(invariant.broken))).mappings().all()
    return Verdict(
        name=invariant.name, article=invariant.article, looked=looked,
        breaches=tuple((invariant.zh.format(**row), invariant.en.format(**row)) for row in rows),
    )  # fmt: skip


async def verdicts(session: AsyncSession) -> list[Verdict]:
    """Run all of them, in their order."""
    return [await verdict_of(session, invariant) for invariant in INVARIANTS.values()]
