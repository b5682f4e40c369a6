"""How tests bring an application to its site review, with issues opened on the way, over HTTP."""

from typing import Any

import httpx2

from tests.api import Operator, People, Person
from tests.canaries import Aviary
from tests.reviews_world import (
    Work,
    activated,
    concluded,
    entered,
    next_stage,
    reported,
    reviewing,
    shortlisted,
    stage_concluded,
    three_experts,
)
from tests.year_world import Amendment, ok


def issue(work: Work, item: str = "4.1.2", **changed: object) -> dict[str, Any]:
    """Write an issue."""
    return {"stage": work.stage, "item_code": item, "question": f"请现场核对条款 {item}（演练）。", "priority": "high",
            **changed}  # fmt: skip


async def raised(
    work: Work, person: Person, item: str = "4.1.2", application: str = "", **changed: object
) -> httpx2.Response:
    """Let an expert open an issue."""
    return await person.post(f"/v1/reviews/{application or work.application}/site-issues", issue(work, item, **changed))


async def moved(person: Person, issue_id: str, word: str, body: dict[str, Any]) -> httpx2.Response:
    """Do something with an issue as it now stands."""
    path = f"/v1/site-issues/{issue_id}"
    return await person.post(f"{path}/{word}", body, match=await person.get(path))


async def issues_of(person: Person, application: str) -> list[dict[str, Any]]:
    """Read the issues of an application that the person may see."""
    return ok(await person.get(f"/v1/site-issues?application_id={application}"), 200)["items"]


async def at_site(material: Work, *, others: bool = True) -> Work:
    """Bring the applications of a material review to their site review, by default before a panel of other experts."""
    for case in material.cases:
        await concluded(material, 70, case.id)
        await reported(material, case.id)
    await shortlisted(material)
    defence = await next_stage(material, "defence")
    for case in defence.cases:
        await concluded(defence, 70, case.id)
    await stage_concluded(defence)
    if not others:
        return await next_stage(defence, "site")
    panel = await three_experts(material.people, material.secretary)
    return await entered(await activated(material.people, material.year, panel, material.cases, "site"))


async def before_the_visit(people: People, operator: Operator, amendment: Amendment = None) -> tuple[Work, Work, str]:
    """Give the material review in which one issue was opened, the site review to which it came, and the issue."""
    material = await reviewing(people, operator, amendment=amendment)
    made = ok(await raised(material, material.experts[1]))
    return material, await at_site(material), made["id"]


FOUND = {"finding": "verified", "text": "抽查原始记录，与申报一致（演练）。"}


async def plant_issue(aviary: Aviary, work: Work, person: Person, name: str, readers: list[str]) -> None:
    """Let somebody open an issue with a word of its own, and another that he withdraws for a reason of its own."""
    question = aviary.word(f"issue of {name}", readers)
    aviary.keep("issue_id", ok(await raised(work, person, question=question)), readers, f"issue of {name}")
    dropped = ok(await raised(work, person, "4.2.2"))["id"]
    aviary.keep("issue_id", dropped, readers, f"withdrawn issue of {name}")
    reason = aviary.word(f"reason of an issue of {name}", readers)
    ok(await moved(person, dropped, "withdrawal", {"reason": reason}))
