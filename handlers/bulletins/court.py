"""/bulletin: what the court sent, its units, who is meant, recorded and corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.bulletins import court_forms as declared
from bot.domain.bulletins.court_figures import from_json
from bot.domain.bulletins.court_topics import CARD, OfBulletin
from bot.domain.figures import periods
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import NotAllowed, Stale
from bot.domain.hall.forms import Choice, Situation, of_names
from bot.domain.hall.message import plain
from bot.domain.hall.paging import cut
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice
from bot.domain.reading.answers import days_back
from bot.services.bulletins import court, court_cards, names, starting
from bot.services.cases import files as stored_files
from bot.services.hall import drafts
from bot.telegram.forms import Bound, Choices, Forms
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Handler, Turn
from bot.views.bulletins import court as views
from bot.views.bulletins import court_units as unit_views

Given = dict[str, Any]
PICKED = 10
_FORMS = {
    "ct.set": declared.UNIT.name,
    "ct.fig": declared.FIGURES.name,
    "ct.add": declared.FILES.name,
    "ct.day": declared.MOVE.name,
    "ct.void": declared.VOID.name,
}
"""Buttons that ask something of one bulletin."""


def register(router: Router, forms: Forms) -> None:
    """The command, the list, the card, and what is entered and corrected."""
    router.command("bulletin", listing, "the court's quarterly bulletins", shown=_shown, rank=47)
    router.press("ct.ls", listing, sees=nothing)
    router.press("ct.at", lambda turn: show(turn, turn.number()), sees=BULLETIN.look)
    router.press("ct.ed", correcting, sees=BULLETIN.look)
    router.press("ct.un", units, sees=BULLETIN.look)
    router.press("ct.get", files, sees=BULLETIN.look)
    router.press("ct.who", who, of=BULLETIN)
    router.press("ct.is", say_who, of=BULLETIN)
    router.press("ct.ok", record, of=BULLETIN)
    router.press("ct.new", lambda turn: new(turn, forms), sees=nothing)
    for verb, form in _FORMS.items():
        router.press(verb, _asks(forms, form), of=BULLETIN)
    choices: dict[str, Choices] = {"quarter": _quarters, "court": _courts, "received": _days}
    forms.add(Bound(declared.ENTER, entered, choices, line=_at_once))
    forms.add(Bound(declared.UNIT, unit_set, {"unit": _units}, of=BULLETIN))
    forms.add(Bound(declared.FIGURES, taken, of=BULLETIN))
    forms.add(Bound(declared.FILES, filed, of=BULLETIN))
    forms.add(Bound(declared.MOVE, moved, {"received": _days}, of=BULLETIN))
    forms.add(Bound(declared.VOID, given_up, of=BULLETIN))


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.EXPORT) or Role.COURT_CONTACT in actor.roles()


def _sees(turn: Turn, bulletin_id: int) -> None:
    court.shown(turn.desk, bulletin_id)


def show(turn: Turn, bulletin_id: int) -> None:
    starting.look(turn.desk, bulletin_id)
    shown = views.card(court_cards.card(turn.desk, bulletin_id), turn.tr)
    turn.settle(shown, Notice(CARD, OfBulletin(bulletin_id), About.COURT_BULLETIN(bulletin_id)))


BULLETIN = Subject("court_bulletin", show, _sees)


def listing(turn: Turn) -> None:
    page, awaited = court_cards.listed(turn.desk, turn.number())
    turn.show(views.listed(page, awaited, turn.tr, may=bool(court.offices(turn.desk))))


def correcting(turn: Turn) -> None:
    _writable(turn)
    turn.show(views.correcting(court_cards.card(turn.desk, turn.number()), turn.tr))


def _writable(turn: Turn) -> None:
    court.writable(turn.desk, turn.number())


def units(turn: Turn) -> None:
    one = court_cards.card(turn.desk, turn.number())
    turn.show(unit_views.units(one, court_cards.units(turn.desk, one.id, turn.number(1)), turn.tr))


def files(turn: Turn) -> None:
    """The bulletin itself, each file as a message of its own. Raises NotAllowed for whoever may not read it."""
    court.of_file(turn.desk, turn.number())
    stored_files.send(turn.desk, About.COURT_BULLETIN(turn.number()))
    turn.toast(plain(turn.tr("The files are on their way.")))


def record(turn: Turn) -> None:
    starting.record(turn.desk, turn.number(), turn.number(1))
    show(turn, turn.number())


# -- whom the court means ----------------------------------------------------------------------------------------------


def who(turn: Turn) -> None:
    """The units to choose from, for one unknown name."""
    row = court.writable(turn.desk, turn.number(), turn.number(1))
    one = court_cards.card(turn.desk, turn.number())
    if not 0 <= turn.number(2) < len(one.unknown):
        raise Stale
    found = [(each.id or 0, each.short_name) for each in names.units(turn.desk, row.agency_id)]
    turn.show(views.who(one, turn.number(2), cut(found, turn.number(3), PICKED), turn.tr))


def say_who(turn: Turn) -> None:
    """The next unknown name follows; after the last the card."""
    row = court.say_who(turn.desk, turn.number(), turn.number(1), turn.number(2), turn.number(3))
    starting.follow(turn.desk, row)
    one = court_cards.card(turn.desk, turn.number())
    if not one.unknown:
        show(turn, turn.number())
        return
    found = [(each.id or 0, each.short_name) for each in names.units(turn.desk, row.agency_id)]
    turn.show(views.who(one, 0, cut(found, 0, PICKED), turn.tr))


# -- entering ----------------------------------------------------------------------------------------------------------


def new(turn: Turn, forms: Forms) -> None:
    """One that came in; a button of what is awaited names the quarter."""
    offices = court.offices(turn.desk)
    if not offices:
        raise NotAllowed
    values: Given = {"quarter": turn.arg()} if turn.arg() and periods.of_key(turn.arg()) else {}
    office = offices[0].id or 0
    found = court.named_by(turn.desk, office)
    if len(found) == 1:
        values["court"] = found[0].name
    turn.beside()
    forms.start(turn, declared.ENTER.name, values, {"office": office})


def _quarters(turn: Turn, given: Given) -> Sequence[Choice]:
    """The last four quarters that are over, the newest first."""
    period = periods.of_key(periods.quarter_of(turn.desk.today))
    found: list[Choice] = []
    while period is not None and len(found) < 4:
        period = period.previous
        found.append(Choice(period.key, period.label(chinese=turn.tr.chinese)))
    return found


def _courts(turn: Turn, given: Given) -> Sequence[Choice]:
    return [
        Choice(one.name, one.short_name, names=(one.short_name, one.name))
        for one in court.named_by(turn.desk, given["office"])
    ]


def _at_once(turn: Turn, values: Given, asked: str) -> Given:
    """2026年第一季度 今天收到: what a line says beside the answer, except where figures are asked for."""
    draft = drafts.peek(turn.desk)
    if draft is None or asked == "figures":
        return {}
    offices = {"office": draft.context["office"]}
    courts = {one.value: one.names for one in _courts(turn, offices)}
    situation = Situation(turn.desk.now, turn.desk.house.zone, values)
    return dict(declared.read_at_once(turn.incoming.text, situation, courts))


def _days(turn: Turn, given: Given) -> Sequence[Choice]:
    return days_back(turn.desk.today)


def entered(turn: Turn, values: Given, context: Given) -> None:
    given = [*(values.get(declared.SENT) or ()), *(values.get("files") or ())]
    row = court.enter(
        turn.desk,
        context["office"],
        values["quarter"],
        date.fromisoformat(values["received"]),
        values["court"],
        from_json(values.get("figures") or {}),
        given,
    )
    show(turn, row.id or 0)


def _asks(forms: Forms, name: str) -> Handler:
    """A form below the card, which stays."""

    def ask(turn: Turn) -> None:
        row = court.writable(turn.desk, turn.number(), turn.number(1))
        turn.beside()
        forms.start(turn, name, {}, {"court_bulletin": row.id, "version": row.version})

    return ask


def _units(turn: Turn, given: Given) -> Sequence[Choice]:
    row = court.shown(turn.desk, given["court_bulletin"])
    return [of_names(one) for one in names.units(turn.desk, row.agency_id)]


def unit_set(turn: Turn, values: Given, context: Given) -> None:
    row = court.set_unit(
        turn.desk,
        context["court_bulletin"],
        context["version"],
        int(values["unit"]),
        values["heard"],
        values["attended"],
        values.get("principal"),
    )
    _after(turn, row.id or 0)


def taken(turn: Turn, values: Given, context: Given) -> None:
    read = from_json(values["figures"])
    row = court.take(turn.desk, context["court_bulletin"], context["version"], read, values.get(declared.SENT) or ())
    _after(turn, row.id or 0)


def _after(turn: Turn, bulletin_id: int) -> None:
    """Differences and candidates follow corrected figures; the card shows them."""
    added, withdrawn = starting.follow(turn.desk, court.shown(turn.desk, bulletin_id))
    if added or withdrawn:
        turn.toast(
            plain(turn.tr("Candidates for letters: {added} new, {gone} fell away.", added=added, gone=withdrawn))
        )
    show(turn, bulletin_id)


def filed(turn: Turn, values: Given, context: Given) -> None:
    row = court.take(turn.desk, context["court_bulletin"], context["version"], from_json({}), values["files"])
    show(turn, row.id or 0)


def moved(turn: Turn, values: Given, context: Given) -> None:
    on = date.fromisoformat(values["received"])
    row = starting.move(turn.desk, context["court_bulletin"], context["version"], on, values["reason"])
    show(turn, row.id or 0)


def given_up(turn: Turn, values: Given, context: Given) -> None:
    court.void(turn.desk, context["court_bulletin"], context["version"], values["reason"])
    listing(turn)
