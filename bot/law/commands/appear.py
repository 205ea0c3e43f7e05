"""The command that decides who must appear at a hearing."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click

from bot.law.commands.shared import BOOKS, DAY, JSON, LANGUAGE, library_of, say, stack_of, words_of


@click.command()
@click.option("--rulebook", help="Id of a rule book; see `law list`.")
@click.option("--facts", "facts_file", type=click.File("r", encoding="utf-8"), help="JSON file of facts.")
@click.option("--on", type=DAY, help="Day whose rules apply; default the hearing's day.")
@click.option("--schema", is_flag=True, help="Print the JSON schema of the facts.")
@BOOKS
@LANGUAGE
@JSON
def appear(
    rulebook: str | None,
    facts_file: TextIO | None,
    on: datetime | None,
    schema: bool,
    books: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Decide who must appear at a hearing, and what an outcome counts as."""
    from bot.domain.law.appearing import decide
    from bot.law.appearing import AppearanceError, decision_lines, decision_value, facts_schema, read_facts

    if schema:
        click.echo(json.dumps(facts_schema(), ensure_ascii=False, indent=2))
        return
    if rulebook is None or facts_file is None:
        raise click.UsageError("give --rulebook and --facts, or --schema")
    try:
        facts = read_facts(json.load(facts_file))
    except (AppearanceError, ValueError, RecursionError) as error:
        raise click.ClickException(f"facts: {error}") from error
    day = on.date() if on else facts.get("hearing_on") or date.max
    decision = decide(facts, stack_of(library_of(books), rulebook, day))
    words = words_of(lang)
    say(as_json, decision_value(decision, words), decision_lines(decision, words))
