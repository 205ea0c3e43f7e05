"""Differences and candidates for letters of the court's bulletin: lists, single ones, and what people decide."""

from __future__ import annotations

from typing import Any

from bot.domain.bulletins import court_forms as declared
from bot.services.bulletins import court, court_cards, differences, letters, starting
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.bulletins import court_letters as letter_views
from bot.views.bulletins import court_units as unit_views
from handlers.bulletins.court import BULLETIN, show

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """Lists, cards, decisions."""
    router.press("ct.df", listing, sees=BULLETIN.look)
    router.press("ct.d", lambda turn: show_difference(turn, turn.number()), sees=DIFFERENCE.look)
    router.press("ct.ds", lambda turn: settle(turn, forms), of=DIFFERENCE)
    router.press("ct.cd", candidates, sees=BULLETIN.look)
    router.press("ct.c", lambda turn: show_candidate(turn, turn.number()), sees=CANDIDATE.look)
    router.press("ct.cy", confirm, of=CANDIDATE)
    router.press("ct.cn", lambda turn: dismiss(turn, forms), of=CANDIDATE)
    router.press("ct.none", lambda turn: none(turn, forms), of=BULLETIN)
    forms.add(Bound(declared.SETTLE, settled, of=DIFFERENCE))
    forms.add(Bound(declared.DISMISS, dismissed, of=CANDIDATE))
    forms.add(Bound(declared.NONE, none_needed, of=BULLETIN))


# -- differences -------------------------------------------------------------------------------------------------------


def listing(turn: Turn) -> None:
    starting.look(turn.desk, turn.number())
    page = differences.listed(turn.desk, turn.number(), turn.number(1))
    turn.show(unit_views.differences(court_cards.card(turn.desk, turn.number()), page, turn.tr))


def show_difference(turn: Turn, difference_id: int) -> None:
    turn.show(unit_views.difference(differences.card(turn.desk, difference_id), turn.tr))


def _sees_difference(turn: Turn, difference_id: int) -> None:
    differences.visible(turn.desk, difference_id)


DIFFERENCE = Subject("difference", show_difference, _sees_difference)


def settle(turn: Turn, forms: Forms) -> None:
    """Ask below the card, which stays."""
    seen = differences.seen(turn.desk, turn.number())
    turn.beside()
    forms.start(turn, declared.SETTLE.name, {}, {"difference": turn.number(), "seen": seen})


def settled(turn: Turn, values: Given, context: Given) -> None:
    differences.settle(turn.desk, context["difference"], values["choice"], values["note"], context.get("seen"))
    show_difference(turn, context["difference"])


# -- candidates --------------------------------------------------------------------------------------------------------


def candidates(turn: Turn) -> None:
    starting.look(turn.desk, turn.number())
    page = court_cards.candidates(turn.desk, turn.number(), turn.number(1))
    turn.show(letter_views.listed(court_cards.card(turn.desk, turn.number()), page, turn.tr))


def show_candidate(turn: Turn, candidate_id: int) -> None:
    turn.show(letter_views.card(court_cards.candidate(turn.desk, candidate_id), turn.tr))


def _sees_candidate(turn: Turn, candidate_id: int) -> None:
    letters.found(turn.desk, candidate_id)


CANDIDATE = Subject("letter_candidate", show_candidate, _sees_candidate)


def confirm(turn: Turn) -> None:
    letters.confirm(turn.desk, turn.number(), turn.number(1))
    show_candidate(turn, turn.number())


def dismiss(turn: Turn, forms: Forms) -> None:
    one, row = letters.found(turn.desk, turn.number())
    court.writable(turn.desk, row.id or 0)
    turn.beside()
    forms.start(turn, declared.DISMISS.name, {}, {"letter_candidate": one.id, "version": turn.number(1)})


def dismissed(turn: Turn, values: Given, context: Given) -> None:
    letters.dismiss(turn.desk, context["letter_candidate"], context["version"], values["reason"])
    show_candidate(turn, context["letter_candidate"])


def none(turn: Turn, forms: Forms) -> None:
    row = court.writable(turn.desk, turn.number(), turn.number(1))
    turn.beside()
    forms.start(turn, declared.NONE.name, {}, {"court_bulletin": row.id, "version": row.version})


def none_needed(turn: Turn, values: Given, context: Given) -> None:
    letters.none_needed(turn.desk, context["court_bulletin"], context["version"], values["reason"])
    show(turn, context["court_bulletin"])
