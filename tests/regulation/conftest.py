"""Whatever a test of the law asks, each reason that it is given is worded in both languages and cites its article."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

from app.regulation.act import Act
from app.regulation.eligibility import Finding
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Stage, Status

settings.register_profile(
    "mutation", derandomize=True, database=None, phases=(Phase.explicit, Phase.generate), max_examples=50, deadline=None
)
"""Against a mutant the same examples are drawn each time, and what is found is not made smaller."""

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
ARTICLE = re.compile(r"第[一二三四五六七八九十]+条(（[一二三四五六七八九十]+）)?|edition(\.[^X]+)*")
POINTER = re.compile(r"(/([a-z][a-z0-9_:]*|[A-Z]|\W+)(/.*)?)?")
LABELLED = re.compile(r"(?:[^:]+: |[a-z0-9_:./]+ of )?([^ ]+)")
"""A sentence begins with a capital or with a code, perhaps behind the name of what it is about."""
BEGINNINGS = frozenset({*Act, *Stage, *Status, "mayors_award", "town", "safety"})
HANZI = re.compile(r"[\u4e00-\u9fff]")
SHOUTED = re.compile(r"[A-Z]{2,}[ ,.;:][ A-Z]*[A-Z]{2}|[a-z] [A-Z]{3,}\.$")
SANE = re.compile(r"(?!.*(?:[A-Z]+_[A-Z]+|KIND=|EVIDENCE|MIB|mib))")
"""A field that a sentence in Chinese names is written as the field is, and a unit as the unit is."""


def is_begun(sentence: str) -> bool:
    """Whether a sentence begins as one does."""
    found = LABELLED.match(sentence)
    heads = {sentence.split(" ", maxsplit=1)[0], *(found.groups() if found else ())}
    return any(head in BEGINNINGS or not head[:1].islower() for head in heads)


def wording_faults(reason: Reason | Finding) -> list[str]:
    """What of a reason no reader should see: a placeholder, a shout, a sentence without its beginning or its end."""
    checks = {
        "code": CODE.fullmatch(reason.code),
        "article": ARTICLE.fullmatch(reason.article),
        "pointer": POINTER.fullmatch(reason.pointer if isinstance(reason, Reason) else ""),
        "zh": HANZI.search(reason.zh) and reason.zh[-1] in "。；" and SANE.match(reason.zh) and "XX" not in reason.zh,
        "en": is_begun(reason.en) and reason.en.endswith(".") and "XX" not in reason.en,
        "none": not reason.zh.startswith("None") and not reason.en.startswith("None"),
        "case": not SHOUTED.search(reason.en),
    }
    return [f"{name}: {reason}" for name, is_sound in checks.items() if not is_sound]


@pytest.fixture(autouse=True)
def worded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every reason and finding that a test meets is sound in its words, whatever else the test asserts of it."""
    met: set[Reason | Finding] = set()

    def note(kind: Any) -> None:  # noqa: ANN401 - either class; their fields differ.
        made = kind.__init__

        def noted(self: Any, **fields: Any) -> None:  # noqa: ANN401 - as above.
            made(self, **fields)
            met.add(self)

        monkeypatch.setattr(kind, "__init__", noted)

    note(Reason)
    note(Finding)
    yield
    monkeypatch.undo()
    assert [fault for reason in met for fault in wording_faults(reason)] == []
