"""Each act × role × relation × status asked of the table, of the service and of the database: they say the same.

The world has two of each kind. Its owner puts a subject into each of its statuses, which no act could do so fast, with
the guards asleep; and the record takes no leaf, so that an act that would succeed is seen (503) and changes nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.applications.secrecy import INSIDE, SECRET
from app.database import PERSONA_OF, Base, Case, Database, Mask
from app.guards import sqlstate_of
from app.regulation.act import Act
from app.regulation.labels import zh
from app.regulation.procedure import STEPS
from app.regulation.refusals import Refusal
from app.regulation.steps import outcome, statuses_of
from app.regulation.vocabulary import Role, Status, Subject
from tests.api import Operator, People
from tests.canaries import Aviary
from tests.later_world import before_the_committee
from tests.matrix.bodies import body_of
from tests.operations import OPERATIONS, Described
from tests.whole_world import in_material_review

TABLES: Mapping[Subject, str] = {
    mapper.class_.SUBJECT: str(mapper.local_table)
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Case)
}
ELSEWHERE = frozenset({
    "invite_colleague", "ask_reconsideration", "uphold_reconsideration", "reject_reconsideration",
    "supply_supplement", "open_sheet", "request_unlock", "open_consensus", "open_site_issue", "plan_site_visit",
    "ask_site_information", "lodge_objection", "lodge_tip", "support_objection", "return_submission",
    "set_budget_line", "support_claim",
})  # fmt: skip
"""Acts whose path names something else than their subject; the tests of their stages ask them."""
NARROWER = frozenset({"issue_comprehensive_report"})
"""Its doorway asks for a seat on the panel of the site visit, where the persona reaches what any panel of its has."""
HALF_MADE = {
    ("republish_notice", Status.INTERRUPTED), ("activate_panel", Status.FORMING), ("apply_panel_plan", Status.DRAWN),
}  # fmt: skip
"""Where the status alone is no state that acts could bring about: its suspension, its plan, its seats are not there."""
UNPLANTED = frozenset({
    "draw_defence_order", "schedule_defences", "move_defence", "amend_site_visit", "record_site_visit",
    "log_site_document", "log_site_interview", "answer_site_information", "record_title_finding", "renew_title",
    "let_title_expire",
})  # fmt: skip
"""Acts upon what the world of these tests does not have."""
KEYS = {"code": "code", "year": "year"}
"""The column that a place of a path names, where it is no id."""
ROLES = {"secretary": Role.SECRETARIAT, "chair": Role.COMMITTEE, "member": Role.COMMITTEE}
ASLEEP = """
DO $$ DECLARE c record; BEGIN
FOR c IN SELECT conname, conrelid::regclass AS tab FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND (contype IN ('c', 'x') OR contype = 'f' AND EXISTS (
SELECT FROM pg_attribute a WHERE a.attrelid = conrelid AND a.attnum = ANY (conkey) AND a.attname = 'status')) LOOP
EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.tab, c.conname); END LOOP;
FOR c IN SELECT indexrelid::regclass AS name FROM pg_index JOIN pg_class r ON r.oid = indrelid
WHERE indpred IS NOT NULL AND indisunique AND r.relnamespace = 'public'::regnamespace LOOP
EXECUTE format('DROP INDEX %s', c.name); END LOOP;
FOR c IN SELECT oid::regclass AS tab FROM pg_class WHERE relkind = 'r' AND relrowsecurity
AND relnamespace = 'public'::regnamespace LOOP
EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', c.tab); END LOOP; END $$;
CREATE FUNCTION matrix_no_leaf() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'allowed' USING ERRCODE = '55P03'; END $$;
CREATE TRIGGER matrix_no_leaf BEFORE INSERT ON record_leaf FOR EACH ROW EXECUTE FUNCTION matrix_no_leaf();
"""
"""What lets a subject stand in any status, in the database of this module, which is dropped afterwards."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: this act by this person about this row in this status."""

    operation: Described
    name: str
    role: Role
    key: str
    relation: str
    status: Status

    @property
    def act(self) -> Act:
        """The act that is asked for."""
        return Act(self.operation.name)

    @property
    def column(self) -> str:
        """The column by which the path names the row."""
        return KEYS.get(self.operation.places[0], "id")

    @property
    def kind(self) -> tuple[str, str, str, str]:
        """What makes it distinct: two persons of the same relation are one cell."""
        return self.operation.name, self.role, self.relation, self.status


