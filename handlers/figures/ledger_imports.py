"""A bureau's own ledger that is sent in chat: its columns confirmed, what differs asked, then taken over."""

from __future__ import annotations

from bot.domain.hall.errors import Refused
from bot.domain.hall.extracts import Extract
from bot.domain.hall.files import LARGEST, too_large
from bot.domain.hall.message import Message
from bot.services.figures import ledger_imports
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.figures import ledger_imports as views

_OTHERS = (".xls", ".xlsm", ".xlsb", ".csv", ".et", ".ods")


def register(router: Router) -> None:
    """The taker is asked before that of hearing lists, which have some of the same columns."""
    router.text(file)
    router.wish(wish)
    router.reads(lambda turn: bool(wish(turn)))
    for verb, handler in {
        "li.in": awaited,
        "li.see": see,
        "li.cols": columns,
        "li.col": fields,
        "li.set": say_column,
        "li.sheets": sheets,
        "li.sheet": use_sheet,
        "li.go": plan,
        "li.back": back,
        "li.pick": choose,
        "li.x": cancel,
    }.items():
        router.press(verb, handler, sees=nothing)
    router.press("li.ok", confirm, sees=nothing, before=begun)


def wish(turn: Turn) -> int:
    """A workbook from somebody who coordinates: only a look into it tells whether it is a ledger."""
    found = any(one.name.lower().endswith(".xlsx") for one in turn.incoming.files)
    return LARGEST if found and ledger_imports.may(turn.desk) else 0


def awaited(turn: Turn) -> None:
    """The next file is a ledger."""
    ledger_imports.await_file(turn.desk)
    turn.say(views.awaited(turn.tr))


def file(turn: Turn) -> bool:
    """Take an .xlsx that is a ledger by its headings, or whatever workbook comes while one is awaited."""
    if len(turn.incoming.files) != 1 or not ledger_imports.may(turn.desk):
        return False
    [sent] = turn.incoming.files
    name, waited = sent.name.lower(), ledger_imports.is_awaited(turn.desk)
    if waited and name.endswith(_OTHERS):
        raise Refused("This file cannot be read as an .xlsx workbook. Please save it as .xlsx and send it again.")
    if not name.endswith(".xlsx"):
        return False
    if not sent.hash:
        if waited:
            raise Refused.because(turn.incoming.unkept or too_large())
        return False
    found = sent.extract or Extract()
    if not waited and not ledger_imports.looks_like_ledger(turn.desk, found.tables):
        return False
    if not found.tables:
        raise Refused.because(ledger_imports.unread(sent.name, found))
    turn.say(views.matched(ledger_imports.begin(turn.desk, sent.name, found.tables, found.notes), turn.tr))
    # Nothing waits for the file: what was read of it is kept until it is confirmed.
    turn.desk.untidy = True
    return True


def _ids(turn: Turn) -> tuple[int, int]:
    return turn.number(0), turn.number(1)


def see(turn: Turn) -> None:
    turn.show(views.matched(ledger_imports.matched(turn.desk, *_ids(turn)), turn.tr))


def columns(turn: Turn) -> None:
    turn.show(views.columns(ledger_imports.matched(turn.desk, *_ids(turn)), turn.tr, turn.number(2)))


def fields(turn: Turn) -> None:
    found = ledger_imports.matched(turn.desk, *_ids(turn))
    ledger_imports.require_column(found, turn.number(2))
    turn.show(views.fields(found, turn.tr, turn.number(2), turn.number(3)))


def say_column(turn: Turn) -> None:
    found = ledger_imports.say_column(turn.desk, *_ids(turn), turn.number(2), turn.arg(3))
    turn.show(views.matched(found, turn.tr))


def sheets(turn: Turn) -> None:
    turn.show(views.sheets(ledger_imports.matched(turn.desk, *_ids(turn)), turn.tr, turn.number(2)))


def use_sheet(turn: Turn) -> None:
    turn.show(views.matched(ledger_imports.use_sheet(turn.desk, *_ids(turn), turn.number(2)), turn.tr))


def plan(turn: Turn) -> None:
    turn.show(views.plan(ledger_imports.plan(turn.desk, *_ids(turn)), turn.tr))


def back(turn: Turn) -> None:
    turn.show(views.matched(ledger_imports.rematch(turn.desk, *_ids(turn)), turn.tr))


def choose(turn: Turn) -> None:
    found = ledger_imports.choose(turn.desk, *_ids(turn), turn.number(2), turn.arg(3), whole=turn.arg(4) == "1")
    turn.show(views.plan(found, turn.tr))


def begun(turn: Turn) -> None:
    """A ledger of many rows: it is being taken over."""
    found = ledger_imports.about_to_take(turn.desk, *_ids(turn))
    if found is not None:
        turn.show(views.taking(found, turn.tr))


def confirm(turn: Turn) -> None:
    """Where something came to differ meanwhile, that is asked first."""
    found, done, following = ledger_imports.apply(turn.desk, *_ids(turn))
    turn.show(views.done(found, following, turn.tr) if done else views.plan(found, turn.tr))


def cancel(turn: Turn) -> None:
    """Of an older ledger of the person's, whose place another one took, the button is old."""
    ledger_imports.drop(turn.desk, *_ids(turn))
    turn.show(Message(turn.tr("Cancelled; nothing was recorded.")))
