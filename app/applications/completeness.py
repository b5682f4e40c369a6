"""Whether a declaration is complete (art. 19): every gap and every contradiction, with its field and its article."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.applications.form import Classification, Form, Negative
from app.applications.form_fields import Asked, Kind, When, fields_of
from app.applications.marks import mark_faults
from app.applications.reading import Contents
from app.http import Body
from app.regulation.choices import Indicator
from app.regulation.declaration import (
    PROFILE_LIMIT,
    SELF_ASSESSMENT_LIMIT,
    count_characters,
    industry_faults,
    year_faults,
)
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the year asks beyond the form itself: its items, its call's conditions, its edition's numbers."""

    award_year: int
    years: int
    indicators: Sequence[Indicator]
    item_codes: Sequence[str]
    conditions: Sequence["ExtraCondition"]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraCondition:
    """A condition of the call; `section` limits it to one section (门类) of GB/T 4754."""

    code: str
    zh: str
    section: str | None
    evidence_required: bool


def faults_of(contents: Contents, asking: Asking) -> tuple[Reason, ...]:
    """Art. 19: all that keeps the declaration from being submitted."""
    form = contents.form
    return (
        *_gaps(form, form, "/form"),
        *_contradictions(form, asking),
        *_unknown_evidence(form, {piece.id for piece in contents.evidence}, "/form"),
        *_extra_faults(form, asking),
        *_text_faults(contents, asking),
        *mark_faults(contents, asking.item_codes),
    )


def gaps_of(record: Body, form: Form, pointer: str) -> tuple[Reason, ...]:
    """Art. 19: every field of the record that is asked and empty."""
    return tuple(_gaps(record, form, pointer))


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)


def _is_asked(asked: Asked, record: Body, form: Form) -> bool:
    return asked.required and (asked.when is None or _answer(asked.when, record, form) == asked.when.equals)


def _answer(when: When, record: Body, form: Form) -> object:
    found: Any = record
    if when.pointer.startswith("/"):
        found = form
    for name in when.pointer.strip("/").split("/"):
        found = getattr(found, name) if found is not None else None
    return found


def _gaps(record: Body, form: Form, pointer: str) -> Iterator[Reason]:
    for field in fields_of(type(record)):
        value, place = getattr(record, field.name), f"{pointer}/{field.name}"
        asked = _is_asked(field.asked, record, form)
        if field.kind is Kind.RECORD and field.record is not None:
            if value is not None or asked:
                yield from _gaps(value if value is not None else field.record(), form, place)
        elif value in (None, ()):
            if asked:
                label, label_en = field.asked.label, field.asked.label_en
                yield _fault("form.missing", field.asked.article, place, f"未填写“{label}”。", f"{label_en}: missing.")
        elif field.kind is Kind.RECORDS:
            for number, row in enumerate(value):
                yield from _gaps(row, form, f"{place}/{number}")


def _contradictions(form: Form, asking: Asking) -> Iterator[Reason]:
    yield from _classification_faults(form.classification)
    if form.figures and form.figures.years:
        years = [record.year for record in form.figures.years if record.year is not None]
        yield from year_faults(years, asking.award_year, asking.years, "/form/figures/years")
    yield from _rank_faults(form, asking)
    yield from _date_faults(form, asking.today)
    if form.negative:
        yield from _negative_faults(form.negative)
    if form.licences and form.licences.none_required and form.licences.licences:
        yield _contradiction("第十一条（二）", "/form/licences/licences")
    if form.trade_secrets and form.trade_secrets.has_secrets is False and form.trade_secrets.parts:
        yield _contradiction("第三十条", "/form/trade_secrets/parts")
    for name, article in (("is_truthful", "第二十九条"), ("consents_to_checks", "第十九条")):
        if form.pledge and getattr(form.pledge, name) is False:
            yield _fault("form.pledge", article, f"/form/pledge/{name}", "须作出承诺方可提交。",
                         "Submission takes this pledge.")  # fmt: skip


def _contradiction(article: str, pointer: str) -> Reason:
    return _fault("form.contradiction", article, pointer, "与前项“无”的声明矛盾，请核对。",
                  "This contradicts the answer before it, which says there is none.")  # fmt: skip


def _classification_faults(classification: Classification | None) -> Iterator[Reason]:
    if classification and classification.industry_code:
        yield from industry_faults(classification.industry_code, "/form/classification/industry_code")


