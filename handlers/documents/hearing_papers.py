"""The papers of a hearing: their page, beginning one, the feedback in one tap, what the court says of it."""

from __future__ import annotations

from typing import Any

from bot.domain.documents.documents import OPEN, DocumentState
from bot.domain.documents.score_forms import SCORE
from bot.domain.documents.topics import NOTICE, OfDocument
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message, plain
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.services.documents import cards as document_cards
from bot.services.documents import hearing_papers
from bot.services.hearings import appearances
from bot.services.hearings import cards as hearing_cards
from bot.telegram.forms import Bound, Forms
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.documents import hearing_papers as views
from bot.views.documents import leader_notice as notices
from handlers.documents.documents import DOCUMENT, present

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The page, what is begun from it, and the feedback form."""
    router.press("doc.hear", page, sees=_side)
    router.press("doc.ap", begin, sees=_looks)
    router.press("doc.fb", feed_back, sees=_side)
    router.press("doc.score", lambda turn: ask_score(turn, forms), sees=DOCUMENT.look)
    router.press("doc.read", read, sees=DOCUMENT.look)
    router.topic(NOTICE, notice)
    forms.add(Bound(SCORE, score, of=DOCUMENT))


def _side(turn: Turn) -> None:
    hearing_cards.side(turn.desk, turn.number(0), turn.number(1))


def _looks(turn: Turn) -> None:
    appearances.visible(turn.desk, turn.number())


def page(turn: Turn) -> None:
    turn.beside()
    turn.show(views.page(hearing_papers.of_hearing(turn.desk, turn.number(0), turn.number(1)), turn.tr))


def begin(turn: Turn) -> None:
    """The paper below the page, which keeps its place."""
    document = hearing_papers.begin(turn.desk, turn.number(), turn.arg(1))
    turn.beside()
    present(turn, document.id or 0)


def notice(scene: Scene[OfDocument]) -> Message | None:
    """To the leader named, while the reminder stands."""
    try:
        card = document_cards.of(scene.desk, scene.payload.document)
    except Refused:
        return None
    if card.state in (*OPEN, DocumentState.VOID) and not scene.shown:
        return None
    return notices.notice(card, scene.tr, read=hearing_papers.is_read(scene.desk, card.id))


def read(turn: Turn) -> None:
    """Read; that is not yet a yes to the question who appears."""
    hearing_papers.read(turn.desk, turn.number())
    card = document_cards.of(turn.desk, turn.number())
    shows = Notice(NOTICE, OfDocument(card.id), About.DOCUMENT(card.id))
    turn.settle(notices.notice(card, turn.tr, read=True), shows)


def feed_back(turn: Turn) -> None:
    """Submitted in this tap where nothing is missing; else the form with what is."""
    document = hearing_papers.feed_back(turn.desk, turn.number(0), turn.number(1))
    turn.beside()
    present(turn, document.id or 0)
    if document.state not in OPEN:
        turn.toast(plain(turn.tr("Submitted.")))


def ask_score(turn: Turn, forms: Forms) -> None:
    card = document_cards.of(turn.desk, turn.number())
    turn.beside()
    forms.start(turn, SCORE.name, {}, {"document": card.id, "version": card.version})


def score(turn: Turn, values: Given, context: Given) -> None:
    """Another edition beside the one there is."""
    reason = str(turn.tr("The court's word on the appearance was added."))
    document = hearing_papers.score(turn.desk, context["document"], context["version"], values["score"], reason)
    present(turn, document.id or 0)
