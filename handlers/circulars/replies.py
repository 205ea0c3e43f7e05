"""What recipients and groups get of a circular, and what recipients do with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.circulars.circulars import Letter
from bot.domain.circulars.forms import ANSWER, ANSWER_LENGTH, FILE
from bot.domain.circulars.topics import COPY, GROUP, LATE, REMIND, Copy, GroupCopy, OfCircular, Step
from bot.domain.hall.errors import Refused
from bot.domain.hall.files import LARGEST, too_large
from bot.domain.hall.message import Message, bold, message
from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import CircularState, ReplyWanted
from bot.domain.reading.cleaning import read_text
from bot.services.circulars import circulars, letters, receipts, steps
from bot.services.hall import drafts
from bot.telegram.forms import Bound, Forms
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.circulars import boards
from bot.views.circulars import letters as views

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The topics of what is sent, the buttons below it, the forms of answers."""
    router.topic(COPY, _copy)
    router.topic(GROUP, _group)
    router.topic(REMIND, _remind)
    router.topic(LATE, _late)
    router.press("cr.ok", received, sees=_own)
    router.press("cr.at", again, sees=_own)
    router.press("cr.an", lambda turn: answer(turn, forms), sees=_own)
    router.reply(replied)
    router.wish(wish)
    forms.add(Bound(ANSWER, answered))
    forms.add(Bound(FILE, answered))


def _own(turn: Turn) -> None:
    receipts.own(turn.desk, turn.number(), still_valid=False)


# -- what is sent --------------------------------------------------------------------------------------------------


def _copy(scene: Scene[Copy]) -> Message | None:
    mine = letters.letter_for(scene.desk, scene.payload, scene.reader, shown=scene.shown)
    return views.letter(mine, scene.tr, edit=scene.shown) if mine else None


def _group(scene: Scene[GroupCopy]) -> Message | None:
    if scene.shown:
        gone = letters.gone_from_group(scene.desk, scene.payload)
        return views.no_longer_valid(*gone, scene.tr) if gone else None
    found = letters.for_group(scene.desk, scene.payload)
    return views.for_group(*found, scene.tr) if found else None


def _remind(scene: Scene[OfCircular]) -> Message | None:
    found = receipts.reminder(scene.desk, scene.payload.circular, scene.reader.person_id)
    if found is None:
        return _done(scene) if scene.shown else None
    row, receipt = found
    head = replace(circulars.head_of(scene.desk, row), title=circulars.title_of(row))
    mine = Letter(head, (), receipt.id or 0, row.state, receipt.read_at, receipt.answered_at)
    overdue = row.answer_by is not None and row.answer_by < scene.desk.now
    return views.reminder(mine, scene.tr, overdue=overdue)


def _done(scene: Scene[OfCircular]) -> Message:
    """What stands where somebody was reminded: nothing more is asked of him or her."""
    done = receipts.signed_for(scene.desk, scene.payload.circular, scene.reader.person_id)
    if done is None:
        return message(scene.tr("Thank you, this is done."))
    head, name, at = done
    return message(bold(views.titled(head, scene.tr)), views.by_colleague(head, (name, at), scene.tr))


def _late(scene: Scene[Step]) -> Message | None:
    shown = steps.late(scene.desk, scene.payload)
    return boards.late(shown, scene.tr) if shown else None


# -- what recipients do --------------------------------------------------------------------------------------------


def received(turn: Turn) -> None:
    """收到."""
    receipt_id = turn.number()
    row, receipt = receipts.own(turn.desk, receipt_id, still_valid=False)
    if row.state in (CircularState.REPLACED, CircularState.WITHDRAWN):
        _show(turn, receipt_id)
        words = "This circular was replaced or withdrawn; here is how it stands."
    elif receipts.read(turn.desk, receipt_id):
        words = "Thank you, noted as received."
        _show(turn, receipt_id)
        letters.show_settled(turn.desk, receipt_id)
    else:
        turn.toast(str(turn.tr("You confirmed this on {date} already.", date=receipt.read_at)))
        return
    turn.toast(str(turn.tr(words)))


