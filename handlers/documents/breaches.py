"""Candidates for breaches: a coordinator confirms or dismisses each; papers are begun from there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.documents.breaches import DISMISS, ENTER
from bot.domain.hall.access import Action
from bot.domain.hall.forms import Choice, of_names
from bot.domain.hall.terms import AgencyKind
from bot.domain.reading.answers import days_back
from bot.services.agencies import agencies
from bot.services.documents import breach_cards, breaches
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.documents import breaches as views
from handlers.documents.documents import present

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The list, the card, what is decided."""
    router.press("br.ls", listing, sees=nothing)
    router.press("br.at", lambda turn: show(turn, turn.number()), sees=CANDIDATE.look)
    router.press("br.pap", papers, sees=CANDIDATE.look)
    router.press("br.mea", measures, sees=CANDIDATE.look)
    router.press("br.ok", confirm, of=CANDIDATE)
    router.press("br.ms", choose, of=CANDIDATE)
    router.press("br.no", lambda turn: dismiss(turn, forms), of=CANDIDATE)
    router.press("br.doc", begin, of=CANDIDATE)
    router.press("br.new", lambda turn: new(turn, forms), sees=nothing)
    forms.add(Bound(ENTER, entered, {"agency": _agencies, "code": _codes, "on": _days}))
    forms.add(Bound(DISMISS, dismissed, of=CANDIDATE))


def show(turn: Turn, candidate_id: int) -> None:
    """Its card; the way back leads to the list of decided ones for whoever came from there."""
    came = turn.incoming.verb == "br.at" and turn.arg(1) == "1"
    turn.show(views.card(breach_cards.card(turn.desk, candidate_id), turn.tr, decided=came))


def papers(turn: Turn) -> None:
    """文书: the papers about it, in the place of its card."""
    turn.show(views.papers(breach_cards.card(turn.desk, turn.number()), turn.tr, decided=turn.arg(1) == "1"))


def measures(turn: Turn) -> None:
    """措施: all that the texts provide for, in the place of its card."""
    _measures(turn, turn.arg(1))


def _measures(turn: Turn, came: str) -> None:
    turn.show(views.measures(breach_cards.card(turn.desk, turn.number()), turn.tr, decided=came == "1"))


def _sees(turn: Turn, candidate_id: int) -> None:
    breaches.candidate(turn.desk, candidate_id)


CANDIDATE = Subject("breach", show, _sees)


def listing(turn: Turn) -> None:
    """Those to be decided, or (1) those that were; below a digest, which keeps its place."""
    if turn.arg(2):
        turn.beside()
    decided = turn.arg() == "1"
    turn.show(views.listed(breaches.listed(turn.desk, turn.number(1), decided=decided), turn.tr, decided=decided))


def confirm(turn: Turn) -> None:
    breaches.confirm(turn.desk, turn.number(), turn.number(1))
    show(turn, turn.number())


def choose(turn: Turn) -> None:
    breaches.choose(turn.desk, turn.number(), turn.number(1), turn.arg(2))
    if turn.arg(3):
        _measures(turn, turn.arg(3))
    else:
        show(turn, turn.number())


def dismiss(turn: Turn, forms: Forms) -> None:
    """Ask for the reason below the card, which stays."""
    breaches.candidate(turn.desk, turn.number(), turn.number(1))
    turn.beside()
    forms.start(turn, DISMISS.name, {}, {"breach": turn.number(), "version": turn.number(1)})


def dismissed(turn: Turn, values: Given, context: Given) -> None:
    breaches.dismiss(turn.desk, context["breach"], context["version"], values["reason"])
    show(turn, context["breach"])


def begin(turn: Turn) -> None:
    """Draft a paper about it: the draft appears below."""
    document = breach_cards.begin(turn.desk, turn.number(), turn.number(1), turn.arg(2))
    turn.beside()
    present(turn, document.id or 0)


def new(turn: Turn, forms: Forms) -> None:
    """One that nothing in the bot shows, entered by a coordinator."""
    breaches.enterable(turn.desk)
    turn.beside()
    forms.start(turn, ENTER.name, {}, {})


def _agencies(turn: Turn, given: Given) -> Sequence[Choice]:
    found = agencies.choices(turn.desk, Action.JUDGE_DUTY)
    return [of_names(one) for one in found if one.kind is not AgencyKind.COURT]


def _codes(turn: Turn, given: Given) -> Sequence[Choice]:
    agency = int(given["agency"]) if given.get("agency") else None
    return [Choice(one.id, views.named(one, turn.tr)) for one in breaches.enterable(turn.desk, agency)]


def _days(turn: Turn, given: Given) -> Sequence[Choice]:
    return days_back(turn.desk.today)


def entered(turn: Turn, values: Given, context: Given) -> None:
    on = date.fromisoformat(values["on"])
    row = breaches.enter(turn.desk, int(values["agency"]), values["code"], on, values["said"])
    show(turn, row.id or 0)
