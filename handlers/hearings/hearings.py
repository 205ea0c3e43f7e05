"""/hearing and /hearings: entering, confirming lists, the card, and what changes about a hearing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import Choice, of_names
from bot.domain.hall.message import Html, lines
from bot.domain.hall.terms import PaperKind
from bot.domain.hearings import forms as declared
from bot.domain.hearings import tables
from bot.domain.hearings.details import given
from bot.domain.hearings.hearings import Clash
from bot.domain.hearings.list_forms import LIST
from bot.domain.reading import several_fields, unused
from bot.domain.reading.asides import is_no_hearing
from bot.domain.reading.case_spans import misspelt
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.party_fields import NAMES_OTHER, NOT_OURS
from bot.domain.reading.several_fields import is_single
from bot.domain.reading.understanding import Reading
from bot.services.cases import candidates, cases, named_bodies, short_numbers
from bot.services.hall import access
from bot.services.hearings import cards, clashing, court_lists, hearings, held, lists, said_leaders
from bot.services.hearings import reading as hearing_reading
from bot.telegram.forms import Bound, Choices, Forms, Matter
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.cases import cases as case_views
from bot.views.cases import papers as paper_views
from bot.views.hall import whose
from bot.views.hearings import hearings as views
from handlers.hearings import changes, list_forms, naming, series, summonses, unnumbered
from handlers.hearings.showing import HEARING, show_card, show_more

Given = dict[str, Any]
_CALLS = frozenset({PaperKind.SUMMONS, PaperKind.APPEARANCE_NOTICE})


def register(router: Router, forms: Forms) -> None:
    """Commands, the taker of pasted texts, buttons and forms."""
    router.command(
        "hearing", lambda turn: begin(turn, forms), "a hearing was set", shown=_enters, rank=11, label="Hearing was set"
    )
    router.command("hearings", lambda turn: listing(turn, 0, new=True), "hearings to come", shown=_sees, rank=20)
    router.text(lambda turn: take_text(turn, forms))
    router.text(lambda turn: unnumbered.take(turn, lambda text: _read(turn, forms, text)))
    router.press("hr", show, sees=HEARING.look)
    router.press("hr.more", show_more, sees=HEARING.look)
    router.press("hs", lambda turn: listing(turn, turn.number(), new=False), sees=nothing)
    router.press("hr.heard", changes.heard, of=HEARING)
    router.press("hr.new", lambda turn: of_case(turn, forms), sees=_case)
    router.press("hr.chg", changes.what_changed, of=HEARING)
    router.press("hr.mv", lambda turn: changes.begin(turn, forms, declared.MOVE.name), of=HEARING)
    router.press("hr.off", lambda turn: changes.begin(turn, forms, declared.OFF.name), of=HEARING)
    router.press("hr.fix", lambda turn: changes.begin(turn, forms, declared.FIX.name), of=HEARING)
    choices: dict[str, Choices] = {"number": _maybe, "several": series.rows, "agencies": _agencies, "clash": _clashes}
    choices["leader"] = naming.offered
    forms.add(Bound(declared.HEARING, _submit(forms), choices, _intro, line=_more_in_line, identity="number"))
    chosen: dict[str, Choices] = {"which": changes.which, "several": changes.rows}
    move = Bound(
        declared.MOVE,
        lambda turn, values, context: changes.submit_move(turn, forms, values, context),
        chosen, changes.intro, line=_moved_to, identity=declared.ABOUT, of=HEARING, own=_is_of_it,
    )  # fmt: skip
    forms.add(move)
    forms.matter(Matter(frozenset({declared.HEARING.name, LIST.name}), names_hearing, read_again))
    off = Bound(
        declared.OFF, changes.submit_off,
        {**chosen, "reason": changes.why_off},
        changes.intro, line=changes.as_reason, identity=declared.ABOUT, of=HEARING,
    )  # fmt: skip
    forms.add(off)
    forms.add(Bound(declared.FIX, submit_fix, {}, _now, of=HEARING))


def _enters(actor: Actor) -> bool:
    return actor.may_somewhere(Action.ENTER_HEARING)


def _sees(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEE_SUMMARY)


def _case(turn: Turn) -> None:
    cases.visible(turn.desk, turn.number())


# -- entering ----------------------------------------------------------------------------------------------------


def begin(turn: Turn, forms: Forms) -> None:
    """/hearing, alone, with everything in one line, or with a pasted text."""
    access.require_somewhere(turn.desk, Action.ENTER_HEARING)
    text = turn.incoming.args
    if text and not changes.take(turn, forms, text):
        _read(turn, forms, text)
    elif not text:
        forms.start(turn, declared.HEARING.name, hearing_reading.values_of(turn.desk, Reading("")))


def take_text(turn: Turn, forms: Forms) -> bool:
    """A pasted summons, or a court's list of hearings: taken where it names a case and a time of a hearing."""
    if not names_hearing(turn):
        return False
    _read(turn, forms, turn.incoming.text)
    return True


