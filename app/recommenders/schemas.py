"""Recommendations as JSON: what a unit signs, declines or returns, and what it reads before."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from app.applications.schemas import SecretMarkView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.recommenders.models import Opinion
from app.regulation.vocabulary import Status


def _hex(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
HexDigest = Annotated[str, BeforeValidator(_hex)]


class Signature(Body):
    """A positive recommendation of exactly the bytes that the unit has read (art. 10(6))."""

    submission_sha256: Sha256 = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    """The `submission_sha256` of the dossier; it must still be the standing one."""
    opinion: Annotated[str, Text(5000)] = Field(
        examples=["该公司推行卓越绩效模式成效显著，同意推荐申报江阴市市长质量奖。"]
    )
    signer_name: Annotated[str, Text(50)] = Field(examples=["刘镇长（演练）"])
    """The person who answers for the opinion on the paper."""
    scan_file_id: UUID
    """The sealed scan of the opinion, uploaded for this application before."""


class Refusal(Body):
    """Why a unit declines, or gives an application back to be improved (art. 9)."""

    reason: Annotated[str, Text(2000)] = Field(examples=["本年度本镇已推荐同行业组织，贵公司可请行业协会推荐。"])
    signer_name: Annotated[str, Text(50)] = Field(examples=["刘镇长（演练）"])


class OpinionView(View):
    """What a unit answered to a submission."""

    id: Id
    unit_id: Id
    unit_name: str
    opinion: Opinion
    text: str
    signer_name: str
    signed_at: Instant
    submission_sha256: HexDigest
    scan_file_id: UUID | None


class OpinionPage(Page[OpinionView]):
    """Every answer to an application, the oldest first; a new submission voids those to an earlier one."""


class RecommendationRequestView(View):
    """An application on which the unit is asked."""

    id: Id
    cycle_id: Id
    organization_name: str
    credit_code: str
    status: Status
    submitted_at: Instant
    received_at: Instant | None
    """The instant of the positive signature: the arrival at the secretariat."""
    closes_at: Instant | None
    """Until when the recommendation must be signed, exclusive (art. 19)."""
    version: int
    acts: list[OpenAct] = []


class RecommendationRequestPage(Page[RecommendationRequestView]):
    """The unit's queue, in the order of submission."""


class SubmittedDossierView(RecommendationRequestView):
    """What the unit reads before it signs: the submitted content, byte for byte and parsed."""

    submission_number: int
    submission_sha256: HexDigest
    content_text: str
    """The submitted bytes exactly, as UTF-8 text; their SHA-256 is `submission_sha256`."""
    content: dict[str, Any]
    """The same, parsed."""
    secrets: list[SecretMarkView]
    """What the applicant marks as trade secrets (art. 30)."""
    warnings: list[Fault]
    """What looks outside the unit's area or trade (art. 9); it blocks nothing."""
    opinions: list[OpinionView]
    """The unit's own answers so far."""
