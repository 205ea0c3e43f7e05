"""What papers promised by a day: looked at, reported as done, excused; and the message of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.domain.documents import follow_ups as declared
from bot.domain.documents.follow_ups import FollowUps
from bot.domain.documents.topics import FOLLOW, FollowDay
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.message import Html, Message, html
from bot.domain.reading.answers import days_back
from bot.services.documents import follow_ups
from bot.telegram.forms import Bound, Choices, Forms
from bot.telegram.outdated import Subject
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.documents import follow_ups as views

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The list behind the card of a paper, the two forms, the topic."""
    router.press("doc.fus", lambda turn: listed(turn, turn.number()), sees=PROMISES.look)
    router.press("doc.fu", one_of, sees=PROMISES.look)
    router.press("doc.fud", _opens(forms, declared.DONE_FORM.name, follow_ups.reportable), of=PROMISES)
    router.press("doc.fux", _opens(forms, declared.EXCUSE_FORM.name, follow_ups.excusable), of=PROMISES)
    days: dict[str, Choices] = {"on": lambda turn, given: days_back(turn.desk.today)}
    forms.add(Bound(declared.DONE_FORM, done, days, _intro, of=PROMISES, protect=_protects))
    forms.add(Bound(declared.EXCUSE_FORM, excuse, intro=_intro, of=PROMISES, protect=_protects))
    router.topic(FOLLOW, due)


def listed(turn: Turn, document_id: int) -> None:
    turn.show(views.listed(follow_ups.of(turn.desk, document_id), turn.tr))


PROMISES = Subject("document", listed, lambda turn, number: follow_ups.of(turn.desk, number))


def one_of(turn: Turn) -> None:
    found = follow_ups.of(turn.desk, turn.number())
    one = found.of(turn.arg(1))
    if one is None:
        raise Missing
    turn.show(views.one_of(found, one, turn.tr))


def _opens(forms: Forms, form: str, may: Callable[..., FollowUps]) -> Callable[[Turn], None]:
    """Whether it still fits is asked before anybody types."""

    def pressed(turn: Turn) -> None:
        document, version, key = turn.number(0), turn.number(1), turn.arg(2)
        may(turn.desk, document, version, key)
        turn.beside()
        forms.start(turn, form, {}, {"document": document, "version": version, "key": key})

    return pressed


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    try:
        one = follow_ups.of(turn.desk, int(context["document"])).of(str(context["key"]))
    except Refused:
        return None
    return html(one.what) if one is not None else None


def _protects(turn: Turn, context: Given) -> bool:
    try:
        return follow_ups.of(turn.desk, int(context["document"])).protect
    except Refused:
        return False


def done(turn: Turn, values: Given, context: Given) -> None:
    """办结: the form is confirmed."""
    document, version, key = int(context["document"]), int(context["version"]), str(context["key"])
    on, files = date.fromisoformat(values["on"]), tuple(values.get("files") or ())
    follow_ups.done(turn.desk, document, version, key, on, values["note"], files)
    listed(turn, document)


def excuse(turn: Turn, values: Given, context: Given) -> None:
    document, version, key = int(context["document"]), int(context["version"]), str(context["key"])
    follow_ups.excuse(turn.desk, document, version, key, values["reason"])
    listed(turn, document)


def due(scene: Scene[FollowDay]) -> Message | None:
    """Asked when it is due: is it still open, and still promised for that day?"""
    try:
        found = follow_ups.of(scene.desk, scene.payload.document)
    except Refused:
        return None
    one = found.of(scene.payload.key)
    still = one is not None and one.is_open and one.until == scene.payload.until
    return views.due(found, one, scene.tr) if one is not None and (still or scene.shown) else None
