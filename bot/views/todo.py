"""The pinned card: a few lines that a glance takes in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.domain.duties import DutyView
from bot.domain.message import Html, Message, bold, html, lines, message, tap
from bot.domain.todo import AgencyLoad, OpenHearing, Todo
from bot.texts import Translator
from bot.views import duties as duty_views


def card(found: Todo, tr: Translator) -> Message:
    """The card as it stands; sent without a sound, and pinned."""
    body = [_load(load, tr) for load in found.loads] or [_of_case(*each, tr) for each in _cases(found.duties, tr)]
    more = tr("and {n} more agencies with open duties", n=found.more) if found.more else _more_duties(found, tr)
    return message(
        tr("【To do】{counts}", counts=_counts(found, tr)),
        *body,
        more,
        *(_hearing(one, tr) for one in found.hearings),
        tr("As of {at}", at=found.at),
        buttons=((tap(str(tr("My duties")), "td.d"), tap(str(tr("Coming hearings")), "td.h")),),
        silent=True,
        pin=True,
    )


def _counts(found: Todo, tr: Translator) -> Html:
    if found.empty:
        return tr("Nothing is open at present.")
    parts = [
        tr.plural("{n} open duty", "{n} open duties", found.open) if found.open else None,
        tr.plural("{n} overdue", "{n} overdue", found.overdue) if found.overdue else None,
        tr.plural("{n} waiting to be accepted", "{n} waiting to be accepted", found.handed_in)
        if found.handed_in
        else None,
        tr.plural("{n} hearing without a confirmed leader", "{n} hearings without a confirmed leader", found.unnamed)
        if found.unnamed
        else None,
    ]
    return html(Html("，" if tr.chinese else ", ").join(part for part in parts if part))


def _cases(duties: Sequence[DutyView], tr: Translator) -> list[tuple[str, list[DutyView]]]:
    """The duties in their order; those of one case that follow one another stand under its number."""
    named = [duty_views.named(duty, duties, tr) for duty in duties]
    return [(about, list(each)) for about, each in groupby(named, key=lambda duty: duty_views.about(duty, tr))]


def _of_case(about: str, duties: list[DutyView], tr: Translator) -> Html:
    return lines(bold(about), *(_duty(duty, tr) for duty in duties))


def _duty(duty: DutyView, tr: Translator) -> Html:
    """· 出庭报备：请于4月3日（周五）前完成（剩1个工作日）."""
    values = {"title": duty_views.title(duty, tr), "left": duty_views.days_left(duty, tr)}
    if duty.distance.overdue:
        due = max(duty.due, duty.set_date or duty.due)
        return html("🔴 ") + tr("{title}: was due by {date} ({left})", date=due, **values)
    return html("· ") + tr("{title}: by {date} ({left})", date=duty.obey, **values)


def _more_duties(found: Todo, tr: Translator) -> Html | None:
    rest = 0 if found.by_agency else found.open - len(found.duties)
    return tr.plural("and {n} more", "and {n} more", rest) if rest else None


def _hearing(one: OpenHearing, tr: Translator) -> Html:
    head = html("· ") + tr("{when} hearing {number}", when=one.line.starts_at, number=one.line.number)
    left = tr("today") if one.working <= 0 else tr.plural("{n} working day left", "{n} working days left", one.working)
    return head + tr(": no leader confirmed ({left})", left=left)


def _load(load: AgencyLoad, tr: Translator) -> Html:
    """县自然资源局：未办结3项，最近4月3日（周五）."""
    name = tr("{agency} and below", agency=load.agency) if load.branch else load.agency
    if load.overdue:
        return html("🔴 ") + tr("{agency}: {n} open, {overdue} overdue", agency=name, n=load.open, overdue=load.overdue)
    return html("· ") + tr("{agency}: {n} open, the next by {date}", agency=name, n=load.open, date=load.nearest)


def ended(tr: Translator) -> Message:
    """What stays of the card of somebody whose office is over: nothing of anybody's cases."""
    return message(lines(tr("【To do】This card is no longer kept: your appointment has ended.")), unpin=True)