@dataclass(slots=True)
class Tally:
    """What was asked and what did not agree."""

    cells: set[tuple[str, str, str, str]] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def count(self, word: str, *, agrees: bool, said: str) -> None:
        """Count an answer, and keep one that does not agree."""
        self.asked[word] += 1
        if not agrees:
            self.differences.append(f"{word}: {said}")


@dataclass(frozen=True, slots=True)
class World:
    """The people and rows, and the three ways to ask."""

    aviary: Aviary
    operator: Operator
    database: Database

    async def move(self, subject: Subject, column: str, key: str, status: Status) -> None:
        """Put the row into the status; its version and what is known of an application stand in step with it."""
        table, extra = TABLES[subject], ""
        if subject is Subject.APPLICATION:
            extra = ", known_version = version" + ("" if status in SECRET else ", known_status = $1")
        change = f"UPDATE {table} SET status = $1{extra} WHERE {column}::text = $2"  # noqa: S608 - names of our own.
        await self.operator.run(change, status, key)

    async def reach(self, cell: Cell) -> str:
        """Say under the persona whether the row can be locked, only seen, or is not there."""
        person, column = self.aviary.people[cell.name], cell.column
        table, said = TABLES[STEPS[cell.act].on], "absent"
        mask = Mask(PERSONA_OF[cell.role], person.user, person.party)
        for word, tail in (("seen", ""), ("locked", "FOR NO KEY UPDATE")):
            query = text(f"SELECT {column} FROM {table} WHERE {column}::text = :key {tail}")  # noqa: S608 - as above.
            try:
                async with self.database.transaction(mask) as session:
                    if (await session.execute(query, {"key": cell.key})).first() is None:
                        break
                    await session.rollback()
            except DBAPIError as error:
                if sqlstate_of(error) != "42501":
                    raise
                break
            said = word
        return said


def direct() -> list[Described]:
    """The acts whose path names their subject."""
    return [one for one in OPERATIONS if one.is_act and one.places and one.name not in ELSEWHERE]


def role_of(name: str) -> Role:
    word = name.partition("_")[0]
    return ROLES[word] if word in ROLES else Role(word)


def keys_of(aviary: Aviary, operation: Described) -> Mapping[str, frozenset[str]]:
    """Give the ids for the first place of the path, with who may read them."""
    place, section = operation.places[0], operation.path.split("/")[2]
    own = aviary.ids.get(f"{section}/{place}", {})
    if place == "request_id":
        return {key: planted.readers for key, planted in own.items()}
    known = own | aviary.ids.get(place, {})
    return {key: planted.readers for key, planted in known.items()}


def relation_of(name: str, readers: frozenset[str]) -> str:
    """Name the relation: the office, an own thing, a panel's, one in conflict, what is everybody's, or none."""
    if name == "expert_b4" and "expert_b4" in readers:
        return "conflicted"
    if name in readers:
        return {"expert": "panel", "secretary": "office", "applicant": "own", "recommender": "unit"}.get(
            name.partition("_")[0], "seat"
        )
    return "everybody's" if "public" in readers else "none"


def of_table(cell: Cell, known: Status) -> tuple[bool, str]:
    """Ask the table as a pure function: whether the act may be done, and the code of its refusal."""
    step = STEPS[cell.act]
    targets = [after for before, after in step.moves if before is known]
    try:
        outcome(step, cell.act, cell.role, known, targets[0] if targets else None)
    except Refusal as refusal:
        return False, refusal.reasons[0].code
    return True, ""


