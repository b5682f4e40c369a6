"""Each act × role × relation × status asked of the table, of the service and of the database: they say the same.

The world has two of each kind. Its owner puts a subject into each of its statuses, which no act could do so fast, with
the guards asleep; and the record takes no leaf, so that an act that would succeed is seen (503) and changes nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.applications.secrecy import INSIDE, SECRET
from app.database import PERSONA_OF, Database, Mask
from app.guards import sqlstate_of
from app.regulation.act import Act
from app.regulation.labels import zh
from app.regulation.procedure import STEPS
from app.regulation.refusals import Refusal
from app.regulation.steps import Step, outcome, statuses_of
from app.regulation.vocabulary import Role, Status, Subject
from tests.api import Operator, People
from tests.canaries import PUBLIC, Aviary, relation_of, role_of
from tests.further_world import every_stage
from tests.matrix.bodies import body_of
from tests.matrix.leads import LEADS, TABLES, Lead, lead_of
from tests.operations import OPERATIONS, Described

NARROWER = frozenset({"issue_comprehensive_report", "ask_reconsideration"})
"""Their doorways ask for more than the persona reaches: a seat on the panel of the visit, an application submitted."""
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
    row: str
    """The id of the row that stands in the status."""

    @property
    def act(self) -> Act:
        """The act that is asked for."""
        return Act(self.operation.name)

    @property
    def lead(self) -> Lead:
        """Where its path leads."""
        return lead_of(self.operation)

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
        lead, person = cell.lead, self.aviary.people.get(cell.name)
        mask = Mask(lead.persona or PERSONA_OF[cell.role])
        if person is not None and lead.persona is None and cell.role is not Role.PUBLIC:
            mask = Mask(mask.persona, person.user, person.party)
        said, column = "absent", "id" if lead.way else lead.column
        known = text(f"SELECT {lead.column} FROM {lead.door} WHERE {lead.column}::text = :key")  # noqa: S608 - names of our own.
        row = text(f"SELECT {column} FROM {TABLES[lead.on]} WHERE {column}::text = :key FOR NO KEY UPDATE")  # noqa: S608 - as above.
        try:
            async with self.database.transaction(mask) as session:
                if (await session.execute(known, {"key": cell.key})).first() is not None:
                    said = "seen"
                    # Whoever makes something new needs to see what it belongs to; whoever moves a row locks it.
                    if lead.is_new or (await session.execute(row, {"key": cell.row})).first() is not None:
                        said = "locked"
                await session.rollback()
        except DBAPIError as error:
            if sqlstate_of(error) != "42501":
                raise
        return said


UPON = [one for one in OPERATIONS if one.is_act and one.places]
"""The acts upon something that is there."""


def acting_role(name: str, step: Step) -> Role:
    """Give the role in which somebody acts: what is the public's he may do as anybody."""
    role = role_of(name)
    return Role.PUBLIC if Role.PUBLIC in step.by and role not in step.by else role


def keys_of(aviary: Aviary, operation: Described) -> Mapping[str, frozenset[str]]:
    """Give the ids for the first place of the path, with who may read them."""
    place, section = operation.places[0], operation.path.split("/")[2]
    own = aviary.ids.get(f"{section}/{place}", {})
    # What is asked for by a request is another thing in each section that has requests of its own.
    known = own if own and place == "request_id" else own | aviary.ids.get(place, {})
    return {key: planted.readers for key, planted in known.items()}


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
    await every_stage(people, operator, aviary)
    aviary.keep("year", "2027", ["public"])
    await operator.run(ASLEEP)
    await reconsidered(operator, aviary)
    return World(aviary, operator, service.state.database)


async def reconsidered(operator: Operator, aviary: Aviary) -> None:
    """Let two applicants have asked for reconsideration; the officers' verdicts are as they were."""
    for letter in "ab":
        (key,) = (key for key, one in aviary.ids["application_id"].items() if one.what == f"application {letter}")
        await operator.run(
            "INSERT INTO reconsideration (id, status, version, application_id, grounds, asked_by, asked_at, ruling) "
            "VALUES ($1, 'received', 1, $2, '演练', $3, now(), '')",
            uuid4(), UUID(key), aviary.people[f"applicant_{letter}"].user,
        )  # fmt: skip


def instances(world: World, operation: Described) -> Iterator[tuple[str, Role, str, str]]:
    """Give who asks about which row, one row for each of his relations; foreign roles come once each."""
    step = STEPS[Act(operation.name)]
    keys, foreign = keys_of(world.aviary, operation), set()
    for name in (*world.aviary.people, PUBLIC):
        role, met = acting_role(name, step), set()
        if role not in step.by and role in foreign:
            continue
        foreign |= {role} - step.by
        for key, readers in keys.items():
            relation = relation_of(name, readers)
            if role not in step.by:
                relation = "foreign role"
            if relation not in met:
                met.add(relation)
                yield name, role, key, relation


async def cells(world: World, subject: Subject) -> list[Cell]:
    """Give every question about a kind of subject but for its status."""
    found = []
    for one in UPON:
        lead = lead_of(one)
        for name, role, key, relation in instances(world, one) if lead.on is subject else ():
            row = await world.operator.value(lead.way, key) if lead.way else key
            if row is not None:
                found.append(Cell(one, name, role, key, relation, Status.NONE, row))
    return found


