"""What the commands share: their options, and opening and showing things so that a mistake is one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.domain.law.calendar import WorkingCalendar
    from bot.domain.law.rules import Stack
    from bot.law.catalog import Words
    from bot.law.library import Library

LANGUAGE = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of words.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
CALENDAR = click.option(
    "--calendar",
    type=click.Path(exists=True, path_type=Path),
    envvar="CHUTING_CALENDARS",
    help="Your own working-day table, or a folder of them.",
)
BOOKS = click.option("--books", type=click.Path(path_type=Path), help="Your own rule book, or a folder of them.")
DAY = click.DateTime(["%Y-%m-%d"])


def say(as_json: bool, value: object, lines: Iterable[str]) -> None:
    """Print `value` as JSON, or the lines for people."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines).rstrip())


def words_of(lang: str) -> Words:
    """Return the words of a language of the command line."""
    from bot.law.catalog import words

    return words("en" if lang == "en" else "zh_CN")


def calendar_of(path: Path | None) -> WorkingCalendar:
    """Return the calendar; a table that cannot be used ends the command."""
    from bot.law.calendars import CalendarError, load_calendar

    try:
        return load_calendar(path)
    except (CalendarError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def library_of(path: Path | None) -> Library:
    """Return all rule books; a mistake in one of them ends the command."""
    from bot.law.library import load_library
    from bot.law.problems import RuleBookError

    try:
        return load_library(path)
    except RuleBookError as error:
        raise click.ClickException(str(error)) from error


def stack_of(library: Library, rulebook: str, on: date) -> Stack:
    """Return the rules that apply for a rule book on a day; an unknown book ends the command."""
    try:
        return library.for_book(rulebook, on)
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from error
