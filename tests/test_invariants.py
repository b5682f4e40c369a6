"""Every invariant's query finds its own breach in a whole played year, and nothing in a year that was kept."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app import cli_check
from app.database import OWNER
from app.invariants import INVARIANTS, verdict_of
from app.local_postgres import query
from app.settings import settings
from app.year.expected import EXPECTED
from app.year.journal import Journal
from app.year.refusals import REFUSALS
from tests.faults.patience import tell_through_kills
from tests.faults.standing import DATABASE, Standing, standing

pytestmark = pytest.mark.xdist_group("year")

UNGUARDED = """
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS tab, conname FROM pg_constraint
        WHERE contype IN ('c', 'u', 'p', 'x', 'f') AND connamespace = 'public'::regnamespace
        ORDER BY contype <> 'f' LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', c.tab, c.conname); END LOOP;
    FOR c IN SELECT indexrelid::regclass AS name FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid
        WHERE indisunique AND k.relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('DROP INDEX %s', c.name); END LOOP;
    FOR c IN SELECT oid::regclass AS tab FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', c.tab); END LOOP;
END $$;"""
"""What takes every guard away; each breach is rolled back."""


def again(table: str, changed: str, where: str = "true") -> str:
    """One row of a table once more, with some of its members changed."""
    return f"INSERT INTO {table} SELECT (jsonb_populate_record(r, {changed})).* FROM {table} r WHERE {where} LIMIT 1"  # noqa: S608 - our own names.


def one(table: str, changed: str, where: str = "true", key: str = "id") -> str:
    """One row of a table changed."""
    return f"UPDATE {table} SET {changed} WHERE {key} IN (SELECT {key} FROM {table} WHERE {where} LIMIT 1)"  # noqa: S608 - our own names.


NEW_ID = "jsonb_build_object('id', gen_random_uuid())"
BREACHES: dict[str, str] = {
    "i1_one_live_cycle": again("cycle", NEW_ID, "status <> 'cancelled'"),
    "i1_window": one("cycle", "opens_at = closes_at", "opens_at IS NOT NULL"),
    "i2_values_of_the_tier": one("bonus", "amount = amount + 1"),
    "i3_places": "UPDATE award SET tier = 'mayors_award', slot = 1",
    "i3_place_taken_once": again("award", NEW_ID, "slot IS NOT NULL"),
    "i4_one_live_application": """UPDATE application a SET credit_code = b.credit_code FROM application b
        WHERE a.cycle_id = b.cycle_id AND a.id > b.id AND a.status <> 'withdrawn' AND b.status <> 'withdrawn'""",
    "i5_chain": "DELETE FROM application_step WHERE seq = 2",
    "i5_newest_step": one("application", "status = 'draft'", "status = 'awarded'"),
    "i5_legal_moves": "UPDATE application_step SET to_status = 'awarded' WHERE from_status = 'draft'",
    "i6_recommended_bytes": one("recommendation", "signed_by = submitted_by", "opinion = 'positive'"),
    "i7_assigned_expert": "UPDATE expert_relation SET relation = 'recused', ground = '演练' WHERE sheet_in",
    "i7_declared": "UPDATE expert_relation SET declared = 'conflict' WHERE relation = 'assigned'",
    "i8_panel_composition": """UPDATE panel_seat SET is_leader = true;
        UPDATE cycle SET status = 'site_review' WHERE status <> 'cancelled'""",
    "i8_composition_for_the_application": """UPDATE panel SET minimum = 4;
        UPDATE cycle SET status = 'site_review' WHERE status <> 'cancelled'""",
    "i8_plan_as_drawn": one("panel_plan", "outcome = outcome || ' '::bytea", "outcome IS NOT NULL"),
    "i9_sum_of_the_criteria": "UPDATE criteria_node SET points = points + 1 WHERE code = '4.1.2'",
    "i9_percent_lattice": "UPDATE sheet_item SET percent = 52 WHERE item_code = '4.1.2'",
    "i10_sheet_complete": one("score_sheet", "total = total + 1", "status = 'submitted'"),
    "i10_consensus_complete": one("consensus", "total = total + 1", "status = 'concluded'"),
    "i11_final_score": "UPDATE comprehensive_report SET total_num = total_num + 1",
    "i11_ranking_hash": "UPDATE ranking SET content = content || ' '::bytea",
    "i12_floor": "UPDATE award SET total_num = 49999, total_den = 1",
    "i13_one_award": again("award", NEW_ID),
    "i14_full_notice": "UPDATE notice SET last_day = last_day - 6, ends_at = ends_at - interval '6 days'",
    "i14_unbroken_notice": "UPDATE notice SET suspended_at = published_at",
    "i14_granted_after_the_notice": "UPDATE award SET granted_on = granted_on - 60",
    "i15_objection_blocks": """UPDATE objection SET status = 'investigating', application_id =
        (SELECT application_id FROM award LIMIT 1)""",
    "i15_unit_under_seal": """UPDATE objection SET is_unit = true, is_real_name = true WHERE status = 'rejected'""",
    "i23_printed_checkpoint": "UPDATE notice SET checkpoint = 'x'",
    "i16_bonus": one("bonus", "paid_by = prepared_by", "status = 'paid'"),
    "i17_recovery": "UPDATE recovery SET amount = amount + 500000",
    "i18_in_the_window": "UPDATE cycle SET closes_at = opens_at + interval '1 second'",
    "i18_submitted_bytes": one("submission", "content = content || ' '::bytea", key="application_id"),
    "i19_votes": one("vote", "choice = 'abstain'", "choice = 'in_favour'", key="ballot_id"),
    "i19_electorate": "DELETE FROM eligible_voter",
    "i19_result": "UPDATE ballot SET passed = NOT passed",
    "i19_attendance": one("attendance", "is_present = NOT is_present", "alternate_id IS NULL", key="meeting_id"),
    "i19_minutes": "UPDATE minutes_version SET text = text || '。' WHERE sha256 IS NOT NULL",
    "i19_repeats": "UPDATE ballot SET repeats_id = NULL WHERE round > 1",
    "i19_base_at_close": "UPDATE ballot SET base_at_close = base_at_close + 1",
    "i19_papers": "UPDATE ballot SET papers = 0",
    "i20_answers": "UPDATE idempotency_key SET status = 0",
    "i21_one_seat": again("committee_member", NEW_ID, "to_on IS NULL"),
    "i21_visits_apart": again("site_hours", NEW_ID, "standing"),
    "i22_events": "INSERT INTO inbox_receipt VALUES ('mail', gen_random_uuid())",
    "i23_leaf_of_the_step": """DELETE FROM record_leaf WHERE id IN
        (SELECT leaf_id FROM application_step WHERE act = 'submit_application')""",
    "i24_own_files": "UPDATE evidence SET file_id = (SELECT id FROM stored_file LIMIT 1)",
    "i25_grants": "UPDATE role_grant SET ended_at = now() WHERE role = 'secretariat'",
    "i26_one_list": "UPDATE government_decision SET approved = approved || ' '::bytea",
    "i26_decided_is_not_returned": """INSERT INTO submission_return (submission_id, document_number, returned_on,
        signatory, reason, recorded_by, recorded_at) SELECT submission_id, document_number, decided_on, signatory,
        '演练', recorded_by, recorded_at FROM government_decision LIMIT 1""",
    "i26_awarded_is_approved": "UPDATE decision_entry SET is_approved = false",
    "i27_refresh_tokens": again("refresh_token", "'{\"token_hash\": \"\\\\x00\"}'::jsonb", "used_at IS NULL"),
    "i33_concluded_by_another": "UPDATE supervisory_check SET concluded_by = officer_id",
    "i33_heard_and_found": "UPDATE check_finding SET is_adverse = NOT is_adverse",
    "i33_follows_the_check": "UPDATE supervisory_check SET outcome = 'reminder' WHERE outcome = 'revocation'",
    "i34_renewed_by_review": one("award", "renewed_on = granted_on", "status = 'standing'"),
    "promotion_with_consent": "UPDATE promotion_case SET consented_by = NULL, consented_at = NULL",
    "promotion_of_a_winner": """UPDATE promotion_case SET organization_id =
        (SELECT o.id FROM organization o WHERE o.id <> organization_id LIMIT 1)""",
    "i30_codes": "UPDATE candidate_entry SET code = '候选A'",
    "i30_reveal": "INSERT INTO name_reveal SELECT id, gen_random_uuid() FROM cycle LIMIT 1",
    "i32_within_the_line": "UPDATE expense SET amount = amount + 1000000",
    "i28_all_decided": """UPDATE finding SET outcome = 'not_met' WHERE round = 'initial' AND code =
        (SELECT min(code) FROM finding) AND application_id = (SELECT application_id FROM award LIMIT 1)""",
}  # fmt: skip
"""What breaks each invariant, once nothing guards it."""


@pytest.fixture(scope="module")
def journal() -> Journal:
    """What the year came to, against what is written down."""
    return Journal(EXPECTED, REFUSALS, quiet=True)


@pytest.fixture(scope="module")
def stands() -> Iterator[Standing]:
    """A service and a PostgreSQL that may be killed."""
    with standing() as made:
        yield made


@pytest.fixture(scope="module")
def year(stands: Standing, journal: Journal) -> Iterator[str]:
    """The owner's URL of a database in which a whole year was played, while both were killed."""
    with pytest.MonkeyPatch.context() as patch:
        tell_through_kills(stands, journal, patch)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWARD_MIGRATION_URL", stands.migration_url)
        patch.setenv("AWARD_FILES_DIR", str(stands.place / "files"))
        patch.setenv("AWARD_KEYS_DIR", str(stands.place / "keys"))
        settings.cache_clear()
        yield stands.migration_url
    settings.cache_clear()


