"""/menu and /help, and the buttons that stand for commands."""

from __future__ import annotations

from bot.domain.hall.errors import Missing, NotAllowed
from bot.services.day import home
from bot.telegram import menus
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.day import home as views
from bot.views.day import menu as menu_views


def register(router: Router) -> None:
    def menu(turn: Turn) -> None:
        turn.show(menu_views.menu(menus.names(router, turn.actor), turn.tr, turn.arg()))
        turn.menu_changed = True

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
