"""The commands of privacy and operations: labels, retention, reports after a breach, backups, long proofs."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app import lazy
from app.terminal import console

privacy = typer.Typer(help="个人信息 · What is kept of whom, for how long, and who read it.", no_args_is_help=True)

Asked = Annotated[str | None, typer.Option(help="An application's, organization's, file's … id, or a credit code.")]
Reader = Annotated[str | None, typer.Option(help="The login, the id or the pseudonym of who read.")]
Since = Annotated[str, typer.Option("--from", help="The first instant, such as 2022-07-20 or 2022-07-20T09:00+08:00.")]
Until = Annotated[str, typer.Option("--to", help="The instant before which it ends.")]
Form = Annotated[str, typer.Option("--format", help="text, csv or json.")]


@privacy.command()
def columns(form: Form = "text") -> None:
    """字段 · Print every column of the schema with its label: public, internal, personal, sensitive or secret."""
    typer.echo(lazy.call("app.cli_privacy:columns", _form(form)))


@privacy.command()
def retention(
    *,
    apply: Annotated[bool, typer.Option("--apply/--dry-run", help="Erase; otherwise only say what would go.")] = False,
) -> None:
    """保管期限 · List what the rules of retention let go today by the award's clock, and erase it if asked."""
    lazy.call("app.cli_privacy:retention", apply=apply)


@privacy.command()
def breach(since: Since, until: Until, subject: Asked = None, actor: Reader = None, form: Form = "text") -> None:
    """泄露报告 · Say who read what of whom, from the record: for the report that 个人信息保护法 art. 57 asks for."""
    if subject is None and actor is None:
        raise typer.BadParameter("name --subject, --actor or both")
    typer.echo(lazy.call("app.cli_privacy:breach", subject, actor, (since, until), _form(form)))


def backup(
    folder: Annotated[Path, typer.Argument(help="Where the backup goes; must be new or empty.")],
    *,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Copy the keys too, which are the installation.")
    ] = False,
) -> None:
    """备份 · Write the database, the files and a manifest with their hashes; keys are listed and not copied."""
    told = lazy.call("app.cli_backup:backup", folder, with_keys=with_keys)
    console.print(told, markup=False)


def restore(
    folder: Annotated[Path, typer.Argument(help="A backup.")],
    checkpoint: Annotated[Path | None, typer.Option(help="A later signed head that was kept elsewhere.")] = None,
) -> None:
    """恢复 · Restore a backup into the empty database of AWARD_MIGRATION_URL and verify all of it."""
    later = checkpoint.read_text(encoding="utf-8") if checkpoint else ""
    raise typer.Exit(0 if lazy.call("app.cli_backup:restore", folder, later) else 1)


def prove(
    suite: Annotated[str | None, typer.Argument(help="Which one; without it they are listed.")] = None,
    count: Annotated[int | None, typer.Option(min=1, help="How often, instead of its usual number.")] = None,
) -> None:
    """长测 · List the long proofs of a checkout, or run one; fails if it does."""
    if suite is None:
        lazy.call("app.cli_prove:tell")
        return
    status: Any = lazy.call("app.cli_prove:prove", suite, count)
    raise typer.Exit(status)


def _form(form: str) -> str:
    if form not in {"text", "csv", "json"}:
        raise typer.BadParameter("text, csv or json", param_hint="--format")
    return form
