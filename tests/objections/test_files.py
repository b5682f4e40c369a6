"""Files of objections: of their objectors by number and code, of the office, under a unit's seal (arts. 25, 30)."""

import asyncio
import zipfile
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from app.files.store import SIZE_LIMIT
from app.regulation.objection import MOST_BYTES, MOST_FILES, MOST_OFFICE_FILES, file_faults
from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.eligibility_world import reasons
from tests.honours_world import Honours, letter_of, noticed_year, objection
from tests.year_world import ok

RUNNING = "2022-12-14T10:00:00+08:00"
CODE = "qian-deng-hu-2023"
RAW = {"Content-Type": "application/octet-stream"}
UNIT: dict[str, Any] = {"is_unit": True, "name": "江阴某质量协会（演练）"}
RULING = {"reason": "经调查核实。", "reply": "处理意见已告知。"}
NO_SEAL = ("objection.no_seal", "edition.objection.unit_seal")
READS = "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8')::jsonb ->> 'use' = 'download_objection_file'"


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Honours:
    """A year whose notice has been published."""
    return await noticed_year(people, operator)


async def lodge(made: Honours, letter: str = "甲", **changed: object) -> dict[str, Any]:
    """Object on the web with a code; gives the receipt."""
    path = f"/v1/publications/{made.notices[0]}/objections"
    async with made.operator.at(RUNNING):
        body = objection(made.firms[letter], code=CODE, **changed)
        return ok(await made.people.client.post(path, json=body))


async def send(
    made: Honours, receipt: str, content: bytes = PDF, *, code: str = CODE, kind: str = "evidence",
    filename: str = "证据.pdf", headers: dict[str, str] | None = None,
) -> httpx2.Response:  # fmt: skip
    """Add a file by number and code, without login."""
    async with made.operator.at(RUNNING):
        return await made.people.client.post(
            f"/v1/objection-receipts/{receipt}/files", params={"kind": kind, "filename": filename}, content=content,
            headers={"Objection-Code": code, **RAW, **(headers or {})},
        )  # fmt: skip


async def path_of(made: Honours, receipt: str) -> str:
    """Where the secretariat finds the objection of a receipt."""
    found = await made.operator.value("SELECT id FROM objection WHERE receipt_number = $1", receipt)
    return f"/v1/objections/{found}"


async def do(made: Honours, path: str, body: object, who: Person | None = None) -> httpx2.Response:
    """Do something to an objection with its newest version."""
    async with made.operator.at(RUNNING):
        seen = await made.secretary.get(path.rpartition("/")[0])
        return await (who or made.secretary).post(path, body, match=seen)


async def add(made: Honours, path: str, content: bytes = PDF, kind: str = "evidence") -> httpx2.Response:
    """Add a file as the secretariat."""
    async with made.operator.at(RUNNING):
        return await made.secretary.send(
            "POST", f"{path}/files?kind={kind}&filename=letter.pdf", content=content, headers=RAW,
            match=await made.secretary.get(path),
        )  # fmt: skip


async def test_an_objector_adds_files_by_number_and_code_and_they_stand_in_the_record(year: Honours) -> None:
    receipt = (await lodge(year))["receipt_number"]
    before = await year.secretary.get(await path_of(year, receipt))
    answer = await send(year, receipt)
    first = ok(answer)
    assert (first["kind"], first["by_office"], first["lacks_seal"]) == ("evidence", False, False)
    assert (first["file"]["filename"], first["file"]["media_type"]) == ("证据.pdf", "application/pdf")
    assert answer.headers["award-receipt"].startswith(first["record_leaf"])
    known = await year.operator.rows(
        "SELECT encode(l.leaf_hash, 'hex'), convert_from(l.body, 'UTF8')::jsonb #>> '{detail,sha256}', o.status "
        "FROM objection o JOIN record_leaf l ON l.id = o.leaf_id WHERE o.receipt_number = $1", receipt,
    )  # fmt: skip
    assert known == [(first["record_leaf"], first["file"]["sha256"], "received")]
    again = ok(await send(year, receipt, filename="另名.pdf"))
    assert (again["file"], again["record_leaf"]) == (first["file"], None)
    ok(await send(year, receipt, PDF + b" "))
    seen = await year.secretary.get(await path_of(year, receipt))
    assert [(each["kind"], each["by_office"]) for each in ok(seen, 200)["files"]] == [("evidence", False)] * 2
    # What has come in since is not passed over: the version that the office read before is an old one.
    stale = await year.secretary.post(
        f"{await path_of(year, receipt)}/admission", {"reason": "予以受理。"}, match=before
    )
    assert stale.status_code == 412
    asked = await year.people.client.get(f"/v1/objection-receipts/{receipt}", headers={"Objection-Code": CODE})
    assert (asked.json()["files"], asked.json()["lacks_seal"]) == (2, False)


