"""The working-day calendar in words."""

from __future__ import annotations

from bot.domain.hall.message import Html, Message, bold, lines, message, tap
from bot.domain.law.workdays import CalendarView, SpanView, TableView, YearView
from bot.texts import Translator


def overview(view: CalendarView, tr: Translator) -> Message:
    """Which years are official, which are provisional, and the button to import one."""
    return message(
        bold(tr("Working-day calendar")),
        *(_year(one, tr) for one in view.years[-6:]),
        tr("A provisional year knows weekends and statutory holidays only; dates in it may still move."),
        buttons=((tap(tr("Import a year"), "cl.new"),),) if view.may_import else (),
    )


def _year(one: YearView, tr: Translator) -> Html:
    year = str(one.year)
    if one.provisional:
        return tr("{year}: provisional, not announced yet", year=year)
    by = tr(", imported by {name}", name=one.imported_by) if one.imported_by else ""
    return tr("{year}: official ({notices}){by}", year=year, notices=tr.join(list(one.notices)) or "—", by=by)


def table(view: TableView, tr: Translator) -> Html:
    """A table before it counts: every holiday, every make-up day."""
    return lines(
        bold(tr("Holidays of {year}", year=str(view.year.year))),
        *(_span(one, tr) for one in view.spans),
        tr("Working weekends: {days}", days=tr.join([tr.day(day, year=True) for day in view.work]) or "—"),
    )


def _span(span: SpanView, tr: Translator) -> Html:
    first, last = tr.day(span.first, year=True), tr.day(span.last, year=True)
    if span.first == span.last:
        return tr("{name}: {day}", name=tr(span.name), day=first)
    days = tr.plural("{n} day", "{n} days", (span.last - span.first).days + 1)
    return tr("{name}: {first} to {last}, {days}", name=tr(span.name), first=first, last=last, days=days)


def imported(view: TableView, moved: int, tr: Translator) -> Message:
    return message(
        tr("The calendar of {year} is in use now.", year=str(view.year.year)),
        tr.plural("{n} date moved; its people are told.", "{n} dates moved; their people are told.", moved),
    )


def missing(year: int, tr: Translator) -> Message:
    """From 1 December, once."""
    return message(
        tr(
            "【Calendar】The holiday notice for {year} is not in this system yet. Until it is imported, dates in "
            "{year} are provisional. Please paste the State Council's notice with /calendar when it is out.",
            year=str(year),
        ),
        buttons=((tap(tr("Import a year"), "cl.new"),),),
    )
