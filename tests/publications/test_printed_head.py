"""The signed head of the record in the printed notice and in the papers of the approval, by which all is verified."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI

from app.regulation.notice_text import NOT_SIGNED_YET, closing, prints_contact
from app.sealing import verifier
from app.sealing.sequencing import Sequencer
from tests.api import Operator, People
from tests.honours_world import CONTACT, Honours, approved_year, noticed_year
from tests.sealing.settling import settled
from tests.year_world import ok

RUNNING = "2022-12-14T10:00:00+08:00"
EXPORT = """SELECT e.seq, l.body FROM record_entry e JOIN record_leaf l ON l.id = e.leaf_id ORDER BY e.seq"""
FORGED = """ALTER TABLE record_leaf DISABLE TRIGGER USER;
UPDATE record_leaf SET body = convert_to(replace(convert_from(body, 'UTF8'), 'in_favour', 'against'), 'UTF8')
WHERE id = (SELECT e.leaf_id FROM record_entry e ORDER BY e.seq LIMIT 1 OFFSET 5);
UPDATE record_leaf SET body = body || '\\x20'::bytea
WHERE id = (SELECT e.leaf_id FROM record_entry e ORDER BY e.seq LIMIT 1 OFFSET 7)"""
"""What a superuser does to a leaf that was there before the notice."""


@pytest.fixture
def sequencer(service: FastAPI) -> Sequencer:
    return Sequencer(service.state.database, service.state.signer)


async def exported(operator: Operator) -> str:
    """Write the record as `award record export` does."""
    rows = await operator.rows(EXPORT)
    lines = [json.dumps({"seq": seq, "body": base64.b64encode(body).decode()}) for seq, body in rows]
    return "\n".join(lines) + "\n"


async def test_who_holds_the_printed_notice_finds_that_the_record_was_changed(
    people: People, operator: Operator, api: httpx2.AsyncClient, sequencer: Sequencer, tmp_path: Path
) -> None:
    made = await approved_year(people, operator)
    await settled(operator, sequencer)
    newest = ok(await api.get("/v1/record/checkpoint"), 200)["note"]
    notice = await made.noticed()
    public = ok(await api.get(f"/v1/publications/{notice['id']}"), 200)
    assert (public["checkpoint"], newest in public["text"]) == (newest, True)
    printed, export = tmp_path / "notice.txt", tmp_path / "export.jsonl"
    # As somebody copies it from a page: with his own line ends, indented, with words before and after.
    copied = "\r\n".join(f"  {line} " for line in public["text"].splitlines())
    around = f"抄自政府网站\r\n{copied}\r\n（以下无正文）"
    await asyncio.to_thread(printed.write_text, around, encoding="utf-8")
    await settled(operator, sequencer)
    await asyncio.to_thread(export.write_text, await exported(operator), encoding="utf-8")
    key, said = (await api.get("/v1/record/key")).json()["key"], list[str]()
    command = ["--key", key, "--checkpoint", str(printed), str(export)]
    assert verifier.main(command, said.append) == 0
    assert said[-1].startswith("VERIFIED: ")
    work = operator.connection.transaction()
    await work.start()
    await operator.run(FORGED)
    await asyncio.to_thread(export.write_text, await exported(operator), encoding="utf-8")
    await work.rollback()
    assert verifier.main(command, said.append) == 1
    assert said[-1].startswith("NOT VERIFIED: the first ")


async def test_a_notice_keeps_the_head_that_it_printed_whatever_is_signed_later(
    people: People, operator: Operator, api: httpx2.AsyncClient, sequencer: Sequencer
) -> None:
    made = await noticed_year(people, operator)
    path = f"/v1/publications/{made.notices[0]}"
    before = ok(await api.get(path), 200)
    await settled(operator, sequencer)
    after = ok(await api.get(path), 200)
    assert (after["checkpoint"], after["text"]) == (before["checkpoint"], before["text"])
    with pytest.raises(asyncpg.CheckViolationError, match="i14_notice_text_is_fixed"):
        async with operator.transaction():
            await operator.run("UPDATE notice SET checkpoint = 'another'")
    newest = ok(await api.get("/v1/record/checkpoint"), 200)["note"]
    async with operator.at(RUNNING):
        seen = await made.secretary.get(f"/v1/notices/{made.notices[0]}")
        same = await made.secretary.post(f"/v1/notices/{made.notices[0]}/correction", {"contact": CONTACT}, match=seen)
        body = {"contact": f"{CONTACT}转1"}
        corrected = ok(await made.secretary.post(f"/v1/notices/{made.notices[0]}/correction", body, match=seen))
    assert same.json()["errors"][0]["code"] == "notice.nothing_corrected"
    assert (corrected["checkpoint"], corrected["text"].endswith(newest)) == (newest, True)


async def test_the_papers_of_the_approval_keep_the_head_of_their_moment(
    people: People, operator: Operator, api: httpx2.AsyncClient, sequencer: Sequencer
) -> None:
    await settled(operator, sequencer)
    newest = ok(await api.get("/v1/record/checkpoint"), 200)["note"]
    made: Honours = await approved_year(people, operator)
    decision: dict[str, Any] = ok(await made.secretary.get(f"/v1/government-decisions/{made.decision['id']}"), 200)
    request = ok(await made.secretary.get(f"/v1/government-submissions/{decision['submission_id']}"), 200)
    assert (request["checkpoint"], decision["checkpoint"]) == (newest, newest)
    key = verifier.key_of((await api.get("/v1/record/key")).json()["key"])
    assert verifier.head_of(request["checkpoint"], key).size > 0
    with pytest.raises(asyncpg.CheckViolationError, match="committee_paper_is_fixed"):
        async with operator.transaction():
            await operator.run("UPDATE government_decision SET checkpoint = NULL")


def test_before_the_first_head_the_notice_says_that_there_is_none() -> None:
    assert closing(CONTACT, None) == f"受理：{CONTACT}\n\n{NOT_SIGNED_YET}"


def test_a_contact_line_is_known_in_notices_of_before_and_after() -> None:
    for text, checkpoint in ((f"受理：{CONTACT}", None), (closing(CONTACT, None), None), (closing(CONTACT, "x"), "x")):
        assert (prints_contact(text, CONTACT, checkpoint), prints_contact(text, "别处", checkpoint)) == (True, False)
