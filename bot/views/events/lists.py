"""Lists about events: the tally by agency, people, yearly obligations, the observers of a principal's hearing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.events.events import (
    GROUP_NAMES,
    PRESENCE_NAMES,
    AgencyTally,
    EventView,
    GuestView,
    ObserverList,
    Standing,
)
from bot.domain.hall.message import Button, Html, Message, Rows, bold, fold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.terms import EventAnswer, EventState
from bot.texts import Translator
from bot.views.duties.duties import uncounted
from bot.views.events.events import guest_line, head, numbers, sheet_buttons, with_post
from bot.views.hall import english
from bot.views.hall import numbers as case_numbers
from bot.views.hall.paging import position, turning
from bot.views.hall.where import place_of

A = EventAnswer
_FILTERS = (
    ("all", "all"),
    ("coming", "coming"),
    ("open", "no answer yet"),
    ("waiting", "on the waiting list"),
    ("no", "not coming"),
)


def hearing(starts_at: datetime, number: str, agency: str, tr: Translator) -> str:
    """12月15日9:30 行初12号 县自然资源局: short enough for a button to hold the number whole."""
    local = starts_at.astimezone(tr.zone)
    gap = "" if tr.chinese else ", "
    return f"{tr.brief(local.date())}{gap}{tr.clock(local.time())} {case_numbers.short(number)} {agency}"


def by_agency(event: EventView, page: Page[AgencyTally], tr: Translator) -> Message:
    """One line an agency: 县公安局 参加2 未答复1."""
    return message(
        head(event, tr),
        numbers(event, tr),
        *(_agency_line(one, event, tr) for one in page.items),
        position(page, tr),
        buttons=(turning(page, tr, "ev.tally", event.id), sheet_buttons(event, tr, papers=True), (_back(event, tr),)),
    )


def _agency_line(one: AgencyTally, event: EventView, tr: Translator) -> Html:
    tally = one.tally
    parts = [
        tr("coming {n}", n=tally.of(A.COMING)) if tally.of(A.COMING) else None,
        tr("waiting {n}", n=tally.of(A.WAITING)) if tally.of(A.WAITING) else None,
        tr("not coming {n}", n=tally.of(A.DECLINED)) if tally.of(A.DECLINED) else None,
        tr("no answer {n}", n=tally.of(A.UNANSWERED)) if tally.of(A.UNANSWERED) else None,
        tr("present {n}", n=tally.here) if tally.here else None,
        tr("absent {n}", n=tally.absent) if tally.absent and event.state is EventState.HELD else None,
    ]
    return tr("{label}: {value}", label=one.agency, value=tr.join([str(p) for p in parts if p]) or "—")


def _back(event: EventView, tr: Translator) -> Button:
    return tap(tr("‹ To the event"), "ev.at", event.id)


def people(event: EventView, page: Page[GuestView], which: str, agency_id: int, tr: Translator) -> Message:
    """People with their answers (or, when it is over, whether they were there), by filter."""
    filters: Rows = ()
    if not agency_id:
        chosen = [(name, words) for name, words in _FILTERS if name != which]
        if event.state is EventState.HELD:
            chosen = [(n, w) for n, w in (("all", "all"), ("here", "present"), ("absent", "absent")) if n != which]
        taps = [tap(tr(words), "ev.people", event.id, name, 0) for name, words in chosen]
        filters = (tuple(taps[:3]), tuple(taps[3:]))
    more: tuple[object, ...] = (event.id, which)
    return message(
        head(event, tr),
        *(_person_line(one, event, tr) for one in page.items),
        None if page.items else tr("Nobody."),
        position(page, tr),
        buttons=(turning(page, tr, "ev.people", *more), *filters, (_back(event, tr),)),
    )


def _person_line(one: GuestView, event: EventView, tr: Translator) -> Html:
    if event.state is EventState.HELD and one.presence is not None:
        name = with_post(one.name, one.post, tr)
        said = tr("{label}: {value}", label=name, value=tr(PRESENCE_NAMES[one.presence]))
    else:
        said = guest_line(one, tr)
    whole = html(one.agency) + " " + said
    return whole if one.on_telegram else whole + " " + tr("(not on Telegram)")


# -- yearly obligations --------------------------------------------------------------------------------------------


def standings(page: Page[Standing], year: int, tr: Translator) -> Message:
    """Who owes which events this year; those at 0 first."""
    return message(
        bold(tr("Events owed in {year}", year=year)),
        *(_standing(one, tr) for one in page.items),
        None if page.items else tr("The rule books of your agencies ask for no events this year."),
        tr("Attending another's event does not count as organising one.") if page.items else None,
        position(page, tr),
        buttons=(turning(page, tr, "ev.due"), (tap(tr("‹ Events"), "ev.list", 0),)),
    )


def _standing(one: Standing, tr: Translator) -> Html:
    title = one.title_zh if tr.chinese else one.title_en
    mark = "✓" if one.met else "▫"
    said = tr("{have} of {need}, by {date} ({source})", have=one.have, need=one.need, date=one.by, source=one.source)
    unsigned = uncounted(one.unsigned, tr) if one.unsigned and not one.met else None
    return lines(html(f"{mark} {one.agency} · {title}"), html("　") + said, html("　") + unsigned if unsigned else None)


# -- observers -----------------------------------------------------------------------------------------------------


def observers(found: ObserverList, tr: Translator) -> Message:
    """The principal appears: who of the agency should sit in, and the button that invites them."""
    groups = [
        tr(
            "{label}: {value}",
            label=english.begun(str(tr("deputy leaders" if name == "leaders" else GROUP_NAMES[name])), tr),
            value=tr.join(list(names)) if names else tr("nobody in the roster"),
        )
        for name, names in found.groups
    ]
    leader = (
        tr("The principal leader {name} appears.", name=found.leader)
        if found.leader
        else tr("The principal leader is to appear.")
    )
    return message(
        Html(f"【{tr('Own staff at a hearing')}】")
        + tr("{number}, {when}, {place}", number=found.number, when=found.starts_at, place=place_of(found, tr)),
        leader,
        tr("The agency is to bring its deputies, legal staff and enforcement staff to the hearing."),
        *groups,
        fold(lines(tr("Basis: {source}", source=found.source), found.quote)) if found.quote else None,
        buttons=(
            (tap(tr("Invite them"), "ev.obs", found.hearing_id, found.agency_id),),
            (tap(tr("The hearing"), "hr", found.hearing_id, found.agency_id),),
        ),
    )


def team_names(guests: Sequence[GuestView], tr: Translator) -> Html:
    """How a liaison's people stand, above the form."""
    return lines(*(guest_line(one, tr) for one in guests[:20]))
