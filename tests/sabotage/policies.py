"""Every policy taken away and every policy widened, one at a time: who notices, and what cannot be noticed and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.database import OWNER
from tests.sabotage.sight import Policy, Sight, Viewer

DEPENDENT = """
SELECT DISTINCT d.refobjid::regclass::text, p.polrelid::regclass::text FROM pg_depend d
JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid <> p.polrelid"""
SPOKEN_OF = """
SELECT p.polrelid::regclass::text, p.polname::text, array_agg(DISTINCT quote_ident(a.attname)) FROM pg_depend d
JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.refobjid = p.polrelid AND d.refobjsubid > 0 GROUP BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Sabotage:
    """A policy dropped, or one of its conditions replaced by true."""

    policy: Policy
    how: str
    statement: str

    def __str__(self) -> str:
        return f"{self.how} {self.policy}"


def sabotages(policy: Policy) -> Iterable[Sabotage]:
    """Give each way to spoil a policy; a condition that is true already cannot be widened."""
    name = f"{policy.name} ON {policy.table}"
    yield Sabotage(policy, "drop", f"DROP POLICY {name}")
    if policy.using not in {None, "true"}:
        yield Sabotage(policy, "using", f"ALTER POLICY {name} USING (true)")
    if policy.check not in {None, "true"}:
        yield Sabotage(policy, "check", f"ALTER POLICY {name} WITH CHECK (true)")


@dataclass(slots=True)
class Watch:
    """Whoever looks, and what he saw before."""

    sight: Sight
    viewers: dict[str, list[Viewer]]
    policies: list[Policy] = field(default_factory=list)
    known: dict[tuple[Viewer, str, Sequence[str]], dict[str, int]] = field(default_factory=dict)
    dependent: dict[str, set[str]] = field(default_factory=dict)
    spoken_of: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    async def learn(self) -> None:
        """Read which policies there are, and which tables and columns they speak of."""
        self.policies = await self.sight.policies()
        for table, of in await self.sight.connection.fetch(DEPENDENT):
            self.dependent.setdefault(table, set()).add(of)
        for table, policy, columns in await self.sight.connection.fetch(SPOKEN_OF):
            self.spoken_of[table, policy] = set(columns)

    async def before(self, viewer: Viewer, table: str, commands: Sequence[str], *, afresh: bool) -> dict[str, int]:
        """Give what somebody could do to a table before."""
        if afresh:
            return await self.sight.look(viewer, [table], commands)
        key = (viewer, table, commands)
        if key not in self.known:
            self.known[key] = await self.sight.look(viewer, [table], commands)
        return self.known[key]

    def asked(self, policy: Policy) -> str:
        """Name what is asked of a policy; of one for all commands, whether rows are seen, or else added."""
        if policy.command != "ALL":
            return policy.command
        return "SELECT" if f"{policy.persona} {policy.table} SELECT" in self.sight.rights else "INSERT"

    async def notices(self, sabotage: Sabotage, *, afresh: bool = False) -> str:
        """Say who can do more or less than before, and what; nothing if nobody can."""
        policy = sabotage.policy
        commands = (self.asked(policy),)
        asked = [(policy.table, commands)]
        if commands == ("SELECT",):
            asked += [(table, ("SELECT",)) for table in sorted(self.dependent.get(policy.table, ()))]
        for table, wanted in asked:
            viewers = self.viewers[policy.persona]
            # A stranger sees at once what is opened, and never what is closed.
            for viewer in reversed(viewers) if sabotage.how == "drop" else viewers:
                was = await self.before(viewer, table, wanted, afresh=afresh)
                if sabotage.how == "drop" and not policy.is_restrictive and max(was.values(), default=0) <= 0:
                    # Of nothing, nothing can be taken.
                    continue
                async with self.sight.changed_by(sabotage.statement):
                    now = await self.sight.look(viewer, [table], wanted)
                for word, count in now.items():
                    if was[word] != count:
                        return f"{viewer.name}: {word} {was[word]} -> {count}"
        return ""

    async def notices_alone(self, sabotage: Sabotage) -> str:
        """The same where nothing else opens what the policy opens, or closes what it closes."""
        policy = sabotage.policy
        beside = [
            each for each in self.policies
            if (each.table, each.persona, each.is_restrictive) == (policy.table, policy.persona, False)
            and each.name != policy.name and (policy.is_restrictive or each.command == policy.command)
        ]  # fmt: skip
        if not beside:
            return ""
        said = [
            f"ALTER POLICY {each.name} ON {each.table} {'WITH CHECK' if each.command == 'INSERT' else 'USING'} (true)"
            if policy.is_restrictive else f"DROP POLICY {each.name} ON {each.table}"
            for each in beside
        ]  # fmt: skip
        connection = self.sight.connection
        await connection.execute(f"SAVEPOINT alone; SET LOCAL ROLE {OWNER}; {'; '.join(said)}")
        noticed = await self.notices(sabotage, afresh=True)
        await connection.execute("ROLLBACK TO SAVEPOINT alone")
        return noticed

    def excuse(self, sabotage: Sabotage) -> str:
        """Say why nobody can notice it, where the catalogue itself shows that nothing has changed."""
        policy = sabotage.policy
        if policy.is_restrictive and not any(
            (each.table, each.persona, each.is_restrictive) == (policy.table, policy.persona, False)
            for each in self.policies
        ):
            return "idle: no right beneath"
        granted = set(self.sight.changed.get((policy.persona, policy.table), ()))
        spoken = self.spoken_of.get((policy.table, policy.name), set())
        if sabotage.how == "check" and policy.command == "UPDATE" and policy.using == policy.check:
            return "" if granted & spoken else "idle: no column of it may be changed"
        return ""

    async def how_noticed(self, sabotage: Sabotage) -> str:
        """Say how it is noticed: alone, where nothing else does the same, or by the catalogue that it is idle."""
        if excuse := self.excuse(sabotage):
            return excuse
        if await self.notices(sabotage):
            return "alone"
        return "where nothing else does the same" if await self.notices_alone(sabotage) else ""
