"""What is said of a court's bulletin that came as a picture: it is looked at, what it says is to be compared."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.message import Message, html, message
from bot.domain.hall.problems import Problem
from bot.texts import Translator

_SHOWN = 6


def being_read(n: int, tr: Translator) -> Message:
    """It takes a while; nobody has to wait for it."""
    return message(
        tr.plural(
            "The file is kept; {n} picture is being read.", "The files are kept; {n} pictures are being read.", n
        ),
        tr("The figures come in a moment. You may also paste them, or skip and enter them by unit."),
    )


def no_figures(tr: Translator, *, picture: bool) -> Message:
    """Nothing of units was found; of a picture it is said what to send instead."""
    if picture:
        return message(
            tr("The file is kept. It is a picture, and pictures are not read here."),
            tr("Please send the table as .xlsx, .docx or a PDF with text, paste it, or skip and enter it by unit."),
        )
    return message(
        tr("The file is kept. No figures of units were found in it; please paste them, or skip and enter them by unit.")
    )


def nothing_read(name: str, notes: Sequence[Problem], tr: Translator) -> Message:
    """The picture was looked at in vain."""
    return message(
        *(tr(one.msgid, **one.params) for one in notes[:2]),
        tr("No figures of units were read from “{name}”.", name=name),
        tr("Please send the table as .xlsx, .docx or a PDF with text, paste it, or skip and enter it by unit."),
    )


def read_from_picture(name: str, doubtful: Sequence[str], tr: Translator) -> Message:
    """What comes from a picture is compared with the paper before it counts."""
    more = "…" if len(doubtful) > _SHOWN else ""
    return message(
        tr("The figures were read from the picture “{name}”: please compare each with the paper.", name=name),
        tr("Not certain: {lines}", lines=html("；".join(doubtful[:_SHOWN]) + more)) if doubtful else None,
    )


def left_out(name: str, tr: Translator) -> Message:
    """Another page was read when the figures stood already."""
    return message(
        tr(
            "Figures are there already; those of “{name}” were not taken in. Please add its units one by one.",
            name=name,
        )
    )
