"""Breach report: who read what of whom, out of the record alone, with the erased shown as erased."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app import cli_privacy
from app.cli_record import forget
from tests.api import Operator, People, Person
from tests.reviews_world import Work, reviewing
from tests.year_world import ok, undertake


@pytest.fixture(scope="module")
async def work(people: People, operator: Operator) -> Work:
    """A panel with two cases whose dossiers its experts may open."""
    return await reviewing(people, operator, applications=2)


@pytest.fixture(scope="module")
async def readers(work: Work, people: People) -> Mapping[str, Person]:
    """Two experts and two secretaries read: one of each only the first case, the others both."""
    one, other = await people.secretary(), await people.secretary()
    for secretary in (one, other):
        await undertake(secretary, work.year.cycle_id)
    for reader, cases in ((work.experts[0], work.cases[:1]), (work.experts[1], work.cases)):
        for case in cases:
            ok(await reader.get(f"/v1/reviews/{case.id}/dossier"), 200)
    for reader, cases in ((one, work.cases[:1]), (other, work.cases)):
        for case in cases:
            ok(await reader.get(f"/v1/applications/{case.id}"), 200)
    return {"expert": work.experts[0], "other expert": work.experts[1], "secretary": one, "other secretary": other}


async def told(**asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - the options of the command.
    between = asked.get("between") or ("2000-01-01", "2999-01-01")
    return json.loads(await cli_privacy.breach(asked.get("subject"), asked.get("actor"), between, "json"))


def logins(rows: list[dict[str, Any]], operation: str) -> list[str]:
    return [row["person"].partition(" ")[0] for row in rows if row["operation"] == operation]


async def test_every_reader_of_a_case_is_named_and_nobody_who_read_another(
    work: Work, readers: Mapping[str, Person]
) -> None:
    first, second = [await told(subject=case.id) for case in work.cases]
    assert [name for name in logins(first, "show_dossier") if name in {readers[key].login for key in readers}] == [
        readers["expert"].login, readers["other expert"].login,
    ]  # fmt: skip
    assert readers["expert"].login not in logins(second, "show_dossier")
    assert readers["other expert"].login in logins(second, "show_dossier")
    own = {readers["secretary"].login, readers["other secretary"].login}
    assert own <= set(logins(first, "show_application"))
    assert own & set(logins(second, "show_application")) == {readers["other secretary"].login}
    assert {row["application"] for row in first} == {work.cases[0].id}
    codes = {row["organization"] for row in first} | {row["organization"] for row in second}
    assert len(codes) == 2


async def test_an_organization_and_its_credit_code_stand_for_all_of_its_cases(
    work: Work, readers: Mapping[str, Person], operator: Operator
) -> None:
    assert readers
    case = work.cases[0]
    rows = await told(subject=case.id)
    code = rows[0]["organization"].partition(" ")[0]
    by_code, by_id = await told(subject=code), await told(subject=str(case.owner.party))
    assert by_code == by_id
    assert [row for row in by_code if row["application"]] == rows
    assert await operator.value("SELECT id FROM organization WHERE credit_code = $1", code) == case.owner.party


async def test_a_reader_is_found_by_login_by_id_and_by_pseudonym_within_the_hours_that_are_asked(
    work: Work, readers: Mapping[str, Person], operator: Operator
) -> None:
    reader = readers["other expert"]
    pseudonym = await operator.value("SELECT id FROM pseudonym WHERE user_id = $1", reader.user)
    rows = await told(actor=reader.login)
    assert [row["application"] for row in rows] == [case.id for case in work.cases]
    assert {(row["actor"], row["role"]) for row in rows} == {(str(pseudonym), "expert")}
    assert await told(actor=str(reader.user)) == rows == await told(actor=str(pseudonym))
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    around = ((now - hour).isoformat(), (now + hour).isoformat())
    assert await told(actor=reader.login, between=around) == rows
    assert await told(actor=reader.login, between=((now + hour).isoformat(), "2999-01-01")) == []
    assert await told(actor=reader.login, subject=work.cases[1].id) == rows[1:]
    with pytest.raises(SystemExit, match="There is nobody with the login"):
        await told(actor="nobody-at-all")
    with pytest.raises(SystemExit, match="is no instant"):
        await told(actor=reader.login, between=("yesterday", "2999-01-01"))


async def test_csv_and_text_say_the_same_and_no_cell_is_a_formula(
    work: Work, readers: Mapping[str, Person], operator: Operator
) -> None:
    reader = readers["secretary"]
    await operator.run("ALTER TABLE user_account DISABLE TRIGGER USER")
    await operator.run("UPDATE user_account SET login = '=cmd' WHERE id = $1", reader.user)
    await operator.run("ALTER TABLE user_account ENABLE TRIGGER USER")
    between = ("2000-01-01", "2999-01-01")
    rows = await told(subject=work.cases[0].id)
    sheet = list(csv.DictReader(io.StringIO(await cli_privacy.breach(work.cases[0].id, None, between, "csv"))))
    assert [row["request"] for row in sheet] == [row["request"] for row in rows]
    assert any(row["person"].startswith("'=cmd ") for row in sheet)
    text = await cli_privacy.breach(work.cases[0].id, None, between, "text")
    assert text.splitlines()[-1] == f"{len(rows)} rows."
    assert len(text.splitlines()) == len(rows) + 1


async def test_who_was_erased_is_shown_as_erased_and_what_he_read_stays(
    work: Work, readers: Mapping[str, Person], operator: Operator
) -> None:
    reader = readers["expert"]
    pseudonym = str(await operator.value("SELECT id FROM pseudonym WHERE user_id = $1", reader.user))
    before = await told(subject=work.cases[0].id)
    assert await forget(reader.login) is True
    after = await told(subject=work.cases[0].id)
    assert len(after) == len(before)
    assert {row["person"] for row in after if row["actor"] == pseudonym} == {"(erased)"}
    assert [row for row in after if row["actor"] != pseudonym] == [row for row in before if row["actor"] != pseudonym]
    assert reader.login not in json.dumps(after)
    # The pseudonym still finds his readings; the person does not.
    assert {row["person"] for row in await told(actor=pseudonym)} == {"(erased)"}
    with pytest.raises(SystemExit, match="or his pseudonym was erased"):
        await told(actor=reader.login)
