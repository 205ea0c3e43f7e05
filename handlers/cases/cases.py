"""/case and /find: the card of a case, its history, its tags, the unit that handles it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from bot.domain.cases import appeal_forms
from bot.domain.cases import forms as declared
from bot.domain.cases.cases import CaseView
from bot.domain.cases.topics import ASSIGN, CARD, RISK, Assign, CaseCard, Risk
from bot.domain.duties.duties import DutyView
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, Message, lines, plain
from bot.domain.reading.answers import days_back
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.short_numbers import read_short_number
from bot.services.cases import acts, candidates, cards, cases, ending, handling, history, linking, short_numbers
from bot.services.day import finding
from bot.services.duties import cards as duty_cards
from bot.services.hall import notes
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.texts import Translator
from bot.views.cases import card as card_views
from bot.views.cases import cases as views
from bot.views.cases import history as history_views
from bot.views.cases import matters, pages
from bot.views.cases import papers as paper_views
from bot.views.day import finding as finding_views
from handlers.cases.showing import CASE, show_card

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The commands, the buttons of the card, the forms, and the topics."""
    router.command("case", lambda turn: case(turn, forms), "a case by its number", shown=_shown, rank=55)
    router.command("find", lambda turn: find(turn, forms), "find a case, a person, an agency", shown=_shown, rank=56)
    router.press("fd.page", turn_page, sees=nothing)
    router.press("cs.show", lambda turn: show_card(turn, turn.number()), sees=CASE.look)
    router.press("cs.open", open_card, sees=CASE.look)
    router.press("cs.more", lambda turn: _page(turn, lambda shown, _, tr: pages.more(shown, tr)), sees=CASE.look)
    for verb, view in _PAGES.items():
        router.press(verb, partial(_page, view=view), sees=CASE.look)
    router.press("cs.hist", history_page, sees=CASE.look)
    router.press("cs.tags", lambda turn: _begin(turn, forms, declared.TAGS_FORM.name), of=CASE)
    router.press("cs.close", lambda turn: _begin(turn, forms, declared.CLOSE_CASE.name), of=CASE)
    router.press("cs.reopen", reopen, of=CASE)
    router.press("cs.next", lambda turn: _begin(turn, forms, appeal_forms.NEXT.name), of=CASE)
    router.press("cs.origin", lambda turn: _begin(turn, forms, appeal_forms.ORIGIN.name), of=CASE)
    router.press("cs.units", units, sees=CASE.look)
    router.press("cs.unit", assign, of=replace(CASE, show=_assigned), sees=_case_and_unit)
    forms.add(Bound(declared.TAGS_FORM, tag, intro=_intro, of=CASE))
    forms.add(Bound(declared.CLOSE_CASE, close, {"on": _days}, _still_open, of=CASE))
    forms.add(Bound(appeal_forms.NEXT, following, {}, _intro, of=CASE))
    forms.add(Bound(appeal_forms.ORIGIN, origin, {}, _intro, of=CASE))
    forms.add(Bound(declared.OPEN, picked, {"words": _own}))
    forms.add(Bound(declared.FIND, lambda turn, values, _: _found(turn, values["words"], 0)))
    router.topic(CARD, card)
    router.topic(ASSIGN, asked)
    router.topic(RISK, risk)


_PAGES = {
    "cs.all": matters.all_of,
    "cs.why": matters.explained,
    "cs.papers": pages.papers,
    "cs.hears": pages.hearings,
    "cs.care": pages.care,
}
"""What stands behind the card, each page by its button."""


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEE_CASE)


def _case_and_unit(turn: Turn) -> None:
    handling.candidate(turn.desk, turn.number(0), turn.number(2))


# -- looking ---------------------------------------------------------------------------------------------------


def case(turn: Turn, forms: Forms) -> None:
    """/case （2026）…号; without a number, the open cases are buttons."""
    if not turn.incoming.args:
        forms.start(turn, declared.OPEN.name)
        return
    several = find_numbers(turn.incoming.args)
    if len(several.full) + len(several.short) > 1:
        _found(turn, turn.incoming.args, 0)
        return
    short = read_short_number(turn.incoming.args)
    fitting = short_numbers.known(turn.desk, short, Action.SEE_CASE) if short else []
    if len(fitting) > 1:
        _found(turn, turn.incoming.args, 0)
        return
    if short and not fitting:
        raise Missing
    found = cases.found(turn.desk, fitting[0] if fitting else cases.read_number(turn.incoming.args))
    if found is None:
        # The same words for both: nobody learns which numbers exist.
        raise Missing
    show_card(turn, found.id or 0)


def _own(turn: Turn, given: Given) -> Sequence[Choice]:
    """The open cases within sight, the newest first; pressing one shows its card."""
    offered = views.picked_from(candidates.opened(turn.desk, Action.SEE_CASE))
    return [Choice(number, label, ends=True) for number, label in offered]


def picked(turn: Turn, values: Given, context: Given) -> None:
    """A case that was pressed, or its whole number typed; anything else is searched for."""
    found = cases.found(turn.desk, parse_case_number(values["words"]) or values["words"])
    if found is None:
        _found(turn, values["words"], 0)
    else:
        show_card(turn, found.id or 0)


def open_card(turn: Turn) -> None:
    """The card beside the message whose button was pressed."""
    turn.beside()
    show_card(turn, turn.number())


