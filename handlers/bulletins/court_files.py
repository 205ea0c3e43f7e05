"""A file while the court's figures are asked for: what it says is taken over, the file is kept with the bulletin."""

from __future__ import annotations

from bot.domain.bulletins.court_figures import to_json
from bot.domain.bulletins.court_forms import ENTER, FIGURES, SENT
from bot.domain.bulletins.court_reading import read_extract
from bot.domain.hall.errors import Refused
from bot.domain.hall.files import LARGEST, too_large
from bot.domain.hall.message import message
from bot.services.hall import drafts
from bot.telegram.forms import Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn

_ASKED = (ENTER.name, FIGURES.name)


def register(router: Router, forms: Forms) -> None:
    """The taker; it is asked before those of hearing lists and court papers, but only while figures are asked for."""
    router.text(lambda turn: take(turn, forms))
    router.wish(wish)
    router.reads(lambda turn: bool(wish(turn)))


def wish(turn: Turn) -> int:
    """Whether a form of ours asks for figures now."""
    draft = drafts.peek(turn.desk) if turn.incoming.files else None
    return LARGEST if draft is not None and draft.form in _ASKED and draft.asking == "figures" else 0


def take(turn: Turn, forms: Forms) -> bool:
    """The figures go into the form; of a file without any, only the file is kept, and the question stays."""
    if not wish(turn):
        return False
    given = [{"hash": f.hash, "name": f.name, "mime": f.mime, "size": f.size, "id": f.file_id}
             for f in turn.incoming.files if f.hash]  # fmt: skip
    if not given:
        raise Refused.because(turn.incoming.unkept or too_large())
    draft = drafts.current(turn.desk)
    if draft is None:
        return False
    sent = [*(draft.data.get(SENT) or ()), *given]
    found = next(
        (read for one in turn.incoming.files if one.extract and not (read := read_extract(one.extract)).empty), None
    )
    if found is None:
        words = (
            "The file is kept. No figures of units were found in it; please paste them, or skip and enter them by unit."
        )
        turn.say(message(turn.tr(words)))
    forms.take_over(turn, {SENT: sent, **({"figures": to_json(found)} if found is not None else {})})
    return True
