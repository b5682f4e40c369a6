"""Small trees of criteria for tests, and how a test brings one in."""

from itertools import count
from typing import Any

from tests.api import Person
from tests.year_world import ok, resolution

NUMBERS = count(1)
HOSTILE = ("=1+1", "+86 510", "-5 分", "@周秘书", "＝SUM(A1)", "𠮷野家🌾，第一行\n第二行", " 前后有空格 ", "_x0041_")
"""Texts that a spreadsheet would take for something else, and hanzi and emoji beyond the first plane."""


def row(code: str, points: int, parent: str | None, **changed: object) -> dict[str, Any]:
    """Write one row."""
    return {"code": code, "title": f"条款{code}", "points": points, "parent": parent, **changed}


def tree(**changed: object) -> dict[str, Any]:
    """Write a set of four levels and 500 points, with a code of its own."""
    nodes = [
        row("R", 500, None), row("A", 300, "R"), row("A.1", 100, "A", kind="process"),
        row("A.1.a", 60, "A.1", title_en="Vision", requirement="说明愿景。", guide="看证据。"), row("A.1.b", 40, "A.1"),
        row("A.2", 200, "A"), row("B", 200, "R", kind="result"),
    ]  # fmt: skip
    return {
        "code": f"linshi-{next(NUMBERS)}", "title": "临市质量管理成熟度评价准则（演练）", "total": 500,
        "bands": [{"lowest": 0, "highest": 45}, {"lowest": 50, "highest": 100}], "nodes": nodes, **changed,
    }  # fmt: skip


ITEMS = {"A.1.a": 60, "A.1.b": 40, "A.2": 200, "B": 200}
"""The scored items of the tree with their points."""


async def brought_in(secretary: Person, **changed: object) -> dict[str, Any]:
    """Import a tree, as a draft."""
    return ok(await secretary.post("/v1/criteria", tree(**changed)))


async def approved(secretary: Person, **changed: object) -> dict[str, Any]:
    """Import a tree and approve it by a resolution."""
    path = f"/v1/criteria/{(await brought_in(secretary, **changed))['code']}"
    body = {"resolution_id": await resolution(secretary)}
    return ok(await secretary.post(f"{path}/approval", body, match=await secretary.get(path)))
