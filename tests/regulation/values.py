"""Editions and entries that the tests of the law share."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.editions.catalogue import load
from app.regulation.choices import Aggregation, BallotMode, MajorityBase
from app.regulation.measures import CutRule, Edition
from app.regulation.ranking import Entry
from app.regulation.ratios import Ratio
from app.regulation.refusals import Reason

DRAFT: Edition = load("jiangyin-2022")

COMPLETE: Edition = replace(
    DRAFT,
    aggregation=Aggregation.FINAL_CONSENSUS,
    cut_rule=CutRule(minimum=45000, places=8),
    committee=replace(
        DRAFT.committee,
        quorum=Fraction(2, 3),
        majority=Fraction(1, 2),
        base=MajorityBase.NON_RECUSED_IN_OFFICE,
        ballot_mode=BallotMode.OPEN,
    ),
)

IN_FORCE_ON = date(2022, 5, 1)


def entry(application: str, hundredths: int, den: int = 1) -> Entry:
    return Entry(application=application, total=Ratio(hundredths, den))


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def marks(reasons: Iterable[Reason]) -> list[str]:
    """What is at fault and where: the code, and behind a blank the pointer if there is one."""
    return [f"{reason.code} {reason.pointer}".rstrip() for reason in reasons]


def articles(reasons: Iterable[Reason]) -> list[str]:
    return [reason.article for reason in reasons]
