"""/agencies: the tree in chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.agencies.agencies import EDITS, NEW_AGENCY
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Missing
from bot.domain.hall.forms import Choice, of_names
from bot.domain.hall.message import Html, lines, message
from bot.domain.hall.terms import AgencyKind
from bot.services.agencies import agencies, closing
from bot.services.duties import changeover
from bot.services.hall import access
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.agencies import agencies as views

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The command, the buttons of the tree, and one form for each thing that can be changed."""
    router.command("agencies", overview, "the agencies and their tree", shown=_shown, rank=60)
    router.press("ag.at", at, sees=AGENCY.look)
    router.press("ag.new", lambda turn: _begin(turn, forms), sees=_above)
    router.press("ag.edit", changing, sees=AGENCY.look)
    router.press("ag.ed", lambda turn: _edit(turn, forms), of=replace(AGENCY, place=1))
    router.press("ag.app", approval, of=AGENCY)
    parents = _choose(lambda turn, given: agencies.choices(turn.desk, Action.EDIT_TREE))
    forms.add(Bound(NEW_AGENCY, create, {"parent": parents, "supervisor": parents}))
    for what, form in EDITS.items():
        intro = _preview(what) if what in _CHANGEOVERS else _of_name if what == "name" else _intro
        forms.add(Bound(form, _change(what), _SOURCES.get(what, {}), intro, of=AGENCY))


def _shown(actor: Actor) -> bool:
    return actor.is_administrator


def overview(turn: Turn) -> None:
    tops = agencies.tops(turn.desk)
    if len(tops) == 1:
        turn.say(_card(turn, tops[0].id, 0))
        return
    turn.say(views.roots(tops, turn.tr, may_create=turn.actor.may(Action.EDIT_TREE, "/")))


def at(turn: Turn) -> None:
    turn.show(_card(turn, turn.number(0), turn.number(1)))


def _card(turn: Turn, agency_id: int, page: int) -> Any:
    below = agencies.children(turn.desk, agency_id, page, views.BELOW)
    return views.card(agencies.card(turn.desk, agency_id), below, turn.tr)


AGENCY = Subject(
    "agency",
    lambda turn, number: turn.show(_card(turn, number, 0)),
    lambda turn, number: agencies.card(turn.desk, number),
)


def _above(turn: Turn) -> None:
    """The agency below which a new one is to stand; none is named for the first of a tree."""
    if turn.number():
        AGENCY.look(turn)


def changing(turn: Turn) -> None:
    turn.show(views.changing(agencies.card(turn.desk, turn.number()), turn.tr))


def approval(turn: Turn) -> None:
    agencies.change(turn.desk, turn.number(0), turn.number(1), "approval", {})
    turn.show(views.changing(agencies.card(turn.desk, turn.number(0)), turn.tr))


# -- forms -----------------------------------------------------------------------------------------------------


def _begin(turn: Turn, forms: Forms) -> None:
    """The card of the agency above stays, whatever becomes of the form."""
    access.require_somewhere(turn.desk, Action.EDIT_TREE)
    values = _below(turn)
    turn.beside()
    forms.start(turn, NEW_AGENCY.name, values)


def _below(turn: Turn) -> Given:
    """Pressing "below" has named the agency above; nobody is asked what is above the very first agency."""
    parent = turn.number()
    if not parent and not agencies.choices(turn.desk, Action.EDIT_TREE):
        return {"parent": None, "supervisor": None}
    return {"parent": str(parent)} if parent else {}


def create(turn: Turn, values: Given, context: Given) -> None:
    agency = agencies.create(
        turn.desk,
        name=values["name"],
        short_name=values["short_name"],
        kind=AgencyKind(values["kind"]),
        parent_id=_number(values.get("parent")),
        supervisor_id=_number(values.get("supervisor")),
    )
    turn.show(_card(turn, agency.id or 0, 0))


