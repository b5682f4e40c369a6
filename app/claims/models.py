"""Tables of the dispute over a credit code: the claim, its contact and files, and what both sides state (art. 2)."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class Side(StrEnum):
    """Who states: he who claims the organization, or its user of today."""

    CLAIMANT = "claimant"
    HOLDER = "holder"


class OrganizationClaim(Case, Base):
    """That an organization was registered by a stranger, as the true one says; examined by the secretariat."""

    __tablename__ = "organization_claim"
    __table_args__ = (
        CheckConstraint("status = 'lodged' OR (reason ~ '\\S' AND decided_by IS NOT NULL)", name="decision_reasoned"),
        CheckConstraint("(status = 'upheld') = (invited_user_id IS NOT NULL)", name="upheld_invites"),
    )
    SUBJECT: ClassVar[Subject] = Subject.CLAIM

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    claimed_name: Mapped[str]
    """The organization's name as its licence says."""
    lodged_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    invited_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    """The claimant's user, to whom the organization has passed."""


class ClaimContact(Base):
    """Who claims and how he is reached: for the secretariat alone; his code is kept as a digest."""

    __tablename__ = "claim_contact"

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("organization_claim.id"), primary_key=True)
    name: Mapped[str]
    phone: Mapped[str]
    code_hash: Mapped[bytes] = mapped_column(unique=True)


class ClaimFile(Base):
    """The claimant's licence or letter of authorisation."""

    __tablename__ = "claim_file"
    __table_args__ = (CheckConstraint("kind IN ('licence', 'authorisation')", name="kind"),)

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("organization_claim.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))


class ClaimStatement(Base):
    """What one side states, in its order; never changed."""

    __tablename__ = "claim_statement"
    __table_args__ = (CheckConstraint("side IN ('claimant', 'holder')", name="side"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("organization_claim.id"), index=True)
    side: Mapped[Side]
    text: Mapped[str]
    stated_at: Mapped[datetime]
