"""A year before the committee, in public notice and after it, with a word of its own in every text not for all."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2

from app.regulation.vocabulary import Duty, Role
from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.canaries import OFFICE, PUBLIC, Aviary
from tests.committee_world import (
    EXCELLENCE,
    MAYORS,
    Session,
    appointed,
    convened,
    decided,
    deliberating,
    fixed,
    proposed,
    recheck,
    returned,
    scored_year,
    submitted,
)
from tests.supervision_world import RAW
from tests.year_world import ok, undertake

MEMBERS = ("chair", "member_2", "member_3", "member_4", "member_5")
SIGNED = (*OFFICE, *MEMBERS)
ALL_SEATS = (*SIGNED, "member_new")
SNAPSHOT = "9f86d081884c7d65" * 4


async def before_the_committee(people: People, operator: Operator, aviary: Aviary) -> Session:
    """Let the committee deliberate, leave one sealed ballot open in another year, and take the first to its end."""
    totals: dict[str, int | tuple[int, int]] = {"甲": 71235, "乙": 59845, "丙": 52015}
    session = await deliberating(people, operator, totals, ballot_mode="sealed_open")
    office = session.scored.secretary
    aviary.people |= dict(zip(MEMBERS, session.members, strict=True))
    aviary.people["secretary"] = office
    for earlier in aviary.ids.get("cycle_id", {}):
        await undertake(office, earlier)
    aviary.people["member_new"] = await appointed(people, office)
    for name in (*MEMBERS, "member_new"):
        aviary.keep("member_id", str(aviary.people[name].party), ALL_SEATS)
    await _deliberated(aviary, session)
    await _sealed(people, operator, aviary, session.members)
    await _published(aviary, session)
    return session


async def _deliberated(aviary: Aviary, session: Session) -> None:
    """One member recuses himself from the second candidate; then every candidate has a ballot."""
    firms, recused = session.scored.firms, session.members[-1]
    meeting = f"/v1/meetings/{session.meeting}"
    body = {"application_id": firms["乙"], "ground": aviary.word("ground of a member", ALL_SEATS)}
    ok(await recused.post(f"{meeting}/recusals", body, match=await recused.get(meeting)))
    aviary.keep("meeting_id", session.meeting, ALL_SEATS)
    amendment = {"add": {"text": aviary.word("item of an agenda", ALL_SEATS)},
                 "reason": aviary.word("reason of an amendment", ALL_SEATS)}  # fmt: skip
    ok(await session.scored.secretary.post(
        f"{meeting}/agenda-amendments", amendment, match=await session.scored.secretary.get(meeting)))  # fmt: skip
    motion = {"meeting_id": session.meeting, "kind": "other", "title": "演练动议",
              "text": aviary.word("wording of a motion", SIGNED)}  # fmt: skip
    aviary.keep("motion_id", ok(await session.chair.post("/v1/motions", motion)), SIGNED)
    await _minuted(aviary, await convened(session.scored, session.members))
    aviary.number("712.35", "total of points", SIGNED)
    aviary.number("598.45", "total of points", [name for name in SIGNED if name != "member_5"])
    for letter, tier in (("甲", MAYORS), ("乙", EXCELLENCE), ("丙", EXCELLENCE)):
        aviary.keep("ballot_id", await session.ballot(letter, 4, tier), SIGNED)
    aviary.keep("cycle_id", session.scored.year.cycle_id, [PUBLIC])
    for letter, section in (("甲", "committee"), ("乙", "committee"), ("丙", "reviews")):
        aviary.keep(f"{section}/application_id", firms[letter], [PUBLIC], "candidate")
    (ranking,) = ok(await session.scored.secretary.get(
        f"/v1/rankings?cycle_id={session.scored.year.cycle_id}"), 200)["items"]  # fmt: skip
    aviary.keep("ranking_id", ranking, OFFICE)


async def _minuted(aviary: Aviary, session: Session) -> None:
    """Close a further meeting and correct its minutes."""
    office, meeting = session.scored.secretary, f"/v1/meetings/{session.meeting}"
    ok(await office.post(f"{meeting}/closure", match=await office.get(meeting)))
    body = {"correction": aviary.word("correction of minutes", SIGNED),
            "reason": aviary.word("reason of a correction", SIGNED)}  # fmt: skip
    ok(await office.post(f"{meeting}/minutes/corrections", body, match=await office.get(meeting)))
    aviary.keep("meeting_id", session.meeting, ALL_SEATS)


async def _sealed(people: People, operator: Operator, aviary: Aviary, members: list[Person]) -> None:
    """Leave a sealed ballot with two votes open."""
    scored = await scored_year(people, operator, {"子": 69125}, ballot_mode="sealed_open")
    await proposed(scored)
    for member in members:
        await undertake(member, scored.year.cycle_id)
    session = await convened(scored, members)
    opened = ok(await session.open("子"))
    aviary.keep("ballot_id", opened, SIGNED, "sealed ballot")
    await session.vote(opened["id"], ["in_favour", "against"])
    aviary.keep("committee/application_id", scored.firms["子"], SIGNED, "candidate of a sealed ballot")
    aviary.number("691.25", "total of points", SIGNED)


async def _published(aviary: Aviary, session: Session) -> None:
    """Fix the list, let the government decide, publish, receive two objections, and see the notice out."""
    scored = session.scored
    listed = ok(await fixed(session))
    aviary.keep("list_id", listed, ALL_SEATS)
    first = ok(await submitted(session, listed["id"]))
    aviary.keep("submission_id", first, ALL_SEATS)
    ok(await returned(session, first["id"], reason=aviary.word("reason of a return", ALL_SEATS)))
    listed = ok(await fixed(session, reason="按市政府意见重新确定。"))
    aviary.keep("list_id", listed, ALL_SEATS)
    sent = ok(await submitted(session, listed["id"]))
    aviary.keep("submission_id", sent, ALL_SEATS)
    await recheck(scored, "approval", *"甲乙丙")
    decision = ok(await decided(session, sent["id"]))
    aviary.keep("decision_id", decision, ALL_SEATS)
    notice = await _noticed(session, decision)
    aviary.keep("notice_id", notice, [PUBLIC])
    await _objections(aviary, session, notice)
    await _honoured(aviary, session, notice)


async def _noticed(session: Session, decision: dict[str, Any]) -> dict[str, Any]:
    scored, office = session.scored, session.scored.secretary
    body = {"decision_id": decision["id"], "contact": "质量科（演练）"}
    posted = await office.post("/v1/notices", body, match=await office.get(scored.year.path))
    path = f"/v1/notices/{ok(posted)['id']}"
    now = str((await scored.operator.value("SELECT award_now()")).isoformat())
    web = {"url": "https://www.example.gov.cn/gs/1.html", "published_at": now, "snapshot_sha256": SNAPSHOT}
    return ok(await office.post(f"{path}/web-publication", web, match=posted))


async def _objections(aviary: Aviary, session: Session, notice: dict[str, Any]) -> None:
    """One objector from the public and one by letter; the second's objection is under investigation."""
    office, firms = session.scored.secretary, session.scored.firms
    body = {
        "application_id": firms["甲"], "is_real_name": True, "name": aviary.word("name of an objector", OFFICE),
        "contact": aviary.word("contact of an objector", OFFICE), "text": aviary.word("text of an objection", OFFICE),
    }  # fmt: skip
    for code in ("yan-lian-code-1", "yan-lian-code-2"):
        lodging = session.scored.people.client.post(
            f"/v1/publications/{notice['id']}/objections", json=body | {"code": code}
        )
        number = ok(await lodging)["receipt_number"]
        aviary.codes[number] = code
        aviary.keep("receipt", number, [PUBLIC])
    for _ in range(2):
        lead = {"application_id": firms["甲"], "text": aviary.word("words of a tip", OFFICE)}
        ok(await session.scored.people.client.post(f"/v1/publications/{notice['id']}/tips", json=lead))
    tip, _ = ok(await office.get(f"/v1/tips?notice_id={notice['id']}"), 200)["items"]
    path = f"/v1/tips/{aviary.keep('tip_id', tip, OFFICE)}"
    settled = {"outcome": "supervisory_check", "remark": aviary.word("remark on a tip", OFFICE)}
    ok(await office.post(f"{path}/settlement", settled, match=await office.get(path)))
    today = str(await session.scored.operator.value("SELECT award_today()"))
    letter = {**body, "name": aviary.word("name in a letter", OFFICE), "notice_id": notice["id"], "channel": "letter",
              "received_on": today}  # fmt: skip
    registered = await office.post("/v1/objections", letter)
    known = aviary.keep("objection_id", ok(registered), OFFICE)
    name = aviary.word("file name of an objection", OFFICE)
    content = PDF + f"% {aviary.word('bytes in a file of an objection', OFFICE)}\n%%EOF\n".encode()
    filed = await office.send(
        "POST", f"/v1/objections/{known}/files?filename={name}.pdf", content=content, match=registered,
        headers={"Content-Type": "application/octet-stream"},
    )  # fmt: skip
    aviary.keep("objections/file_id", ok(filed)["files"][0]["file"]["id"], OFFICE, "file of an objection")
    reason = {"reason": aviary.word("admissibility of an objection", OFFICE)}
    ok(await office.post(f"/v1/objections/{known}/admission", reason, match=filed))


