"""/roster: everybody in one .xlsx, codes out, and who has registered."""

from __future__ import annotations

from bot.domain.agencies.roster import Preview
from bot.domain.agencies.topics import COUNTER
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Refused
from bot.domain.hall.extracts import Extract
from bot.domain.hall.message import Message
from bot.domain.hall.topics import Nothing, Notice
from bot.domain.hearings import tables
from bot.services.agencies import agencies, invitations, roster, roster_files
from bot.telegram.incoming import IncomingFile
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.agencies import roster as views
from bot.views.agencies import roster_sheets as sheets

_OTHERS = (".xls", ".xlsm", ".xlsb", ".csv", ".et", ".ods")


def register(router: Router) -> None:
    """The command, its buttons, the file that comes in, and the counter."""
    router.command("roster", overview, "import and invite everybody at once", shown=_shown, rank=58)
    router.press("ro.tpl", template, sees=nothing)
    router.press("ro.now", present, sees=nothing)
    router.press("ro.ok", confirm, sees=nothing)
    router.press("ro.x", cancel, sees=nothing)
    router.press("ro.ext", extend, sees=nothing)
    router.press("ro.codes", codes, sees=nothing)
    router.text(file)
    router.wish(wish)
    router.reads(lambda turn: bool(wish(turn)))
    router.topic(COUNTER, counter)


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.EDIT_PEOPLE)


def overview(turn: Turn) -> None:
    roster.require_may_import(turn.desk)
    roster.await_file(turn.desk)
    _counter(turn)


def _counter(turn: Turn) -> None:
    """Shown anew: this message is the one that is edited from now on."""
    roster.one_counter(turn.desk)
    shown = views.counter(roster.counter(turn.desk), turn.tr)
    turn.say(shown, Notice(COUNTER, Nothing(), roster.SUBJECT))


def counter(scene: Scene[Nothing]) -> Message | None:
    if not scene.reader.may_somewhere(Action.EDIT_PEOPLE):
        return None
    return views.counter(roster.counter(scene.desk), scene.tr)


def template(turn: Turn) -> None:
    roster.require_may_import(turn.desk)
    roster.await_file(turn.desk)
    turn.say(views.template(sheets.template(dict(agencies.books(turn.desk)), turn.tr), turn.tr))


def present(turn: Turn) -> None:
    rows, people = roster.present(turn.desk)
    roster.await_file(turn.desk)
    turn.say(views.present(sheets.roster(rows, people, dict(agencies.books(turn.desk)), turn.tr), turn.tr))


# -- a file ----------------------------------------------------------------------------------------------------


def file(turn: Turn) -> bool:
    """Take an .xlsx that is a roster, or any spreadsheet while one is awaited."""
    if len(turn.incoming.files) != 1 or not turn.actor.may_somewhere(Action.EDIT_PEOPLE):
        return False
    [sent] = turn.incoming.files
    name, awaited = sent.name.lower(), roster.awaited(turn.desk)
    if awaited and name.endswith(_OTHERS):
        raise Refused("This file cannot be read as an .xlsx workbook. Please save it as .xlsx and send it again.")
    if not name.endswith(".xlsx"):
        return False
    if sent.size > roster_files.LARGEST or not sent.hash:
        if not awaited:
            return False
        raise Refused("The file is larger than {mb} MB. Please send only the roster, without pictures.", mb=2)
    return _take(turn, sent, awaited)


def wish(turn: Turn) -> int:
    """A workbook from somebody who may import: only a look into it tells whether it is a roster."""
    found = [one for one in turn.incoming.files if one.name.lower().endswith(".xlsx")]
    return roster_files.LARGEST if found and turn.actor.may_somewhere(Action.EDIT_PEOPLE) else 0


def _take(turn: Turn, sent: IncomingFile, awaited: bool) -> bool:
    """Take what is a roster; while one is awaited, everything but a list of hearings is said to be none."""
    found = sent.extract or Extract()
    if not found.tables and awaited:
        raise roster_files.why_not(found)
    if not roster_files.looks_like_roster(found.tables) and (
        not awaited or any(tables.is_list(one.rows) for one in found.tables)
    ):
        return False
    _show_preview(turn, roster.preview(turn.desk, sent.hash, found.tables))
    return True


def _show_preview(turn: Turn, found: Preview) -> None:
    turn.show(views.preview(found, turn.tr))
    if len(found.errors) > views.SHOWN_ERRORS:
        turn.say(views.all_errors(sheets.errors(found.errors, turn.tr), turn.tr))


def confirm(turn: Turn) -> None:
    if turn.arg(1) == views.SEE:
        _show_preview(turn, roster.with_hidden(turn.desk, turn.arg()))
        return
    done = roster.confirm(turn.desk, turn.arg(), unseen=turn.arg(1) == views.ALL)
    if done.preview.errors:
        _show_preview(turn, done.preview)
        return
    turn.show(views.imported(done.preview.counts, turn.tr))
    if done.codes:
        turn.say(views.codes(sheets.codes(done.codes, turn.tr), len(done.codes), turn.tr))
    _counter(turn)


def cancel(turn: Turn) -> None:
    roster.drop(turn.desk)
    turn.show(Message(turn.tr("Cancelled; nothing was recorded.")))


# -- codes -----------------------------------------------------------------------------------------------------


def extend(turn: Turn) -> None:
    roster.require_may_import(turn.desk)
    count = invitations.extend_expired(turn.desk)
    turn.toast(turn.tr("Extended: {n}", n=count))
    _counter(turn)


def codes(turn: Turn) -> None:
    made = roster.new_codes(turn.desk)
    if not made:
        turn.say(views.no_codes(turn.tr))
        return
    turn.say(views.codes(sheets.codes(made, turn.tr), len(made), turn.tr))
    _counter(turn)
