"""Values of a form that were read from a picture: they are shown when they come, held beside it, and asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.hall import picture_marks
from bot.domain.hall.errors import Missing
from bot.extracts import notes
from bot.services.hall import drafts, picture_jobs
from bot.services.post import on_screen
from bot.store.tables import Draft
from bot.telegram import bound as bounds
from bot.telegram.forms import Forms
from bot.telegram.incoming import IncomingFile
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.shots import OnItsWay, Shot
from bot.telegram.turn import Turn
from bot.views.hall import pictured as views

_SCANS = frozenset({notes.no_text("").msgid, notes.garbled("").msgid})
"""What is said of a PDF whose pages can be read as pictures only."""
LOOKED_AT = timedelta(minutes=2)
"""So long after a form was shown somebody probably still looks at it, and sees that it changes."""


def register(router: Router, forms: Forms) -> None:
    """The buttons, and who shows the pieces that are asked for."""
    router.press("ph", lambda turn: ask(turn, forms), sees=nothing)
    router.press("pk", lambda turn: compared(turn, forms), sees=nothing)
    router.shot = lambda turn, shot: show(turn, forms, shot)


# -- what is read so -------------------------------------------------------------------------------------------------


def is_scan(file: IncomingFile) -> bool:
    """Whether a file is a picture: a photo, or a PDF without a text of its own."""
    if file.extract is None:
        return file.mime.startswith("image/")
    said = {one.msgid for one in file.extract.notes}
    return not said if file.mime.startswith("image/") else file.extract.unread and bool(said & _SCANS)


def is_wanted(turn: Turn, file: IncomingFile) -> bool:
    """Whether a file is read as a picture: one that is none too large, or a PDF without a text of its own."""
    return file.extract is not None and bool(file.hash) and turn.desk.house.reads_pictures and is_scan(file)


# -- what changes without a press ----------------------------------------------------------------------------------


def refresh(turn: Turn, forms: Forms, before: int, *, news: bool, last: bool = False) -> bool:
    """Show the actor's draft, which was shown with the serial `before`, as it stands now.

    An edit makes no sound. It is enough for who looks at the form; whoever has put the phone away, or has had other
    messages since, is told by a new one where there is `news` that he must act on. Gives whether it is shown.

    Raises:
        OnItsWay: the form is being sent at this moment, and this is not the `last` try.
    """
    draft = drafts.current(turn.desk)
    if draft is None or draft.form not in forms.bound:
        return False
    seen = on_screen.of_form(turn.desk, turn.incoming.chat_id, before)
    if seen is not None and seen.message_id is None and not last:
        raise OnItsWay
    content = bounds.shown(turn, forms.bound[draft.form], drafts.state_of(draft), draft.context)
    if seen is not None and seen.message_id is not None and (not news or _is_looked_at(turn, seen)):
        turn.change(content, seen.message_id)
    elif news:
        turn.say(content)
    else:
        return False
    return True


def _is_looked_at(turn: Turn, seen: on_screen.OnScreen) -> bool:
    return seen.newest and turn.desk.now - seen.said_at <= LOOKED_AT


# -- held beside the picture ---------------------------------------------------------------------------------------


def ask(turn: Turn, forms: Forms) -> None:
    """The piece of the picture where a value stands; it is made outside this transaction, and comes in a moment."""
    draft = drafts.peek(turn.desk)
    marks = picture_marks.standing(draft.context, draft.data) if draft is not None else {}
    piece = marks.get(turn.arg())
    if draft is None or draft.form not in forms.bound:
        turn.toast(turn.tr("This form is finished or cancelled."), alert=True)
    elif piece is None:
        turn.toast(turn.tr("What stands there now was not read from a picture."), alert=True)
    elif not turn.desk.house.reads_pictures:
        turn.toast(turn.tr("This piece of the picture cannot be shown; please look at what you sent."), alert=True)
    else:
        picture_jobs.ask_piece(turn.desk, turn.incoming.chat_id, piece.file, piece.field)
        turn.toast(turn.tr("One moment: the piece of the picture comes."))


def show(turn: Turn, forms: Forms, shot: Shot) -> None:
    """The piece, with the value that was read there; nothing where the draft says something else by now."""
    draft = drafts.peek(turn.desk)
    if draft is None or draft.form not in forms.bound or not turn.actor.appointments:
        return
    bound, state = forms.bound[draft.form], drafts.state_of(draft)
    marks = picture_marks.standing(draft.context, state.values)
    if shot.field not in marks or bound.form.field(shot.field) is None:
        return
    choices = {
        name: bounds.choices_of(turn, bound, field, state, draft.context)
        for name in marks
        if (field := bound.form.field(name)) is not None
    }
    turn.say(views.piece(bound.form, shot.field, state, choices, marks, shot.content, turn.tr))


# -- asked about ---------------------------------------------------------------------------------------------------


def compared(turn: Turn, forms: Forms) -> None:
    """The answer to what was not read with certainty: it is right, and the form is confirmed; or it is to be changed.

    Raises:
        Missing: no button of ours says so.
    """
    draft = drafts.current(turn.desk)
    if draft is None or draft.form not in forms.bound:
        turn.toast(turn.tr("This form is finished or cancelled."), alert=True)
        return
    if turn.arg(1) not in ("ok", "back") or len(turn.incoming.press_args) != 2:
        raise Missing
    asked = draft.context.get(picture_marks.COMPARING) == draft.serial == turn.number(0)
    context = {name: value for name, value in draft.context.items() if name != picture_marks.COMPARING}
    if not asked:
        turn.toast(turn.tr(bounds.EARLIER))
    elif turn.arg(1) == "ok":
        context = picture_marks.compared(context, draft.data)
    drafts.save(turn.desk, draft.form, drafts.state_of(draft), context)
    if asked and turn.arg(1) == "ok":
        _confirm(turn, forms, draft)
    else:
        forms.resume(turn)


def _confirm(turn: Turn, forms: Forms, draft: Draft) -> None:
    turn.incoming = replace(turn.incoming, verb="fm", press_args=(str(draft.serial), "ok"))
    forms.pressed(turn)
