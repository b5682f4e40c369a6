"""Former titles as JSON, beside an application of their holder; reviews of titles, coming in and going out."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.http import Body, Id, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Status


class FormerTitleView(View):
    """A title that the organization won in another cycle."""

    tier: str
    tier_name: str
    ordinal: int
    """Which award it was (届)."""
    granted_on: date
    revoked_on: date | None


class NewTitleReview(Body):
    """The review (复评) of a title before its last day."""

    award_id: Id


class TitleFinding(Body):
    """What the review found."""

    found_on: Annotated[date, Field(examples=["2027-11-20"])]
    finding: Annotated[str, Text(5000), Field(examples=["持续实施卓越绩效模式，三年来无不得申报情形（演练）。"])]
    passed: Annotated[bool, Field(examples=[True])]


class TitleConclusion(Body):
    """The committee's resolution on a review."""

    resolution_id: Id


class TitleReviewView(View):
    """A review with what was found and decided."""

    id: Id
    award_id: Id
    status: Status
    former_until: date
    """The last day of the term that is reviewed."""
    opened_on: date
    finding: str
    passed: bool | None
    found_on: date | None
    resolution_id: Id | None
    decided_on: date | None
    valid_until: date | None
    """The last day of the new term; null where there is none."""
    version: int
    acts: list[OpenAct] = []


class TitleReviewPage(Page[TitleReviewView]):
    """The reviews, the newest first."""
