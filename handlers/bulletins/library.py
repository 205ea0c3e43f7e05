"""/library: typical cases, found by tag and by words; kept by the office, shown to its units."""

from __future__ import annotations

from typing import Any

from bot.domain.bulletins import library as declared
from bot.domain.hall.errors import Missing
from bot.services.bulletins import library
from bot.services.bulletins.offices import READERS
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.bulletins import library as views

Given = dict[str, Any]


def show(turn: Turn, entry_id: int) -> None:
    turn.show(views.card(library.of(turn.desk, entry_id), turn.tr))


ENTRY = Subject("typical", show, lambda turn, number: library.found(turn.desk, number))


def register(router: Router, forms: Forms) -> None:
    """The command, the list, an entry, and what its office does with it."""
    router.command("library", begin, "typical cases", shown=_belongs, rank=60)
    router.press("lib", listing, sees=nothing)
    router.press("lib.at", lambda turn: show(turn, turn.number()), sees=ENTRY.look)
    router.press("lib.tags", lambda turn: turn.show(views.tags(turn.tr)), sees=nothing)
    router.press("lib.find", lambda turn: _ask(turn, forms, declared.SEARCH.name), sees=nothing)
    router.press("lib.add", lambda turn: _enter(turn, forms), sees=nothing)
    router.press("lib.in", waiting, sees=nothing)
    router.press("lib.take", take, sees=nothing)
    router.press("lib.show", share, of=ENTRY)
    router.press("lib.tag", tagging, of=ENTRY)
    router.press("lib.set", tag, of=ENTRY)
    router.press("lib.out", withdraw, of=ENTRY)
    router.press("lib.word", lambda turn: _reword(turn, forms), of=ENTRY)
    forms.add(Bound(declared.ADD, added))
    forms.add(Bound(declared.SEARCH, searched))
    forms.add(Bound(declared.WORDS, reworded, of=ENTRY))


def _belongs(actor: Any) -> bool:
    return any(one.role in READERS for one in actor.appointments)


def begin(turn: Turn) -> None:
    """/library, also with what is looked for behind it."""
    turn.say(views.listed(library.listed(turn.desk, said=turn.incoming.args.strip()), turn.tr))


def listing(turn: Turn) -> None:
    tag = turn.arg(0)
    if tag and tag not in declared.TAGS:
        raise Missing
    turn.show(views.listed(library.listed(turn.desk, turn.number(1), tag), turn.tr))


def searched(turn: Turn, values: Given, context: Given) -> None:
    turn.show(views.listed(library.listed(turn.desk, said=str(values["said"])), turn.tr))


def _ask(turn: Turn, forms: Forms, name: str) -> None:
    library.listed(turn.desk)
    turn.beside()
    forms.start(turn, name, {}, {})


def _enter(turn: Turn, forms: Forms) -> None:
    """Whether it may be is asked before anybody types."""
    library.models(turn.desk)
    _ask(turn, forms, declared.ADD.name)


def added(turn: Turn, values: Given, context: Given) -> None:
    row = library.add(
        turn.desk, values["title"], values["text"], values.get("tags") or (), values.get("number") or "",
        values.get("origin") or "",
    )  # fmt: skip
    show(turn, row.id or 0)


def waiting(turn: Turn) -> None:
    turn.show(views.waiting(library.waiting(turn.desk, turn.number()), turn.tr))


def take(turn: Turn) -> None:
    """The entry follows, for the office alone so far."""
    show(turn, library.take(turn.desk, turn.number()).id or 0)


def share(turn: Turn) -> None:
    library.show(turn.desk, turn.number(), turn.number(1))
    show(turn, turn.number())


def tagging(turn: Turn) -> None:
    turn.show(views.tagging(library.of(turn.desk, turn.number()), turn.tr))


def tag(turn: Turn) -> None:
    library.tag(turn.desk, turn.number(), turn.number(1), turn.arg(2))
    tagging(turn)


def withdraw(turn: Turn) -> None:
    library.withdraw(turn.desk, turn.number(), turn.number(1))
    turn.show(views.listed(library.listed(turn.desk), turn.tr))


def _reword(turn: Turn, forms: Forms) -> None:
    one = library.of(turn.desk, turn.number())
    turn.beside()
    forms.start(turn, declared.WORDS.name, {}, {"typical": one.line.id, "version": turn.number(1)})


def reworded(turn: Turn, values: Given, context: Given) -> None:
    library.reword(turn.desk, int(context["typical"]), int(context["version"]), values["text"])
    show(turn, int(context["typical"]))