def names_hearing(turn: Turn) -> bool:
    """Whether a text names a case and the time of a hearing, or is a list of such lines; a change names none."""
    return not is_no_hearing(turn.incoming.text) and not changes.names_change(turn) and _names_time(turn)


def _names_time(turn: Turn) -> bool:
    text = turn.incoming.text
    if not text or turn.incoming.files or not _enters(turn.actor):
        return False
    return _single(turn, text) or len(_rows(turn, text)) >= 2


def _single(turn: Turn, text: str) -> bool:
    spelled, meant = short_numbers.spelled_out(turn.desk, text)
    reading = hearing_reading.read(turn.desk, spelled)
    wrong = misspelt(text)
    named = reading.case_number is not None or bool(meant or wrong)
    doubted = len(reading.problems) > bool(wrong)
    timed = reading.moment is not None or reading.day is not None or doubted
    return named and timed and set(reading.papers) <= _CALLS


def _rows(turn: Turn, text: str) -> list[Reading]:
    """The lines of a list that name a case and a day; one line that names several cases is no list."""
    found = tables.read_pasted(text, turn.desk.now, turn.desk.house.zone)
    return list(found) if len({one.text for one in found if one.case_number and one.day}) >= 2 else []


def _read(turn: Turn, forms: Forms, text: str) -> None:
    rows = _rows(turn, text)
    if rows:
        notes = tables.pasted_notes(text, turn.desk.now, turn.desk.house.zone)
        list_forms.start(turn, forms, rows, notes)
        return
    forms.start(turn, declared.HEARING.name, *_begun(turn, text))


def read_again(turn: Turn, text: str) -> tuple[Given, Given] | None:
    """What a changed message begins the form with now; None where it names no hearing, or several."""
    if _rows(turn, text):
        return None
    values, context = _begun(turn, text)
    named = values.get("number") or values.get("several") or values.get("when")
    return (values, context) if named else None


def _begun(turn: Turn, text: str) -> tuple[Given, Given]:
    """The values of the form that a text gives, and what it says beside them."""
    spelled, meant = short_numbers.spelled_out(turn.desk, text)
    reading = hearing_reading.read(turn.desk, spelled)
    values = series.struck_where_known(turn, {**hearing_reading.values_of(turn.desk, reading), **meant})
    values |= short_numbers.offered(turn.desk, text, values)
    if values.get("when") and "place" not in values:
        values["place"] = None
    notes = [str(turn.tr(one.msgid, **one.params)) for one in reading.problems]
    called_by = next((one.value for one in reading.papers if one in _CALLS), "")
    context = {"about": hearing_reading.about(reading), "notes": notes, "paper": called_by}
    context = summonses.with_day(turn, context, spelled)
    seen, leader = said_leaders.read(turn.desk, unused.seen(spelled, turn.desk.now, turn.desk.house.zone), values)
    values, context = {**values, **leader}, unused.more(context, seen)
    context = named_bodies.with_taken(turn.desk, context, values.get("agencies") or (), hearings.enterable(turn.desk))
    return values, {**context, "held": bool(values.get("when")) and hearing_reading.odd(turn.desk, values)[0]}


def of_case(turn: Turn, forms: Forms) -> None:
    """From the card of a case: its number and agencies are known."""
    turn.beside()
    case = cases.visible(turn.desk, turn.number())
    mine = hearings.enterable(turn.desk)
    agencies = hearing_reading.sued_in(turn.desk, case, mine) or hearing_reading.agencies_for(
        turn.desk, case.number, ()
    )
    values: Given = {"number": case.number}
    if agencies:
        values["agencies"] = [str(a.id) for a in agencies]
    forms.start(turn, declared.HEARING.name, values)


def _maybe(turn: Turn, given: Given) -> Sequence[Choice]:
    """The cases that a shortened number or a person's name may mean, else the open ones of the actor's agencies."""
    maybe = given.get("maybe")
    if maybe is not None:
        return [Choice(number, number) for number in maybe]
    return [Choice(*one) for one in case_views.picked_from(candidates.opened(turn.desk))]


