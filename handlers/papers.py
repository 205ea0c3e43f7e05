"""/paper: court papers from a form, a line, a photo, a PDF or their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.domain import paper_values
from bot.domain.access import Action, Actor
from bot.domain.errors import NotAllowed, Refused
from bot.domain.forms import Choice, State
from bot.domain.hearing_forms import HEARING
from bot.domain.message import Html, Message
from bot.domain.oneline import read_hearing
from bot.domain.papers_forms import PAPER, days_back, mode_is_assumed
from bot.domain.papers_reading import read_envelope, says_received
from bot.domain.terms import AgencyKind, PaperKind
from bot.services import access, case_cards, cases, drafts, handling, hearing_reading, paper_acts, papers
from bot.telegram import form_queue
from bot.telegram.forms import Bound, Choices, Forms
from bot.telegram.incoming import IncomingFile
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views import cases as case_views
from bot.views import papers as views

Given = dict[str, Any]
_DOCUMENTS = (".pdf", ".ofd", ".doc", ".docx", ".jpg", ".jpeg", ".png", ".heic", ".webp")


def register(router: Router, forms: Forms) -> None:
    """The command, the takers of files and texts, and the form."""
    router.command(
        "paper", lambda turn: paper(turn, forms), "a court paper came", shown=_shown, rank=10, label="Court paper came"
    )
    router.text(lambda turn: take_files(turn, forms))
    router.text(lambda turn: take_text(turn, forms))
    router.press("pa.new", lambda turn: of_case(turn, forms))
    choices: dict[str, Choices] = {"number": _last_number, "agency": _agencies, "served_on": _days, "handling": _units}
    forms.add(
        Bound(
            PAPER,
            lambda turn, values, context: submit(turn, forms, values, context),
            choices,
            _intro,
            line=_more_in_line,
            identity="number",
        )
    )


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.ENTER_PAPER)


# -- beginning -------------------------------------------------------------------------------------------------


def paper(turn: Turn, forms: Forms) -> None:
    """/paper, alone or with everything in one line."""
    access.require_somewhere(turn.desk, Action.ENTER_PAPER)
    if turn.incoming.args:
        _start(turn, forms, turn.incoming.args, ())
    else:
        forms.start(turn, PAPER.name, _agency_value(turn, ""))


def of_case(turn: Turn, forms: Forms) -> None:
    """From the card of a case, or of a hearing whose summons was pasted: number (and kind of paper) are known."""
    case = cases.visible(turn.desk, turn.number(0))
    kinds = [kind.value for kind in PaperKind if kind.value == turn.arg(1)]
    mine = [a for a in cases.agencies_of(turn.desk, case) if a.id in {b.id for b in papers.agencies_for(turn.desk)}]
    values: Given = {"number": case.number, **({"papers": kinds} if kinds else {})}
    if len(mine) == 1:
        values["agency"] = str(mine[0].id)
    turn.beside()
    forms.start(turn, PAPER.name, {**_agency_value(turn, ""), **values})


def take_files(turn: Turn, forms: Forms) -> bool:
    """A photo or a document: a paper to be recorded, or one more page of the one being recorded."""
    found = [f for f in turn.incoming.files if _is_document(f)]
    if not found:
        return False
    if not turn.actor.may_somewhere(Action.ENTER_PAPER):
        return _to_liaison(turn)
    if any(not f.hash for f in found):
        raise Refused("The file is larger than 20 MB and could not be fetched; please send a smaller one.")
    draft = drafts.current(turn.desk)
    said = paper_values.said(turn.incoming.text, turn.desk.today)
    if draft is None or draft.form != PAPER.name or paper_values.is_other(draft.data, said):
        _start(turn, forms, turn.incoming.text, found)
    else:
        _one_more(turn, found, said, forms)
    return True


def _is_document(one: IncomingFile) -> bool:
    return one.mime.startswith("image/") or one.mime == "application/pdf" or one.name.lower().endswith(_DOCUMENTS)


def _one_more(turn: Turn, found: Sequence[IncomingFile], said: Given, forms: Forms) -> None:
    """Another photo of the same envelope joins what was sent last; what its caption adds is taken over."""
    draft = drafts.current(turn.desk)
    if draft is None:
        return
    state, (context, queue) = drafts.state_of(draft), form_queue.split(draft.context)
    last = queue[-1] if queue and queue[-1]["form"] == PAPER.name else None
    files = (last["values"] if last else state.values).get("files") or []
    files = [*files, *(_stored(f) for f in found)]
    if last:
        queue[-1] = {**last, "values": {**last["values"], "files": files}}
    else:
        state = State({**state.values, "files": files}, state.asking, state.serial)
    drafts.save(turn.desk, PAPER.name, state, form_queue.joined(context, queue))
    fresh = {} if last else paper_values.unknown_yet(state.values, said)
    if fresh:
        forms.take_over(turn, fresh)
        return
    turn.say(
        Message(
            turn.tr.plural("{n} file is with this paper now.", "{n} files are with this paper now.", len(files)),
            silent=True,
        )
    )


def _stored(one: IncomingFile) -> Given:
    known = asdict(one)
    return {"hash": one.hash, "name": one.name, "mime": one.mime, "size": one.size, "id": known["file_id"]}


def take_text(turn: Turn, forms: Forms) -> bool:
    """A text that names a case and a paper, or says in a few words that a paper came.

    One that names a hearing's time is left to the hearings room.
    """
    text = turn.incoming.text
    if not text or turn.incoming.files:
        return False
    rows = paper_values.rows(text, turn.desk.today)
    if len(rows) > 1 and turn.actor.may_somewhere(Action.ENTER_PAPER):
        _start_all(turn, forms, rows)
        return True
    read = read_envelope(text, turn.desk.today)
    if not read.kinds or read.names_hearing or not (read.number or says_received(text)):
        return False
    if not turn.actor.may_somewhere(Action.ENTER_PAPER):
        return _to_liaison(turn)
    _start(turn, forms, text, ())
    return True


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
    return {**values, **_agency_value(turn, named)}


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
    values = _filled(turn, paper_values.said(text, turn.desk.today))
    if files:
        values["files"] = [_stored(f) for f in files]
    context = _hearing_after(turn, text) if files else {}
    wrong = paper_values.trouble(text, turn.desk.today)
    if wrong is not None and "served_on" not in values:
        context = {**context, "trouble": str(turn.tr(wrong.msgid, **wrong.params))}
    forms.start(turn, PAPER.name, values, context)


def _hearing_after(turn: Turn, text: str) -> Given:
    """The caption of a summons that names the hearing: its form comes up when the paper is recorded."""
    reading = read_hearing(text, turn.desk.now, turn.desk.house.zone)
    if reading.case_number is None or reading.moment is None or not turn.actor.may_somewhere(Action.ENTER_HEARING):
        return {}
    values = hearing_reading.values_of(turn.desk, reading)
    return form_queue.joined({}, [form_queue.entry(HEARING.name, {"place": None, **values}, {})])


def _more_in_line(turn: Turn, given: Given, asked: str) -> Given | None:
    """A whole line typed where one thing was asked for, or a few words at the preview."""
    text, today = turn.incoming.text, turn.desk.today
    spoken = paper_values.said(text, today)
    if paper_values.is_other(given, spoken):
        return None
    if not asked:
        return paper_values.correction(given, spoken, text, today)
    fresh = paper_values.answer(given, spoken, asked)
    if fresh and not given.get("agency"):
        fresh |= _agency_value(turn, str(spoken.get("named", "")))
    return fresh


def _agency_value(turn: Turn, named: str) -> Given:
    """The agency, where it is plain: the only one, the only own one, or the one that the text names."""
    found = papers.agencies_for(turn.desk)
    if not found:
        raise NotAllowed
    matching = [a for a in found if named and named in (a.name, a.short_name)]
    own = [a for a in found if a.id in turn.actor.agencies() and not turn.actor.is_coordinator]
    chosen = matching or (found if len(found) == 1 else own)
    return {"agency": str(chosen[0].id)} if len(chosen) == 1 else {}


# -- choices ---------------------------------------------------------------------------------------------------


def _last_number(turn: Turn, given: Given) -> Sequence[Choice]:
    last = cases.last_entered(turn.desk)
    return [Choice(last.number, last.number)] if last else []


def _agencies(turn: Turn, given: Given) -> Sequence[Choice]:
    return [Choice(str(a.id), a.short_name) for a in papers.agencies_for(turn.desk)]


def _days(turn: Turn, given: Given) -> Sequence[Choice]:
    return days_back(turn.desk.today)


def _units(turn: Turn, given: Given) -> Sequence[Choice]:
    """The agency itself, not clear yet, or another unit."""
    fixed = [
        Choice("same", "the agency itself", translated=True),
        Choice("open", "not clear: ask the lead organ", translated=True),
    ]
    others = [a for a in papers.agencies_for(turn.desk) if a.kind is not AgencyKind.GOVERNMENT]
    return [*fixed, *(Choice(str(a.id), a.short_name) for a in others if str(a.id) != given.get("agency"))]


# -- recording -------------------------------------------------------------------------------------------------


def submit(turn: Turn, forms: Forms, values: Given, context: Given) -> None:
    """The preview was confirmed: record, unless the same paper is there already and nobody said which it is."""
    envelope = papers.envelope_of(values)
    replaced = int(context.get("replaces") or 0)
    known = papers.similar(turn.desk, envelope.number, envelope.agency_id, envelope.kinds)
    known = [paper for paper in known if paper.id != replaced]
    if known and values.get("again") == "same":
        turn.show(views.kept_same(envelope.number, turn.tr))
        return
    if known and values.get("again") != "another":
        # The same twice, or another one? The draft is kept with the question.
        forms.start(turn, PAPER.name, {**values, "duplicate": known[-1].id or 0}, context)
        return
    recorded = _record(turn, envelope, replaced, context)
    case_id = recorded.case.id or 0
    shown = case_cards.view(turn.desk, case_id)
    if not cases.may(turn.desk, Action.SEE_CASE, recorded.case):
        turn.show(views.sent_by_court(shown, turn.tr))
        return
    turn.show(case_views.card(shown, turn.tr), topic=handling.CARD, args={"case": case_id}, subject=f"case:{case_id}")


def _record(turn: Turn, envelope: papers.Envelope, replaced: int, context: Given) -> papers.Recorded:
    """Record; with `replaced`, in place of a paper that was recorded wrongly."""
    if not replaced:
        return papers.record(turn.desk, envelope)
    return papers.replace(turn.desk, replaced, int(context["version"]), envelope, str(context["reason"]))


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    """What stands above the form: that the paper is there already, what it replaces, or what was assumed."""
    if not values.get("duplicate"):
        if mode_is_assumed(values):
            return views.assumed_mode(turn.tr)
        if context.get("trouble") and not values.get("served_on"):
            return Html(context["trouble"])
        return views.replaces(turn.tr) if context.get("replaces") else None
    try:
        return views.duplicate(paper_acts.view_of(turn.desk, int(values["duplicate"])), turn.tr)
    except Refused:
        return None
