"""/me, /language, /cancel: what everybody registered has."""

from __future__ import annotations

from bot.domain.agencies.topics import CODES_GUESSED, MANY_UNREACHABLE, UNREACHABLE, Guessed, OfPerson, Several
from bot.domain.hall.errors import Missing
from bot.domain.hall.message import Message
from bot.services.agencies import people
from bot.services.day import todo_cards
from bot.services.post import outbox
from bot.telegram import menus
from bot.telegram.forms import Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.texts import LANGUAGES, translator
from bot.views.agencies import account as views
from bot.views.agencies import people as people_views


def register(router: Router, forms: Forms) -> None:
    def me(turn: Turn) -> None:
        turn.say(views.me(turn.actor, turn.tr))

    def language(turn: Turn) -> None:
        chosen = turn.arg()
        if chosen not in LANGUAGES:
            turn.show(views.languages(turn.tr))
            return
        people.set_language(turn.desk, chosen)
        turn.tr = translator(chosen, turn.desk.house.zone, now=turn.desk.now)
        turn.menu_changed = True
        turn.show(Message(turn.tr("From now on I write English.")))
        outbox.refresh(turn.desk, todo_cards.subject_of(turn.actor.person_id))
        keys = menus.keyboard(router, turn.actor, turn.tr)
        if keys is not None:
            turn.say(Message(turn.tr(views.KEYS), keyboard=keys))

    router.command("me", me, "what I am and may do", rank=80, to_all=True)
    router.command("language", language, "choose the language", rank=92, to_all=True)
    router.command("cancel", forms.cancel, "end the form I am filling in", rank=93, to_all=True)
    router.press("lang", language, sees=nothing, to_all=True)
    router.topic(UNREACHABLE, unreachable)
    router.topic(CODES_GUESSED, guessed)
    router.topic(MANY_UNREACHABLE, many_unreachable)


def guessed(scene: Scene[Guessed]) -> Message | None:
    """Codes are tried: once a day and kind, to administrators."""
    return views.guessed(scene.payload.kind, scene.payload.count, scene.tr) if scene.reader.is_administrator else None


def unreachable(scene: Scene[OfPerson]) -> Message | None:
    """Somebody blocked the bot: the next in line is told, once."""
    try:
        person = people.card(scene.desk, scene.payload.person_id)
    except Missing:
        return None
    return people_views.unreachable(person, scene.tr) if person.unreachable else None


def many_unreachable(scene: Scene[Several]) -> Message | None:
    """Telegram refused many people at once: whoever administers the bot looks after the way to it."""
    return people_views.many_unreachable(scene.payload.number, scene.tr)
