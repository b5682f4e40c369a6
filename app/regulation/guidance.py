"""The working documents (工作规范): what each kind holds, and how its versions follow one another (arts. 7(2), 14)."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from app.regulation.label import Label
from app.regulation.refusals import OutOfOrder, Reason

DRAFTED, APPROVED, BY_SECTOR = "第八条（二）", "第七条（二）", "第十四条"


class DocumentKind(StrEnum):
    """Arts. 7(2), 8(2), 8(3): the documents by which the award is run besides the Measures and the criteria."""

    GUIDE = "guide"
    CLASSIFICATION = "classification"
    PROCEDURE = "procedure"
    MANAGEMENT = "management"
    ASSESSOR_STANDARD = "assessor_standard"


KINDS: dict[DocumentKind, Label] = {
    DocumentKind.GUIDE: Label("评定标准实施指南", "Implementation guide"),
    DocumentKind.CLASSIFICATION: Label("申报组织行业分类标准", "Industry classification"),
    DocumentKind.PROCEDURE: Label("评定工作程序", "Working procedure"),
    DocumentKind.MANAGEMENT: Label("管理制度", "Management rules"),
    DocumentKind.ASSESSOR_STANDARD: Label("评审员资格标准", "Assessor standard"),
}


class GuideHeading(StrEnum):
    """Art. 14: what a guide recommends on; each guide says something on all of them."""

    SCALE = "scale"
    QUALITY_MANAGEMENT = "quality_management"
    TECHNOLOGY = "technology"
    MARKET_SHARE = "market_share"
    INTEGRITY = "integrity"
    CONTRIBUTION = "contribution"


HEADINGS: dict[GuideHeading, Label] = {
    GuideHeading.SCALE: Label("经营规模", "Scale of business"),
    GuideHeading.QUALITY_MANAGEMENT: Label("质量管理", "Quality management"),
    GuideHeading.TECHNOLOGY: Label("科技进步", "Technological progress"),
    GuideHeading.MARKET_SHARE: Label("市场占有率", "Market share"),
    GuideHeading.INTEGRITY: Label("诚信记录", "Record of integrity"),
    GuideHeading.CONTRIBUTION: Label("社会贡献", "Social contribution"),
}


def name_of(kind: DocumentKind, sector: str, number: int) -> str:
    """Arts. 7(2), 8(3): how a version of a document is cited."""
    of_sector = f"（{sector}）" if sector else ""
    return f"{KINDS[kind].zh}{of_sector}第{number}版"


def part_of(kind: DocumentKind) -> str:
    """Arts. 8(2), 14: the part of a document's body in which its kind says what it has to say."""
    match kind:
        case DocumentKind.GUIDE:
            return "guide"
        case DocumentKind.CLASSIFICATION:
            return "classification"
        case DocumentKind.PROCEDURE | DocumentKind.MANAGEMENT | DocumentKind.ASSESSOR_STANDARD:
            return "text"


def part_faults(kind: DocumentKind, sector: str, given: Collection[str]) -> tuple[Reason, ...]:
    """Arts. 8(2), 14: a document has the part of its kind and no other; a guide, and nothing else, is of a sector."""
    wanted = part_of(kind)
    found: list[Reason] = []
    if wanted not in given:
        found.append(_fault("document.part_missing", DRAFTED, f"/{wanted}", f"{KINDS[kind].zh}须填写“{wanted}”部分。",
                            f"A document of the kind {kind} has the part {wanted}."))  # fmt: skip
    found += [
        _fault("document.part_foreign", DRAFTED, f"/{part}", f"{KINDS[kind].zh}没有“{part}”部分。",
               f"A document of the kind {kind} has no part {part}.")
        for part in sorted(given) if part != wanted
    ]  # fmt: skip
    if bool(sector) is not (kind is DocumentKind.GUIDE):
        found.append(_fault("document.sector", BY_SECTOR, "/sector", "实施指南须指明行业类别，其他文件不分行业。",
                            "A guide names its sector; other documents have none."))  # fmt: skip
    return tuple(found)


def note_faults(number: int, note: str) -> tuple[Reason, ...]:
    """Art. 16: a version after the first says what it changes."""
    if number == 1 or note.strip():
        return ()
    return (_fault("document.note_missing", "第十六条", "/change_note", f"第{number}版须写明修订说明。",
                   f"Version {number} says what it changes."),)  # fmt: skip


def heading_faults(headings: Sequence[str]) -> tuple[Reason, ...]:
    """Art. 16: versions are compared heading by heading, so none stands there twice."""
    return tuple(
        _fault("document.heading_twice", DRAFTED, "/text", f"标题“{heading}”重复。", f"{heading} stands there twice.")
        for heading, times in Counter(headings).items() if times > 1
    )  # fmt: skip


def hint_faults(hinted: Sequence[str], items: Collection[str] | None) -> tuple[Reason, ...]:
    """Art. 13: hints are given on items of the criteria, once each; None where there are no such criteria."""
    if items is None:
        return (_fault("guide.criteria_unknown", "第十三条", "/guide/criteria", "没有这一评定标准。",
                       "There are no such criteria."),)  # fmt: skip
    return (*_unknown_items(hinted, items), *_doubled_items(hinted))


def _unknown_items(hinted: Sequence[str], items: Collection[str]) -> Iterator[Reason]:
    for place, code in enumerate(hinted):
        if code not in items:
            yield _fault("guide.item_unknown", "第十三条", f"/guide/hints/{place}/item_code",
                         f"评定标准没有评分条款 {code}。", f"The criteria have no item {code}.")  # fmt: skip


def _doubled_items(hinted: Sequence[str]) -> Iterator[Reason]:
    for code, times in Counter(hinted).items():
        if times > 1:
            yield _fault("guide.item_twice", "第十三条", "/guide/hints", f"条款 {code} 的提示重复。",
                         f"The item {code} has two hints.")  # fmt: skip


def sector_faults(sector: str, known: Collection[str]) -> tuple[Reason, ...]:
    """Art. 14: a guide is approved for a sector that the classification in force knows."""
    if not sector or sector in known:
        return ()
    return (_fault("guide.sector_unknown", BY_SECTOR, "/sector",
                   f"现行行业分类没有“{sector}”，有：{'、'.join(known)}。",
                   f"The classification in force has no sector {sector}; it has: {', '.join(known)}."),)  # fmt: skip


def require_newest(number: int, in_force: int | None) -> None:
    """Art. 16: refuse (409) to approve a version behind the one in force."""
    if in_force is not None and number < in_force:
        raise OutOfOrder(
            _fault("document.superseded", "第十六条", "", f"现行为第{in_force}版，不能再审定第{number}版；请另拟新版。",
                   f"Version {in_force} is in force; version {number} is approved no more. Draft a new one.")
        )  # fmt: skip


def withdrawal_faults(*, in_force: bool, resolved: bool) -> tuple[Reason, ...]:
    """Art. 7(2): what a resolution has approved is withdrawn by a resolution; a draft without one."""
    if in_force is resolved:
        return ()
    return (_fault("document.resolution", APPROVED, "/resolution_id", "废止现行文件须引用评委会决议，撤回草案则不须。",
                   "A document in force is withdrawn by a resolution, a draft without one."),)  # fmt: skip


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
