"""What a button of a form may say: held against the field that is asked for, as anybody can send any callback data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.hall.form_pages import ROOM, Layout, Offered, lay
from bot.domain.hall.forms import Field, Form, State

PAGE = 8
"""Choices on one page."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press that the form shows a button for: its kind, the field it is about, the choice or the page."""

    kind: str
    """c choose, t tick, s skip, d done, p page (of the choices, or of what the preview corrects), e correct, q another
    choice from the preview, k strike out a row or put it back, ok, all (with what waits behind it), x cancel."""
    name: str = ""
    value: str = ""
    page: int = 0


NOT_OFFERED = Press("")
"""A choice of the right kind that is not among those offered (any more)."""


def read(args: Sequence[str], form: Form, state: State, offered: Offered, room: int = ROOM) -> Press | None:
    """The press that `args` (what follows the serial) stand for; None where the form shows no such button now.

    `room` is that of the preview (`form_pages.lay`).
    """
    kind, rest = (args[0], list(args[1:])) if args else ("", [])
    if kind == "x":
        return _plain(kind, rest)
    asked = form.field(state.asking) if state.asking else None
    if asked is None:
        return _of_preview(kind, rest, form, state, offered, room)
    return _of_question(kind, rest, asked, offered)


def _plain(kind: str, rest: list[str], name: str = "") -> Press | None:
    return None if rest else Press(kind, name)


def _of_preview(kind: str, rest: list[str], form: Form, state: State, offered: Offered, room: int) -> Press | None:
    if kind in ("ok", "all"):
        return _plain(kind, rest)
    if kind == "p":
        return _leafed(rest, len(lay(form, state.values, offered, room=room).pages))
    wanted = {field.name: field for field in form.wanted(state.values)}
    field = wanted.get(rest[0]) if rest else None
    if field is None:
        return None
    if kind == "e" and not field.rows:
        return _plain(kind, rest[1:], field.name)
    if kind == "k" and field.rows:
        layout = lay(form, state.values, offered, room=room)
        return _struck(_chosen(kind, field, rest[1:], offered), layout)
    if kind == "q" and field.quick(state.values) and not field.many:
        return _chosen(kind, field, rest[1:], offered)
    return None


def _of_question(kind: str, rest: list[str], asked: Field, offered: Offered) -> Press | None:
    match kind:
        case "c" if not (asked.many or asked.adds):
            return _chosen(kind, asked, rest, offered)
        case "t" if asked.many or asked.adds:
            return _chosen(kind, asked, rest, offered)
        case "s" if asked.optional and not (asked.many or asked.files or asked.adds):
            return _plain(kind, rest, asked.name)
        case "d" if asked.many or asked.files or asked.adds:
            return _plain(kind, rest, asked.name)
        case "p":
            return _turned(asked, rest, offered)
    return None


def _chosen(kind: str, field: Field, rest: list[str], offered: Offered) -> Press:
    """A tick leaves the page in sight on which it was made."""
    value = ":".join(rest)
    place = next((n for n, one in enumerate(offered(field)) if one.value == value), None)
    if place is None:
        return NOT_OFFERED
    return Press(kind, field.name, value, place // PAGE if kind == "t" else 0)


def _struck(press: Press, layout: Layout) -> Press:
    """A row is struck out on the page in sight."""
    if press is NOT_OFFERED:
        return press
    return replace(press, page=layout.page_of(press.name, press.value))


def _turned(asked: Field, rest: list[str], offered: Offered) -> Press | None:
    page = _number(rest)
    return Press("p", asked.name, page=page) if 0 <= page * PAGE < max(1, len(offered(asked))) else None


def _leafed(rest: list[str], pages: int) -> Press | None:
    """To a page of corrections, or back to the preview itself, which is page 0."""
    page = _number(rest)
    return Press("p", page=page) if 0 <= page <= pages else None


def _number(rest: list[str]) -> int:
    text = rest[0] if len(rest) == 1 else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
