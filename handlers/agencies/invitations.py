"""/invite: one-time links, those that are out, taking back, extending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.agencies.people_forms import INVITE, ROLE_NAMES
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.forms import Choice, of_names, read_choice
from bot.domain.hall.message import Message
from bot.domain.hall.terms import Role
from bot.domain.reading import chosen
from bot.services.agencies import agencies, invitations, people, staffing
from bot.services.hall import access
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.agencies import invitations as views

Given = dict[str, Any]
FOR_LIST = 12
"""More people than that without a link are better served by the sheet of codes under /roster."""


def register(router: Router, forms: Forms) -> None:
    """The command, its form, and the buttons under invitations."""
    router.command("invite", lambda turn: invite(turn, forms), "invite somebody", shown=_shown, rank=55)
    router.press("iv.to", lambda turn: to_agency(turn, forms), sees=_agency)
    router.press("iv.new", lambda turn: _begin(turn, forms, turn.number()), sees=_agency)
    router.press("iv.for", for_person, sees=lambda turn: people.view(turn.desk, turn.number()))
    router.press("iv.out", lambda turn: turn.show(_out(turn, turn.number())), sees=nothing)
    router.press("iv.no", revoke, sees=lambda turn: invitations.revocable(turn.desk, turn.number()))
    router.press("iv.ext", extend, sees=nothing)
    forms.add(Bound(INVITE, create, {"agency": _scope}))


def _agency(turn: Turn) -> None:
    agencies.card(turn.desk, turn.number())


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.EDIT_PEOPLE)


def invite(turn: Turn, forms: Forms) -> None:
    """Agency and role may stand behind the command: `/invite 县公安局 联络员`."""
    access.require_somewhere(turn.desk, Action.EDIT_PEOPLE)
    values: Given = {}
    for word in turn.incoming.args.split():
        values |= _understood(turn, word)
    if "agency" in values and "role" not in values:
        _ask_for_whom(turn, forms, int(values["agency"]))
        return
    forms.start(turn, INVITE.name, values)


def _understood(turn: Turn, word: str) -> Given:
    if word.isdigit():
        return {}
    role = read_choice([Choice(role.value, str(turn.tr(name))) for role, name in ROLE_NAMES.items()], word)
    if role is not None:
        return {"role": role}
    agency = chosen.near([chosen.Option(one.value, one.names) for one in _scope(turn, {})], word)
    return {"agency": agency[0]} if len(agency) == 1 else {}


def to_agency(turn: Turn, forms: Forms) -> None:
    access.require(turn.desk, Action.EDIT_PEOPLE, turn.number())
    _ask_for_whom(turn, forms, turn.number())


def _ask_for_whom(turn: Turn, forms: Forms, agency_id: int) -> None:
    """People who are entered but not registered come first: most links are for them."""
    entered = people.unregistered(turn.desk, agency_id)
    if not entered or len(entered) > FOR_LIST:
        _begin(turn, forms, agency_id)
        return
    turn.show(views.waiting([(person.id, person.name) for person in entered], agency_id, turn.tr))


def _begin(turn: Turn, forms: Forms, agency_id: int) -> None:
    access.require(turn.desk, Action.EDIT_PEOPLE, agency_id)
    forms.start(turn, INVITE.name, {"agency": str(agency_id)})


def for_person(turn: Turn) -> None:
    turn.say(views.fresh(invitations.for_person(turn.desk, turn.number()), turn.tr))


def revoke(turn: Turn) -> None:
    turn.show(views.revoked(invitations.revoke(turn.desk, turn.number()), turn.tr))


def create(turn: Turn, values: Given, context: Given) -> None:
    """By name: the person is entered and the link is hers; without: whoever opens it."""
    agency_id, role = int(values["agency"]), Role(values["role"])
    if not values.get("name"):
        turn.show(views.fresh(invitations.for_role(turn.desk, agency_id, role), turn.tr))
        return
    until = values.get("until")
    person = staffing.add(
        turn.desk,
        agency_id,
        name=values["name"],
        phone=values.get("phone") or "",
        role=role,
        post=values.get("post") or "",
        to_date=date.fromisoformat(until) if until else None,
    )
    turn.show(views.fresh(invitations.for_person(turn.desk, person.id or 0), turn.tr))


def _scope(turn: Turn, given: Given) -> Sequence[Choice]:
    return [of_names(a) for a in agencies.choices(turn.desk, Action.EDIT_PEOPLE)]


def _out(turn: Turn, page: int) -> Message:
    access.require_somewhere(turn.desk, Action.EDIT_PEOPLE)
    return views.out(invitations.out(turn.desk, page), invitations.expired(turn.desk), turn.tr)


def extend(turn: Turn) -> None:
    access.require_somewhere(turn.desk, Action.EDIT_PEOPLE)
    turn.show(views.extended(invitations.extend_expired(turn.desk), turn.tr))
