"""What is shown of values that were read from a picture: signs, what they mean, and the piece where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.hall.forms import Choice, Form, State
from bot.domain.hall.message import Attachment, Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hall.picture_marks import Piece
from bot.texts import Translator
from bot.views.hall.forms import shown_value

READ, UNSURE = Html("⌁"), Html("❓")
Marks = Mapping[str, Piece]


def signs(marks: Marks) -> dict[str, Html]:
    """What stands before each line of a preview."""
    return {name: READ if one.sure else UNSURE for name, one in marks.items()}


def legend(marks: Marks, tr: Translator) -> Html | None:
    """What the signs mean."""
    certain = any(one.sure for one in marks.values())
    doubtful = any(not one.sure for one in marks.values())
    return (
        lines(
            tr("⌁ read from the picture: please check.") if certain else None,
            tr("❓ not read with certainty: please hold it beside the picture.") if doubtful else None,
        )
        or None
    )


def with_buttons(shown: Message, marks: Marks, tr: Translator) -> Message:
    """A preview with the button that shows where its values stand, below those that confirm and cancel."""
    first, *rest = shown.buttons
    return replace(shown, buttons=(first, (_beside(marks, tr),), *rest)) if marks else shown


def _beside(marks: Marks, tr: Translator) -> Button:
    return tap(tr("Hold beside the picture"), "ph", _order(marks)[0])


def _order(marks: Marks) -> list[str]:
    """Unsure ones are looked at first."""
    return sorted(marks, key=lambda name: marks[name].sure)


def compare(form: Form, state: State, choices: Mapping[str, Sequence[Choice]], marks: Marks, tr: Translator) -> Message:
    """Asked before a form is confirmed with values that were not read with certainty."""
    doubtful = {name: one for name, one in marks.items() if not one.sure}
    said = [UNSURE + _line(form, name, state.values, choices, tr) for name in doubtful]
    ways = (
        (tap("✓ " + tr("It is right: {confirm}", confirm=tr(form.confirm)), "pk", state.serial, "ok"),),
        (tap(tr("Change it"), "pk", state.serial, "back"), _beside(doubtful, tr)),
    )
    return message(tr("Before it counts, please check what was not read with certainty:"), lines(*said), buttons=ways)


def _line(
    form: Form, name: str, values: Mapping[str, Any], choices: Mapping[str, Sequence[Choice]], tr: Translator
) -> Html:
    field = form.field(name)
    if field is None:
        return Html("")
    value = shown_value(field, values[name], choices.get(name, ()), tr)
    return tr("{label}: {value}", label=bold(tr(field.label)), value=value)


def piece(
    form: Form,
    name: str,
    state: State,
    choices: Mapping[str, Sequence[Choice]],
    marks: Marks,
    content: bytes,
    tr: Translator,
) -> Message:
    """A piece of the picture with the value that was read there, and the way to the next."""
    order = _order(marks)
    at = order.index(name)
    ways: tuple[Button, ...] = ()
    if len(order) > 1:
        following = order[(at + 1) % len(order)]
        ways = (tap(tr("Next ({n} of {all}) ›", n=at + 1, all=len(order)), "ph", following),)
    said = signs(marks)[name] + _line(form, name, state.values, choices, tr)
    found = Attachment("piece.jpg", content, "image/jpeg", picture=True) if content else None
    trouble = None if content else tr("This piece of the picture cannot be shown; please look at what you sent.")
    # Of what is written in a court paper nothing is kept once it is shown.
    return message(said, trouble, buttons=(ways,), attachment=found, silent=True, secret=True)


def being_read(number: int, tr: Translator) -> Html:
    """People go on typing meanwhile."""
    return tr.plural(
        "Reading {n} picture … You can go on meanwhile; nothing that you enter is overwritten.",
        "Reading {n} pictures … You can go on meanwhile; nothing that you enter is overwritten.",
        number,
    )


def says_otherwise(label: str, value: object, tr: Translator) -> Html:
    return tr(
        "The picture says otherwise: {label}: {value}. What you entered stays; please check.",
        label=bold(tr(label)),
        value=html(value),
    )


def no_words(names: str, tr: Translator) -> Html:
    return tr(
        "No writing was found in “{names}”. It is kept as an attachment; please take it again from straight above in "
        "good light, or type what it says.",
        names=names,
    )