def _page(turn: Turn, view: Callable[[CaseView, int, Translator], Message]) -> None:
    """A page behind the card, in its place."""
    turn.show(view(cards.view(turn.desk, turn.number(0)), turn.number(1), turn.tr))


def find(turn: Turn, forms: Forms) -> None:
    """/find and words; without words, they are asked for."""
    if not turn.incoming.args:
        forms.start(turn, declared.FIND.name)
        return
    _found(turn, turn.incoming.args, 0)


def _found(turn: Turn, words: str, page: int) -> None:
    result = finding.find(turn.desk, words, page)
    notes.put(turn.desk.session, f"find:{turn.actor.person_id}", {"words": words}, now=turn.desk.now)
    turn.show(finding_views.found(result, turn.tr))


def turn_page(turn: Turn) -> None:
    """Another page of what was searched for last."""
    words = notes.get(turn.desk.session, f"find:{turn.actor.person_id}").get("words", "")
    _found(turn, words, turn.number())


def history_page(turn: Turn) -> None:
    shown = history.of_case(turn.desk, turn.number(0), turn.number(1))
    turn.show(history_views.history(shown, turn.tr))


# -- acting ----------------------------------------------------------------------------------------------------


def _begin(turn: Turn, forms: Forms, form: str) -> None:
    shown = cards.view(turn.desk, turn.number(0))
    if not shown.may_correct:
        raise NotAllowed
    if shown.version != turn.number(1):
        raise Stale
    turn.beside()
    values = {"tags": list(shown.tags)} if form == declared.TAGS_FORM.name and shown.tags else {}
    forms.start(turn, form, values, {"case": shown.id, "version": shown.version})


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    try:
        shown = cards.view(turn.desk, int(context["case"]))
    except Refused:
        return None
    return turn.tr("【Case】{number}", number=shown.number)


def _still_open(turn: Turn, values: Given, context: Given) -> Html | None:
    """Before a case is closed: what is not finished in it."""
    about = _intro(turn, values, context)
    if about is None:
        return None
    return lines(about, views.before_closing(cards.view(turn.desk, int(context["case"])), turn.tr))


def _days(turn: Turn, given: Given) -> Sequence[Choice]:
    return days_back(turn.desk.today)


def tag(turn: Turn, values: Given, context: Given) -> None:
    """The tags as they shall stand: ticked ones only."""
    acts.tag(turn.desk, int(context["case"]), int(context["version"]), values.get("tags") or [])
    show_card(turn, int(context["case"]))


def close(turn: Turn, values: Given, context: Given) -> None:
    acts.close(turn.desk, int(context["case"]), int(context["version"]), date.fromisoformat(values["on"]))
    show_card(turn, int(context["case"]))


def reopen(turn: Turn) -> None:
    """It was closed by mistake, or goes on."""
    ending.reopen(turn.desk, turn.number(0), turn.number(1))
    show_card(turn, turn.number(0))


def following(turn: Turn, values: Given, context: Given) -> None:
    """The case goes on under a new number: its card is shown."""
    made = linking.follow(turn.desk, int(context["case"]), int(context["version"]), values["number"])
    show_card(turn, made.id or 0)


def origin(turn: Turn, values: Given, context: Given) -> None:
    """Which case was decided before."""
    linking.link(turn.desk, int(context["case"]), int(context["version"]), values["number"])
    show_card(turn, int(context["case"]))


def units(turn: Turn) -> None:
    """A page of the units that may be named."""
    shown = handling.view(turn.desk, turn.number(0), page=turn.number(1), changing=True)
    turn.show(paper_views.assign(shown, turn.tr))


def assign(turn: Turn) -> None:
    """The lead organ named the unit."""
    handling.assign(turn.desk, turn.number(0), turn.number(1), turn.number(2))
    turn.toast(plain(turn.tr("Named; its people are told now.")))
    _assigned(turn, turn.number(0))


def _assigned(turn: Turn, case_id: int) -> None:
    turn.settle(paper_views.assign(handling.view(turn.desk, case_id), turn.tr))


# -- what is said without being asked ----------------------------------------------------------------------------


def card(scene: Scene[CaseCard]) -> Message | None:
    """The card for everybody who works on the case; not for whoever entered it and saw it as the answer."""
    entered_by = scene.payload.by
    if entered_by and entered_by == scene.reader.person_id and not scene.shown:
        return None
    try:
        shown = cards.view(scene.desk, scene.payload.case)
    except Refused:
        return None
    news = "" if scene.shown else scene.payload.news
    return card_views.card(shown, scene.tr, news=news, by=cards.who(scene.desk, scene.payload.by))


def asked(scene: Scene[Assign]) -> Message | None:
    """Which unit handles it? Not asked any more once one is named."""
    try:
        shown = handling.view(scene.desk, scene.payload.case, asked_by=scene.payload.by or 0)
    except Refused:
        return None
    return paper_views.assign(shown, scene.tr) if scene.shown or not shown.assigned else None


def risk(scene: Scene[Risk]) -> Message | None:
    try:
        shown = cards.view(scene.desk, scene.payload.case)
    except Refused:
        return None
    return paper_views.risk(shown, scene.payload.by, scene.tr, duty=_owed(scene)) if shown.tags else None


def _owed(scene: Scene[Risk]) -> DutyView | None:
    """What the reader owes because of the risk, while it is open."""
    try:
        found = duty_cards.of(scene.desk, scene.payload.duty) if scene.payload.duty else None
    except Refused:
        return None
    return found if found is not None and found.is_open else None