async def ask(world: World, cell: Cell, match: str) -> httpx2.Response:
    """Ask the service for the act."""
    place, person = cell.operation.places[0], world.aviary.people.get(cell.name)
    ids = {name: min(known) for name, known in world.aviary.ids.items() if name.endswith("_id")}
    url = cell.operation.url(ids | {place: cell.key})
    if cell.operation.needs:
        url += "?" + "&".join(f"{name}=a.pdf" for name in cell.operation.needs)
    body, code = body_of(cell.operation, ids), world.aviary.codes.get(cell.key)
    headers = {} if code is None else {"Claim-Code": code, "Objection-Code": code}
    if person is not None:
        answer = await person.send(cell.operation.method, url, body, match=match, headers=headers)
        if answer.status_code == 401 and answer.json()["code"] == "token.required":
            # On a slow machine a token may end before all has been asked.
            world.aviary.people[cell.name] = person = await person.signed_in()
            answer = await person.send(cell.operation.method, url, body, match=match, headers=headers)
        return answer
    client = next(iter(world.aviary.people.values())).client
    return await client.request(cell.operation.method, url, json=body, headers={"If-Match": match, **headers})


def judged(cell: Cell, known: Status) -> Status:
    """Give the status that the table judges: of a subject that is yet to be made, none."""
    return Status.NONE if cell.lead.is_new else known


async def compare(world: World, cell: Cell, tally: Tally, version: int, known: Status) -> None:
    """Ask the three and note what does not agree."""
    answer = await ask(world, cell, f'"v{version}"')
    code = answer.json()["code"] if answer.status_code >= 400 else "done"
    allowed, refusal = of_table(cell, judged(cell, known))
    tally.cells.add(cell.kind)
    tally.codes[code] += 1
    said = f"{cell.kind} to {cell.name}: {answer.status_code} {code}"
    if answer.status_code < 400 or answer.status_code == 500:
        tally.differences.append(f"nothing may be done here, nor fail: {said}")
    elif refusal == "act.not_yours":
        # Without a token, whoever is nobody is asked for one.
        unknown = cell.name == PUBLIC and code == "token.required"
        tally.count("foreign role", agrees=code == refusal or unknown, said=said)
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
    told = [f"当前状态为“{zh(status)}”，不能办理“{zh(cell.act)}”" for status in {cell.status, judged(cell, known)}]
    return not any(words in answer.text for words in told)


async def ask_all(world: World, subject: Subject, tally: Tally) -> None:
    """Put each row of a kind of subject into each status and ask everything about it there."""
    asked = await cells(world, subject)
    for key in sorted({cell.row for cell in asked}):
        here = [cell for cell in asked if cell.row == key]
        column = "id" if here[0].lead.way else here[0].lead.column if here[0].lead.door == TABLES[subject] else "id"
        row = f"FROM {TABLES[subject]} WHERE {column}::text = $1"
        before = Status(await world.operator.value(f"SELECT status {row}", key))
        for status in sorted(statuses_of(STEPS, subject)) or [Status.NONE]:
            await world.move(subject, column, key, status)
            version = await world.operator.value(f"SELECT version {row}", key)
            told = status
            if subject is Subject.APPLICATION:
                told = Status(await world.operator.value(f"SELECT known_status {row}", key))
            for cell in here:
                named = await world.operator.value(cell.lead.version, cell.key) if cell.lead.version else version
                known = status if cell.role in INSIDE else told
                await compare(world, replace(cell, status=status), tally, named, known)
        await world.move(subject, column, key, before)


LEAST = {
    "foreign role": 4500, "absent": 3900, "out of order": 1250, "would succeed": 270, "allowed by the table": 1000,
    "refused earlier": 170, "not found within": 300, "seen": 20,
}  # fmt: skip
"""How often each answer must have been met at least."""


async def test_table_service_and_database_agree_in_every_cell(world: World) -> None:
    tally = Tally()
    for subject in sorted({lead_of(one).on for one in UPON}):
        await ask_all(world, subject, tally)
    relations = Counter(relation for _, _, relation, _ in tally.cells)
    acts = {act for act, _, _, _ in tally.cells}
    print("matrix", len(acts), len(tally.cells), dict(tally.asked), dict(relations))  # noqa: T201 - counters.
    assert tally.differences == []
    assert sorted({one.name for one in UPON} - acts) == []
    assert [word for word, least in LEAST.items() if tally.asked[word] < least] == []
    assert len(tally.cells) >= 6600
    assert set(relations) == {
        "foreign role", "own", "unit", "panel", "conflicted", "office", "seat", "everybody's", "none",
    }  # fmt: skip


def test_every_way_of_a_path_belongs_to_an_act() -> None:
    assert sorted(set(LEADS) - {one.name for one in UPON}) == []
    assert len(UPON) > 170


async def test_a_table_or_a_role_that_says_otherwise_is_noticed(world: World) -> None:
    closing = next(one for one in UPON if one.name == "close_meeting")
    key = min(world.aviary.ids["meeting_id"])
    await world.move(Subject.MEETING, "id", key, Status.CLOSED)
    version = await world.operator.value("SELECT version FROM meeting WHERE id::text = $1", key)
    tally = Tally()
    cell = Cell(closing, "secretary", Role.SECRETARIAT, key, "office", Status.CLOSED, key)
    await compare(world, cell, tally, version, Status.CLOSED)
    assert tally.differences == []
    await compare(world, cell, tally, version, Status.CONVENED)
    await compare(world, replace(cell, role=Role.EXPERT), tally, version, Status.CLOSED)
    gone = str(uuid4())
    await compare(world, replace(cell, key=gone, row=gone), tally, version, Status.CLOSED)
    assert [said.partition(":")[0] for said in tally.differences] == ["allowed by the table", "foreign role"]
