"""The rights of the migrated database as one sorted text, so that each change of a right is seen where it is reviewed.

`python -m tests.matrix.catalogue` writes tests/matrix/catalogue.txt anew from a database that was just migrated.
"""

import sys
from pathlib import Path

from app import local_postgres
from app.database import OWNER, Persona
from app.local_postgres import MIGRATOR, SERVICE, Cluster
from tests.cluster import running_cluster
from tests.databases import cloned_database

GOLDEN = Path(__file__).with_name("catalogue.txt")

RELATIONS = """
SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized ' WHEN 'S' THEN 'sequence ' ELSE 'table ' END
       || c.relname || ' owner ' || pg_get_userbyid(c.relowner)
       || CASE WHEN c.relkind IN ('r', 'p') THEN ' rls ' || CASE WHEN c.relrowsecurity THEN 'on' ELSE 'off' END
          || CASE WHEN c.relforcerowsecurity THEN ' forced' ELSE ' unforced' END ELSE '' END
       || coalesce(' options ' || array_to_string(c.reloptions, ','), '')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
"""
TABLE_GRANTS = """
SELECT 'grant ' || c.relname || ' to ' || CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
       || ' ' || a.privilege_type || CASE WHEN a.is_grantable THEN ' grantable' ELSE '' END
FROM pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
AND a.grantee <> c.relowner
"""
COLUMN_GRANTS = """
SELECT 'grant ' || c.relname || ' to ' || CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
       || ' ' || a.privilege_type || ' (' || string_agg(t.attname, ', ' ORDER BY t.attname) || ')'
       || CASE WHEN a.is_grantable THEN ' grantable' ELSE '' END
FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND NOT t.attisdropped, aclexplode(t.attacl) a
WHERE c.relnamespace = 'public'::regnamespace GROUP BY c.relname, a.grantee, a.privilege_type, a.is_grantable
"""
POLICIES = r"""
SELECT 'policy ' || tablename || ' ' || policyname || ' ' || lower(permissive) || ' ' || lower(cmd) || ' to '
       || array_to_string(roles, ', ') || coalesce(' using ' || regexp_replace(qual, '\s+', ' ', 'g'), '')
       || coalesce(' check ' || regexp_replace(with_check, '\s+', ' ', 'g'), '')
FROM pg_policies WHERE schemaname = 'public'
"""
FUNCTIONS = """
SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ') owner '
       || pg_get_userbyid(p.proowner) || CASE WHEN p.prosecdef THEN ' definer' ELSE ' invoker' END
       || coalesce(' set ' || array_to_string(p.proconfig, '; '), '')
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
FUNCTION_GRANTS = """
SELECT 'grant ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ') to '
       || CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END || ' ' || a.privilege_type
FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
WHERE p.pronamespace = 'public'::regnamespace AND a.grantee <> p.proowner
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
TRIGGERS = """
SELECT 'trigger ' || c.relname || ' ' || t.tgname || ' ' || CASE t.tgenabled WHEN 'A' THEN 'always' WHEN 'O' THEN
       'origin' WHEN 'D' THEN 'disabled' ELSE 'replica' END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
"""
ROLES = """
SELECT 'role ' || rolname || CASE WHEN rolcanlogin THEN ' login' ELSE '' END
       || CASE WHEN rolsuper THEN ' superuser' ELSE '' END || CASE WHEN rolbypassrls THEN ' bypassrls' ELSE '' END
       || CASE WHEN rolcreaterole THEN ' createrole' ELSE '' END || CASE WHEN rolinherit THEN ' inherit' ELSE '' END
FROM pg_roles WHERE rolname IN (%s)
"""
MEMBERS = """
SELECT 'member ' || m.rolname || ' of ' || g.rolname || CASE WHEN a.inherit_option THEN ' inherits' ELSE '' END
       || CASE WHEN a.set_option THEN ' may set' ELSE '' END || CASE WHEN a.admin_option THEN ' admin' ELSE '' END
FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
WHERE g.rolname IN (%s)
"""
SCHEMA = """
SELECT 'schema ' || n.nspname || ' to ' || CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
       || ' ' || a.privilege_type
FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a WHERE n.nspname = 'public'
"""
KNOWN = ", ".join(f"'{role}'" for role in (OWNER, MIGRATOR, SERVICE, *Persona))
QUESTIONS = (
    RELATIONS, TABLE_GRANTS, COLUMN_GRANTS, POLICIES, FUNCTIONS, FUNCTION_GRANTS, TRIGGERS, SCHEMA,
    ROLES.replace("%s", KNOWN), MEMBERS.replace("%s", KNOWN),
)  # fmt: skip


def lines_of(cluster: Cluster, database: str) -> list[str]:
    """Give every line of the catalogue of a database, sorted by its characters; extensions bring no lines."""
    answers = (local_postgres.query(cluster, question, database) for question in QUESTIONS)
    return sorted(line for answer in answers for line in answer.splitlines())


def main() -> None:
    """Write the catalogue of a freshly migrated database over the one that is kept."""
    with running_cluster() as cluster, cloned_database(cluster) as name:
        lines = lines_of(cluster, name)
    GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} lines in {GOLDEN.name}\n")


if __name__ == "__main__":
    main()
