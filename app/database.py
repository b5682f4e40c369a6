"""Tables' common ground, the personas, and the transaction: the only place that begins and commits one."""

import enum
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy import DateTime, Enum, ForeignKey, ForeignKeyConstraint, LargeBinary, MetaData, Text, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, Session, declared_attr, mapped_column

from app.guards import DOORWAY
from app.regulation.vocabulary import Role, Status, Subject
from app.settings import Settings

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """Every table of the service."""

    __mapper_args__ = {"eager_defaults": False}
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        enum.Enum: Enum(enum.Enum, native_enum=False, length=40, values_callable=_values, create_constraint=False),
        datetime: DateTime(timezone=True),
        str: Text(),
        bytes: LargeBinary(),
        UUID: Uuid(),
        dict[str, Any]: JSONB(),
        list[str]: JSONB(),
        list[dict[str, Any]]: JSONB(),
    }

    def __init_subclass__(cls, **options: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own options of a mapped class.
        """Let foreign keys be checked at commit, so that rows of one act may be written in any order."""
        super().__init_subclass__(**options)
        table = cls.metadata.tables[cls.__tablename__]
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint):
                constraint.deferrable, constraint.initially = True, "DEFERRED"


class Case(MappedAsDataclass, kw_only=True, repr=False, eq=False):
    """A row that acts are done to: an opaque id, a status, a version for ETag, and the leaf of its last act."""

    SUBJECT: ClassVar[Subject]

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    status: Mapped[Status] = mapped_column(default=Status.NONE)
    version: Mapped[int] = mapped_column(init=False, nullable=False)
    leaf_id: Mapped[UUID | None] = mapped_column(ForeignKey("record_leaf.id"), default=None, init=False)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let the mapper refuse a change of a row that someone else has changed meanwhile."""
        return {"version_id_col": cls.__table__.c.version, "eager_defaults": False}  # ty: ignore[missing-attribute] - set by the mapper.

    def chain(self, before: Status, act: str, leaf_id: UUID) -> tuple[object, ...]:  # noqa: ARG002 - overridden where a chain is kept.
        """Rows that must be added when an act has moved this row from `before`; none unless a chain is kept."""
        return ()


class Persona(enum.StrEnum):
    """The database roles that a transaction may put on; each reaches only what the policies give it."""

    ANONYMOUS = "award_anonymous"
    SESSION = "award_session"
    APPLICANT = "award_applicant"
    RECOMMENDER = "award_recommender"
    EXPERT = "award_expert"
    SECRETARIAT = "award_secretariat"
    COMMITTEE = "award_committee"
    PUBLIC = "award_public"
    SEQUENCER = "award_sequencer"
    """Numbers the record; no request ever wears it to reach a case."""


LIMITS = {
    "application_name": "award",
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
}
"""What a request may cost the database at most; a request that meets a limit is answered 503."""

CONNECT_SECONDS = 5
SILENCE_SECONDS = 6
"""How long a statement may go unanswered before the line counts as dead; longer than `lock_timeout`, for the cause."""

GATE = "7305,28"
"""The advisory lock that every transaction shares and a migration takes alone: neither meets the other half-way."""
ENTER = f"SELECT pg_advisory_xact_lock_shared({GATE});"
LOOK = "SELECT FROM pg_am LIMIT 0;"
"""Only when it opens a table, whichever, does a session learn what was changed while it waited for that lock."""
STANDS = f"{DOORWAY}()"
"""Called at the beginning of each transaction: without the doorway there is no such function, and no row is seen."""

OWNER = "award_owner"
"""The role that owns every table and may not log in."""

PERSONA_OF: dict[Role, Persona] = {role: Persona(f"award_{role}") for role in Role}


@dataclass(frozen=True, slots=True)
class Mask:
    """A persona with the ids that its policies compare: UUIDs and names of the enum only, never text from outside."""

    persona: Persona
    user: UUID | None = None
    party: UUID | None = None
    glass: tuple[UUID, ...] = ()
    """Accesses to barred cases under which the transaction runs."""

    def sql(self) -> str:
        """Statements that put the mask on for the transaction that has just begun."""
        user, party = self.user or "", self.party or ""
        glass = f",set_config('award.glass','{','.join(map(str, self.glass))}',true)" if self.glass else ""
        return (
            f"{ENTER}{LOOK}SET LOCAL ROLE {self.persona.value};"
            f"SELECT set_config('award.user','{user}',true),set_config('award.party','{party}',true){glass},{STANDS}"
        )


class PersonaConnection(asyncpg.Connection):
    """A connection whose every BEGIN carries the persona in the same round trip; without one it refuses to begin."""

    mask: Mask | None
    fresh: bool

    __slots__ = ("fresh", "mask")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the driver's own arguments.
        super().__init__(*args, **kwargs)
        self.mask = None
        self.fresh = True

    async def execute(
        self,
        query: str,
        *args: object,
        timeout: float | None = None,  # noqa: ASYNC109 - the driver's signature.
    ) -> str:
        """Run a statement; one that begins a transaction also puts the mask on.

        The driver counts a BEGIN that failed as begun, so a connection on which one fails is ended, never pooled.
        """
        if not query.startswith("BEGIN") or (self.mask is None and self.fresh):
            return await super().execute(query, *args, timeout=timeout)
        if self.mask is None:
            self.terminate()
            message = "a transaction must name its persona"
            raise RuntimeError(message)
        try:
            return await super().execute(query + self.mask.sql(), timeout=timeout)
        except BaseException:
            self.terminate()
            raise

    def _cancel_current_command(self, waiter: Any, cancel_waiter: Any = None) -> None:  # noqa: ANN401, ARG002 - the driver's.
        """End the connection on which an answer is no longer awaited.

        The driver would ask the server to cancel over the same line, without a limit, and a line that swallows
        everything would hold the request and its place in the pool; the server rolls back what nobody commits.
        """
        # At once would be too early: the driver has yet to tell its waiter that the time is over.
        self._loop.call_soon(self.terminate)


class MaskedSession(Session):
    """A session whose transactions wear the mask in its `info`."""


def _wear(session: Session, _transaction: object, connection: Any) -> None:  # noqa: ANN401 - the driver's adapter has no public type.
    driver = connection.connection.driver_connection
    driver.mask = session.info["mask"]


event.listen(MaskedSession, "after_begin", _wear)


def _bare(_adapted: object, record: Any, _proxy: object) -> None:  # noqa: ANN401 - the pool's record has no public type.
    driver = record.driver_connection
    if driver.is_closed():
        # The pool takes this as its sign to connect anew; it costs nothing, unlike a ping.
        raise DisconnectionError
    driver.mask, driver.fresh = None, False


class Database:
    """The engine of one process and the way to its transactions."""

    def __init__(self, settings: Settings) -> None:
        self.engine: AsyncEngine = create_async_engine(
            settings.database_url,
            connect_args={
                "connection_class": PersonaConnection,
                "timeout": CONNECT_SECONDS,
                "command_timeout": SILENCE_SECONDS,
                "server_settings": LIMITS,
            },
            pool_size=settings.pool_size,
            max_overflow=0,
            pool_timeout=settings.pool_wait_seconds,
            pool_recycle=1800,
        )
        event.listen(self.engine.sync_engine, "checkout", _bare)

    @asynccontextmanager
    async def transaction(self, mask: Mask) -> AsyncGenerator[AsyncSession]:
        """Begin under the mask; commit when the block ends well, roll back when it raises."""
        async with AsyncSession(
            self.engine, sync_session_class=MaskedSession, expire_on_commit=False, info={"mask": mask}
        ) as session:
            yield session
            await session.commit()

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
