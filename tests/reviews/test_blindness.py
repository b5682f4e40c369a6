"""Blindness (T10): before one's own sheet is in, no other sheet, no self-score, no consensus; neither by SQL."""

from fastapi import FastAPI
from sqlalchemy import text

from app.database import Database, Mask, Persona
from tests.api import Operator, People, Person
from tests.reviews_world import filled, reviewing, submitted
from tests.year_world import ok

SEEN = (
    "SELECT (SELECT count(*) FROM score_sheet), (SELECT count(DISTINCT sheet_id) FROM sheet_item), "
    "(SELECT count(*) FROM submitted_self_scores)"
)


async def counted(database: Database, person: Person) -> tuple[int, ...]:
    """Count what the schema shows to an expert."""
    async with database.transaction(Mask(Persona.EXPERT, person.user, person.party)) as session:
        return tuple((await session.execute(text(SEEN))).one())


async def test_an_expert_sees_no_other_sheet_before_submitting_his_own(
    people: People, operator: Operator, service: FastAPI
) -> None:
    work = await reviewing(people, operator)
    first, second = work.experts[0], work.experts[1]
    other = (await submitted(work, first, 90)).json()["id"]
    mine = await filled(work, second, 10)
    database = service.state.database
    assert await counted(database, second) == (1, 1, 0)
    assert (await second.get(f"/v1/sheets/{other}")).status_code == 404
    assert [each["id"] for each in ok(await second.get("/v1/sheets"), 200)["items"]] == [mine.json()["id"]]
    dossier = ok(await second.get(f"/v1/reviews/{work.application}/dossier"), 200)
    assert {item["self_percent"] for item in dossier["contents"]["self_assessment"]} == {None}
    assert '"900.00"' not in (await second.get(f"/v1/panels/{work.panel}")).text
    ok(await second.post(f"/v1/sheets/{mine.json()['id']}/submission", match=mine))
    assert await counted(database, second) == (2, 2, 1)
    assert ok(await second.get(f"/v1/sheets/{other}"), 200)["total"] == "900.00"
    dossier = ok(await second.get(f"/v1/reviews/{work.application}/dossier"), 200)
    assert None not in {item["self_percent"] for item in dossier["contents"]["self_assessment"]}
    third = work.experts[2]
    assert await counted(database, third) == (0, 0, 0)


async def test_the_secretariat_reads_a_sheet_only_when_it_is_in(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await filled(work, work.leader, 70)
    path = f"/v1/sheets/{last.json()['id']}"
    seen = ok(await work.secretary.get(path), 200)
    assert (seen["status"], seen["items"], seen["total"]) == ("draft", [], None)
    ok(await work.leader.post(f"{path}/submission", match=last))
    assert ok(await work.secretary.get(path), 200)["total"] == "700.00"


async def test_an_expert_of_another_panel_sees_nothing(people: People, operator: Operator, service: FastAPI) -> None:
    work = await reviewing(people, operator)
    sheet = (await submitted(work, work.leader)).json()["id"]
    other = await reviewing(people, operator)
    assert await counted(service.state.database, other.experts[0]) == (0, 0, 0)
    assert (await other.experts[0].get(f"/v1/sheets/{sheet}")).status_code == 404
    assert (await other.experts[0].get(f"/v1/reviews/{work.application}/material-report")).status_code == 404


async def test_neither_applicant_nor_recommender_reads_a_review(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    sheet = (await submitted(work, work.leader)).json()["id"]
    for reader in (work.cases[0].owner, work.cases[0].recommender):
        for path in (
            "/v1/reviews", f"/v1/reviews/{work.application}/dossier", "/v1/sheets", f"/v1/sheets/{sheet}",
            "/v1/consensus", "/v1/panels", f"/v1/panels/{work.panel}", f"/v1/shortlists/{work.year.cycle_id}",
            f"/v1/reviews/{work.application}/material-report", f"/v1/reviews/{work.application}/comprehensive-report",
        ):  # fmt: skip
            assert (await reader.get(path)).status_code == 403


async def test_no_grant_lets_the_secretariat_write_what_experts_judge(operator: Operator) -> None:
    rights = await operator.rows(
        "SELECT table_name, column_name FROM information_schema.column_privileges WHERE grantee = 'award_secretariat' "
        "AND privilege_type IN ('INSERT', 'UPDATE') AND table_name IN ('score_sheet', 'sheet_item', 'consensus', "
        "'consensus_item', 'material_report', 'comprehensive_report') ORDER BY 1, 2"
    )
    # A sanction re-opens a consensus: its policy lets it be nothing but open afterwards.
    reopening = [("consensus", name) for name in ("concluded_at", "leaf_id", "round", "status", "total", "version")]
    assert rights == [*reopening, ("score_sheet", "leaf_id"), ("score_sheet", "status"), ("score_sheet", "version")]
