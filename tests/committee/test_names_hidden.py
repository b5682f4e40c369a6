"""Names hidden from the committee until the proposed list is fixed, where the edition says so (arts. 23, 24, 30)."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.database import Mask, Persona
from app.regulation.blinding import codes_of
from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.attacks.asking import ask, combinations
from tests.canaries import Aviary
from tests.committee.hidden_world import TOTALS, Hidden, hidden_year
from tests.committee_world import EXCELLENCE, MAYORS, appointed, convened, deliberating, fixed, over
from tests.eligibility_world import reasons
from tests.operations import READS
from tests.year_world import ok, resolution


@pytest.mark.parametrize("hidden", [False, True])
async def test_an_edition_may_hide_the_names_from_the_committee(
    people: People, operator: Operator, hidden: bool
) -> None:
    session = await deliberating(people, operator, {"甲": 65_000}, size=3, names_hidden=hidden)
    path = f"/v1/committee/candidates?cycle_id={session.scored.year.cycle_id}"
    (row,) = ok(await session.chair.get(path), 200)["items"]
    assert (row["organization_name"], row["industry"]) == (("候选A", None) if hidden else ("演练甲有限公司", "C3812"))


async def asked_all(hidden: Hidden, api: httpx2.AsyncClient, person: Person) -> dict[str, list[httpx2.Response]]:
    """Ask every reading operation of the committee about every id of the year that fits."""
    scored, world = hidden.session.scored, Aviary(people={"member": person})
    world.keep("cycle_id", scored.year.cycle_id, [])
    for firm in scored.firms.values():
        world.keep("application_id", firm, [])
    year = UUID(scored.year.cycle_id)
    for place, sql in IDS.items():
        for (made,) in await scored.operator.rows(sql, year):
            world.keep(place, str(made), [])
    return {
        operation.name: [
            await ask(world, api, "member", operation, places) for places in combinations(world, operation)
        ]
        for operation in READS
        if Role.COMMITTEE in operation.roles or operation.is_public
    }


async def against_an_officer(operator: Operator, application: str, asker: Person) -> None:
    """Write a request against an officer from earlier in the year; it came to the chair, who knows whose it is."""
    async with operator.transaction() as leaf:
        await operator.run(
            "INSERT INTO recusal_request (id, status, version, leaf_id, application_id, cycle_id, sought, name, unit, "
            "name_key, unit_key, ground, evidence, asked_by, asked_at, reason) SELECT $1, 'requested', 1, $2, id, "
            "cycle_id, 'officer', '某某', '演练局', '某某', '演练局', 'kinship', '见附件', $4, now(), '' "
            "FROM application WHERE id = $3", uuid4(), leaf, UUID(application), asker.user,
        )  # fmt: skip


IDS = {
    "meeting_id": "SELECT id FROM meeting WHERE cycle_id = $1",
    "ballot_id": "SELECT id FROM ballot WHERE cycle_id = $1",
    "motion_id": "SELECT id FROM motion WHERE cycle_id = $1",
    "list_id": "SELECT id FROM proposed_list WHERE cycle_id = $1",
    "request_id": "SELECT id FROM recusal_request WHERE cycle_id = $1",
}


def told(answers: dict[str, list[httpx2.Response]], words: list[str]) -> dict[str, list[str]]:
    """Say by operation which of the words stand in a body or a header."""
    found = {
        name: sorted({w for one in given for w in words if w in one.text or w in str(one.headers.raw)})
        for name, given in answers.items()
    }
    return {name: stood for name, stood in found.items() if stood}


async def test_no_reading_operation_tells_a_member_a_name_before_the_list_is_fixed_and_all_of_them_after(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    hidden = await hidden_year(people, operator)
    session, scored = hidden.session, hidden.session.scored
    await against_an_officer(operator, scored.firms["乙"], scored.secretary)
    ok(await hidden.recuse(session.members[4], "丙"))
    ok(await session.chair.post("/v1/motions", {
        "meeting_id": session.meeting, "kind": "other", "title": "动议", "text": "就一候选组织再作说明。",
        "concerns": [scored.firms["甲"]],
    }))  # fmt: skip
    await session.ballot("甲", 4)
    earlier = await convened(scored, session.members)
    path = f"/v1/meetings/{earlier.meeting}"
    ok(await earlier.open("乙"))
    ok(await session.members[1].get("/v1/me/duties"), 200)
    (request,) = ok(await session.chair.get("/v1/recusal-requests"), 200)["items"]
    assert (request["cycle_id"], request["application_id"]) == (scored.year.cycle_id, None)
    for person in (session.chair, session.members[1], session.members[4]):
        answers = await asked_all(hidden, api, person)
        # The ground that the recused member wrote himself is all that he reads of it, there and among his own data.
        own = {"show_meeting", "export_own_data"} if person is session.members[4] else set()
        assert set(told(answers, hidden.words)) == {"list_candidate_names"} | own
        told_codes = told(answers, list((await hidden.codes(person)).values()))
        assert {"list_candidates_for_members", "show_candidate_file", "list_ballots", "show_ballot"} <= set(told_codes)
    (opened,) = [
        row["id"] for row in ok(await session.chair.get(f"/v1/ballots?cycle_id={scored.year.cycle_id}"), 200)["items"]
        if row["status"] == "open"
    ]  # fmt: skip
    for member in session.members:
        ok(await member.post(f"/v1/ballots/{opened}/votes", {"choice": "in_favour"}))
    ok(await session.close(opened))
    ok(await scored.secretary.post(f"{path}/closure", match=await scored.secretary.get(path)))
    await session.ballot("丙", 4, EXCELLENCE)
    answers = await asked_all(hidden, api, session.chair)
    assert set(told(answers, hidden.words)) == {"list_candidate_names"}
    assert [one.status_code for one in answers["show_minutes"]] == [404, 404]

    ok(await fixed(session, passed_over=over([scored.firms["乙"]])))
    answers = await asked_all(hidden, api, session.chair)
    seen = told(answers, list(hidden.names.values()))
    assert seen["list_candidates_for_members"] == sorted(hidden.names.values())
    assert seen["show_candidate_file"] == sorted(hidden.names.values())
    assert seen["list_ballots"] == seen["show_ballot"] == sorted(hidden.names.values())
    assert seen["show_minutes"] == [hidden.names["乙"]]
    assert hidden.names["甲"] in seen["show_proposed_list"]


async def test_the_codes_are_drawn_by_lot_from_the_seal_and_the_secretariat_reads_both(
    people: People, operator: Operator
) -> None:
    hidden = await hidden_year(people, operator)
    scored = hidden.session.scored
    seal = await operator.value("SELECT sha256 FROM ranking WHERE cycle_id = $1", UUID(scored.year.cycle_id))
    drawn = codes_of(seal, scored.firms.values())
    assert await hidden.codes() == {letter: drawn[firm] for letter, firm in scored.firms.items()}
    listed = await hidden.listed(hidden.session.members[1])
    assert [row["organization_name"] for row in listed] == ["候选A", "候选B", "候选C"]
    assert {row["place"] for row in listed} == {1, 2, 3}
    path = f"/v1/candidate-lists?cycle_id={scored.year.cycle_id}"
    office = ok(await scored.secretary.get(path), 200)["items"]
    assert [(row["organization_name"], row["code"]) for row in office] == [
        (hidden.names[letter], drawn[scored.firms[letter]]) for letter in TOTALS
    ]


async def test_a_member_reads_the_names_apart_from_the_codes_in_the_order_of_the_names(
    people: People, operator: Operator
) -> None:
    hidden = await hidden_year(people, operator)
    year = hidden.session.scored.year.cycle_id
    path = f"/v1/committee/candidate-names?cycle_id={year}"
    read = ok(await hidden.session.members[2].get(path), 200)
    named = sorted((hidden.names[letter], hidden.credit_codes[letter]) for letter in TOTALS)
    assert read == {
        "cycle_id": year, "are_hidden": True,
        "organizations": [{"organization_name": name, "credit_code": code} for name, code in named],
    }  # fmt: skip
    stranger = await appointed(people, hidden.session.scored.secretary)
    assert (await stranger.get(path)).status_code == 403
    assert (await hidden.session.scored.secretary.get(path)).status_code == 403


async def test_a_file_tells_the_numbers_and_waits_with_the_prose(people: People, operator: Operator) -> None:
    hidden = await hidden_year(people, operator)
    path = f"/v1/committee/candidates/{hidden.session.scored.firms['甲']}"
    code = (await hidden.codes())["甲"]
    file = ok(await hidden.session.members[1].get(path), 200)
    assert (file["organization_name"], file["total"], file["place"], file["tier"]) == (code, "712.35", 1, MAYORS)
    assert (file["industry"], file["comprehensive_report"], file["material_report"]) == (None, None, None)


async def test_a_recusal_is_entered_by_credit_code_and_closes_the_candidate_with_every_place(
    people: People, operator: Operator
) -> None:
    hidden = await hidden_year(people, operator)
    session, member = hidden.session, hidden.session.members[3]
    firms, path = session.scored.firms, f"/v1/meetings/{session.meeting}"
    by_code = await hidden.recuse(member, "乙", application_id=firms["乙"])
    assert reasons(by_code) == [
        ("recusal.named_once", "第三十条"), ("recusal.by_name", "edition.committee.names_hidden"),
    ]  # fmt: skip
    by_id = {"application_id": firms["乙"], "ground": "持股"}
    assert reasons(await member.post(f"{path}/recusals", by_id, match=await member.get(path))) == [
        ("recusal.by_name", "edition.committee.names_hidden")
    ]
    assert reasons(await hidden.recuse(member, "乙", credit_code="91350100M000100Y43")) == [
        ("recusal.candidate", "第二十三条")
    ]
    assert (await hidden.recuse(member, "乙", credit_code="\x00" * 18)).status_code == 422
    assert (await hidden.recuse(member, "乙", credit_code="😀" * 18)).status_code == 422
    both = await asyncio.gather(hidden.recuse(member, "乙"), hidden.recuse(member, "乙"))
    assert sorted(one.status_code for one in both) == [201, 412]
    assert reasons(await hidden.recuse(member, "乙")) == [("recusal.already", "第三十条")]

    code = (await hidden.codes())["乙"]
    listed = await hidden.listed(member)
    assert [(row["organization_name"], row["is_recused"]) for row in listed] == [
        (each, each == code) for each in ("候选A", "候选B", "候选C")
    ]
    assert {(row["tier"], row["position"], row["place"]) for row in listed} == {(None, None, None)}
    assert (await member.get(f"/v1/committee/candidates/{firms['乙']}")).status_code == 404
    other = ok(await member.get(f"/v1/committee/candidates/{firms['甲']}"), 200)
    assert (other["total"], other["tier"], other["place"]) == ("712.35", None, None)
    # Another member reads no ground, which would tell the organization; the secretariat reads it.
    assert ok(await session.members[1].get(path), 200)["recusals"] == []
    assert [row["application_id"] for row in ok(await member.get(path), 200)["recusals"]] == [firms["乙"]]
    assert [row["member_id"] for row in ok(await session.scored.secretary.get(path), 200)["recusals"]] == [
        str(member.party)
    ]


async def test_who_is_recused_sees_neither_ballot_nor_result_before_the_list_is_fixed(
    people: People, operator: Operator
) -> None:
    hidden = await hidden_year(people, operator, {"甲": 71_235, "乙": 65_845})
    session, member = hidden.session, hidden.session.members[3]
    ok(await hidden.recuse(member, "乙"))
    opened = ok(await session.open("乙"))
    assert (opened["recused"], len(opened["voters"])) == (1, 4)
    # While any ballot is open a recusal from any candidate is too late, for the refusal would tell whose ballot it is.
    for letter in ("甲", "乙"):
        late = await hidden.recuse(session.members[1], letter)
        assert reasons(late) == [("recusal.late", "第三十条")]
    for path in (f"/v1/ballots/{opened['id']}", f"/v1/ballots?cycle_id={opened['cycle_id']}"):
        seen = await member.get(path)
        assert (seen.status_code, opened["id"] in seen.text) in {(404, False), (200, False)}
    assert (await member.post(f"/v1/ballots/{opened['id']}/votes", {"choice": "against"})).status_code == 404
    for voter in session.members[:3] + session.members[4:]:
        ok(await voter.post(f"/v1/ballots/{opened['id']}/votes", {"choice": "in_favour"}))
    assert ok(await session.close(opened["id"]))["result"]["passed"]
    assert (await member.get(f"/v1/ballots/{opened['id']}")).status_code == 404
    await session.ballot("甲", 5)
    ok(await fixed(session))
    assert ok(await member.get(f"/v1/ballots/{opened['id']}"), 200)["organization_name"] == hidden.names["乙"]
    assert [row["place"] for row in await hidden.listed(member)] == [1, 2]


async def test_a_chair_who_is_recused_still_presides_over_the_ballot(people: People, operator: Operator) -> None:
    hidden = await hidden_year(people, operator, {"甲": 71_235})
    session = hidden.session
    ok(await hidden.recuse(session.chair, "甲"))
    opened = ok(await session.open("甲"))
    assert [voter["member_id"] for voter in opened["voters"]].count(str(session.chair.party)) == 0
    for voter in session.members[1:]:
        ok(await voter.post(f"/v1/ballots/{opened['id']}/votes", {"choice": "in_favour"}))
    assert ok(await session.close(opened["id"]))["result"]["passed"]
    entries = ok(await fixed(session))["entries"]
    assert [row["organization_name"] for row in entries] == [hidden.names["甲"]]


async def test_a_list_that_is_refused_reveals_nothing_and_its_refusal_names_by_code(
    people: People, operator: Operator
) -> None:
    totals = {"甲": 71_235, "乙": 71_235, "丙": 71_235}
    scored_lists = {"lengths": {MAYORS: 3, EXCELLENCE: 3}}
    hidden = await hidden_year(people, operator, totals, **scored_lists)
    session = hidden.session
    for letter in totals:
        await session.ballot(letter, 5)
    refused = await fixed(session)
    assert refused.status_code == 422
    assert [code for code, _ in reasons(refused)] == ["ranking.tie"]
    assert all(code in refused.text for code in (await hidden.codes()).values())
    assert not [word for word in hidden.words if word in refused.text]
    assert [row["organization_name"] for row in await hidden.listed(session.chair)] == ["候选A", "候选B", "候选C"]

    firms = session.scored.firms
    decision = {
        "tier": MAYORS, "chosen": [firms["甲"], firms["乙"]],
        "resolution_id": await resolution(session.scored.secretary), "reason": "结果类条款得分优先。",
    }  # fmt: skip
    made = ok(await fixed(session, tie_decisions=[decision]))
    named = {row["organization_name"] for row in made["entries"]}
    assert {hidden.names["甲"], hidden.names["乙"]} <= named <= set(hidden.names.values())
    paper = await operator.value(
        "SELECT convert_from(content, 'UTF8') FROM proposed_list WHERE id = $1", UUID(made["id"])
    )
    assert "候选A" not in paper
    assert await operator.rows("SELECT list_id::text FROM name_reveal WHERE cycle_id = $1", UUID(made["cycle_id"])) == [
        (made["id"],)
    ]


async def test_two_who_fix_the_list_at_once_reveal_the_names_once(people: People, operator: Operator) -> None:
    hidden = await hidden_year(people, operator, {"甲": 71_235})
    await hidden.session.ballot("甲", 5)
    both = await asyncio.gather(fixed(hidden.session), fixed(hidden.session))
    assert sorted(one.status_code for one in both) == [201, 412]
    year = UUID(hidden.session.scored.year.cycle_id)
    assert await operator.value("SELECT count(*) FROM name_reveal WHERE cycle_id = $1", year) == 1


async def test_the_schema_reveals_with_a_list_only_and_gives_a_code_where_names_are_hidden_only(
    people: People, operator: Operator
) -> None:
    hidden = await hidden_year(people, operator, {"甲": 71_235})
    year = UUID(hidden.session.scored.year.cycle_id)
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="i30_revealed_by_a_list"):
        await operator.run("INSERT INTO name_reveal VALUES ($1, $2)", year, uuid4())
    columns = "cycle_id, application_id, tier, position, place, industry, ranking_id, size"
    with pytest.raises(asyncpg.CheckViolationError, match="i30_code_where_hidden"):
        await operator.run(
            f"INSERT INTO candidate_entry ({columns}) SELECT cycle_id, application_id, tier, 9, place, industry, "  # noqa: S608 - our own columns.
            "ranking_id, size FROM candidate_entry WHERE cycle_id = $1", year,
        )  # fmt: skip
    with pytest.raises(asyncpg.UniqueViolationError, match="i30_one_code"):
        await operator.run(
            f"INSERT INTO candidate_entry ({columns}, code) SELECT cycle_id, $2, tier, 9, place, industry, "  # noqa: S608 - as above.
            "ranking_id, size, code FROM candidate_entry WHERE cycle_id = $1", year, uuid4(),
        )  # fmt: skip
    await hidden.session.ballot("甲", 5)
    ok(await fixed(hidden.session))
    with pytest.raises(asyncpg.CheckViolationError, match="committee_paper_is_fixed"):
        await operator.run("DELETE FROM name_reveal WHERE cycle_id = $1", year)


async def test_the_committees_persona_has_no_right_to_names_or_prose_at_all(
    people: People, operator: Operator, service: FastAPI
) -> None:
    hidden = await hidden_year(people, operator, {"甲": 71_235})
    chair = hidden.session.chair
    mask = Mask(Persona.COMMITTEE, chair.user, chair.party)
    for asked in (
        "SELECT organization_name FROM application", "SELECT credit_code FROM application",
        "SELECT text FROM comprehensive_report", "SELECT text FROM material_report",
    ):  # fmt: skip
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with service.state.database.transaction(mask) as session:
                await session.execute(text(asked))


async def test_a_year_of_jiangyin_has_no_codes(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 65_000}, size=3)
    path = f"/v1/candidate-lists?cycle_id={session.scored.year.cycle_id}"
    (row,) = ok(await session.scored.secretary.get(path), 200)["items"]
    assert row["code"] is None
    names = f"/v1/committee/candidate-names?cycle_id={session.scored.year.cycle_id}"
    assert ok(await session.chair.get(names), 200)["are_hidden"] is False
    meeting = f"/v1/meetings/{session.meeting}"
    body = {"application_id": session.scored.firms["甲"], "ground": "持股"}
    ok(await session.members[2].post(f"{meeting}/recusals", body, match=await session.members[2].get(meeting)))


def refusal(answer: httpx2.Response) -> tuple[int, str, str]:
    """Give status, code and article of a refusal by the schema."""
    return answer.status_code, answer.json()["code"], answer.json()["article"]


async def test_no_text_of_the_meeting_names_a_candidate_while_names_are_hidden(
    people: People, operator: Operator
) -> None:
    hidden = await hidden_year(people, operator, {"甲": 71_235})
    session, office = hidden.session, hidden.session.scored.secretary
    meeting, refused = f"/v1/meetings/{session.meeting}", (422, "candidate.named", "edition.committee.names_hidden")
    for word in (hidden.names["甲"], hidden.credit_codes["甲"]):
        for add, reason in ((f"审议{word}", "补充"), ("审议", f"因{word}")):
            body = {"add": {"text": add}, "reason": reason}
            answer = await office.post(f"{meeting}/agenda-amendments", body, match=await office.get(meeting))
            assert refusal(answer) == refused
        for title, wording in ((f"关于{word}", "说明"), ("动议", f"请{word}说明")):
            body = {"meeting_id": session.meeting, "kind": "other", "title": title, "text": wording}
            answer = await session.chair.post("/v1/motions", body)
            assert refusal(answer) == refused
    await session.ballot("甲", 1)
    again = await session.open("甲", reason=f"{hidden.names['甲']}作了说明。")
    assert refusal(again) == refused
    await session.ballot("甲", 5, reason="另有说明。")
    ok(await fixed(session))
    body = {"add": {"text": f"审议{hidden.names['甲']}"}, "reason": "补充"}
    ok(await office.post(f"{meeting}/agenda-amendments", body, match=await office.get(meeting)))
