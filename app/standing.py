"""What the service stands on: keys, database, schema, file store; what is missing is said in one sentence."""

import os
from datetime import UTC, datetime, timedelta

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, NoResultFound, SQLAlchemyError
from starlette.responses import JSONResponse, PlainTextResponse

from app.accounts import keys
from app.accounts.breach_list import UnusableListError, require_usable
from app.accounts.key_files import KeysUnavailableError
from app.database import Database, Mask, Persona
from app.errors import NotFound
from app.files import keyring
from app.record import Installation
from app.schema import schema_digest
from app.sealing.succeeding import FolderSigner
from app.settings import Settings

VERSION = "0.1.0"
REHEARSAL_HEADER = {"Award-Rehearsal": "true"}

URL_FORM = "postgresql+asyncpg://USER:PASSWORD@HOST:PORT/DATABASE"
NO_SCHEMA = "The database of AWARD_DATABASE_URL has no schema that this service may use: `award migrate` makes it."
OTHER_SCHEMA = "The database of AWARD_DATABASE_URL has the schema of another version: `award migrate` renews it."
CONTACT_DAYS = 90
"""For how long a contact that was read may be relied on (RFC 9116 asks for less than a year)."""
LACKING_STATES = ("42", "22023")
"""SQLSTATEs of a database that answers and was not migrated: no table, no column, no right, no such role."""


class NotServableError(Exception):
    """What the service stands on is missing; the message names the command or the variable that puts it right."""


def ring_of(chosen: Settings) -> keys.KeyRing:
    """Read the keys; raises NotServableError."""
    try:
        return keys.load(chosen.keys_dir)
    except KeysUnavailableError as error:
        message = f"{error}. AWARD_KEYS_DIR names their folder; `award keys` makes them once."
        raise NotServableError(message) from None


def signer_of(chosen: Settings) -> FolderSigner:
    """Read the key of the record's heads; raises NotServableError."""
    try:
        return FolderSigner(chosen.keys_dir)
    except KeysUnavailableError as error:
        message = f"{error}. `award keys` makes what is missing in AWARD_KEYS_DIR, and keeps what is there."
        raise NotServableError(message) from None


def require_file_keys(chosen: Settings) -> None:
    """Refuse to serve without a wrapping key where files must be sealed; raises NotServableError."""
    if chosen.file_encryption == "on" and keyring.current().newest is None:
        message = "AWARD_FILE_ENCRYPTION is on and AWARD_KEYS_DIR has no wrapping key: `award keys` makes it."
        raise NotServableError(message)


def require_breach_list(chosen: Settings) -> None:
    """Refuse to serve with a list of breached passwords that cannot be searched; raises NotServableError."""
    if chosen.breached_passwords is None:
        return
    try:
        require_usable(chosen.breached_passwords)
    except UnusableListError as unusable:
        message = f"AWARD_BREACHED_PASSWORDS: {unusable}"
        raise NotServableError(message) from None


def database_of(chosen: Settings) -> Database:
    """Open the database; raises NotServableError where the setting is no URL of one."""
    if not chosen.database_url:
        raise NotServableError(f"AWARD_DATABASE_URL is not set: {URL_FORM}")
    try:
        return Database(chosen)
    except (SQLAlchemyError, ValueError, ImportError):
        # The text of the setting holds a password, so it is not repeated.
        raise NotServableError(f"AWARD_DATABASE_URL is not of the form {URL_FORM}") from None


async def is_rehearsal(database: Database) -> bool:
    """Say whether the database was made for rehearsals; raises NotServableError if the service cannot work on it."""
    try:
        rehearsal, fits = await installation_of(database)
    except NoResultFound:
        raise NotServableError(NO_SCHEMA) from None
    except (SQLAlchemyError, OSError, RuntimeError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if str(getattr(cause, "sqlstate", None)).startswith(LACKING_STATES):
            raise NotServableError(NO_SCHEMA) from None
        message = f"The database of AWARD_DATABASE_URL cannot be reached: {str(cause).splitlines()[0]}"
        raise NotServableError(message) from None
    if not fits:
        raise NotServableError(OTHER_SCHEMA)
    return rehearsal


async def fault_of(chosen: Settings) -> str:
    """Try what the service stands on before it starts; give the sentence for the operator, empty if all is there."""
    try:
        database = database_of(chosen)
        try:
            ring_of(chosen)
            signer_of(chosen)
            require_file_keys(chosen)
            require_breach_list(chosen)
            await is_rehearsal(database)
        finally:
            await database.close()
    except NotServableError as error:
        return str(error)
    return ""


async def installation_of(database: Database) -> tuple[bool, bool]:
    """Say whether the database was created for rehearsals, and whether its schema is the one that this code knows."""
    async with database.transaction(Mask(Persona.PUBLIC)) as session:
        row = (await session.execute(select(Installation.rehearsal, Installation.schema_digest))).one()
    return row.rehearsal, row.schema_digest == schema_digest()


async def health() -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok", "version": VERSION})


async def readiness(request: Request) -> JSONResponse:
    """Say whether the service can work: database, schema and file store; 503 with what is wrong if it cannot."""
    try:
        rehearsal, schema = await installation_of(request.app.state.database)
    except (SQLAlchemyError, OSError, RuntimeError) as error:
        return JSONResponse({"status": "unready", "database": type(error).__name__}, status_code=503)
    files = os.access(request.app.state.settings.files_dir, os.W_OK)
    ready = schema and files
    found = {"version": VERSION, "rehearsal": rehearsal, "database": "ok", "schema": schema, "files": files}
    return JSONResponse({"status": "ready" if ready else "unready", **found}, status_code=200 if ready else 503)


async def security_text(request: Request) -> PlainTextResponse:
    """RFC 9116: where a weakness is reported; 404 where the operator has not said so."""
    chosen: Settings = request.app.state.settings
    if not chosen.security_contact:
        raise NotFound
    expires = (datetime.now(UTC) + timedelta(days=CONTACT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    return PlainTextResponse(
        f"Contact: {chosen.security_contact}\nExpires: {expires}\nPreferred-Languages: zh, en\n",
        headers={"Cache-Control": "public, max-age=3600"},
    )
