"""Versions of an application and their differences, for its owner, the unit that signs, the secretariat (art. 19)."""

from app.accounts.doorway import Caller, Transaction
from app.applications.access import SeenApplication
from app.applications.views import contents_view
from app.regulation.vocabulary import Role
from app.sections import Section
from app.versions.reading import compared, named, scores_of, summary_of, versions_of
from app.versions.schemas import (
    ApplicationDifferenceView,
    ApplicationDiffView,
    ApplicationVersionPage,
    ApplicationVersionView,
    SuppliedView,
    VersionName,
)

section = Section("/v1/applications", tag="申报版本", about="每次提交与补正的版本及其逐项对比")
READERS = frozenset({Role.APPLICANT, Role.RECOMMENDER, Role.SECRETARIAT})


@section.read("/{application_id}/versions", summary="申报版本列表", roles=READERS)
async def list_application_versions(
    application: SeenApplication, actor: Caller, session: Transaction
) -> ApplicationVersionPage:
    """Every submission and every addendum with its hash, the oldest first; few, so all at once."""
    versions = await versions_of(session, actor, application)
    return ApplicationVersionPage(items=[summary_of(application, each) for each in versions], next_cursor=None)


@section.read("/{application_id}/versions/{version}", summary="查看申报的一个版本", confidential=True, roles=READERS)
async def show_application_version(
    application: SeenApplication, version: VersionName, actor: Caller, session: Transaction
) -> ApplicationVersionView:
    """What was said in a version, with the self-scores frozen with it for the applicant."""
    found = named(await versions_of(session, actor, application), version)
    scores = await scores_of(session, actor, application, found)
    return ApplicationVersionView(
        **dict(summary_of(application, found)), contents=contents_view(found.contents, scores),
        supplied=[SuppliedView(item=each["item"], text=each["text"]) for each in found.supplied.values()],
    )  # fmt: skip


@section.read("/{application_id}/versions/{version}/diff/{other}", summary="对比申报的两个版本", confidential=True,
              roles=READERS)  # fmt: skip
async def compare_application_versions(
    application: SeenApplication, version: VersionName, other: VersionName, actor: Caller, session: Transaction
) -> ApplicationDiffView:
    """Each field that differs, by its name in both languages, before and after."""
    versions = await versions_of(session, actor, application)
    before, after = named(versions, version), named(versions, other)
    found = await compared(session, actor, application, before, after)
    return ApplicationDiffView(
        application_id=application.id, before=summary_of(application, before), after=summary_of(application, after),
        differences=[ApplicationDifferenceView.model_validate(each) for each in found],
    )  # fmt: skip