def _show(turn: Turn, receipt_id: int) -> None:
    """The pressed message as it stands now; the circular itself too, where a reminder was pressed."""
    row, receipt = receipts.own(turn.desk, receipt_id, still_valid=False)
    mine = letters.letter_for(turn.desk, Copy(row.id or 0, receipt.id or 0), turn.actor, shown=True)
    if mine is not None:
        turn.show(views.letter(mine, turn.tr, edit=True))
        letters.show_again(turn.desk, receipt_id, but_message=turn.incoming.message_id)


def again(turn: Turn) -> None:
    """The circular that a reminder is about, whole, below the reminder."""
    row, receipt = receipts.own(turn.desk, turn.number(), still_valid=False)
    mine = letters.letter_for(turn.desk, Copy(row.id or 0, receipt.id or 0), turn.actor, shown=True)
    if mine is not None:
        turn.say(views.letter(replace(mine, contents=letters.contents_of(turn.desk, mine.parts)), turn.tr))


def answer(turn: Turn, forms: Forms) -> None:
    """Ask for the answer or the file, below the circular, which stays as it is."""
    row, receipt = receipts.own(turn.desk, turn.number())
    form = FILE if row.reply is ReplyWanted.FILE else ANSWER
    turn.beside()
    forms.start(turn, form.name, {}, {"receipt": receipt.id})


def answered(turn: Turn, values: Given, context: Given) -> None:
    receipts.answer(turn.desk, context["receipt"], values.get("text") or "", values.get("files") or ())
    turn.show(message(turn.tr("Thank you, your answer is recorded and passed on.")))
    letters.show_again(turn.desk, context["receipt"])
    letters.show_settled(turn.desk, context["receipt"])


def replied(turn: Turn) -> bool:
    """A text or a file sent as a reply to the circular: the answer, where one is asked for; else what to do."""
    incoming = turn.incoming
    receipt_id = receipts.replied_to(turn.desk, incoming.chat_id, incoming.reply_to or 0)
    if receipt_id is None or _answering(turn, receipt_id):
        return False
    row, receipt = receipts.own(turn.desk, receipt_id)
    files = [{"id": f.file_id, "name": f.name, "mime": f.mime, "size": f.size, "hash": f.hash} for f in incoming.files]
    if any(not one["hash"] for one in files):
        raise Refused.because(incoming.unkept or too_large())
    text = read_text(incoming.text, limit=ANSWER_LENGTH) if incoming.text.strip() else ""
    if isinstance(text, Problem):
        raise Refused.because(text)
    wanted = row.reply in (ReplyWanted.ANSWER, ReplyWanted.FILE)
    if wanted and receipts.is_open(row) and (files or (text and row.reply is ReplyWanted.ANSWER)):
        receipts.answer(turn.desk, receipt_id, text, files)
        turn.say(message(turn.tr("Thank you, your answer is recorded and passed on.")))
        letters.show_again(turn.desk, receipt_id)
        letters.show_settled(turn.desk, receipt_id)
    else:
        head = circulars.head_of(turn.desk, row)
        mine = Letter(head, (), receipt_id, row.state, receipt.read_at, receipt.answered_at)
        signed = letters.signed(turn.desk, row, receipt)
        turn.say(views.how_to_answer(replace(mine, signed=signed), turn.tr))
    return True


def wish(turn: Turn) -> int:
    """A file that answers a circular, where one is taken."""
    incoming = turn.incoming
    receipt_id = receipts.replied_to(turn.desk, incoming.chat_id, incoming.reply_to) if incoming.reply_to else None
    return LARGEST if receipt_id is not None and receipts.takes_files(turn.desk, receipt_id) else 0


def _answering(turn: Turn, receipt_id: int) -> bool:
    """Whether the form for this very answer is open: it takes what is sent."""
    draft = drafts.current(turn.desk)
    return draft is not None and draft.form in (ANSWER.name, FILE.name) and draft.context.get("receipt") == receipt_id
