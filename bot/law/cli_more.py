"""The commands of `law` that list, check and decide."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

_LANGUAGE = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of words.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_BOOKS = click.option("--books", type=click.Path(path_type=Path), help="Your own rule book, or a folder of them.")


def attach(group: click.Group) -> None:
    """Add these commands to the group `law`."""
    for command in (triggers, roles, list_books, check, appear, calendar):
        group.add_command(command)


@click.command()
@_JSON
def triggers(as_json: bool) -> None:
    """List what can start duties, and the facts that each understands."""
    from bot.domain.law.trigger_facts import facts_of
    from bot.domain.law.triggers import TRIGGER_NAMES, Trigger
    from bot.law.cli import say

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
@_JSON
def roles(as_json: bool) -> None:
    """List who can owe, receive and be told."""
    from bot.domain.law.roles import ROLE_NAMES
    from bot.law.cli import say

    values = [{"role": role.value, "zh": zh, "en": en} for role, (zh, en) in ROLE_NAMES.items()]
    say(as_json, values, (f"{role.value}  {zh}  {en}" for role, (zh, en) in ROLE_NAMES.items()))


@click.command("list")
@_BOOKS
@_LANGUAGE
@_JSON
def list_books(books: Path | None, lang: str, as_json: bool) -> None:
    """List the rule books, their dates and what their operator is asked."""
    from bot.law.cli import library_of, say, words_of
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
@_JSON
def check(path: Path | None, sources: Path | None, as_json: bool) -> None:
    """Check all rule books and calendars, and your own file or folder."""
    from bot.law.checking import check_all
    from bot.law.cli import say

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
@click.option("--rulebook", help="Id of a rule book; see `law list`.")
@click.option("--facts", "facts_file", type=click.File("r", encoding="utf-8"), help="JSON file of facts.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day whose rules apply; default the hearing's day.")
@click.option("--schema", is_flag=True, help="Print the JSON schema of the facts.")
@_BOOKS
@_LANGUAGE
@_JSON
def appear(
    rulebook: str | None,
    facts_file: object,
    on: object,
    schema: bool,
    books: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Decide who must appear at a hearing, and what an outcome counts as."""
    from bot.domain.law.appearing import decide
    from bot.law.appearing import AppearanceError, decision_lines, decision_value, facts_schema, read_facts
    from bot.law.cli import _stack, library_of, say, words_of

    if schema:
        click.echo(json.dumps(facts_schema(), ensure_ascii=False, indent=2))
        return
    if rulebook is None or facts_file is None:
        raise click.UsageError("give --rulebook and --facts, or --schema")
    try:
        facts = read_facts(json.load(facts_file))  # type: ignore[arg-type]
    except (AppearanceError, ValueError, RecursionError) as error:
        raise click.ClickException(f"facts: {error}") from error
    day = on.date() if on else facts.get("hearing_on") or date.max  # type: ignore[attr-defined]
    decision = decide(facts, _stack(library_of(books), rulebook, day))
    words = words_of(lang)
    say(as_json, decision_value(decision, words), decision_lines(decision, words))


@click.command()
@click.argument("table", required=False, type=click.File("r", encoding="utf-8"))
@_JSON
def calendar(table: object, as_json: bool) -> None:
    """List the years of the working-day calendar, or read a TABLE: TOML, plain lines, or a notice."""
    from bot.law.calendars import load_calendar, table_text
    from bot.law.cli import say
    from bot.law.notices import parse_table

    if table is not None:
        try:
            click.echo(table_text(parse_table(table.read())), nl=False)  # type: ignore[attr-defined]
        except ValueError as error:  # CalendarError, or bytes that are no text
            raise click.ClickException(str(error)) from error
        return
    tables = load_calendar().tables
    values = [{"year": year, "notices": [notice.number for notice in tables[year].notices]} for year in sorted(tables)]
    say(as_json, values, (f"{value['year']}  {'、'.join(value['notices'])}" for value in values))  # type: ignore[arg-type]