@pytest.fixture(scope="module")
def open_year(stands: Standing, year: str) -> str:
    """The owner's URL of the year, in which from here on nothing guards anything."""
    query(stands.cluster, f"SET ROLE {OWNER};{UNGUARDED}", DATABASE)
    return year


@pytest.fixture
async def unguarded(open_year: str) -> AsyncIterator[AsyncSession]:
    """The year without any guard, for one test."""
    engine = create_async_engine(open_year, poolclass=NullPool)
    async with AsyncSession(engine) as session:
        await session.execute(text(f"SET ROLE {OWNER}"))
        yield session
        await session.rollback()
    await engine.dispose()


def test_the_year_ends_as_it_is_written_down_though_both_were_killed(
    stands: Standing, year: str, journal: Journal
) -> None:
    assert year
    assert stands.kills == ["service", "database"]
    assert journal.differences == []


async def test_a_year_that_was_kept_has_no_breach_and_almost_nothing_was_not_looked_at(year: str) -> None:
    found = await cli_check.judged(year)
    assert [(each.name, each.breaches) for each in found if each.breaches] == []
    assert [each.name for each in found if not each.looked] == ["i22_events"]
    assert len(found) == len(INVARIANTS) > 40


async def test_all_checks_of_a_year_that_was_kept_pass(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert year
    assert await cli_check.everything() is True
    assert "of them sealed, 0 wrong" in capsys.readouterr().out


def test_every_invariant_has_its_breach() -> None:
    assert sorted(BREACHES) == sorted(INVARIANTS)


@pytest.mark.parametrize("name", sorted(BREACHES))
async def test_a_breach_is_found_and_said_in_words(unguarded: AsyncSession, name: str) -> None:
    for statement in BREACHES[name].split(";"):
        await unguarded.execute(text(statement))
    verdict = await verdict_of(unguarded, INVARIANTS[name])
    assert verdict.breaches
    for zh, en in verdict.breaches:
        assert (zh[-1], en[-1], "{" in zh + en) == ("。", ".", False)


PLAIN = """
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT attrelid::regclass AS tab, attname FROM pg_attribute WHERE attgenerated <> '' AND NOT attisdropped
        AND attrelid IN ('cycle'::regclass, 'award'::regclass, 'application'::regclass) LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP EXPRESSION', c.tab, c.attname); END LOOP;
END $$"""
"""Rows that are copied whole, with what else would be derived."""
ANOTHER_YEAR = """
INSERT INTO cycle SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'award_year', 2099))).*
    FROM cycle c WHERE c.status <> 'cancelled' AND EXISTS (SELECT FROM award a WHERE a.cycle_id = c.id) LIMIT 1;
INSERT INTO award SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'cycle_id', n.id))).*
    FROM award a JOIN cycle c ON c.id = a.cycle_id JOIN cycle n ON n.title = c.title AND n.award_year = 2099
    WHERE a.slot IS NOT NULL;
INSERT INTO application SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(),
    'cycle_id', n.id))).* FROM application a JOIN cycle c ON c.id = a.cycle_id
    JOIN cycle n ON n.title = c.title AND n.award_year = 2099 WHERE c.id <> n.id"""
"""A year once more, with its applications and titles, under the same name."""


async def test_two_years_of_one_name_are_two_years(unguarded: AsyncSession) -> None:
    for statement in (PLAIN, *ANOTHER_YEAR.split(";")):
        await unguarded.execute(text(statement))
    for name in ("i3_place_taken_once", "i4_one_live_application"):
        verdict = await verdict_of(unguarded, INVARIANTS[name])
        assert (verdict.looked > 0, verdict.breaches) == (True, ())


def test_an_altered_file_and_a_missing_one_are_named(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert year
    stored = sorted(path for path in settings().files_dir.rglob("*") if path.is_file())
    altered, missing = stored[:2]
    kept = [path.read_bytes() for path in (altered, missing)]
    altered.write_bytes(kept[0] + b" ")
    missing.unlink()
    assert asyncio.run(cli_check.files()) is False
    said = capsys.readouterr().out
    assert ("its bytes are missing" in said, "its bytes are not those that were sealed" in said) == (True, True)
    for path, content in zip((altered, missing), kept, strict=True):
        path.write_bytes(content)
