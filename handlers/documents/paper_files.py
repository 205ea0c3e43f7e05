"""The paper itself: as it would be now, and the versions and signed papers that are kept."""

from __future__ import annotations

from bot.domain.hall.errors import Missing
from bot.domain.hall.message import plain
from bot.domain.hall.subjects import About
from bot.services.cases import files as stored_files
from bot.services.documents import cards, printing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from handlers.documents.documents import DOCUMENT


def register(router: Router) -> None:
    """Who may see the document is asked here; who may have its files, when each is sent."""
    router.press("doc.see", preview, sees=DOCUMENT.look)
    router.press("doc.get", download, sees=DOCUMENT.look)
    router.press("doc.ed", edition, sees=DOCUMENT.look)


def preview(turn: Turn) -> None:
    """The paper as it would be now; it is printed beside what people do."""
    printing.ask(turn.desk, turn.number())
    turn.toast(plain(turn.tr("The paper is being prepared; it comes as a file.")))


def edition(turn: Turn) -> None:
    """One of the frozen versions again."""
    printing.send(turn.desk, turn.number(), turn.number(1))
    turn.toast(plain(turn.tr("The files are on their way.")))


def download(turn: Turn) -> None:
    """The newest version, and the signed or sealed paper with what proves the delivery."""
    card = cards.of(turn.desk, turn.number())
    if card.edition:
        printing.send(turn.desk, card.id, card.edition)
    if card.files:
        stored_files.send(turn.desk, About.DOCUMENT(card.id))
    if not (card.edition or card.files):
        raise Missing
    turn.toast(plain(turn.tr("The files are on their way.")))
