"""What is said above a form about the files of a court paper: what was read of them, and what not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.paper_names import PAPER_NAMES
from bot.domain.hall.message import Html
from bot.domain.hall.terms import PaperKind
from bot.texts import Translator


def read_from(name: str, tr: Translator) -> Html:
    """Where the values come from, and which one never does."""
    return tr("Read from “{name}”; please check it. The day of receipt is not taken from a file.", name=name)


def read_so_far(kinds: Sequence[str], number: str, agency: str, tr: Translator) -> Html | None:
    """What a form that still asks holds already: whoever sent a file has not typed it and does not see it.

    The agency alone says nothing: it may be the only one that comes into question.
    """
    if not (kinds or number):
        return None
    found = [number, tr.join([str(tr(PAPER_NAMES[PaperKind(kind)])) for kind in kinds]), agency]
    return tr("Read so far: {facts}", facts=("；" if tr.chinese else "; ").join(filter(None, found)))


def says_nothing(name: str, tr: Translator) -> Html:
    return tr(
        "In “{name}” neither a case number nor the name of a court paper was found. It is kept with what you enter "
        "now.",
        name=name,
    )


def lists_hearings(name: str, numbers: Sequence[str], tr: Translator) -> Html:
    return tr(
        "“{name}” lists hearings of several cases: {numbers}. Of a list nothing is taken from a picture; please send "
        "it as a sheet, or paste it as text.",
        name=name,
        numbers=tr.join(list(numbers)),
    )


def kept(tr: Translator) -> Html:
    return tr("It is kept as an attachment all the same; please enter below what it says.")


def names_other_number(name: str, number: str, tr: Translator) -> Html:
    return tr("“{name}” itself names {number}. Please check which one is right.", name=name, number=number)


def not_used(others: Sequence[str], tr: Translator) -> Html:
    return tr("Not used: {others}", others=tr.join(list(others)))


def pictures_are_not_read(tr: Translator) -> Html:
    return tr("What stands in pictures is not read here: please answer the questions. The picture is kept.")
