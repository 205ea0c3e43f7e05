"""`python -m bot audit`: roots of the audit trail, verifying it, and proofs for one case."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from bot.domain.operations.seals import Header, Kept
    from bot.settings import Settings
    from bot.texts import Translator

LANGUAGE = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of words (else CHUTING_LOCALE).")
ROOT = click.option(
    "--root", "kept", multiple=True, metavar="HEX|FILE",
    help="A root that was kept elsewhere, or a file with such roots as `audit roots` prints them.",
)  # fmt: skip


@click.group(help="The audit trail: its nightly roots, whether it is as it was, proofs for one case.")
def audit() -> None:
    """Words go to people, in their language; only a proof is JSON."""


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _begin(lang: str | None) -> tuple[Settings, Translator]:
    from bot.clock import SystemClock
    from bot.observability import conceal
    from bot.settings import load
    from bot.texts import translator

    settings = load()
    conceal(settings.secrets)
    language = {"zh": "zh_CN", "en": "en"}.get(lang or "", settings.locale)
    return settings, translator(language, settings.zone, now=SystemClock().now())


def _work(settings: Settings, work: Any, *, write: bool = False) -> Any:
    """Run a use case; a database that is not there is not made."""
    from bot import operations
    from bot.store.database import must_be_there

    must_be_there(settings.database_url)
    return asyncio.run(operations.at_desk(settings, lambda desk, tr: work(desk), write=write))


def _say(words: Any) -> None:
    from bot.domain.hall.message import plain

    click.echo(plain(words))


def _kept(given: Iterable[str]) -> list[Kept]:
    from bot.domain.operations.seals import kept_roots

    found: list[Kept] = []
    for one in given:
        path = Path(one)
        some = kept_roots(one) or (kept_roots(path.read_text("utf-8", "replace")) if path.is_file() else [])
        if not some:
            _fail(f"{one} is neither a root (64 hex digits) nor a file with any.")
        found += some
    return found


@audit.command(help="Print the roots, one line a night: to be printed, copied or mailed, and kept elsewhere.")
@click.option("--last", type=click.IntRange(min=1), help="Only the newest so many.")
@LANGUAGE
def roots(last: int | None, lang: str | None) -> None:
    from bot.services.operations import seals
    from bot.views.operations import seals as views

    settings, tr = _begin(lang)
    found = _work(settings, seals.all_of_them)
    _say(views.roots(found[-last:] if last else found, tr))


@audit.command(help="Seal now what waits for it, all of it; the bot does so every night by itself.")
@LANGUAGE
def seal(lang: str | None) -> None:
    from bot.services.operations import seals
    from bot.views.operations import seals as views

    settings, tr = _begin(lang)
    made: list[Header] = []
    while (one := _work(settings, seals.seal, write=True)) is not None:
        made.append(one)
    _say(views.made(made, _work(settings, seals.waiting), tr))


@audit.command(help="Compare every entry with its hash and its seal; name what was altered, removed or put in.")
@ROOT
@LANGUAGE
def verify(kept: tuple[str, ...], lang: str | None) -> None:
    from bot.services.operations import verifying
    from bot.views.operations import seals as views

    settings, tr = _begin(lang)
    given = _kept(kept)
    found = _work(settings, lambda desk: verifying.verify(desk, given))
    _say(views.verdict(found, tr))
    sys.exit(1 if found.findings else 0)


@audit.command(help="Print a proof for the entries of one case: > proof.json.")
@click.argument("number")
@click.option("--with-names", is_flag=True, help="Values that may name a person, too (they are left out otherwise).")
@LANGUAGE
def prove(number: str, with_names: bool, lang: str | None) -> None:
    from bot.domain.hall.errors import Missing, Refused
    from bot.domain.hall.message import plain
    from bot.services.operations import proving

    settings, tr = _begin(lang)
    try:
        found = _work(settings, lambda desk: proving.prove(desk, number, with_names=with_names))
    except Missing:
        _fail(plain(tr("No case {number} is known.", number=number)))
    except Refused as refused:
        _fail(plain(tr(refused.problem.msgid, **refused.problem.params)))
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@audit.command(help="Check a proof; neither the bot nor its database is needed.")
@click.argument("file", type=click.File("rb"))
@ROOT
@LANGUAGE
def check(file: Any, kept: tuple[str, ...], lang: str | None) -> None:
    from bot.domain.operations import proofs
    from bot.views.operations import seals as views

    _, tr = _begin(lang)
    given = _kept(kept)
    try:
        found = proofs.check(json.loads(file.read()), given)
    except (proofs.NotAProof, ValueError, RecursionError):
        _fail(str(tr("This is no proof made by `audit prove`, or one of a later version.")))
    _say(views.checked(found, tr))
    sys.exit(0 if found.good else 1)
