"""The README says what is so: its diagrams, paths, commands and settings are those of the code."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from app import diagram, openapi
from app.cli import award
from app.demo import LOGINS
from app.main import app
from app.regulation.procedure import STEPS
from app.regulation.vocabulary import Status, Subject
from app.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"`([^`\n]+)`", README)


def test_the_diagrams_are_those_of_the_table() -> None:
    assert diagram.refreshed(README) == README, "run `award diagram`"


def test_every_move_of_the_table_is_drawn_or_told() -> None:
    for subject in diagram.CAPTIONS:
        drawing = diagram.diagram(STEPS, subject)
        for (act, after), befores in diagram.moves_of(STEPS, subject).items():
            label = diagram.label_of("act", act)
            told = f"- {label}（{STEPS[act].article}）" in drawing
            arrows = [f"    {'[*]' if b is Status.NONE else b} --> {after}: " for b in befores]
            lines = [line for line in drawing.splitlines() if label in line]
            drawn = all(any(line.startswith(arrow) for line in lines) for arrow in arrows)
            assert told or drawn, (act, after)
    assert diagram.moves_of(STEPS, Subject.APPLICATION)


def test_a_text_without_the_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="missing"):
        diagram.refreshed("nothing here")


def test_every_path_of_the_service_exists() -> None:
    documented = openapi.document(app)["paths"]
    mentioned = {each.rstrip("/").split()[-1] for each in QUOTED if "/v1/" in each}
    mentioned |= set(re.findall(r"http://127\.0\.0\.1:8000(/v1/[\w/-]+)", README))
    assert len(mentioned) > 15
    assert sorted(mentioned - set(documented)) == []


def test_every_place_in_the_repository_exists() -> None:
    places = {each for each in QUOTED if re.fullmatch(r"(?:app|tests|migrations|openapi|requirements)/[\w./-]*", each)}
    places |= set(re.findall(r"\]\((?!http)([^)#]+)\)", README))
    assert len(places) > 12
    assert sorted(each for each in places if not (ROOT / each).exists()) == []


def test_the_logins_are_those_of_the_demo_data() -> None:
    told = re.findall(r"^\| `([a-z0-9-]+)` \|", README, re.MULTILINE)
    assert told == [login for _role, login, _password in LOGINS]
    assert {password for _role, _login, password in LOGINS} == {"长江之滨-演练-2022"}
    assert "长江之滨-演练-2022" in README


def test_every_command_and_every_setting_exists() -> None:
    commands = set(re.findall(r"(?:\./dev|award) ([a-z]+)\b", README)) - {"test"}
    known = get_command(award)
    assert commands
    assert sorted(commands - set(getattr(known, "commands", {}))) == []
    settings = set(re.findall(r"AWARD_([A-Z_]+)", README))
    assert sorted(name for name in settings if name.lower() not in Settings.model_fields) == []
