"""Searching organizations, applications and experts over HTTP: by any spelling, and never beyond what is listed."""

import time
from typing import Any
from urllib.parse import quote

import asyncpg
import httpx2
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.database_setup import ROOT, migrate_async
from app.local_postgres import MIGRATOR, SERVICE, Cluster
from app.regulation.vocabulary import Role
from app.search import search_text_of
from tests.api import Operator, People, Person
from tests.applications_world import start
from tests.cast import whole_cast
from tests.credit_codes import CREDIT_CODES
from tests.interests.test_conflicts import declared
from tests.reviews_world import evidence, expert_body, reviewing
from tests.year_world import called_year, ok

STEEL, RARE, CHANG = "澄江特钢（演练）有限公司", "𬭚㛃䶮𠮷精工（演练）有限公司", "长泾单氏ABC纺织（演练）厂"
LISTS = ("/v1/organizations", "/v1/applications", "/v1/experts")


@pytest.fixture(scope="module")
async def secretary(people: People) -> Person:
    return await people.secretary()


@pytest.fixture(scope="module")
async def firms(people: People) -> dict[str, Person]:
    return {name: await people.register_applicant(name) for name in (STEEL, RARE, CHANG)}


async def found(person: Person, q: str, path: str = "/v1/organizations") -> list[str]:
    """The names that a query finds, in their order."""
    items = ok(await person.get(f"{path}?limit=200&q={quote(q)}"), 200)["items"]
    return [row.get("organization_name", row.get("name")) for row in items]


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("特钢", STEEL),
        ("澄江", STEEL),
        ("cjtg", STEEL),
        ("CJTG", STEEL),
        ("ctg", None),
        ("chengjiangtegang", STEEL),
        ("chengjiang tegang", STEEL),
        ("cheng jiang te gang", STEEL),
        ("jiangtega", STEEL),
        ("heng", None),
        ("特钢 cj 演练", STEEL),
        ("特钢 纺织", None),
        ("特钢(演练)", STEEL),
        ("澄%钢", None),
        ("𬭚", RARE),
        ("㛃䶮", RARE),
        ("𠮷精", RARE),
        ("chunjieyan", RARE),
        ("cjy𠮷jg", RARE),
        ("changjing", CHANG),
        ("zhangjing", CHANG),
        ("shanshi", CHANG),
        ("单氏abc", CHANG),
        ("ＡＢＣ", CHANG),
        ("cjdsabcfz", CHANG),
        ("abcfang", CHANG),
    ],
)
async def test_an_organization_is_found_by_hanzi_pinyin_and_initials(
    secretary: Person, firms: dict[str, Person], q: str, name: str | None
) -> None:
    assert len(firms) == 3
    assert await found(secretary, q) == ([name] if name else [])


async def test_an_organization_is_found_by_its_credit_code(people: People, secretary: Person) -> None:
    code = next(CREDIT_CODES)
    await people.register_applicant("信用代码查找（演练）有限公司", code)
    for q in (code, code.lower(), code[4:], f" {code} xydm"):
        assert await found(secretary, q) == ["信用代码查找（演练）有限公司"]


async def test_a_renamed_organization_is_found_under_both_names(
    people: People, secretary: Person, operator: Operator
) -> None:
    firm = await people.register_applicant("旧称纸业（演练）有限公司")
    path = f"/v1/organizations/{firm.party}"
    for name in ("新名绿能（演练）有限公司", "三迁环保（演练）有限公司", "旧称纸业（演练）有限公司"):
        ok(await firm.post(f"{path}/amendments", {"name": name}, match=await firm.get(path)))
    for q in ("旧称", "jczy", "新名", "lvneng", "xmln", "三迁"):
        assert await found(secretary, q) == ["旧称纸业（演练）有限公司"]
    seen = ok(await secretary.get(path), 200)
    assert seen["former_names"] == [
        "旧称纸业（演练）有限公司", "新名绿能（演练）有限公司", "三迁环保（演练）有限公司",
    ]  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError, match="organization_keeps_its_names"):
        await operator.run("UPDATE organization SET former_names = '[]' WHERE id = $1", firm.party)
    await operator.run("UPDATE organization SET name = '直改（演练）' WHERE id = $1", firm.party)
    assert ok(await secretary.get(path), 200)["former_names"] == seen["former_names"]