async def _honoured(aviary: Aviary, session: Session, notice: dict[str, Any]) -> None:
    """Commend the second, prepare the bonus, and open a case against the title."""
    scored = session.scored
    async with scored.operator.at(await _end_of(session, notice)):
        office = aviary.people["secretary"] = await scored.secretary.signed_in()
        today = str(await scored.operator.value("SELECT award_today()"))
        body = {
            "notice_id": notice["id"], "document_number": f"演练政发〔{scored.year.award_year}〕3号",
            "decided_on": today, "signatory": "沈市长（演练）",
            "application_ids": [scored.firms["乙"], scored.firms["丙"]],
        }  # fmt: skip
        made = ok(await office.post("/v1/commendations", body, match=await office.get(scored.year.path)))
        aviary.keep("commendation_id", made, [PUBLIC])
        award = made["awards"][0]
        aviary.keep("award_id", award, ALL_SEATS)
        path = f"/v1/awards/{award['id']}"
        plaque = {
            "plaque_number": f"演练-{scored.year.award_year}",
            "received_on": today,
            "receiver": aviary.word("receiver", OFFICE),
        }
        ok(await office.post(f"{path}/plaque", plaque, match=await office.get(path)))
        bonus = ok(await office.get(f"/v1/bonuses?cycle_id={scored.year.cycle_id}"), 200)["items"][0]
        aviary.keep("bonus_id", bonus, OFFICE)
        holder = {"account_holder": aviary.word("holder of an account", OFFICE)}
        ok(await office.post(f"/v1/bonuses/{bonus['id']}/preparation", holder, match=await office.get(
            f"/v1/bonuses/{bonus['id']}")))  # fmt: skip
        case = {
            "award_id": award["id"], "ground": "fraud", "happened_on": "2020-05-18",
            "facts": aviary.word("facts of a case", ALL_SEATS), "source": aviary.word("source of a case", ALL_SEATS),
        }  # fmt: skip
        ok(await office.post("/v1/revocations", {**case, "award_id": made["awards"][1]["id"]}))
        opened = await office.post("/v1/revocations", case)
        known = aviary.keep("revocation_id", ok(opened), ALL_SEATS)
        heard = {"heard_on": today, "statement": aviary.word("statement of the heard", ALL_SEATS)}
        ok(await office.post(f"/v1/revocations/{known}/hearing", heard, match=opened))
        await _budgeted(aviary, session, today)
        await _checked(aviary, session, today)
        for _ in range(2):
            await _promoted(aviary, session, made["awards"][0], today)


