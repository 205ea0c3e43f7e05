"""Whom a circular is for: all, by kind, by branch, by name, as an earlier one; which groups get it too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.agencies import audiences as blocks
from bot.domain.agencies.audiences import from_values, to_values
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html
from bot.domain.hall.paging import cut
from bot.services.agencies import audiences, groups
from bot.services.circulars import cards, circulars, later
from bot.telegram.forms import Bound, Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.agencies import audiences as views
from bot.views.circulars import circulars as circular_views
from handlers.circulars.boards import BOARD_OF, show_board
from handlers.circulars.circulars import CARD_OF, RECIPIENTS, show

Given = dict[str, Any]
TO = replace(blocks.FORM, name=RECIPIENTS)
FURTHER = replace(blocks.FORM, name="circular.further", title="Further recipients", confirm="Send it to these too")


def register(router: Router, forms: Forms) -> None:
    router.press("cc.to", lambda turn: to(turn, forms), of=CARD_OF)
    router.press("cc.gr", pick_groups, of=CARD_OF)
    router.press("cc.gt", toggle_group, of=CARD_OF, sees=_circular_and_group)
    sources = ("branches", "agencies", "besides", "like", "lacking", "circular", "without")
    choices = {**{name: _choices(name) for name in sources}, "scope": _scopes, "without_people": _people}
    forms.add(Bound(TO, to_given, choices, _chosen, line=_by_name, of=CARD_OF))
    forms.add(Bound(FURTHER, further_given, choices, _newly_chosen, line=_by_name, of=BOARD_OF))
    router.press("cb.add", lambda turn: further(turn, forms), of=BOARD_OF)


def to(turn: Turn, forms: Forms) -> None:
    row = circulars.circular(turn.desk, turn.number(), turn.number(1))
    values = to_values(blocks.Audience.from_json(row.audience)) if row.audience else {}
    turn.beside()
    forms.start(turn, TO.name, values, {"circular": row.id})


def _choices(field: str) -> Any:
    return lambda turn, given: audiences.choices(turn.desk, field)


def _scopes(turn: Turn, given: Given) -> list[Choice]:
    found = audiences.resolve(turn.desk, from_values({"roles": given.get("roles")}))
    earlier = bool(audiences.choices(turn.desk, blocks.LIKE))
    return views.ways(len(found.people), found.agencies, turn.tr, earlier=earlier)


def _people(turn: Turn, given: Given) -> list[Choice]:
    return audiences.people_choices(turn.desk, from_values(given))


def _chosen(turn: Turn, values: Given, context: Given) -> Html | None:
    """Whom it would reach with what is chosen so far."""
    if not blocks.is_chosen(values):
        return None
    return views.so_far(audiences.resolve(turn.desk, from_values(values)), turn.tr)


def _by_name(turn: Turn, values: Given, asked: str) -> Given:
    """Part of a name, written instead of pressed: the agencies that have it are ticked, beside those ticked before."""
    found = audiences.searched(turn.desk, turn.incoming.text) if asked in ("scope", "agencies") else []
    if not found:
        return {}
    return {"scope": blocks.ONES, "agencies": list(dict.fromkeys([*(values.get("agencies") or ()), *found]))}


def to_given(turn: Turn, values: Given, context: Given) -> None:
    circulars.set_audience(turn.desk, context["circular"], None, from_values(values))
    show(turn, context["circular"])


# -- groups --------------------------------------------------------------------------------------------------------


def pick_groups(turn: Turn) -> None:
    _show_groups(turn, turn.number(2))


def _show_groups(turn: Turn, page: int) -> None:
    shown = cards.card(turn.desk, turn.number())
    chosen = circulars.circular(turn.desk, shown.id).groups
    lines = groups.listed(turn.desk, Action.SEND_CIRCULAR)
    turn.show(circular_views.groups(shown, cut([(g.id, g.title, g.id in chosen) for g in lines], page), turn.tr))


def toggle_group(turn: Turn) -> None:
    circulars.toggle_group(turn.desk, turn.number(), turn.number(1), turn.number(2))
    _show_groups(turn, turn.number(3))


def _circular_and_group(turn: Turn) -> None:
    circulars.circular(turn.desk, turn.number(), lock=False)
    groups.linked(turn.desk, turn.number(2))


# -- of one that went out ------------------------------------------------------------------------------------------


def further(turn: Turn, forms: Forms) -> None:
    """Who else shall get a circular that went out."""
    row = circulars.circular(turn.desk, turn.number(), turn.number(1))
    if not later.may_add(turn.desk, row):
        raise Refused("A second coordinator had to approve this circular: somebody else than its author adds people.")
    turn.beside()
    forms.start(turn, FURTHER.name, {}, {"circular": row.id})


def _newly_chosen(turn: Turn, values: Given, context: Given) -> Html | None:
    """How many of those chosen do not have it yet."""
    if not blocks.is_chosen(values):
        return None
    row = circulars.circular(turn.desk, context["circular"], lock=False)
    new = later.newcomers(turn.desk, row, from_values(values))
    return turn.tr.plural("{n} person does not have it yet.", "{n} people do not have it yet.", len(new))


def further_given(turn: Turn, values: Given, context: Given) -> None:
    count = later.extend(turn.desk, context["circular"], None, from_values(values))
    turn.toast(str(turn.tr.plural("It goes to {n} more person.", "It goes to {n} more people.", count)))
    show_board(turn, context["circular"])
