"""The pinned card: a few lines that a glance takes in."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from bot.domain.day.todo import AgencyLoad, OpenHearing, Todo
from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Html, Message, bold, html, lines, message, tap
from bot.texts import Translator
from bot.views.duties import duties as duty_views

MOST = 4
"""Duties and hearings named one by one."""
Item = DutyView | OpenHearing


def card(found: Todo, tr: Translator) -> Message:
    """The card as it stands; sent without a sound, and pinned."""
    return message(
        tr("【To do】{counts}", counts=counts(found, tr)),
        *(_by_agency(found, tr) if found.by_agency else _one_by_one(found, tr)),
        tr("As of {at}", at=found.at),
        buttons=(
            (tap(str(tr("My duties")), "td.d"), tap(str(tr("Coming hearings")), "td.h")),
            (
                *((tap(tr("Accept one by one"), "jd"),) if found.handed_in else ()),
                *((tap(tr("Documents {n}", n=found.documents), "td.p"),) if found.documents else ()),
            ),
        ),
        silent=True,
        pin=True,
    )


def _by_agency(found: Todo, tr: Translator) -> list[Html]:
    more: list[Html] = []
    if found.more:
        more.append(
            tr.plural("and {n} more agency with open duties", "and {n} more agencies with open duties", found.more)
        )
    hearings = [_hearing(one, one.line.agency, tr) for one in found.hearings]
    return [*(_load(load, tr) for load in found.loads), *more, *hearings]


def _one_by_one(found: Todo, tr: Translator) -> list[Html]:
    """Overdue duties, then duties and hearings by their dates; neighbours of one case stand under its number."""
    named = [duty_views.named(duty, found.duties, tr) for duty in found.duties]
    both: list[Item] = [*named, *found.hearings]
    items = sorted(both, key=lambda item: _order(item, tr))[:MOST]
    blocks = [
        lines(bold(about), *(_item(item, tr) for item in each))
        for about, each in groupby(items, key=lambda item: _about(item, tr))
    ]
    rest = found.open - sum(isinstance(item, DutyView) for item in items)
    return [*blocks, tr.plural("and {n} more", "and {n} more", rest)] if rest else blocks


def _order(item: Item, tr: Translator) -> tuple[bool, date]:
    if isinstance(item, DutyView):
        return not item.distance.overdue, item.obey
    return True, item.line.starts_at.astimezone(tr.zone).date()


def _about(item: Item, tr: Translator) -> str:
    return duty_views.about(item, tr) if isinstance(item, DutyView) else item.line.number


def _item(item: Item, tr: Translator) -> Html:
    return _duty(item, tr) if isinstance(item, DutyView) else _hearing(item, "", tr)


def counts(found: Todo, tr: Translator) -> Html:
    """未办结3项，其中逾期1项：what is open, in one line."""
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
        tr.plural("{n} document waiting for you", "{n} documents waiting for you", found.documents)
        if found.documents
        else None,
    ]
    return html(Html("，" if tr.chinese else ", ").join(part for part in parts if part))


def _duty(duty: DutyView, tr: Translator) -> Html:
    """· 出庭报备：请于4月3日（周五）前明确出庭负责人，并报县司法局备案（剩1个工作日）."""
    mark = html("🔴 " if duty.distance.overdue else "· ")
    return mark + tr("{title}: {order}", title=duty_views.title(duty, tr), order=duty_views.order(duty, tr))


def _hearing(one: OpenHearing, whose: str, tr: Translator) -> Html:
    """· 12月15日（周二）9:30开庭：出庭负责人未确定（剩9个工作日）."""
    left = tr("today") if one.working <= 0 else tr.plural("{n} working day left", "{n} working days left", one.working)
    when = one.line.starts_at
    if whose:
        return html("· ") + tr(
            "{agency}, hearing {when}: no leader confirmed ({left})", agency=whose, when=when, left=left
        )
    return html("· ") + tr("Hearing {when}: no leader confirmed ({left})", when=when, left=left)


def _load(load: AgencyLoad, tr: Translator) -> Html:
    """县自然资源局：未办结3项，最近4月3日（周五）."""
    name = tr("{agency} and below", agency=load.agency) if load.branch else load.agency
    if load.overdue:
        return html("🔴 ") + tr("{agency}: {n} open, {overdue} overdue", agency=name, n=load.open, overdue=load.overdue)
    return html("· ") + tr("{agency}: {n} open, the next by {date}", agency=name, n=load.open, date=load.nearest)


def ended(tr: Translator) -> Message:
    """What stays of the card of somebody whose office is over: nothing of anybody's cases."""
    return message(lines(tr("【To do】This card is no longer kept: your appointment has ended.")), unpin=True)
