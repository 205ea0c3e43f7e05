"""A hearing as it is shown: the card, the lists, what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.hall import names
from bot.domain.hall.message import Button, Html, Message, bold, fold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import keeping
from bot.domain.hall.terms import AppearanceState, HearingStatus, PaperKind
from bot.domain.hearings.details import Told, sentences
from bot.domain.hearings.hearings import HearingLine, HearingView, PendingLine
from bot.domain.hearings.oddities import ASKS
from bot.domain.reading.short_numbers import brief
from bot.texts import Translator
from bot.views.hall import fitting, paging, suing
from bot.views.hall.fitting import Line
from bot.views.hall.where import place_of, when_and_where
from bot.views.hearings import appearances, hearing_buttons, results

_HEADS: dict[HearingStatus, str] = {
    HearingStatus.PENDING: "Hearing, not confirmed yet",
    HearingStatus.SCHEDULED: "Hearing",
    HearingStatus.CANCELLED: "Hearing cancelled",
    HearingStatus.WITHDRAWN: "Suit withdrawn",
    HearingStatus.HELD: "Hearing held",
    HearingStatus.NOT_HELD: "Hearing put off, no new date yet",
}


def details(view: HearingView, told: Told, tr: Translator) -> list[Html]:
    """What such a message says of the hearing's details."""
    return [tr(words, value=value) for words, value in sentences(view.details, told)]


def distance(view: HearingView, tr: Translator) -> Html | None:
    """How far off a hearing is that is still to come."""
    if view.over or view.status is not HearingStatus.SCHEDULED:
        return None
    if view.days_left == 0:
        return tr("Today.")
    return tr.plural(
        "{n} day to go, {working} of them working days.",
        "{n} days to go, {working} of them working days.",
        view.days_left,
        working=view.working_days_left,
    )


def facts(view: HearingView, tr: Translator, *, moves: bool = True) -> Html:
    """What the hearing is, without who appears; without `moves`, where it is said above already that it moved."""
    return lines(bold(view.number), *(one.text for one in _facts(view, tr, moves=moves)))


def _facts(view: HearingView, tr: Translator, *, moves: bool) -> list[Line]:
    """The same without the number, a line each; of the highest rank what a full card can do without."""
    moved = moves and view.moved_from is not None and view.status is HearingStatus.SCHEDULED
    suing_ = suing.plaintiffs(view.plaintiff, view.plaintiff_count, tr)
    about = [one for one in (suing_, html(view.cause)) if one]
    return [
        Line(when_and_where(view, tr)),
        Line(tr("Moved; it was set for {when}.", when=view.moved_from) if moved else None, 4),
        Line(distance(view, tr), 3),
        Line(html(" · ").join(about) if about else None, 6),
        *(Line(one, 5) for one in details(view, Told.CARD, tr)),
        *(Line(one, 1) for one in oddities(view.odd, tr)),
        *(Line(one, 1) for one in _short_notice(view, tr)),
        Line(tr("Reason: {reason}", reason=view.reason) if view.reason else None, 1),
    ]


def oddities(found: Sequence[str], tr: Translator) -> list[Html]:
    """Sentences that ask whether the time and the place are right."""
    return [html("❓ ") + tr(ASKS[one]) for one in found if one in ASKS]


def _short_notice(view: HearingView, tr: Translator) -> list[Html]:
    return [
        html("⚠ ")
        + tr(
            "Short notice: the {paper} was received on {date}, fewer days before the hearing than the law wants.",
            paper=tr(names.PAPERS[kind]),
            date=served_on,
        )
        for kind, served_on in view.short_notice
    ]


def held_already(tr: Translator) -> Html:
    """Above the preview of a hearing whose hour has gone by."""
    return tr("This time has gone by: it is recorded as a hearing that was held; its result is asked for next.")


def card(
    view: HearingView, tr: Translator, *, focus: int = 0, moves: bool = True, above: Sequence[Html | None] = ()
) -> Message:
    """The card. With several agencies, `focus` is the one whose buttons are shown; `moves` as in `facts`.

    At most 12 lines and 8 buttons: what explains, and what has no room, stands in the quote; further buttons behind.
    """
    head = Html(f"【{tr(_HEADS[view.status])}】") + bold(view.number)
    found = [*map(Line, above), Line(head), *_facts(view, tr, moves=moves), *_standing(view, tr, focus)]
    explained = _explained(view, tr, focus)
    kept, dropped = fitting.parted(found, fitting.LINES)
    if dropped or explained:
        kept, dropped = fitting.parted(found, fitting.LINES - fitting.QUOTED)
    quote = fold(lines(*dropped, *explained)) if dropped or explained else None
    return message(*kept, quote, buttons=hearing_buttons.first(view, tr, focus))


