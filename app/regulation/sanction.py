"""Suspending and disqualifying reviewers: the hearing, the resolution, and what becomes of their work (art. 31)."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from app.regulation.assignment import stage_faults
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Stage, Status

ARTICLE = "第三十一条"


class Measure(StrEnum):
    """Art. 31: the right to review is suspended until a day, or taken away."""

    SUSPENSION = "suspension"
    DISQUALIFICATION = "disqualification"


class Recipient(StrEnum):
    """Art. 31: who is told: the employer, the authority in charge, or justice."""

    EMPLOYER = "employer"
    AUTHORITY = "authority"
    JUSTICE = "justice"


class Effect(StrEnum):
    """T15: what becomes of an expert's work on one application."""

    EXCLUDED = "excluded"
    """The stage runs; his sheet, if any, counts no more."""
    REOPENED = "reopened"
    """Besides, what the panel had agreed on is taken up anew."""
    FLAGGED = "flagged"
    """The stage is over or the ranking frozen: nothing is rewritten, the case is only marked."""


def effect_of(*, order: Sequence[Stage], stage: Stage, cycle: Status, ranked: bool, concluded: bool) -> Effect:
    """Art. 31, T15: running work is voided and its items re-opened; what is over is flagged and never rewritten."""
    if ranked or stage_faults(order, stage, cycle):
        return Effect.FLAGGED
    return Effect.REOPENED if concluded else Effect.EXCLUDED


def opening_faults(*, expert: bool, institution: bool, standing: bool) -> tuple[Reason, ...]:
    """Art. 31: a case is opened against one expert or one institution that is still in the register."""
    if expert == institution:
        return (
            _fault("sanction.one_party", "/expert_id", "须指明一名专家或一家机构，且只能指明其一。",
                   "Name one expert or one institution, and not both."),
        )  # fmt: skip
    if not standing:
        return (
            _fault("sanction.unknown_party", "/expert_id", "该专家或机构不在库，或已被取消资格。",
                   "The expert or institution is not in the register, or is disqualified already."),
        )  # fmt: skip
    return ()


def imposition_faults(
    *, measure: Measure, until: date | None, today: date, heard_on: date | None, resolved_on: date
) -> tuple[Reason, ...]:
    """Art. 31: a measure follows the hearing by resolution; only a suspension has an end, and it lies ahead."""
    return tuple(_imposition_faults(measure, until, today, heard_on, resolved_on))


def lifting_faults(*, measure: Measure, until: date | None, today: date, resolved: bool) -> tuple[Reason, ...]:
    """Art. 31: a suspension ends with its term, or earlier by another resolution; a disqualification stands."""
    if measure is Measure.DISQUALIFICATION:
        return (
            _fault("sanction.for_good", "", "取消评审资格不能恢复；须重新入库。",
                   "A disqualification is not lifted; the person would be admitted anew."),
        )  # fmt: skip
    if until is not None and today <= until and not resolved:
        return (
            _fault("sanction.term_runs", "/resolution_id", f"暂停期至 {until}，提前恢复须有评委会决议。",
                   f"The suspension runs to {until}; an earlier end takes a resolution."),
        )  # fmt: skip
    return ()


def _imposition_faults(
    measure: Measure, until: date | None, today: date, heard_on: date | None, resolved_on: date
) -> Iterator[Reason]:
    if heard_on is None:
        yield _fault("sanction.unheard", "", "须先听取（或给予机会）陈述申辩并登记。",
                     "The hearing, or that it was declined, is recorded first.")  # fmt: skip
    elif resolved_on < heard_on:
        yield _fault("sanction.resolved_early", "/resolution_id", "评委会决议不得早于陈述申辩之日。",
                     "The resolution follows the hearing.")  # fmt: skip
    if (measure is Measure.SUSPENSION) != (until is not None):
        yield _fault("sanction.term", "/until", "暂停资格须写明截止日；取消资格不写。",
                     "A suspension names its last day; a disqualification has none.")  # fmt: skip
    elif until is not None and until < today:
        yield _fault("sanction.term", "/until", "暂停截止日不得早于今日。", "The suspension ends today or later.")


def _fault(code: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=ARTICLE, pointer=pointer, zh=zh, en=en)
