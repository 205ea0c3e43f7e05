"""Telegram's own command menu, per person and language; and the reply keyboard."""

from __future__ import annotations

import structlog
from sqlmodel import Session
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.clock import Clock
from bot.domain.hall.access import Actor
from bot.domain.hall.message import Keyboard
from bot.services.hall import access
from bot.services.hall.desk import House
from bot.store.database import Database
from bot.telegram.router import Router
from bot.texts import Translator, translator

log = structlog.get_logger(__name__)
LONGEST = 8
"""More commands than that are not read on a phone; /menu shows them all."""


async def install(bot: Bot, database: Database, house: House, clock: Clock, router: Router, telegram_id: int) -> None:
    """Set the command menu of one person's private chat. A failure is logged: menus are a comfort."""
    now = clock.now()

    def load(session: Session) -> tuple[Actor, int] | None:
        person = access.person_by_telegram(session, telegram_id)
        if person is None or person.chat_id is None:
            return None
        return access.actor_of(session, person, now.astimezone(house.zone).date()), person.chat_id

    found = await database.read(load)
    if found is None:
        return
    actor, chat_id = found
    tr = translator(actor.language, house.zone)
    commands = [BotCommand(c.name, str(tr(c.describes))[:256]) for c in router.menu_of(actor)[:LONGEST]]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id))
    except TelegramError as error:
        log.warning("A command menu could not be set", action="menu_failed", error=error.message)


def names(router: Router, actor: Actor) -> frozenset[str]:
    """The commands that this person is offered."""
    return frozenset(command.name for command in router.menu_of(actor))


def keyboard(router: Router, actor: Actor, tr: Translator) -> Keyboard | None:
    """The reply keyboard for liaisons and coordinators; leaders get inline buttons only."""
    if not (actor.is_liaison or actor.is_coordinator):
        return None
    labels = [str(tr(c.label)) for c in router.menu_of(actor) if c.label]
    return Keyboard(tuple(tuple(labels[i : i + 2]) for i in range(0, len(labels), 2)))
