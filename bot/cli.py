"""The command line. Each command imports what it needs when it runs, so that `law` stays quick."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click

from bot.targets import Target, hindrance


class LazyGroup(click.Group):
    """Groups that live elsewhere are imported when they are called; what goes wrong in a command is one sentence."""

    lazy = {
        "audit": "bot.auditing:audit",
        "documents": "bot.papers.cli:documents",
        "figures": "bot.figuring:figures",
        "law": "bot.law.cli:law",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.lazy])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.lazy:
            return super().get_command(ctx, name)
        from importlib import import_module

        module, _, attribute = self.lazy[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        with _in_plain_words():
            return super().invoke(ctx)


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """What is wrong with settings, data or machine is one sentence; a fault of ours shows itself whole."""
    try:
        yield
    except (click.ClickException, click.Abort, click.exceptions.Exit):
        raise
    except Exception as error:
        from bot.mishaps import sentence

        found = sentence(error)
        if found is None:
            raise
        _fail(*found)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Which version is installed; of a folder that nobody installed, none is known."""
    if not wanted or ctx.resilient_parsing:
        return
    from importlib import metadata

    try:
        click.echo(f"chuting {metadata.version('chuting')}")
    except metadata.PackageNotFoundError:
        click.echo("chuting, not installed: pip install -e . tells the version")
    ctx.exit()


@click.group(cls=LazyGroup, help="Chuting (出庭): who must appear in court, who owes what by when, and why.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version.")
def main() -> None:
    """Entry point. What is made on the disk is for the bot's own account: it holds names."""
    os.umask(0o077)
    sys.excepthook = _show_uncaught


def _show_uncaught(*uncaught: Any) -> None:
    from bot.observability import show_uncaught

    show_uncaught(*uncaught)


def _settings(**overrides: Any) -> Any:
    """Settings; what in them is secret is hidden from now on. Raises WrongSetting."""
    from bot.observability import conceal
    from bot.settings import load

    settings = load(**overrides)
    conceal(settings.secrets)
    return settings


def _with_data(**overrides: Any) -> Any:
    """Settings of whoever is about to work with the data. Raises WrongSetting where these cannot be kept."""
    from bot.settings import WrongSetting, obstacle

    settings = _settings(**overrides)
    if said := obstacle(settings.var):
        raise WrongSetting(said)
    return settings


def _fail(sentence: str, status: int = 2) -> NoReturn:
    from bot.observability import hide

    click.echo(hide(sentence), err=True)
    sys.exit(status)


@main.command(help="Run the bot (settings: CHUTING_TOKEN and others, see .readme/operating.md).")
def run() -> None:
    serve()


def serve(register: Any = None, pictures: Any = None, printshop: Any = None) -> None:
    """Run the bot until it is told to stop; `register` takes the place of `handlers.register`, `pictures` of what reads
    pictures, `printshop` of what makes papers."""
    from bot import observability

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a terminal that is closed; the running bot reads its log settings
    with _in_plain_words():
        settings = _with_data()
    observability.configure(settings.log_format)
    gc.disable()  # until the bot is ready: nothing that is imported is garbage
    from bot.running import run as run_app
    from bot.store.lock import AlreadyRunning, only_one

    rooms = {"register": register, "pictures": pictures, "printshop": printshop}
    with _in_plain_words():
        try:
            with only_one(settings.database_url, settings.var) as lock:
                asyncio.run(run_app(settings, ready=_show_claim, beside=_beside(settings), lock=lock, **rooms))
        except AlreadyRunning:
            _fail(_who_else(settings))


def _who_else(settings: Any) -> str:
    if settings.database_url.startswith("sqlite"):
        return f"Another process already works with the data in {settings.var}, or with its database; stop it first."
    return (
        "Another process already polls with this database; stop it first. "
        "Several work together by webhook: set CHUTING_WEBHOOK_URL."
    )


def _beside(settings: Any) -> Any:
    """In the playground a control port for simulated time runs beside the bot."""
    if not settings.stage:
        return None
    from bot.rehearsal import open_control_port

    return open_control_port


