"""Counting the statements that a request costs, so that no list grows a query with every row."""

import contextlib
from collections.abc import Generator

from sqlalchemy import event

from app.database import Database


@contextlib.contextmanager
def counted_queries(database: Database) -> Generator[list[str]]:
    """Give the list that fills with every statement of the service until the block ends."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
