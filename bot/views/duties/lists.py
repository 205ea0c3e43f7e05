"""/duties in words: most urgent first, overdue on top, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties.duties import DutyPage, DutyView, UnitLine, UnitsPage
from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.duties import duties as views
from bot.views.duties import reminders
from bot.views.hall import paging


def first(shown: DutyPage | UnitsPage, tr: Translator) -> Message:
    """What /duties begins with."""
    return units(shown, tr) if isinstance(shown, UnitsPage) else listed(shown, tr)


def units(page: UnitsPage, tr: Translator) -> Message:
    """The agencies that owe something, most overdue first, each with its button."""
    start = page.lines.number * page.lines.size
    named = list(enumerate(page.lines.items, start + 1))
    buttons = [tap(shortened(f"{i}. {one.name}", ALONE), "dt.unit", one.agency_id, 0) for i, one in named]
    filters: list[Button] = []
    if page.overdue:
        filters.append(tap(tr("Overdue only"), "dt.late", 0))
    filters.append(tap(tr("By date"), "dt.list", 0, 0))
    if page.has_own:
        filters.append(tap(tr("Only my own agency"), "dt.list", 1, 0))
    followed = (tap(tr("Who has reported"), "mi", 0),) if page.follows else ()
    return message(
        bold(tr("Open duties")),
        tr.plural("{n} duty in {units} agencies", "{n} duties in {units} agencies", page.duties, units=page.lines.total)
        + (
            html("，" if tr.chinese else ", ") + tr.plural("{n} overdue", "{n} overdue", page.overdue)
            if page.overdue
            else html("")
        ),
        lines(*(_unit(i, one, tr) for i, one in named)),
        paging.position(page.lines, tr),
        buttons=(
            *(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)),
            paging.turning(page.lines, tr, "dt.units"),
            tuple(filters),
            followed,
        ),
    )


def _unit(i: int, one: UnitLine, tr: Translator) -> Html:
    mark = "🔴 " if one.overdue else ""
    if one.overdue:
        return html(f"{i}. {mark}") + tr(
            "{agency}: {n} open, {late} overdue", agency=bold(one.name), n=one.total, late=one.overdue
        )
    return html(f"{i}. ") + tr("{agency}: {n} open, next {day}", agency=bold(one.name), n=one.total, day=one.nearest)


def listed(page: DutyPage, tr: Translator) -> Message:
    """Duties, most urgent first, overdue on top, each with its button."""
    head = bold(tr("Open duties of {agency}", agency=page.agency) if page.agency else tr("Open duties"))
    if not page.total:
        return message(head, tr("Nothing is open. Well done."), buttons=_filters(page, tr))
    start = page.page * page.per_page
    items = [views.named(duty, page.items, tr) for duty in page.items]
    body = [html(f"{start + i}. ") + _line(duty, page, tr) for i, duty in enumerate(items, 1)]
    count = tr.plural("{n} overdue", "{n} overdue", page.overdue) if page.overdue else None
    shown: Page[DutyView] = Page(page.items, page.page, page.total, page.per_page)
    named = [(shortened(f"{start + i}. {views.title(one, tr)}", ALONE), one.id) for i, one in enumerate(items, 1)]
    buttons = [tap(label, "dt.open", duty_id) for label, duty_id in named]
    rows: list[tuple[Button, ...]] = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    verb, *args = _again(page)
    return message(
        head,
        count,
        *body,
        paging.position(shown, tr),
        buttons=(*rows, paging.turning(shown, tr, verb, *args), *_filters(page, tr)),
        protect=any(one.is_sensitive for one in page.items),
    )


def _again(page: DutyPage) -> tuple[str, ...]:
    """The button that shows another page of the same list."""
    if page.agency_id:
        return ("dt.unit", str(page.agency_id))
    return ("dt.late",) if page.overdue_only else ("dt.list", str(int(page.own_only)))


def _line(duty: DutyView, page: DutyPage, tr: Translator) -> Html:
    """In the list of one agency its name is not said again."""
    where = html(views.about(duty, tr)) if page.agency_id else views.where(duty, tr)
    return lines(views.headline(duty, tr), where)


def _filters(page: DutyPage, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    if page.agency_id or page.overdue_only:
        return ((tap(tr("‹ All agencies"), "dt.units", 0),),)
    followed = ((tap(tr("Who has reported"), "mi", 0),),) if page.follows else ()
    if not page.has_wider:
        return followed
    if page.own_only:
        return ((tap(tr("All agencies below"), "dt.units", 0),), *followed)
    own = tap(tr("Only my own agency"), "dt.list", 1, 0)
    many = page.total > page.per_page
    return (((tap(tr("Agency by agency"), "dt.units", 0), own),) if many else ((own,),)) + followed


def overdue(shown: Sequence[DutyView], tr: Translator) -> Message:
    """The morning's one message to whoever owes what is past its date; empty when all is done meanwhile."""
    if not shown:
        return message(tr("【Past its date】Everything in this message is settled."))
    return reminders.remind(shown, tr)