def _standing(view: HearingView, tr: Translator, focus: int) -> list[Line]:
    """Each agency in a line, the chosen one first; what came of the hearing, once it is reported."""
    found: list[Line] = []
    if view.status is HearingStatus.SCHEDULED:
        chosen = hearing_buttons.focused(view, focus)
        order = sorted(view.appearances, key=lambda one: one is not chosen)
        for one in order:
            found.append(Line(appearances.short(one, tr), 0 if one is chosen else 2))
            found += [Line(said, 1) for said in appearances.open_words(one, tr)]
    found.append(Line(tr("Also concerned: {list}.", list=tr.join(list(view.others))) if view.others else None, 5))
    for each in view.results:
        found += [Line(said, 2) for said in results.short(each, tr)]
    return found


def _explained(view: HearingView, tr: Translator, focus: int) -> list[Html]:
    """Why a leader must appear, what was answered, what is missing: of each agency."""
    found: list[Html] = []
    if view.status is HearingStatus.SCHEDULED:
        several = len(view.appearances) > 1
        for one in view.appearances:
            said = appearances.explained(one, tr)
            found += [bold(one.agency), *said] if said and several else said
    return found + [said for each in view.results for said in results.explained(each, tr)]


def more(view: HearingView, focus: int, number: int, tr: Translator) -> Message:
    """The buttons that have no room on the card."""
    chosen = hearing_buttons.focused(view, focus)
    return message(
        bold(view.number),
        when_and_where(view, tr),
        appearances.short(chosen, tr) if chosen and view.status is HearingStatus.SCHEDULED else None,
        buttons=hearing_buttons.behind(view, tr, focus, number),
    )


def what_changed(view: HearingView, tr: Translator) -> Message:
    """开庭有变: what exactly?"""
    rows: list[tuple[Button, ...]] = [
        (
            tap(tr("Another time or place"), "hr.mv", view.id, view.version),
            tap(tr("Put off, no date yet"), "hr.off", view.id, view.version, HearingStatus.NOT_HELD.value),
        ),
        (
            tap(tr("Cancelled"), "hr.off", view.id, view.version, HearingStatus.CANCELLED.value),
            tap(tr("Suit withdrawn"), "hr.off", view.id, view.version, HearingStatus.WITHDRAWN.value),
        ),
        (
            tap(tr("Correct an entry"), "hr.fix", view.id, view.version),
            tap(tr("‹ Go back"), "hr", view.id),
        ),
    ]
    return message(facts(view, tr), tr("What has changed?"), buttons=tuple(rows))


def moved(view: HearingView, was: datetime, tr: Translator, *, focus: int = 0) -> Message:
    """To whoever keeps the hearing: the new time, and that the leader is asked again."""
    head = (
        tr("【Hearing moved】It was set for {was}; it is now on {now}.", was=was, now=view.starts_at)
        if was != view.starts_at
        else tr("【Hearing changed】The place is now: {place}.", place=place_of(view, tr))
    )
    asked = any(one.state is AppearanceState.ASKED and not one.needs_nobody for one in view.appearances)
    mine = any(one.mine and one.state is AppearanceState.ASKED for one in view.appearances)
    again: Html | None = None
    if asked and was != view.starts_at:
        again = tr("Please answer again.") if mine else tr("The leader is asked again.")
    return card(view, tr, focus=focus, moves=was != view.moved_from, above=(head, again))


def hint(view: HearingView, who: str, tr: Translator) -> Message:
    """A leader has heard of a change first."""
    return message(
        tr("{who} says that something about this hearing has changed. Please check with the court.", who=who),
        facts(view, tr),
        buttons=(hearing_buttons.change(view, tr),),
    )


def off(view: HearingView, tr: Translator) -> Message:
    """It is not held: nobody need come."""
    body = card(view, tr, above=(tr("This hearing is not held as planned. Reminders about it have stopped."),))
    return body if view.may_edit else replace(body, buttons=())


# -- lists -------------------------------------------------------------------------------------------------------


def line(one: HearingLine, tr: Translator) -> Html:
    """One hearing in a list: two lines."""
    known = place_of(one, tr, unknown="")
    place = html(f"，{known}" if tr.chinese else f", {known}") if known else Html("")
    whose = tr("{number} · {agency}", number=one.number, agency=one.agency)
    return lines(bold(tr.moment(one.starts_at)) + place, whose + " · " + appearances.brief(one, tr))