def _rank_faults(form: Form, asking: Asking) -> Iterator[Reason]:
    if not (form.ranks and form.ranks.claims and form.classification and form.classification.is_business):
        return
    claimed = [claim.indicator for claim in form.ranks.claims]
    for indicator in asking.indicators:
        if claimed.count(indicator) != 1:
            yield _fault("form.rank_indicator", "第十条（四）", "/form/ranks/claims",
                         f"指标 {indicator} 的位次须填报一次且仅一次。",
                         f"The rank for {indicator} must be claimed exactly once.")  # fmt: skip


def _date_faults(form: Form, today: date) -> Iterator[Reason]:
    pairs = [
        (f"/form/{section}/{section}/{number}/valid_to", row.valid_from, row.valid_to, article)
        for section, rows, article in (
            ("certificates", form.certificates.certificates if form.certificates else (), "第十条（二）"),
            ("licences", form.licences.licences if form.licences else (), "第十一条（二）"),
        )
        for number, row in enumerate(rows)
    ]
    if form.identity:
        pairs.append(("/form/identity/operating_since", form.identity.established_on,
                      form.identity.operating_since, "第十条（一）"))  # fmt: skip
    for pointer, before, after, article in pairs:
        if before and after and after < before:
            yield _fault("form.dates", article, pointer, "日期先后有误。", "The dates are in the wrong order.")
    if form.identity and form.identity.established_on and form.identity.established_on > today:
        yield _fault("form.date_in_future", "第十条（一）", "/form/identity/established_on",
                     "成立日期不得晚于今日。", "The day of establishment lies in the future.")  # fmt: skip


def _negative_faults(negative: Negative) -> Iterator[Reason]:
    kinds = (
        ("had_accidents", "accidents", "第十一条（三）"), ("had_complaints", "complaints", "第十一条（三）"),
        ("had_spot_checks", "spot_checks", "第十一条（四）"),
        ("had_credit_records", "credit_records", "第十一条（五）"),
    )  # fmt: skip
    for asked, records, article in kinds:
        if getattr(negative, asked) is False and getattr(negative, records):
            yield _contradiction(article, f"/form/negative/{records}")


def _unknown_evidence(record: Body, known: Collection[UUID], pointer: str) -> Iterator[Reason]:
    for field in fields_of(type(record)):
        value, place = getattr(record, field.name), f"{pointer}/{field.name}"
        if field.kind is Kind.EVIDENCE and value is not None and value not in known:
            yield _fault("form.evidence_unknown", field.asked.article, place, "所引用的证明材料不存在或已删除。",
                         "The evidence that is named here is not there.")  # fmt: skip
        elif field.kind is Kind.RECORD and value is not None:
            yield from _unknown_evidence(value, known, place)
        elif field.kind is Kind.RECORDS:
            for number, row in enumerate(value):
                yield from _unknown_evidence(row, known, f"{place}/{number}")


def _extra_faults(form: Form, asking: Asking) -> Iterator[Reason]:
    answers = form.extras.answers if form.extras else ()
    code = form.classification.industry_code if form.classification else None
    for condition in asking.conditions:
        if condition.section is not None and (code is None or code[0] != condition.section):
            continue
        own = [answer for answer in answers if answer.code == condition.code]
        pointer = "/form/extras/answers"
        if len(own) != 1:
            yield _fault("form.extra_condition", "第十八条", pointer, f"须回答附加条件一次：{condition.zh}",
                         f"The extra condition {condition.code} must be answered once.")  # fmt: skip
        elif condition.evidence_required and own[0].evidence_id is None:
            yield _fault("form.extra_evidence", "第十八条", f"{pointer}/{answers.index(own[0])}/evidence_id",
                         f"附加条件须附证明材料：{condition.zh}",
                         f"The extra condition {condition.code} takes evidence.")  # fmt: skip


def _text_faults(contents: Contents, asking: Asking) -> Iterator[Reason]:
    profile = contents.form.profile.text if contents.form.profile else None
    if profile and (count := count_characters(profile)) > PROFILE_LIMIT:
        yield _too_long("/form/profile/text", count, PROFILE_LIMIT)
    total = sum(count_characters(text) for text in contents.self_assessment.values())
    if total > SELF_ASSESSMENT_LIMIT:
        yield _too_long("/self_assessment", total, SELF_ASSESSMENT_LIMIT)
    for item in asking.item_codes:
        if item not in contents.self_assessment:
            yield _fault("self_assessment.missing", "第十二条", f"/self_assessment/{item}",
                         f"尚无第 {item} 条的自我评价。", f"Item {item} has no self-assessment.")  # fmt: skip


def _too_long(pointer: str, count: int, limit: int) -> Reason:
    return _fault("text.too_long", "第十九条", pointer, f"共 {count} 字符（空白不计），超过 {limit} 字符的限制。",
                  f"{count} characters (white space not counted); the limit is {limit}.")  # fmt: skip
