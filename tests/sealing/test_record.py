"""The record over HTTP: receipts, heads, proofs, one's own case, and the readings of what is confidential (art. 30)."""

import io
import json
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from app import cli_record
from app.sealing import verifier
from app.sealing.sequencing import Sequencer
from tests.api import Operator, People
from tests.applications_world import Draft, start, submitted
from tests.reviews_world import Work, reviewing
from tests.sealing.settling import settled
from tests.year_world import Year, called_year, ok


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Year:
    return await called_year(people, operator)


@pytest.fixture(scope="module")
async def draft(people: People, year: Year) -> Draft:
    owner = await people.verified_applicant()
    return await submitted(owner, year.cycle_id, year.award_year, await people.unit())


@pytest.fixture
def sequencer(service: FastAPI) -> Sequencer:
    return Sequencer(service.state.database, service.state.signer)


async def key_of(api: httpx2.AsyncClient) -> verifier.Key:
    return verifier.key_of((await api.get("/v1/record/key")).json()["key"])


async def test_an_act_is_answered_with_a_receipt_that_is_found_in_the_record(
    api: httpx2.AsyncClient, people: People, year: Year, operator: Operator, sequencer: Sequencer
) -> None:
    owner = await people.verified_applicant()
    answer = await owner.post("/v1/applications", {"cycle_id": str(year.cycle_id)}, key="a-key-of-mine")
    receipt = answer.headers["award-receipt"]
    again = await owner.post("/v1/applications", {"cycle_id": str(year.cycle_id)}, key="a-key-of-mine")
    assert (again.headers["idempotent-replay"], again.headers["award-receipt"]) == ("true", receipt)
    named = verifier.require_receipt(receipt, await key_of(api)).hex()
    await settled(operator, sequencer)
    proof = ok(await api.get(f"/v1/record/leaves/{named}"), 200)
    head = verifier.head_of(proof["checkpoint"]["note"], await key_of(api))
    assert (head.size, head.root.hex()) == (proof["checkpoint"]["size"], proof["checkpoint"]["root_hash"])
    path = [bytes.fromhex(node) for node in proof["path"]]
    verifier.require_included(bytes.fromhex(named), proof["seq"], head, path)


async def test_a_refused_act_and_a_reading_have_no_receipt(draft: Draft) -> None:
    refused = await draft.owner.post(f"{draft.path}/submission", match=draft.etag)
    read = await draft.owner.get(draft.path)
    assert [(a.status_code, "award-receipt" in a.headers) for a in (refused, read)] == [(409, False), (200, False)]


async def test_a_newer_head_proves_that_it_begins_with_an_older_one(
    api: httpx2.AsyncClient, people: People, year: Year, operator: Operator, sequencer: Sequencer
) -> None:
    heads = []
    for _ in range(3):
        await start(await people.verified_applicant(), year.cycle_id)
        await settled(operator, sequencer)
        heads.append(ok(await api.get("/v1/record/checkpoint"), 200))
    key = await key_of(api)
    old, new = heads[0], heads[-1]
    assert ok(await api.get(f"/v1/record/checkpoints/{old['size']}"), 200) == old
    query = f"older={old['size']}&newer={new['size']}"
    proof = ok(await api.get(f"/v1/record/consistency?{query}"), 200)
    path = [bytes.fromhex(node) for node in proof["path"]]
    verifier.require_consistent(verifier.head_of(old["note"], key), verifier.head_of(new["note"], key), path)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/record/leaves/" + "0" * 64, 404),
        ("/v1/record/leaves/xyz", 422),
        ("/v1/record/checkpoints/999999999", 404),
        ("/v1/record/checkpoints/0", 422),
        ("/v1/record/consistency?older=1&newer=999999999", 404),
        ("/v1/record/consistency?older=1", 422),
        ("/v1/record/consistency?older=-1&newer=x", 422),
    ],
)
async def test_what_is_not_in_the_record_is_not_there(api: httpx2.AsyncClient, path: str, status: int) -> None:
    assert (await api.get(path)).status_code == status


