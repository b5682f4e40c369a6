"""The year as diagrams: the state machines of the procedure's table, drawn in Mermaid for the README."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.codes import label_of
from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.steps import Step
from app.regulation.vocabulary import Status, Subject

BEGIN, END = "<!-- diagram: `award diagram` -->", "<!-- /diagram -->"
"""The marks in the README between which the diagrams stand."""
FEW = 4
"""An act that leads from more statuses than this to one is told beneath the diagram instead of drawn."""
CAPTIONS: Mapping[Subject, str] = {Subject.CYCLE: "一个年度", Subject.APPLICATION: "一份申报"}

Moves = Mapping[tuple[Act, Status], list[Status]]


def moves_of(steps: Mapping[Act, Step], subject: Subject) -> Moves:
    """Give for each act and status that it leads to the statuses from which it does, its carried moves included."""
    found: dict[tuple[Act, Status], list[Status]] = defaultdict(list)
    for act, step in steps.items():
        own = step.moves if step.on is subject else ()
        carried = tuple((before, after) for on, before, after in step.carries if on is subject)
        for before, after in (*own, *carried):
            if before is not after:
                found[act, after].append(before)
    return found


def diagram(steps: Mapping[Act, Step], subject: Subject) -> str:
    """Write the state machine of one subject, and beneath it what would only clutter the drawing."""
    moves = moves_of(steps, subject)
    drawn = {key: befores for key, befores in moves.items() if len(befores) <= FEW}
    lines = [*_states(drawn), *_arrows(steps, drawn)]
    told = [_sentence(steps, key, befores) for key, befores in moves.items() if key not in drawn]
    fenced = ["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"]
    return "\n".join([f"**{CAPTIONS[subject]}**", "", *fenced, *([""] if told else []), *told])


def _states(drawn: Moves) -> Iterator[str]:
    seen = dict.fromkeys(each for (_, after), befores in drawn.items() for each in (*befores, after))
    return (f'state "{label_of("status", each)}" as {each}' for each in seen if each is not Status.NONE)


def _arrows(steps: Mapping[Act, Step], drawn: Moves) -> Iterator[str]:
    labels: dict[tuple[Status, Status], list[str]] = defaultdict(list)
    for (act, after), befores in drawn.items():
        for before in befores:
            labels[before, after].append(f"{label_of('act', act)}（{steps[act].article}）")
    for (before, after), words in labels.items():
        yield f"{'[*]' if before is Status.NONE else before} --> {after}: {'／'.join(words)}"


def _sentence(steps: Mapping[Act, Step], key: tuple[Act, Status], befores: list[Status]) -> str:
    act, after = key
    before = "、".join(label_of("status", each) for each in befores)
    return f"- {label_of('act', act)}（{steps[act].article}）：{before} → {label_of('status', after)}"


def diagrams() -> str:
    """Write the year and the application, as the README shows them."""
    return "\n\n".join(diagram(STEPS, subject) for subject in CAPTIONS)


def refreshed(text: str) -> str:
    """Put the diagrams of the present table between the marks of a text; raise ValueError if it has no marks."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the marks {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n\n{diagrams()}\n\n{END}{after}"


def refresh(readme: Path) -> None:
    """Bring the diagrams of a README up to date."""
    readme.write_text(refreshed(readme.read_text(encoding="utf-8")), encoding="utf-8")
