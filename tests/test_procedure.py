"""The table of the procedure, exhaustively: act × role × status, and every act through HTTP as every foreign role."""

from collections.abc import Mapping
from itertools import product

import pytest

from app.main import app
from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.procedure import PLAIN_OPERATIONS, STEPS, steps_of
from app.regulation.refusals import NotEntitled, OutOfOrder, Refusal
from app.regulation.steps import Step, carried_outcome, outcome, statuses_of, transitions_of
from app.regulation.table.moves import JIANGYIN_ORDER
from app.regulation.vocabulary import Role, Stage, Status, Subject
from app.sections import operations_of


def told_by(
    step: Step, act: Act, role: Role, status: Status, target: Status | None
) -> Status | tuple[type[Refusal], str | None]:  # fmt: skip
    """Ask the table; gives where the act leads, or how it is refused and by which article."""
    try:
        return outcome(step, act, role, status, target)
    except Refusal as refusal:
        return type(refusal), refusal.reasons[0].article


ORDERS = (JIANGYIN_ORDER, (Stage.MATERIAL, Stage.SITE, Stage.DEFENCE), (Stage.MATERIAL, Stage.SITE))


def rows_of(order: tuple[Stage, ...], position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of an edition's table that no table before it had; Jiangyin's gives all of its own."""
    known: list[Mapping[Act, Step]] = []
    for one in product(ORDERS, NoticePosition):
        if one == (order, position):
            break
        known.append(steps_of(*one))
    steps = steps_of(order, position)
    return {act: step for act, step in steps.items() if all(each[act] != step for each in known)}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("position", NoticePosition)
def test_every_act_by_every_role_in_every_status_ends_as_the_table_says(
    order: tuple[Stage, ...], position: NoticePosition
) -> None:
    rows = rows_of(order, position)
    for (act, step), role, status in product(rows.items(), Role, Status):
        targets = [after for before, after in step.moves if before is status]
        for target in targets or [None]:
            told = told_by(step, act, role, status, target)
            if role not in step.by:
                assert told == (NotEntitled, step.article)
            elif step.moves and not targets:
                assert told == (OutOfOrder, step.article)
            else:
                assert told is (target or status)


def test_the_first_table_is_asked_whole_and_the_others_where_they_differ() -> None:
    asked = {one: len(rows_of(*one)) for one in product(ORDERS, NoticePosition)}
    assert asked.pop((JIANGYIN_ORDER, next(iter(NoticePosition)))) == len(Act)
    assert min(asked[order, position] for order, position in asked if order == JIANGYIN_ORDER) > 0
    assert sum(asked.values()) < len(Act)


@pytest.mark.parametrize("position", NoticePosition)
def test_an_act_carries_exactly_the_moves_that_its_row_names(position: NoticePosition) -> None:
    known = {subject: sorted(statuses_of(steps_of(JIANGYIN_ORDER, position), subject)) for subject in Subject}
    pairs = [(subject, *pair) for subject in Subject for pair in product(known[subject], repeat=2)]
    for act, step in rows_of(JIANGYIN_ORDER, position).items():
        for subject, before, after in pairs:
            if (subject, before, after) in step.carries:
                assert carried_outcome(step, act, subject, before, after) is after
            else:
                with pytest.raises(OutOfOrder):
                    carried_outcome(step, act, subject, before, after)


def test_every_act_stands_in_the_table_once_with_an_article() -> None:
    assert set(STEPS) == set(Act)
    assert [act for act, step in STEPS.items() if not step.article.startswith("第")] == []


def test_no_secretariat_act_touches_a_sheet_or_a_consensus_but_by_recusal_or_sanction() -> None:
    touching = {
        act
        for act, step in STEPS.items()
        if Role.SECRETARIAT in step.by
        and (step.on in {Subject.SHEET, Subject.CONSENSUS} or any(c[0] is Subject.SHEET for c in step.carries))
    }
    # A sanction rests on the committee's resolution (art. 31); it excludes and re-opens, and writes no score.
    assert touching == {Act.RECUSE_EXPERT, Act.REPLACE_EXPERT, Act.GRANT_RECUSAL, Act.IMPOSE_SANCTION}
    for act in touching:
        assert {after for on, _, after in STEPS[act].carries if on is Subject.SHEET} == {Status.EXCLUDED}


def test_the_stages_run_in_the_order_of_the_edition() -> None:
    site_first = transitions_of(steps_of((Stage.MATERIAL, Stage.SITE, Stage.DEFENCE)))
    assert (Subject.CYCLE, Status.MATERIAL_REVIEW, Status.SITE_REVIEW) in site_first
    assert (Subject.APPLICATION, Status.SHORTLISTED, Status.SITE_VISITED) in site_first
    assert (Subject.APPLICATION, Status.DEFENDED, Status.SCORED) in site_first
    assert (Subject.CYCLE, Status.MATERIAL_REVIEW, Status.DEFENCE) not in site_first


@pytest.mark.parametrize(("position", "years"), [
    (NoticePosition.AFTER_APPROVAL, ["deliberation", "approval", "public_notice", "commended", "closed"]),
    (NoticePosition.BEFORE_APPROVAL, ["deliberation", "proposal_notice", "approval", "commended", "closed"]),
    (NoticePosition.BOTH, [
        "deliberation", "proposal_notice", "approval", "public_notice", "commended", "closed",
    ]),
])  # fmt: skip
def test_t3_the_notice_stands_where_the_edition_puts_it(position: NoticePosition, years: list[str]) -> None:
    steps = steps_of(JIANGYIN_ORDER, position)
    onward = (Act.POST_NOTICE, Act.SUBMIT_TO_GOVERNMENT, Act.COMMEND_WINNERS)
    moves = {pair for act in onward for pair in steps[act].moves if pair[0] is not pair[1]}
    path = [Status.DELIBERATION]
    while following := sorted(after for before, after in moves if before is path[-1]):
        assert len(following) == 1
        path += following
    assert [*path, "closed"] == years
    assert (Status.COMMENDED, Status.CLOSED) in steps[Act.CLOSE_CYCLE].moves
    won = {before for on, before, after in steps[Act.COMMEND_WINNERS].carries if after is Status.AWARDED}
    assert won == {"approved"} if position is NoticePosition.BEFORE_APPROVAL else {"approved_in_notice"}


def test_a_later_revocation_for_a_grave_effect_cannot_be_dropped_once_verified() -> None:
    leaving = {after for step in STEPS.values() if step.on is Subject.REVOCATION
               for before, after in step.moves if before is Status.VERIFIED}  # fmt: skip
    assert leaving == {Status.REQUESTED}


def test_every_status_of_an_application_but_the_last_ones_can_be_left() -> None:
    moves = transitions_of(STEPS)
    left = {before for subject, before, _ in moves if subject is Subject.APPLICATION}
    assert statuses_of(STEPS, Subject.APPLICATION) - left == {
        Status.NOT_SHORTLISTED, Status.NOT_APPROVED, Status.REVOKED,
        Status.DISQUALIFIED,
    }  # fmt: skip


def test_every_changing_operation_is_an_act_or_one_of_the_short_list() -> None:
    changing = {route.name for path, route in operations_of(app)
                if path.startswith("/v1") and route.methods != {"GET"}}  # fmt: skip
    assert changing - {act.value for act in Act} <= PLAIN_OPERATIONS
    assert changing >= PLAIN_OPERATIONS
    assert {act.value for act in Act} <= changing