@pytest.fixture(scope="module")
async def world(people: People, operator: Operator, service: FastAPI) -> World:
    aviary = Aviary()
    await in_material_review(people, operator, aviary)
    await before_the_committee(people, operator, aviary)
    aviary.keep("year", "2027", ["public"])
    await operator.run(ASLEEP)
    return World(aviary, operator, service.state.database)


def instances(world: World, operation: Described) -> Iterator[tuple[str, str, str]]:
    """Give who asks about which row, one row for each of his relations; foreign roles come once each."""
    step = STEPS[Act(operation.name)]
    keys, foreign = keys_of(world.aviary, operation), set()
    for name in world.aviary.people:
        role, met = role_of(name), set()
        if role not in step.by and role in foreign:
            continue
        foreign |= {role} - step.by
        for key, readers in keys.items():
            relation = relation_of(name, readers)
            if role not in step.by:
                relation = "foreign role"
            if relation not in met:
                met.add(relation)
                yield name, key, relation


def cells(world: World, subject: Subject) -> Iterator[tuple[str, Status, list[Cell]]]:
    """Give every question about a kind of subject, by row and status, so that each status is set once."""
    operations = [one for one in direct() if STEPS[Act(one.name)].on is subject]
    statuses = sorted(statuses_of(STEPS, subject)) or [Status.NONE]
    asked = [(one, *each) for one in operations for each in instances(world, one)]
    for key in sorted({key for _, _, key, _ in asked}):
        for status in statuses:
            yield key, status, [Cell(one, name, role_of(name), key, relation, status)
                                for one, name, asked_key, relation in asked if asked_key == key]  # fmt: skip


async def ask(world: World, cell: Cell, match: str) -> httpx2.Response:
    """Ask the service for the act."""
    place, person = cell.operation.places[0], world.aviary.people[cell.name]
    ids = {name: min(known) for name, known in world.aviary.ids.items() if name.endswith("_id")}
    url = cell.operation.url(ids | {place: cell.key})
    if cell.operation.needs:
        url += "?" + "&".join(f"{name}=a.pdf" for name in cell.operation.needs)
    return await person.send(cell.operation.method, url, body_of(cell.operation, ids), match=match)


async def compare(world: World, cell: Cell, tally: Tally, version: int, known: Status) -> None:
    """Ask the three and note what does not agree."""
    answer = await ask(world, cell, f'"v{version}"')
    code = answer.json()["code"] if answer.status_code >= 400 else "done"
    allowed, refusal = of_table(cell, known)
    tally.cells.add(cell.kind)
    tally.codes[code] += 1
    said = f"{cell.kind} to {cell.name}: {answer.status_code} {code}"
    if answer.status_code == 500 and (cell.operation.name, cell.status) in HALF_MADE:
        tally.asked["half made"] += 1
    elif answer.status_code < 400 or answer.status_code == 500:
        tally.differences.append(f"nothing may be done here, nor fail: {said}")
    elif refusal == "act.not_yours":
        tally.count("foreign role", agrees=code == refusal, said=said)
    elif (reach := await world.reach(cell)) != "locked":
        # What is only seen is not there for an act, which locks; it may be refused, as the caller knows of it.
        closed = code == "not_found" or (reach == "seen" and answer.status_code < 500)
        tally.count(reach, agrees=closed, said=said)
    elif code == "not_found":
        # Something else that the body names is missing, unless a wrong version is not found wrong either.
        again = await ask(world, cell, '"v999999999"') if cell.operation.is_guarded else answer
        known_narrower = cell.operation.name in NARROWER or not cell.operation.is_guarded
        tally.count("not found within", agrees=again.status_code == 412 or known_narrower, said=said)
    elif not allowed:
        tally.count("out of order" if code == refusal else "refused earlier", agrees=code != "service.busy", said=said)
    else:
        # A secret status that forbids the act is refused without being named.
        outside = STEPS[cell.act].on is Subject.APPLICATION and cell.role not in INSIDE
        veiled = outside and known != cell.status and not of_table(cell, cell.status)[0]
        agrees = code != "act.out_of_order" or veiled or names_another(answer, cell, known)
        tally.count("would succeed" if code == "service.busy" else "allowed by the table", agrees=agrees, said=said)