async def test_a_file_is_read_by_the_office_alone_and_each_reading_stands_in_the_record(year: Honours) -> None:
    receipt = (await lodge(year, "乙"))["receipt_number"]
    file = ok(await send(year, receipt))["file"]
    path = await path_of(year, receipt)
    before = await year.operator.value(READS)
    bytes_ = await year.secretary.get(f"{path}/files/{file['id']}")
    assert (bytes_.status_code, bytes_.content) == (200, PDF)
    assert bytes_.headers["content-disposition"].startswith("attachment")
    assert await year.operator.value(READS) == before + 1
    assert (await year.secretary.get(f"{path}/files/{uuid4()}")).status_code == 404
    foreign = await path_of(year, (await lodge(year, "乙"))["receipt_number"])
    assert (await year.secretary.get(f"{foreign}/files/{file['id']}")).status_code == 404
    strangers = (await year.people.verified_applicant(), year.session.chair)
    assert [(await who.get(f"{path}/files/{file['id']}")).status_code for who in strangers] == [403, 404]
    for where in (f"{path}/files/{file['id']}", f"/v1/objection-receipts/{receipt}/files"):
        nobody = await year.people.client.get(where, headers={"Objection-Code": CODE})
        assert nobody.status_code in {401, 405}
    assert await year.operator.value(READS) == before + 1


