"""The `award` command: parse, call, print."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import typer
from rich.console import Console

from app import cli_operations, lazy, local_postgres
from app.local_postgres import DATABASE, FOLDER
from app.postgres_binaries import LocalPostgresError
from app.terminal import console

award = typer.Typer(
    help="江阴市市长质量奖评定服务 · the Jiangyin Mayor's Quality Award as a service.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
db = typer.Typer(help="本机数据库 · The local PostgreSQL in .local.", no_args_is_help=True)
user = typer.Typer(help="用户 · The first people of an installation.", no_args_is_help=True)
award.add_typer(db, name="db")
check = typer.Typer(help="复核 · What is stored, counted and compared again.", invoke_without_command=True)
keys = typer.Typer(help="密钥 · The service's secret keys in AWARD_KEYS_DIR.", invoke_without_command=True)
award.add_typer(keys, name="keys")
award.add_typer(user, name="user")
award.add_typer(check, name="check")
record = typer.Typer(help="办理记录 · The record of all acts, sealed and verified.", no_args_is_help=True)
award.add_typer(record, name="record")
stored = typer.Typer(help="文件密钥 · The keys of stored files.", no_args_is_help=True)
award.add_typer(stored, name="files")
rehearsal = typer.Typer(help="演练库 · Rehearsal databases; a real one refuses all of it.", no_args_is_help=True)
award.add_typer(rehearsal, name="rehearsal")
award.add_typer(cli_operations.privacy, name="privacy")
award.command()(cli_operations.backup)
award.command()(cli_operations.restore)
award.command()(cli_operations.prove)

Host = Annotated[str | None, typer.Option(help="Address to listen on (AWARD_HOST).")]
Port = Annotated[int | None, typer.Option(help="Port to listen on (AWARD_PORT).")]


def main() -> None:
    """Run the command; what the operator can put right is one sentence, not a traceback."""
    try:
        award(prog_name="award")
    except LocalPostgresError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(error), style="red", markup=False)
        sys.exit(1)


@award.command()
def up(host: Host = None, port: Port = None) -> None:
    """一条命令 · Start everything on this machine: database, demo data, service."""
    lazy.call("app.cli_up:up", host, port)


@award.command()
def serve(host: Host = None, port: Port = None) -> None:
    """服务 · Serve an installed database; needs AWARD_DATABASE_URL and the keys."""
    lazy.call("app.cli_up:serve", host, port)


@award.command()
def migrate(
    *, rehearsal: Annotated[bool, typer.Option(help="A new database becomes a rehearsal database for ever.")] = False
) -> None:
    """迁移 · Bring the database of AWARD_MIGRATION_URL to the newest schema."""
    lazy.call("app.cli_up:migrate", rehearsal=rehearsal)
    console.print("The database has the newest schema.")


@keys.callback()
def make_keys(context: typer.Context) -> None:
    """密钥 · Make the keys in AWARD_KEYS_DIR where they are missing."""
    if context.invoked_subcommand is None:
        console.print(f"The keys are in {lazy.call('app.cli_up:make_keys')}.")


@keys.command()
def rotate(
    which: Annotated[Literal["signing", "factor", "record"], typer.Argument(help="Which key is changed.")] = "signing",
) -> None:
    """轮换 · Change the signing key (a day later, by itself), that of second factors, or that of the record."""
    done = lazy.call("app.cli_keys:rotate" + ("" if which == "signing" else f"_{which}"))
    raise typer.Exit(1 if done is False else 0)


@keys.command()
def retire() -> None:
    """退役 · Remove the old keys that nothing in force rests on any more."""
    lazy.call("app.cli_keys:retire")


@award.command()
def demo(base: Annotated[str, typer.Option(help="URL of the running service.")] = "http://127.0.0.1:8000") -> None:
    """演练数据 · Load the demo data into a rehearsal database through its running service."""
    lazy.call("app.demo:load", base)
    console.print("The demo data are loaded.")


@award.command()
def year(
    edition: Annotated[str, typer.Option(help="Code of the edition under which it is played.")] = "jiangyin-2022",
) -> None:
    """一年 · Play one whole award year over HTTP on a scratch database, under one of the editions that come along."""
    told: Any = lazy.call("app.year.play:told")
    if edition not in told:
        raise typer.BadParameter(f"a year is told under {', '.join(told)}", param_hint="--edition")
    raise typer.Exit(0 if lazy.call("app.cli_year:year", edition) else 1)


@award.command()
def openapi(folder: Annotated[Path, typer.Argument(help="Where the document goes.")] = Path("openapi")) -> None:
    """接口文档 · Write openapi.json and openapi.yaml."""
    lazy.call("app.openapi:write", lazy.load("app.main:app"), folder)
    console.print(f"Written to {folder}.")


@award.command()
def diagram(
    readme: Annotated[Path, typer.Argument(help="The text whose diagrams are renewed.")] = Path("README.md"),
) -> None:
    """状态图 · Draw the year in the README anew from the procedure's table."""
    lazy.call("app.diagram:refresh", readme)
    console.print(f"The diagrams of {readme} are those of the table.")


@award.command()
def doctor() -> None:
    """体检 · Check what the service stands on; fails if a check does."""
    raise typer.Exit(0 if lazy.call("app.cli_doctor:doctor") else 1)


@db.command()
def start() -> None:
    """启动 · Start the local PostgreSQL, making it first if need be."""
    cluster = local_postgres.start(FOLDER)
    local_postgres.create_database(cluster, DATABASE)
    _tell(cluster)