def names_another(answer: httpx2.Response, cell: Cell, known: Status) -> bool:
    """Say whether the refusal speaks of another subject than the row, whose status is one of these."""
    told = [f"当前状态为“{zh(status)}”，不能办理“{zh(cell.act)}”" for status in (cell.status, known)]
    return not any(words in answer.text for words in told)


async def ask_all(world: World, subject: Subject, tally: Tally) -> None:
    """Put each row of a kind of subject into each status and ask everything about it there."""
    table = TABLES[subject]
    for key, status, asked in cells(world, subject):
        column = asked[0].column
        row = f"FROM {table} WHERE {column}::text = $1"
        before = await world.operator.value(f"SELECT status {row}", key)
        await world.move(subject, column, key, status)
        version = await world.operator.value(f"SELECT version {row}", key)
        told = status
        if subject is Subject.APPLICATION:
            told = Status(await world.operator.value(f"SELECT known_status {row}", key))
        for cell in asked:
            await compare(world, cell, tally, version, status if cell.role in INSIDE else told)
        await world.move(subject, column, key, Status(before))


LEAST = {
    "foreign role": 3600, "absent": 2200, "out of order": 1100, "would succeed": 180, "allowed by the table": 250,
    "refused earlier": 100, "not found within": 150, "seen": 20, "half made": 1,
}  # fmt: skip
"""How often each answer must have been met at least."""


async def test_table_service_and_database_agree_in_every_cell(world: World) -> None:
    tally = Tally()
    for subject in sorted({STEPS[Act(one.name)].on for one in direct()}):
        await ask_all(world, subject, tally)
    relations = Counter(relation for _, _, relation, _ in tally.cells)
    print("matrix", len(tally.cells), dict(tally.asked), dict(relations))  # noqa: T201 - counters.
    assert tally.differences == []
    assert tally.asked["half made"] <= len(HALF_MADE)
    assert [word for word, least in LEAST.items() if tally.asked[word] < least] == []
    assert len(tally.cells) >= 5200
    assert set(relations) == {
        "foreign role", "own", "unit", "panel", "conflicted", "office", "seat", "everybody's", "none",
    }  # fmt: skip


def test_every_act_upon_something_is_asked_or_named_with_what_keeps_it(world: World) -> None:
    asked = {one.name for one in direct() if keys_of(world.aviary, one)}
    upon = {one.name for one in OPERATIONS if one.is_act and one.places}
    assert upon - asked - ELSEWHERE == UNPLANTED
    assert upon >= ELSEWHERE
    assert len(asked) > 100


async def test_a_table_or_a_role_that_says_otherwise_is_noticed(world: World) -> None:
    closing = next(one for one in direct() if one.name == "close_meeting")
    key = min(world.aviary.ids["meeting_id"])
    await world.move(Subject.MEETING, "id", key, Status.CLOSED)
    version = await world.operator.value("SELECT version FROM meeting WHERE id::text = $1", key)
    tally = Tally()
    cell = Cell(closing, "secretary", Role.SECRETARIAT, key, "office", Status.CLOSED)
    await compare(world, cell, tally, version, Status.CLOSED)
    assert tally.differences == []
    await compare(world, cell, tally, version, Status.CONVENED)
    await compare(world, replace(cell, role=Role.EXPERT), tally, version, Status.CLOSED)
    await compare(world, replace(cell, key=str(uuid4())), tally, version, Status.CLOSED)
    assert [said.partition(":")[0] for said in tally.differences] == ["allowed by the table", "foreign role"]
