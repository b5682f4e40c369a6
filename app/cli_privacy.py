"""The operator's reports on privacy: labelled columns, what retention lets go, and who read what of whom."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import uuid4

from rich.table import Table as Drawn

from app.acts import Actor
from app.cli_check import as_owner, owner_url
from app.clock import SHANGHAI, award_now
from app.files.store import path_of
from app.privacy import breaches
from app.privacy import retention as rules
from app.privacy.breaches import UnknownPersonError
from app.privacy.labels import LABELS
from app.regulation.vocabulary import Role
from app.schema import METADATA
from app.settings import settings
from app.terminal import console

TABLES = tuple(METADATA.sorted_tables)


def columns(form: str) -> str:
    """Give every column with its label."""
    rows = [
        {"table": column.partition(".")[0], "column": column.partition(".")[2], "label": label.value}
        for column, label in LABELS.items()
    ]
    return written(rows, form)


async def retention(*, apply: bool) -> None:
    """Print what each rule lets go now, and let it go if asked; the bytes of files go after the commit."""
    operator_id = f"operator-{uuid4()}"
    async with as_owner(owner_url(), reading=not apply) as session:
        now = await award_now(session)
        if apply:
            operator = Actor(role=Role.SECRETARIAT, request_id=operator_id, now=now)
            found = await rules.apply(session, operator, TABLES)
        else:
            found = [await rules.due(session, rule, now, TABLES) for rule in rules.RULES]
    for name in (name for each in found if apply for name in each.files):
        path_of(settings().files_dir, name).unlink(missing_ok=True)
    drawn = Drawn("rule", "table", "kept", "then", "ground", "rows")
    for each in found:
        rule = each.rule
        drawn.add_row(f"{rule.name} {rule.zh}", rule.table, rule.keep, rule.action, rule.ground, str(each.rows))
    console.print(drawn)
    did = "let go" if apply else "would go"
    console.print(f"{sum(each.rows for each in found)} rows {did} on {now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}.")


async def breach(subject: str | None, actor: str | None, between: tuple[str, str], form: str) -> str:
    """Give the readings of a subject, or of an actor, between two instants."""
    since, until = (_instant(each) for each in between)
    async with as_owner(owner_url()) as session:
        known = await breaches.whose(session, TABLES)
        try:
            who = await breaches.pseudonym_of(session, actor) if actor else None
        except UnknownPersonError as error:
            sys.exit(str(error))
        of = await breaches.subjects_of(session, subject, known) if subject else None
        found = await breaches.readings(session, known, (since, until), of, who)
    return written([asdict(each) | {"of": _places(each.of)} for each in found], form)


def written(rows: Sequence[Mapping[str, object]], form: str) -> str:
    """Write rows as JSON, as CSV that no spreadsheet takes for a formula, or as lines of text with their number."""
    match form:
        case "json":
            return json.dumps(rows, ensure_ascii=False, indent=1)
        case "csv":
            target = io.StringIO()
            writer = csv.DictWriter(target, list(rows[0]) if rows else [], lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: _cell(str(value)) for name, value in row.items()} for row in rows)
            return target.getvalue().rstrip("\n")
        case _:
            lines = ["  ".join(str(value) for value in row.values() if value) for row in rows]
            return "\n".join([*lines, f"{len(rows)} rows."])


def _cell(value: str) -> str:
    return "'" + value if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) else value


def _places(of: Mapping[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in of.items())


def _instant(given: str) -> datetime:
    try:
        read = datetime.fromisoformat(given)
    except ValueError:
        sys.exit(f"{given} is no instant such as 2022-07-20 or 2022-07-20T09:00+08:00.")
    return (read if read.tzinfo else read.replace(tzinfo=SHANGHAI)).astimezone(UTC)