@db.command()
def stop() -> None:
    """停止 · Stop the local PostgreSQL; the data stay."""
    was_running = local_postgres.stop(FOLDER)
    console.print(f"{'Stopped' if was_running else 'Not running'}; the data are in {_data()}.")


@db.command()
def status() -> None:
    """状态 · Say whether the local PostgreSQL runs, and where its data lie."""
    cluster = local_postgres.status(FOLDER)
    if cluster is None:
        console.print(f"Not running; the data are in {_data()}.")
        raise typer.Exit(1)
    _tell(cluster)


@db.command()
def url(
    *, owner: Annotated[bool, typer.Option(help="The URL for migrations instead of the service's.")] = False
) -> None:
    """地址 · Print the URL of the local database, password included."""
    cluster = local_postgres.status(FOLDER)
    if cluster is None:
        raise LocalPostgresError("The local PostgreSQL is not running: `award db start`.")
    role = local_postgres.MIGRATOR if owner else local_postgres.SERVICE
    # Not through the console: a URL is for a program, and must not be wrapped.
    typer.echo(cluster.url(DATABASE, role))


@check.callback()
def everything(context: typer.Context) -> None:
    """复核 · All of the checks below, one after the other; fails if one of them does."""
    if context.invoked_subcommand is None:
        raise typer.Exit(0 if lazy.call("app.cli_check:everything") else 1)


@check.command()
def invariants() -> None:
    """不变式 · Ask the database for a breach of every invariant; fails and says each in words."""
    raise typer.Exit(0 if lazy.call("app.cli_check:invariants") else 1)


@check.command()
def files() -> None:
    """文件 · Hash every stored file again; fails and names each that is missing or altered."""
    raise typer.Exit(0 if lazy.call("app.cli_check:files") else 1)


@check.command()
def scores() -> None:
    """得分 · Count every score again from the percents; fails and names each stored number that differs."""
    raise typer.Exit(0 if lazy.call("app.cli_check:scores") else 1)


@record.command()
def seal() -> None:
    """封存 · Number the leaves that have no number yet and sign the head, as the running service does by itself."""
    console.print(f"{lazy.call('app.cli_record:seal')} leaves numbered.")


@record.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where the leaves go, one a line.")],
    checkpoint: Annotated[Path, typer.Option(help="Where the signed head goes.")] = Path("checkpoint.txt"),
) -> None:
    """导出 · Write all numbered leaves and the newest signed head."""
    with file.open("w", encoding="utf-8") as lines, checkpoint.open("w", encoding="utf-8") as note:
        count = lazy.call("app.cli_record:export", lines, note)
    console.print(f"{count} leaves written to {file}.")


@record.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def verify(context: typer.Context) -> None:
    """核验 · Verify an export or a case against a checkpoint; the same program stands alone in verifier.py."""
    raise typer.Exit(int(str(lazy.call("app.sealing.verifier:main", context.args))))


@record.command()
def forget(login: Annotated[str, typer.Argument(help="The login of the person who is to be forgotten.")]) -> None:
    """抹除 · Erase whom a pseudonym stands for; the record and its tree stay valid."""
    raise typer.Exit(0 if lazy.call("app.cli_record:forget", login) else 1)


@stored.command(name="rotate")
def rotate_files() -> None:
    """换钥 · Make the next wrapping key and wrap every file's key by it; no file is touched."""
    raise typer.Exit(0 if lazy.call("app.cli_files:rotate") else 1)


@stored.command()
def erase(file: Annotated[UUID, typer.Argument(help="The id of the stored file.")]) -> None:
    """清除 · Erase a file's key and bytes for good; its row and hash stay."""
    raise typer.Exit(0 if lazy.call("app.cli_files:erase", file) else 1)


@rehearsal.command(name="create")
def create_rehearsal(name: Annotated[str, typer.Argument(help="A plain word of a-z, 0-9 and _.")]) -> None:
    """新建 · Make another rehearsal database on this machine; prints the variables that serve it."""
    lazy.call("app.cli_rehearsal:create", name)


@rehearsal.command(name="status")
def rehearsal_status() -> None:
    """状态 · Say whether the database is a rehearsal, and what its clock shows; fails if it is none."""
    raise typer.Exit(0 if lazy.call("app.cli_rehearsal:status") else 1)


@rehearsal.command()
def clock(shown: Annotated[str, typer.Argument(help="2022-07-20T09:00 (in Jiangyin), or the word real.")]) -> None:
    """拨钟 · Let the award's clock show this time; it runs on from there."""
    lazy.call("app.cli_rehearsal:clock", shown)


@rehearsal.command()
def reset(
    login: Annotated[str, typer.Argument(help="What the first secretary logs in with.")],
    name: Annotated[str, typer.Argument(help="The secretary's name.")],
) -> None:
    """清空 · Clear everything but the reference data and begin anew; prints the secretary's one-time code."""
    lazy.call("app.cli_rehearsal:reset", login, name)


@user.command()
def secretary(
    login: Annotated[str, typer.Argument(help="What the secretary logs in with.")],
    name: Annotated[str, typer.Argument(help="The secretary's name.")],
) -> None:
    """秘书处 · Make the first secretary; prints the one-time code to choose a password with."""
    typer.echo(lazy.call("app.cli_up:make_secretary", login, name))


def _data() -> Path:
    return local_postgres.place_of(FOLDER) / "data"


def _tell(cluster: local_postgres.Cluster) -> None:
    console.print(f"PostgreSQL runs on 127.0.0.1:{cluster.port}; the data are in {cluster.folder / 'data'}.")


if __name__ == "__main__":
    main()
