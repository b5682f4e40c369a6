"""The Dockerfile in step with the project: nobody builds it here, so what it rests on is held against what is there."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from app.main import app
from app.settings import Settings

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,]+\])?==(?P<version>[^ ;\\]+)", re.MULTILINE)


def instructions(text: str) -> list[tuple[str, str]]:
    """Give the instructions of a Dockerfile, continued lines joined and comments left out."""
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    lines = plain.replace("\\\n", " ").splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines if line.strip())]


FILE = instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))


def of(word: str) -> list[str]:
    found = [rest for each, rest in FILE if each == word]
    assert found, f"there is no {word}"
    return found


def copied() -> list[str]:
    """What is taken from the repository."""
    own = [rest.split() for rest in of("COPY") if not rest.startswith("--from")]
    return [source for words in own for source in words[:-1]]


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return {found["name"]: found["version"] for found in PIN.finditer(text)}


def test_all_that_is_copied_is_there_and_all_that_runs_is_copied() -> None:
    assert sorted(copied()) == ["LICENSE", "alembic.ini", "app", "migrations", "requirements/runtime.lock"]
    assert [source for source in copied() if not (ROOT / source).exists()] == []
    (entry,) = of("ENTRYPOINT")
    python, flag, module = json.loads(entry)
    assert (python, flag, (ROOT / (module.replace(".", "/") + ".py")).exists()) == ("python", "-m", True)


def test_the_lock_has_each_dependency_of_the_project_as_it_is_pinned_and_each_with_a_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {found["name"]: found["version"] for line in project["dependencies"] if (found := PIN.match(line))}
    assert len(wanted) == len(project["dependencies"]) > 20
    held = pins("runtime.lock")
    assert {name: held.get(name) for name in wanted} == wanted
    assert pins("dev.lock").items() >= held.items()
    blocks = re.split(
        r"^(?=[a-z0-9])", (ROOT / "requirements" / "runtime.lock").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    locked = [block for block in blocks if PIN.match(block)]
    assert {block.split("==")[0] for block in locked} == held.keys()
    assert [block.split("==")[0] for block in locked if "--hash=sha256:" not in block] == []
    (install,) = [rest for rest in of("RUN") if "pip install" in rest]
    assert "--require-hashes" in install
    assert "-r /tmp/runtime.lock" in install


def test_it_runs_as_nobody_in_particular_and_writes_only_where_the_service_is_told_to() -> None:
    (user,) = of("USER")
    assert user == "10001:10001"
    (made,) = [rest for rest in of("RUN") if "useradd" in rest]
    assert "--uid 10001" in made
    (volume,) = of("VOLUME")
    settings = dict(pair.split("=", 1) for rest in of("ENV") for pair in rest.split() if pair.startswith("AWARD_"))
    names = {f"AWARD_{name.upper()}" for name in Settings.model_fields}
    assert settings.keys() <= names
    folders = {settings["AWARD_KEYS_DIR"], settings["AWARD_FILES_DIR"]}
    assert {folder.startswith(f"{volume}/") and folder in made for folder in folders} == {True}


def test_the_health_check_asks_what_the_service_answers() -> None:
    (check,) = of("HEALTHCHECK")
    asked = re.search(r"AWARD_PORT'\] \+ '(/[a-z]+)'", check)
    assert asked is not None
    assert asked[1] in {getattr(route, "path", "") for route in app.routes} | set(app.openapi()["paths"])


BREAKING = {
    "COPY app app": test_all_that_is_copied_is_there_and_all_that_runs_is_copied,
    "USER 10001:10001": test_it_runs_as_nobody_in_particular_and_writes_only_where_the_service_is_told_to,
}


@pytest.mark.parametrize("line", BREAKING)
def test_a_dockerfile_without_one_of_its_lines_is_noticed(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    word, _, rest = line.partition(" ")
    assert (word, rest) in FILE
    monkeypatch.setitem(globals(), "FILE", [each for each in FILE if each != (word, rest)])
    with pytest.raises(AssertionError):
        BREAKING[line]()