async def own_record(draft: Draft, query: str = "") -> dict[str, Any]:
    return ok(await draft.owner.get(f"/v1/case-records/{draft.id}{query}"), 200)


async def test_an_applicant_takes_the_record_of_his_case_home_and_verifies_it_there(
    api: httpx2.AsyncClient, draft: Draft, operator: Operator, sequencer: Sequencer, tmp_path: Any,  # noqa: ANN401 - pytest's path.
) -> None:  # fmt: skip
    await settled(operator, sequencer)
    printed = ok(await api.get("/v1/record/checkpoint"), 200)
    case = await own_record(draft, f"?since={printed['size']}")
    assert [event["act"] for event in case["events"]] == ["start_application", "submit_application"]
    assert [json.loads(event["body"])["act"] for event in case["events"]] == ["start_application", "submit_application"]
    (tmp_path / "notice.txt").write_text("公示\n\n" + printed["note"], encoding="utf-8")
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    key = (await api.get("/v1/record/key")).json()["key"]
    files = ["--key", key, "--checkpoint", str(tmp_path / "notice.txt"), "--case", str(tmp_path / "case.json")]
    said: list[str] = []
    assert verifier.main(files, said.append) == 0
    assert said == ["VERIFIED: 2 events of the case are in the record of the checkpoint."]
    case["events"][1]["body"] = case["events"][1]["body"].replace("submit", "revoke")
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    assert verifier.main(files, said.append) == 1
    assert said[-1].startswith("NOT VERIFIED: what event")


async def test_the_case_of_another_is_not_there(
    people: People, draft: Draft, operator: Operator, sequencer: Sequencer
) -> None:
    await settled(operator, sequencer)
    stranger = await people.verified_applicant()
    assert (await stranger.get(f"/v1/case-records/{draft.id}")).status_code == 404
    secretary = await people.secretary()
    assert (await secretary.get(f"/v1/case-records/{draft.id}")).status_code == 403


async def test_an_export_of_the_whole_record_is_verified_by_what_was_written_beside_it(
    api: httpx2.AsyncClient, draft: Draft, operator: Operator, sequencer: Sequencer
) -> None:
    assert draft
    await settled(operator, sequencer)
    lines, note = io.StringIO(), io.StringIO()
    size = await cli_record.export(lines, note)
    head = verifier.head_of(note.getvalue(), await key_of(api))
    assert verifier.require_export(lines.getvalue().splitlines(), head) == size == head.size > 0


READS = "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8')::jsonb ->> 'use' = $1"


@pytest.fixture(scope="module")
async def work(people: People, operator: Operator) -> Work:
    return await reviewing(people, operator)


async def test_who_reads_a_dossier_stands_in_the_record_and_its_owner_does_not(work: Work, operator: Operator) -> None:
    expert = work.experts[0]
    path = f"/v1/reviews/{work.application}/dossier"
    before = await operator.value(READS, "show_dossier")
    ok(await expert.get(path), 200)
    found = await operator.rows(
        """SELECT convert_from(body, 'UTF8')::jsonb FROM record_leaf
        WHERE convert_from(body, 'UTF8')::jsonb ->> 'use' = 'show_dossier' ORDER BY id DESC LIMIT 1"""
    )
    told = json.loads(found[0][0])
    assert (told["of"], told["role"], told["party"], told["article"]) == (
        {"application_id": work.application}, "expert", str(expert.party), "第三十条",
    )  # fmt: skip
    assert await operator.value(READS, "show_dossier") == before + 1
    own = await operator.value(READS, "show_application")
    ok(await work.cases[0].owner.get(f"/v1/applications/{work.application}"), 200)
    assert await operator.value(READS, "show_application") == own


async def test_a_reading_that_is_refused_leaves_nothing(work: Work, operator: Operator, people: People) -> None:
    stranger = await people.secretary()
    before = await operator.value("SELECT count(*) FROM record_leaf")
    assert (await stranger.get(f"/v1/applications/{work.application}")).status_code in {403, 404}
    assert await operator.value("SELECT count(*) FROM record_leaf") == before
