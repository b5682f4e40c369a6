"""Stored files: rows by content hash and owner; the bytes lie in the content-addressed store under a random name."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class StoredFile(Base):
    """One file of one owner (an application, an organization, a unit …); its bytes never change (I24)."""

    __tablename__ = "stored_file"
    __table_args__ = (
        UniqueConstraint("owner_id", "sha256"),
        CheckConstraint("size > 0 AND octet_length(sha256) = 32", name="content"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    owner_id: Mapped[UUID]
    sha256: Mapped[bytes]
    """Of the bytes as they were sent, however they lie on disk."""
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    filename: Mapped[str]
    storage_name: Mapped[str] = mapped_column(unique=True)
    stored_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    stored_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), init=False)
    quarantined_at: Mapped[datetime | None] = mapped_column(default=None)
    key_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_key.id"), default=None)
    """The key that opens its bytes; none where they lie as they were sent."""
    erased_at: Mapped[datetime | None] = mapped_column(default=None)
    """When its key and its bytes were erased; the row stays, for what was filed names it."""


class FileKey(Base):
    """A wrapped key of a file; erasing it erases the file."""

    __tablename__ = "file_key"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    wrapped: Mapped[bytes]
    """Empty once it is erased."""
    wrapping_key: Mapped[str]
    algorithm: Mapped[str]
