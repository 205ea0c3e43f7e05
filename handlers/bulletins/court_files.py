"""A file while the court's figures are asked for: what it says is taken over, the file is kept with the bulletin."""

from __future__ import annotations

from bot.domain.bulletins.court_figures import to_json
from bot.domain.bulletins.court_forms import ENTER, FIGURES, SENT
from bot.domain.bulletins.court_reading import read_extract, read_lines
from bot.domain.hall.errors import Refused
from bot.domain.hall.files import LARGEST, too_large
from bot.domain.hall.message import Message
from bot.services.hall import drafts, picture_jobs
from bot.telegram import pictured
from bot.telegram.forms import Forms
from bot.telegram.router import Router
from bot.telegram.shots import Developed
from bot.telegram.turn import Turn
from bot.views.bulletins import court_pictures as views

_ASKED = (ENTER.name, FIGURES.name)


def register(router: Router, forms: Forms) -> None:
    """The taker; it is asked before those of hearing lists and court papers, but only while figures are asked for."""
    router.text(lambda turn: take(turn, forms))
    router.wish(wish)
    router.reads(lambda turn: bool(wish(turn)))
    router.developers.append(lambda turn, found: developed(turn, forms, found))


def wish(turn: Turn) -> int:
    """Whether a form of ours asks for figures now."""
    draft = drafts.peek(turn.desk) if turn.incoming.files else None
    return LARGEST if draft is not None and draft.form in _ASKED and draft.asking == "figures" else 0


def _not_yet(turn: Turn) -> Message:
    """What becomes of files in which no figures were found: pictures are looked at, where that is done here."""
    scans = [one for one in turn.incoming.files if pictured.is_wanted(turn, one)]
    for one in scans:
        picture_jobs.ask(turn.desk, turn.incoming.chat_id, one.hash)
    if scans:
        return views.being_read(len(scans), turn.tr)
    return views.no_figures(turn.tr, picture=any(map(pictured.is_scan, turn.incoming.files)))


def developed(turn: Turn, forms: Forms, found: Developed) -> bool:
    """What a picture of the bulletin says goes into the form that still asks for its figures; whether it is ours.
    Whoever has entered or skipped them by now keeps what was said, and hears of what another page says besides."""
    draft = drafts.current(turn.desk)
    sent = [one for one in (draft.data.get(SENT) or ()) if one["hash"] == found.hash] if draft is not None else []
    if draft is None or draft.form not in _ASKED or not sent:
        return False
    name, (read, doubtful) = str(sent[0].get("name", "")), read_lines(found.extract.lines)
    if draft.asking != "figures":
        if draft.data.get("figures") and not read.empty:
            turn.say(views.left_out(name, turn.tr))
    elif read.empty:
        turn.say(views.nothing_read(name, found.extract.notes, turn.tr))
    else:
        turn.say(views.read_from_picture(name, doubtful, turn.tr))
        forms.take_over(turn, {"figures": to_json(read)})
    return True


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
        turn.say(_not_yet(turn))
    forms.take_over(turn, {SENT: sent, **({"figures": to_json(found)} if found is not None else {})})
    return True
