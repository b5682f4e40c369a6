"""Retention: how claimants and objectors were reached goes some years after their cases are closed, and only then."""

from datetime import datetime, timedelta
from uuid import UUID

from app.acts import Actor
from app.cli_check import as_owner, judged, owner_url
from app.local_postgres import MIGRATOR, Cluster
from app.privacy import retention
from app.regulation.vocabulary import Role
from app.schema import METADATA
from tests.api import Operator, People
from tests.claims.test_claims import disputed
from tests.honours_world import lodged, noticed_year, ruled
from tests.objections.test_objections import RUNNING
from tests.year_world import ok

TABLES = tuple(METADATA.sorted_tables)


async def let_go_at(instant: datetime) -> dict[str, int]:
    """Apply all rules as if the award's clock showed an instant; give what went, by rule."""
    operator = Actor(role=Role.SECRETARIAT, request_id="operator-of-the-tests", now=instant)
    async with as_owner(owner_url(), reading=False) as session:
        return {each.rule.name: each.rows for each in await retention.apply(session, operator, TABLES) if each.rows}


async def breaches(url: str) -> dict[str, set[tuple[str, str]]]:
    return {each.name: set(each.breaches) for each in await judged(url) if each.breaches}


async def test_a_claimants_contact_goes_two_years_after_the_decision(people: People, operator: Operator) -> None:
    open_case, closed = await disputed(people), await disputed(people)
    ok(await closed.decide("rejection"))
    decided: datetime = await operator.value("SELECT decided_at FROM organization_claim WHERE id = $1", UUID(closed.id))
    contacts = "SELECT claim_id FROM claim_contact WHERE claim_id = ANY($1)"
    both = [UUID(open_case.id), UUID(closed.id)]
    assert "claimants" not in await let_go_at(decided + timedelta(days=700))
    assert {row[0] for row in await operator.rows(contacts, both)} == set(both)
    assert (await let_go_at(decided + timedelta(days=732)))["claimants"] == 1
    assert await operator.rows(contacts, both) == [(UUID(open_case.id),)]
    assert "claimants" not in await let_go_at(decided + timedelta(days=3000))


async def test_an_objectors_contact_goes_three_years_after_the_ruling_and_his_name_and_words_stay(
    people: People, operator: Operator, cluster: Cluster, database: str
) -> None:
    made = await noticed_year(people, operator)
    ruled_on, waiting = await lodged(made, "甲", RUNNING), await lodged(made, "乙", RUNNING)
    await ruled(made, ruled_on, "rejection", RUNNING)
    # The scores of this world stand straight in the tables, which the record does not know; nothing is added to that.
    sound = await breaches(cluster.url(database, MIGRATOR))
    before = {row[0]: row for row in await operator.rows("SELECT id, name, text, contact, status FROM objection")}
    at: datetime = await operator.value("SELECT max(ruled_at) FROM objection")
    assert "objectors_contacts" not in await let_go_at(at + timedelta(days=1090))
    assert (await let_go_at(at + timedelta(days=1097)))["objectors_contacts"] == 1
    after = {row[0]: row for row in await operator.rows("SELECT id, name, text, contact, status FROM objection")}
    key, name, words, _contact, status = before[UUID(ruled_on)]
    assert after == before | {key: (key, name, words, "（已抹除）", status)}
    assert after[UUID(waiting)][3] == "0510-86000001"
    assert "objectors_contacts" not in await let_go_at(at + timedelta(days=4000))
    assert await breaches(cluster.url(database, MIGRATOR)) == sound