async def _checked(aviary: Aviary, session: Session, today: str) -> None:
    """Check two winners upon a report; the first is found on and asked for its statement."""
    office, officer = aviary.people["secretary"], await session.scored.people.secretary()
    for letter in "丙乙":
        body = {
            "application_id": session.scored.firms[letter], "headings": ["ethics"], "trigger": "report",
            "source": aviary.word("cause of a check", OFFICE), "planned_on": today, "officer_id": str(officer.user),
        }  # fmt: skip
        made = await office.post("/v1/supervisory-checks", body)
        known = aviary.keep("check_id", ok(made), OFFICE)
    path = f"/v1/supervisory-checks/{known}"
    name = aviary.word("name of a check's file", OFFICE)
    stored = await officer.post(f"{path}/files?filename={name}.pdf", content=PDF, headers=RAW)
    file_id = aviary.keep("supervisory-checks/file_id", ok(stored), OFFICE)
    found = {
        "heading": "ethics", "found_on": today, "text": aviary.word("observation of a check", OFFICE),
        "is_adverse": True, "file_ids": [file_id],
    }  # fmt: skip
    ok(await officer.post(f"{path}/findings", found, match=made))
    concern = {"concern": aviary.word("concern of a check", OFFICE)}
    ok(await officer.post(f"{path}/statement-request", concern, match=await officer.get(path)))