async def test_an_application_is_found_by_its_organization_under_all_its_names(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    owner, office = work.cases[0].owner, work.secretary
    path = f"/v1/organizations/{owner.party}"
    before = ok(await owner.get(path), 200)
    ok(await owner.post(f"{path}/amendments", {"name": "更名后纺机（演练）"}, match=await owner.get(path)))
    for q in (before["name"], before["credit_code"], "更名后", "gmhfj"):
        rows = ok(await office.get(f"/v1/applications?cycle_id={work.year.cycle_id}&q={quote(q)}"), 200)["items"]
        assert work.application in [row["id"] for row in rows]
    for person in (owner, office):
        rows = ok(await person.get("/v1/applications?q=gmhfj"), 200)["items"]
        assert [row["id"] for row in rows] == [work.application]
    assert ok(await office.get("/v1/applications?q=gmhfj&status=withdrawn"), 200)["items"] == []


async def test_a_draft_and_anothers_application_are_found_by_nobody_but_their_owner(
    people: People, operator: Operator, secretary: Person
) -> None:
    work = await reviewing(people, operator)
    name = ok(await work.cases[0].owner.get(f"/v1/organizations/{work.cases[0].owner.party}"), 200)["name"]
    stranger = await people.register_applicant("无关（演练）有限公司")
    assert await found(stranger, name, "/v1/applications") == []
    assert await found(stranger, name) == []
    assert await found(stranger, "wg") == ["无关（演练）有限公司"]
    another = await called_year(people, operator)
    draft = await start(await people.verified_applicant("草稿未交（演练）有限公司"), another.cycle_id)
    assert await found(draft.owner, "cgwj", "/v1/applications") == ["草稿未交（演练）有限公司"]
    assert await found(secretary, "cgwj", "/v1/applications") == []


async def test_a_barred_officer_does_not_find_the_case(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    owner, barred = work.cases[0].owner, await people.secretary()
    firm = ok(await owner.get(f"/v1/organizations/{owner.party}"), 200)
    where = f"/v1/applications?cycle_id={work.year.cycle_id}&q={firm['credit_code']}"
    assert [row["id"] for row in ok(await barred.get(where), 200)["items"]] == [work.application]
    ok(await declared(barred, firm["credit_code"]))
    assert ok(await barred.get(where), 200) == {"items": [], "next_cursor": None}
    assert [row["id"] for row in ok(await work.secretary.get(where), 200)["items"]] == [work.application]


async def test_an_expert_is_found_by_name_and_employer(secretary: Person) -> None:
    body = {"name": "单𬭚", "employer_name": "长三角质量研究院", "employer_credit_code": "91350100M000100Y43"}
    ok(await secretary.post("/v1/experts", expert_body(await evidence(secretary), **body)))
    for q in ("单𬭚", "sc", "shanchun", "dan", "长三角", "csjzl", "zhiliang changsan", "91350100m000100y43", "单 研究"):
        assert await found(secretary, q, "/v1/experts") == ["单𬭚"]
    assert await found(secretary, "单𬭚 industry", "/v1/experts") == []
    assert ok(await secretary.get("/v1/experts?q=sc&kind=industry"), 200)["items"] == []


async def test_no_role_finds_what_it_may_not_list(people: People, api: httpx2.AsyncClient, secretary: Person) -> None:
    cast = await whole_cast(people)
    name = ok(await secretary.get("/v1/experts"), 200)["items"][0]["name"]
    allowed = {
        "/v1/organizations": {Role.APPLICANT, Role.SECRETARIAT},
        "/v1/applications": {Role.APPLICANT, Role.SECRETARIAT},
        "/v1/experts": {Role.SECRETARIAT},
    }
    for path in LISTS:
        assert (await api.get(f"{path}?q={quote(name)}")).status_code == 401
        for role, person in cast.items():
            asked, plain = await person.get(f"{path}?q={quote(name)}"), await person.get(path)
            assert (asked.status_code == 200) is (role in allowed[path]), (path, role)
            assert asked.status_code == plain.status_code
            if role not in allowed[path]:
                # The same answer whether there is such an expert or not.
                none = await person.get(f"{path}?q={quote('查无此人')}")
                assert said(asked) == said(none)
            elif role is Role.APPLICANT:
                ids = {row["id"] for row in asked.json()["items"]}
                assert ids <= {row["id"] for row in plain.json()["items"]} <= {str(person.party)}


def said(answer: httpx2.Response) -> dict[str, Any]:
    return {key: value for key, value in answer.json().items() if key != "request_id"}


HOSTILE = {
    "%00": 400, "a%00b": 400, "%ff": 400, "%ed%a0%80": 400, "%e2%80%ae": 400,
    "": 422, "%20": 422, "%20%09%20": 422, "%25": 422, "_": 422, "%5C": 422, "%5C%5C%25_": 422, "'": 422, "%22": 422,
    ".*": 422, "%5E%24": 422, "(": 422, "%5B%5D": 422, "%7B%7D": 422, "%3F": 422, "%2B": 422, "%7C": 422,
    quote("🏆"): 422, quote("👍🏽"): 422, quote("（）"): 422, quote("质" * 51): 422, "a" * 10_000: 422,
}  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
async def test_hostile_queries_are_refused(secretary: Person, path: str) -> None:
    answers = {q: (await secretary.get(f"{path}?q={q}")) for q in HOSTILE}
    assert {q: answer.status_code for q, answer in answers.items()} == HOSTILE
    assert {answer.json()["code"] for answer in answers.values()} == {"query.unreadable", "input.invalid"}


@pytest.mark.parametrize(
    "q",
    [
        "澄'; DROP TABLE organization; --",
        "' OR 1=1 --",
        "cjtg.*",
        "c%tg",
        "c_tg",
        "(cjtg|wg)",
        "c[a-z]tg",
        "\\mcheng",
        "cjtg\\",
    ],
)
async def test_what_looks_like_a_pattern_is_read_as_its_letters(
    secretary: Person, firms: dict[str, Person], q: str
) -> None:
    assert len(firms) == 3
    letters = {"cjtg.*": [STEEL], "cjtg\\": [STEEL]}
    assert await found(secretary, q) == letters.get(q, [])


async def test_unknown_filters_and_values_are_refused(secretary: Person) -> None:
    for path in LISTS:
        unknown = await secretary.get(f"{path}?q=cjtg&credit=1")
        assert (unknown.status_code, unknown.json()["code"]) == (400, "query.unknown")
        twice = await secretary.get(f"{path}?q=cjtg&query=x")
        assert twice.json()["code"] == "query.unknown"
    for path, name in (("/v1/organizations", "status"), ("/v1/applications", "status"), ("/v1/experts", "kind")):
        assert (await secretary.get(f"{path}?q=cjtg&{name}=anything")).status_code == 422


async def test_results_come_in_pages_in_the_order_of_the_list(people: People, secretary: Person) -> None:
    for place in range(5):
        await people.register_applicant(f"翻页查找{place}号（演练）有限公司")
    whole = await found(secretary, "fycz")
    assert whole == [f"翻页查找{place}号（演练）有限公司" for place in (4, 3, 2, 1, 0)]
    seen, url = [], "/v1/organizations?q=fycz&limit=2"
    cursor = ""
    while True:
        page = ok(await secretary.get(url + cursor), 200)
        assert sorted(page) == ["items", "next_cursor"]
        seen += [row["name"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == whole
    # A cursor belongs to its query.
    other = await secretary.get(f"/v1/organizations?q=fy&limit=2{cursor}")
    assert (other.status_code, other.json()["code"]) == (400, "pagination.invalid_cursor")


async def test_a_migration_writes_what_the_rows_that_are_there_are_found_by(
    people: People, secretary: Person, cluster: Cluster, database: str
) -> None:
    await people.register_applicant("迁移前已有（演练）有限公司")
    config = Config(str(ROOT / "alembic.ini"))

    def down_and_up(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.downgrade(config, "0045")
        command.upgrade(config, "head")

    url = cluster.url(database, MIGRATOR)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(down_and_up)
    await engine.dispose()
    await migrate_async(url, SERVICE, rehearsal=True)
    assert await found(secretary, "qyqyy") == ["迁移前已有（演练）有限公司"]


async def test_five_thousand_organizations_are_searched_without_an_index(operator: Operator, secretary: Person) -> None:
    rows = [
        (f"第{place}演练特种{'钢铁纺织化纤电子'[place % 4 * 2 :][:2]}制造股份有限公司", f"91{place:016d}")
        for place in range(5_000)
    ]
    async with operator.transaction():
        await operator.connection.executemany(
            "INSERT INTO organization (id, status, version, credit_code, name, registered_at, search_text) "
            "VALUES (gen_random_uuid(), 'verified', 1, $1, $2, clock_timestamp(), $3)",
            [(code, name, search_text_of(name, code)) for name, code in rows],
        )
    spent = {}
    for q in ("", "钢铁", "tzgt", "tezhonggangtie", "91 4999", "查无"):
        tries = []
        for _ in range(5):
            began = time.perf_counter()
            ok(await secretary.get(f"/v1/organizations?limit=50{q and f'&q={quote(q)}'}"), 200)
            tries.append((time.perf_counter() - began) * 1000)
        spent[q] = min(tries)
    print({q: f"{took:.0f} ms" for q, took in spent.items()})  # noqa: T201 - the figures are there to be read.
    assert max(spent.values()) < 10 * spent[""]
