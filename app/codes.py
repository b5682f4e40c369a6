"""The code lists with their labels, so that a front end need not invent its own words: /v1/codes."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from fastapi import Path as InPath

from app.errors import NotFound
from app.http import View
from app.regulation import labels
from app.regulation.act_labels import ACTS
from app.regulation.guidance import HEADINGS, KINDS
from app.regulation.label import Label
from app.regulation.thresholds import COMPARISONS
from app.sections import PUBLIC, Section

SOURCE = Path(__file__).parent / "codes.toml"

section = Section("/v1/codes", tag="代码", about="各类代码及其中文名称；代码稳定，名称可改进。")


class Code(View):
    """One code."""

    code: str
    label: str
    """Chinese label."""
    label_en: str | None = None
    """English label, where there is one."""


class CodeList(View):
    """One list of codes."""

    name: str
    label: str
    label_en: str
    codes: tuple[Code, ...]


class CodeLists(View):
    """The names of the lists, each with its label."""

    items: tuple[Code, ...]


def _list_of_law(name: str, label: Label, words: Iterable[tuple[str, Label]]) -> CodeList:
    items = tuple(Code(code=str(code), label=word.zh, label_en=word.en) for code, word in words)
    return CodeList(name=name, label=label.zh, label_en=label.en, codes=items)


LAW = (
    _list_of_law("role", Label("角色", "Role"), labels.ROLES.items()),
    _list_of_law("status", Label("状态", "Status"), labels.STATUSES.items()),
    _list_of_law("act", Label("办理事项", "Act"), ACTS.items()),
    _list_of_law("duty", Label("职责", "Duty"), labels.DUTIES.items()),
    _list_of_law("subject", Label("办理对象", "Subject"), labels.SUBJECTS.items()),
    _list_of_law("stage", Label("评审环节", "Review stage"), labels.STAGES.items()),
    _list_of_law("document_kind", Label("工作规范类别", "Kind of working document"), KINDS.items()),
    _list_of_law("guide_heading", Label("实施指南的方面", "Heading of a guide"), HEADINGS.items()),
    _list_of_law("comparison", Label("与参考值的比较", "Comparison with a threshold"), COMPARISONS.items()),
)
"""The lists of the law's own words; the others are in the file."""


def _list_of(name: str, table: Mapping[str, object]) -> CodeList:
    match table:
        case {"label": [str(label), str(label_en)], "codes": dict(rows)}:
            items = tuple(Code(code=code, label=words[0], label_en=(*words, None)[1]) for code, words in rows.items())
            return CodeList(name=name, label=label, label_en=label_en, codes=items)
        case _:
            raise ValueError(f"{SOURCE.name}: [{name}] needs a label in two languages and its codes")


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Read the lists once a process."""
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    found = (*LAW, *(_list_of(name, table) for name, table in tables.items()))
    return MappingProxyType({each.name: each for each in found})


def label_of(name: str, code: str) -> str:
    """Give the Chinese label of a code; the code itself if the list does not have it."""
    return next((item.label for item in code_lists()[name].codes if item.code == code), code)


@section.read("", summary="列出全部代码表", roles=PUBLIC)
async def list_code_lists() -> CodeLists:
    """Give the names of the code lists."""
    items = tuple(Code(code=each.name, label=each.label, label_en=each.label_en) for each in code_lists().values())
    return CodeLists(items=items)


@section.read("/{name}", summary="读取一个代码表", roles=PUBLIC)
async def read_code_list(
    name: Annotated[str, InPath(pattern="^[a-z_]{1,40}$", description="代码表名称", examples=["status"])],
) -> CodeList:
    """Give one list in its own order."""
    found = code_lists().get(name)
    if found is None:
        raise NotFound
    return found
