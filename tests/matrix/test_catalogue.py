"""The rights in the migrated database are those of the catalogue that was reviewed."""

from app.local_postgres import Cluster
from tests.matrix.catalogue import GOLDEN, lines_of

LEAST = {"table": 100, "grant": 1000, "policy": 500, "function": 100, "trigger": 100, "role": 10, "member": 9}
"""What a catalogue has at least of each kind; a shrunken one has not looked."""
PATH = "set search_path=pg_catalog, public, pg_temp"


def kept() -> list[str]:
    return GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_rights_of_the_migrated_database_are_those_that_were_reviewed(cluster: Cluster, database: str) -> None:
    now, before = set(lines_of(cluster, database)), set(kept())
    # Whoever meant the change writes the catalogue anew: python -m tests.matrix.catalogue
    assert {"gained": sorted(now - before), "lost": sorted(before - now)} == {"gained": [], "lost": []}


def test_the_catalogue_counts_what_it_holds() -> None:
    counters = {kind: sum(line.startswith(f"{kind} ") for line in kept()) for kind in LEAST}
    print("catalogue", counters)  # noqa: T201 - the counters are there to be read.
    assert {kind: counters[kind] >= least for kind, least in LEAST.items()} == dict.fromkeys(LEAST, True)
    assert kept() == sorted(set(kept()))


def test_every_table_is_the_owners_and_forces_row_security_on_him_too() -> None:
    tables = [line for line in kept() if line.startswith("table ")]
    open_to_all = [line for line in tables if " owner award_owner rls on forced" not in line]
    # The number of the schema's version; no persona has a right on it.
    assert open_to_all == ["table alembic_version owner award_owner rls off unforced"]
    assert [line for line in kept() if line.startswith("grant alembic_version ")] == []
    views = [line for line in kept() if line.startswith(("view ", "materialized "))]
    assert [line for line in views if "security_invoker=true" not in line] == []


def test_a_function_with_its_owners_rights_has_a_fixed_path_and_is_the_owners() -> None:
    definers = [line for line in kept() if line.startswith("function ") and " definer" in line]
    assert [line for line in definers if not line.endswith(f"owner award_owner definer {PATH}")] == []
    assert len(definers) > 50


def test_no_persona_may_log_in_pass_by_row_security_or_pass_its_rights_on() -> None:
    roles = [line for line in kept() if line.startswith("role ")]
    assert [line for line in roles if "superuser" in line or "bypassrls" in line] == []
    assert sorted(line for line in roles if " login" in line) == [
        "role award_migrator login createrole inherit",
        "role award_service login",
    ]
    assert [line for line in kept() if line.endswith("grantable")] == []
    assert [line for line in kept() if " to PUBLIC " in line and not line.startswith(("grant", "schema"))] == []
