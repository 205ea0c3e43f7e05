"""/menu and /help, and the buttons that stand for commands."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.reading import commanded
from bot.services.day import home
from bot.telegram import menus
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.day import home as views
from bot.views.day import menu as menu_views


def register(router: Router) -> None:
    def menu(turn: Turn) -> None:
        _menu(turn, router, turn.arg())

    def begin(turn: Turn) -> None:
        """A button in place of a command: asked anew whether the presser is offered it."""
        command = router.commands.get(turn.arg()) if turn.arg() in menu_views.LABELS else None
        if command is None:
            raise Missing
        if not command.shown(turn.actor):
            raise NotAllowed
        turn.beside()
        command.handler(turn)

    router.command("menu", menu, "all my commands", rank=90, to_all=True)
    router.command("help", help_, "how this works", rank=91, to_all=True)
    router.press("mn", menu, sees=nothing, to_all=True)
    router.press("go", begin, sees=nothing, to_all=True)


def help_(turn: Turn) -> None:
    turn.say(views.help_text(turn.actor, home.contacts(turn.desk), turn.tr))


def named(turn: Turn, router: Router) -> bool:
    """A text that is the name of a command, of its button or of a kind of them: asked as the button asks. What has one
    name only is refused to whoever may not do it; a word that may mean other things too is left to others."""
    text = commanded.bare(turn.incoming.text)
    label, kind = menu_views.named(text, turn.tr)
    command = router.commands.get(label or commanded.elsewhere(text) or text)
    if command is not None and (label == command.name or command.shown(turn.actor)):
        turn.incoming = replace(turn.incoming, text="", command=command.name)
        command.handler(turn)
        return True
    if kind:
        _menu(turn, router, kind)
    return bool(kind)


def _menu(turn: Turn, router: Router, kind: str) -> None:
    turn.show(menu_views.menu(menus.names(router, turn.actor), turn.tr, kind))
    turn.menu_changed = True
