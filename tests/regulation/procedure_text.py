"""The procedure as text, one line for each act; run as a module this writes procedure.txt anew."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.procedure import steps_of
from app.regulation.steps import Step
from app.regulation.table.moves import JIANGYIN_ORDER
from app.regulation.vocabulary import Stage

FILE = Path(__file__).with_name("procedure.txt")
OTHERS = {
    "notice before approval": (JIANGYIN_ORDER, NoticePosition.BEFORE_APPROVAL),
    "notice before and after approval": (JIANGYIN_ORDER, NoticePosition.BOTH),
    "no defence": ((Stage.MATERIAL, Stage.SITE), NoticePosition.AFTER_APPROVAL),
    "defence last": ((Stage.MATERIAL, Stage.SITE, Stage.DEFENCE), NoticePosition.AFTER_APPROVAL),
}


def written(steps: Mapping[Act, Step]) -> Iterator[str]:
    """Write each act: on what, by whom, under which article, what it moves and what it carries along."""
    for act, step in steps.items():
        hands = "+".join(sorted(step.by)) + (f" as {step.duty}" if step.duty else "")
        moves = " ".join(f"{before}>{after}" for before, after in step.moves)
        carried = " ".join(f"{subject}:{before}>{after}" for subject, before, after in step.carries)
        yield f"{act} | {step.on} | {hands} | {step.article} | {moves} | {carried}".rstrip()


def text() -> str:
    """The procedure of Jiangyin, and for other editions the acts in which theirs differs."""
    # The table is made anew: what was made when the module was imported is not looked at.
    made = steps_of.__wrapped__
    own = list(written(made()))
    lines = ["# act | subject | hands | article | moves | carried along", *own]
    for name, (order, position) in OTHERS.items():
        lines += ["", f"# {name}", *(line for line in written(made(order, position)) if line not in own)]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
