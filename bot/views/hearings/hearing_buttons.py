"""The buttons of a hearing's card: what settles something first, as many as fit; the others on pages behind it."""

from __future__ import annotations

from bot.domain.hall.message import Button, Copy, Rows, tap
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hearings.hearings import AppearanceView, HearingView
from bot.texts import Translator
from bot.views.hall import fitting, paging
from bot.views.hall.fitting import Group
from bot.views.hearings import appearances, results

_ROOM = fitting.BUTTONS - 3
"""Buttons of a page that has ‹, › and the way back besides."""


def focused(view: HearingView, focus: int) -> AppearanceView | None:
    """The appearance whose buttons are shown: the only one, or the one chosen."""
    return view.of(focus) or (view.appearances[0] if len(view.appearances) == 1 else None)


def first(view: HearingView, tr: Translator, focus: int) -> Rows:
    """The card's buttons; where there are too many, a button to the others."""
    shown, hidden = _parted(view, tr, focus)
    more = [(tap(tr("More"), "hr.more", view.id, focus, 0),)] if hidden else []
    return fitting.together([*shown, *more, *_case(view, tr)])


def behind(view: HearingView, tr: Translator, focus: int, number: int) -> Rows:
    """A page of the buttons that the card has no room for."""
    cut = fitting.leaf(_parted(view, tr, focus)[1], number, _ROOM)
    turning = paging.turning(cut, tr, "hr.more", view.id, focus)
    return (*fitting.together(cut.items), turning, (tap(tr("‹ Go back"), "hr", view.id, focus),))


def _parted(view: HearingView, tr: Translator, focus: int) -> tuple[list[Group], list[Group]]:
    """Groups on the card, in their order, and those behind it."""
    groups, case = [one for one in _groups(view, tr, focus) if one], _case(view, tr)
    room = fitting.BUTTONS - len(case)
    if sum(map(len, groups)) <= room:
        return groups, []
    shown: list[Group] = []
    while groups and sum(map(len, shown)) + len(groups[0]) <= room - 1:
        shown.append(groups.pop(0))
    return shown, groups


def _case(view: HearingView, tr: Translator) -> list[Group]:
    if view.status is HearingStatus.PENDING:
        return []
    return [(tap(tr("Case"), "cs.show", view.case_id),)]


def _groups(view: HearingView, tr: Translator, focus: int) -> list[Group]:
    """What can be done, the most needed first; buttons of one group stay together."""
    if view.status is HearingStatus.PENDING:
        return [_pending(view, tr)] if view.may_confirm else []
    return [*_acts(view, tr, focus), *_beside(view, tr, focus)]


def _acts(view: HearingView, tr: Translator, focus: int) -> list[Group]:
    if view.status is HearingStatus.HELD:
        return [*(row for one in view.results for row in results.settling(one, tr)), *_results(view, tr)]
    if view.status is HearingStatus.NOT_HELD and view.may_edit:
        return [(tap(tr("Record the new date"), "hr.mv", view.id, view.version),)]
    if view.status is not HearingStatus.SCHEDULED:
        return []
    if view.over:
        return [*_results(view, tr), change(view, tr)]
    chosen = focused(view, focus)
    if chosen is None:
        others = [(tap(f"{one.agency} ›", "hr", view.id, one.agency_id),) for one in view.appearances]
        return [*others, change(view, tr), _invite(view, tr)]
    return [_filing(chosen, tr), *appearances.buttons(chosen, view, tr), change(view, tr), _invite(view, tr)]


def _filing(one: AppearanceView, tr: Translator) -> Group:
    """The form that says who will appear, while it is due."""
    return (tap(tr("File in one tap"), "doc.file", *one.filing),) if one.filing is not None else ()


def _beside(view: HearingView, tr: Translator, focus: int) -> list[Group]:
    """What is looked up: why somebody must appear, the calendar, the number."""
    found: list[Button] = []
    chosen = focused(view, focus) if view.status is HearingStatus.SCHEDULED and not view.over else None
    if chosen is not None:
        found.append(tap(tr("Why?"), "ap.why", chosen.id))
        if chosen.state is AppearanceState.CONFIRMED:
            found.append(tap(tr("Calendar file"), "hr.ics", view.id, chosen.agency_id))
    return [(one,) for one in (*found, Copy(str(tr("Copy case number")), view.number))]


def _pending(view: HearingView, tr: Translator) -> Group:
    return (
        tap("✓ " + tr("Right, record it"), "hp.ok", view.id, view.version),
        tap(tr("Correct it"), "hp.fix", view.id, view.version),
        tap(tr("Not ours, or wrong"), "hp.no", view.id, view.version),
    )


def change(view: HearingView, tr: Translator) -> Group:
    return (tap(tr("The hearing has changed"), "hr.chg", view.id, view.version),) if view.may_edit else ()


def _invite(view: HearingView, tr: Translator) -> Group:
    return (tap(tr("Trial observation"), "ev.hear", view.id),) if view.may_invite else ()


def _results(view: HearingView, tr: Translator) -> list[Group]:
    found: list[Group] = []
    for agency_id in view.reports_for:
        given, one = view.result_of(agency_id), view.of(agency_id)
        name = f" {one.agency}" if one and len(view.reports_for) > 1 else ""
        if given is None:
            yes = tap(str(tr("A leader appeared")) + name, "rs.in", view.id, agency_id, 1, 0)
            found.append((yes, tap(str(tr("No leader appeared")) + name, "rs.in", view.id, agency_id, 0, 0)))
            continue
        if given.feedback:
            found.append((tap(str(tr("Submit the feedback form")) + name, "doc.fb", view.id, agency_id),))
        label = str(tr("Correct the result")) + name
        found.append((tap(label, "rs.in", view.id, agency_id, int(given.attended), given.version),))
        if given.absence is not None and given.counts_as != "excused":
            found.append((tap(str(tr("Attach proof")) + name, "ap.proof", given.appearance_id),))
    return found
