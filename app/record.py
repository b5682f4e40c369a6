"""The record: one append-only leaf for each act, written in the act's own transaction; numbering comes after."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import INTERVAL
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Persona
from app.scope import EVERYONE, Guard, Reach, Scope


class RecordLeaf(Base):
    """One act: canonical JSON as bytes, and the RFC 6962 leaf hash of those bytes."""

    __tablename__ = "record_leaf"
    __table_args__ = (
        Index("ix_record_leaf_txid", "txid"),
        # By whom and of what: over what the leaves say already, so nothing is stored beside them that says more.
        Index("ix_record_leaf_actor", text("(award_leaf(body) ->> 'actor')"), "id"),
        Index(
            "ix_record_leaf_of", text("award_leaf_of(body)"), postgresql_using="gin",
            postgresql_where=text("award_leaf(body) ? 'use'"),
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    body: Mapped[bytes]
    leaf_hash: Mapped[bytes] = mapped_column(
        LargeBinary, Computed("sha256('\\x00'::bytea || body)", persisted=True), init=False
    )
    hash_algorithm: Mapped[str] = mapped_column(default="sha256")
    txid: Mapped[int] = mapped_column(BigInteger, server_default=text("pg_current_xact_id()::text::bigint"), init=False)


class RecordEntry(Base):
    """The number that the sequencer gives a committed leaf."""

    __tablename__ = "record_entry"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    leaf_id: Mapped[UUID] = mapped_column(ForeignKey("record_leaf.id"), unique=True)


class RecordCheckpoint(Base):
    """A signed tree head (C2SP tlog-checkpoint) over the first `size` leaves."""

    __tablename__ = "record_checkpoint"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    root_hash: Mapped[bytes]
    frontier: Mapped[bytes]
    note: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), init=False)


class Pseudonym(Base):
    """Who a pseudonym of the record is; erasing the row erases the person and leaves the record whole."""

    __tablename__ = "pseudonym"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)


class OutboxEvent(Base):
    """An event to be told to others, written in the transaction of the act it tells of."""

    __tablename__ = "outbox_event"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str]
    body: Mapped[dict[str, Any]]
    delivered_at: Mapped[datetime | None] = mapped_column(default=None)


class InboxReceipt(Base):
    """An event that a consumer has applied, so that it applies it once."""

    __tablename__ = "inbox_receipt"

    consumer: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)


class Installation(Base):
    """What this database is: a production database, or a rehearsal whose clock may be shifted; decided at creation."""

    __tablename__ = "installation"
    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        CheckConstraint("rehearsal OR clock_offset = interval '0'", name="offset_only_in_rehearsal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    rehearsal: Mapped[bool]
    schema_digest: Mapped[str]
    """The schema that the last migration left, so that a service of another version knows that it is not its own."""
    clock_offset: Mapped[Any] = mapped_column(INTERVAL, server_default=text("interval '0'"), init=False)


LEAF = """CREATE OR REPLACE FUNCTION award_leaf(body bytea) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT pg_catalog.convert_from(body, 'UTF8')::pg_catalog.jsonb $$"""
"""What a leaf says; immutable, for its bytes are UTF-8 whatever the database is, so that an index may rest on it."""
LEAF_OF = """CREATE OR REPLACE FUNCTION award_leaf_of(body bytea) RETURNS text[] LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT ARRAY(SELECT e.value FROM pg_catalog.jsonb_each_text(
    coalesce(pg_catalog.convert_from(body, 'UTF8')::pg_catalog.jsonb -> 'of', '{}')) e) $$"""
"""The ids that a reading asked for."""

OWN_KEY = "principal = coalesce(award_user()::text, 'anonymous')"
APPEND_ONLY = "PERFORM award_refuse('record_append_only'); RETURN NULL;"

SCOPE = Scope(
    functions=(LEAF, LEAF_OF),
    reaches=(
        Reach(table="record_leaf", to=EVERYONE, add="true"),
        Reach(table="pseudonym", to=(Persona.ANONYMOUS, Persona.APPLICANT, Persona.SECRETARIAT), add="true"),
        Reach(table="pseudonym", to=(Persona.SESSION,), see="true"),
        Reach(table="record_leaf", to=(Persona.SEQUENCER,), see="true"),
        Reach(table="record_entry", to=(Persona.SEQUENCER,), see="true", add="true"),
        Reach(table="record_checkpoint", to=(Persona.SEQUENCER,), see="true", add="true"),
        # The notice and the papers of the approval print the newest signed head; what it says is public anyway.
        Reach(table="record_checkpoint", to=(Persona.SECRETARIAT,), see="true", columns=("size", "note")),
        Reach(table="idempotency_key", to=EVERYONE, see=OWN_KEY, add=OWN_KEY, change=("status", "headers", "body")),
        Reach(table="installation", to=(Persona.PUBLIC, Persona.SESSION), see="true"),
    ),
    guards=(
        Guard(name="record_append_only", table="record_leaf", when="BEFORE UPDATE OR DELETE", body=APPEND_ONLY),
        Guard(name="record_entry_append_only", table="record_entry", when="BEFORE UPDATE OR DELETE", body=APPEND_ONLY),
        Guard(
            name="record_checkpoint_append_only",
            table="record_checkpoint",
            when="BEFORE UPDATE OR DELETE",
            body=APPEND_ONLY,
        ),
        Guard(
            name="rehearsal_is_for_life",
            table="installation",
            when="BEFORE UPDATE OR DELETE",
            body="IF TG_OP = 'DELETE' OR NEW.rehearsal <> OLD.rehearsal THEN "
            "PERFORM award_refuse('rehearsal_is_for_life'); END IF; RETURN NEW;",
        ),
    ),
)


def one_leaf(table: str, event: str = "AFTER INSERT OR UPDATE OF status, leaf_id") -> Guard:
    """Invariant I23: a transaction that changes a guarded row has written exactly one leaf.

    A leaf that has its number is not of this transaction: in a restored database transactions are counted anew.
    """
    return Guard(
        name=f"i23_{table}",
        table=table,
        when=event,
        deferred=True,
        body="IF (SELECT count(*) FROM record_leaf l WHERE l.txid = pg_current_xact_id()::text::bigint "
        "AND NOT EXISTS (SELECT FROM record_entry e WHERE e.leaf_id = l.id)) <> 1 THEN "
        "PERFORM award_refuse('i23_one_leaf'); END IF; RETURN NULL;",
    )


def legal_moves(table: str, cycle: str) -> Guard:
    """Invariant I5: the table's rows begin and move only as the edition of their cycle allows; `cycle` is SQL."""
    return Guard(
        name=f"i5_{table}_moves",
        table=table,
        when="BEFORE INSERT OR UPDATE",
        declare="before text;",
        body="IF TG_OP = 'INSERT' THEN before := 'none'; ELSE before := OLD.status; END IF; "
        "IF NEW.status <> before AND NOT EXISTS (SELECT FROM cycle c JOIN legal_transition t "
        f"ON t.edition_id = c.edition_id WHERE c.id = {cycle} AND t.subject = '{table}' "
        "AND t.from_status = before AND t.to_status = NEW.status) THEN "
        "PERFORM award_refuse('i5_illegal_move'); END IF; RETURN NEW;",
    )