def _more_in_line(turn: Turn, given: Given, asked: str) -> Given | None:
    """A shortened number where the number is asked for; a whole line about the same hearing at any question."""
    if asked == "number":
        meant = short_numbers.answered(turn.desk, turn.incoming.text)
        if meant:
            return meant
        several = find_numbers(short_numbers.spelled_out(turn.desk, turn.incoming.text)[0]).together()
        if several and not _names_time(turn):
            return series.struck_where_known(turn, {**given, **several_fields.values_of(list(map(str, several)))})
    if not names_hearing(turn):
        return {}
    if not (given.get("number") or given.get("several") or given.get("when")) or _rows(turn, turn.incoming.text):
        return None
    values, _ = _begun(turn, turn.incoming.text)
    if any(given.get(name) and values.get(name) != given[name] for name in {"number", "when"} - {asked}):
        return None
    return {name: value for name, value in values.items() if value and (name == asked or not given.get(name))}


def _is_of_it(turn: Turn, given: Given, context: Given) -> bool:
    """The court's notice of the new date, sent where the new date is asked for."""
    values, _ = _begun(turn, turn.incoming.text)
    try:
        return bool(values.get("number") == cards.view(turn.desk, context["hearing"]).number)
    except Refused:
        return False


def _moved_to(turn: Turn, given: Given, asked: str) -> Given | None:
    """The new time and place that a whole line names; None of what is about another case."""
    if changes.is_other(turn):
        return None
    values, _ = _begun(turn, turn.incoming.text)
    values = changes.new_values(turn, turn.incoming.text) or (values if _names_time(turn) else {})
    return {name: values[name] for name in ("when", "place") if values.get(name)}


def _agencies(turn: Turn, given: Given) -> Sequence[Choice]:
    """The agencies that the case is known for first."""
    known = [a.id for a in hearing_reading.agencies_for(turn.desk, str(given.get("number", "")), ())]
    found = sorted(hearings.enterable(turn.desk), key=lambda a: a.id not in known)
    return [of_names(a) for a in found]


def _clashes(turn: Turn, given: Given) -> Sequence[Choice]:
    """Moved, another hearing, or the same twice: for each hearing that is there."""
    tr = turn.tr
    found: list[Choice] = []
    for one in clashing.clashes(turn.desk, str(given.get("number", "")), map(int, given.get("agencies") or ())):
        if one.put_off:
            words = tr("New date (was {when})", when=one.starts_at)
            found.append(Choice(f"moved.{one.id}", str(words)))
            continue
        found.append(Choice(f"moved.{one.id}", str(tr("Moved from {when}", when=one.starts_at))))
        if one.gone_by:
            continue
        found.append(Choice(f"same.{one.id}", str(tr("Same as {when}, nothing new", when=one.starts_at))))
    return [*found, Choice("another", str(tr("Another hearing of this case")))]


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    """What could not be read stands above the question, until everything is answered; then what is to be checked."""
    before = paper_views.decided_before(str(values.get("original") or ""), turn.tr)
    return lines(before, _unread(turn, values, context), *_to_check(turn, values)) or None


def _is_named(values: Given) -> bool:
    """Whether it is known which case it is, or which cases."""
    return "number" in values or not is_single(values)


def _to_check(turn: Turn, values: Given) -> list[Html]:
    """What the preview asks about time and place, and that a time gone by means a hearing that was held."""
    if not _is_named(values) or not all(name in values for name in ("when", "place", "agencies")):
        return []
    held, found = hearing_reading.odd(turn.desk, values)
    return [views.held_already(turn.tr)] if held else views.oddities(found, turn.tr)


def _unread(turn: Turn, values: Given, context: Given) -> Html | None:
    """What could not be read, or how a shortened number was understood."""
    notes = context.get("notes") or []
    short = short_numbers.taken_for(values)
    if short:
        return case_views.taken_for(*short, turn.tr)
    if not _is_named(values):
        which = case_views.which_case(values, turn.tr)
        if which is not None:
            return lines(which, *(Html(one) for one in notes))
    other = _whose(turn, values)
    if not notes or (_is_named(values) and "when" in values and "agencies" in values):
        return other
    return lines(other, *(Html(one) for one in notes))