def listed(page: Page[HearingLine], waiting: int, tr: Translator, *, put_off: Sequence[HearingLine] = ()) -> Message:
    """/hearings: what is coming, and what waits for a new date."""
    if page.total == 0 and not waiting and not put_off:
        return message(tr("No hearings are coming up."))
    numbers = [tap(f"{i}", "hr", one.id, one.agency_id) for i, one in enumerate(page.items, 1)]
    rows = [tuple(numbers[i : i + 4]) for i in range(0, len(numbers), 4)]
    wait = tr.plural("{n} line of hearing lists waits.", "{n} lines of hearing lists wait.", waiting)
    looks: list[Button] = [tap(tr("Look at them"), "hp")] if waiting else []
    looks += [tap(tr("Without a date ({n})", n=len(put_off)), "hs.off", 0)] if put_off else []
    undated = tr.plural(
        "{n} hearing was put off and has no new date yet.", "{n} hearings were put off and have no new date yet.",
        len(put_off),
    )  # fmt: skip
    return message(
        bold(tr("Coming hearings")),
        *(Html(f"{i}. ") + line(one, tr) for i, one in enumerate(page.items, 1)),
        paging.position(page, tr),
        wait if waiting else None,
        undated if put_off else None,
        buttons=(*rows, paging.turning(page, tr, "hs"), tuple(looks)),
    )


def undated(page: Page[HearingLine], tr: Translator) -> Message:
    """Hearings that were put off and have no new date, each with its button."""
    if not page.total:
        return message(tr("No hearing waits for a new date."))
    rows = [(tap(keeping(one.agency, f" {brief(one.number)}"), "hr", one.id, one.agency_id),) for one in page.items]
    return message(
        bold(tr("Put off, without a new date")),
        paging.position(page, tr),
        buttons=(*rows, paging.turning(page, tr, "hs.off")),
    )


def pending(found: Sequence[PendingLine], by: str, tr: Translator, *, agency: int = 0) -> Message:
    """Lines of a court's list that wait for a word, each with its own buttons."""
    if not found:
        return message(tr("Every line of the hearing list is settled."))
    head = tr("【Hearing list】These lines wait for confirmation.")
    if by:
        head = tr(
            "【Hearing list】{name} has entered these hearings. Please check each: only what is confirmed counts.",
            name=by,
        )
    shown = found[:8]
    rows = [
        (
            tap(f"✓ {i}", "hp.ok", one.id, one.version, agency),
            tap(f"✎ {i}", "hp.fix", one.id, one.version),
            tap(f"✗ {i}", "hp.no", one.id, one.version, agency),
        )
        for i, one in enumerate(shown, 1)
    ]
    more = len(found) - len(shown)
    return message(
        head,
        *(pending_line(i, one.number, one.agency, when_and_where(one, tr), tr) for i, one in enumerate(shown, 1)),
        tr.plural("{n} more line follows.", "{n} more lines follow.", more) if more else None,
        buttons=(*rows, (tap(tr("Confirm all"), "hp.all", agency),) if len(found) > 1 else ()),
    )


def pending_line(i: int, number: str, agency: str, where: Html, tr: Translator) -> Html:
    """A line of a hearing list, as it waits and before it is recorded."""
    return tr("{i}. {number} · {agency}: {where}", i=i, number=number, agency=agency, where=where)


def drafted(new: int, known: int, skipped: Sequence[str], tr: Translator) -> Html:
    """What became of a pasted list."""
    return lines(
        tr.plural("{n} line is recorded and waits.", "{n} lines are recorded and wait.", new),
        tr.plural("{n} line was known already.", "{n} lines were known already.", known) if known else None,
        tr("Not recorded, please enter them one by one:") if skipped else None,
        *skipped,
    )


def rejected(view: HearingView, who: str, tr: Translator) -> Message:
    return message(
        tr("{who} says that this line of your hearing list is wrong or not theirs:", who=who),
        bold(view.number),
        when_and_where(view, tr),
    )


def paper_too(hearing: HearingView, paper: str, received: str, tr: Translator) -> Message:
    """A pasted summons told of the hearing; it must be recorded as a paper as well, from the day that it says."""
    name = tr(names.PAPERS[PaperKind(paper)])
    if not received:
        return message(
            tr("The {paper} itself starts deadlines too. Please record when it was received.", paper=name),
            buttons=((tap(tr("Record the paper"), "pa.new", hearing.case_id, paper),),),
        )
    day = date.fromisoformat(received)
    return message(
        tr("The {paper} itself starts deadlines too, from {day} on. Please record it.", paper=name, day=day),
        buttons=((tap(tr("Record the paper"), "pa.new", hearing.case_id, paper, received),),),
    )
