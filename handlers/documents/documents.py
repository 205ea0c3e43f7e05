"""/documents: the lists, the card of a document with its pages, and what is begun from a case or a duty."""

from __future__ import annotations

from bot.domain.documents.topics import CARD, OfDocument
from bot.domain.hall.access import Actor
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.message import plain
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice
from bot.services.cases import cases
from bot.services.documents import breach_cards, cards, drafting, in_cases, replies, steps, units
from bot.services.documents import kinds as kinds_service
from bot.services.documents import lists as lists_service
from bot.services.duties import cards as duty_cards
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.documents import breaches as breach_views
from bot.views.documents import cards as views
from bot.views.documents import letters, lists


def register(router: Router) -> None:
    """The command, the lists, the card and the pages behind it."""
    router.command("documents", begin, "drafts, filings and letters", shown=_shown, rank=31)
    router.press("doc.list", listing, sees=nothing)
    router.press("doc", show_beside, sees=DOCUMENT.look)
    router.press("doc.at", lambda turn: present(turn, turn.number()), sees=DOCUMENT.look)
    router.press("doc.more", more, sees=DOCUMENT.look)
    router.press("doc.eds", editions, sees=DOCUMENT.look)
    router.press("doc.log", record, sees=DOCUMENT.look)
    router.press("doc.sub", submit, of=DOCUMENT)
    router.press("doc.ok", approve, of=DOCUMENT)
    router.press("doc.take", take_back, of=DOCUMENT)
    router.press("doc.case", of_case, sees=_case)
    router.press("doc.kinds", kinds, sees=_case)
    router.press("doc.new", new, sees=_case)
    router.press("doc.duty", of_duty, sees=_duty)


_WHO = frozenset({Role.COORDINATOR, Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL})
"""Who drafts, reviews, decides or receives documents; others are led to single ones."""


def _shown(actor: Actor) -> bool:
    return not _WHO.isdisjoint(actor.roles())


def _case(turn: Turn) -> None:
    cases.visible(turn.desk, turn.number())


def _duty(turn: Turn) -> None:
    duty_cards.visible(turn.desk, turn.number())


# -- lists ---------------------------------------------------------------------------------------------------------


def begin(turn: Turn) -> None:
    """/documents: what waits for the reader; where nothing does, the first list that holds anything."""
    if not _shown(turn.actor):
        raise NotAllowed
    turn.show(lists.listed(lists_service.listed(turn.desk, ""), turn.tr))


def listing(turn: Turn) -> None:
    if turn.arg() not in lists.WHICH:
        raise Missing
    turn.show(lists.listed(lists_service.listed(turn.desk, turn.arg(), turn.number(1)), turn.tr))


def of_case(turn: Turn) -> None:
    """The papers of a case; its card keeps its place, and the pages of the list change in place."""
    if len(turn.incoming.press_args) < 2:
        turn.beside()
    turn.show(lists.of_case(lists_service.of_case(turn.desk, turn.number(), turn.number(1)), turn.tr))


def kinds(turn: Turn) -> None:
    turn.show(lists.kinds(lists_service.of_case(turn.desk, turn.number()), turn.number(1), turn.tr))


def new(turn: Turn) -> None:
    """Begin a document of a case, or go on with the one that was begun; of a letter to units, whom it is for is asked
    where several agencies are sued."""
    kind = kinds_service.of(turn.desk, turn.arg(1))
    if not kind.for_units:
        present(turn, in_cases.begin(turn.desk, kind.id, turn.number()).id or 0)
        return
    found = units.in_case(turn.desk, kind.id, turn.number())
    if len(found) == 1:
        present(turn, units.begin_in_case(turn.desk, kind.id, turn.number(), found[0].agency).id or 0)
    else:
        turn.show(letters.in_case(found, turn.number(), kind, turn.tr))


def of_duty(turn: Turn) -> None:
    """The document that shows the duty to be done: a letter to each of several units, the answer to a letter, or one of
    the agency's own. What names a unit is begun from what is held against that."""
    turn.beside()
    if units.of_duty(turn.desk, turn.number()) is not None:
        ask_for_unit(turn, turn.number())
        return
    candidate = breach_cards.before(turn.desk, turn.number())
    if candidate:
        turn.show(breach_views.card(breach_cards.card(turn.desk, candidate), turn.tr))
        return
    document = replies.begin_for(turn.desk, turn.number()) or drafting.begin_for(turn.desk, turn.number())
    present(turn, document.id or 0)


def ask_for_unit(turn: Turn, duty_id: int, page: int = 0) -> None:
    """Which unit gets the letter."""
    kind = units.of_duty(turn.desk, duty_id)
    if kind is None:
        raise Missing
    turn.show(letters.for_duty(units.for_duty(turn.desk, duty_id, page), duty_id, kind, turn.tr))


# -- the card ------------------------------------------------------------------------------------------------------


def show_beside(turn: Turn) -> None:
    """The document below what it came from, which keeps its place."""
    turn.beside()
    present(turn, turn.number())


def present(turn: Turn, document_id: int) -> None:
    """The card; a later change of the document changes it in place."""
    shown = views.card(cards.of(turn.desk, document_id), turn.tr)
    turn.show(shown, Notice(CARD, OfDocument(document_id), About.DOCUMENT(document_id)))


def settle(turn: Turn, document_id: int) -> None:
    """After a change: the card changes anyway where it is live, other messages are changed here."""
    shown = views.card(cards.of(turn.desk, document_id), turn.tr)
    turn.settle(shown, Notice(CARD, OfDocument(document_id), About.DOCUMENT(document_id)))


DOCUMENT = Subject("document", present, lambda turn, number: cards.of(turn.desk, number))


def more(turn: Turn) -> None:
    turn.show(views.more(cards.of(turn.desk, turn.number()), turn.tr))


def editions(turn: Turn) -> None:
    turn.show(views.editions(cards.of(turn.desk, turn.number()), turn.tr))


def record(turn: Turn) -> None:
    turn.show(views.record(cards.of(turn.desk, turn.number()), turn.number(1), turn.tr))


# -- steps of one tap ----------------------------------------------------------------------------------------------


def submit(turn: Turn) -> None:
    steps.submit(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Submitted.")))
    settle(turn, turn.number(0))


def approve(turn: Turn) -> None:
    steps.approve(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Approved.")))
    settle(turn, turn.number(0))


def take_back(turn: Turn) -> None:
    steps.take_back(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Taken back.")))
    settle(turn, turn.number(0))
