"""/duties in words: most urgent first, overdue on top, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties import DutyPage, DutyView
from bot.domain.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.paging import Page
from bot.texts import Translator
from bot.views import duties as views
from bot.views import paging


def listed(page: DutyPage, tr: Translator) -> Message:
    """/duties: most urgent first, overdue on top, each with its button."""
    if not page.total:
        return message(bold(tr("Open duties")), tr("Nothing is open. Well done."), buttons=_filters(page, tr))
    first = page.page * page.per_page
    items = [views.named(duty, page.items, tr) for duty in page.items]
    body = [html(f"{first + i}. ") + _line(duty, tr) for i, duty in enumerate(items, 1)]
    count = tr.plural("{n} overdue", "{n} overdue", page.overdue) if page.overdue else None
    shown: Page[DutyView] = Page(page.items, page.page, page.total, page.per_page)
    buttons = [tap(f"{first + i}. {views.title(duty, tr)}"[:40], "dt.open", duty.id) for i, duty in enumerate(items, 1)]
    rows: list[tuple[Button, ...]] = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return message(
        bold(tr("Open duties")),
        count,
        Html("\n\n").join(body),
        paging.position(shown, tr),
        buttons=(*rows, paging.turning(shown, tr, "dt.list", int(page.own_only)), *_filters(page, tr)),
    )


def _line(duty: DutyView, tr: Translator) -> Html:
    return lines(views.headline(duty, tr), views.where(duty, tr))


def _filters(page: DutyPage, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    if not page.has_wider:
        return ()
    if page.own_only:
        return ((tap(tr("All agencies below"), "dt.list", 0, 0),),)
    return ((tap(tr("Only my own agency"), "dt.list", 1, 0),),)


def overdue(shown: Sequence[DutyView], total: int, tr: Translator) -> Message:
    """The morning's one message to whoever owes `total` duties past their date; empty when all is done meanwhile."""
    if not shown:
        return message(tr("【Past its date】Everything in this message is settled."))
    body = [
        html(f"{views.NUMBERS[i]} ")
        + tr(
            "{title} {number}: was to be finished by {date} ({left}).",
            title=bold(views.title(views.named(d, shown, tr), tr)),
            number=views.about(d, tr),
            date=max(d.due, d.set_date or d.due) if d.distance.overdue else d.obey,
            left=views.days_left(d, tr),
        )
        for i, d in enumerate(shown)
    ]
    more = total - len(shown)
    done = [tap(f"{views.NUMBERS[i]} " + tr("Report done"), "dt.done", d.id, d.version) for i, d in enumerate(shown)]
    return message(
        tr.plural(
            "【Past its date】{agency}: {n} duty",
            "【Past its date】{agency}: {n} duties",
            total,
            agency=shown[0].agency,
        ),
        *body,
        tr.plural("and {n} more", "and {n} more", more) if more else None,
        tr("This comes once a working day until it is done; where it cannot be done, please tell your coordinator."),
        buttons=(
            *(tuple(done[i : i + 2]) for i in range(0, len(done), 2)),
            (tap(tr("Open duties"), "dt.list", 1, 0),),
        ),
    )
