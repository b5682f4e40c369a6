"""How long what is kept is kept: the rules of retention.toml, what they let go today, and the letting go itself."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor, note_use

SOURCE = Path(__file__).parent / "retention.toml"
"""Its head says what a rule is."""
GROUND = "个人信息保护法第四十七条"
"""Under which the record says that something was let go."""
UNREFERENCED, BEFORE = "{unreferenced}", "{before}"
TERM = re.compile(r"[1-9][0-9]* (?:days|years)")


class Action(StrEnum):
    """What happens to a row whose time is over."""

    ERASE = "erase"
    ERASE_FILE = "erase_file"
    ANONYMISE = "anonymise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What lets rows of a table go, as SQL conditions; `set` is what stands there afterwards."""

    name: str
    zh: str
    en: str
    table: str
    since: str
    keep: str
    ground: str
    action: Action
    where: str = "true"
    set: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A retention class of the archives and the tables that it keeps."""

    name: str
    zh: str
    en: str
    ground: str
    tables: tuple[str, ...]
    years: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How many rows a rule lets go; `files` are the storage names of those whose bytes go too."""

    rule: Rule
    rows: int
    files: tuple[str, ...] = ()


def _rule(source: Mapping[str, Any]) -> Rule:
    rule = Rule(**{**source, "action": Action(source["action"])})
    if not TERM.fullmatch(rule.keep) or (rule.action is Action.ANONYMISE) != bool(rule.set):
        raise ValueError(f"{SOURCE.name}: {rule.name} has no term, or sets what it does not anonymise")
    return rule


def _class(name: str, source: Mapping[str, Any]) -> Class:
    return Class(
        name=name, zh=source["zh"], en=source["en"], ground=source["ground"], tables=tuple(source["tables"]),
        years=source.get("years"),
    )  # fmt: skip


_SOURCE = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
RULES: tuple[Rule, ...] = tuple(_rule(each) for each in _SOURCE["rule"])
"""In the order of the work: what refers to another goes before it."""
CLASSES: Mapping[str, Class] = MappingProxyType({name: _class(name, each) for name, each in _SOURCE["class"].items()})
"""What is kept, and for how long."""


def unreferenced(tables: Sequence[Table], target: str = "stored_file") -> str:
    """Write the condition that no row of any table refers to the target's row."""
    ways = sorted(
        f'NOT EXISTS (SELECT FROM "{table.name}" WHERE "{table.name}"."{key.parent.name}" = "{target}"."id")'
        for table in tables
        for key in table.foreign_keys
        if key.column.table.name == target
    )
    return " AND ".join(ways) or "true"


async def due(session: AsyncSession, rule: Rule, now: datetime, tables: Sequence[Table]) -> Due:
    """Say what a rule lets go at an instant of the award's clock; changes nothing."""
    of = "storage_name" if rule.action is Action.ERASE_FILE else "NULL::text"
    query = f'SELECT {of} FROM "{rule.table}" WHERE {_condition(rule, tables)}'  # noqa: S608 - our own rules only.
    found = list(await session.scalars(text(query), {"now": now}))
    return Due(rule=rule, rows=len(found), files=tuple(name for name in found if name))


WITH_THE_KEY = """WITH gone AS ({change} RETURNING storage_name, key_id),
keys AS (DELETE FROM file_key k USING gone WHERE k.id = gone.key_id) SELECT storage_name FROM gone"""
"""A file goes with the key that sealed it."""


async def let_go(session: AsyncSession, rule: Rule, now: datetime, tables: Sequence[Table]) -> Due:
    """Let go what is due, within the guards of the schema; the bytes of files go after the commit."""
    change = f'UPDATE "{rule.table}" SET {rule.set}' if rule.set else f'DELETE FROM "{rule.table}"'  # noqa: S608 - as above.
    form = WITH_THE_KEY if rule.action is Action.ERASE_FILE else "{change} RETURNING NULL::text"
    gone = form.format(change=f"{change} WHERE {_condition(rule, tables)}")
    found = list(await session.scalars(text(gone), {"now": now}))
    return Due(rule=rule, rows=len(found), files=tuple(name for name in found if name))


async def apply(session: AsyncSession, actor: Actor, tables: Sequence[Table]) -> list[Due]:
    """Work through all rules in the transaction of the owner, and write into the record how much each let go."""
    done = [await let_go(session, rule, actor.now, tables) for rule in RULES]
    counts = {each.rule.name: each.rows for each in done if each.rows}
    if counts:
        session.add(note_use(actor, "apply_retention", counts, GROUND))
    return done


def kept() -> Iterator[tuple[str, str]]:
    """Give each table that is kept with the name of its class."""
    for name, each in CLASSES.items():
        yield from ((table, name) for table in each.tables)


def _condition(rule: Rule, tables: Sequence[Table]) -> str:
    before = f"CAST(:now AS timestamptz) - interval '{rule.keep}'"
    where = rule.where.replace(UNREFERENCED, unreferenced(tables)).replace(BEFORE, before)
    return f"{rule.since} < {before} AND ({where})"
