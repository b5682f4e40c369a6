"""Tables of the ranking and the candidate lists: snapshots that later changes of a score never reach (art. 23)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Ranking(Base):
    """A frozen ranking: canonical JSON with its hash; a new one needs a reason and never replaces the old (T13)."""

    __tablename__ = "ranking"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        CheckConstraint("sha256 = sha256(content)", name="i11_ranking_hash"),
        CheckConstraint("number = 1 OR reason ~ '\\S'", name="reopened_with_reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    content: Mapped[bytes]
    sha256: Mapped[bytes]
    reason: Mapped[str]
    frozen_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    frozen_at: Mapped[datetime]
    leaf_id: Mapped[UUID | None] = mapped_column(ForeignKey("record_leaf.id"), default=None)
    """The leaf of the act that sealed it; none for a ranking frozen before leaves were kept beside it."""
    leaf_hash: Mapped[bytes | None] = mapped_column(default=None)
    """That leaf's RFC 6962 hash."""


class RankingEntry(Base):
    """One application's place in a frozen ranking, carrying the final score it was ranked by."""

    __tablename__ = "ranking_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "cycle_id", "total_num", "total_den"],
            ["comprehensive_report.application_id", "comprehensive_report.cycle_id",
             "comprehensive_report.total_num", "comprehensive_report.total_den"],
            name="i11_ranked_by_final_score",
        ),
        UniqueConstraint("ranking_id", "application_id", "place"),
    )  # fmt: skip

    ranking_id: Mapped[UUID] = mapped_column(ForeignKey("ranking.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    place: Mapped[int]
    total_num: Mapped[int] = mapped_column(BigInteger)
    """Hundredths of a point, over `total_den`."""
    total_den: Mapped[int] = mapped_column(BigInteger)


class CandidateEntry(Base):
    """One candidate of the secretariat's two lists; an organization stands in at most one (art. 23)."""

    __tablename__ = "candidate_entry"
    __table_args__ = (
        ForeignKeyConstraint(["cycle_id", "tier"], ["prize.cycle_id", "prize.tier"]),
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        ForeignKeyConstraint(
            ["ranking_id", "application_id", "place"],
            ["ranking_entry.ranking_id", "ranking_entry.application_id", "ranking_entry.place"],
            name="i11_candidate_of_the_ranking",
        ),
        UniqueConstraint("cycle_id", "tier", "position"),
        UniqueConstraint("cycle_id", "code", name="i30_one_code"),
    )

    cycle_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    tier: Mapped[str]
    position: Mapped[int]
    place: Mapped[int]
    """His place in the ranking; equals share one."""
    industry: Mapped[str]
    """GB/T 4754 code that the form states, for the committee, which does not read the form."""
    ranking_id: Mapped[UUID] = mapped_column(ForeignKey("ranking.id"))
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    """The resolution that chose him out of a tie (art. 7(1))."""
    size: Mapped[str | None] = mapped_column(default=None)
    """The size that the form states, for the parts of the places (edition.partitions)."""
    code: Mapped[str | None] = mapped_column(default=None)
    """What members read instead of his name where the edition hides names; given by lot at the proposal."""


class CandidateAllocation(Base):
    """The allocation that the ranking makes by itself, as proposed with the lists: canonical JSON with its hash."""

    __tablename__ = "candidate_allocation"
    __table_args__ = (CheckConstraint("sha256 = sha256(content)", name="allocation_hash"),)

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    ranking_id: Mapped[UUID] = mapped_column(ForeignKey("ranking.id"))
    content: Mapped[bytes]
    sha256: Mapped[bytes]
    made_at: Mapped[datetime]
