"""Each row of the procedure's table changed by one role or one move: the verdicts that were kept differ.

tests/matrix asks the service and the database for the verdicts of the table as it is; here they are kept in a file, so
that a changed row is seen. `python -m tests.sabotage.test_table` writes the file anew.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.refusals import Refusal
from app.regulation.steps import Step, outcome, statuses_of
from app.regulation.vocabulary import Role, Status
from tests.operations import OPERATIONS

GOLDEN = Path(__file__).with_name("verdicts.txt")


def allowed(step: Step, act: Act, *, every: bool = False) -> Iterator[str]:
    """Give every role with every status and what it becomes, where the act may be done.

    What becomes of a status in which a role may not do it at all is asked only where `every` pair is wanted.
    """
    statuses = sorted(statuses_of(STEPS, step.on) | {Status.NONE})
    for role in sorted(Role):
        for before in statuses:
            if not every and not may_begin(step, act, role, before):
                continue
            for after in statuses if step.moves else [None]:
                try:
                    ends = outcome(step, act, role, before, after)
                except Refusal:
                    continue
                yield f"{act} {role} {before} {ends}"


def may_begin(step: Step, act: Act, role: Role, before: Status) -> bool:
    """Say whether a role may do it in a status, whatever the status becomes."""
    try:
        outcome(step, act, role, before)
    except Refusal:
        return False
    except ValueError:
        # It may become more than one thing.
        return True
    return True


def verdicts(steps: Mapping[Act, Step], *, every: bool = False) -> dict[Act, list[str]]:
    """Give what may be done, by act; the same pair only once."""
    return {act: sorted(set(allowed(step, act, every=every))) for act, step in steps.items()}


def line(act: Act, step: Step, said: list[str]) -> str:
    """Say the verdicts of an act in one line: roles, and pairs of statuses or `any`."""
    roles = sorted({each.split()[1] for each in said})
    pairs = sorted({"->".join(each.split()[2:]) for each in said}) if step.moves else ["any"]
    return f"{act} on {step.on}: {', '.join(roles)}: {', '.join(pairs)}"


def lines(steps: Mapping[Act, Step]) -> list[str]:
    """Give one line for each act."""
    return [line(act, steps[act], said) for act, said in sorted(verdicts(steps).items())]


def mutations() -> Iterator[tuple[str, Act, Step]]:
    """Give each act with a role more or less, and with a move more or less."""
    for act, step in STEPS.items():
        for role in Role:
            kind = "role removed" if role in step.by else "role added"
            if step.by != {role}:
                yield kind, act, replace(step, by=step.by ^ {role})
        for pair in step.moves:
            yield "move removed", act, replace(step, moves=tuple(each for each in step.moves if each != pair))
        statuses = sorted(statuses_of(STEPS, step.on))
        for before in statuses if step.moves else ():
            pair = (before, statuses[0])
            if pair not in step.moves:
                yield "move added", act, replace(step, moves=(*step.moves, pair))


def test_the_table_gives_the_verdicts_that_were_kept() -> None:
    assert lines(STEPS) == GOLDEN.read_text(encoding="utf-8").splitlines()
    assert verdicts(STEPS) == verdicts(STEPS, every=True)


def test_each_row_that_is_changed_by_one_role_or_one_move_is_noticed() -> None:
    kept = dict(zip(sorted(STEPS), GOLDEN.read_text(encoding="utf-8").splitlines(), strict=True))
    tally, unnoticed = Counter[str](), []
    for kind, act, step in mutations():
        tally[kind] += 1
        if line(act, step, sorted(set(allowed(step, act)))) == kept[act]:
            unnoticed.append(f"{kind}: {act}")
    print("rows of the table", len(STEPS), dict(tally))  # noqa: T201 - counters.
    assert unnoticed == []
    assert min(tally.values()) > 30
    assert tally["role added"] > 800


def test_a_role_that_is_added_or_removed_differs_from_what_the_service_says_of_the_act() -> None:
    told = {operation.name: operation.roles for operation in OPERATIONS if operation.is_act}
    roles = [(act, step) for kind, act, step in mutations() if kind.startswith("role")]
    assert [act for act, step in roles if told[act] == step.by] == []
    assert len(roles) > 900


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(lines(STEPS)) + "\n", encoding="utf-8")
