"""The versions of an application as the caller may see them: submissions, and addenda to them (art. 19)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.differences import Difference, differences, score_differences
from app.applications.models import Application, Submission
from app.applications.reading import Contents, read_contents
from app.applications.self_scores import frozen_scores
from app.eligibility.models import Supplement
from app.errors import NotFound
from app.regulation.vocabulary import Role
from app.standards.models import CriteriaNode
from app.undertakings.reading import require_dossier
from app.versions.schemas import ApplicationVersionSummary, VersionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version; `supplied` are the answers of all addenda up to it, by item."""

    name: str
    kind: VersionKind
    sha256: bytes
    submitted_at: datetime
    submission: Submission
    supplied: Mapping[str, Any]

    @property
    def contents(self) -> Contents:
        """What the submission says."""
        return read_contents(self.submission.content)


async def versions_of(session: AsyncSession, actor: Actor, application: Application) -> list[Version]:
    """List the versions, the oldest first; a unit sees the submissions that were sent to it, and no addenda."""
    await require_dossier(session, actor, application.cycle_id)
    query = select(Submission).where(Submission.application_id == application.id).order_by(Submission.number)
    submissions = list(await session.scalars(query))
    added: Sequence[Supplement] = ()
    if actor.role is not Role.RECOMMENDER:
        mine = select(Supplement).where(Supplement.application_id == application.id)
        added = list(await session.scalars(mine.order_by(Supplement.submitted_at, Supplement.id)))
    found: list[Version] = []
    for number, submission in enumerate(submissions):
        following = submissions[number + 1].submitted_at if number + 1 < len(submissions) else None
        own = [
            each for each in added
            if each.submitted_at >= submission.submitted_at and (following is None or each.submitted_at < following)
        ]  # fmt: skip
        found += _with_addenda(submission, own)
    return found


def _with_addenda(submission: Submission, added: Sequence[Supplement]) -> list[Version]:
    name, supplied = str(submission.number), dict[str, Any]()
    versions = [
        Version(
            name=name, kind=VersionKind.SUBMISSION, sha256=submission.sha256, submitted_at=submission.submitted_at,
            submission=submission, supplied={},
        )
    ]  # fmt: skip
    for number, each in enumerate(added, 1):
        answers = {f"{number}/{answer['item']}": answer for answer in json.loads(each.content)["answers"]}
        supplied = supplied | answers
        versions.append(
            Version(
                name=f"{name}.{number}", kind=VersionKind.SUPPLEMENT, sha256=each.sha256,
                submitted_at=each.submitted_at, submission=submission, supplied=supplied,
            )
        )  # fmt: skip
    return versions


def named(versions: Sequence[Version], name: str) -> Version:
    """Give the version of that name; 404 if the caller sees none such."""
    for version in versions:
        if version.name == name:
            return version
    raise NotFound


def summary_of(application: Application, version: Version) -> ApplicationVersionSummary:
    """Write a version for a list."""
    return ApplicationVersionSummary(
        version=version.name, kind=version.kind, sha256=version.sha256.hex(), submitted_at=version.submitted_at,
        is_standing=version.submission.sha256 == application.submission_sha256,
    )  # fmt: skip


async def scores_of(session: AsyncSession, actor: Actor, application: Application, version: Version) -> dict[str, int]:
    """Give the self-scores frozen with a version, to its applicant alone (T10)."""
    if actor.role is not Role.APPLICANT:
        return {}
    return await frozen_scores(session, application.id, version.submission.sha256)


async def compared(
    session: AsyncSession, actor: Actor, application: Application, before: Version, after: Version
) -> list[Difference]:
    """List what differs between two versions: form, self-assessment, evidence, addenda, and one's own self-scores."""
    items = select(CriteriaNode.code, CriteriaNode.title).where(
        CriteriaNode.criteria_set_id == application.cycle.edition.criteria_set_id, CriteriaNode.is_item
    )
    titles = {code: title for code, title in (await session.execute(items)).all()}  # noqa: C416 - typed rows.
    scores = [await scores_of(session, actor, application, each) for each in (before, after)]
    return [
        *differences(before.contents, after.contents, titles),
        *_supplied_differences(before.supplied, after.supplied),
        *score_differences(scores[0], scores[1]),
    ]


def _supplied_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    return [
        Difference(
            pointer=f"/supplements/{key}", label=f"补正：{key.partition('/')[2]}",
            label_en=f"Supplement: {key.partition('/')[2]}", before=before.get(key), after=after.get(key),
            is_secret=False,
        )
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]  # fmt: skip