def _show_claim(code: str | None, bot_name: str) -> None:
    """The one-time link and code by which the first administrator claims the bot."""
    if code is not None:
        click.echo("There is no administrator yet. Whoever opens this link first becomes the administrator:")
        click.echo(f"    https://t.me/{bot_name}?start={code}")
        click.echo(f"or sends this code to the bot: {code}")


@main.command(help="Bring the database to the newest shape.")
@click.option("--to", default="", help="A shape by its number, also an earlier one, before an older version.")
def migrate(to: str) -> None:
    from bot.store.lock import only_one
    from bot.store.migrate import migrate as bring

    settings = _with_data()
    with only_one(settings.database_url, settings.var):
        asyncio.run(bring(settings.database_url, to))
    click.echo(f"The database has the shape {to}." if to else "The database has the newest shape.")


@main.command(help="The playground: a Bot API server and a chat page on this machine, no token needed.")
@click.option(
    "--port",
    default=8033,
    type=click.IntRange(0, 65535),
    show_default=True,
    help="Port of the page on 127.0.0.1 (0: any free one).",
)
@click.option(
    "--data", type=click.Path(path_type=Path), default=None, help="Its data.  [default: var/play, var/play-COUNTY]"
)
@click.option("--county", default="", help="The sample county: sishui, wuqing, anhui, ruzhou, … (one a rule book).")
@click.option("--now", "start", default="", help="Simulated time at the start, as 2026-04-02T09:00 (local).")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def play(port: int, data: Path | None, county: str, start: str, no_browser: bool) -> None:
    from bot.play import county_of, folder_of, start_of
    from bot.play import play as play_

    data = (data or folder_of(county)).resolve()
    try:
        county_of(data, county)
        start_of(data, start)
        data.mkdir(parents=True, exist_ok=True)
        asyncio.run(play_(port=port, data=data, start=start, browser=not no_browser, county=county))
    except KeyboardInterrupt:
        click.echo("The playground is closed; its data stays where it is.")
    except ValueError as wrong:
        _fail(str(wrong))


@main.command(help="Look at this installation and say in plain words what is wrong with it.")
@click.option("--unit", is_flag=True, help="Print a systemd unit instead, and what is to be done before it can run.")
@click.option("--user", default="", help="With --unit: who runs it.  [default: a user that systemd makes up]")
@click.option(
    "--env-file", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="With --unit: the file with the settings.  [default: .env in this folder]",
)  # fmt: skip
def doctor(unit: bool, user: str, env_file: Path | None) -> None:
    from bot.observability import hide

    if unit:
        sys.exit(_print_unit(user, env_file))
    from bot import operations

    findings = asyncio.run(operations.doctor(_settings()))
    for finding in findings:
        click.echo(hide(("ok    " if finding.good else "WRONG ") + finding.words))
    sys.exit(0 if all(finding.good for finding in findings) else 1)


def _print_unit(user: str, env_file: Path | None) -> int:
    """The unit goes where it is written to, what is to be done first to whoever reads; gives the exit status."""
    from bot import unit

    if user == "root":
        raise click.BadParameter("the bot needs no privileges: name another user, or none.", param_hint="--user")
    folder = Path.cwd()
    secrets = env_file.absolute() if env_file else folder / ".env"
    place = unit.Place(_settings(_env_file=secrets), folder, sys.executable, secrets, user)
    click.echo(unit.text(place))
    missing = unit.obstacles(place)
    for sentence in missing:
        click.echo(f"First: {sentence}", err=True)
    return 1 if missing else 0


@main.command(help="Write database and files into FILE, also while the bot runs.")
@click.argument("file", type=Target())
@click.option(
    "--encrypt-to", multiple=True, metavar="RECIPIENT",
    help="Only who has the secret key can read it: age1…, an ssh public key, or a file of such lines. Repeatable.",
)  # fmt: skip
def backup(file: Path, encrypt_to: tuple[str, ...]) -> None:
    from bot import backups

    settings = _with_data()
    os.nice(backups.POLITE)
    counts = asyncio.run(backups.backup(settings, file, encrypt_to=encrypt_to))
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables were written to {file}.")
    if not encrypt_to:
        click.echo("It is not encrypted: whoever has the file can read every name and paper in it.")


def _local(instant: str, zone: str) -> str:
    """An instant of an archive as the county's clock tells it; what is none is shown as it stands there."""
    try:
        return f"{datetime.fromisoformat(instant).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    except ValueError:
        return instant or "an unknown day"


