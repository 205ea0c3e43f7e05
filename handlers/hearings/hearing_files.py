"""A file that names hearings: a court's list as a sheet, a table in a document, a notice that a case is heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.cases.paper_forms import PAPER
from bot.domain.cases.paper_layers import read_layer
from bot.domain.cases.paper_reading import read_envelope
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.extracts import Extract, Table, hidden_in
from bot.domain.hall.files import LARGEST, too_large
from bot.domain.hall.message import message
from bot.domain.hall.problems import Problem, problem
from bot.domain.hearings import tables
from bot.domain.hearings.tables import Read
from bot.domain.reading.understanding import Reading
from bot.services.hall import drafts
from bot.telegram.forms import Forms
from bot.telegram.incoming import IncomingFile
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from handlers.hearings import hearings, list_forms

_SHEETS = (".xlsx", ".xlsm", ".csv", ".tsv", ".xls", ".et", ".ods", ".xlsb")
_TEXTS = (".pdf", ".docx", ".txt", ".ofd")
_TITLES = 6
_LEAST = 2
"""Rows from which a text is a list."""


NOT_KEPT = problem(
    "The file itself is not kept. To keep it with a court paper, send it while that paper is entered, after “✎ Files”."
)
"""Said of a file of which only what it says is taken."""


def register(router: Router, forms: Forms) -> None:
    """The taker; it is asked before that of court papers, which takes every document."""
    router.text(lambda turn: take_file(turn, forms))
    router.wish(wish)
    router.reads(lambda turn: bool(wish(turn)) and not forms.wish(turn))


def wish(turn: Turn) -> int:
    """A sheet or a document, from whoever enters hearings."""
    found = any(one.name.lower().endswith(_SHEETS + _TEXTS) for one in turn.incoming.files)
    return LARGEST if found and turn.actor.may_somewhere(Action.ENTER_HEARING) else 0


def take_file(turn: Turn, forms: Forms) -> bool:
    """A list becomes a preview; a sheet without one is answered with what was seen in it."""
    if len(turn.incoming.files) != 1 or not wish(turn):
        return False
    [file] = turn.incoming.files
    is_sheet = file.name.lower().endswith(_SHEETS)
    if is_sheet and not file.hash:
        raise Refused.because(turn.incoming.unkept or too_large())
    if file.extract is None:
        return False
    if is_sheet:
        return _sheet(turn, forms, file, file.extract)
    return _text(turn, forms, file.extract)


# -- sheets --------------------------------------------------------------------------------------------------------


def _sheet(turn: Turn, forms: Forms, file: IncomingFile, extract: Extract) -> bool:
    """False for a sheet without a list where it belongs to the paper that is being recorded."""
    if extract.tables and _start(turn, forms, extract):
        # Nothing waits for the file: what was read of it stands in the draft.
        turn.desk.untidy = True
        return True
    draft = drafts.current(turn.desk)
    if draft is not None and draft.form == PAPER.name:
        return False
    why = extract.notes[0] if extract.notes and not extract.tables else _nothing(file.name, extract.tables)
    turn.desk.untidy = True
    turn.say(message(*(turn.tr(one.msgid, **one.params) for one in (why, NOT_KEPT))))
    return True


def _start(turn: Turn, forms: Forms, extract: Extract) -> bool:
    """Begin the list of all tables that hold one; False where none does."""
    seen = [_read(turn, one, one.seen) for one in extract.tables]
    unseen = [_read(turn, one, one.unseen) for one in extract.tables]
    rows, hidden = ([row for read in found for row in read.readings] for found in (seen, unseen))
    if not any(map(_names_hearing, (*rows, *hidden))):
        return False
    empty = [one.title for one, read in zip(extract.tables, seen, strict=True) if one.seen and not read.readings]
    notes = [*extract.notes, *(note for read in seen for note in read.notes)]
    notes += [*hidden_in(extract.tables), NOT_KEPT]
    if empty:
        notes.append(problem("Without hearings, and left aside: {titles}", titles="、".join(empty[:_TITLES])))
    list_forms.start(turn, forms, rows, notes, hidden)
    return True


def _read(turn: Turn, table: Table, rows: Sequence[tuple[int, tuple[str, ...]]]) -> Read:
    """Some rows of a table, below its header, which may be hidden or not."""
    head = tables.header_rows(table.rows)
    wanted = [row for row in table.rows if row in head or row in set(rows)]
    return tables.read_table(wanted, turn.desk.now, turn.desk.house.zone, first_day=table.first_day)


def _names_hearing(one: Reading) -> bool:
    return bool(one.case_number and (one.moment or one.day))


def _nothing(name: str, seen: Sequence[Table]) -> Problem:
    """What was seen, what is missing, and how it is to be written."""
    return problem(
        "In “{name}” no hearing was found (sheets seen: {titles}). A list needs a header row with the columns 案号 and "
        "开庭时间, and a row for each case.",
        name=name,
        titles="、".join(one.title for one in seen[:_TITLES]) or "—",
    )


# -- documents -----------------------------------------------------------------------------------------------------


def _text(turn: Turn, forms: Forms, extract: Extract) -> bool:
    """A document that is no court paper and names hearings. Of a court paper the room of papers makes more."""
    layer = read_layer(extract.pages, turn.desk.today)
    if read_envelope(turn.incoming.text, turn.desk.today).kinds or layer.values.get("papers"):
        return False
    if any(tables.is_list(one.rows) for one in extract.tables) and _start(turn, forms, extract):
        turn.desk.untidy = True
        return True
    rows = tables.read_pasted(extract.text, turn.desk.now, turn.desk.house.zone)
    if sum(bool(one.case_number and one.moment) for one in rows) >= _LEAST:
        list_forms.start(turn, forms, rows, [*extract.notes, NOT_KEPT])
        turn.desk.untidy = True
        return True
    sent = turn.incoming
    turn.incoming = replace(sent, text=layer.text, files=())
    if hearings.take_text(turn, forms):
        turn.desk.untidy = True
        turn.say(message(turn.tr(NOT_KEPT.msgid), silent=True))
        return True
    turn.incoming = sent
    return False
