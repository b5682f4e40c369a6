"""How issues are read and answered: the standing of whoever acts, the locks, what is done, and what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.citation_schemas import Citation
from app.applications.citing import citation_reasons
from app.errors import NotFound
from app.http import require_version
from app.open_acts import OpenAct, open_acts
from app.panels.entering import Entry, enter, stages_of
from app.panels.models import Declared
from app.regulation import comments
from app.regulation.act import Act
from app.regulation.measures import Edition
from app.regulation.refusals import Reason
from app.regulation.site_issue import dropping_faults, merger_faults, open_issue_faults, site_faults
from app.regulation.vocabulary import Role, Stage, Status
from app.settings import Settings
from app.site_visits.models import SiteIssue, SiteIssueStep
from app.site_visits.schemas import IssueStepView, IssueSummary, IssueView, NewIssue


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An expert before an application: the dossier that he has entered, and where he works on it and leads."""

    entry: Entry
    stages: frozenset[Stage]
    led: frozenset[Stage]

    def site_reasons(self) -> tuple[Reason, ...]:
        """Art. 22: what forbids him to answer an issue, or to take one up again, now."""
        entry = self.entry
        return site_faults(
            entry.order,
            on_site=Stage.SITE in self.stages,
            cycle=entry.cycle.status,
            application=entry.application.status,
        )

    def dropping_reasons(self, actor: Actor, issue: SiteIssue) -> tuple[Reason, ...]:
        """Arts. 20, 22: what forbids him to merge or withdraw this issue now."""
        entry, order = self.entry, list(self.entry.order)
        leads = any(order.index(stage) >= order.index(issue.stage) for stage in self.led)
        return dropping_faults(
            order, own=issue.opened_by == actor.party, leads=leads, cycle=entry.cycle.status,
            application=entry.application.status,
        )  # fmt: skip


async def standing(session: AsyncSession, actor: Actor, application_id: UUID, *, locked: bool = False) -> Standing:
    """Art. 30: enter the dossier by the latest stage in which the expert works on it; 404 if there is none."""
    relations = await stages_of(session, actor, application_id)
    relations = [r for r in relations if r.declared is Declared.NONE] or relations
    latest = max((r.stage for r in relations), key=list(Stage).index)
    entry = await enter(session, actor, application_id, latest, locked=locked)
    return Standing(
        entry=entry, stages=frozenset(r.stage for r in relations), led=frozenset(r.stage for r in relations if r.leads)
    )


async def locked_issue(session: AsyncSession, actor: Actor, issue: SiteIssue, if_match: int) -> Standing:
    """Lock the application and then the issue, so that nothing is concluded meanwhile; 412 if it has changed."""
    found = await standing(session, actor, issue.application_id, locked=True)
    await session.refresh(issue, with_for_update=True)
    require_version(issue, if_match)
    return found


async def merger_reasons(session: AsyncSession, issue: SiteIssue, into: UUID) -> tuple[Reason, ...]:
    """Art. 22: what speaks against the issue that should take this one in; 404 if the caller does not see it."""
    target = await session.get(SiteIssue, into)
    if target is None:
        raise NotFound
    return merger_faults(
        same=target.id == issue.id, of_the_application=target.application_id == issue.application_id,
        is_open=target.status is Status.OPEN,
    )  # fmt: skip


async def cited(
    session: AsyncSession, settings: Settings, entry: Entry, item: str, citations: Sequence[Citation]
) -> tuple[Reason, ...]:
    """Art. 21: what is wrong with the places in the evidence that are cited."""
    places = tuple(comments.Citation(evidence=str(each.evidence_id), page=each.page) for each in citations)
    said = comments.Remarks(percent=None, has_strength=False, has_opportunity=False, citations=places)
    return await citation_reasons(session, settings, entry.application, {item: said})


def new_issue(actor: Actor, entry: Entry, body: NewIssue) -> SiteIssue:
    """Write the issue that an expert opens in the stage in which he works."""
    return SiteIssue(
        application_id=entry.application.id, stage=entry.relation.stage, item_code=body.item_code,
        criteria_set_id=entry.cycle.edition.criteria_set_id, question=body.question,
        citations=written(body.citations), priority=body.priority, opened_by=actor.party_id, opened_at=actor.now,
    )  # fmt: skip


def written(citations: Sequence[Citation]) -> list[dict[str, object]]:
    """Write citations as they are stored."""
    return [each.model_dump(mode="json") for each in citations]


def step_of(actor: Actor, issue: SiteIssue, act: Act, text: str) -> SiteIssueStep:
    """Note what is done to the issue, with what it now says."""
    return SiteIssueStep(
        issue_id=issue.id, application_id=issue.application_id, act=act, text=text, finding=issue.finding,
        citations=issue.finding_citations, merged_into=issue.merged_into, taken_by=actor.party_id, taken_at=actor.now,
    )  # fmt: skip


def cleared(issue: SiteIssue) -> None:
    """Take what was found, or into which other issue it went, off an issue that is open again; its steps keep it."""
    issue.finding, issue.finding_text, issue.finding_citations = None, "", []
    issue.closed_by, issue.closed_at, issue.merged_into = None, None, None


async def open_issue_reasons(session: AsyncSession, application_id: UUID, edition: Edition) -> tuple[Reason, ...]:
    """Art. 22: the open issues that the caller sees and that keep the review from being concluded."""
    query = select(SiteIssue.item_code).where(SiteIssue.application_id == application_id)
    waiting = list(await session.scalars(query.where(SiteIssue.status == Status.OPEN)))
    return open_issue_faults(waiting, edition.site_visit)


async def shown_issue(session: AsyncSession, actor: Actor, issue: SiteIssue) -> IssueView:
    """Write an issue with its history and what the caller may do with it."""
    query = select(SiteIssueStep).where(SiteIssueStep.issue_id == issue.id)
    steps = await session.scalars(query.order_by(SiteIssueStep.taken_at, SiteIssueStep.id))
    summary = IssueSummary.model_validate(issue)
    return IssueView(
        **dict(summary), history=[IssueStepView.model_validate(step) for step in steps],
        acts=await _acts(session, actor, issue),
    )  # fmt: skip


async def _acts(session: AsyncSession, actor: Actor, issue: SiteIssue) -> list[OpenAct]:
    if actor.role is not Role.EXPERT:
        return []
    here, found = f"/v1/site-issues/{issue.id}", await standing(session, actor, issue.application_id)
    dropping, site = found.dropping_reasons(actor, issue), found.site_reasons()
    hrefs = {
        Act.MERGE_SITE_ISSUE: f"{here}/merger", Act.WITHDRAW_SITE_ISSUE: f"{here}/withdrawal",
        Act.CLOSE_SITE_ISSUE: f"{here}/closure", Act.REOPEN_SITE_ISSUE: f"{here}/reopening",
    }  # fmt: skip
    unmet = {
        Act.MERGE_SITE_ISSUE: dropping, Act.WITHDRAW_SITE_ISSUE: dropping, Act.CLOSE_SITE_ISSUE: site,
        Act.REOPEN_SITE_ISSUE: site,
    }  # fmt: skip
    return open_acts(actor, issue, hrefs, unmet=unmet)
