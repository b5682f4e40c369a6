"""Site-visit issues (现场核查问题): what is to be verified on site, and who opens, answers and drops it (art. 22)."""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from app.regulation.criteria import Criterion
from app.regulation.refusals import Reason
from app.regulation.site_visit_rule import SiteVisitRule
from app.regulation.table.moves import STAGE_DONE, STAGE_STATUS
from app.regulation.vocabulary import Stage, Status

ARTICLE = "第二十二条"


class Priority(StrEnum):
    """How much of the visit an issue is worth."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Finding(StrEnum):
    """What was found on site about an issue."""

    VERIFIED = "verified"
    PARTLY_VERIFIED = "partly_verified"
    NOT_VERIFIED = "not_verified"
    NOT_APPLICABLE = "not_applicable"


def opening_faults(order: Sequence[Stage], stage: Stage, item: str, items: Collection[Criterion]) -> tuple[Reason, ...]:
    """Art. 22: an issue is about an item of the criteria, and there is a site review in which it can be answered."""
    return tuple(_opening_faults(order, stage, item, items))


def item_faults(item: str, items: Collection[Criterion]) -> tuple[Reason, ...]:
    """Art. 13: what is verified on site is an item of the criteria."""
    if item in {each.code for each in items}:
        return ()
    return (_fault("issue.item", "/item_code", f"评定标准中没有条款 {item}。", f"The criteria have no item {item}."),)


def site_faults(order: Sequence[Stage], *, on_site: bool, cycle: Status, application: Status) -> tuple[Reason, ...]:
    """Art. 22: the panel of the site review answers, from the start of the stage until the comprehensive report."""
    return tuple(_site_faults(order, on_site, cycle, application))


def dropping_faults(
    order: Sequence[Stage], *, own: bool, leads: bool, cycle: Status, application: Status
) -> tuple[Reason, ...]:
    """Arts. 20, 22: an issue is merged or withdrawn by whoever opened it or by the leader, until the report."""
    return tuple(_dropping_faults(order, own or leads, cycle, application))


def merger_faults(*, same: bool, of_the_application: bool, is_open: bool) -> tuple[Reason, ...]:
    """Art. 22: an issue is merged into another open one of the same application."""
    if not same and of_the_application and is_open:
        return ()
    return (
        _fault("issue.target", "/into", "只能并入同一申报的另一条尚未关闭的问题。",
               "An issue can be merged only into another open issue of the same application."),
    )  # fmt: skip


def open_issue_faults(waiting: Collection[str], rule: SiteVisitRule) -> tuple[Reason, ...]:
    """Art. 22: where the edition asks for it, nothing is concluded while an issue is open; `waiting`: their items."""
    if not rule.issues_closed:
        return ()
    return tuple(
        _fault("issue.open", f"/items/{item}", f"条款 {item} 尚有未关闭的现场核查问题：请写明结论，或说明理由撤销。",
               f"{item} has a site-visit issue that is still open: close it with a finding, or withdraw it.")
        for item in sorted(waiting)
    )  # fmt: skip


def _opening_faults(order: Sequence[Stage], stage: Stage, item: str, items: Collection[Criterion]) -> Iterator[Reason]:
    places = list(order)
    if Stage.SITE not in places or places.index(stage) > places.index(Stage.SITE):
        yield _fault("issue.no_site_review", "/stage", "本年度办法在此环节之后没有现场评审，问题无从核查。",
                     "No site review comes now or later, in which an issue could be verified.")  # fmt: skip
    yield from item_faults(item, items)


def _site_faults(order: Sequence[Stage], on_site: bool, cycle: Status, application: Status) -> Iterator[Reason]:
    if not on_site:
        yield _fault("issue.site_panel", "", "只有承担该申报现场评审的评审员才能办理。",
                     "Only an expert of the application's site review may do this.")  # fmt: skip
    places = list(order)
    coming = places[places.index(Stage.SITE) :] if Stage.SITE in places else []
    before = STAGE_DONE[places[places.index(Stage.SITE) - 1]] if coming and coming != places else Status.ELIGIBLE
    if cycle not in {STAGE_STATUS[each] for each in coming} or application not in {
        before, *(STAGE_DONE[each] for each in coming)
    }:  # fmt: skip
        yield _fault("issue.not_on_site", "", "仅在现场评审开始后、综合评审报告出具前可以办理。",
                     "This is possible from the start of the site review until the comprehensive report.")  # fmt: skip


def _dropping_faults(order: Sequence[Stage], entitled: bool, cycle: Status, application: Status) -> Iterator[Reason]:
    if not entitled:
        yield _fault("issue.not_yours", "", "问题由提出人或评审组组长合并、撤销。",
                     "An issue is merged or withdrawn by whoever opened it or by the panel's leader.")  # fmt: skip
    under_review = {Status.ELIGIBLE, *(STAGE_DONE[each] for each in order)}
    if cycle not in {STAGE_STATUS[each] for each in order} or application not in under_review:
        yield _fault("issue.not_under_review", "", "该申报已不在评审中。", "The application is no longer under review.")


def _fault(code: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=ARTICLE, pointer=pointer, zh=zh, en=en)
