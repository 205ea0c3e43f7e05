"""Candidates for breaches: a coordinator confirms or dismisses each; papers are begun from there."""

from __future__ import annotations

from typing import Any

from bot.domain.documents.breaches import DISMISS
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
    router.press("br.ok", confirm, of=CANDIDATE)
    router.press("br.ms", choose, of=CANDIDATE)
    router.press("br.no", lambda turn: dismiss(turn, forms), of=CANDIDATE)
    router.press("br.doc", begin, of=CANDIDATE)
    forms.add(Bound(DISMISS, dismissed, of=CANDIDATE))


def show(turn: Turn, candidate_id: int) -> None:
    turn.show(views.card(breach_cards.card(turn.desk, candidate_id), turn.tr))


def papers(turn: Turn) -> None:
    """文书: the papers about it, in the place of its card."""
    turn.show(views.papers(breach_cards.card(turn.desk, turn.number()), turn.tr))


def _sees(turn: Turn, candidate_id: int) -> None:
    breaches.candidate(turn.desk, candidate_id)


CANDIDATE = Subject("breach", show, _sees)


def listing(turn: Turn) -> None:
    """Those to be decided, or (1) those that were."""
    decided = turn.arg() == "1"
    turn.show(views.listed(breaches.listed(turn.desk, turn.number(1), decided=decided), turn.tr, decided=decided))


def confirm(turn: Turn) -> None:
    breaches.confirm(turn.desk, turn.number(), turn.number(1))
    show(turn, turn.number())


def choose(turn: Turn) -> None:
    breaches.choose(turn.desk, turn.number(), turn.number(1), turn.arg(2))
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