async def test_whoever_is_tied_to_the_organization_reads_no_file_either(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    receipt = (await lodge(made))["receipt_number"]
    file, path = ok(await send(made, receipt))["file"], await path_of(made, receipt)
    tied = await people.secretary()
    assert (await tied.get(f"{path}/files/{file['id']}")).status_code == 200
    code = await operator.value("SELECT credit_code FROM application WHERE id = $1", UUID(made.firms["甲"]))
    ok(await tied.post("/v1/interests", {
        "kind": "kinship", "credit_code": code, "organization_name": "演练", "from_on": "2020-01-01", "note": "亲属",
    }))  # fmt: skip
    assert (await tied.get(f"{path}/files/{file['id']}")).status_code == 404


def archive(count: int) -> bytes:
    """Write a zip that is no paper of any kind."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for number in range(count):
            file.writestr(f"{number}.txt", "x")
    return made.getvalue()


@pytest.mark.parametrize(("content", "filename", "headers", "status", "code"), [
    (b"MZ\x90\x00 a program", "证据.pdf", {}, 415, "file.type"),
    (PDF, "证据.docx", {}, 422, "file.misnamed"),
    (b"%PDF-1.7 cut off", "证据.pdf", {}, 422, "file.broken"),
    (b"", "证据.pdf", {}, 422, "file.empty"),
    (archive(2), "证据.docx", {}, 415, "file.type"),
    (archive(2001), "证据.docx", {}, 422, "file.archive"),
    (b"\x00" * (SIZE_LIMIT + 1), "证据.pdf", {}, 413, "file.too_large"),
    (PDF, "证据.pdf", {"Content-Type": "application/json"}, 415, "file.not_raw"),
    (PDF, "../证据.pdf", {}, 422, "input.invalid"),
], ids=["program", "misnamed", "cut", "empty", "archive", "bomb", "huge", "json", "path"])  # fmt: skip
async def test_a_hostile_file_is_refused_with_what_to_do_and_leaves_nothing(
    year: Honours, content: bytes, filename: str, headers: dict[str, str], status: int, code: str
) -> None:
    receipt = (await lodge(year, "丙"))["receipt_number"]
    answer = await send(year, receipt, content, filename=filename, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["detail"]
    path = await path_of(year, receipt)
    assert ok(await year.secretary.get(path), 200)["files"] == []
    assert await year.operator.value(
        "SELECT count(*) FROM stored_file WHERE owner_id = $1", UUID(path.rpartition("/")[2])
    ) == 0  # fmt: skip


async def test_who_has_not_both_number_and_code_adds_nothing_and_learns_nothing(year: Honours) -> None:
    receipt = (await lodge(year))["receipt_number"]
    other = (await lodge(year))["receipt_number"]
    answers = [
        await send(year, receipt, code="quite-another-1"), await send(year, receipt, code=""),
        await send(year, "YY-000000000000"), await send(year, other, code="x"),
    ]  # fmt: skip
    told = {(answer.status_code, answer.json()["code"], answer.json()["detail"]) for answer in answers}
    assert len(told) == 1
    assert {status for status, _, _ in told} == {404}
    strange = await send(year, receipt, kind="ruling")
    assert strange.status_code == 422


async def test_an_objection_takes_so_many_files_and_no_more_even_at_once(year: Honours) -> None:
    receipt = (await lodge(year, "丁"))["receipt_number"]
    for number in range(MOST_FILES - 1):
        ok(await send(year, receipt, PDF + bytes([number])))
    async with year.operator.at(RUNNING):
        answers = await asyncio.gather(*(
            year.people.client.post(
                f"/v1/objection-receipts/{receipt}/files?filename=x.pdf", content=PDF + b"!" + bytes([number]),
                headers={"Objection-Code": CODE, **RAW},
            )
            for number in range(4)
        ))  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    full = await send(year, receipt, PDF + b"?")
    assert reasons(full) == [("objection.files", "第二十五条")]
    assert "合并" in full.json()["errors"][0]["message"]
    ok(await add(year, await path_of(year, receipt), PDF + b"office"))


def test_how_much_one_objection_takes() -> None:
    def codes(**given: Any) -> list[str]:  # noqa: ANN401 - the rule's own arguments.
        return [reason.code for reason in file_faults(**given)]

    assert codes(files=MOST_FILES - 1, size=MOST_BYTES, by_office=False) == []
    assert codes(files=MOST_FILES, size=0, by_office=False) == ["objection.files"]
    assert codes(files=0, size=MOST_BYTES + 1, by_office=False) == ["objection.files_size"]
    assert codes(files=MOST_OFFICE_FILES - 1, size=MOST_BYTES + 1, by_office=True) == []
    assert codes(files=MOST_OFFICE_FILES, size=0, by_office=True) == ["objection.files"]


async def test_its_objector_adds_until_the_admission_and_the_office_until_the_ruling(year: Honours) -> None:
    receipt = (await lodge(year))["receipt_number"]
    path = await path_of(year, receipt)
    ok(await do(year, f"{path}/admission", {"reason": "予以受理。"}))
    late = await send(year, receipt)
    assert (late.status_code, reasons(late)) == (409, [("act.out_of_order", "第二十五条")])
    assert ok(await add(year, path))["files"][0]["by_office"] is True
    ok(await do(year, f"{path}/rejection", RULING))
    after = await add(year, path, PDF + b" ")
    assert (after.status_code, reasons(after)) == (409, [("act.out_of_order", "第二十五条")])
    assert (await send(year, receipt)).status_code == 409


async def test_a_unit_objects_under_its_seal_and_without_it_is_inadmissible_but_not_lost(year: Honours) -> None:
    receipt = await lodge(year, **UNIT)
    number = receipt["receipt_number"]
    assert receipt["lacks_seal"] is True
    path = await path_of(year, number)
    assert ok(await send(year, number))["lacks_seal"] is True
    seen = ok(await year.secretary.get(path), 200)
    (admission,) = [each for each in seen["acts"] if each["act"] == "admit_objection"]
    assert (admission["allowed"], [each["code"] for each in admission["reasons"]]) == (False, [NO_SEAL[0]])
    bare = await do(year, f"{path}/admission", {"reason": "予以受理。"})
    assert (bare.status_code, reasons(bare)) == (422, [NO_SEAL])
    assert ok(await send(year, number, PDF + b"seal", kind="seal"))["lacks_seal"] is False
    admitted = ok(await do(year, f"{path}/admission", {"reason": "已加盖公章，予以受理。"}))
    kinds = sorted(each["kind"] for each in admitted["files"])
    assert (admitted["status"], kinds) == ("investigating", ["evidence", "seal"])
    other = (await lodge(year, **UNIT))["receipt_number"]
    refused = ok(await do(year, f"{await path_of(year, other)}/refusal", RULING))
    assert (refused["status"], refused["is_unit"]) == ("inadmissible", True)
    asked = await year.people.client.get(f"/v1/objection-receipts/{other}", headers={"Objection-Code": CODE})
    assert (asked.json()["status"], asked.json()["reply"]) == ("inadmissible", RULING["reply"])


async def test_a_unit_speaks_under_its_name(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator, {"objection": {"real_name_only": False}})
    path = f"/v1/publications/{made.notices[0]}/objections"
    nameless = objection(made.firms["甲"], is_unit=True, is_real_name=False, name="", contact="")
    async with operator.at(RUNNING):
        answer = await people.client.post(path, json=nameless)
        ok(await people.client.post(path, json=nameless | {"is_unit": False}))
    assert reasons(answer) == [("objection.nameless_unit", "第二十五条")]


async def test_an_edition_may_do_without_the_seal(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator, {"objection": {"unit_seal": False}})
    receipt = await lodge(made, **UNIT)
    assert receipt["lacks_seal"] is False
    admitted = await do(made, f"{await path_of(made, receipt['receipt_number'])}/admission", {"reason": "予以受理。"})
    assert ok(admitted)["status"] == "investigating"


async def test_the_office_registers_a_letter_with_its_files_and_the_seal_that_it_bears(year: Honours) -> None:
    body = letter_of(year.notices[0], year.firms["乙"], "2022-12-13", **UNIT)
    async with year.operator.at(RUNNING):
        made = ok(await year.secretary.post("/v1/objections", body))
    assert (made["received_on"], made["registered_by"], made["is_unit"], made["files"]) == (
        "2022-12-13", str(year.secretary.user), True, [],
    )  # fmt: skip
    path = f"/v1/objections/{made['id']}"
    unmatched = await year.secretary.send("POST", f"{path}/files?filename=x.pdf", content=PDF, headers=RAW)
    assert unmatched.status_code == 428
    ok(await add(year, path, PDF, "evidence"))
    filed = ok(await add(year, path, PDF, "seal"))
    kinds = sorted((each["kind"], each["by_office"]) for each in filed["files"])
    assert kinds == [("evidence", True), ("seal", True)]
    leaf = await year.operator.value(
        "SELECT convert_from(l.body, 'UTF8')::jsonb ->> 'act' FROM objection o JOIN record_leaf l ON l.id = o.leaf_id "
        "WHERE o.id = $1", UUID(made["id"]),
    )  # fmt: skip
    assert leaf == "add_objection_file"
    ok(await do(year, f"{path}/admission", {"reason": "予以受理。"}))


async def test_the_schema_keeps_files_as_the_rules_do(year: Honours) -> None:
    receipt = (await lodge(year))["receipt_number"]
    file, path = ok(await send(year, receipt))["file"], await path_of(year, receipt)
    mine, other = UUID(path.rpartition("/")[2]), (await lodge(year))["receipt_number"]
    foreign = UUID((await path_of(year, other)).rpartition("/")[2])
    insert = (
        "INSERT INTO objection_file (objection_id, file_id, kind, added_by, added_at) VALUES ($1, $2, $3, $4, now())"
    )
    cases: tuple[tuple[str, str, tuple[object, ...]], ...] = (
        ("i24_objection_has_its_own_files", insert, (foreign, UUID(file["id"]), "evidence", None)),
        ("objection_files_in_time", insert, (uuid4(), UUID(file["id"]), "evidence", None)),
        ("ck_objection_file_kind", insert, (mine, UUID(file["id"]), "ruling", None)),
        ("objection_file_stands", "UPDATE objection_file SET kind = 'seal' WHERE objection_id = $1", (mine,)),
        ("objection_file_stands", "DELETE FROM objection_file WHERE objection_id = $1", (mine,)),
    )
    for refusal, statement, values in cases:
        with pytest.raises(asyncpg.CheckViolationError, match=refusal):
            async with year.operator.transaction():
                await year.operator.run(statement, *values)
    ok(await do(year, f"{path}/admission", {"reason": "予以受理。"}))
    with pytest.raises(asyncpg.CheckViolationError, match="objection_files_in_time"):
        async with year.operator.transaction():
            await year.operator.run(insert, mine, UUID(file["id"]), "seal", None)


async def test_the_schema_admits_no_unit_without_its_seal(year: Honours) -> None:
    mine = UUID((await path_of(year, (await lodge(year, **UNIT))["receipt_number"])).rpartition("/")[2])
    with pytest.raises(asyncpg.CheckViolationError, match="i15_unit_under_seal"):
        async with year.operator.at(RUNNING), year.operator.transaction() as leaf:
            await year.operator.run(
                "UPDATE objection SET status = 'investigating', leaf_id = $2, version = version + 1 WHERE id = $1",
                mine, leaf,
            )  # fmt: skip
    again = (
        "INSERT INTO objection SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), "
        "'receipt_number', 'x', 'is_real_name', false, 'leaf_id', $2::text))).* FROM objection o WHERE id = $1"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="ck_objection_unit_by_name"):
        async with year.operator.at(RUNNING), year.operator.transaction() as leaf:
            await year.operator.run(again, mine, str(leaf))
