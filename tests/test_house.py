"""The house keeps itself: ceilings, one place that commits, no blocking handlers, nothing stale."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import openapi
from app.main import app
from app.regulation.choice_names import CHOICES
from app.regulation.field_names import PARTS, TOPICS
from app.regulation.measures import Edition
from app.sections import operations_of
from tests.regulation.edition_fields import choices_in, parts

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
FILE_CEILING, FUNCTION_CEILING, HANDLER_CEILING = 300, 30, 15
STANDING_ALONE = {"app/sealing/verifier.py": 360}
"""The verifier is handed out as one file that imports nothing of ours, so it may be longer."""
ROUTE_WORDS = {"act", "read", "plain"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: Function) -> int:
    """Lines of the body without the docstring; the signature is not counted."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def is_handler(function: Function) -> bool:
    return any(
        isinstance(d, ast.Call) and isinstance(d.func, ast.Attribute) and d.func.attr in ROUTE_WORDS
        for d in function.decorator_list
    )


def test_no_file_is_longer_than_the_ceiling() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > STANDING_ALONE.get(name, FILE_CEILING)} == {}


def test_no_function_is_longer_than_the_ceiling_and_no_handler_than_its_own() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{function.name} ({body_lines(function)})"
        for path in SOURCES
        for function in functions_of(path)
        if body_lines(function) > (HANDLER_CEILING if is_handler(function) else FUNCTION_CEILING)
    ]
    assert too_long == []


def test_handlers_are_coroutines_and_there_are_many() -> None:
    handlers = [function for path in SOURCES for function in functions_of(path) if is_handler(function)]
    assert len(handlers) > 90
    assert [h.name for h in handlers if not isinstance(h, ast.AsyncFunctionDef)] == []


@pytest.mark.parametrize(
    ("word", "homes"),
    [
        (".commit()", {"app/database.py", "app/database_setup.py"}),
        ("BaseHTTPMiddleware", set()),
        ("HTTPException(", set()),
        ("TYPE_CHECKING", set()),
        ("except Exception", {"app/boundary.py"}),
    ],
)
def test_a_word_stands_only_in_its_home(word: str, homes: set[str]) -> None:
    found = {str(path.relative_to(ROOT)) for path in SOURCES if word in path.read_text(encoding="utf-8")}
    assert found <= homes


def test_packages_open_with_nothing_and_modules_with_a_sentence() -> None:
    packages = [path for path in SOURCES if path.name == "__init__.py"]
    assert [str(p) for p in packages if p.read_text(encoding="utf-8").strip()] == []
    modules = [path for path in SOURCES if path.name != "__init__.py"]
    assert [str(p) for p in modules if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))] == []


def test_the_application_can_be_imported_without_any_environment(tmp_path: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-c", "import app.main; print(len(app.main.app.routes) > 0)"]
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code.
        command, env=bare, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr


def test_the_published_document_is_fresh() -> None:
    assert openapi.stale_files(app, ROOT / "openapi") == []


def test_every_operation_has_a_chinese_summary_and_an_english_docstring() -> None:
    operations = [route for _path, route in operations_of(app) if route.include_in_schema]
    assert len(operations) > 100
    lacking = [r.name for r in operations if not r.summary or r.summary.isascii() or not r.endpoint.__doc__]
    assert lacking == []


def test_every_field_of_an_edition_has_a_name_and_no_name_is_left_over() -> None:
    named = {("Edition", name) for name in TOPICS} | {(kind, name) for kind, names in PARTS.items() for name in names}
    assert sorted({(kind.__name__, name) for kind, name, _ in parts(Edition)} ^ named) == []


def test_every_choice_of_an_edition_has_a_name_and_no_name_is_left_over() -> None:
    kinds = {kind for _, _, hint in parts(Edition) for kind in choices_in(hint)}
    there = {(kind.__name__, choice.value) for kind in kinds for choice in kind}
    assert sorted(there ^ {(kind, code) for kind, names in CHOICES.items() for code in names}) == []
