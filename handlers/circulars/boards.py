"""/circulars: the list, the boards, pausing and resuming, nudging, exports, correcting and withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.domain.circulars.acts import CHANGES
from bot.domain.circulars.topics import ARCHIVE, BOARD, CARD, LEDGER, Archive, Board, CircularCard, OfCircular
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.message import XLSX, Attachment, Message
from bot.domain.hall.topics import Notice, to_person
from bot.services.circulars import boards, circulars, control, exports, receipts
from bot.services.circulars import cards as circular_cards
from bot.services.post import outbox
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.circulars import boards as views
from bot.views.circulars import circulars as cards
from bot.views.circulars import lists


def register(router: Router) -> None:
    router.command("circulars", overview, "circulars and who has not replied", shown=_sends, rank=41)
    router.topic(BOARD, _board_topic)
    router.topic(LEDGER, _ledger_topic)
    router.topic(ARCHIVE, _archive_topic)
    board = BOARD_OF
    for verb, handler in {
        "cb.at": at,
        "cb.br": branches,
        "cb.more": more,
        "cb.a": answers,
        "cb.n": nudge,
        "cb.x": ledger,
        "cb.z": archives,
        "cb.p": _after(control.pause),
        "cb.r": _after(control.resume, asks="r"),
        "cb.k": _after(control.cancel, asks="k"),
        "cb.f": _after(control.try_failed_again, asks="f"),
        "cb.w": _after(control.withdraw, asks="w"),
        "cb.c": correct,
    }.items():
        router.press(verb, handler, of=board)
    router.press("cb.list", listing, sees=nothing)
    router.press("cb.s", silent, of=board, sees=_circular_and_branch)
    router.press("cb.sure", sure, of=replace(board, place=1))


def _sees(turn: Turn, circular_id: int) -> None:
    circulars.circular(turn.desk, circular_id, lock=False)


def show_board(turn: Turn, circular_id: int) -> None:
    """The board (or the card) in place of the pressed message."""
    _show(turn, circular_id)


BOARD_OF = Subject("circular", show_board, _sees, words=CHANGES)


def _circular_and_branch(turn: Turn) -> None:
    """A circular, and one of the branches to which it went."""
    _sees(turn, turn.number())
    if turn.number(1) and not boards.went_to(turn.desk, turn.number(), turn.number(1)):
        raise Missing


def listing(turn: Turn) -> None:
    turn.show(lists.listed(circular_cards.listed(turn.desk, turn.number()), turn.tr))


def _sends(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEND_CIRCULAR)


def overview(turn: Turn) -> None:
    turn.say(lists.listed(circular_cards.listed(turn.desk), turn.tr))


def at(turn: Turn) -> None:
    """The board of a circular that went out, else its card."""
    _show(turn, turn.number())


def _show(turn: Turn, circular_id: int) -> None:
    row = circulars.circular(turn.desk, circular_id, lock=False)
    subject = circulars.subject_of(row.id)
    if not circular_cards.went_out(row):
        card = cards.card(circular_cards.card(turn.desk, circular_id), turn.tr)
        turn.show(card, Notice(CARD, CircularCard(circular_id), subject))
        return
    circulars.retire_cards(turn.desk, circular_id, BOARD)
    shown = views.board(boards.board(turn.desk, circular_id), turn.tr)
    turn.show(shown, Notice(BOARD, Board(circular_id), subject))


def _board_topic(scene: Scene[Board]) -> Message | None:
    try:
        return views.board(boards.board(scene.desk, scene.payload.circular), scene.tr)
    except Refused:
        return None


def _after(work: Callable[..., Any], asks: str = "") -> Callable[[Turn], None]:
    """A button that does something to a circular and then shows its board; what `asks` is done by the second tap."""

    def pressed(turn: Turn) -> None:
        if asks and turn.arg(2) != "1":
            _sure(turn, asks, turn.number(), turn.number(1))
            return
        work(turn.desk, turn.number(), turn.number(1))
        _show(turn, turn.number())

    return pressed


def branches(turn: Turn) -> None:
    """All branches, to look into one."""
    turn.show(views.by_branch(boards.board(turn.desk, turn.number()), turn.tr, turn.number(1)))


def more(turn: Turn) -> None:
    """What is seldom done to a circular."""
    turn.show(views.more(boards.board(turn.desk, turn.number()), turn.tr))


def silent(turn: Turn) -> None:
    circular_id, agency_id = turn.number(), turn.number(1)
    figures, people = boards.silent(turn.desk, circular_id, agency_id, turn.number(2))
    row = circulars.circular(turn.desk, circular_id, lock=False)
    together = receipts.together(row)
    turn.show(views.silent(people, figures, circular_id, row.reply, turn.tr, together=together))


def answers(turn: Turn) -> None:
    turn.show(views.answers(boards.answers(turn.desk, turn.number(), turn.number(1)), turn.number(), turn.tr))


def nudge(turn: Turn) -> None:
    count = receipts.nudge(turn.desk, turn.number(), turn.number(1))
    turn.toast(str(turn.tr.plural("{n} person is reminded.", "{n} people are reminded.", count)))
    _show(turn, turn.number())


def sure(turn: Turn) -> None:
    """Ask before a circular is stopped or withdrawn."""
    _sure(turn, "w" if turn.arg(0) == "w" else "k", turn.number(1), turn.number(2))


def _sure(turn: Turn, what: str, circular_id: int, version: int) -> None:
    circulars.circular(turn.desk, circular_id, version)
    turn.show(views.sure(what, boards.board(turn.desk, circular_id), turn.tr))


def correct(turn: Turn) -> None:
    row = control.correct(turn.desk, turn.number(), turn.number(1))
    _show(turn, row.id or 0)


# -- exports: made when they are sent, so that no transaction waits for them ------------------------------------------


def ledger(turn: Turn) -> None:
    row = circulars.circular(turn.desk, turn.number(), lock=False)
    _plan(turn, Notice(LEDGER, OfCircular(row.id or 0)))


def archives(turn: Turn) -> None:
    for number in range(exports.archives(turn.desk, turn.number())):
        _plan(turn, Notice(ARCHIVE, Archive(turn.number(), number)))


def _plan(turn: Turn, notice: Notice[Any]) -> None:
    outbox.plan(turn.desk, notice, to_person(turn.actor.person_id))
    turn.toast(str(turn.tr("It is being made and comes in a moment.")))


def _ledger_topic(scene: Scene[OfCircular]) -> Message | None:
    try:
        name, content = exports.ledger_of(scene.desk, scene.payload.circular, scene.tr)
    except Refused:
        return None
    return Message(scene.tr("Ledger of receipts"), attachment=Attachment(name, content, XLSX))


def _archive_topic(scene: Scene[Archive]) -> Message | None:
    try:
        made = exports.archive(scene.desk, scene.payload.circular, scene.payload.number, scene.tr)
    except Refused:
        return None
    if made is None:
        return None
    return Message(scene.tr("Answers with an index"), attachment=Attachment(made[0], made[1], "application/zip"))
