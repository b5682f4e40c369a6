"""Rehearsals over HTTP: the clock shifted and everything cleared; a real award refuses both (art. 8(8))."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.acts import Actor
from app.database import Mask, Persona
from app.regulation.vocabulary import Role
from app.rehearsals.clearing import UNTOUCHED, cleared
from app.sealing import verifier
from app.sealing.sequencing import Sequencer
from app.settings import settings
from tests.api import PASSWORD, Operator, People, Person
from tests.sealing.settling import settled
from tests.year_world import ok

SHIFTS, RESETS = "/v1/rehearsal/clock-shifts", "/v1/rehearsal/resets"
WHY = {"reason": "演练受理截止前的最后一天"}
ANEW = {"login": "zhou-anew", "name": "周秘书（演练）", "confirmation": "清空演练库"}


@pytest.fixture(scope="module")
async def secretary(people: People) -> Person:
    return await people.secretary()


@pytest.fixture
async def real(operator: Operator) -> AsyncIterator[None]:
    """The same database as if it ran a real award."""

    async def become(*, rehearsal: bool) -> None:
        await operator.run("ALTER TABLE installation DISABLE TRIGGER rehearsal_is_for_life")
        await operator.run("UPDATE installation SET clock_offset = interval '0', rehearsal = $1", rehearsal)
        await operator.run("ALTER TABLE installation ENABLE ALWAYS TRIGGER rehearsal_is_for_life")

    await become(rehearsal=False)
    yield
    await become(rehearsal=True)


@pytest.fixture
def without_owner(service: FastAPI) -> Iterator[None]:
    """A service that does not know the owner's login, as one on an installed database."""
    before = service.state.settings
    service.state.settings = before.model_copy(update={"migration_url": ""})
    yield
    service.state.settings = before


async def test_the_clock_shows_what_it_was_told_and_runs_on(secretary: Person, operator: Operator) -> None:
    wanted = datetime.fromisoformat("2022-09-15T23:59:00+08:00")
    shifted = ok(await secretary.post(SHIFTS, WHY | {"at": wanted.isoformat()}))
    try:
        assert shifted["rehearsal"] is True
        assert timedelta(0) <= datetime.fromisoformat(shifted["now"]) - wanted < timedelta(seconds=60)
        seen = ok(await secretary.get("/v1/rehearsal"), 200)
        assert seen["now"] >= shifted["now"]
        (newest, *_) = ok(await secretary.get(SHIFTS), 200)["items"]
        assert (newest["at"], newest["reason"]) == ("2022-09-15T23:59:00+08:00", WHY["reason"])
        assert await operator.value("SELECT award_now()") >= wanted
    finally:
        back = ok(await secretary.post(SHIFTS, WHY | {"at": None}))
    assert (back["offset_seconds"], back["rehearsal"]) == (0, True)


async def test_a_shift_is_an_act_of_the_secretariat_and_stands(
    people: People, secretary: Person, operator: Operator
) -> None:
    applicant = await people.register_applicant()
    refused = await applicant.post(SHIFTS, WHY | {"at": None})
    assert (refused.status_code, refused.json()["code"]) == (403, "act.not_yours")
    assert (await applicant.get("/v1/rehearsal")).status_code == 403
    ok(await secretary.post(SHIFTS, WHY | {"at": None}))
    body = await operator.value(
        "SELECT convert_from(body, 'UTF8') FROM record_leaf WHERE id = (SELECT leaf_id FROM clock_shift LIMIT 1)"
    )
    assert '"act":"shift_clock"' in body
    for sql in ("UPDATE clock_shift SET reason = ''", "DELETE FROM clock_shift"):
        with pytest.raises(Exception, match="clock_shift_stands"):
            await operator.run(sql)


@pytest.mark.parametrize(
    ("at", "status", "code"),
    [
        ("1999-12-31T00:00:00+08:00", 422, "rehearsal.out_of_range"),
        ("2199-01-02T00:00:00+08:00", 422, "rehearsal.out_of_range"),
        ("2022-09-15T10:00:00", 422, '"应带时区"'),
        ("明天", 422, "应为 RFC 3339 时间"),
    ],
)
async def test_a_time_that_no_clock_shows_is_refused(secretary: Person, at: str, status: int, code: str) -> None:
    refused = await secretary.post(SHIFTS, WHY | {"at": at})
    assert refused.status_code == status
    assert code in refused.text