@main.command(help="Put a backup in place of everything; what it had planned is held until a person releases it.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--identity", multiple=True, type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="File with the secret key, for an encrypted backup. Repeatable.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, identity: tuple[Path, ...], yes: bool) -> None:
    from bot import backups

    settings = _with_data()

    def agreed(found: Any) -> bool:
        made = _local(found.made_at, settings.timezone)
        click.echo(f"A backup of {made} with {sum(found.rows.values())} rows; it can be restored.")
        return yes or _agrees("This replaces everything in the database. Go on?")

    counts = asyncio.run(backups.restore(settings, file, identities=identity, confirm=agreed, beside=_say_where))
    click.echo(f"{sum(counts.values())} rows were restored. Planned messages are held: an administrator sees")
    click.echo("them with /held and releases or discards them.")


def _say_where(kind: str, folder: Path) -> None:
    """What an operator had of his own is not put in the place of what is set here."""
    click.echo(f"The backup has {kind} of your own; they lie in {folder}.")
    click.echo(f"If they are not at hand already, set CHUTING_{kind.upper()}={folder} before the bot starts.")


def _agrees(question: str) -> bool:
    """Whoever cannot answer has not agreed."""
    try:
        return click.confirm(question)
    except click.Abort:
        click.echo()
        return False


@main.group(name="export", help="Write what the bot knows into office files.")
def export_group() -> None:
    """Exports."""


@export_group.command(name="ledger", help="The ledger of all cases (台账) as .xlsx.")
@click.argument("file", type=Target())
@click.option("--with-names", is_flag=True, help="Plaintiffs' names in full (they are masked otherwise).")
@click.option("--period", default="", help="A period, as 2026Q3, 2026-09, 2026 or 2026-01-01~2026-06-30.")
@click.option("--open", "open_", is_flag=True, help="Only cases that are not closed.")
@click.option("--lost", is_flag=True, help="Only cases that were lost.")
def export_ledger(file: Path, with_names: bool, period: str, open_: bool, lost: bool) -> None:
    from bot import exporting
    from bot.clock import SystemClock
    from bot.domain.figures import periods
    from bot.domain.figures.exports import LEDGER, Asked

    if period and periods.of_key(period) is None:
        raise click.BadParameter("expects a period such as 2026Q3, 2026-09 or 2026.", param_hint="--period")
    settings = _with_data()
    asked = Asked(period, 0, open_, lost, with_names)
    now = SystemClock().now().isoformat()
    work = exporting.Work(LEDGER, asked.stored(), 0, settings.locale, now, str(file))
    rows = exporting.for_operator(settings, work, _rows_done)
    click.echo(f"The ledger was written to {file} ({rows} rows).")


def _rows_done(done: int, total: int) -> None:
    """A sign of life for who waits at a terminal."""
    if total > 2000 and done % 10_000 == 0:
        click.echo(f"{done} of {total} rows", err=True)


@main.group(name="import", help="Take in what was prepared elsewhere.")
def import_group() -> None:
    """Imports."""


@import_group.command(
    name="roster", help="Agencies, people and roles from one .xlsx; nothing is changed if a row is wrong."
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--codes", type=Target(), help="Write the invitation codes to this .xlsx.")
def import_roster(file: Path, dry_run: bool, codes: Path | None) -> None:
    from bot import operations

    target = codes or file.with_name(f"{file.stem}-codes.xlsx")
    if not dry_run and (said := hindrance(target)):
        raise click.BadParameter(f"the codes cannot be written: {said} See --codes.", param_hint="FILE")
    report = asyncio.run(operations.import_roster(_with_data(), file.read_bytes(), dry_run=dry_run))
    click.echo(report.words)
    if report.codes is not None and not dry_run:
        target.write_bytes(report.codes)
        click.echo(f"Invitation codes: {target}")
    sys.exit(0 if report.good else 1)


@import_group.command(name="calendar", help="A year's announced working days: a TOML table, or the notice as text.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def import_calendar(file: Path) -> None:
    from bot import operations

    report = asyncio.run(operations.import_calendar(_with_data(), file.read_bytes()))
    click.echo(report.words)
    sys.exit(0 if report.good else 1)
