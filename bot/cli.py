"""The command line. Each command imports what it needs when it runs, so that `law` stays quick."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import click


class LazyGroup(click.Group):
    """Groups that live elsewhere are imported when they are called."""

    lazy = {"law": "bot.law.cli:law"}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.lazy])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.lazy:
            return super().get_command(ctx, name)
        from importlib import import_module

        module, _, attribute = self.lazy[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, help="Chuting (出庭): who must appear in court, who owes what by when, and why.")
def main() -> None:
    """Entry point."""


def _settings(**overrides: Any) -> Any:
    """Settings, or one sentence and exit status 2."""
    from bot.settings import WrongSetting, load

    try:
        return load(**overrides)
    except WrongSetting as wrong:
        _fail(str(wrong))


def _fail(sentence: str, status: int = 2) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)


@main.command(help="Run the bot (settings: CHUTING_TOKEN and others, see README.md).")
def run() -> None:
    from bot import observability
    from bot.settings import WrongSetting

    settings = _settings()
    observability.configure(settings.log_format)
    from bot.app import run as run_app

    try:
        asyncio.run(run_app(settings, ready=lambda code: _show_claim(settings, code)))
    except WrongSetting as wrong:
        _fail(str(wrong))


def _show_claim(settings: Any, code: str | None) -> None:
    if code is not None:
        click.echo(f"No administrator yet. Send this code to the bot, once: {code}")


@main.command(help="Bring the database to the newest shape.")
def migrate() -> None:
    from bot.store.migrate import migrate as bring_up

    asyncio.run(bring_up(_settings().database_url))
    click.echo("The database has the newest shape.")


@main.command(help="The playground: a Bot API server and a chat page on this machine, no token needed.")
@click.option("--port", default=8033, show_default=True, help="Port of the page on 127.0.0.1 (0: any free one).")
@click.option("--data", type=click.Path(path_type=Path), default=Path("var/play"), show_default=True)
@click.option("--now", "start", default="", help="Simulated time at the start, as 2026-04-02T09:00 (local).")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def play(port: int, data: Path, start: str, no_browser: bool) -> None:
    from bot.play import play as play_

    try:
        asyncio.run(play_(port=port, data=data, start=start, browser=not no_browser))
    except KeyboardInterrupt:
        click.echo("The playground is closed; its data stays where it is.")
    except ValueError as wrong:
        _fail(str(wrong))
