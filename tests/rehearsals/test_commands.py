"""`award rehearsal`: what an operator does to a rehearsal, and what a real award refuses him."""

import asyncio
import re

import asyncpg
import pytest

from app import cli_rehearsal
from app.local_postgres import MIGRATOR, Cluster
from app.settings import settings


def asked(cluster: Cluster, database: str, *statements: str) -> list[object]:
    """Run statements as the owner; give the first value of each."""

    async def run() -> list[object]:
        connection = await asyncpg.connect(cluster.url(database, MIGRATOR).replace("+asyncpg", ""))
        await connection.execute("SET ROLE award_owner")
        try:
            return [await connection.fetchval(each) for each in statements]
        finally:
            await connection.close()

    return asyncio.run(run())


def test_the_clock_is_set_shown_and_set_right(
    cluster: Cluster, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli_rehearsal.clock("2022-07-20T09:00")
    assert re.fullmatch(r"A rehearsal; its clock shows 2022-07-20 09:00:\d\d\.\n", capsys.readouterr().out)
    assert asked(cluster, database, "SELECT award_now() >= '2022-07-20T09:00+08:00'") == [True]
    cli_rehearsal.clock("real")
    assert asked(cluster, database, "SELECT clock_offset = interval '0' FROM installation") == [True]
    assert asyncio.run(cli_rehearsal.status()) is True


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("shown", "words"),
    [("morgen", "no time such as"), ("1999-01-01T00:00", "from the year 2000"), ("", "no time such as")],
)
def test_what_is_no_time_is_refused_in_one_sentence(shown: str, words: str) -> None:
    with pytest.raises(SystemExit, match=words):
        cli_rehearsal.clock(shown)


def test_it_begins_anew_with_one_invitation_and_no_files(
    cluster: Cluster, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = settings().files_dir / "ab"
    folder.mkdir(parents=True)
    (folder / "ab12").write_bytes(b"%PDF")
    (folder / "abff").write_bytes(b"%PDF of another database")
    asked(
        cluster, database,
        "INSERT INTO stored_file (id, owner_id, sha256, size, media_type, filename, storage_name) VALUES "
        "(gen_random_uuid(), gen_random_uuid(), sha256('x'), 4, 'application/pdf', 'x.pdf', 'ab12')",
    )  # fmt: skip
    asyncio.run(cli_rehearsal.reset("zhou-anew", "周秘书（演练）"))
    said = capsys.readouterr().out
    assert re.search(r"1 rows cleared\. zhou-anew opens his account with the code \S+\.", said)
    assert sorted(path.name for path in folder.iterdir()) == ["abff"]
    assert asked(cluster, database, "SELECT count(*) FROM user_account", "SELECT count(*) FROM record_leaf") == [1, 2]
    with pytest.raises(SystemExit, match="4 to 64"):
        asyncio.run(cli_rehearsal.reset("Z", "周秘书（演练）"))


def test_a_real_award_refuses_the_operator_too(cluster: Cluster, database: str) -> None:
    asked(
        cluster, database, "ALTER TABLE installation DISABLE TRIGGER rehearsal_is_for_life",
        "UPDATE installation SET rehearsal = false",
        "ALTER TABLE installation ENABLE ALWAYS TRIGGER rehearsal_is_for_life",
    )  # fmt: skip
    before = asked(cluster, database, "SELECT count(*) FROM record_leaf")
    with pytest.raises(SystemExit, match="runs a real award"):
        cli_rehearsal.clock("2022-07-20T09:00")
    with pytest.raises(SystemExit, match="runs a real award"):
        asyncio.run(cli_rehearsal.reset("zhou-anew", "周秘书（演练）"))
    assert asyncio.run(cli_rehearsal.status()) is False
    assert asked(cluster, database, "SELECT count(*) FROM record_leaf") == before
