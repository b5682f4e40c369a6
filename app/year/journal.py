"""The journal of a year: every act as one line, and every difference from what was expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from app.terminal import console as terminal

OK = 400
"""Answers below it are acts that were done, the others refusals."""


class StoryBrokenError(Exception):
    """An act that the story needs was refused: nothing after it could be believed."""


@dataclass(slots=True)
class Journal:
    """What happened, as it is printed, and what happened otherwise than written down by hand."""

    expected: Mapping[str, object]
    refusals: Mapping[str, tuple[int, str, str]]
    quiet: bool = False
    """Print nothing."""
    strict: bool = False
    """Stop at the first difference."""
    console: Console = terminal
    today: str = ""
    differences: list[str] = field(default_factory=list)
    seen: dict[str, object] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    acts: int = 0

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        if not self.quiet:
            self.console.rule(title, align="left")

    def line(self, actor: str, act: str, article: str, result: str, status: int) -> None:
        """Print one act with actor, article and result."""
        self.acts += 1
        if not self.quiet:
            style = "green" if status < OK else "yellow"
            self.console.print(f"{self.today:10}  {actor}  {act}  {article}  [{style}]{status} {result}[/]")

    def check(self, name: str, actual: object) -> None:
        """Compare one fact with what is written down for it."""
        if name in self.seen:
            self.differences.append(f"{name} was checked twice")
        self.seen[name] = actual
        if name not in self.expected:
            self.differences.append(f"{name}: nothing is written down; it is {actual!r}")
        elif actual != self.expected[name]:
            self._differ(f"{name}: {actual!r} instead of {self.expected[name]!r}")

    def check_refusal(self, name: str, status: int, code: str, article: str) -> None:
        """Compare one refusal with what is written down for it: status, code and article."""
        self.tried.add(name)
        actual = (status, code, article)
        if actual != self.refusals.get(name):
            self._differ(f"refusal {name}: {actual!r} instead of {self.refusals.get(name)!r}")

    def _differ(self, difference: str) -> None:
        self.differences.append(difference)
        if self.strict:
            raise StoryBrokenError("stopped at the first difference")

    def finish(self) -> bool:
        """Say what differs, what was never looked at among it, and whether nothing does."""
        unread = [f"{name} was never checked" for name in self.expected if name not in self.seen]
        untried = [f"refusal {name} was never tried" for name in self.refusals if name not in self.tried]
        self.differences += unread + untried
        if not self.quiet:
            for difference in self.differences:
                self.console.print(f"✗ {difference}", style="red", markup=False)
            self.console.print(f"{self.acts} acts, {len(self.refusals)} refusals, {len(self.differences)} differences")
        return not self.differences

    def table(self, title: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
        """Print a table."""
        if self.quiet:
            return
        made = Table(title=title, title_justify="left")
        for column in columns:
            made.add_column(column, overflow="fold")
        for row in rows:
            made.add_row(*map(str, row))
        self.console.print(made)
