"""How a court paper comes in: a photo, a PDF, a line of text, or several lines at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.cases import paper_values
from bot.domain.cases.paper_forms import PAPER
from bot.domain.cases.paper_reading import (
    calls_to_hearing,
    other_papers,
    read_envelope,
    says_of_a_case,
    says_received,
)
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Refused
from bot.domain.hall.files import LARGEST, too_large
from bot.domain.hall.message import Message, lines
from bot.domain.hall.terms import PaperKind
from bot.domain.hearings.forms import HEARING
from bot.domain.reading import asides, unused
from bot.domain.reading.case_spans import misspelt
from bot.domain.reading.court_codes import not_read
from bot.domain.reading.oneline import read_hearing
from bot.services.cases import named_bodies, papers, short_numbers
from bot.services.hall import access, drafts
from bot.services.hearings import reading as hearing_reading
from bot.telegram import form_queue, pictured
from bot.telegram.forms import Forms, Matter
from bot.telegram.incoming import IncomingFile
from bot.telegram.router import Router
from bot.telegram.shots import OnItsWay
from bot.telegram.turn import Turn
from bot.views.hall import whose
from handlers.cases import paper_files, series

Given = dict[str, Any]
_CALLS = frozenset({PaperKind.SUMMONS, PaperKind.APPEARANCE_NOTICE})
"""Papers that call to a hearing: a text of one is of the hearing first."""
_DOCUMENTS = (
    ".pdf", ".ofd", ".doc", ".docx", ".wps", ".rtf", ".odt", ".txt", ".zip", ".rar", ".7z",
    ".jpg", ".jpeg", ".png", ".heic", ".webp",
)  # fmt: skip


def register(router: Router, forms: Forms) -> None:
    """The command, and the takers of files and texts."""
    router.command(
        "paper", lambda turn: paper(turn, forms), "a court paper came", shown=_shown, rank=10, label="Court paper came"
    )
    router.text(lambda turn: take_files(turn, forms))
    router.text(take_sheet)
    router.wish(wish)
    router.reads(lambda turn: bool(wish(turn)) and (not forms.wish(turn) or _is_of_paper(turn)))
    router.text(lambda turn: take_text(turn, forms))
    forms.matter(Matter(frozenset({PAPER.name}), names_paper, read_again))


def _shown(actor: Actor) -> bool:
    return actor.receives_papers


def paper(turn: Turn, forms: Forms) -> None:
    """/paper, alone or with everything in one line."""
    access.require_somewhere(turn.desk, Action.ENTER_PAPER)
    if turn.incoming.args:
        _start(turn, forms, turn.incoming.args, ())
    else:
        forms.start(turn, PAPER.name, papers.plain_agency(turn.desk, ""))


def take_files(turn: Turn, forms: Forms) -> bool:
    """A photo or a document: a paper to be recorded, or one more page of the one being recorded."""
    found = [f for f in turn.incoming.files if _is_document(f)]
    if not found:
        return False
    if not turn.actor.may_somewhere(Action.ENTER_PAPER):
        return _to_liaison(turn)
    if any(not f.hash for f in found):
        raise Refused.because(turn.incoming.unkept or too_large())
    said = paper_files.said(turn, turn.incoming.text, found)
    standing = _standing(turn)
    if standing is None or (not forms.wish(turn) and paper_values.is_other(standing, said)):
        _start(turn, forms, turn.incoming.text, found)
    else:
        _one_more(turn, found, said, forms)
    return True


def _standing(turn: Turn) -> Given | None:
    """The values of the paper that is being recorded, or that came last behind another form."""
    draft = drafts.current(turn.desk)
    if draft is None or draft.form == PAPER.name:
        return draft.data if draft is not None else None
    last = form_queue.newest(draft)
    return last["values"] if last is not None and last["form"] == PAPER.name else None


def wish(turn: Turn) -> int:
    """A photo or a document, from whoever records papers."""
    found = any(_is_document(f) for f in turn.incoming.files)
    return LARGEST if found and turn.actor.may_somewhere(Action.ENTER_PAPER) else 0


def _is_of_paper(turn: Turn) -> bool:
    draft = drafts.peek(turn.desk)
    return draft is not None and draft.form == PAPER.name


def has_documents(turn: Turn) -> bool:
    """Whether something was sent that may be a paper, and is looked into."""
    return turn.actor.may_somewhere(Action.ENTER_PAPER) and any(map(_is_document, turn.incoming.files))


def _is_document(one: IncomingFile) -> bool:
    return one.mime.startswith("image/") or one.mime == "application/pdf" or one.name.lower().endswith(_DOCUMENTS)


def _one_more(turn: Turn, found: Sequence[IncomingFile], said: Given, forms: Forms) -> None:
    """Another photo of the same envelope joins what was sent last; what its caption adds is taken over."""
    draft = drafts.current(turn.desk)
    if draft is None:
        return
    more = [_stored(f) for f in found]
    values, waits = form_queue.change_last(
        turn, draft, PAPER.name, lambda values: {**values, "files": [*(values.get("files") or []), *more]}
    )
    about = paper_files.context(turn, values, found)
    form_queue.add_to_last(turn, about, waits=waits)
    fresh = {} if waits else paper_values.unknown_yet(values, said)
    fresh.pop("named", None)
    if fresh:
        forms.take_over(turn, fresh)
        return
    if draft.asking == "files" and forms.resume(turn):
        return
    if not waits and any(pictured.is_wanted(turn, one) for one in found) and _is_shown(turn, forms, draft.serial):
        return
    number = len(values["files"])
    words = turn.tr.plural("{n} file is with this paper now.", "{n} files are with this paper now.", number)
    turn.say(Message(lines(*paper_files.above(turn, values, about), words), silent=True))


def _is_shown(turn: Turn, forms: Forms, serial: int) -> bool:
    """The form on screen says of one more page that it is being read: a message of its own is not needed."""
    try:
        return pictured.refresh(turn, forms, serial, news=False)
    except OnItsWay:
        return True


def take_sheet(turn: Turn) -> bool:
    """A file of another kind joins the paper that is being recorded; False where none is."""
    draft, found = drafts.current(turn.desk), [one for one in turn.incoming.files if one.hash]
    if draft is None or draft.form != PAPER.name or not found:
        return False
    more = [_stored(one) for one in found]
    values, _ = form_queue.change_last(
        turn, draft, PAPER.name, lambda values: {**values, "files": [*(values.get("files") or []), *more]}
    )
    number = len(values["files"])
    words = turn.tr.plural("{n} file is with this paper now.", "{n} files are with this paper now.", number)
    turn.say(Message(words, silent=True))
    return True


def _stored(one: IncomingFile) -> Given:
    return {"hash": one.hash, "name": one.name, "mime": one.mime, "size": one.size, "id": one.file_id}


def take_text(turn: Turn, forms: Forms) -> bool:
    """A text that names a case and a paper, or says in a few words that a paper came.

    One that names a hearing's time and no paper beside the summons is left to the hearings room.
    """
    if turn.incoming.files or not names_paper(turn):
        return False
    if not turn.actor.may_somewhere(Action.ENTER_PAPER):
        return _to_liaison(turn)
    if asides.says_not_ours(turn.incoming.text):
        turn.say(whose.not_ours(turn.tr))
        return True
    rows = paper_values.rows(turn.incoming.text, turn.desk.today)
    if len(rows) > 1:
        _start_all(turn, forms, rows)
    else:
        _start(turn, forms, turn.incoming.text, ())
    return True


def names_paper(turn: Turn) -> bool:
    """Whether a text, or the caption of a file, speaks of a paper that came, or of papers that a platform holds ready;
    a text that calls to a hearing and no more does not.

    Of those who do not record papers only what plainly is one: a leader's reason may well name a summons.
    """
    text, today, files = turn.incoming.text, turn.desk.today, turn.incoming.files
    records = turn.actor.may_somewhere(Action.ENTER_PAPER)
    if asides.is_question(text) or not text or (files and not (records and any(map(_is_document, files)))):
        return False
    if records and len(paper_values.rows(text, today)) > 1:
        return True
    read = read_envelope(short_numbers.spelled_out(turn.desk, text)[0], today)
    if read.names_hearing and not files and set(read.kinds) <= _CALLS and not (read.kinds and read.suggested):
        return False
    if records and (read.announced or (other_papers(text) and (read.number or says_received(text)))):
        return True
    if not read.kinds:
        return False
    named = read.number or read.several or misspelt(text)
    received = says_received(text) or (records and says_of_a_case(text))
    return received or bool(named and (records or "\n" in text.strip()))


def read_again(turn: Turn, text: str) -> tuple[Given, Given] | None:
    """What a changed message begins the form with now; None where it says nothing of one paper."""
    if len(paper_values.rows(text, turn.desk.today)) > 1:
        return None
    values, context = _begun(turn, text, ())
    named = values.get("number") or values.get("several") or values.get("papers")
    return (values, context) if named else None


def _start_all(turn: Turn, forms: Forms, rows: Sequence[Given]) -> None:
    """Several cases, a line each: one after the other, each with its own preview."""
    words = turn.tr.plural(
        "{n} paper read; please check it.", "{n} papers read; please check them one by one.", len(rows)
    )
    turn.say(Message(words, silent=True))
    filled = [_filled(turn, row) for row in rows]
    waiting = [form_queue.entry(PAPER.name, one, {}) for one in filled[1:]]
    draft = drafts.current(turn.desk)
    if draft is None or draft.form != PAPER.name:
        forms.start(turn, PAPER.name, filled[0], form_queue.joined({}, waiting))
        return
    for one in filled:
        forms.start(turn, PAPER.name, one)


def _filled(turn: Turn, spoken: Given) -> Given:
    """What a line says, with what follows from it: the mode of service assumed, the agency where it is plain."""
    values = {**spoken, **paper_values.assumed(spoken)}
    named = str(values.pop("named", ""))
    known = {**values, "body": named, **papers.plain_agency(turn.desk, named)}
    return series.struck_where_known(turn, {**known, **papers.question_of(turn.desk, known)})


def _to_liaison(turn: Turn) -> bool:
    """A leader got hold of a paper: who records it. False where nobody can be named."""
    contact = papers.contact_of(turn.desk)
    if contact is None:
        return False
    turn.say(
        Message(
            turn.tr(
                "Court papers are recorded by your liaison officer: {name} ({phone}). Please pass it on there.",
                name=contact.name,
                phone=contact.phone or "—",
            )
        )
    )
    return True


def _start(turn: Turn, forms: Forms, text: str, files: Sequence[IncomingFile]) -> None:
    forms.start(turn, PAPER.name, *_begun(turn, text, files))


def _begun(turn: Turn, text: str, files: Sequence[IncomingFile]) -> tuple[Given, Given]:
    """What the form begins with: what a text says, and the files that came with it."""
    text, meant = short_numbers.spelled_out(turn.desk, text)
    values = {**_filled(turn, paper_files.said(turn, text, files)), **meant}
    values |= short_numbers.offered(turn.desk, text, values)
    if files:
        values["files"] = [_stored(f) for f in files]
    beside = paper_files.context(turn, values, files) if files else {}
    return values, {**beside, **noted(turn, text, values)}


def noted(turn: Turn, text: str, values: Given) -> Given:
    """What a text says beside the values of the form: a hearing that follows, sentences that stand above the form."""
    today = turn.desk.today
    context, read = _hearing_after(turn, text, str(values.get("number") or "")), read_envelope(text, today)
    unread, written, wrong = other_papers(text), misspelt(text), paper_values.trouble(text, today)
    if read.announced:
        context["announced"] = True
    if read.decided.quote:
        context |= {"operative": read.decided.quote, "proposed": list(read.decided.outcomes)}
    if wrong is not None and "served_on" not in values:
        context["trouble"] = str(turn.tr(wrong.msgid, **wrong.params))
    context = unused.more(context, unused.seen(text, turn.desk.now, turn.desk.house.zone))
    chosen = [values["agency"]] if values.get("agency") else []
    context = named_bodies.with_taken(turn.desk, context, chosen, papers.agencies_for(turn.desk))
    if written:
        said = not_read(written)
        context["misspelt"] = str(turn.tr(said.msgid, **said.params))
    return {**context, **({"unread": list(unread)} if unread else {})}


def _hearing_after(turn: Turn, text: str, number: str) -> Given:
    """What came names a hearing as well: its form comes up when the paper is recorded, with what is still to be asked.

    The hearing of a decision is over; one whose time cannot be taken as it stands is asked for. It is of the paper's
    case (`number`) where the text names none.
    """
    if not text or not turn.actor.may_somewhere(Action.ENTER_HEARING):
        return {}
    reading = read_hearing(text, turn.desk.now, turn.desk.house.zone)
    if reading.moment is None and not calls_to_hearing(text, turn.desk.today):
        return {}
    values = {"place": None, **hearing_reading.values_of(turn.desk, reading)}
    if number and "number" not in values and not misspelt(text):
        values["number"] = number
    notes = [str(turn.tr(one.msgid, **one.params)) for one in reading.problems]
    context: Given = {"about": hearing_reading.about(reading), "notes": notes}
    if "number" not in values and not reading.several:
        context[form_queue.SAME_CASE] = True
    when = values.get("when") or (reading.day.isoformat() if reading.day else "")
    return form_queue.joined({"then": when}, [form_queue.entry(HEARING.name, values, context)])
