"""The table of undertakings: who has signed which words for which year (art. 30)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.regulation.vocabulary import Role


class Undertaking(Base):
    """A person's signed undertaking of confidentiality and integrity for one cycle (art. 30)."""

    __tablename__ = "undertaking"
    __table_args__ = (UniqueConstraint("cycle_id", "user_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[Role]
    text_version: Mapped[str]
    text_sha256: Mapped[bytes]
    """Hash of the words that were shown and signed."""
    signed_at: Mapped[datetime]
