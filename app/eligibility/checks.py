"""What the service computes from the submitted form, to stand beside the verdicts on arts. 10 and 11."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.applications.form import Certificates, Form, Identity, Negative
from app.regulation.bars import (
    Accident,
    Complaint,
    CreditRecord,
    SpotCheck,
    accidents,
    complaints,
    dishonesty,
    spot_checks,
)
from app.regulation.conditions import (
    Certificate,
    RankClaim,
    certification,
    losses,
    ranks,
    recommendation,
    registration,
    years_in_operation,
)
from app.regulation.eligibility import Finding
from app.regulation.eligibility_rule import EligibilityRule
from app.regulation.look_back import LookBack
from app.regulation.records import (
    AdverseRecord,
    accidents_of,
    complaints_of,
    credit_records_of,
    spot_checks_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a check needs besides the form: year, deadline, rule, recommending units, and the day of a re-run."""

    award_year: int
    deadline: date
    rule: EligibilityRule
    units: tuple[str, ...]
    as_of: date | None = None
    outside: frozenset[str] = frozenset()
    """The kinds of recommending units that lie in another city; a zone's kind is the code of its district."""
    outside_unit: bool = False
    """Whether a unit outside the city recommended it."""


def computed(form: Form, case: Circumstances, records: Sequence[AdverseRecord] = ()) -> tuple[Finding, ...]:
    """Give every typed check of arts. 10 and 11 on the form and the records, in the order of the articles."""
    return (
        *_registered(form.identity or Identity(), case),
        certification(_certificates(form.certificates or Certificates()), case.as_of or case.deadline),
        *_business(form, case),
        recommendation(case.units),
        *_bars(form.negative or Negative(), records, case),
    )


def applicable(extra: Sequence[Mapping[str, Any]], form: Form) -> tuple[str, ...]:
    """Art. 18: the codes of the call's extra conditions that apply to the applicant's section of GB/T 4754."""
    code = form.classification.industry_code if form.classification else None
    return tuple(each["code"] for each in extra if each.get("sector") in {None, (code or " ")[0]})


def _registered(identity: Identity, case: Circumstances) -> tuple[Finding, ...]:
    # A zone in the neighbouring city is not this city, whoever recommends an organisation there (T20).
    in_city = identity.registered_in_city is True and identity.district not in case.outside
    legal_person = identity.is_legal_person is True
    found = registration(in_city=in_city, legal_person=legal_person, outside_unit=case.outside_unit)
    started_on = identity.operating_since or identity.established_on
    if started_on is None:
        return (found,)
    return (found, years_in_operation(started_on=started_on, deadline=case.deadline, rule=case.rule))


def _certificates(section: Certificates) -> list[Certificate]:
    return [
        Certificate(standard=c.standard or "", number=c.number or "", valid_from=c.valid_from, valid_to=c.valid_to)
        for c in section.certificates
        if c.valid_from and c.valid_to
    ]


def _business(form: Form, case: Circumstances) -> tuple[Finding, ...]:
    business = form.classification is None or form.classification.is_business is not False
    claims = [
        RankClaim(indicator=c.indicator, rank=c.rank, granularity=c.granularity, industry=c.industry or "")
        for c in (form.ranks.claims if form.ranks else ())
        if c.indicator and c.rank and c.granularity
    ]
    profits = {
        year.year: year.net_profit
        for year in (form.figures.years if form.figures else ())
        if year.year is not None and year.net_profit is not None
    }
    ranked = ranks(claims, case.rule, business=business)
    return (ranked, losses(profits, case.award_year, case.rule)) if business else (ranked,)


def _bars(negative: Negative, records: Sequence[AdverseRecord], case: Circumstances) -> tuple[Finding, ...]:
    period = LookBack(deadline=case.deadline, months=case.rule.look_back_months, as_of=case.as_of)
    return (
        accidents([*_accidents(negative), *accidents_of(records)], period, case.rule),
        complaints([*_complaints(negative), *complaints_of(records)], period),
        spot_checks([*_spot_checks(negative), *spot_checks_of(records)], period),
        dishonesty([*_credit_records(negative), *credit_records_of(records)], period),
    )


def _accidents(negative: Negative) -> list[Accident]:
    return [
        Accident(kind=each.kind, grade=each.grade, responsible=each.responsible, on=each.on)
        for each in negative.accidents
        if each.kind and each.grade and each.on
    ]


def _complaints(negative: Negative) -> list[Complaint]:
    return [
        Complaint(kind=each.kind, valid=each.valid is not False, major=None, on=each.on)
        for each in negative.complaints
        if each.kind and each.on
    ]


def _spot_checks(negative: Negative) -> list[SpotCheck]:
    return [
        SpotCheck(level=each.level, passed=each.passed is True, serious=None, on=each.on)
        for each in negative.spot_checks
        if each.level and each.on
    ]


def _credit_records(negative: Negative) -> list[CreditRecord]:
    return [
        CreditRecord(
            authority=each.authority or "", listed_on=each.listed_on, removed_on=each.removed_on,
            repaired_on=each.repaired_on,
        )
        for each in negative.credit_records
        if each.listed_on
    ]  # fmt: skip
