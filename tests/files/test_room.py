"""How much an owner may store: counted in files and bytes, the same however many arrive at once."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import FastAPI

from app.database import Mask, Persona
from app.errors import Unprocessable
from app.files.store import discard, keep, take_in
from app.settings import settings
from tests.api import Operator, People
from tests.files.conftest import Choose
from tests.files.specimens import pdf
from tests.files.test_papers import RAW, bytes_on_disk, upload


async def test_a_file_too_many_is_refused_with_what_is_left_and_leaves_nothing(people: People, choose: Choose) -> None:
    choose("AWARD_OWNER_FILES", "2")
    applicant = await people.register_applicant()
    for number in range(2):
        assert (await upload(applicant, "a.pdf", pdf(f"第{number}"))).status_code == 200
    before = bytes_on_disk()
    refused = await upload(applicant, "a.pdf", pdf("第三"))
    assert (refused.status_code, refused.json()["code"]) == (422, "file.no_room")
    assert "至多 2 个文件" in refused.json()["detail"]
    assert "还可存 0 个、1199 MiB" in refused.json()["detail"]
    assert bytes_on_disk() == before
    # The same bytes again are no new file.
    assert (await upload(applicant, "a.pdf", pdf("第1"))).status_code == 200


async def test_bytes_are_counted_as_sent_and_a_smaller_file_still_finds_room(people: People, choose: Choose) -> None:
    choose("AWARD_OWNER_MEBIBYTES", "3")
    applicant = await people.register_applicant()
    big, small = (pdf(name).ljust(size, b" ") + b"%%EOF" for name, size in (("大", 2 * 2**20), ("小", 2**19)))
    assert (await upload(applicant, "a.pdf", big)).status_code == 200
    refused = await upload(applicant, "b.pdf", big.replace("大".encode(), "巨".encode()))
    assert (refused.status_code, refused.json()["code"]) == (422, "file.no_room")
    assert "还可存 499 个、0 MiB" in refused.json()["detail"]
    assert (await upload(applicant, "c.pdf", small)).status_code == 200


async def test_uploads_at_once_are_counted_one_after_the_other(
    people: People, operator: Operator, choose: Choose, service: FastAPI
) -> None:
    choose("AWARD_OWNER_FILES", "3")
    applicant = await people.register_applicant()
    assert applicant.party is not None
    owner, before = applicant.party, len(bytes_on_disk())

    async def stored(number: int) -> str:
        async def body() -> AsyncIterator[bytes]:
            yield pdf(f"同时{number}")

        received = await take_in(body(), settings().files_dir, "a.pdf")
        try:
            async with service.state.database.transaction(
                Mask(Persona.APPLICANT, applicant.user, applicant.party)
            ) as session:
                await keep(session, received, owner_id=owner, stored_by=applicant.user)
        except Unprocessable as refused:
            await discard(received)
            return refused.code
        return "stored"

    told = await asyncio.gather(*(stored(number) for number in range(12)))
    assert sorted(told) == ["file.no_room"] * 9 + ["stored"] * 3
    count = await operator.value("SELECT count(*) FROM stored_file WHERE owner_id = $1", applicant.party)
    assert (count, len(bytes_on_disk())) == (3, before + 3)


async def test_the_secretariats_own_papers_have_no_limit_and_an_application_says_how_much_is_left(
    people: People, operator: Operator, choose: Choose
) -> None:
    choose("AWARD_OWNER_FILES", "1")
    secretary = await people.secretary()
    for number in range(3):
        target = "/v1/experts/evidence?filename=a.pdf"
        sent = await secretary.post(target, content=pdf(f"资格{number}"), headers=RAW)
        assert sent.status_code == 201, sent.text
    assert await operator.value("SELECT count(*) FROM stored_file WHERE owner_id = $1", secretary.user) == 3
