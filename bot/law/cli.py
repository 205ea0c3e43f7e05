"""`python -m bot law`: the law for anybody, without the bot."""

from __future__ import annotations

import click

from bot.law.commands.appear import appear
from bot.law.commands.lists import calendar, check, list_books, roles, triggers
from bot.law.commands.terms import count, due


@click.group()
def law() -> None:
    """Rule books, terms, duties and who must appear."""


for command in (count, due, triggers, roles, list_books, check, appear, calendar):
    law.add_command(command)
