"""The commands that list what there is, and check it."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from bot.law.commands.shared import BOOKS, JSON, LANGUAGE, library_of, say, words_of


@click.command()
@JSON
def triggers(as_json: bool) -> None:
    """List what can start duties, and the facts that each understands."""
    from bot.domain.law.trigger_facts import facts_of
    from bot.domain.law.triggers import TRIGGER_NAMES, Trigger

    values = [
        {
            "trigger": trigger.value,
            "zh": TRIGGER_NAMES[trigger][0],
            "en": TRIGGER_NAMES[trigger][1],
            "facts": [
                {"name": fact.name, "type": fact.kind, "choices": list(fact.choices), "meaning": fact.meaning}
                for fact in facts_of(trigger).values()
            ],
        }
        for trigger in Trigger
    ]
    lines = []
    for trigger in Trigger:
        lines.append(f"{trigger.value}  {TRIGGER_NAMES[trigger][0]}  {TRIGGER_NAMES[trigger][1]}")
        lines += [
            f"    {fact.name}: {fact.kind}  {'|'.join(fact.choices)}  {fact.meaning}".rstrip()
            for fact in facts_of(trigger).values()
        ]
    say(as_json, values, lines)


@click.command()
@JSON
def roles(as_json: bool) -> None:
    """List who can owe, receive and be told."""
    from bot.domain.law.roles import ROLE_NAMES

    values = [{"role": role.value, "zh": zh, "en": en} for role, (zh, en) in ROLE_NAMES.items()]
    say(as_json, values, (f"{role.value}  {zh}  {en}" for role, (zh, en) in ROLE_NAMES.items()))


@click.command("list")
@BOOKS
@LANGUAGE
@JSON
def list_books(books: Path | None, lang: str, as_json: bool) -> None:
    """List the rule books, their dates and what their operator is asked."""
    from bot.law.output import book_value

    words = words_of(lang)
    values = [book_value(book, words) for book in library_of(books).books.values()]
    lines = []
    for value in values:
        lines.append(f"{value['id']}  {value['title']}  {value['number']}".rstrip())
        since = value["effective_from"] or "?"
        mark = "" if value["verified"] else "  UNVERIFIED"
        open_ = len(value["unverified_rules"]) if value["verified"] else 0
        lines.append(
            f"    {value['region']}  since {since}  {value['rules']} rules{mark}"
            + (f"  ({open_} unverified)" if open_ else "")
        )
        lines += [f"    ? {question}" for question in value["asks"]]
    say(as_json, values, lines)


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="CHUTING_SOURCES",
    help="Folder of the source texts, to compare quotes with; default the folder of PATH.",
)
@JSON
def check(path: Path | None, sources: Path | None, as_json: bool) -> None:
    """Check all rule books and calendars, and your own file or folder."""
    from bot.law.checking import check_all

    report = check_all(path, sources)
    value = {
        "ok": not report.problems,
        "books": list(report.books),
        "rules": report.rules,
        "quotes_compared": report.quotes_compared,
        "problems": [{"file": one.file, "rule": one.rule, "message": one.message} for one in report.problems],
    }
    lines = [str(problem) for problem in report.problems]
    lines.append(
        f"{len(report.books)} rule books, {report.rules} rules, {report.quotes_compared} quotes compared,"
        f" {len(report.problems)} problems"
    )
    say(as_json, value, lines)
    if report.problems:
        raise SystemExit(1)


@click.command()
@click.argument("table", required=False, type=click.File("r", encoding="utf-8"))
@JSON
def calendar(table: TextIO | None, as_json: bool) -> None:
    """List the years of the working-day calendar, or read a TABLE: TOML, plain lines, or a notice."""
    from bot.law.calendars import load_calendar, table_text
    from bot.law.notices import parse_table

    if table is not None:
        try:
            click.echo(table_text(parse_table(table.read())), nl=False)
        except ValueError as error:  # CalendarError, or bytes that are no text
            raise click.ClickException(str(error)) from error
        return
    tables = load_calendar().tables
    values = [{"year": year, "notices": [notice.number for notice in tables[year].notices]} for year in sorted(tables)]
    say(as_json, values, (f"{value['year']}  {'、'.join(value['notices'])}" for value in values))  # type: ignore[arg-type]