def _edit(turn: Turn, forms: Forms) -> None:
    form = EDITS.get(turn.arg(0))
    if form is None:
        raise Missing
    agencies.editable(turn.desk, turn.number(1), turn.number(2))
    context = {"agency": turn.number(1), "version": turn.number(2)}
    turn.beside()
    forms.start(turn, form.name, {}, context)


def _change(what: str) -> Callable[[Turn, Given, Given], None]:
    def submit(turn: Turn, values: Given, context: Given) -> None:
        agency_id, version = context["agency"], context["version"]
        if what == "close":
            heir = _number(values.get("heir"))
            names = {"old": _name(turn, agency_id), "heir": agencies.name_of(turn.desk, heir)}
            note = str(turn.tr("Reform of agencies: {old} → {heir}.", **names))
            closing.close(turn.desk, agency_id, version, heir, note if heir else "")
            turn.show(message(turn.tr("{agency} is closed from today on.", agency=_name(turn, agency_id))))
            return
        if what in _CHANGEOVERS:
            note = str(turn.tr(_CHANGEOVERS[what], agency=_name(turn, agency_id)))
            keep = values.get("keep") == "stay"
            changeover.carry_out(turn.desk, agency_id, _doing(turn, what, values, context), keep=keep, note=note)
        else:
            agencies.change(turn.desk, agency_id, version, what, values)
        turn.show(_card(turn, agency_id, 0))

    return submit


_CHANGEOVERS = {
    "rulebook": "Another rule book holds for {agency} now.",
    "lead": "Another agency is the lead organ for {agency} now.",
}
"""Changes with which recurring duties end and begin, and the note that those which end bear."""


def _doing(turn: Turn, what: str, values: Given, context: Given) -> Callable[[], object]:
    return lambda: agencies.change(turn.desk, context["agency"], context["version"], what, values)


def _preview(what: str) -> Callable[[Turn, Given, Given], Html | None]:
    def shown(turn: Turn, values: Given, context: Given) -> Html | None:
        """What ends and what begins, once it is known to what it changes."""
        intro = _intro(turn, values, context)
        if what not in values:
            return intro
        keep = values.get("keep") == "stay"
        found = changeover.preview(turn.desk, context["agency"], _doing(turn, what, values, context), keep=keep)
        unmanned = what == "lead" and agencies.is_unmanned(turn.desk, _number(values.get("lead")))
        return lines(intro, *views.changeover(found, turn.tr), views.unmanned(turn.tr) if unmanned else None)

    return shown


def _name(turn: Turn, agency_id: int) -> str:
    return agencies.name_of(turn.desk, agency_id)


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    return views.now(agencies.card(turn.desk, context["agency"]), turn.tr)


def _of_name(turn: Turn, values: Given, context: Given) -> Html | None:
    """Mending a name forgets the wrong one; a reform keeps the old one."""
    return lines(_intro(turn, values, context), views.mending(turn.tr))


def _number(value: Any) -> int | None:
    return int(value) if value else None


# -- choices ---------------------------------------------------------------------------------------------------

Lines = Callable[[Turn, Given], Sequence[Any]]


def _choose(lines: Lines) -> Callable[[Turn, Given], Sequence[Choice]]:
    return lambda turn, given: [of_names(line) for line in lines(turn, given)]


def _outside(turn: Turn, given: Given) -> Sequence[Any]:
    return agencies.choices(turn.desk, Action.EDIT_TREE, without=given["agency"])


def _books(turn: Turn, given: Given) -> Sequence[Choice]:
    return [Choice(book_id, agencies.book_title(turn.desk, book_id)) for book_id, _ in agencies.books(turn.desk)]


_SOURCES: dict[str, dict[str, Callable[[Turn, Given], Sequence[Choice]]]] = {
    "parent": {"parent": _choose(_outside)},
    "supervisor": {"supervisor": _choose(_outside)},
    "lead": {"lead": _choose(lambda turn, given: agencies.choices(turn.desk, Action.EDIT_TREE))},
    "rulebook": {"rulebook": _books},
    "close": {"heir": _choose(_outside)},
}
