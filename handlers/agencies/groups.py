"""/link: groups linked with a code by an administrator; everything else that is said in groups is ignored."""

from __future__ import annotations

from typing import Any

from bot.domain.agencies.topics import GROUP_HEARINGS, GroupHearings
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.forms import Choice, Field, Form, of_names
from bot.domain.hall.message import Message
from bot.domain.hall.paging import cut
from bot.services.agencies import agencies, groups
from bot.services.hall import access
from bot.services.post import delivery, reach
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.agencies import groups as views

PLACE = Form(
    "group.place",
    "Link a group",
    (Field("agency", "To which agency or branch does the group belong?", "Agency", read=None),),
    confirm="Make the code",
)


def register(router: Router, forms: Forms) -> None:
    """In private: the list and the codes. In groups: /link with a code, and the news that the bot is out."""
    router.command("link", overview, "link Telegram groups", shown=_keeps, rank=65)
    router.press("gr.new", lambda turn: begin(turn, forms), sees=nothing)
    router.press("gr.list", lambda turn: turn.show(_listing(turn, turn.number())), sees=nothing)
    router.press("gr.open", lambda turn: turn.show(_one(turn)), sees=_group)
    router.press("gr.un", unlink, sees=_group)
    router.press("gr.n", turn_notes, sees=_group)
    router.topic(GROUP_HEARINGS, _hearings)
    forms.add(Bound(PLACE, placed, {"agency": _places}))
    router.group = in_group
    private = router.membership

    def membership(turn: Turn) -> None:
        if not turn.incoming.private:
            moved(turn)
        elif private is not None:
            private(turn)

    router.membership = membership


def _group(turn: Turn) -> None:
    groups.kept(turn.desk, turn.number())


def _keeps(actor: Actor) -> bool:
    return actor.is_administrator


# -- in private ----------------------------------------------------------------------------------------------------


def overview(turn: Turn) -> None:
    turn.say(_listing(turn))


def _listing(turn: Turn, page: int = 0) -> Message:
    access.require_somewhere(turn.desk, Action.EDIT_TREE)
    return views.listed(cut(groups.listed(turn.desk), page), turn.tr)


def _one(turn: Turn) -> Message:
    return views.opened(groups.shown(turn.desk, turn.number()), turn.number(1), turn.tr)


def begin(turn: Turn, forms: Forms) -> None:
    access.require_somewhere(turn.desk, Action.EDIT_TREE)
    forms.start(turn, PLACE.name)


def _places(turn: Turn, given: dict[str, Any]) -> list[Choice]:
    return [of_names(line) for line in agencies.choices(turn.desk, Action.EDIT_TREE)]


def placed(turn: Turn, values: dict[str, Any], context: dict[str, Any]) -> None:
    turn.show(views.code_made(groups.new_code(turn.desk, int(values["agency"])), turn.tr))


def unlink(turn: Turn) -> None:
    groups.unlink(turn.desk, turn.number())
    turn.show(_listing(turn, turn.number(1)))


def turn_notes(turn: Turn) -> None:
    groups.turn_notes(turn.desk, turn.number())
    turn.show(_one(turn))


# -- in groups -----------------------------------------------------------------------------------------------------


def in_group(turn: Turn) -> None:
    """Only /link with a code, by somebody known, is answered."""
    incoming = turn.incoming
    if incoming.migrated_to is not None:
        delivery.migrated(turn.desk.session, incoming.chat_id, incoming.migrated_to)
    elif incoming.command == "link" and turn.known and turn.actor.may_somewhere(Action.EDIT_TREE):
        group = groups.link(turn.desk, incoming.chat_id, incoming.chat_title, incoming.args, thread=incoming.thread)
        turn.say(views.linked(access.agency(turn.desk, group.agency_id or 0).short_name, turn.tr))


def moved(turn: Turn) -> None:
    """The bot came into a group, or was taken out."""
    if turn.incoming.membership in ("left", "kicked"):
        reach.group_gone(turn.desk, turn.incoming.chat_id)


def _hearings(scene: Scene[GroupHearings]) -> Message | None:
    """The note as it is true now: moved, closed and cancelled hearings are not in it any more."""
    lines = groups.hearings_for(scene.desk, scene.payload.group, scene.payload.after, scene.payload.until)
    return views.hearings(lines, scene.tr) if lines else None
