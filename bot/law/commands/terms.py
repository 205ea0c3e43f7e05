"""The commands that count: a term by itself, and the duties that an event starts."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.law.commands.facts import event_of
from bot.law.commands.shared import (
    BOOKS,
    CALENDAR,
    DAY,
    JSON,
    LANGUAGE,
    calendar_of,
    library_of,
    say,
    stack_of,
    words_of,
)

if TYPE_CHECKING:
    from bot.domain.law.obligations import Event


@click.command()
@click.option("--from", "start", type=DAY, required=True, help="The day of the trigger.")
@click.option("--days", type=click.IntRange(0, 10_000), required=True, help="How many units.")
@click.option("--unit", type=click.Choice(["calendar", "working", "month", "year"]), default="calendar")
@click.option(
    "--roll",
    type=click.Choice(["next", "none", "previous"]),
    help="Where a last day off moves; default next, counted backwards previous.",
)
@click.option("--before", is_flag=True, help="Count backwards.")
@click.option("--include-first-day", is_flag=True, help="Count the day of the trigger itself.")
@CALENDAR
@LANGUAGE
@JSON
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


@click.command()
@click.option("--rulebook", required=True, help="Id of a rule book; see `law list`.")
@click.option("--trigger", required=True, help="What happened; see `law triggers`.")
@click.option("--on", type=DAY, required=True, help="Day of service, of the hearing, or last day of the period.")
@click.option("--at", "hour", type=click.DateTime(["%H:%M"]), help="Hour of a hearing.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact; may be repeated.")
@click.option("--now", "now_text", help="What has already passed (ISO date and time, local).")
@click.option("--tz", default="Asia/Shanghai", help="Time zone of local times.")
@BOOKS
@CALENDAR
@LANGUAGE
@JSON
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
        event = event_of(trigger, on.date(), hour.time() if hour else None, facts)
        stack = stack_of(library, rulebook, event.on)
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
