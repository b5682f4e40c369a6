"""Suspending and disqualifying reviewers: the hearing, the resolution, and the fate of their work (art. 31, T15)."""

from datetime import date

import pytest

from app.regulation.sanction import Effect, Measure, effect_of, imposition_faults, lifting_faults, opening_faults
from app.regulation.table.moves import JIANGYIN_ORDER as ORDER
from app.regulation.vocabulary import Stage, Status
from tests.regulation.values import articles, marks

TODAY = date(2022, 10, 10)
YESTERDAY, TOMORROW = date(2022, 10, 9), date(2022, 10, 11)


@pytest.mark.parametrize(("cycle", "ranked", "concluded", "effect"), [
    (Status.DEFENCE, False, False, Effect.EXCLUDED), (Status.DEFENCE, False, True, Effect.REOPENED),
    (Status.DEFENCE, True, True, Effect.FLAGGED), (Status.SITE_REVIEW, False, True, Effect.FLAGGED),
    (Status.MATERIAL_REVIEW, False, False, Effect.EXCLUDED), (Status.CLOSED, False, False, Effect.FLAGGED),
])  # fmt: skip
def test_t15_running_work_is_voided_and_what_is_over_is_only_flagged(
    cycle: Status, ranked: bool, concluded: bool, effect: Effect
) -> None:
    found = effect_of(order=ORDER, stage=Stage.DEFENCE, cycle=cycle, ranked=ranked, concluded=concluded)
    assert found is effect


@pytest.mark.parametrize(("expert", "institution", "standing", "expected"), [
    (True, False, True, []), (False, True, True, []), (True, True, True, ["sanction.one_party /expert_id"]),
    (False, False, True, ["sanction.one_party /expert_id"]),
    (True, False, False, ["sanction.unknown_party /expert_id"]),
])  # fmt: skip
def test_a_case_is_opened_against_one_who_is_still_in_the_register(
    expert: bool, institution: bool, standing: bool, expected: list[str]
) -> None:
    faults = opening_faults(expert=expert, institution=institution, standing=standing)
    assert (marks(faults), set(articles(faults)) <= {"第三十一条"}) == (expected, True)


@pytest.mark.parametrize(("measure", "until", "heard", "resolved", "expected"), [
    (Measure.SUSPENSION, TODAY, YESTERDAY, YESTERDAY, []), (Measure.DISQUALIFICATION, None, YESTERDAY, TODAY, []),
    (Measure.DISQUALIFICATION, None, None, TODAY, ["sanction.unheard"]),
    (Measure.DISQUALIFICATION, None, TODAY, YESTERDAY, ["sanction.resolved_early /resolution_id"]),
    (Measure.SUSPENSION, None, TODAY, TODAY, ["sanction.term /until"]),
    (Measure.DISQUALIFICATION, TOMORROW, TODAY, TODAY, ["sanction.term /until"]),
    (Measure.SUSPENSION, YESTERDAY, TODAY, TODAY, ["sanction.term /until"]),
])  # fmt: skip
def test_a_measure_follows_the_hearing_and_only_a_suspension_has_an_end(
    measure: Measure, until: date | None, heard: date | None, resolved: date, expected: list[str]
) -> None:
    faults = imposition_faults(measure=measure, until=until, today=TODAY, heard_on=heard, resolved_on=resolved)
    assert marks(faults) == expected


@pytest.mark.parametrize(("measure", "until", "resolved", "expected"), [
    (Measure.SUSPENSION, YESTERDAY, False, []), (Measure.SUSPENSION, None, False, []),
    (Measure.SUSPENSION, TODAY, True, []), (Measure.SUSPENSION, TODAY, False, ["sanction.term_runs /resolution_id"]),
    (Measure.DISQUALIFICATION, None, True, ["sanction.for_good"]),
])  # fmt: skip
def test_a_suspension_ends_with_its_term_or_by_resolution_and_a_disqualification_stands(
    measure: Measure, until: date | None, resolved: bool, expected: list[str]
) -> None:
    assert marks(lifting_faults(measure=measure, until=until, today=TODAY, resolved=resolved)) == expected
