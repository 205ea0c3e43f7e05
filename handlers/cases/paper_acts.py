"""Papers that are recorded already: corrected, taken back, taking effect, their files, their advice dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.cases import forms as declared
from bot.domain.cases.cases import DECISION_PAPERS
from bot.domain.cases.paper_forms import PAPER
from bot.domain.cases.paper_names import FIX_NAMES
from bot.domain.cases.topics import EFFECTIVE, FILE, LOST, OfFile, OfPaper
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, Refused, Stale
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Attachment, Html, Message, plain
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PaperKind
from bot.domain.hall.topics import Notice
from bot.domain.reading.answers import days_back
from bot.services.cases import effect_acts, paper_acts
from bot.services.cases import files as stored_files
from bot.telegram.forms import Bound, Choices, Forms
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
    router.press("pa.eff", effect, sees=RECORDED.look)
    router.press("pa.effok", effect_confirmed, of=RECORDED)
    router.press("pa.effset", lambda turn: _begin(turn, forms, declared.EFFECTIVE.name), of=RECORDED)
    router.press("pa.appealed", appealed, of=RECORDED)
    router.press("pa.handled", lambda turn: _begin(turn, forms, declared.HANDLED.name), of=RECORDED)
    forms.add(
        Bound(
            declared.FIX,
            lambda turn, values, context: fix(turn, forms, values, context),
            {"what": _fixable, "served_on": _days},
            _paper_intro,
            of=RECORDED,
        )
    )
    days: dict[str, Choices] = {"on": _effect_days, "others": _days}
    forms.add(Bound(declared.EFFECTIVE, effect_set, days, _paper_intro, of=RECORDED))
    forms.add(Bound(declared.HANDLED, handled, {"on": _days}, _paper_intro, of=RECORDED))
    router.topic(EFFECTIVE, asked_when_effective)
    router.topic(LOST, lost)
    router.topic(FILE, file)


def _days(turn: Turn, given: Given) -> Sequence[Choice]:
    return days_back(turn.desk.today)


def _begin(turn: Turn, forms: Forms, form: str) -> None:
    """A form about a recorded paper: whether the button still fits is asked before anybody types."""
    paper = paper_acts.view_of(turn.desk, turn.number(0), Action.CORRECT)
    if paper.version != turn.number(1):
        raise Stale
    turn.beside()
    confirmed = {"confirmed": True} if paper.effective_on and form == declared.EFFECTIVE.name else {}
    forms.start(turn, form, confirmed, {"paper": paper.id, "version": paper.version})


def fix_begin(turn: Turn, forms: Forms) -> None:
    _begin(turn, forms, declared.FIX.name)


def _paper_intro(turn: Turn, values: Given, context: Given) -> Html | None:
    try:
        paper = paper_acts.view_of(turn.desk, int(context["paper"]))
    except Refused:
        return None
    return case_views.paper_line(paper, turn.tr)


def _fixable(turn: Turn, given: Given) -> Sequence[Choice]:
    """What of this kind of paper can be wrong."""
    paper = paper_acts.view_of(turn.desk, int(given["paper"]))
    names = ["served_on", "mode"]
    if paper.kind in DECISION_PAPERS:
        names += ["outcome", "ruling_kind", "appeal", "term"]
    if paper.kind is PaperKind.ADVICE:
        names.append("term")
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
        case "term":
            term = values["term"]
            on = date.fromisoformat(term) if isinstance(term, str) else None
            return {"term_on": on, "term_days": None if on else term}
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


def effect(turn: Turn) -> None:
    turn.beside()
    shown = effect_acts.effect_view(turn.desk, turn.number())
    paper_id = shown.paper.id
    turn.show(views.effect(shown, turn.tr), Notice(EFFECTIVE, OfPaper(paper_id), About.PAPER(paper_id)))


def effect_confirmed(turn: Turn) -> None:
    """The proposed day is right."""
    paper_id, text = turn.number(0), turn.arg(2)
    try:
        day = date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}")
    except ValueError:
        raise Missing from None
    _effect(turn, paper_id, turn.number(1), day)


def effect_set(turn: Turn, values: Given, context: Given) -> None:
    """Another day, with the day on which the other side was served."""
    others = date.fromisoformat(values["others"]) if values.get("others") else None
    _effect(
        turn,
        int(context["paper"]),
        int(context["version"]),
        date.fromisoformat(values["on"]),
        others=others,
        reason=values.get("reason") or "",
        from_form=True,
    )


def _effect(
    turn: Turn,
    paper_id: int,
    version: int,
    day: date,
    *,
    others: date | None = None,
    reason: str = "",
    from_form: bool = False,
) -> None:
    paper = effect_acts.confirm_effective(turn.desk, paper_id, version, day, others_served_on=others, reason=reason)
    turn.toast(plain(turn.tr("Recorded: in effect since {date}.", date=day)))
    if not from_form:
        # The question that was pressed shows the answer by itself; the card stands beside it.
        turn.beside()
    show_card(turn, paper.case_id)


def _effect_days(turn: Turn, given: Given) -> Sequence[Choice]:
    """The proposal first, worked out with what was just said of the other side."""
    others = date.fromisoformat(given["others"]) if given.get("others") else None
    proposed = effect_acts.proposed(turn.desk, int(given["paper"]), others)
    days = days_back(turn.desk.today)
    if proposed is None or proposed > turn.desk.today:
        return days
    others_left = [choice for choice in days if choice.value != proposed.isoformat()]
    return (Choice(proposed.isoformat(), turn.tr.day(proposed)), *others_left)


def appealed(turn: Turn) -> None:
    paper = effect_acts.appealed(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Noted: it was appealed and has not taken effect.")))
    turn.settle(views.effect(effect_acts.effect_view(turn.desk, paper.id or 0), turn.tr))


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


def asked_when_effective(scene: Scene[OfPaper]) -> Message | None:
    """Has it taken effect? Not asked any more once somebody said so, or said that it was appealed."""
    try:
        shown = effect_acts.effect_view(scene.desk, scene.payload.paper)
    except Refused:
        return None
    settled = shown.confirmed is not None or shown.paper.appealed
    return views.effect(shown, scene.tr) if scene.shown or not settled else None


def file(scene: Scene[OfFile]) -> Message | None:
    """A file that was asked for; whether the reader may have it is asked again here."""
    try:
        stored = stored_files.get(scene.desk, scene.payload.file)
        content = scene.desk.house.files.get(stored.hash)
    except (Refused, FileNotFoundError):
        return None
    name, sensitive = stored.name or "file", stored_files.is_sensitive(scene.desk, stored)
    attachment = Attachment(name, content, stored.mime)
    return Message(views.file_caption(name, scene.tr), attachment=attachment, protect=sensitive)
