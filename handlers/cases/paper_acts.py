"""Papers that are recorded already: corrected, taken back, taking effect, their files, their advice dealt with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.domain.cases import forms as declared
from bot.domain.cases.cases import APPEALABLE, DECISION_PAPERS, LATER_DECISIONS, PaperView
from bot.domain.cases.paper_forms import PAPER
from bot.domain.cases.paper_names import FIX_NAMES
from bot.domain.cases.topics import FILE, LOST, OfFile, OfPaper
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused, Stale
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Attachment, Html, Message, plain
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PaperKind
from bot.domain.reading.answers import days_back, months_of
from bot.services.cases import effect_acts, paper_acts
from bot.services.cases import files as stored_files
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.cases import cases as case_views
from bot.views.cases import papers as views
from handlers.cases.showing import show_card

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The buttons of papers, the forms, and the topics."""
    router.press("pa.fix", lambda turn: fix_begin(turn, forms), of=RECORDED)
    router.press("pa.files", files, sees=RECORDED.look)
    router.press("pa.handled", lambda turn: begin(turn, forms, declared.HANDLED.name), of=RECORDED)
    forms.add(
        Bound(
            declared.FIX,
            lambda turn, values, context: fix(turn, forms, values, context),
            {"what": _fixable, "served_on": days},
            about_paper,
            of=RECORDED,
        )
    )
    forms.add(Bound(declared.HANDLED, handled, {"on": days}, about_paper, of=RECORDED))
    router.topic(LOST, lost)
    router.topic(FILE, file)


def days(turn: Turn, given: Given) -> Sequence[Choice]:
    return days_back(turn.desk.today)


def begin(turn: Turn, forms: Forms, form: str, known: Callable[[PaperView], Given] = lambda paper: {}) -> None:
    """A form about a recorded paper, with what is `known` of it: whether the button still fits is asked before anybody
    types."""
    paper = paper_acts.view_of(turn.desk, turn.number(0), Action.CORRECT)
    if paper.version != turn.number(1):
        raise Stale
    turn.beside()
    forms.start(turn, form, known(paper), {"paper": paper.id, "version": paper.version})


def fix_begin(turn: Turn, forms: Forms) -> None:
    begin(turn, forms, declared.FIX.name)


def about_paper(turn: Turn, values: Given, context: Given) -> Html | None:
    try:
        paper = paper_acts.view_of(turn.desk, int(context["paper"]))
    except Refused:
        return None
    return case_views.paper_line(paper, turn.tr)


def _fixable(turn: Turn, given: Given) -> Sequence[Choice]:
    """What of this kind of paper can be wrong."""
    paper = paper_acts.view_of(turn.desk, int(given["paper"]))
    names = ["served_on", "mode"]
    if paper.kind in LATER_DECISIONS:
        names.append("on_appeal")
    if paper.kind in DECISION_PAPERS:
        names += ["outcome", "harm", "term"]
    if paper.kind in APPEALABLE:
        names += ["ruling_kind", "appeal"] if paper.kind is PaperKind.RULING_FIRST else ["appeal"]
    if paper.kind in (PaperKind.ADVICE, PaperKind.URGING, PaperKind.CRITICISM):
        names.append("term")
    if paper.kind in (PaperKind.COMPLAINT_COPY, PaperKind.NOTICE_OF_RESPONSE):
        names += ["procedure", "term"]
    return [Choice(name, FIX_NAMES[name], translated=True) for name in (*names, "redo", "withdraw")]


def fix(turn: Turn, forms: Forms, values: Given, context: Given) -> None:
    """更正: recomputes, and tells the holders old and new."""
    paper_id, version, what = int(context["paper"]), int(context["version"]), values["what"]
    if what == "redo":
        again = paper_acts.as_entered(turn.desk, paper_id, version)
        forms.start(turn, PAPER.name, again, {**context, "replaces": paper_id, "reason": values["reason"]})
        return
    if what == "withdraw":
        paper = paper_acts.withdraw(turn.desk, paper_id, version, values["reason"])
    else:
        paper = paper_acts.correct(turn.desk, paper_id, version, _changes(what, values), values["reason"])
    show_card(turn, paper.case_id)


def _changes(what: str, values: Given) -> Given:
    match what:
        case "served_on":
            return {"served_on": date.fromisoformat(values["served_on"])}
        case "appeal":
            return {"appeal_wanted": values["appeal"] == "yes"}
        case "harm":
            return {"harm_caused": values["harm"] == "yes"}
        case "term":
            term, months = values["term"], months_of(values["term"])
            on = date.fromisoformat(term) if isinstance(term, str) and months is None else None
            return {"term_on": on, "term_days": term if isinstance(term, int) else None, "term_months": months}
        case _:
            return {what: values[what]}


def lost(scene: Scene[OfPaper]) -> Message | None:
    """To the principal leader and the coordinators: a decision against the agency, while it is recorded so."""
    try:
        found = paper_acts.lost(scene.desk, scene.payload.paper)
    except Refused:
        return None
    if found is None and not scene.shown:
        return None
    return views.lost(*found, scene.tr) if found else views.not_lost(scene.tr)


def handled(turn: Turn, values: Given, context: Given) -> None:
    """The advice is dealt with: the letter to the court is due from here."""
    day = date.fromisoformat(values["on"])
    paper = effect_acts.advice_handled(turn.desk, int(context["paper"]), int(context["version"]), day)
    show_card(turn, paper.case_id)


def files(turn: Turn) -> None:
    paper = paper_acts.view_of(turn.desk, turn.number())
    stored_files.send(turn.desk, About.PAPER(paper.id))
    turn.toast(plain(turn.tr("The files are on their way.")))


RECORDED = Subject(
    "paper",
    lambda turn, number: show_card(turn, paper_acts.case_of(turn.desk, number)),
    lambda turn, number: paper_acts.case_of(turn.desk, number),
)


# -- what is said without being asked ----------------------------------------------------------------------------


def file(scene: Scene[OfFile]) -> Message | None:
    """A file that was asked for; whether the reader may have it is asked again here."""
    try:
        stored = stored_files.get(scene.desk, scene.payload.file)
        content = scene.desk.house.files.get(stored.hash)
    except (Refused, FileNotFoundError):
        return None
    name, sensitive = stored.name or "file", stored_files.is_sensitive(scene.desk, stored)
    drawn = stored.mime == "image/png" and About.FILE_JOB.read(stored.subject) is not None
    attachment = Attachment(name, content, stored.mime, picture=drawn)
    return Message(views.file_caption(name, scene.tr), attachment=attachment, protect=sensitive)