async def _promoted(aviary: Aviary, session: Session, award: dict[str, Any], today: str) -> None:
    """Show a case of good practice to everybody on an occasion, keep another as a draft, and take a third off."""
    scored, office = session.scored, aviary.people["secretary"]
    party = await scored.operator.value(
        "SELECT organization_id FROM application WHERE id = $1", UUID(award["application_id"])
    )
    winner = await scored.people.make_user(Role.APPLICANT, party)

    async def case(readers: Sequence[str] | str) -> tuple[str, httpx2.Response]:
        read = [readers] if isinstance(readers, str) else readers
        text = {name: aviary.word(f"{name} of a promotion case", read) for name in ("title", "method", "result")}
        last = await office.post("/v1/promotion-cases", {**text, "award_id": award["id"]})
        return f"/v1/promotion-cases/{aviary.keep('case_id', ok(last), read)}", last

    await case(OFFICE)
    path, last = await case(OFFICE)
    reason = {"reason": aviary.word("reason of a withdrawn case", OFFICE)}
    ok(await office.post(f"{path}/withdrawal", reason, match=last))
    path, last = await case(PUBLIC)
    last = await winner.post(f"{path}/consent", match=last)
    shown = ok(await office.post(f"{path}/publication", match=last))
    held = {
        "kind": "meeting", "title": aviary.word("title of an activity", [PUBLIC]), "held_on": today,
        "place": aviary.word("place of an activity", [PUBLIC]), "case_ids": [shown["id"]],
    }  # fmt: skip
    aviary.keep("activity_id", ok(await office.post("/v1/promotion-activities", held)), [PUBLIC])


async def _budgeted(aviary: Aviary, session: Session, today: str) -> None:
    """Approve a line of the working budget and spend of it."""
    clerk = await session.scored.people.secretary(Duty.FINANCE)
    body = {
        "name": aviary.word("name of a budget line", OFFICE), "amount": 1000,
        "document_number": aviary.word("number of a budget", OFFICE), "approved_on": today,
    }  # fmt: skip
    line = await clerk.post(f"{session.scored.year.path}/budget-lines", body)
    known = aviary.keep("line_id", ok(line), OFFICE)
    spent = {
        "amount": 10, "spent_on": today, "purpose": aviary.word("purpose of an expense", OFFICE),
        "voucher": aviary.word("voucher of an expense", OFFICE),
    }  # fmt: skip
    ok(await clerk.post(f"/v1/budget-lines/{known}/expenses", spent, match=line))


async def _end_of(session: Session, notice: dict[str, Any]) -> Any:  # noqa: ANN401 - an instant.
    ends = await session.scored.operator.value("SELECT ends_at FROM notice WHERE id = $1", notice["id"])
    return ends + timedelta(hours=9)
