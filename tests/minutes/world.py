"""A meeting with everything that minutes tell: notice, agenda, arrivals, recusal, ballots, motion and list (24)."""

from collections.abc import Sequence
from typing import Any

import httpx2

from tests.api import Operator, People, Person
from tests.committee_world import EXCELLENCE, MAYORS, Session, committee, fixed, proposed, scored_year
from tests.year_world import ok, undertake

TWO = {"甲": 70000, "乙": 65000}
AGENDA = ["听取综合评审情况汇报", {"kind": "candidates", "text": "审议候选名单"}]
ADDED = {"add": {"kind": "motion", "text": "讨论口径问题"}, "reason": "委员提议。"}


async def on_meeting(session: Session, by: Person, part: str, body: dict[str, Any] | None = None) -> httpx2.Response:
    """Do something to the session's meeting."""
    path = f"/v1/meetings/{session.meeting}"
    return await by.post(f"{path}/{part}", body, match=await by.get(path))


async def read(session: Session, by: Person | None = None) -> dict[str, Any]:
    """Read the minutes."""
    return ok(await (by or session.chair).get(f"/v1/meetings/{session.meeting}/minutes"), 200)


async def closed(session: Session, by: Person | None = None) -> dict[str, Any]:
    """Close the meeting, and read its minutes."""
    ok(await on_meeting(session, by or session.scored.secretary, "closure"))
    return await read(session)


async def present(session: Session, members: Sequence[Person]) -> None:
    """Record who is there."""
    body = {"present": [str(member.party) for member in members]}
    ok(await on_meeting(session, session.scored.secretary, "attendance", body))


async def names_of(session: Session) -> list[str]:
    """Give the names of the members in the order of their seats."""
    names = {}
    for member in session.members:
        names[member.party] = ok(await session.chair.get(f"/v1/members/{member.party}"), 200)["name"]
    return list(names.values())


async def called_for_friday(people: People, operator: Operator) -> Session:
    """Convene five members on Monday, 4 January 2027 for Friday afternoon, three days being asked for."""
    scored = await scored_year(people, operator, TWO, amendment={"committee": {"convening_days": 3}})
    await proposed(scored)
    members = await committee(people, scored.secretary)
    for member in members:
        await undertake(member, scored.year.cycle_id)
    body = {
        "cycle_id": scored.year.cycle_id, "held_on": "2027-01-08", "hour": "14:00", "place": "301会议室（演练）",
        "agenda": AGENDA,
    }  # fmt: skip
    async with operator.at("2027-01-04T10:00:00+08:00"):
        meeting = ok(await scored.secretary.post("/v1/meetings", body))["id"]
    return Session(scored=scored, members=members, meeting=meeting)


async def held(people: People, operator: Operator) -> Session:
    """Hold the whole meeting, but for its closing."""
    session = await called_for_friday(people, operator)
    members, office, firms = session.members, session.scored.secretary, session.scored.firms
    async with operator.at("2027-01-08T13:50:00+08:00"):
        seen = ok(await on_meeting(session, office, "agenda-amendments", ADDED))
    async with operator.at("2027-01-08T14:00:00+08:00"):
        await present(session, members[:4])
    items = [item["id"] for item in seen["items"]]
    async with operator.at("2027-01-08T14:10:00+08:00"):
        await session.ballot("甲", 2, item_id=items[1])
    async with operator.at("2027-01-08T14:20:00+08:00"):
        await present(session, members)
        recusal = {"application_id": firms["乙"], "ground": "本人配偶在该组织任职（演练）。"}
        ok(await on_meeting(session, members[4], "recusals", recusal))
    async with operator.at("2027-01-08T14:30:00+08:00"):
        await session.ballot("乙", 3)
    async with operator.at("2027-01-08T14:40:00+08:00"):
        await session.ballot("甲", 4, EXCELLENCE)
    async with operator.at("2027-01-08T14:50:00+08:00"):
        await moved(session, items[2])
    async with operator.at("2027-01-08T15:00:00+08:00"):
        ok(await fixed(session, passed_over={MAYORS: {firms["甲"]: "未获市长质量奖表决通过。"}}))
        await present(session, members[1:])
    return session


async def moved(session: Session, item: str) -> None:
    """Propose two motions; one is carried, the other never put to the vote."""
    motion = {
        "meeting_id": session.meeting, "kind": "doubtful_point", "title": "关于同行业口径的动议（演练）",
        "text": "同行业按大类认定。", "concerns": [session.scored.firms["甲"]], "item_id": item,
    }  # fmt: skip
    path = f"/v1/motions/{ok(await session.members[2].post('/v1/motions', motion))['id']}"
    ok(await session.chair.post(f"{path}/ballot", match=await session.chair.get(path)))
    for place, member in enumerate(session.members):
        ok(await member.post(f"{path}/votes", {"choice": ("in_favour", "abstain")[place > 2]}))
    ok(await session.chair.post(f"{path}/closure", {}, match=await session.chair.get(path)))
    other = {"meeting_id": session.meeting, "kind": "other", "title": "备忘（演练）", "text": "暂不表决。"}
    ok(await session.scored.secretary.post("/v1/motions", other))
