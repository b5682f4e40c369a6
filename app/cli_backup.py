"""The operator's backup: written, restored, and verified against its manifest, its invariants and the signed heads."""

import sys
from pathlib import Path

from sqlalchemy import make_url

from app.accounts.key_files import KeysUnavailableError
from app.backups import making, manifest, restoring
from app.backups.manifest import BackupError
from app.cli_check import as_owner, owner_url
from app.local_postgres import SERVICE
from app.sealing.succeeding import FolderSigner
from app.sealing.verifier import NotVerifiedError
from app.settings import settings
from app.terminal import console


async def backup(folder: Path, *, with_keys: bool) -> str:
    """Write a backup, and say in one sentence what it holds."""
    chosen = settings()
    try:
        async with as_owner(owner_url()) as session:
            made = await making.make(
                session, owner_url(), folder, chosen.files_dir, chosen.keys_dir, with_keys=with_keys
            )
    except BackupError as error:
        sys.exit(str(error))
    rows = sum(each.rows for each in made.tables.values())
    kept = "copied too" if made.has_keys else "NOT copied; keep them elsewhere, for without them nobody can sign on"
    missing = f" {len(made.missing_files)} files were already missing." if made.missing_files else ""
    return (
        f"{rows} rows of {len(made.tables)} tables, {len(made.files)} files and a record of {made.record_size} leaves "
        f"are in {folder}.{missing} The keys ({', '.join(made.keys) or 'none'}) were {kept}."
    )


async def restore(folder: Path, later: str) -> bool:
    """Restore a backup and verify it, also against a later head if one is given; return whether nothing differs."""
    chosen = settings()
    login = make_url(chosen.database_url).username if chosen.database_url else SERVICE
    try:
        saved = manifest.read(folder)
        by = FolderSigner(chosen.keys_dir).keys if later or saved.record_note else ()
        await restoring.restore(owner_url(), login or SERVICE, folder, saved, chosen.files_dir)
        async with as_owner(owner_url()) as session:
            found = await restoring.differences(session, saved, chosen.files_dir, later, by)
    except (BackupError, KeysUnavailableError, NotVerifiedError) as error:
        sys.exit(str(error))
    for each in found:
        console.print(f"ALARM {each}", style="red", markup=False)
    rows = sum(each.rows for each in saved.tables.values())
    console.print(
        f"{rows} rows of {len(saved.tables)} tables, {len(saved.files)} files and {saved.record_size} leaves restored; "
        f"{len(found)} differences.",
        markup=False,
    )
    return not found
