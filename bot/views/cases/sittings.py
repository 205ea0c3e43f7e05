"""The hearings of a case in a line each, and the leaders who appear at them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import AppearanceLine, CaseView, HearingLine
from bot.domain.hall.message import Html, html
from bot.domain.hall.names import APPEARANCES, HEARINGS
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.texts import Translator
from bot.views.hall.where import place_of
from bot.views.hearings.appearances import called

S = AppearanceState
STATES = {**APPEARANCES, S.UNNAMED: "not named yet"}
"""On a card that says before it whose leader is meant."""
_NAMED = 2
"""Agencies whose leaders stand in the one line of a card."""


def whole(hearing: HearingLine, tr: Translator) -> Html:
    """A hearing with everybody who appears at it."""
    said = tr(
        "Hearing: {time}, {place} ({state})",
        time=hearing.starts_at,
        place=place_of(hearing, tr, unknown="—"),
        state=tr(HEARINGS[hearing.status]),
    ) + _short_notice(hearing, tr)
    gap = html("；" if tr.chinese else "; ")
    return gap.join([said, *(_of_agency(one, tr) for one in hearing.appearances)])


def appearance(one: AppearanceLine, tr: Translator) -> Html:
    """A leader named before there is a hearing."""
    return tr("Leader to appear: {leader}", leader=_of_agency(one, tr))


def line(hearing: HearingLine, tr: Translator) -> Html:
    """When and where, on a card; the state only where it is not to be expected."""
    said = {"time": hearing.starts_at, "place": place_of(hearing, tr, unknown="—")}
    if hearing.status is HearingStatus.SCHEDULED:
        return tr("Hearing: {time}, {place}", **said) + _short_notice(hearing, tr)
    return tr("Hearing: {time}, {place} ({state})", **said, state=tr(HEARINGS[hearing.status]))


def coming(case: CaseView, tr: Translator) -> Html | None:
    """The hearing of the card in one line with its leaders; before there is one, the leaders who are named."""
    hearing = case.hearing
    if hearing is None:
        return tr("Leader to appear: {leader}", leader=_leaders(case.appearances, tr)) if case.appearances else None
    parts = [line(hearing, tr)]
    if hearing.appearances and hearing.status in (HearingStatus.SCHEDULED, HearingStatus.HELD):
        parts.append(_leaders(hearing.appearances, tr))
    if len(case.hearings) > 1:
        parts.append(tr.plural("{n} hearing in all", "{n} hearings in all", len(case.hearings)))
    return html(" · ").join(parts)


def _leaders(found: Sequence[AppearanceLine], tr: Translator) -> Html:
    several = len(found) > 1
    said = [_of_agency_briefly(one, tr) if several else brief(one, tr) for one in found[:_NAMED]]
    hidden = len(found) - len(said)
    more = tr(" and {n} more", n=hidden) if hidden else html("")
    return html("、" if tr.chinese else ", ").join(said) + more


def _of_agency_briefly(one: AppearanceLine, tr: Translator) -> Html:
    return html(f"{one.agency} ") + brief(one, tr)


def brief(one: AppearanceLine, tr: Translator) -> Html:
    """张明副局长✓; of a leader who has not said yes, how it stands."""
    if one.state is S.CONFIRMED and one.came is None:
        return html(f"{called(one.leader, one.post, tr)}✓")
    return standing(one, tr)


def standing(one: AppearanceLine, tr: Translator) -> Html:
    """张明副局长（已确认）, without the agency."""
    who, state = called(one.leader, one.post, tr), tr(STATES[one.state])
    if one.came is not None:
        return tr("{leader} appeared", leader=who) if one.came else tr("no leader appeared")
    if one.needs_nobody and not one.leader:
        return tr("no leader need appear")
    if one.state is S.AWAITING_PERMISSION:
        return tr("{other}; {leader} instead, if the court permits", leader=who, other=one.replaced)
    if not one.leader or one.state is S.CLOSED:
        return state
    return tr("{name} ({what})", name=who, what=state)


def _of_agency(one: AppearanceLine, tr: Translator) -> Html:
    """县自然资源局：张明副局长（已确认）."""
    return tr("{agency}: {state}", agency=one.agency, state=standing(one, tr))


def _short_notice(hearing: HearingLine, tr: Translator) -> Html:
    return html(" ⚠ ") + tr("short notice") if hearing.short_notice else html("")
