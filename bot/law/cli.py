"""`python -m bot law`: the law for anybody, without the bot.

Only what a command needs is imported inside it, so that `law count` starts quickly.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.domain.law.calendar import WorkingCalendar
    from bot.domain.law.obligations import Event
    from bot.domain.law.trigger_facts import Fact
    from bot.law.catalog import Words
    from bot.law.library import Library

Command = Callable[..., None]

_LANGUAGE = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of words.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_CALENDAR = click.option(
    "--calendar",
    type=click.Path(exists=True, path_type=Path),
    envvar="CHUTING_CALENDARS",
    help="Your own working-day table, or a folder of them.",
)
_BOOKS = click.option("--books", type=click.Path(path_type=Path), help="Your own rule book, or a folder of them.")
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def law() -> None:
    """Rule books, terms, duties and who must appear."""


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


def _stack(library: Library, rulebook: str, on: date) -> Any:
    try:
        return library.for_book(rulebook, on)
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from error


@law.command()
@click.option("--from", "start", type=_DAY, required=True, help="The day of the trigger.")
@click.option("--days", type=click.IntRange(0, 10_000), required=True, help="How many units.")
@click.option("--unit", type=click.Choice(["calendar", "working", "month", "year"]), default="calendar")
@click.option(
    "--roll",
    type=click.Choice(["next", "none", "previous"]),
    help="Where a last day off moves; default next, counted backwards previous.",
)
@click.option("--before", is_flag=True, help="Count backwards.")
@click.option("--include-first-day", is_flag=True, help="Count the day of the trigger itself.")
@_CALENDAR
@_LANGUAGE
@_JSON
def count(
    start: datetime,
    days: int,
    unit: str,
    roll: str | None,
    before: bool,
    include_first_day: bool,
    calendar: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Count a term: the last day by law and the day to aim at."""
    from bot.domain.law.periods import count as count_term
    from bot.domain.law.rules import Roll, Term, Unit
    from bot.law.output import counted_lines, counted_value

    moves = Roll(roll) if roll else Roll.PREVIOUS if before else Roll.NEXT
    term = Term(days, Unit(unit), before, include_first_day, moves)
    try:
        counted = count_term(term, start.date(), calendar_of(calendar), event="Starting day")
    except (OverflowError, ValueError) as error:
        raise click.UsageError("this term leaves the calendar") from error
    assert counted is not None
    words = words_of(lang)
    say(as_json, counted_value(counted, words), counted_lines(counted, words))


@law.command()
@click.option("--rulebook", required=True, help="Id of a rule book; see `law list`.")
@click.option("--trigger", required=True, help="What happened; see `law triggers`.")
@click.option("--on", type=_DAY, required=True, help="Day of service, of the hearing, or last day of the period.")
@click.option("--at", "hour", type=click.DateTime(["%H:%M"]), help="Hour of a hearing.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact; may be repeated.")
@click.option("--now", "now_text", help="What has already passed (ISO date and time, local).")
@click.option("--tz", default="Asia/Shanghai", help="Time zone of local times.")
@_BOOKS
@_CALENDAR
@_LANGUAGE
@_JSON
def due(
    rulebook: str,
    trigger: str,
    on: datetime,
    hour: datetime | None,
    facts: tuple[str, ...],
    now_text: str | None,
    tz: str,
    books: Path | None,
    calendar: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """List the duties that an event starts, with their dates, reminders and reasons."""
    from bot.domain.law.obligations import obligations
    from bot.law.output import due_lines, obligation_value

    zone, words = _zone(tz), words_of(lang)
    library = library_of(books)
    try:
        event = _event(trigger, on.date(), hour.time() if hour else None, facts)
        stack = _stack(library, rulebook, event.on)
        now = _now(now_text, event, zone)
        found = obligations(event, stack, library.ladders, calendar_of(calendar), now=now, zone=zone)
    except (OverflowError, ValueError) as error:
        raise click.UsageError("this date leaves the calendar") from error
    today = now.astimezone(zone).date()
    values = [{**obligation_value(one, words, zone), "overdue": one.overdue(today)} for one in found]
    say(as_json, values, due_lines(found, event, stack, words, zone))


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise click.UsageError(f"unknown time zone {name}, write for example Asia/Shanghai") from error


def _event(name: str, on: date, at: time | None, given: tuple[str, ...]) -> Event:
    from bot.domain.law.obligations import Event
    from bot.domain.law.recurring import last_day_of_period
    from bot.domain.law.trigger_facts import facts_of
    from bot.domain.law.triggers import CALENDAR, Trigger
    from bot.law.problems import nearest

    try:
        trigger = Trigger(name)
    except ValueError as error:
        raise click.UsageError(f"--trigger: {nearest(name, Trigger)}") from error
    if trigger in CALENDAR and on != (last := last_day_of_period(trigger, on)):
        raise click.UsageError(f"--on must be the last day of the period: {last.isoformat()}")
    known = facts_of(trigger)
    facts: dict[str, Any] = {}
    for item in given:
        key, _, text = (part.strip() for part in item.partition("="))
        if key not in known:
            raise click.UsageError(f"--fact: {nearest(key, known)}")
        value = fact_value(known[key], text)
        facts[key] = facts[key] | value if known[key].kind == "choices" and key in facts else value
    return Event(trigger, on, facts, at)


def fact_value(fact: Fact, text: str) -> Any:
    """Turn the text of a fact into a value; a mistake ends the command with what to write."""
    from bot.law.problems import nearest

    items = [item.strip() for item in text.split(",") if item.strip()] if fact.kind == "choices" else [text]
    for item in items:
        if fact.choices and item not in fact.choices:
            raise click.UsageError(f"--fact {fact.name}: {nearest(item, fact.choices)}")
    if fact.kind == "choices":
        return frozenset(items)
    if fact.kind == "bool":
        if text.lower() not in ("true", "false", "yes", "no", "1", "0"):
            raise click.UsageError(f"--fact {fact.name}: write true or false")
        return text.lower() in ("true", "yes", "1")
    if fact.kind == "int" and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise click.UsageError(f"--fact {fact.name}: write a whole number such as 10")
    try:
        return date.fromisoformat(text) if fact.kind == "date" else int(text) if fact.kind == "int" else text
    except ValueError as error:
        raise click.UsageError(f"--fact {fact.name}: write a date such as 2026-04-02") from error


def _now(text: str | None, event: Event, zone: tzinfo) -> datetime:
    """What has passed: as given, else the trigger's day at 00:00, or 30 days before a hearing."""
    from bot.domain.law.triggers import HEARINGS_TO_COME

    if text is None:
        day = event.on - timedelta(days=30) if event.trigger in HEARINGS_TO_COME else event.on
        return datetime.combine(day, time(), zone).astimezone(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError("--now: write 2026-04-02T09:30") from error
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


from bot.law import cli_more  # noqa: E402

cli_more.attach(law)
