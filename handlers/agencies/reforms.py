"""机构改革 on an agency's card: renamed, merged, split, ended; shown before, done in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.agencies.reform import NEW, NEXT, REFORMS, Heirs
from bot.domain.agencies.topics import REFORMED, Reformed
from bot.domain.hall import forms as pure
from bot.domain.hall.errors import Missing
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, Message, lines
from bot.domain.hall.terms import Reform
from bot.services.agencies import agencies, closing, reform
from bot.services.cases import splitting
from bot.telegram.forms import Bound, Forms
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.agencies import agencies as agency_views
from bot.views.agencies import reform as views
from handlers.agencies.agencies import AGENCY

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The button on the card, a form for each way, and what is told afterwards."""
    router.press("ag.ref", ways, sees=AGENCY.look)
    router.press("ag.rf", lambda turn: _begin(turn, forms), of=replace(AGENCY, place=1))
    for how, form in REFORMS.items():
        forms.add(Bound(form, _submit(how), _SOURCES[how], _intro(how), of=AGENCY))
    router.topic(REFORMED, reformed)


def ways(turn: Turn) -> None:
    turn.show(views.ways(agencies.card(turn.desk, turn.number()), turn.tr))


def _begin(turn: Turn, forms: Forms) -> None:
    """The card stays, whatever becomes of the form."""
    if turn.arg(0) not in set(Reform):
        raise Missing
    agencies.editable(turn.desk, turn.number(1), turn.number(2))
    turn.beside()
    context = {"agency": turn.number(1), "version": turn.number(2)}
    forms.start(turn, REFORMS[Reform(turn.arg(0))].name, {}, context)


# -- doing it --------------------------------------------------------------------------------------------------


def _order(turn: Turn, how: Reform, values: Given, context: Given) -> reform.Order:
    old = int(context["agency"])
    along = [(int(one), 0) for one in values.get("along") or ()]
    new = (values["name"], values["short_name"]) if values["heir"] == NEW else None
    first = 0 if new else int(values["heir"])
    names = turn.tr.join([agencies.name_of(turn.desk, one) for one in (old, *(number for number, _ in along))])
    heir = values["short_name"] if new else agencies.name_of(turn.desk, first)
    note = str(turn.tr("Reform of agencies: {old} → {heir}.", old=names, heir=heir))
    return reform.Order(how, ((old, int(context["version"])), *along), _heirs(values, first), new, note)


def _heirs(values: Given, first: int) -> Heirs:
    others = [(n, int(values[f"heir{n}"])) for n in NEXT if values.get(f"heir{n}")]
    items = [(str(item), heir) for n, heir in others for item in values.get(f"items{n}") or ()]
    return Heirs(
        first,
        {int(item[1:]): heir for item, heir in items if item.startswith(splitting.CASE)},
        {int(item[1:]): heir for item, heir in items if item.startswith(splitting.DUTY)},
        {int(one): heir for n, heir in others for one in values.get(f"people{n}") or ()},
        tuple(heir for _, heir in others),
    )


def _submit(how: Reform) -> Callable[[Turn, Given, Given], None]:
    def rename(turn: Turn, values: Given, context: Given) -> None:
        reform.rename(turn.desk, context["agency"], context["version"], values)
        AGENCY.answer(turn, context["agency"])

    def carry_out(turn: Turn, values: Given, context: Given) -> None:
        order = _order(turn, how, values, context)
        names = _names(turn, order)
        found = reform.carry_out(turn.desk, order)
        turn.show(views.done(found, names, turn.desk.today, turn.tr))

    return rename if how is Reform.RENAMED else carry_out


def _names(turn: Turn, order: reform.Order) -> list[str]:
    return [agencies.name_of(turn.desk, number) for number, _ in order.agencies]


def _intro(how: Reform) -> Callable[[Turn, Given, Given], Html | None]:
    def shown(turn: Turn, values: Given, context: Given) -> Html | None:
        """Once nothing more is asked: all that it does."""
        card = agencies.card(turn.desk, context["agency"])
        intro = agency_views.now(card, turn.tr)
        if pure.open_fields(REFORMS[how], values):
            return intro
        today = turn.desk.today
        if how is Reform.RENAMED:
            return lines(intro, views.renaming(closing.open_work(turn.desk, context["agency"]), today, turn.tr))
        order = _order(turn, how, values, context)
        names = _names(turn, order)
        return lines(*views.preview(reform.preview(turn.desk, order), names, today, turn.tr))

    return shown


def reformed(scene: Scene[Reformed]) -> Message | None:
    """To everybody concerned, once."""
    return views.news(scene.payload, scene.tr)


# -- choices ---------------------------------------------------------------------------------------------------

Source = Callable[[Turn, Given], Sequence[Choice]]


def _choices(rows: Sequence[tuple[int, str]]) -> list[Choice]:
    return [Choice(str(number), name, names=(name,)) for number, name in rows]


def _existing(turn: Turn, given: Given) -> Sequence[Choice]:
    return _choices(reform.choices(turn.desk, given["agency"]))


def _or_new(turn: Turn, given: Given) -> Sequence[Choice]:
    return [Choice(NEW, "＋ A new agency", translated=True), *_existing(turn, given)]


def _along(turn: Turn, given: Given) -> Sequence[Choice]:
    return [c for c in _choices(reform.mergeable(turn.desk, given["agency"])) if c.value != given.get("heir")]


def _split_into(number: int) -> Source:
    """Not one that was chosen before; the agency itself may go on as the main one, or as another."""

    def offered(turn: Turn, given: Given) -> Sequence[Choice]:
        own = Choice(str(given["agency"]), str(turn.tr("this agency goes on")))
        before = {given.get("heir"), *(given.get(f"heir{n}") for n in NEXT if n < number)} if number > 1 else set()
        return [c for c in (own, *_existing(turn, given)) if c.value not in before]

    return offered


def _items(number: int) -> Source:
    """Open cases and duties; what was given to another successor is not offered."""

    def offered(turn: Turn, given: Given) -> Sequence[Choice]:
        taken = {one for n in NEXT if n < number for one in given.get(f"items{n}") or ()}
        return [Choice(v, label) for v, label in splitting.items(turn.desk, given["agency"], turn.tr.chinese)
                if v not in taken]  # fmt: skip

    return offered


def _people(number: int) -> Source:
    def offered(turn: Turn, given: Given) -> Sequence[Choice]:
        taken = {one for n in NEXT if n < number for one in given.get(f"people{n}") or ()}
        return [c for c in _choices(splitting.people(turn.desk, given["agency"])) if c.value not in taken]

    return offered


_SOURCES: dict[Reform, dict[str, Source]] = {
    Reform.RENAMED: {},
    Reform.MERGED: {"heir": _or_new, "along": _along},
    Reform.ENDED: {"heir": _existing},
    Reform.SPLIT: {
        "heir": _split_into(1),
        **{f"heir{n}": _split_into(n) for n in NEXT},
        **{f"items{n}": _items(n) for n in NEXT},
        **{f"people{n}": _people(n) for n in NEXT},
    },
}
