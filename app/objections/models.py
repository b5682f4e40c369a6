"""Tables beside the objection: files, investigators, the number of who objects as a digest, and tips (arts. 25-26)."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class FileKind(StrEnum):
    """What a file of an objection shows: what proves it, or the objection under the seal of the unit that makes it."""

    EVIDENCE = "evidence"
    SEAL = "seal"


class ObjectionFile(Base):
    """A file of an objection, of its objector or added by the secretariat; it stays as it came."""

    __tablename__ = "objection_file"
    __table_args__ = (CheckConstraint("kind IN ('evidence', 'seal')", name="kind"),)

    objection_id: Mapped[UUID] = mapped_column(ForeignKey("objection.id"), primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)
    kind: Mapped[FileKind] = mapped_column(primary_key=True)
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """The officer; None if the objector himself did."""
    added_at: Mapped[datetime]


class ObjectionInvestigator(Base):
    """Who was ever named to investigate an objection; he stays so when another is named after him."""

    __tablename__ = "objection_investigator"

    objection_id: Mapped[UUID] = mapped_column(ForeignKey("objection.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)


class ObjectorIdentity(Base):
    """The identity number of an objector: its last four signs, and a slow, salted digest to check another by."""

    __tablename__ = "objector_identity"
    __table_args__ = (
        CheckConstraint("length(last_four) = 4 AND octet_length(salt) = 16 AND octet_length(digest) = 32", name="form"),
    )

    objection_id: Mapped[UUID] = mapped_column(ForeignKey("objection.id"), primary_key=True)
    is_unit: Mapped[bool]
    last_four: Mapped[str]
    salt: Mapped[bytes]
    digest: Mapped[bytes]


class Tip(Case, Base):
    """A nameless lead on a name of a notice: it blocks nobody, and may lead to a check by the secretariat."""

    __tablename__ = "tip"
    __table_args__ = (
        ForeignKeyConstraint(
            ["notice_id", "application_id"], ["notice_entry.notice_id", "notice_entry.application_id"],
            name="tip_on_a_name",
        ),
        CheckConstraint("(status = 'lodged') = (settled_at IS NULL)", name="settled"),
        CheckConstraint(
            "outcome IN ('', 'no_lead', 'supervisory_check', 'known') AND (outcome = '') = (settled_at IS NULL)",
            name="outcome",
        ),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.TIP

    notice_id: Mapped[UUID]
    application_id: Mapped[UUID]
    text: Mapped[str]
    lodged_at: Mapped[datetime]
    receipt_number: Mapped[str] = mapped_column(unique=True)
    outcome: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
