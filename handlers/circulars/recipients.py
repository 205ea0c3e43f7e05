"""Whom a circular is for: all, by kind, by branch, by name, as an earlier one; nobody is meant by choosing nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.agencies import audiences as blocks
from bot.domain.agencies.audiences import from_values, to_values
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html
from bot.services.agencies import audiences
from bot.services.circulars import circulars
from bot.telegram.forms import Bound, Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.agencies import audiences as views
from handlers.circulars.circulars import CARD_OF, show

Given = dict[str, Any]
TO = replace(blocks.FORM, name="circular.to")


def register(router: Router, forms: Forms) -> None:
    router.press("cc.to", lambda turn: to(turn, forms), of=CARD_OF)
    sources = ("branches", "agencies", "besides", "like", "lacking", "circular", "without")
    choices = {**{name: _choices(name) for name in sources}, "scope": _scopes, "without_people": _people}
    forms.add(Bound(TO, to_given, choices, _chosen, line=_by_name, of=CARD_OF))


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
