"""What an application says: from the draft's rows while it is written, then from the submitted bytes (art. 19)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.form import Form
from app.applications.form_records import YearFigures as YearRecord
from app.applications.models import Application, Evidence, SelfAssessment, Submission
from app.errors import NotFound
from app.files.models import StoredFile
from app.regulation.declaration import sector_of
from app.regulation.figures import YearFigures, asset_contribution, asset_contribution_text, profit_and_tax
from app.regulation.ratios import Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of evidence; `item_codes` are the criteria items that it supports."""

    id: UUID
    file_id: UUID
    title: str
    filename: str
    media_type: str
    size: int
    sha256: str
    item_codes: tuple[str, ...]
    is_secret: bool
    secret_reason: str = ""


PIECES = TypeAdapter(tuple[Piece, ...])
FIGURES = frozenset(field.name for field in fields(YearFigures))


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedYear:
    """What is computed from the figures of one year and never typed (art. 10(4)); yuan, and percent as a ratio."""

    year: int
    profit_and_tax: int
    asset_contribution: Ratio | None
    asset_contribution_percent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What an application says; the self-scores are not part of it (art. 12, T10)."""

    organization_id: UUID
    organization_name: str
    credit_code: str
    form: Form
    self_assessment: Mapping[str, str]
    """Text by the code of the criteria item."""
    evidence: tuple[Piece, ...]

    @property
    def computed(self) -> tuple[ComputedYear, ...]:
        """The figures of the years that are complete, in their order."""
        years = self.form.figures.years if self.form.figures else ()
        return tuple(sorted(_computed(years), key=lambda each: each.year))

    @property
    def division(self) -> str:
        """The two digits of the division (大类) of GB/T 4754; "" before it is filled in."""
        code = self.form.classification.industry_code if self.form.classification else None
        return code[1:3] if code else ""

    @property
    def sector(self) -> str:
        """The sector guide of art. 14 that covers the trade; "" before the trade is filled in."""
        code = self.form.classification.industry_code if self.form.classification else None
        return sector_of(code[0]) if code else ""


def _computed(years: Sequence[YearRecord]) -> Iterator[ComputedYear]:
    for record in years:
        figures = figures_of(record)
        if figures is not None:
            yield ComputedYear(
                year=figures.year, profit_and_tax=profit_and_tax(figures),
                asset_contribution=asset_contribution(figures),
                asset_contribution_percent=asset_contribution_text(figures),
            )  # fmt: skip


def figures_of(record: YearRecord) -> YearFigures | None:
    """Give one year of the form as the rules take it; None while a figure is missing."""
    known = {name: value for name, value in record if isinstance(value, int)}
    return YearFigures(**{name: known[name] for name in FIGURES}) if known.keys() >= FIGURES else None


async def pieces_of(session: AsyncSession, application_id: UUID) -> tuple[Piece, ...]:
    """Read the evidence as it stands, in the order of upload."""
    query = (
        select(Evidence, StoredFile)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.application_id == application_id)
        .order_by(Evidence.added_at, Evidence.id)
    )
    return tuple(piece_of(evidence, file) for evidence, file in (await session.execute(query)).all())


def piece_of(evidence: Evidence, file: StoredFile) -> Piece:
    """Join a piece of evidence with its file."""
    return Piece(
        id=evidence.id, file_id=file.id, title=evidence.title, filename=file.filename, media_type=file.media_type,
        size=file.size, sha256=file.sha256.hex(), item_codes=tuple(evidence.item_codes), is_secret=evidence.is_secret,
        secret_reason=evidence.secret_reason,
    )  # fmt: skip


async def saved_form(session: AsyncSession, application: Application) -> dict[str, Any]:
    """Read the form as last saved; only its applicant may."""
    query = select(Application.form).where(Application.id == application.id)
    return dict((await session.execute(query)).scalar_one())


async def draft_of(session: AsyncSession, application: Application) -> Contents:
    """Read what the applicant has written so far."""
    texts = select(SelfAssessment).where(SelfAssessment.application_id == application.id)
    return Contents(
        organization_id=application.organization_id, organization_name=application.organization_name,
        credit_code=application.credit_code, form=Form.model_validate(await saved_form(session, application)),
        self_assessment={row.item_code: row.text for row in await session.scalars(texts)},
        evidence=await pieces_of(session, application.id),
    )  # fmt: skip


async def contents_of(session: AsyncSession, application: Application) -> Contents:
    """Read the submitted bytes that stand, and nothing later; 404 to whom they are not visible."""
    query = select(Submission.content).where(
        Submission.application_id == application.id, Submission.sha256 == application.submission_sha256
    )
    content = await session.scalar(query)
    if content is None:
        raise NotFound
    return read_contents(content)


def write_contents(
    application: Application, contents: Contents, number: int, self_scores: bytes
) -> tuple[bytes, bytes]:
    """Write what is submitted as canonical JSON (sorted keys, UTF-8, no blanks), and its SHA-256.

    `number` counts the submissions of the application, so that no two are the same bytes; `self_scores` is the hash
    of the self-scores, which are frozen with it and lie apart.
    """
    content = {
        "number": number,
        "application_id": application.id, "cycle_id": application.cycle_id, "edition_id": application.edition_id,
        "organization": {
            "id": contents.organization_id, "name": contents.organization_name, "credit_code": contents.credit_code,
        },
        "form": contents.form.model_dump(mode="json", exclude_none=True),
        "self_assessment": dict(contents.self_assessment),
        "evidence": [asdict(piece) for piece in contents.evidence],
        "self_scores_sha256": self_scores.hex(),
    }  # fmt: skip
    return canonical(content)


def canonical(content: dict[str, Any]) -> tuple[bytes, bytes]:
    """Write canonical JSON, and its SHA-256."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
    return written, sha256(written).digest()


def read_contents(content: bytes) -> Contents:
    """Read submitted bytes back."""
    read: dict[str, Any] = json.loads(content)
    organization = read["organization"]
    return Contents(
        organization_id=UUID(organization["id"]), organization_name=organization["name"],
        credit_code=organization["credit_code"], form=Form.model_validate(read["form"]),
        self_assessment=read["self_assessment"],
        evidence=PIECES.validate_python(read["evidence"]),
    )  # fmt: skip


async def file_of(session: AsyncSession, contents: Contents, evidence_id: UUID) -> StoredFile:
    """Give the file of a piece of evidence that the contents name; 404 otherwise."""
    piece = next((piece for piece in contents.evidence if piece.id == evidence_id), None)
    file = await session.get(StoredFile, piece.file_id) if piece else None
    if file is None:
        raise NotFound
    return file