@pytest.mark.usefixtures("real")
async def test_a_real_award_refuses_all_of_it(secretary: Person, service: FastAPI, operator: Operator) -> None:
    rows = await operator.value("SELECT count(*) FROM record_leaf")
    seen = ok(await secretary.get("/v1/rehearsal"), 200)
    assert (seen["rehearsal"], seen["clearable"], seen["offset_seconds"]) == (False, False, 0)
    for path, body in ((SHIFTS, WHY | {"at": "2022-09-15T10:00:00+08:00"}), (RESETS, ANEW)):
        refused = await secretary.post(path, body)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "rehearsal.production")
    assert await operator.value("SELECT count(*) FROM record_leaf") == rows
    # Nor by SQL, with all the rights that the service has.
    mask = Mask(Persona.SECRETARIAT, secretary.user)
    with pytest.raises(DBAPIError, match="rehearsal_only"):
        async with service.state.database.transaction(mask) as session:
            await session.execute(
                text(
                    "INSERT INTO clock_shift (id, status, version, reason, shifted_by, shifted_at, at) "
                    "VALUES (gen_random_uuid(), 'held', 1, '', award_user(), now(), '2022-01-01')"
                )
            )
    with pytest.raises(DBAPIError, match="permission denied"):
        async with service.state.database.transaction(mask) as session:
            await session.execute(text("UPDATE installation SET clock_offset = interval '1 day'"))


@pytest.mark.usefixtures("without_owner")
async def test_a_service_without_the_owners_login_clears_nothing(secretary: Person) -> None:
    refused = await secretary.post(RESETS, ANEW)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "rehearsal.operator_only")


async def test_a_slip_clears_nothing(secretary: Person) -> None:
    refused = await secretary.post(RESETS, ANEW | {"confirmation": "清空", "login": "Zhou 😀"})
    assert refused.status_code == 422
    assert [each["code"] for each in refused.json()["errors"]] == ["rehearsal.unconfirmed", "rehearsal.login"]
    ok(await secretary.get("/v1/rehearsal"), 200)


async def test_what_is_cleared_is_as_new_and_begins_anew(
    people: People, api: httpx2.AsyncClient, operator: Operator
) -> None:
    secretary = await people.secretary()
    await people.register_applicant()
    known = await operator.value("SELECT count(*) FROM calendar_year")
    assert settings().files_dir.exists()
    done, late = await asyncio.gather(secretary.post(RESETS, ANEW), secretary.get("/v1/me"))
    made = ok(done)
    assert late.status_code in {200, 401}
    assert (made["login"], made["cleared"] > 10) == ("zhou-anew", True)
    # The caller has gone with the rest; what is left is what a migration brings, and the invitation.
    assert (await secretary.get("/v1/me")).status_code == 401
    tables = await operator.rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    counts = {
        name: await operator.value(f"SELECT count(*) FROM {name}")  # noqa: S608 - names of the catalogue.
        for (name,) in tables
        if name not in UNTOUCHED
    }
    assert {name: count for name, count in counts.items() if count} == {
        "one_time_code": 1, "pseudonym": 1, "record_leaf": 2, "role_grant": 1, "user_account": 1,
    }  # fmt: skip
    assert await operator.value("SELECT count(*) FROM calendar_year") == known
    opened = {"code": made["code"], "login": "zhou-anew", "password": PASSWORD}
    assert (await api.post("/v1/invitations/acceptance", json=opened)).status_code == 201
    assert (await api.post("/v1/tokens", json={"login": "zhou-anew", "password": PASSWORD})).status_code == 201


async def test_proofs_are_of_the_record_that_is_there_whoever_cleared_it(
    people: People, api: httpx2.AsyncClient, operator: Operator, service: FastAPI
) -> None:
    sequencer = Sequencer(service.state.database, service.state.signer)
    key = verifier.key_of(ok(await api.get("/v1/record/key"), 200)["key"])

    async def proven() -> str:
        await people.register_applicant()
        await settled(operator, sequencer)
        leaf: bytes = await operator.value(
            "SELECT l.leaf_hash FROM record_leaf l JOIN record_entry e ON e.leaf_id = l.id ORDER BY e.seq DESC LIMIT 1"
        )
        proof = ok(await api.get(f"/v1/record/leaves/{leaf.hex()}"), 200)
        head = verifier.head_of(proof["checkpoint"]["note"], key)
        verifier.require_included(leaf, proof["seq"], head, [bytes.fromhex(node) for node in proof["path"]])
        return leaf.hex()

    before = await proven()
    # By command, beside the running service, which keeps a tree in memory.
    await cleared(settings().migration_url, settings().files_dir, Actor(role=Role.SECRETARIAT, now=datetime.now(UTC)))
    assert await proven() != before
