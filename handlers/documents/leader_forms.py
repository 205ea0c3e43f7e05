"""出庭报备表: 一键报备, 无变化, 有变化; and what is said where it is another by now."""

from __future__ import annotations

from bot.domain.documents.leader_forms import LEADER, REFILE, Again
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message, plain
from bot.services.documents import leader_forms
from bot.services.duties import cards as duty_cards
from bot.telegram.outdated import Subject
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.documents import leader_forms as views
from bot.views.duties import duties as duty_views
from handlers.documents.documents import DOCUMENT, present

_DUTY = Subject(
    "duty",
    lambda turn, number: turn.show(duty_views.detail(duty_cards.of(turn.desk, number), turn.tr)),
    lambda turn, number: duty_cards.visible(turn.desk, number),
)


def register(router: Router) -> None:
    """The buttons of a duty, and of the message that says that a form is another."""
    router.press("doc.file", file, of=_DUTY)
    router.press("doc.alter", alter, of=_DUTY)
    router.press("doc.same", same, of=DOCUMENT)
    router.press("doc.other", other, of=DOCUMENT)
    router.topic(REFILE, differs)


def file(turn: Turn) -> None:
    """Submitted in this tap where nothing is missing; else the form with what is."""
    _after(turn, leader_forms.file(turn.desk, turn.number(0), turn.number(1)).id or 0)


def alter(turn: Turn) -> None:
    _open(turn, leader_forms.alter(turn.desk, turn.number(0), turn.number(1)).id or 0)


def same(turn: Turn) -> None:
    _after(turn, leader_forms.file_again(turn.desk, turn.number(0), turn.number(1)).id or 0)


def other(turn: Turn) -> None:
    _open(turn, leader_forms.alter_it(turn.desk, turn.number(0), turn.number(1)).id or 0)


def _after(turn: Turn, document_id: int) -> None:
    form = leader_forms.view(turn.desk, document_id)
    turn.toast(plain(views.lacking(form, turn.tr) if form.open else views.filed(form, turn.tr)))
    _open(turn, document_id)


def _open(turn: Turn, document_id: int) -> None:
    """Below what was pressed, which keeps its place and shows the new state."""
    turn.beside()
    present(turn, document_id)


def differs(scene: Scene[Again]) -> Message | None:
    """Filed meanwhile, or not the reader's any more: nothing is said."""
    try:
        form = leader_forms.view(scene.desk, scene.payload.document)
    except Refused:
        return None
    if not scene.shown and not form.may_file:
        return None
    if scene.payload.why == LEADER and not form.open and not scene.shown:
        return None
    return views.differs(form, scene.payload.why, scene.tr)
