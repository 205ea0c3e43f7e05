"""`python -m bot figures`: counts everything from scratch and says, or puts right, what is kept otherwise."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.domain.figures.gaps import Gap
    from bot.settings import Settings

BATCH = 2000
"""Cases that are looked at in one transaction."""


@click.group(help="The figures: whether they are what counting from scratch gives.")
def figures() -> None:
    """Words go to people, in their language."""


@figures.command(help="Count every case from scratch and name what is kept otherwise; with --mend put it right.")
@click.option("--mend", is_flag=True, help="Put right what differs.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of words (else CHUTING_LOCALE).")
def check(mend: bool, lang: str | None) -> None:
    from bot.clock import SystemClock
    from bot.domain.hall.message import plain
    from bot.settings import load
    from bot.texts import translator
    from bot.views.figures import gaps as views

    settings = load()
    tr = translator(
        {"zh": "zh_CN", "en": "en"}.get(lang or "", settings.locale), settings.zone, now=SystemClock().now()
    )
    found = _differences(settings)
    click.echo(plain(views.verdict(found, tr)))
    if mend and found:
        click.echo(plain(views.mended(_mend(settings), tr)))
    sys.exit(1 if found and not mend else 0)


def _differences(settings: Settings) -> list[Gap]:
    from bot.services.figures import checking

    found: list[Gap] = []
    after, n = 0, 0
    while True:
        some, last = _work(settings, lambda desk, after=after: checking.check_some(desk, after, BATCH))
        found += some
        if not last:
            found += _work(settings, checking.check_totals)
            return found
        if n:
            click.echo(f"… {n}", err=True)
        after, n = last, n + BATCH


def _mend(settings: Settings) -> int:
    from bot.services.figures import checking

    mended, after = 0, 0
    while True:
        some, last = _work(settings, lambda desk, after=after: checking.mend_some(desk, after, BATCH), write=True)
        mended += int(some)
        if not last:
            return mended + int(_work(settings, checking.mend_totals, write=True))
        after = last


def _work(settings: Settings, work: Any, *, write: bool = False) -> Any:
    """Run a use case; a database that is not there is not made."""
    from bot import operations
    from bot.store.database import must_be_there

    must_be_there(settings.database_url)
    return asyncio.run(operations.at_desk(settings, lambda desk, tr: work(desk), write=write))
