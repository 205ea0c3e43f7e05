"""What the buttons of a preview correct, and on which of its pages they stand: few at once, and none out of reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.hall.forms import Choice, Field, Form, Values

MOST = 8
"""Buttons of one message."""
ROOM = MOST - 3
"""Places of the first page beside the buttons that confirm, change and cancel."""
_ALONE, _TURNED = MOST - 1, MOST - 3
"""Places of a page with its way back, and of one with its ways to the pages beside it as well."""
_AT_ONCE = 3
"""Other choices of one field that was assumed; of more the likeliest are shown, and the way to all of them."""

Offered = Callable[[Field], Sequence[Choice]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One button: `choice` is taken instead of what was assumed, or is a row that is struck out or put back; without
    one, the field is asked for again."""

    field: Field
    choice: Choice | None = None
    others: bool = False
    """Whether the likeliest other choices stand beside it."""

    @property
    def kind(self) -> str:
        """As `form_presses` reads it."""
        if self.choice is None:
            return "e"
        return "k" if self.field.rows else "q"


@dataclass(frozen=True, slots=True)
class Layout:
    """The buttons of the first page, and of the pages behind it: fields, then rows. Page 1 is the first behind it."""

    front: tuple[Entry, ...]
    fields: tuple[tuple[Entry, ...], ...]
    rows: tuple[tuple[Entry, ...], ...]

    @property
    def pages(self) -> tuple[tuple[Entry, ...], ...]:
        return (*self.fields, *self.rows)

    @property
    def first_of_rows(self) -> int:
        """The number of the first page of rows; 0 where all of them stand in front."""
        return len(self.fields) + 1 if self.rows else 0

    @property
    def only(self) -> Entry | None:
        """The one thing that can be corrected, where a page of its own would be a detour."""
        return self.fields[0][0] if len(self.fields) == 1 and len(self.fields[0]) == 1 else None

    def group_of(self, page: int) -> range:
        """The numbers of the pages of the same kind: whoever looks through rows does not end among fields."""
        if page <= len(self.fields):
            return range(1, len(self.fields) + 1)
        return range(len(self.fields) + 1, len(self.pages) + 1)

    def page_of(self, name: str, value: str) -> int:
        """The page on which a row stands; 0 for the first one."""
        places = (
            n
            for n, page in enumerate(self.pages, 1)
            for one in page
            if one.choice and (one.field.name, one.choice.value) == (name, value)
        )
        return next(places, 0)


def lay(form: Form, values: Values, offered: Offered, asked: Sequence[str] = (), room: int = ROOM) -> Layout:
    """The pages of a preview, with `room` on the first one.

    Those `asked` about, for something is wrong with them, stand in front; then all rows or, where they are too many,
    the way to them; then what must not be forgotten; then what is taken instead of what was assumed.
    """
    wanted = form.wanted(values)
    corrected = [Entry(field) for field in wanted if not field.rows]
    struck = [Entry(field, choice) for field in wanted if field.rows for choice in offered(field)]
    front = [one for one in corrected if one.field.name in asked][: room - 1]
    fits = len(front) + len(struck) <= room
    front += struck if fits else []
    left = room - len(front) - (0 if fits else 1)
    reminded = [one for one in corrected if one.field.front(values) and one.field.name not in asked][:left]
    front, left = [*front, *reminded], left - len(reminded)
    for field in wanted:
        quick = _quick(field, values, offered) if field.quick(values) and field.name not in asked else []
        if len(quick) <= left:
            front, left = [*front, *quick], left - len(quick)
    return Layout(tuple(front), _paged(corrected), () if fits else _paged(struck))


def _quick(field: Field, values: Values, offered: Offered) -> list[Entry]:
    others = [choice for choice in offered(field) if choice.value != values.get(field.name)]
    if len(others) <= _AT_ONCE:
        return [Entry(field, choice) for choice in others]
    return [*(Entry(field, choice) for choice in others[: _AT_ONCE - 1]), Entry(field, others=True)]


def _paged(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    size = _ALONE if len(entries) <= _ALONE else _TURNED
    return tuple(tuple(entries[at : at + size]) for at in range(0, len(entries), size))