def _whose(turn: Turn, values: Given) -> Html | None:
    """The summons names another agency than the one for which the hearing is entered."""
    chosen: Sequence[str] = values.get("agencies") or ()
    if not values.get(NAMES_OTHER) or len(chosen) != 1:
        return None
    own = next((one.label for one in _agencies(turn, values) if one.value == chosen[0]), "")
    return whose.names_another(str(values[NAMES_OTHER]), own, turn.tr)


def _submit(forms: Forms) -> Callable[[Turn, Given, Given], None]:
    def submit(turn: Turn, values: Given, context: Given) -> None:
        if values.get("ours") == NOT_OURS:
            turn.show(whose.passed_over(str(values[NAMES_OTHER]), turn.tr))
            return
        asked = hearing_reading.question_of(turn.desk, values)
        if asked and not values.get("ours"):
            # The agency was chosen after the summons was read.
            forms.start(turn, declared.HEARING.name, {**values, **asked}, context)
            return
        entry = hearing_reading.entry_of(values, context.get("about") or {})
        if entry.starts_at <= turn.desk.now and not context.get("held"):
            # Its hour came while the form lay open, or only now it is plain that it was held: that is said first.
            forms.start(turn, declared.HEARING.name, values, {**context, "held": True})
            return
        if not is_single(values):
            series.submit(turn, forms, values, context, entry)
            return
        there = clashing.clashes(turn.desk, entry.number, entry.agency_ids)
        joins = any(one.starts_at == entry.starts_at and not one.put_off for one in there)
        if there and not joins and not _decided(values, there):
            forms.start(turn, declared.HEARING.name, {**_without(values, "clash"), "clashing": True}, context)
            return
        if context.get("pending"):
            court_lists.reject(turn.desk, *context["pending"])
        hearing_id = _record(turn, entry, str(values.get("clash") or ""), there, joins=joins)
        first = naming.name_said(turn, hearing_id, values)
        show_card(turn, hearing_id, head=_done(turn, str(values.get("clash") or ""), joins=joins))
        if first is not None:
            turn.say(first)
        summonses.ask_for_paper(turn, hearing_id, context)

    return submit


def _without(values: Given, name: str) -> Given:
    return {key: value for key, value in values.items() if key != name}


def _decided(values: Given, there: list[Clash]) -> bool:
    kind, _, number = str(values.get("clash") or "").partition(".")
    return kind == "another" or number in {str(one.id) for one in there}


def _record(turn: Turn, entry: hearings.Entry, clash: str, there: list[Clash], *, joins: bool) -> int:
    kind, _, number = clash.partition(".")
    if entry.starts_at <= turn.desk.now and kind not in ("same", "moved"):
        return held.enter(turn.desk, entry).id or 0
    if joins or kind not in ("moved", "same"):
        return hearings.enter(turn.desk, entry).id or 0
    one = next(one for one in there if str(one.id) == number)
    if kind == "moved":
        place, online = entry.place or None, entry.details.online
        hearings.move(turn.desk, one.id, one.version, entry.starts_at, place=place, online=online)
    return one.id


def _done(turn: Turn, clash: str, *, joins: bool) -> Html:
    tr = turn.tr
    if joins:
        return tr("This hearing was recorded already; nothing is doubled.")
    if clash.startswith("same"):
        return tr("Nothing new is recorded; this is the hearing.")
    return tr("Recorded as moved.") if clash.startswith("moved") else tr("Recorded.")


# -- looking -----------------------------------------------------------------------------------------------------


def show(turn: Turn) -> None:
    """The agency only says which of the sides in sight comes first: one that was closed since is no party any more."""
    show_card(turn, turn.number(0), focus=turn.number(1))


def listing(turn: Turn, page: int, *, new: bool) -> None:
    found = lists.listed(turn.desk, page)
    waiting = len(lists.waiting(turn.desk)) if _enters(turn.actor) else 0
    shown = views.listed(found, waiting, turn.tr, put_off=lists.put_off(turn.desk))
    turn.say(shown) if new else turn.show(shown)


# -- changing ----------------------------------------------------------------------------------------------------


def _now(turn: Turn, values: Given, context: Given) -> Html | None:
    """The hearing as it stands now, above the questions."""
    return views.facts(cards.view(turn.desk, context["hearing"]), turn.tr)


def submit_fix(turn: Turn, values: Given, context: Given) -> None:
    hearings.correct(turn.desk, context["hearing"], context["version"], values["reason"], **given(values))
    show_card(turn, context["hearing"])
