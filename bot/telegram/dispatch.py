"""Builds PTB's handlers from the router: who is asked first, and what a stranger gets."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.domain.hall.files import IN_GROUP, NO_APPOINTMENT, UNASKED
from bot.domain.reading import commanded
from bot.services.hall import files
from bot.telegram.incoming import Incoming
from bot.telegram.pipeline import Pipeline
from bot.telegram.router import Router
from bot.telegram.turn import Handler, Turn
from bot.texts import LANGUAGES, translator


def build(application: Application[Any, Any, Any, Any, Any, Any], router: Router, pipeline: Pipeline) -> None:
    """Add PTB handlers for presses, for messages and for coming and going."""

    def pick(incoming: Incoming, known: bool) -> Handler | None:
        return choose(router, incoming, known)

    async def turn(update: Update, _: Any) -> None:
        await pipeline.run(update, pick)

    application.add_handler(CallbackQueryHandler(turn))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE, turn))
    application.add_handler(ChatMemberHandler(turn, ChatMemberHandler.MY_CHAT_MEMBER))


def choose(router: Router, incoming: Incoming, known: bool) -> Handler | None:
    """The handler of an update. Unknown people reach only what is open to strangers."""
    if incoming.membership:
        return router.membership
    if incoming.edited:
        return (lambda turn: _edited(router, turn)) if known and incoming.private else None
    if incoming.files and not incoming.private:
        return _in_group
    if not incoming.private:
        return router.group
    if known and incoming.unkept == NO_APPOINTMENT:
        return _refuse_file
    if incoming.callback_id:
        if known or incoming.verb in router.open_presses:
            return router.presses.get(incoming.verb, _old_button)
        return router.stranger
    if incoming.command:
        if known or incoming.command in router.open_commands:
            command = router.commands.get(incoming.command)
            return command.handler if command else router.commands["help"].handler
        return router.stranger
    return (lambda turn: _plain(router, turn)) if known else router.stranger


def _plain(router: Router, turn: Turn) -> None:
    named = _by_label(router, turn.incoming.text) or _by_word(router, turn)
    if named is not None:
        named(turn)
        return
    takers = (*(router.replies if turn.incoming.reply_to else ()), *router.texts)
    for taker in takers if turn.actor.appointments else router.open_texts:
        if taker(turn):
            return
    if turn.incoming.files:
        _refuse_file(turn)
    elif router.last is not None:
        router.last(turn)


def _refuse_file(turn: Turn) -> None:
    """Nobody took it: one sentence, also for a whole album."""
    album = turn.incoming.media_group
    if not (album and files.is_told(turn.desk, turn.incoming.chat_id, album)):
        turn.refuse(turn.incoming.unkept or UNASKED)


def _in_group(turn: Turn) -> None:
    """Whoever sends one into a group is told where it belongs; not each time, for it may be meant for the others."""
    hour = turn.desk.now.replace(minute=0, second=0, microsecond=0).isoformat()
    if not files.is_told(turn.desk, turn.incoming.chat_id, hour):
        turn.refuse(IN_GROUP)


def _edited(router: Router, turn: Turn) -> None:
    """Somebody changed what he or she had sent: only those who keep what was sent take note of it."""
    for taker in router.edits if turn.actor.appointments else ():
        if taker(turn):
            return


def _by_label(router: Router, text: str) -> Handler | None:
    """A button of the reply keyboard sends its label: it stands for its command, also from an older keyboard."""
    for command in router.commands.values():
        if command.label and any(str(translator(one)(command.label)) == text for one in LANGUAGES):
            return command.handler
    return None


def _by_word(router: Router, turn: Turn) -> Handler | None:
    """Somebody types 取消 or 菜单, in a form or not."""
    name = "" if turn.incoming.files else commanded.anywhere(turn.incoming.text)
    return router.commands[name].handler if name in router.commands else None


def _old_button(turn: Turn) -> None:
    turn.toast(turn.tr("This button is no longer in use. /menu shows what there is."), alert=True)
